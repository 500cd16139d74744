"""Every column of the lake, described once: name, type, French description, unit, values allowed.

Two fields share a name only where a column of that name means two things (``ic_bas``: a share, or points).
What a column comes from is said by the table that has it, in ``declarations``.
"""

from typing import Any, Final

from barometre_pipeline.tables.model import Field, Kind
from barometre_pipeline.vocabulary import (
    ABSENCES,
    BASE_MINIMALE,
    GROUPES,
    MOTIFS,
    NON_COCHEE,
    RAISONS_EVOLUTION,
    REGLES_BASE,
    REGLES_CONTRADICTION,
    SOURCES_DONNEES,
    STATUTS_RAPPROCHEMENT,
    STRATES,
    TYPES,
    TYPES_AFFIRMATION,
    VERDICTS,
    VERDICTS_AFFIRMATION,
    VERDICTS_EVOLUTION,
    ColumnKind,
)

TEXT, INTEGER, NUMBER, FLAG = Kind.TEXT, Kind.INTEGER, Kind.NUMBER, Kind.FLAG
FRACTION, POINTS, STRUCTURES, PEOPLE = "part, de 0 à 1", "points", "structures", "personnes"
_SHARE: Final[dict[str, Any]] = {"unit": FRACTION, "low": 0.0, "high": 1.0 + 1e-12, "nullable": True}
_PROBABILITY: Final[dict[str, Any]] = {"unit": "probabilité", "low": 0.0, "high": 1.0, "nullable": True}
_GAP: Final[dict[str, Any]] = {"unit": POINTS, "low": -100 - 1e-9, "high": 100 + 1e-9, "nullable": True}
_COUNT: Final[dict[str, Any]] = {"low": 0}
_ORIGIN: Final[dict[str, Any]] = {"allowed": tuple(SOURCES_DONNEES)}

# --- Editions and files ------------------------------------------------------------------------
EDITION = Field("edition", TEXT, "Édition du baromètre")
EDITION_REFERENCE = Field("edition_reference", TEXT, "Édition de comparaison, plus ancienne")
ANNEE_REFERENCE = Field("edition_reference", TEXT, "Année de comparaison d’un écart imprimé, ou vide")
FICHIER = Field("fichier", TEXT, "Chemin dans le dossier des données brutes")
FICHIER_PUBLIE = Field("fichier", TEXT, "Chemin dans le lac")
SHA256 = Field("sha256", TEXT, "Empreinte SHA-256 du fichier", pattern=r"^[0-9a-f]{64}$")
OCTETS = Field("octets", INTEGER, "Taille du fichier", unit="octets", **_COUNT)
ROLE = Field("role", TEXT, "Rôle du fichier : reponses, structure, correspondances…")
MESSAGE = Field("message", TEXT, "Avertissement")
AVERTISSEMENTS = Field("avertissements", TEXT, "Ce que la lecture a signalé")
SOURCE_DONNEES = Field("source_donnees", TEXT, "Origine des données", **_ORIGIN)
SOURCE_REFERENCE = Field("source_reference", TEXT, "Origine des données, édition de comparaison", **_ORIGIN)
SOURCE_ATTENTE = Field("source_attente", TEXT, "Origine des données sur les Français", **_ORIGIN)

# --- Responses ---------------------------------------------------------------------------------
ID_REPONSE = Field("id_reponse", INTEGER, "Identifiant LimeSurvey de la réponse", **_COUNT)
ID_REPONSE_VISEE = Field("id_reponse", TEXT, "Réponse que la décision visait")
LIGNE = Field(
    "ligne", INTEGER, "Numéro d’enregistrement dans le fichier, en-tête compris s’il y en a un", low=1
)
FICHIER_REPONSE = Field("fichier", TEXT, "Fichier d’où vient la réponse")
MOTIF = Field("motif", TEXT, "Motif de la mise à l’écart", allowed=tuple(MOTIFS))
DETAIL = Field("detail", TEXT, "Explication du motif")
ID_RETENUE = Field(
    "id_retenue", Kind.OPTIONAL_INTEGER, "Réponse retenue à la place, vide si aucune", nullable=True
)

