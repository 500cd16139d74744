"""Records the codebook that lies beside the extract of each edition, as read: the catalogue is extended by that."""

import hashlib
from collections.abc import Mapping

import pandas as pd

from barometre_pipeline.catalogue.extension import extended_catalogue
from barometre_pipeline.editions.codebooks import codebook_of
from barometre_pipeline.editions.model import Edition
from barometre_pipeline.steps.frames import stack
from barometre_pipeline.tables.declarations.codebooks import LIVRE_DE_CODES
from barometre_pipeline.tables.reading import DeclaredTables, Frames


def run(editions: Mapping[str, Edition], tables: DeclaredTables) -> Frames:
    """Return the files, one row each; a file that says what cannot be is refused here, by name."""
    texts = [text for edition in editions.values() for text in codebook_of(edition)]
    extended_catalogue(tuple(texts))
    rows = pd.DataFrame(
        {
            "edition": [edition for edition, _, _ in texts],
            "fichier": [name for _, name, _ in texts],
            "sha256": [hashlib.sha256(text.encode("utf-8")).hexdigest() for _, _, text in texts],
            "texte": [text for _, _, text in texts],
        }
    )
    return {"gold/livre_de_codes": stack(LIVRE_DE_CODES, [rows])}
