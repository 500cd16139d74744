"""The document of each edition, slides and PDF: the index of its files, and which value stands on which page."""

from typing import Final

from barometre_pipeline.tables import fields as f
from barometre_pipeline.tables import origins as o
from barometre_pipeline.tables import raw_inputs as raw
from barometre_pipeline.tables.declarations import publication
from barometre_pipeline.tables.declarations.codebooks import EXTENSION
from barometre_pipeline.tables.model import Field, Kind, Several, Step, Table, each, of

FOLDER: Final = "publication/{edition}/document"
_STEP: Final = Step(
    "supports",
    "deck",
    frozenset({"pptx", "pdf"}),
    "publication",
    (raw.CONFIGURATION,),
    files=FOLDER.format(edition="*") + "/barometre_*",
    titre="Supports de présentation",
)
_SHOWN: Final[Several] = (
    *publication.DECLARED_VALUES,
    *of("gold/terrain", "edition", "public", "debut", "fin", "retenues", "enonce", "resume"),
    o.SUPPORT,
    o.EDITION_YAML,
)
_DIAPOSITIVE: Final = Field(
    "diapositive", Kind.INTEGER, "Numéro de la diapositive, et de la page du PDF", low=1
)
_EDITION_MONTREE: Final = Field("edition_montree", Kind.TEXT, "Édition dont c’est la valeur", filled=True)
_PLACED: Final[Several] = ("gold/indicateurs.trace_id", o.SUPPORT, o.CHARTS, o.EDITION_CODEBOOK)

SUPPORTS = Table(
    "gold/supports",
    "Le document de chaque édition : diapositives modifiables (PPTX) et les mêmes pages en PDF balisé.",
    _STEP,
    {
        f.EDITION: _SHOWN,
        f.FICHIER_PUBLIE: (o.WRITTEN_FILES, *_SHOWN),
        f.OCTETS: (o.WRITTEN_FILES, *_SHOWN),
    },
    source="",
    also_reads=EXTENSION,
    keys=(("fichier",),),
)

SUPPORTS_VALEURS = Table(
    "gold/supports_valeurs",
    "Les valeurs que montre chaque diapositive du document d’une édition, chacune une ligne de gold/indicateurs.",
    _STEP,
    {
        f.EDITION: _SHOWN,
        **each(_PLACED, _DIAPOSITIVE),
        f.GRAPHIQUE: (o.CHARTS, o.EDITION_CODEBOOK),
        f.INDICATEUR: "gold/indicateurs.indicateur",
        f.CATEGORIE: "gold/indicateurs.categorie",
        f.POPULATION: "gold/indicateurs.population",
        _EDITION_MONTREE: "gold/indicateurs.edition",
        f.TRACE_ID: "gold/indicateurs.trace_id",
    },
    source="",
    also_reads=EXTENSION,
    keys=(("edition", "diapositive", "trace_id"),),
)