# --- Questionnaire -----------------------------------------------------------------------------
ORDRE = Field("ordre", INTEGER, "Rang dans le questionnaire", **_COUNT)
COLONNE = Field("colonne", TEXT, "Code de la colonne, comme dans LimeSurvey")
QUESTION = Field("question", TEXT, "Code de la question")
SOUS_QUESTION = Field("sous_question", TEXT, "Code de la sous-question ou de l’item, ou rang d’un classement")
ECHELLE = Field("echelle", INTEGER, "Échelle d’un tableau à double échelle, 0 sinon", **_COUNT)
NATURE = Field("nature", TEXT, "Ce que contient la colonne", allowed=tuple(str(k) for k in ColumnKind))
TYPE_QUESTION = Field("type", TEXT, "Lettre du type de question LimeSurvey")
GROUPE_QUESTIONS = Field("groupe_questions", TEXT, "Titre du groupe de questions")
QUESTION_LIBELLE = Field("question_libelle", TEXT, "Texte de la question")
SOUS_QUESTION_LIBELLE = Field("sous_question_libelle", TEXT, "Texte de la sous-question")
CONDITION = Field("condition", TEXT, "Condition d’affichage, vide si toujours affichée")
PRESENTE = Field("presente", FLAG, "La colonne est dans l’extrait")
CODE = Field("code", TEXT, "Code de la réponse")
LIBELLE = Field("libelle", TEXT, "Texte de la réponse")
MODALITE = Field("modalite", TEXT, "Réponse")
VARIABLE = Field("variable", TEXT, "Nom de la variable dans le fichier de l’institut")
LIBELLE_QUESTION = Field("libelle", TEXT, "Texte de la question du sondage")
LIBELLE_ITEM = Field("libelle_item", TEXT, "Texte de l’item")
MANQUANTE = Field("manquante", FLAG, "Code de non-réponse, hors base")

# --- Structures --------------------------------------------------------------------------------
SIREN = Field("siren", TEXT, "SIREN du territoire, vide si inconnu")
SIREN_VALIDE = Field("siren", TEXT, "SIREN de neuf chiffres, vide si inconnu", pattern=r"^(\d{9})?$")
CODE_INSEE = Field("code_insee", TEXT, "Code INSEE, vide si inconnu")
HABITANTS = Field(
    "population",
    Kind.OPTIONAL_INTEGER,
    "Population du territoire, vide si inconnue",
    unit="habitants",
    low=0,
    nullable=True,
)
TYPE = Field("type", TEXT, "Type de structure", allowed=tuple(TYPES))
TYPE_OU_ENSEMBLE = Field("type", TEXT, "Type dans l’édition, ou « ensemble »", allowed=("ensemble", *TYPES))
STRATE = Field("strate", TEXT, "Strate de redressement", allowed=tuple(STRATES))
TYPE_RECONNU = Field("type", TEXT, "Type en droit du territoire reconnu", nullable=True)
STRATE_RECONNUE = Field("strate", TEXT, "Strate du territoire reconnu", nullable=True)
STATUT_STRUCTURE = Field("statut", TEXT, "Comment la structure a été reconnue")
POIDS_HISTORIQUE = Field("poids_historique", NUMBER, "Poids de l’édition 2023, vide si aucun", nullable=True)
POIDS = Field("poids", NUMBER, "Poids de post-stratification N_h / n_h, vide si aucun", nullable=True)
REPONDANTS_STRATE = Field("repondants", INTEGER, "Réponses retenues de la strate", unit=STRUCTURES, **_COUNT)
EFFECTIF_NATIONAL = Field(
    "effectif_national",
    Kind.OPTIONAL_INTEGER,
    "Structures de la strate qui existent, vide si inconnu",
    unit=STRUCTURES,
    nullable=True,
    **_COUNT,
)
STRATE_REPRESENTANTE = Field(
    "strate_representante",
    TEXT,
    "Strate dont les réponses parlent pour celle-ci : elle-même, sa voisine si elle n’a aucune réponse, vide si aucune",
    allowed=(*STRATES, ""),
)
EFFECTIF_REPRESENTE = Field(
    "effectif_represente",
    Kind.OPTIONAL_INTEGER,
    "Structures pour lesquelles parlent les réponses de la strate, voisines sans réponse comprises",
    unit=STRUCTURES,
    nullable=True,
    **_COUNT,
)
TERRITOIRE_ID = Field("territoire_id", TEXT, "SIREN du territoire, à défaut code INSEE", nullable=True)
SIREN_RECONNU = Field("siren", TEXT, "SIREN du territoire reconnu", nullable=True)
CODE_INSEE_RECONNU = Field("code_insee", TEXT, "Code INSEE du territoire reconnu", nullable=True)
NOM_OFFICIEL = Field("nom_officiel", TEXT, "Nom de la liste officielle", nullable=True)
SCORE = Field("score", NUMBER, "Ressemblance des noms", unit="de 0 à 100", nullable=True)
PREUVE = Field("preuve", TEXT, "Ce qui fonde l’appariement")
VERDICT = Field("statut", TEXT, "Verdict de l’appariement", allowed=VERDICTS)
CANDIDATS = Field("candidats", TEXT, "Les trois meilleurs candidats (JSON)")
ORIGINE = Field("origine", TEXT, "Qui a tranché", allowed=("machine", "decision"))
AUTEUR = Field("auteur", TEXT, "Auteur de la décision")
LISTE = Field("liste", TEXT, "Année de la liste officielle")
DECISION = Field("decision", TEXT, "Décision")
DATE = Field("date", TEXT, "Date de la décision")

