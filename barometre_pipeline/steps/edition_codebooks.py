"""Records the codebook that lies beside the extract of each edition, as read: the catalogue is extended by that."""

import hashlib
from collections.abc import Mapping

import pandas as pd

from barometre_pipeline.catalogue.extension import CODEBOOK_FILE, Text, extended_catalogue
from barometre_pipeline.editions.model import Edition
from barometre_pipeline.steps.frames import stack
from barometre_pipeline.tables.declarations.codebooks import LIVRE_DE_CODES
from barometre_pipeline.tables.reading import DeclaredTables, Frames
from barometre_pipeline.yaml_files import read_yaml


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


def codebook_of(edition: Edition) -> tuple[Text, ...]:
    """Return the codebook of an edition, as ``extended_catalogue`` takes it; nothing where there is none.

    Raises:
        ConfigurationError: not UTF-8, or not YAML.
    """
    path = edition.folder / CODEBOOK_FILE
    shown = f"{edition.key}/{CODEBOOK_FILE}"
    return ((edition.key, shown, read_yaml(path, shown).content.decode("utf-8")),) if path.is_file() else ()
