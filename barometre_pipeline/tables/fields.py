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
    INTERVALLES_DE,
    MOTIFS,
    NON_COCHEE,
    RAISONS_RETENUE,
    REGLES_BASE,
    SOURCES_DONNEES,
    STRATES,
    TYPES,
    VERDICTS,
    ColumnKind,
)

TEXT, INTEGER, NUMBER, FLAG = Kind.TEXT, Kind.INTEGER, Kind.NUMBER, Kind.FLAG
FRACTION, POINTS, STRUCTURES, PEOPLE = "part, de 0 à 1", "points", "structures", "personnes"
SHARE: Final[dict[str, Any]] = {"unit": FRACTION, "low": 0.0, "high": 1.0 + 1e-12, "nullable": True}
PROBABILITY: Final[dict[str, Any]] = {"unit": "probabilité", "low": 0.0, "high": 1.0, "nullable": True}
GAP: Final[dict[str, Any]] = {"unit": POINTS, "low": -100 - 1e-9, "high": 100 + 1e-9, "nullable": True}
COUNT: Final[dict[str, Any]] = {"low": 0}
ORIGIN: Final[dict[str, Any]] = {"allowed": tuple(SOURCES_DONNEES)}

# --- Editions and files ------------------------------------------------------------------------
EDITION = Field("edition", TEXT, "Édition du baromètre")
EDITION_REFERENCE = Field("edition_reference", TEXT, "Édition de comparaison, plus ancienne")
ANNEE_REFERENCE = Field("edition_reference", TEXT, "Année de comparaison d’un écart imprimé, ou vide")
FICHIER = Field("fichier", TEXT, "Chemin dans le dossier des données brutes")
FICHIER_PUBLIE = Field("fichier", TEXT, "Chemin dans le lac")
SHA256 = Field("sha256", TEXT, "Empreinte SHA-256 du fichier", pattern=r"^[0-9a-f]{64}$")
OCTETS = Field("octets", INTEGER, "Taille du fichier", unit="octets", **COUNT)
ROLE = Field("role", TEXT, "Rôle du fichier : reponses, structure, correspondances…")
MESSAGE = Field("message", TEXT, "Avertissement", words=True)
CONSTAT_LECTURE = Field("constat", TEXT, "Ce que ces réponses ne sont pas, ou ce qu’elles ont d’imprévu")
NON_COMPRISES = Field("nombre", INTEGER, "Nombre de réponses dans ce cas", low=1)
EXEMPLES = Field("exemples", TEXT, "Forme de quelques-unes : # un chiffre, … un mot", words=True)
TENUES_POUR = Field("tenues_pour", TEXT, "Ce que le pipeline en fait", words=True)
AVERTISSEMENTS = Field("avertissements", TEXT, "Ce que la lecture a signalé", words=True)
SOURCE_DONNEES = Field("source_donnees", TEXT, "Origine des données", **ORIGIN)
SOURCE_REFERENCE = Field("source_reference", TEXT, "Origine des données, édition de comparaison", **ORIGIN)
SOURCE_ATTENTE = Field("source_attente", TEXT, "Origine des données sur les Français", **ORIGIN)