# --- Counts and shares of one edition ----------------------------------------------------------
GROUPE = Field("groupe", TEXT, "Groupe de structures", allowed=tuple(GROUPES))
GROUPE_OU_FRANCAIS = Field("groupe", TEXT, "Groupe de structures, ou « francais »")
N = Field("n", INTEGER, "Numérateur, non pondéré", **_COUNT)
BASE = Field("base", INTEGER, "Base, non pondérée", **_COUNT)
BASE_EN_MOTS = Field("base", TEXT, "Qui est au dénominateur, en mots")
PART = Field("part", NUMBER, "Part non arrondie", **_SHARE)
PART_PONDEREE = Field("part_ponderee", NUMBER, "Part redressée", **_SHARE)
PART_PONDEREE_HISTORIQUE = Field("part_ponderee_historique", NUMBER, "Part redressée comme en 2023", **_SHARE)
PART_CONCERNEES = Field(
    "part_concernees", NUMBER, "Part publiée, parmi les structures à qui la question a été posée", **_SHARE
)
PART_PONDEREE_CONCERNEES = Field(
    "part_ponderee_concernees",
    NUMBER,
    "Part redressée, parmi les structures à qui la question a été posée",
    **_SHARE,
)
PART_PUBLIABLE = Field(
    "part_publiable", NUMBER, "Part telle que publiée : redressée pour les Français", **_SHARE
)
REPONDANTS = Field(
    "repondants",
    INTEGER,
    "Structures qui ont répondu à la question ; d’un choix multiple, celles qui en ont vu une case, comme en 2023",
    unit=STRUCTURES,
    **_COUNT,
)
CONCERNEES = Field(
    "concernees",
    INTEGER,
    "Structures du groupe à qui la question a été posée, « Sans réponse » comprises",
    unit=STRUCTURES,
    **_COUNT,
)
EFFECTIF = Field("effectif", INTEGER, "Structures du groupe", unit=STRUCTURES, **_COUNT)
ABSENCE = Field(
    "absence",
    TEXT,
    "Ce que compte une ligne qui n’est pas une réponse, vide pour une réponse",
    allowed=("", *ABSENCES.values(), NON_COCHEE),
)
BASE_PONDEREE = Field(
    "base_ponderee", INTEGER, "Structures du groupe qui ont un poids", unit=STRUCTURES, **_COUNT
)
ERREUR_TYPE = Field(
    "erreur_type", NUMBER, "Erreur-type de la part redressée", unit=FRACTION, low=0, nullable=True
)
IC_BAS = Field("ic_bas", NUMBER, "Borne basse de l’intervalle à 95 %", **_SHARE)
IC_HAUT = Field("ic_haut", NUMBER, "Borne haute de l’intervalle à 95 %", **_SHARE)
IC_LOGIT_BAS = Field("ic_logit_bas", NUMBER, "Borne basse à 95 %, échelle logit", **_SHARE)
IC_LOGIT_HAUT = Field("ic_logit_haut", NUMBER, "Borne haute à 95 %, échelle logit", **_SHARE)
IC_BETA_BAS = Field("ic_beta_bas", NUMBER, "Borne basse à 95 %, Korn-Graubard (bêta)", **_SHARE)
IC_BETA_HAUT = Field("ic_beta_haut", NUMBER, "Borne haute à 95 %, Korn-Graubard (bêta)", **_SHARE)
EFFECTIF_EFFICACE = Field(
    "effectif_efficace",
    NUMBER,
    "Nombre de réponses de même poids qui vaudraient autant que celles de la base redressée (Kish)",
    low=0,
    nullable=True,
)
REDRESSEMENT_FAIBLE = Field(
    "redressement_faible",
    FLAG,
    f"La part redressée repose sur un effectif efficace de moins de {BASE_MINIMALE} : elle n’est pas publiée",
)
REGLE_BASE = Field("regle_base", TEXT, "Réponses vides dans la base, ou non", allowed=tuple(REGLES_BASE))
IMPRIME = Field("imprime", FLAG, "Suit la règle de base des chiffres imprimés de l’édition")
BASE_FAIBLE = Field("base_faible", FLAG, f"La base est sous {BASE_MINIMALE}")
DEFF = Field("deff", NUMBER, "Effet de plan", nullable=True)
TRACE_ID = Field("trace_id", TEXT, "Identifiant stable de la valeur")
CONDITION_SQL = Field("condition_sql", TEXT, "Condition sur les réponses (DuckDB)")
CONDITION_BASE_SQL = Field("condition_base_sql", TEXT, "Condition pour être dans la base (DuckDB)")

