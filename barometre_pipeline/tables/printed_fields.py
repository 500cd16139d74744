"""The columns of tables about what documents print: figures, contradictions, claims.

Columns that other tables have too are in ``fields``.
"""

from barometre_pipeline.tables.fields import COUNT, INTEGER, NUMBER, TEXT
from barometre_pipeline.tables.model import Field, Kind
from barometre_pipeline.vocabulary import (
    REGLES_CONTRADICTION,
    SOURCES_DONNEES,
    STATUTS_RAPPROCHEMENT,
    TYPES_AFFIRMATION,
    VERDICTS_AFFIRMATION,
)

# --- Printed figures ---------------------------------------------------------------------------
CHIFFRE = Field("chiffre", TEXT, "Identifiant du chiffre imprimé")
DOCUMENT = Field("document", TEXT, "Document où le chiffre est imprimé")
RUBRIQUE = Field("rubrique", TEXT, "Endroit du document")
STATISTIQUE = Field("statistique", TEXT, "Part, environ, plus de, écart en points, effectif")
VALEUR_PUBLIEE = Field("valeur_publiee", NUMBER, "Valeur imprimée", unit="%, points ou effectif")
VALEUR_CALCULEE = Field(
    "valeur_calculee", NUMBER, "Valeur calculée, non arrondie", unit="%, points ou effectif", nullable=True
)
VALEUR_ARRONDIE = Field(
    "valeur_arrondie",
    NUMBER,
    "Valeur arrondie au pair, comme imprimée",
    unit="%, points ou effectif",
    nullable=True,
)
ECART = Field("ecart", NUMBER, "Calculé moins imprimé", unit="points ou effectif", nullable=True)
N_RAPPROCHE = Field("n", Kind.OPTIONAL_INTEGER, "Numérateur de la valeur calculée", nullable=True)
BASE_RAPPROCHEE = Field("base", Kind.OPTIONAL_INTEGER, "Base de la valeur calculée", nullable=True)
STATUT = Field("statut", TEXT, "Résultat du rapprochement", allowed=tuple(STATUTS_RAPPROCHEMENT))
RAISON_ECART = Field("raison", TEXT, "Pourquoi le chiffre n’est pas reproduit, ou vide")
EXPLICATION_ECART = Field("explication", TEXT, "Ce qui explique l’écart avec ces données-là, ou vide")
DONNEES = Field("donnees", TEXT, "Données utilisées ; deux pour un écart entre éditions")
DONNEES_SCORE = Field(
    "donnees",
    TEXT,
    "Ce qui prouve le moins parmi les données utilisées, vide sans données",
    allowed=(*SOURCES_DONNEES, ""),
)
COMPARES = Field(
    "compares", INTEGER, "Chiffres imprimés qui ont une valeur calculée", unit="chiffres", **COUNT
)
RETROUVES = Field(
    "retrouves",
    INTEGER,
    "Parmi eux, reproduits, ou calés s’ils reposent sur la démonstration",
    unit="chiffres",
    **COUNT,
)
ECARTS = Field("ecarts", INTEGER, "Parmi eux, différents de l’imprimé", unit="chiffres", **COUNT)
CONTREDITS = Field(
    "contredits", INTEGER, "Différents, et contredits par un autre chiffre imprimé", unit="chiffres", **COUNT
)
CHIFFRES_NON_CALCULABLES = Field(
    "non_calculables", INTEGER, "Chiffres imprimés sans valeur calculée", unit="chiffres", **COUNT
)
SCORE_EN_MOTS = Field("phrase", TEXT, "Le score en une phrase, tel qu’il est montré partout", filled=True)
TRACE_ID_RAPPROCHE = Field("trace_id", TEXT, "Valeur de « indicateurs » rapprochée, ou vide")
REGLE = Field("regle", TEXT, "Règle qui trouve la contradiction", allowed=tuple(REGLES_CONTRADICTION))
CHIFFRE_A = Field("chiffre_a", TEXT, "Premier chiffre, notice ou affirmation")
DOCUMENT_A = Field("document_a", TEXT, "Document du premier endroit")
RUBRIQUE_A = Field("rubrique_a", TEXT, "Premier endroit")
VALEUR_A = Field("valeur_a", NUMBER, "Valeur au premier endroit, vide si ce sont des mots", nullable=True)
CHIFFRE_B = Field("chiffre_b", TEXT, "Second chiffre, notice ou affirmation, vide pour une base déduite")
DOCUMENT_B = Field("document_b", TEXT, "Document du second endroit")
RUBRIQUE_B = Field("rubrique_b", TEXT, "Second endroit")
VALEUR_B = Field("valeur_b", NUMBER, "Valeur au second endroit, vide si ce sont des mots", nullable=True)
CONSTAT = Field("constat", TEXT, "La contradiction, en une phrase")
AFFIRMATION = Field("affirmation", TEXT, "Identifiant de l’affirmation")
TYPE_AFFIRMATION = Field(
    "type_affirmation", TEXT, "Ce que l’affirmation compare", allowed=tuple(TYPES_AFFIRMATION)
)
TEXTE_AFFIRMATION = Field("texte", TEXT, "Ce que le document affirme, en une phrase", filled=True)
FORMULE = Field("formule", TEXT, "Relation entre nombres que l’affirmation énonce, vide si aucun n’en décide")
VERDICT_IMPRIME = Field(
    "verdict_imprime", TEXT, "Verdict d’après les nombres imprimés", allowed=VERDICTS_AFFIRMATION
)
NOMBRES = Field("nombres", TEXT, "Nombres du verdict, chacun avec son endroit", filled=True)
RESERVE = Field("reserve", TEXT, "Ce que le verdict suppose, ou vide")
VERDICT_CALCULE = Field(
    "verdict_calcule", TEXT, "Verdict d’après les indicateurs calculés", allowed=VERDICTS_AFFIRMATION
)
NOMBRES_CALCULES = Field("nombres_calcules", TEXT, "Valeurs calculées du verdict")
DONNEES_AFFIRMATION = Field("donnees", TEXT, "Origine des valeurs calculées, ou vide")
EFFECTIF_DEDUIT = Field("effectif", INTEGER, "Nombre de répondants déduit", **COUNT)
PLAUSIBLE_MIN = Field(
    "plausible_min", INTEGER, "Plus petit effectif plausible d’après le groupe seul", **COUNT
)
PLAUSIBLE_MAX = Field(
    "plausible_max", INTEGER, "Plus grand effectif plausible d’après le groupe seul", **COUNT
)
CHIFFRES = Field("chiffres", INTEGER, "Pourcentages imprimés sur ce groupe", **COUNT)
JUSTIFICATION = Field("justification", TEXT, "Les fractions qui donnent ces pourcentages")
