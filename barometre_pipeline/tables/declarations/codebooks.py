"""What editions add to the common catalogue: the codebook of each, as it was read."""

from typing import Final

from barometre_pipeline.tables import fields as f
from barometre_pipeline.tables import origins as o
from barometre_pipeline.tables import raw_inputs as raw
from barometre_pipeline.tables.model import Step, Table, each, of

CODEBOOKS: Final = Step(
    "livres_de_codes",
    "edition_codebooks",
    frozenset({"yaml", "parquet"}),
    raw=(raw.CODEBOOK,),
    titre="Livres de codes",
)
# What every step that needs the catalogue reads.
EXTENSION: Final[tuple[str, ...]] = of("gold/livre_de_codes", "edition", "fichier", "texte")

LIVRE_DE_CODES = Table(
    "gold/livre_de_codes",
    "Le livre de codes de chaque édition qui en a un à côté de ses extraits (codebook.yaml), tel qu’il a été lu : il "
    "complète le livre de codes commun, et l’emporte sur lui.",
    CODEBOOKS,
    {f.EDITION: o.EDITIONS, **each(o.EDITION_CODEBOOK, f.FICHIER, f.SHA256, f.TEXTE)},
    source="",
    keys=(("edition",),),
)