# --- The poll, and published tables ------------------------------------------------------------
POIDS_INSTITUT = Field("poids", NUMBER, "Poids de l’institut", low=0)
VENTILATION_BANNIERE = Field("ventilation", TEXT, "Critère de la bannière")
MODALITE_VENTILATION = Field("modalite_ventilation", TEXT, "Colonne de la bannière")
N_PONDERE = Field("n_pondere", NUMBER, "Numérateur, pondéré", unit=PEOPLE, low=0)
BASE_PONDEREE_SONDAGE = Field("base_ponderee", NUMBER, "Base, pondérée", unit=PEOPLE, low=0)
MARGE = Field("marge", NUMBER, "Marge d’erreur à 95 %", unit=FRACTION, nullable=True)
EFFECTIF_IMPRIME = Field(
    "effectif", INTEGER, "Structures qui ont donné cette réponse", unit=STRUCTURES, **_COUNT
)
TAILLE_GROUPE = Field(
    "taille_groupe", INTEGER, "Structures du groupe, « sans réponse » comprises", unit=STRUCTURES, above=0
)
POURCENTAGE_IMPRIME = Field("pourcentage_imprime", INTEGER, "Pourcentage imprimé", unit="%", low=0, high=100)
CORRECTION = Field("correction", TEXT, "Pourquoi la ligne n’est pas comme imprimée, ou vide")

# --- Context of an edition ---------------------------------------------------------------------
REPONSES_RECUES = Field("reponses_recues", INTEGER, "Réponses de l’extrait", unit="réponses", **_COUNT)
VIDES = Field("vides", INTEGER, "Réponses vides écartées", unit="réponses", **_COUNT)
INCOMPLETES = Field("incompletes", INTEGER, "Questionnaires non terminés écartés", unit="réponses", **_COUNT)
DOUTEUSES = Field("douteuses", INTEGER, "Structures douteuses écartées", unit="réponses", **_COUNT)
DOUBLONS = Field("doublons", INTEGER, "Doublons de structure écartés", unit="réponses", **_COUNT)
REPONSES_RETENUES = Field("reponses_retenues", INTEGER, "Réponses retenues", unit="réponses", **_COUNT)
EXTRAIT = Field("extrait", TEXT, "Fichier de réponses utilisé")
CONFIGURATION = Field("configuration", TEXT, "YAML de l’édition")
CONFIGURATION_SHA256 = Field("configuration_sha256", TEXT, "Empreinte du YAML")
VERSION_CODE = Field("version_code", TEXT, "Version du paquet")
EMPREINTE_CODE = Field("empreinte_code", TEXT, "Empreinte du code qui a calculé l’édition")

# --- Indicators --------------------------------------------------------------------------------
INDICATEUR = Field("indicateur", TEXT, "Nom de l’indicateur dans le catalogue")
CATEGORIE = Field("categorie", TEXT, "Catégorie de l’indicateur")
POPULATION = Field("population", TEXT, "Population de la base, dans le catalogue")
VENTILATION = Field("ventilation", TEXT, "Critère de ventilation, vide pour l’ensemble")
MODALITE_POPULATION = Field("modalite", TEXT, "Modalité de la ventilation, vide pour l’ensemble")
RAISON = Field("raison", TEXT, "Pourquoi l’édition ne peut pas le donner", filled=True)

# --- What the sample is ------------------------------------------------------------------------
_DAY: Final[dict[str, Any]] = {"pattern": r"^(\d{4}-\d{2}-\d{2})?$"}
PUBLIC = Field("public", TEXT, "Qui a répondu", allowed=("collectivites", "francais"))
PREMIERE_REPONSE = Field(
    "premiere_reponse", TEXT, "Jour de la première réponse retenue, vide si inconnu", **_DAY
)
DERNIERE_REPONSE = Field(
    "derniere_reponse", TEXT, "Jour de la dernière réponse retenue, vide si inconnu", **_DAY
)
DEBUT = Field("debut", TEXT, "Premier jour du terrain tel que déclaré, vide si non renseigné", **_DAY)
FIN = Field("fin", TEXT, "Dernier jour du terrain tel que déclaré, vide si non renseigné", **_DAY)
MODE = Field("mode", TEXT, "Comment les réponses ont été recueillies, vide si non renseigné")
SOLLICITATION = Field("sollicitation", TEXT, "Qui a été appelé à répondre, et par qui, vide si non renseigné")
INVITATIONS = Field(
    "invitations",
    Kind.OPTIONAL_INTEGER,
    "Invitations envoyées, vide si non renseigné",
    low=1,
    nullable=True,
)
INSTITUT = Field("institut", TEXT, "Institut de sondage, vide si non renseigné")
POPULATION_VISEE = Field(
    "population_visee", TEXT, "Population que le sondage représente, vide si non renseigné"
)
QUOTAS = Field("quotas", TEXT, "Variables des quotas, vide si non renseigné")
RETENUES = Field("retenues", INTEGER, "Réponses retenues : l’échantillon", unit="réponses", **_COUNT)
AVEC_POIDS = Field("avec_poids", INTEGER, "Réponses retenues qui ont un poids", unit="réponses", **_COUNT)
PART_SANS_POIDS = Field("part_sans_poids", NUMBER, "Part de l’échantillon qui n’a pas de poids", **_SHARE)
TAUX_DE_REPONSE = Field(
    "taux_de_reponse", NUMBER, "Réponses retenues qui ont un poids / structures qui existent", **_SHARE
)
PART_ECHANTILLON = Field("part_echantillon", NUMBER, "Part des réponses retenues", **_SHARE)
PART_POPULATION = Field(
    "part_population",
    NUMBER,
    "Part des structures qui existent ; pour un sondage, part de l’échantillon redressé par l’institut",
    **_SHARE,
)
POIDS_MIN = Field("poids_min", NUMBER, "Plus petit poids", low=0, nullable=True)
POIDS_MAX = Field("poids_max", NUMBER, "Plus grand poids", low=0, nullable=True)
EFFET_DES_POIDS = Field(
    "effet_des_poids",
    NUMBER,
    "Effet de plan des poids (Kish) : réponses qui ont un poids / effectif efficace",
    low=1 - 1e-9,
    nullable=True,
)
ENONCE = Field("enonce", TEXT, "Ce qu’est l’échantillon, une phrase par ligne", filled=True)
RESUME = Field("resume", TEXT, "La même chose en une phrase", filled=True)

