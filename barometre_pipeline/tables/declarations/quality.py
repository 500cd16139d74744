"""What the sample is and how far it can be trusted: who answered, and what unequal response would do to a share."""

from typing import Final

from barometre_pipeline.tables import fields as f
from barometre_pipeline.tables import origins as o
from barometre_pipeline.tables import raw_inputs as raw
from barometre_pipeline.tables.declarations import indicators
from barometre_pipeline.tables.declarations.codebooks import EXTENSION
from barometre_pipeline.tables.declarations.silver import REPRESENTED
from barometre_pipeline.tables.model import Several, Step, Table, each, of, same

QUALITY: Final = Step("qualite", "quality", raw=(raw.CONFIGURATION,), titre="Qualité des données")
SENSITIVITY: Final = Step("sensibilite", "sensitivity", titre="Sensibilité des parts")
_VALUES: Final = indicators.INDICATEURS.declared
_INDICATORS: Final = indicators.INDICATEURS.name
# What tells the values of one population from those of the others: all that identifies a value but where it is.
SAME_VALUE: Final = tuple(
    c
    for c in indicators.INDICATEURS.columns[: indicators.INDICATEURS.columns.index("n")]
    if c not in ("population", "ventilation", "modalite")
)
_PUBLISHED: Final[Several] = (f"{_INDICATORS}.part_publiable", o.CONSTANT)
_BY_STRATE: Final[Several] = (
    *of(_INDICATORS, *SAME_VALUE, "population", "modalite", "n", "base", "part_ponderee"),
    *REPRESENTED,
    o.POPULATIONS,
    o.CONSTANT,
)

# Who is counted: the survey's plan, the institute's tables, the published tables.
_PLAN: Final[Several] = of("silver/plan_de_sondage", "strate", "repondants", "effectif_national")
_BANNER: Final[Several] = of("gold/sondage_tris", "ventilation", "modalite_ventilation", "base")
_PRINTED: Final[Several] = of("silver/agregats", "groupe", "taille_groupe")
_ORIGINS: Final[Several] = tuple(
    f"{t}.source_donnees" for t in ("gold/contexte", "bronze/sondage_extraits", "bronze/agregats_extraits")
)
_COUNTED: Final[Several] = (*_PLAN, "silver/sondes.*", *_BANNER, *_PRINTED)
_WEIGHTS: Final[Several] = (
    *of("silver/plan_de_sondage", "repondants", "poids"),
    "silver/sondes.poids",
    *of("gold/sondage_tris", "base", "deff"),
)
_LEFT_OUT: Final = (f.VIDES, f.INCOMPLETES, f.DOUTEUSES, f.DOUBLONS)

QUALITE = Table(
    "gold/qualite",
    "Qui a répondu : pour chaque édition et chaque public, l’ensemble puis chaque groupe (type, taille, critère du "
    "sondage), avec le taux de réponse là où l’on sait combien existent.",
    QUALITY,
    {
        f.EDITION: o.EDITIONS,
        f.PUBLIC: o.CONSTANT,
        f.VENTILATION: (o.GROUPS, "gold/sondage_tris.ventilation"),
        f.MODALITE_POPULATION: (o.GROUPS, "gold/sondage_tris.modalite_ventilation", "silver/agregats.groupe"),
        f.RETENUES: _COUNTED,
        f.EFFECTIF_NATIONAL.precisely("du groupe"): _PLAN,
        f.AVEC_POIDS: _COUNTED,
        f.TAUX_DE_REPONSE: _PLAN,
        f.PART_ECHANTILLON: _COUNTED,
        f.PART_POPULATION: (
            *_PLAN,
            "silver/sondes.*",
            "silver/sondes.poids",
            *_BANNER,
            "gold/sondage_tris.base_ponderee",
        ),
        f.POIDS: "silver/plan_de_sondage.poids",
        f.SOURCE_DONNEES: _ORIGINS,
    },
    source="",
    keys=(("edition", "public", "ventilation", "modalite"),),
)

TERRAIN = Table(
    "gold/terrain",
    "Ce qu’est l’échantillon de chaque édition et de chaque public : dates, mode, sollicitation, quotas, réponses "
    "écartées, poids ; et l’énoncé qui le dit. Ce qu’aucun fichier ne dit est vide et dit « non renseigné ».",
    QUALITY,
    {
        f.EDITION: o.EDITIONS,
        f.PUBLIC: o.CONSTANT,
        f.DEBUT: (o.EDITION_YAML, "bronze/sondage_terrain.debut"),
        f.FIN: (o.EDITION_YAML, "bronze/sondage_terrain.fin"),
        **same("gold/contexte", f.PREMIERE_REPONSE, f.DERNIERE_REPONSE),
        f.MODE: (o.EDITION_YAML, "bronze/sondage_terrain.mode"),
        **each(o.EDITION_YAML, f.SOLLICITATION, f.INVITATIONS),
        **same("bronze/sondage_terrain", f.INSTITUT, f.POPULATION_VISEE, f.QUOTAS),
        **same("gold/contexte", *(field.if_known() for field in (f.REPONSES_RECUES, *_LEFT_OUT))),
        f.RETENUES: _COUNTED,
        f.EFFECTIF_NATIONAL.precisely("de toutes les strates"): _PLAN,
        f.AVEC_POIDS: _COUNTED,
        f.TAUX_DE_REPONSE: _PLAN,
        f.PART_SANS_POIDS: _COUNTED,
        **each(_WEIGHTS, f.POIDS_MIN, f.POIDS_MAX, f.EFFET_DES_POIDS),
        **each(
            (
                *_COUNTED, *_WEIGHTS, *_ORIGINS, o.EDITION_YAML,
                *of("gold/contexte", "reponses_recues", *(field.name for field in _LEFT_OUT)),
                *of("gold/contexte", "premiere_reponse", "derniere_reponse"),
                *of("bronze/sondage_terrain", "institut", "debut", "fin", "mode", "population_visee", "quotas"),
            ),
            f.ENONCE, f.RESUME,
        ),
        f.SOURCE_DONNEES: _ORIGINS,
    },
    source="",
    keys=(("edition", "public"),),
)  # fmt: skip

SENSIBILITE = Table(
    "gold/sensibilite",
    "Ce que deviendrait chaque part si ceux qu’elle compte avaient répondu plus, ou moins, souvent que les autres : "
    "l’échantillon est volontaire, et aucun intervalle ne mesure qui a choisi de répondre.",
    SENSITIVITY,
    {
        f.EDITION: f"{_INDICATORS}.edition",
        **same(_INDICATORS, *(c.field for c in _VALUES if c.field.name in indicators.INDICATOR_KEY)),
        **same(_INDICATORS, f.PART_PUBLIABLE),
        **each(_PUBLISHED, f.SI_2_FOIS_PLUS, f.SI_1_5_FOIS_PLUS, f.SI_1_5_FOIS_MOINS, f.SI_2_FOIS_MOINS),
        **same(_INDICATORS, f.PART_PONDEREE),
        **each(
            _BY_STRATE, f.REDRESSEE_SI_2_FOIS_PLUS, f.REDRESSEE_SI_1_5_FOIS_PLUS, f.REDRESSEE_SI_1_5_FOIS_MOINS,
            f.REDRESSEE_SI_2_FOIS_MOINS,
        ),
        **same(_INDICATORS, f.SOURCE_DONNEES, f.TRACE_ID),
    },
    source="",
    also_reads=EXTENSION,
    keys=(("trace_id",),),
)  # fmt: skip
