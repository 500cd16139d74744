"""Writes a workbook to a file whose bytes depend on its content alone."""

import io
from pathlib import Path

from barometre_pipeline.files import write_atomically
from barometre_pipeline.publication.office import AUTHOR, MOMENT, same_bytes
from barometre_pipeline.publication.workbook.model import Workbook


def write_workbook(book: Workbook, path: Path) -> None:
    """Write a workbook; the same tables give the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, workbook_bytes(book))


def workbook_bytes(book: Workbook) -> bytes:
    """Return the bytes of a workbook (Office Open XML)."""
    from barometre_pipeline.publication.workbook.drawing import drawn  # openpyxl is slow to import

    out = drawn(book)
    properties = out.properties
    properties.creator = properties.lastModifiedBy = AUTHOR
    properties.title, properties.language = book.title, "fr-FR"
    properties.created = properties.modified = MOMENT
    written = io.BytesIO()
    out.save(written)
    return same_bytes(written.getvalue())