# --- What unequal response would do to a share -------------------------------------------------
_IF_MORE: Final = "si ceux qu’elle compte ont répondu {} plus souvent que les autres"
_IF_LESS: Final = "si ceux qu’elle compte ont répondu {} moins souvent que les autres"
SI_2_FOIS_PLUS = Field("si_2_fois_plus", NUMBER, f"Part publiée {_IF_MORE.format('2 fois')}", **_SHARE)
SI_1_5_FOIS_PLUS = Field("si_1_5_fois_plus", NUMBER, f"Part publiée {_IF_MORE.format('1,5 fois')}", **_SHARE)
SI_1_5_FOIS_MOINS = Field(
    "si_1_5_fois_moins", NUMBER, f"Part publiée {_IF_LESS.format('1,5 fois')}", **_SHARE
)
SI_2_FOIS_MOINS = Field("si_2_fois_moins", NUMBER, f"Part publiée {_IF_LESS.format('2 fois')}", **_SHARE)
REDRESSEE_SI_2_FOIS_PLUS = Field(
    "redressee_si_2_fois_plus",
    NUMBER,
    f"Part redressée {_IF_MORE.format('2 fois')}, dans chaque strate",
    **_SHARE,
)
REDRESSEE_SI_1_5_FOIS_PLUS = Field(
    "redressee_si_1_5_fois_plus",
    NUMBER,
    f"Part redressée {_IF_MORE.format('1,5 fois')}, dans chaque strate",
    **_SHARE,
)
REDRESSEE_SI_1_5_FOIS_MOINS = Field(
    "redressee_si_1_5_fois_moins",
    NUMBER,
    f"Part redressée {_IF_LESS.format('1,5 fois')}, dans chaque strate",
    **_SHARE,
)
REDRESSEE_SI_2_FOIS_MOINS = Field(
    "redressee_si_2_fois_moins",
    NUMBER,
    f"Part redressée {_IF_LESS.format('2 fois')}, dans chaque strate",
    **_SHARE,
)

