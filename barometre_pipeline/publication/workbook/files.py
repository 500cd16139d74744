"""Writes a workbook to a file whose bytes depend on its content alone."""

import io
import re
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Final

from barometre_pipeline.files import write_atomically
from barometre_pipeline.publication.workbook.model import Workbook

_AUTHOR: Final = "Observatoire Data Publica"
_MOMENT: Final = (1980, 1, 1, 0, 0, 0)  # the first that an archive can tell
_PROPERTIES: Final = "docProps/core.xml"
_MODIFIED: Final = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


def write_workbook(book: Workbook, path: Path) -> None:
    """Write a workbook; the same tables give the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, workbook_bytes(book))


def workbook_bytes(book: Workbook) -> bytes:
    """Return the bytes of a workbook (Office Open XML)."""
    from barometre_pipeline.publication.workbook.drawing import drawn  # openpyxl is slow to import

    out = drawn(book)
    moment = datetime(*_MOMENT[:3])
    properties = out.properties
    properties.creator = properties.lastModifiedBy = _AUTHOR
    properties.title, properties.language = book.title, "fr-FR"
    properties.created = properties.modified = moment
    written = io.BytesIO()
    out.save(written)
    return _same_bytes(written.getvalue(), moment)


def _same_bytes(content: bytes, moment: datetime) -> bytes:
    """Write an archive again without the moment it was written at."""
    stamp = moment.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    again = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(again, "w") as after:
        for entry in before.infolist():
            data = before.read(entry.filename)
            if entry.filename == _PROPERTIES:
                data = _MODIFIED.sub(rb"\g<1>" + stamp + rb"\g<2>", data)
            fixed = zipfile.ZipInfo(entry.filename, _MOMENT)
            fixed.compress_type, fixed.create_system, fixed.external_attr = (
                zipfile.ZIP_DEFLATED,
                3,
                0o600 << 16,
            )
            after.writestr(fixed, data)
    return again.getvalue()
