"""The codebooks that lie beside the extracts, and the catalogue that they extend.

What a codebook may say is the catalogue's; proposing one is ``draft``'s.
"""

from collections.abc import Iterable
from pathlib import Path

from barometre_pipeline.catalogue.catalogue import Catalogue, load_catalogue
from barometre_pipeline.catalogue.extension import CODEBOOK_FILE, Text, extended_catalogue
from barometre_pipeline.editions.loader import discover_editions
from barometre_pipeline.editions.model import Edition
from barometre_pipeline.errors import BarometreError
from barometre_pipeline.yaml_files import read_yaml


def catalogue_of_raw(raw: Path) -> Catalogue:
    """Return the catalogue that the codebooks of a raw folder extend; the common one while one of them is wrong."""
    try:
        return catalogue_of_editions(discover_editions(raw).values())
    except BarometreError:
        return load_catalogue()


def catalogue_of_editions(editions: Iterable[Edition]) -> Catalogue:
    """Return the catalogue that the codebooks of editions extend; the common one while one of them is wrong.

    What is wrong is told when it is read to compute.
    """
    try:
        return extended_catalogue(tuple(text for edition in editions for text in codebook_of(edition)))
    except BarometreError:
        return load_catalogue()


def codebook_of(edition: Edition) -> tuple[Text, ...]:
    """Return the codebook of an edition, as ``extended_catalogue`` takes it; nothing where there is none.

    Raises:
        ConfigurationError: not UTF-8, or not YAML.
    """
    path = edition.folder / CODEBOOK_FILE
    shown = f"{edition.key}/{CODEBOOK_FILE}"
    return ((edition.key, shown, read_yaml(path, shown).content.decode("utf-8")),) if path.exists() else ()
