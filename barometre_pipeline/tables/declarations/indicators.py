"""What the catalogue defines, for every edition: indicators, practices beside expectations."""

from typing import Final

from barometre_pipeline.tables import comparison_fields as c
from barometre_pipeline.tables import fields as f
from barometre_pipeline.tables import origins as o
from barometre_pipeline.tables import rules as r
from barometre_pipeline.tables.declarations.codebooks import EXTENSION
from barometre_pipeline.tables.declarations.silver import DESIGN
from barometre_pipeline.tables.model import EVERY_SOURCE, Several, Step, Table, each, of, same

EVALUATION: Final = Step("indicateurs", "indicators", titre="Indicateurs")
GATHERING: Final = Step("recueil", "gathering", titre="Recueil des indicateurs")
CROSSINGS: Final = Step("croisements", "crossings", titre="Croisements")
# What tells an indicator's value from the others of its edition.
INDICATOR_KEY: Final = ("indicateur", "categorie", "population", "ventilation", "modalite")
# Two rows of one key differ by their base: the printed one, and that of series.
VALUE_KEY: Final = (*INDICATOR_KEY, "regle_base")
_VALUES: Final = "gold/valeurs"
_INDICATORS: Final = "gold/indicateurs"
_RECEIVED: Final = ("extraits", "sondage_extraits", "agregats_extraits")
_DEFINED: Final[Several] = (o.INDICATORS, o.CODEBOOK, o.POPULATIONS, *EXTENSION)

# Who is in a numerator or a base: the answers, and the population that the catalogue cuts out of the sample.
_SURVEY: Final[Several] = (
    "silver/reponses.*",
    *of("silver/structures", "strate", "population", "code_region"),
)
_N: Final[Several] = (
    *_SURVEY,
    "silver/sondes.*",
    "gold/sondage_tris.n",
    "silver/agregats.effectif",
)
_BASE: Final[Several] = (
    *_SURVEY,
    "silver/sondes.*",
    "gold/sondage_tris.base",
    "silver/agregats.taille_groupe",
)
_COUNTED: Final[Several] = tuple(dict.fromkeys((*_N, *_BASE)))
_WEIGHTS: Final[Several] = (
    *DESIGN,
    "silver/sondes.poids",
    *of("gold/sondage_tris", "n_pondere", "base_ponderee"),
)
_WEIGHTED: Final[Several] = (*_SURVEY, "silver/sondes.*", *_WEIGHTS)
# Without weights (published tables) the interval is that of the share itself; tables give the design effect.
_INTERVAL: Final[Several] = (*_COUNTED, *_WEIGHTS, "gold/sondage_tris.deff")

# What may be told follows from all that is told of the same answers, in the tabulations too.
_TELLING: Final[Several] = (
    *of(_VALUES, "n", "base", "indicateur", "categorie", "regle_base", "imprime"),
    *of(_VALUES, "population", "ventilation", "modalite", "edition"),
    *_SURVEY,
    *of(
        "gold/tris",
        "n",
        "base",
        "dans_base",
        "concernees",
        "effectif",
        "groupe",
        "colonne",
        "code",
        "question",
    ),
    *_DEFINED,
)

VALEURS = Table(
    _VALUES,
    "Les valeurs des indicateurs d’un thème pour une édition, par population, avec leur base et leur intervalle.",
    EVALUATION,
    {
        f.EDITION: (o.EDITIONS, "silver/agregats.edition"),
        **each(o.INDICATORS, f.INDICATEUR, f.CATEGORIE),
        f.POPULATION: o.POPULATIONS,
        f.VENTILATION: (o.POPULATIONS, o.CODEBOOK, "gold/sondage_tris.ventilation"),
        f.MODALITE_POPULATION: (o.POPULATIONS, o.CODEBOOK, "gold/sondage_tris.modalite_ventilation"),
        **each(o.CODEBOOK, f.REGLE_BASE, f.IMPRIME),
        f.N: (*_N, *_DEFINED),
        f.BASE: (*_BASE, *_DEFINED),
        f.PART.precisely("n / base"): (*_COUNTED, *_DEFINED),
        f.PART_PONDEREE: (*_WEIGHTED, *_DEFINED),
        **each(
            (*_WEIGHTED, *of("gold/sondage_tris", "base", "deff"), *_DEFINED),
            f.BASE_PONDEREE.precisely("ou personnes, ou réponses citées"), f.EFFECTIF_EFFICACE, f.REDRESSEMENT_FAIBLE,
        ),
        f.PART_PUBLIABLE: (*_COUNTED, *_WEIGHTS, *_DEFINED),
        **each((*_INTERVAL, *_DEFINED), f.IC_BAS, f.IC_HAUT, f.IC_DE),
        f.BASE_FAIBLE: (*_BASE, *_DEFINED),
        f.SOURCE_DONNEES: (
            "gold/contexte.source_donnees",
            "bronze/sondage_extraits.source_donnees",
            "bronze/agregats_extraits.source_donnees",
        ),
        f.TRACE_ID: (o.OWN_KEYS, *(f"bronze/{t}.sha256" for t in _RECEIVED)),
    },
    source=EVERY_SOURCE,
    part="thème",
    keys=(("trace_id",),),
    rules=(r.N_WITHIN_BASE, r.INTERVAL_HOLDS_ITS_SHARE),
    also_reads=("silver/reponses.id_reponse", "silver/structures.id_reponse"),
)  # fmt: skip