# --- Changes between editions ------------------------------------------------------------------
_OPTIONAL: Final[dict[str, Any]] = {"low": 0, "nullable": True}
_OF_REFERENCE: Final = ", édition de comparaison"
PART_PUBLIEE = Field("part", NUMBER, "Part publiée, sur la base imprimée", **_SHARE)
PART_PUBLIEE_REFERENCE = Field(
    "part_reference", NUMBER, f"{PART_PUBLIEE.description}{_OF_REFERENCE}", **_SHARE
)
ECART_POINTS = Field("ecart_points", NUMBER, "Différence des parts publiées", unit=POINTS, low=-100, high=100)
BASE_PUBLIEE = Field("base_publiee", INTEGER, "Base de la part publiée", above=0)
BASE_PUBLIEE_REFERENCE = Field(
    "base_publiee_reference", INTEGER, f"{BASE_PUBLIEE.description}{_OF_REFERENCE}", above=0
)
REGLE_BASE_REFERENCE = Field(
    "regle_base_reference", TEXT, f"{REGLE_BASE.description}{_OF_REFERENCE}", allowed=tuple(REGLES_BASE)
)
_SERIES: Final = "sur la base commune aux années, vide si la série est rompue"
N_SERIE = Field("n", Kind.OPTIONAL_INTEGER, f"Numérateur, {_SERIES}", **_OPTIONAL)
N_SERIE_REFERENCE = Field(
    "n_reference", Kind.OPTIONAL_INTEGER, f"{N_SERIE.description}{_OF_REFERENCE}", **_OPTIONAL
)
BASE_SERIE = Field(
    "base", Kind.OPTIONAL_INTEGER, "Base commune aux années, vide si la série est rompue", **_OPTIONAL
)
BASE_SERIE_REFERENCE = Field(
    "base_reference", Kind.OPTIONAL_INTEGER, f"{BASE_SERIE.description}{_OF_REFERENCE}", **_OPTIONAL
)
PART_SERIE = Field("part_serie", NUMBER, f"Part publiable, {_SERIES}", **_SHARE)
PART_SERIE_REFERENCE = Field(
    "part_serie_reference", NUMBER, f"{PART_SERIE.description}{_OF_REFERENCE}", **_SHARE
)
ECART_SERIE_POINTS = Field("ecart_serie_points", NUMBER, "Différence des parts sur une même base", **_GAP)
PART_PONDEREE_REFERENCE = Field("part_ponderee_reference", NUMBER, f"Part redressée{_OF_REFERENCE}", **_SHARE)
BASE_PONDEREE_SERIE = Field(
    "base_ponderee", Kind.OPTIONAL_INTEGER, "Réponses de la base qui ont un poids", **_OPTIONAL
)
BASE_PONDEREE_SERIE_REFERENCE = Field(
    "base_ponderee_reference",
    Kind.OPTIONAL_INTEGER,
    f"{BASE_PONDEREE_SERIE.description}{_OF_REFERENCE}",
    **_OPTIONAL,
)
EFFECTIF_EFFICACE_REFERENCE = Field(
    "effectif_efficace_reference", NUMBER, f"{EFFECTIF_EFFICACE.description}{_OF_REFERENCE}", **_OPTIONAL
)
ECART_PONDERE_POINTS = Field(
    "ecart_pondere_points",
    NUMBER,
    f"Différence des parts redressées, là où les deux effectifs efficaces atteignent {BASE_MINIMALE}",
    **_GAP,
)
ECART_COMPOSITION_EGALE = Field(
    "ecart_composition_egale",
    NUMBER,
    "Différence à composition égale, celle qui est jugée : l’effet des taux de Kitagawa, la composition moyenne des "
    "deux échantillons servant d’étalon ; pour un sondage, la différence des parts redressées",
    **_GAP,
)
EFFECTIF_JUGE = Field("effectif_juge", NUMBER, "Effectif efficace de la part jugée (Kish)", **_OPTIONAL)
EFFECTIF_JUGE_REFERENCE = Field(
    "effectif_juge_reference", NUMBER, f"{EFFECTIF_JUGE.description}{_OF_REFERENCE}", **_OPTIONAL
)
ERREUR_TYPE_ECART = Field(
    "erreur_type", NUMBER, "Erreur-type de la différence jugée, structures vues deux fois comprises",
    unit=POINTS, **_OPTIONAL,
)  # fmt: skip
FAMILLE = Field(
    "famille", FLAG, "Fait partie des comparaisons que le catalogue déclare et qui sont jugées ensemble"
)
COMPARAISONS_FAMILLE = Field(
    "comparaisons", INTEGER, "Comparaisons jugées ensemble, 0 si celle-ci n’en est pas", **_COUNT
)
P_VALEUR_CORRIGEE = Field(
    "p_valeur_corrigee",
    NUMBER,
    "Corrigée des comparaisons de la famille (Benjamini-Hochberg)",
    **_PROBABILITY,
)
NIVEAU = Field(
    "niveau", NUMBER, "Niveau de l’intervalle, corrigé des comparaisons (Benjamini-Yekutieli)", **_PROBABILITY
)
IC_BAS_ECART = Field("ic_bas", NUMBER, "Borne basse de la différence jugée, à ce niveau", **_GAP)
IC_HAUT_ECART = Field("ic_haut", NUMBER, "Borne haute de la différence jugée, à ce niveau", **_GAP)
VERDICT_EVOLUTION = Field("verdict", TEXT, "Ce qu’on peut conclure", allowed=tuple(VERDICTS_EVOLUTION))
RAISON_EVOLUTION = Field(
    "raison", TEXT, "Première raison de ne pas conclure, vide si l’évolution est établie",
    allowed=("", *RAISONS_EVOLUTION),
)  # fmt: skip
P_VALEUR = Field("p_valeur", NUMBER, "Probabilité d’un résultat aussi extrême sans effet", **_PROBABILITY)
P_VALEUR_BH = Field(
    "p_valeur_bh", NUMBER, "Corrigée des comparaisons multiples (Benjamini-Hochberg)", **_PROBABILITY
)
P_VALEUR_HOLM = Field("p_valeur_holm", NUMBER, "Corrigée des comparaisons multiples (Holm)", **_PROBABILITY)
STRUCTURES_COMMUNES = Field(
    "structures_communes", INTEGER, "Structures vues dans les deux éditions", unit=STRUCTURES, **_COUNT
)
EFFET_COMPOSITION = Field(
    "effet_composition",
    NUMBER,
    "Part de « ecart_serie_points » due à la composition de l’échantillon par strate",
    **_GAP,
)
PANEL_PAIRES = Field(
    "panel_paires", INTEGER, "Structures dans la base des deux éditions", unit=STRUCTURES, **_COUNT
)
PANEL_PART = Field("panel_part", NUMBER, "Leur part, non pondérée", **_SHARE)
PANEL_PART_REFERENCE = Field("panel_part_reference", NUMBER, "Leur part, édition de comparaison", **_SHARE)
PANEL_ECART_POINTS = Field("panel_ecart_points", NUMBER, "Leur évolution", **_GAP)
PANEL_IC_BAS = Field("panel_ic_bas", NUMBER, "Borne basse à 95 % (Agresti et Min)", **_GAP)
PANEL_IC_HAUT = Field("panel_ic_haut", NUMBER, "Borne haute à 95 % (Agresti et Min)", **_GAP)
PANEL_P_VALEUR = Field("panel_p_valeur", NUMBER, "Test exact de McNemar", **_PROBABILITY)
PHRASE = Field("phrase", TEXT, "Ce qu’on peut en conclure", filled=True)
TRACE_ID_REFERENCE = Field("trace_id_reference", TEXT, "Valeur de l’édition de comparaison")
NOTE = Field("note", TEXT, "Pourquoi les deux années ne sont pas strictement comparables, ou vide")

