"""Records the codebook that lies beside the extract of each edition, as read: the catalogue is extended by that."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from barometre_pipeline.catalogue.catalogue import Catalogue, load_catalogue
from barometre_pipeline.catalogue.extension import CODEBOOK_FILE, Text, extended_catalogue
from barometre_pipeline.editions.loader import discover_editions
from barometre_pipeline.editions.model import Edition
from barometre_pipeline.errors import BarometreError
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


def catalogue_of_raw(raw: Path) -> Catalogue:
    """Return the catalogue that the codebooks of a raw folder extend; the common one while one of them is wrong.

    What is wrong is told when it is read to compute.
    """
    try:
        editions = discover_editions(raw)
        return extended_catalogue(tuple(text for e in editions.values() for text in codebook_of(e)))
    except BarometreError:
        return load_catalogue()


def codebook_of(edition: Edition) -> tuple[Text, ...]:
    """Return the codebook of an edition, as ``extended_catalogue`` takes it; nothing where there is none.

    Raises:
        ConfigurationError: not UTF-8, or not YAML.
    """
    path = edition.folder / CODEBOOK_FILE
    shown = f"{edition.key}/{CODEBOOK_FILE}"
    return ((edition.key, shown, read_yaml(path, shown).content.decode("utf-8")),) if path.is_file() else ()
