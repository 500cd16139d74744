"""Documents dropped beside the extracts of an edition: their lines, then every number that they print, checked.

Reading is by edition and by document alone; checking looks across editions, since a document compares them.
"""

from typing import Final

from barometre_pipeline.tables import document_fields as d
from barometre_pipeline.tables import fields as f
from barometre_pipeline.tables import origins as o
from barometre_pipeline.tables import raw_inputs as raw
from barometre_pipeline.tables.declarations import changes, indicators
from barometre_pipeline.tables.declarations.codebooks import EXTENSION
from barometre_pipeline.tables.model import EVERY_SOURCE, Several, Step, Table, each, of, same

READING: Final = Step(
    "lecture_documents",
    "document_reading",
    frozenset({"pdf", "parquet"}),
    raw=(raw.DOCUMENTS,),
    titre="Lecture des documents à vérifier",
)
CHECKING: Final = Step(
    "verification_documents",
    "document_checking",
    frozenset({"html", "parquet"}),
    "publication",
    folder="publication/verification",
    titre="Vérification des documents",
)
_READ: Final = "bronze/documents"
_LINES: Final = "bronze/documents_lignes"
_SEEN: Final[Several] = of(_LINES, "edition", "fichier", "ligne", "texte")
# A tie comes from words alone, never from values.
_TIED: Final[Several] = (*_SEEN, o.INDICATORS, o.CODEBOOK, o.POPULATIONS)
_COMPUTED: Final[Several] = (
    *of(
        "gold/indicateurs", "edition", "indicateur", "categorie", "population", "modalite", "n", "base",
        "part_publiable", "imprime", "source_donnees",
    ),
    *of("gold/non_calculables", "edition", "indicateur", "categorie", "population", "raison"),
)  # fmt: skip
_CONCLUDED: Final[Several] = of(
    "gold/evolutions", "edition", "edition_reference", "indicateur", "categorie", "population", "modalite", "verdict",
    "raison", "phrase",
)  # fmt: skip
_JUDGED: Final[Several] = (*_TIED, *_COMPUTED)
# What the step reads beside: the cards of the pages quote whole rows.
_ALSO: Final = (
    *of("gold/indicateurs", *indicators.INDICATEURS.columns),
    *of("gold/evolutions", *changes.EVOLUTIONS.columns),
    *of("gold/non_calculables", *indicators.NON_CALCULABLES.columns),
    *of(_LINES, "document", "lieu"),
    f"{_READ}.remarques",
    *EXTENSION,
)

DOCUMENTS = Table(
    _READ,
    "Les documents à vérifier déposés pour l’édition, et pourquoi l’un d’eux n’a pas pu être lu.",
    READING,
    {
        f.EDITION: o.PARTITION,
        **each(o.DOCUMENTS, d.DOCUMENT, f.FICHIER, f.SHA256, f.OCTETS, d.LIGNES, d.REMARQUES, d.NON_LU),
    },
    source=EVERY_SOURCE,
    keys=(("fichier",),),
)

DOCUMENTS_LIGNES = Table(
    _LINES,
    "Le texte de chaque document à vérifier, ligne par ligne, dans l’ordre de lecture.",
    READING,
    {f.EDITION: o.PARTITION, **each(o.DOCUMENTS, d.DOCUMENT, f.FICHIER, d.LIGNE, d.LIEU, d.TEXTE_LIGNE)},
    source=EVERY_SOURCE,
    keys=(("fichier", "ligne"),),
)

VERIFICATIONS = Table(
    "gold/verifications",
    "Chaque document déposé, ce que sa vérification a trouvé, et sa page.",
    CHECKING,
    {
        **same(_READ, f.EDITION, d.DOCUMENT, f.FICHIER, f.SHA256, d.NON_LU),
        **each(_TIED, d.NOMBRES, d.SURS, d.PROBABLES, d.A_TRANCHER, d.AUTRES_SOURCES),
        d.CONTREDITS: _JUDGED,
        d.RESUME: (*_JUDGED, f"{_READ}.non_lu"),
        **each((o.WRITTEN_FILES, *of(_READ, "edition", "fichier")), d.PAGE, d.CSV),
    },
    source="",
    keys=(("fichier",),),
)

DOCUMENTS_VERIFIES = Table(
    "gold/documents_verifies",
    "Chaque nombre qu’impriment les documents déposés : ce qu’il est, sur quels indices, ce qu’en disent les données.",
    CHECKING,
    {
        **same(_LINES, f.EDITION, d.DOCUMENT, f.FICHIER),
        **each(
            _SEEN, d.LIGNE, d.COLONNE, d.TEXTE_NOMBRE, d.VALEUR, d.GENRE, d.BORNE, d.CONTEXTE, d.REDITE_DE, d.STATUT,
            d.SOURCE,
        ),
        **each(
            _TIED, d.LIEN, f.INDICATEUR, f.CATEGORIE, f.POPULATION, d.EDITION_DU_NOMBRE, f.ANNEE_REFERENCE, d.INDICES,
            d.CANDIDATS,
        ),
        **each(_JUDGED, d.VERDICT, d.VALEUR_CALCULEE, d.CONSTAT),
        d.CHIFFRES: (*_TIED, o.FIGURES),
        d.TRACE_ID: (*_TIED, "gold/indicateurs.trace_id"),
    },
    source="",
    also_reads=_ALSO,
)  # fmt: skip

DOCUMENTS_AFFIRMATIONS = Table(
    "gold/documents_affirmations",
    "Ce que les documents déposés affirment en plus de leurs nombres (sens, rang, stabilité), et si les données le "
    "disent.",
    CHECKING,
    {
        **same(_LINES, f.EDITION, d.DOCUMENT, f.FICHIER),
        **each(_SEEN, d.LIGNE, d.COLONNE, d.TEXTE_AFFIRMATION, d.GENRE_AFFIRMATION),
        **each((*_JUDGED, *_CONCLUDED), d.VERDICT_AFFIRMATION, d.CONSTAT),
    },
    source="",
)