# --- The structures seen twice -----------------------------------------------------------------
REPONSES = Field("reponses", INTEGER, "Réponses retenues", unit=STRUCTURES, **_COUNT)
REPONSES_REFERENCE = Field(
    "reponses_reference", INTEGER, "Réponses retenues, édition de comparaison", unit=STRUCTURES, **_COUNT
)
IDENTIFIEES = Field(
    "identifiees", INTEGER, "Structures que leur SIREN permet de suivre", unit=STRUCTURES, **_COUNT
)
IDENTIFIEES_REFERENCE = Field(
    "identifiees_reference",
    INTEGER,
    "Structures que leur SIREN permet de suivre, édition de comparaison",
    unit=STRUCTURES,
    **_COUNT,
)
IDENTIFIANT_CHANGE = Field(
    "identifiant_change",
    INTEGER,
    "Parmi les communes, suivies malgré une fusion ou un nouveau SIREN",
    unit=STRUCTURES,
    **_COUNT,
)
TYPE_CHANGE = Field(
    "type_change", INTEGER, "Parmi les communes, dont le type n’est plus le même", unit=STRUCTURES, **_COUNT
)
PART_DU_PANEL = Field("part_du_panel", NUMBER, "Structures communes / réponses de l’édition", **_SHARE)

# --- Tests between types of structures ---------------------------------------------------------
MODALITES = Field("modalites", INTEGER, "Réponses observées", **_COUNT)
TYPES_OBSERVES = Field("types", INTEGER, "Types de structures observés", **_COUNT)
STATISTIQUE_TEST = Field("statistique", NUMBER, "F corrigé (Rao et Scott)", low=0, nullable=True)
DDL_NUMERATEUR = Field("ddl_numerateur", NUMBER, "Degrés de liberté, numérateur", above=0, nullable=True)
DDL_DENOMINATEUR = Field(
    "ddl_denominateur", NUMBER, "Degrés de liberté, dénominateur", above=0, nullable=True
)
TESTS = Field("tests", INTEGER, "Tests de l’édition", **_COUNT)
AVERTISSEMENT = Field("avertissement", TEXT, "Pourquoi pas de test, ou ce qui le rend fragile, ou vide")