# --- Responses ---------------------------------------------------------------------------------
ID_REPONSE = Field("id_reponse", INTEGER, "Identifiant LimeSurvey de la réponse", **COUNT)
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
ORDRE = Field("ordre", INTEGER, "Rang dans le questionnaire", **COUNT)
COLONNE = Field("colonne", TEXT, "Code de la colonne, comme dans LimeSurvey")
QUESTION = Field("question", TEXT, "Code de la question")
SOUS_QUESTION = Field("sous_question", TEXT, "Code de la sous-question ou de l’item, ou rang d’un classement")
ECHELLE = Field("echelle", INTEGER, "Échelle d’un tableau à double échelle, 0 sinon", **COUNT)
NATURE = Field("nature", TEXT, "Ce que contient la colonne", allowed=tuple(str(k) for k in ColumnKind))
TYPE_QUESTION = Field("type", TEXT, "Lettre du type de question LimeSurvey")
GROUPE_QUESTIONS = Field("groupe_questions", TEXT, "Titre du groupe de questions", words=True)
QUESTION_LIBELLE = Field("question_libelle", TEXT, "Texte de la question", words=True)
SOUS_QUESTION_LIBELLE = Field("sous_question_libelle", TEXT, "Texte de la sous-question", words=True)
CONDITION = Field(
    "condition",
    TEXT,
    "Condition d’affichage, vide si toujours affichée ; un texte qui n’est pas un code y est coupé",
    words=True,
)
PRESENTE = Field("presente", FLAG, "La colonne est dans l’extrait")
CODE = Field("code", TEXT, "Code de la réponse")
LIBELLE = Field("libelle", TEXT, "Texte de la réponse", words=True)
MODALITE = Field("modalite", TEXT, "Réponse", words=True)
VARIABLE = Field("variable", TEXT, "Nom de la variable dans le fichier de l’institut")
COLONNES_LUES = Field("colonnes", TEXT, "Variables du fichier de l’institut où elle est lue")
CODE_COCHE = Field(
    "code_coche", TEXT, "Code qui y dit « cochée », pour une réponse d’un choix multiple ; vide ailleurs"
)
COLONNES_BASE = Field(
    "colonnes_base",
    TEXT,
    "Variables dont une réponse dit que le choix multiple a été posé ; vide s’il l’a été à tous",
)
LIBELLE_QUESTION = Field("libelle", TEXT, "Texte de la question du sondage", words=True)
LIBELLE_ITEM = Field("libelle_item", TEXT, "Texte de l’item", words=True)
MANQUANTE = Field("manquante", FLAG, "Code de non-réponse, hors base")

