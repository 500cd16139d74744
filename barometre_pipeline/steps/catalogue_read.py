"""The catalogue as the steps that look across editions read it: the common one, and what editions add to it."""

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.extension import TABLE, Text, extended_catalogue, texts_of
from barometre_pipeline.tables.reading import DeclaredTables


def read_catalogue(tables: DeclaredTables) -> Catalogue:
    """Return the catalogue that the codebooks recorded in the lake extend; the common one where none was recorded."""
    return extended_catalogue(read_texts(tables))


def read_texts(tables: DeclaredTables) -> tuple[Text, ...]:
    """Return the codebooks recorded in the lake."""
    return texts_of(tables.read(TABLE)) if tables.exists(TABLE) else ()