# --- Practices and expectations ----------------------------------------------------------------
CROISEMENT = Field("croisement", TEXT, "Nom du croisement dans le catalogue")
DOMAINE = Field("domaine", TEXT, "Domaine")
PRATIQUE_INDICATEUR = Field("pratique_indicateur", TEXT, "Indicateur des collectivités")
PRATIQUE_CATEGORIE = Field("pratique_categorie", TEXT, "Catégorie de l’indicateur des collectivités")
PRATIQUE_POPULATION = Field("pratique_population", TEXT, "Population des collectivités, dans le catalogue")
PRATIQUE_N = Field("pratique_n", INTEGER, "Collectivités actives dans le domaine", unit=STRUCTURES, **_COUNT)
PRATIQUE_BASE = Field("pratique_base", INTEGER, "Base des collectivités", unit=STRUCTURES, **_COUNT)
PRATIQUE_PART = Field(
    "pratique_part", NUMBER, "Part des collectivités actives, non redressée : n / base", **_SHARE
)
PRATIQUE_PART_PONDEREE = Field(
    "pratique_part_ponderee",
    NUMBER,
    f"Part redressée, vide sans poids ou sous {BASE_MINIMALE} d’effectif efficace",
    **_SHARE,
)
PRATIQUE_BASE_PONDEREE = Field(
    "pratique_base_ponderee", INTEGER, "Structures de la base qui ont un poids", unit=STRUCTURES, **_COUNT
)
PRATIQUE_EFFECTIF_EFFICACE = Field(
    "pratique_effectif_efficace",
    NUMBER,
    "Effectif efficace de la part redressée (Kish)",
    low=0,
    nullable=True,
)
_OF_PRACTICE = (
    "à 95 % de la part redressée, ou de la part elle-même sans poids ; vide si elle n’est pas montrée"
)
PRATIQUE_IC_BAS = Field("pratique_ic_bas", NUMBER, f"Borne basse {_OF_PRACTICE}", **_SHARE)
PRATIQUE_IC_HAUT = Field("pratique_ic_haut", NUMBER, f"Borne haute {_OF_PRACTICE}", **_SHARE)
ATTENTE_INDICATEUR = Field("attente_indicateur", TEXT, "Indicateur des Français")
ATTENTE_CATEGORIE = Field("attente_categorie", TEXT, "Catégorie de l’indicateur des Français")
ATTENTE_POPULATION = Field("attente_population", TEXT, "Population des Français, dans le catalogue")
ATTENTE_N = Field(
    "attente_n", INTEGER, "Français qui attendent quelque chose, non pondéré", unit=PEOPLE, **_COUNT
)
ATTENTE_BASE = Field("attente_base", INTEGER, "Base des Français, non pondérée", unit=PEOPLE, **_COUNT)
ATTENTE_PART = Field(
    "attente_part", NUMBER, "Part redressée des Français qui attendent quelque chose", **_SHARE
)
ATTENTE_IC_BAS = Field("attente_ic_bas", NUMBER, "Borne basse à 95 % de cette part", **_SHARE)
ATTENTE_IC_HAUT = Field("attente_ic_haut", NUMBER, "Borne haute à 95 % de cette part", **_SHARE)
RANG_PRATIQUE = Field("rang_pratique", INTEGER, "Rang du domaine parmi les seules pratiques", low=1)
RANG_ATTENTE = Field("rang_attente", INTEGER, "Rang du domaine parmi les seules attentes", low=1)
MISE_EN_GARDE = Field("mise_en_garde", TEXT, "Ce que les deux parts ne permettent pas de dire", filled=True)
NOTE_DOMAINES = Field("note", TEXT, "Ce qui sépare les deux domaines, ou vide")

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
    "compares", INTEGER, "Chiffres imprimés qui ont une valeur calculée", unit="chiffres", **_COUNT
)
RETROUVES = Field(
    "retrouves",
    INTEGER,
    "Parmi eux, reproduits, ou calés s’ils reposent sur la démonstration",
    unit="chiffres",
    **_COUNT,
)
ECARTS = Field("ecarts", INTEGER, "Parmi eux, différents de l’imprimé", unit="chiffres", **_COUNT)
CONTREDITS = Field(
    "contredits", INTEGER, "Différents, et contredits par un autre chiffre imprimé", unit="chiffres", **_COUNT
)
CHIFFRES_NON_CALCULABLES = Field(
    "non_calculables", INTEGER, "Chiffres imprimés sans valeur calculée", unit="chiffres", **_COUNT
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
EFFECTIF_DEDUIT = Field("effectif", INTEGER, "Nombre de répondants déduit", **_COUNT)
PLAUSIBLE_MIN = Field(
    "plausible_min", INTEGER, "Plus petit effectif plausible d’après le groupe seul", **_COUNT
)
PLAUSIBLE_MAX = Field(
    "plausible_max", INTEGER, "Plus grand effectif plausible d’après le groupe seul", **_COUNT
)
CHIFFRES = Field("chiffres", INTEGER, "Pourcentages imprimés sur ce groupe", **_COUNT)
JUSTIFICATION = Field("justification", TEXT, "Les fractions qui donnent ces pourcentages")

# --- Files of charts ---------------------------------------------------------------------------
FICHIER_CSV = Field("fichier_csv", TEXT, "Données du graphique (CSV), chemin dans le lac")
JSON = Field("json", TEXT, "Spécification Vega-Lite, chemin dans le lac")
SVG = Field("svg", TEXT, "Image vectorielle, chemin dans le lac")
PNG = Field("png", TEXT, "Image PNG, chemin dans le lac")
TITRE = Field("titre", TEXT, "Titre du graphique")
DESCRIPTION = Field("description", TEXT, "Ce que montre le graphique, en mots")