# --- Structures --------------------------------------------------------------------------------
SIREN = Field("siren", TEXT, "SIREN du territoire, vide si inconnu")
SIREN_VALIDE = Field("siren", TEXT, "SIREN de neuf chiffres, vide si inconnu", pattern=r"^(\d{9})?$")
CODE_INSEE = Field("code_insee", TEXT, "Code INSEE, vide si inconnu")
CODE_DEPARTEMENT = Field(
    "code_departement",
    TEXT,
    "Code INSEE du département où est la structure, celui de la plupart de ses habitants ; vide si elle en couvre "
    "plusieurs de droit (région) ou si aucun territoire n’est reconnu",
    pattern=r"^([0-9]{2}|2[AB]|9[78][0-9])?$",
)
DEPARTEMENT = Field("departement", TEXT, "Nom officiel du département, vide sans code")
CODE_REGION = Field(
    "code_region",
    TEXT,
    "Code INSEE de la région où est la structure, vide si aucun territoire n’est reconnu",
    pattern=r"^([0-9]{2,3})?$",
)
REGION = Field("region", TEXT, "Nom officiel de la région, vide sans code")
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
REPONDANTS_STRATE = Field("repondants", INTEGER, "Réponses retenues de la strate", unit=STRUCTURES, **COUNT)
EFFECTIF_NATIONAL = Field(
    "effectif_national",
    Kind.OPTIONAL_INTEGER,
    "Structures de la strate qui existent, vide si inconnu",
    unit=STRUCTURES,
    nullable=True,
    **COUNT,
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
    **COUNT,
)
TERRITOIRE_ID = Field("territoire_id", TEXT, "SIREN du territoire, à défaut code INSEE", nullable=True)
SIREN_RECONNU = Field("siren", TEXT, "SIREN du territoire reconnu", nullable=True)
CODE_INSEE_RECONNU = Field("code_insee", TEXT, "Code INSEE du territoire reconnu", nullable=True)
NOM_OFFICIEL = Field("nom_officiel", TEXT, "Nom de la liste officielle", nullable=True)
SCORE = Field("score", NUMBER, "Ressemblance des noms", unit="de 0 à 100", nullable=True)
PREUVE = Field("preuve", TEXT, "Ce qui fonde l’appariement", words=True)
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
N = Field("n", INTEGER, "Numérateur, non pondéré", **COUNT)
BASE = Field("base", INTEGER, "Base, non pondérée", **COUNT)
BASE_EN_MOTS = Field("base", TEXT, "Qui est au dénominateur, en mots")
PART = Field("part", NUMBER, "Part non arrondie", **SHARE)
PART_PONDEREE = Field("part_ponderee", NUMBER, "Part redressée", **SHARE)
PART_PONDEREE_HISTORIQUE = Field("part_ponderee_historique", NUMBER, "Part redressée comme en 2023", **SHARE)
PART_PUBLIABLE_PONDEREE = Field(
    "part_publiable_ponderee", NUMBER, "Part redressée, sur la base de la part publiée", **SHARE
)
PART_PUBLIABLE = Field(
    "part_publiable", NUMBER, "Part telle que publiée : redressée pour les Français", **SHARE
)
REPONDANTS = Field(
    "repondants",
    INTEGER,
    "Structures qui ont répondu à la question ; d’un choix multiple, celles qui en ont vu une case, comme en 2023",
    unit=STRUCTURES,
    **COUNT,
)
CONCERNEES = Field(
    "concernees",
    INTEGER,
    "Structures du groupe à qui la question a été posée, « Sans réponse » comprises",
    unit=STRUCTURES,
    **COUNT,
)
BASE_PUBLIEE = Field(
    "base",
    INTEGER,
    "Structures au dénominateur de la part publiée : celles à qui la question a été posée, sans celles qui l’ont "
    "laissée vide là où « regle_base » les exclut, ni celles dont l’indicateur exclut la réponse",
    unit=STRUCTURES,
    **COUNT,
)
PUBLIABLE = Field(
    "publiable", FLAG, "Peut être publiée : l’effectif, la part et la base de la ligne ne désignent personne"
)
RAISON_RETENUE = Field(
    "raison_retenue",
    TEXT,
    "Pourquoi la ligne n’est pas publiable, vide sinon",
    allowed=tuple(RAISONS_RETENUE),
)
PONDEREE_PUBLIABLE = Field(
    "ponderee_publiable",
    FLAG,
    "La part redressée et son intervalle peuvent être publiés, à 0,01 près",
)
DANS_BASE = Field("dans_base", FLAG, "Celles que compte la ligne sont dans la base")
EFFECTIF = Field("effectif", INTEGER, "Structures du groupe", unit=STRUCTURES, **COUNT)
ABSENCE = Field(
    "absence",
    TEXT,
    "Ce que compte une ligne qui n’est pas une réponse, vide pour une réponse",
    allowed=("", *ABSENCES.values(), NON_COCHEE),
)
BASE_PONDEREE = Field(
    "base_ponderee", INTEGER, "Structures du groupe qui ont un poids", unit=STRUCTURES, **COUNT
)
ERREUR_TYPE = Field(
    "erreur_type", NUMBER, "Erreur-type de la part redressée", unit=FRACTION, low=0, nullable=True
)
IC_BAS = Field("ic_bas", NUMBER, "Borne basse de l’intervalle à 95 % de la part que nomme ic_de", **SHARE)
IC_HAUT = Field("ic_haut", NUMBER, "Borne haute de l’intervalle à 95 % de la part que nomme ic_de", **SHARE)
IC_DE = Field(
    "ic_de",
    TEXT,
    "Colonne de la part dont c’est l’intervalle, vide s’il n’y en a pas ; une part publiée sans redressement n’est pas "
    "au centre de l’intervalle de la part redressée, et peut être en dehors",
    allowed=tuple(INTERVALLES_DE),
)
IC_LOGIT_BAS = Field("ic_logit_bas", NUMBER, "Borne basse à 95 %, échelle logit", **SHARE)
IC_LOGIT_HAUT = Field("ic_logit_haut", NUMBER, "Borne haute à 95 %, échelle logit", **SHARE)
IC_BETA_BAS = Field("ic_beta_bas", NUMBER, "Borne basse à 95 %, Korn-Graubard (bêta)", **SHARE)
IC_BETA_HAUT = Field("ic_beta_haut", NUMBER, "Borne haute à 95 %, Korn-Graubard (bêta)", **SHARE)
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
    "effectif", INTEGER, "Structures qui ont donné cette réponse", unit=STRUCTURES, **COUNT
)
TAILLE_GROUPE = Field(
    "taille_groupe", INTEGER, "Structures du groupe, « sans réponse » comprises", unit=STRUCTURES, above=0
)
POURCENTAGE_IMPRIME = Field("pourcentage_imprime", INTEGER, "Pourcentage imprimé", unit="%", low=0, high=100)
CORRECTION = Field("correction", TEXT, "Pourquoi la ligne n’est pas comme imprimée, ou vide", words=True)

