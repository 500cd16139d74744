"""What was printed: each figure beside the computed value, contradictions between documents, deduced samples."""

from typing import Final

from barometre_pipeline.tables import fields as f
from barometre_pipeline.tables import origins as o
from barometre_pipeline.tables import printed_fields as p
from barometre_pipeline.tables import rules as r
from barometre_pipeline.tables.declarations.codebooks import EXTENSION
from barometre_pipeline.tables.model import Several, Step, Table, each, of

RECONCILIATION: Final = Step(
    "rapprochement", "reconciliation", titre="Rapprochement avec les chiffres imprimés"
)
_INDICATORS: Final = "gold/indicateurs"
_FOUND: Final[Several] = of(_INDICATORS, "indicateur", "categorie", "population", "modalite", "edition")
_VALUE: Final[Several] = (*_FOUND, *of(_INDICATORS, "part_publiable", "n"), o.FIGURES)
_PRINTED: Final[Several] = (o.FIGURES, o.NOTICES, o.CLAIMS)
_COMPUTED: Final[Several] = (
    *_VALUE,
    *of(_INDICATORS, "base", "regle_base", "imprime", "source_donnees"),
    o.INDICATORS,
    o.POPULATIONS,
)
_JUDGED: Final[Several] = (
    *_COMPUTED, o.NOTICES, o.CODEBOOK, o.SAMPLES, *of("gold/echantillons", "edition", "groupe", "effectif"),
)  # fmt: skip
_CONCLUDED: Final[Several] = of(
    "gold/evolutions",
    "indicateur",
    "categorie",
    "population",
    "modalite",
    "edition",
    "edition_reference",
    "raison",
)
_DEDUCED: Final[Several] = (o.FIGURES, o.SAMPLES, o.POPULATIONS)

ECHANTILLONS = Table(
    "gold/echantillons",
    "Les échantillons déduits des pourcentages imprimés, avec leur justification.",
    RECONCILIATION,
    {
        f.EDITION: o.FIGURES,
        f.GROUPE_OU_FRANCAIS: (o.POPULATIONS, o.FIGURES),
        **each(
            _DEDUCED, p.EFFECTIF_DEDUIT, p.PLAUSIBLE_MIN, p.PLAUSIBLE_MAX, p.CHIFFRES, p.JUSTIFICATION,
        ),
    },
    source="",
)  # fmt: skip

CONTRADICTIONS = Table(
    "gold/contradictions",
    "Les contradictions entre documents, trouvées par règle, les deux endroits cités.",
    RECONCILIATION,
    {
        p.REGLE: (o.CONSTANT, *_PRINTED),
        **each(_PRINTED, f.INDICATEUR, f.CATEGORIE, f.POPULATION, f.EDITION),
        **each(_PRINTED, p.CHIFFRE_A, p.DOCUMENT_A, p.RUBRIQUE_A, p.VALEUR_A),
        **each((*_PRINTED, o.CONSTANT), p.CHIFFRE_B, p.DOCUMENT_B),
        p.RUBRIQUE_B: (*_PRINTED, *of("gold/echantillons", "groupe", "edition", "justification")),
        p.VALEUR_B: (*_PRINTED, "gold/echantillons.effectif"),
        p.CONSTAT: (
            *_PRINTED, o.INDICATORS, o.CODEBOOK, o.POPULATIONS,
            *of("gold/echantillons", "edition", "groupe", "effectif", "plausible_min", "plausible_max"),
        ),
    },
    source="",
)  # fmt: skip

AFFIRMATIONS = Table(
    "gold/affirmations",
    "Ce que les documents affirment, jugé sur les nombres imprimés et, à part, sur les indicateurs calculés.",
    RECONCILIATION,
    {
        **each(
            o.CLAIMS, p.AFFIRMATION, p.DOCUMENT, p.RUBRIQUE, f.EDITION, p.TYPE_AFFIRMATION, p.TEXTE_AFFIRMATION,
            p.FORMULE,
        ),
        **each((o.CLAIMS, *_JUDGED), p.VERDICT_IMPRIME, p.NOMBRES),
        p.RESERVE: (o.CLAIMS, o.INDICATORS, o.CODEBOOK, o.POPULATIONS),
        **each((o.CLAIMS, *_COMPUTED, o.CODEBOOK, *_CONCLUDED), p.VERDICT_CALCULE, p.NOMBRES_CALCULES),
        p.DONNEES_AFFIRMATION: (o.CLAIMS, *_COMPUTED),
    },
    source="",
    keys=(("affirmation",),),
)  # fmt: skip

RAPPROCHEMENT = Table(
    "gold/rapprochement",
    "Chaque chiffre publié en face de la valeur calculée.",
    RECONCILIATION,
    {
        **each(
            o.FIGURES, p.CHIFFRE, p.DOCUMENT, p.RUBRIQUE, f.INDICATEUR, f.CATEGORIE, f.POPULATION,
            f.EDITION.precisely("année dont parle le chiffre"), p.STATISTIQUE, f.ANNEE_REFERENCE, p.VALEUR_PUBLIEE,
        ),
        **each(_VALUE, p.VALEUR_CALCULEE, p.VALEUR_ARRONDIE, p.ECART),
        p.N_RAPPROCHE: (*_FOUND, f"{_INDICATORS}.n"),
        p.BASE_RAPPROCHEE: (*_FOUND, f"{_INDICATORS}.base"),
        p.STATUT: (*_VALUE, f"{_INDICATORS}.source_donnees", *of("gold/contradictions", "chiffre_a", "chiffre_b")),
        p.RAISON_ECART: (
            *_VALUE,
            *of("gold/non_calculables", "indicateur", "categorie", "population", "edition", "raison"),
            *of("gold/contradictions", "chiffre_a", "chiffre_b", "constat"),
        ),
        p.EXPLICATION_ECART: (*_VALUE, f"{_INDICATORS}.source_donnees", o.EXPLANATIONS),
        p.DONNEES: (*_FOUND, f"{_INDICATORS}.source_donnees"),
        p.TRACE_ID_RAPPROCHE: (*_FOUND, f"{_INDICATORS}.trace_id"),
    },
    source="",
    also_reads=EXTENSION,
    keys=(("chiffre",),),
    rules=(r.GAP_HAS_A_REASON,),
)  # fmt: skip

_STANDING: Final[Several] = of("gold/rapprochement", "edition", "donnees", "valeur_calculee", "statut")

SCORES = Table(
    "gold/scores",
    "Combien de chiffres publiés sont retrouvés, séparément pour les données réelles, les tableaux publiés et la "
    "démonstration.",
    RECONCILIATION,
    {
        f.EDITION.precisely("vide pour toutes"): "gold/rapprochement.edition",
        p.DONNEES_SCORE: "gold/rapprochement.donnees",
        **each(
            _STANDING, p.COMPARES, p.RETROUVES, p.ECARTS, p.CONTREDITS, p.CHIFFRES_NON_CALCULABLES, p.SCORE_EN_MOTS,
        ),
    },
    source="",
    keys=(("edition", "donnees"),),
)  # fmt: skip
