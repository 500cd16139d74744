"""What was printed: each figure beside the computed value, contradictions between documents, deduced samples."""

from typing import Final

from barometre_pipeline.tables import fields as f
from barometre_pipeline.tables import origins as o
from barometre_pipeline.tables import rules as r
from barometre_pipeline.tables.model import Several, Step, Table, each, of

RECONCILIATION: Final = Step("rapprochement", "reconciliation")
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
_DEDUCED: Final[Several] = (o.FIGURES, o.SAMPLES, o.POPULATIONS)

ECHANTILLONS = Table(
    "gold/echantillons",
    "Les échantillons déduits des pourcentages imprimés, avec leur justification.",
    RECONCILIATION,
    {
        f.EDITION: o.FIGURES,
        f.GROUPE_OU_FRANCAIS: (o.POPULATIONS, o.FIGURES),
        **each(
            _DEDUCED, f.EFFECTIF_DEDUIT, f.PLAUSIBLE_MIN, f.PLAUSIBLE_MAX, f.CHIFFRES, f.JUSTIFICATION,
        ),
    },
    source="",
)  # fmt: skip

CONTRADICTIONS = Table(
    "gold/contradictions",
    "Les contradictions entre documents, trouvées par règle, les deux endroits cités.",
    RECONCILIATION,
    {
        f.REGLE: (o.CONSTANT, *_PRINTED),
        **each(_PRINTED, f.INDICATEUR, f.CATEGORIE, f.POPULATION, f.EDITION),
        **each(_PRINTED, f.CHIFFRE_A, f.DOCUMENT_A, f.RUBRIQUE_A, f.VALEUR_A),
        **each((*_PRINTED, o.CONSTANT), f.CHIFFRE_B, f.DOCUMENT_B),
        f.RUBRIQUE_B: (*_PRINTED, *of("gold/echantillons", "groupe", "edition", "justification")),
        f.VALEUR_B: (*_PRINTED, "gold/echantillons.effectif"),
        f.CONSTAT: (
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
            o.CLAIMS, f.AFFIRMATION, f.DOCUMENT, f.RUBRIQUE, f.EDITION, f.TYPE_AFFIRMATION, f.TEXTE_AFFIRMATION,
            f.FORMULE,
        ),
        **each((o.CLAIMS, *_JUDGED), f.VERDICT_IMPRIME, f.NOMBRES),
        f.RESERVE: o.CLAIMS,
        **each((o.CLAIMS, *_COMPUTED), f.VERDICT_CALCULE, f.NOMBRES_CALCULES, f.DONNEES_AFFIRMATION),
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
            o.FIGURES, f.CHIFFRE, f.DOCUMENT, f.RUBRIQUE, f.INDICATEUR, f.CATEGORIE, f.POPULATION,
            f.EDITION.precisely("année dont parle le chiffre"), f.STATISTIQUE, f.ANNEE_REFERENCE, f.VALEUR_PUBLIEE,
        ),
        **each(_VALUE, f.VALEUR_CALCULEE, f.VALEUR_ARRONDIE, f.ECART),
        f.N_RAPPROCHE: (*_FOUND, f"{_INDICATORS}.n"),
        f.BASE_RAPPROCHEE: (*_FOUND, f"{_INDICATORS}.base"),
        f.STATUT: (*_VALUE, f"{_INDICATORS}.source_donnees", *of("gold/contradictions", "chiffre_a", "chiffre_b")),
        f.RAISON_ECART: (
            *_VALUE,
            *of("gold/non_calculables", "indicateur", "categorie", "population", "edition", "raison"),
            *of("gold/contradictions", "chiffre_a", "chiffre_b", "constat"),
        ),
        f.EXPLICATION_ECART: (*_VALUE, f"{_INDICATORS}.source_donnees", o.EXPLANATIONS),
        f.DONNEES: (*_FOUND, f"{_INDICATORS}.source_donnees"),
        f.TRACE_ID_RAPPROCHE: (*_FOUND, f"{_INDICATORS}.trace_id"),
    },
    source="",
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
        f.DONNEES_SCORE: "gold/rapprochement.donnees",
        **each(
            _STANDING, f.COMPARES, f.RETROUVES, f.ECARTS, f.CONTREDITS, f.CHIFFRES_NON_CALCULABLES, f.SCORE_EN_MOTS,
        ),
    },
    source="",
    keys=(("edition", "donnees"),),
)  # fmt: skip