# --- Context of an edition ---------------------------------------------------------------------
REPONSES_RECUES = Field("reponses_recues", INTEGER, "Réponses de l’extrait", unit="réponses", **COUNT)
VIDES = Field("vides", INTEGER, "Réponses vides écartées", unit="réponses", **COUNT)
INCOMPLETES = Field("incompletes", INTEGER, "Questionnaires non terminés écartés", unit="réponses", **COUNT)
DOUTEUSES = Field("douteuses", INTEGER, "Structures douteuses écartées", unit="réponses", **COUNT)
DOUBLONS = Field("doublons", INTEGER, "Doublons de structure écartés", unit="réponses", **COUNT)
REPONSES_RETENUES = Field("reponses_retenues", INTEGER, "Réponses retenues", unit="réponses", **COUNT)
TEXTE = Field("texte", TEXT, "Contenu du fichier")
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
RETENUES = Field("retenues", INTEGER, "Réponses retenues : l’échantillon", unit="réponses", **COUNT)
AVEC_POIDS = Field("avec_poids", INTEGER, "Réponses retenues qui ont un poids", unit="réponses", **COUNT)
PART_SANS_POIDS = Field("part_sans_poids", NUMBER, "Part de l’échantillon qui n’a pas de poids", **SHARE)
TAUX_DE_REPONSE = Field(
    "taux_de_reponse", NUMBER, "Réponses retenues qui ont un poids / structures qui existent", **SHARE
)
PART_ECHANTILLON = Field("part_echantillon", NUMBER, "Part des réponses retenues", **SHARE)
PART_POPULATION = Field(
    "part_population",
    NUMBER,
    "Part des structures qui existent ; pour un sondage, part de l’échantillon redressé par l’institut",
    **SHARE,
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
SI_2_FOIS_PLUS = Field("si_2_fois_plus", NUMBER, f"Part publiée {_IF_MORE.format('2 fois')}", **SHARE)
SI_1_5_FOIS_PLUS = Field("si_1_5_fois_plus", NUMBER, f"Part publiée {_IF_MORE.format('1,5 fois')}", **SHARE)
SI_1_5_FOIS_MOINS = Field("si_1_5_fois_moins", NUMBER, f"Part publiée {_IF_LESS.format('1,5 fois')}", **SHARE)
SI_2_FOIS_MOINS = Field("si_2_fois_moins", NUMBER, f"Part publiée {_IF_LESS.format('2 fois')}", **SHARE)
REDRESSEE_SI_2_FOIS_PLUS = Field(
    "redressee_si_2_fois_plus",
    NUMBER,
    f"Part redressée {_IF_MORE.format('2 fois')}, dans chaque strate",
    **SHARE,
)
REDRESSEE_SI_1_5_FOIS_PLUS = Field(
    "redressee_si_1_5_fois_plus",
    NUMBER,
    f"Part redressée {_IF_MORE.format('1,5 fois')}, dans chaque strate",
    **SHARE,
)
REDRESSEE_SI_1_5_FOIS_MOINS = Field(
    "redressee_si_1_5_fois_moins",
    NUMBER,
    f"Part redressée {_IF_LESS.format('1,5 fois')}, dans chaque strate",
    **SHARE,
)
REDRESSEE_SI_2_FOIS_MOINS = Field(
    "redressee_si_2_fois_moins",
    NUMBER,
    f"Part redressée {_IF_LESS.format('2 fois')}, dans chaque strate",
    **SHARE,
)

# --- Files of charts ---------------------------------------------------------------------------
GRAPHIQUE = Field(
    "graphique", TEXT, "Nom du graphique, au catalogue ou dans le livre de codes de l’édition", filled=True
)
THEME = Field("theme", TEXT, "Thème de l’indicateur, au catalogue", filled=True)
ORDRE_GRAPHIQUE = Field("ordre", INTEGER, "Rang du graphique parmi ceux de l’édition, à partir de 1", **COUNT)
FICHIER_CSV = Field("fichier_csv", TEXT, "Données du graphique (CSV), chemin dans le lac")
JSON = Field("json", TEXT, "Spécification Vega-Lite, chemin dans le lac")
SVG = Field("svg", TEXT, "Image vectorielle, chemin dans le lac")
SVG_ETROIT = Field("svg_etroit", TEXT, "Image vectorielle pour un téléphone, chemin dans le lac")
PNG = Field("png", TEXT, "Image PNG, chemin dans le lac")
TITRE = Field("titre", TEXT, "Titre du graphique")
DESCRIPTION = Field("description", TEXT, "Ce que montre le graphique, en mots")