SANS_VALEUR = Table(
    "gold/sans_valeur",
    "Ce que le catalogue définit d’un thème et qu’une édition ne peut pas donner, avec la raison.",
    EVALUATION,
    {
        f.EDITION: o.EDITIONS,
        f.INDICATEUR.precisely("vide pour tous"): o.INDICATORS,
        f.CATEGORIE.precisely("vide pour toutes"): o.INDICATORS,
        f.POPULATION.precisely("vide pour toutes"): o.POPULATIONS,
        f.RAISON: (
            *_DEFINED,
            "silver/reponses.*",
            "silver/sondes.*",
            *of("gold/sondage_tris", "question", "sous_question", "modalite"),
            *of("silver/agregats", "question", "modalite", "groupe"),
        ),
    },
    source=EVERY_SOURCE,
    part="thème",
)

INDICATEURS = Table(
    _INDICATORS,
    "Tous les indicateurs du catalogue, pour chaque édition et chaque population, avec leur base, et un intervalle "
    "qui dit de quelle part il est : les valeurs de tous les thèmes, réunies.",
    GATHERING,
    {
        **{column.field: f"{_VALUES}.{column.field.name}" for column in VALEURS.declared},
        **each(_TELLING, f.PUBLIABLE, f.RAISON_RETENUE),
        f.PONDEREE_PUBLIABLE: (*_TELLING, *DESIGN),
    },
    source="",
    keys=VALEURS.keys,
    rules=VALEURS.rules,
    also_reads=(*EXTENSION, "silver/reponses.id_reponse", "silver/structures.id_reponse"),
)

NON_CALCULABLES = Table(
    "gold/non_calculables",
    "Ce que le catalogue définit et qu’une édition ne peut pas donner, avec la raison.",
    GATHERING,
    {column.field: f"{SANS_VALEUR.name}.{column.field.name}" for column in SANS_VALEUR.declared},
    source="",
)

CROISEMENTS = Table(
    "gold/croisements",
    "Les pratiques des collectivités à côté des attentes des Français, par domaine, sans les soustraire.",
    CROSSINGS,
    {
        **same(_INDICATORS, f.EDITION),
        **each(o.CROSSINGS, c.CROISEMENT, c.DOMAINE),
        **each((o.CROSSINGS, f"{_INDICATORS}.indicateur"), c.PRATIQUE_INDICATEUR, c.ATTENTE_INDICATEUR),
        **each((o.CROSSINGS, f"{_INDICATORS}.categorie"), c.PRATIQUE_CATEGORIE, c.ATTENTE_CATEGORIE),
        **each((o.CROSSINGS, f"{_INDICATORS}.population"), c.PRATIQUE_POPULATION, c.ATTENTE_POPULATION),
        **each(f"{_INDICATORS}.n", c.PRATIQUE_N, c.ATTENTE_N),
        **each(f"{_INDICATORS}.base", c.PRATIQUE_BASE, c.ATTENTE_BASE),
        **each(
            of(_INDICATORS, "part_publiable", "ventilation", "imprime"),
            c.PRATIQUE_PART,
            c.ATTENTE_PART,
            c.RANG_PRATIQUE,
            c.RANG_ATTENTE,
        ),
        c.PRATIQUE_PART_PONDEREE: of(_INDICATORS, "part_ponderee", "redressement_faible"),
        c.PRATIQUE_BASE_PONDEREE: f"{_INDICATORS}.base_ponderee",
        c.PRATIQUE_EFFECTIF_EFFICACE: f"{_INDICATORS}.effectif_efficace",
        **each(of(_INDICATORS, "ic_bas", "redressement_faible"), c.PRATIQUE_IC_BAS, c.ATTENTE_IC_BAS),
        **each(of(_INDICATORS, "ic_haut", "redressement_faible"), c.PRATIQUE_IC_HAUT, c.ATTENTE_IC_HAUT),
        **each(o.CROSSINGS, c.NOTE_DOMAINES, c.MISE_EN_GARDE),
        f.SOURCE_DONNEES: f"{_INDICATORS}.source_donnees",
        f.SOURCE_ATTENTE: f"{_INDICATORS}.source_donnees",
    },
    source="",
    also_reads=("gold/indicateurs.ventilation", "gold/indicateurs.imprime", *EXTENSION),
)
