"""The columns of tables about documents that are checked: their lines, their numbers, what they claim.

Columns that other tables have too are in ``fields`` and ``printed_fields``.
"""

from barometre_pipeline.tables.fields import COUNT, INTEGER, NUMBER, TEXT
from barometre_pipeline.tables.model import Field

DOCUMENT = Field("document", TEXT, "Nom du fichier du document", filled=True)
LIGNES = Field("lignes", INTEGER, "Lignes de texte lues", unit="lignes", **COUNT)
NON_LU = Field("non_lu", TEXT, "Pourquoi le document n’a pas été lu, et quoi faire ; vide s’il l’a été")
REMARQUES = Field("remarques", TEXT, "Ce qui n’a pas pu en être lu, ou vide")
LIGNE = Field("ligne", INTEGER, "Ligne du texte, à partir de 1", low=1)
COLONNE = Field("colonne", INTEGER, "Caractères avant lui dans la ligne", **COUNT)
LIEU = Field("lieu", TEXT, "Page ou diapositive de la ligne, vide si le format n’en a pas")
TEXTE_LIGNE = Field("texte", TEXT, "Texte de la ligne")
TEXTE_NOMBRE = Field("texte", TEXT, "Le nombre seul, tel qu’imprimé", filled=True)
VALEUR = Field(
    "valeur", NUMBER, "Sa valeur ; une fraction en pour cent", unit="%, points, effectif ou facteur"
)
GENRE = Field("genre", TEXT, "Ce que le nombre mesure : part, effectif, ecart_points, fraction, autre")
BORNE = Field(
    "borne", TEXT, "Mot de borne devant lui : plus_de, moins_de, pres_de, environ, jusqu_a, ou vide"
)
CONTEXTE = Field("contexte", TEXT, "Les mots autour du nombre")
REDITE_DE = Field(
    "redite_de", TEXT, "« ligne:colonne » du nombre en chiffres que cette fraction redit, ou vide"
)
STATUT = Field("statut", TEXT, "De qui est le nombre", allowed=("barometre", "autre_source"))
SOURCE = Field("source", TEXT, "Source que le document cite, pour le nombre d’un autre")
LIEN = Field(
    "lien",
    TEXT,
    "Certitude du lien, vide pour une autre source",
    allowed=("sur", "probable", "a_trancher", ""),
)
EDITION_DU_NOMBRE = Field("edition_du_nombre", TEXT, "Édition dont parle le nombre")
INDICES = Field("indices", TEXT, "Ce qui fonde le lien, en mots")
CANDIDATS = Field("candidats", TEXT, "Ce qu’il peut être, le plus vraisemblable d’abord (JSON)")
VERDICT = Field(
    "verdict",
    TEXT,
    "Ce que disent les données, vide pour une autre source",
    allowed=("exact", "arrondi_different", "contredit", "introuvable", "cale", "non_juge", ""),
)
VALEUR_CALCULEE = Field(
    "valeur_calculee", NUMBER, "Valeur calculée, non arrondie, dans l’unité de valeur", nullable=True
)
CONSTAT = Field("constat", TEXT, "Le jugement en une phrase")
CHIFFRES = Field("chiffres", TEXT, "Identifiants des chiffres imprimés de la même part, ou vide")
TRACE_ID = Field("trace_id", TEXT, "Valeur de « indicateurs » qui le juge, ou vide")
TEXTE_AFFIRMATION = Field("texte", TEXT, "Les mots de l’affirmation", filled=True)
GENRE_AFFIRMATION = Field(
    "genre", TEXT, "Ce que la phrase affirme : direction, stabilite, rang, total (toutes, aucune)"
)
VERDICT_AFFIRMATION = Field(
    "verdict", TEXT, "Ce que disent les données", allowed=("vrai", "faux", "non_etabli", "non_verifiable")
)
NOMBRES = Field("nombres", INTEGER, "Nombres trouvés dans le document", unit="nombres", **COUNT)
SURS = Field("surs", INTEGER, "Parmi eux, dont le lien est sûr", unit="nombres", **COUNT)
PROBABLES = Field("probables", INTEGER, "Parmi eux, dont le lien est probable", unit="nombres", **COUNT)
A_TRANCHER = Field("a_trancher", INTEGER, "Parmi eux, dont le lien est à trancher", unit="nombres", **COUNT)
AUTRES_SOURCES = Field(
    "autres_sources", INTEGER, "Parmi eux, ceux d’une autre source", unit="nombres", **COUNT
)
CONTREDITS = Field("contredits", INTEGER, "Liens sûrs que les données contredisent", unit="nombres", **COUNT)
RESUME = Field("resume", TEXT, "La vérification en une phrase", filled=True)
PAGE = Field("page", TEXT, "Page HTML de la vérification, chemin dans le lac ; vide pour un document non lu")
CSV = Field("csv", TEXT, "Nombres du document (CSV), chemin dans le lac ; vide pour un document non lu")
