"""Reads the documents dropped beside the extracts of an edition; one that cannot be read is named and stops nothing."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from barometre_pipeline.editions.model import Edition
from barometre_pipeline.errors import InputError
from barometre_pipeline.sources.documents.folder import documents_of
from barometre_pipeline.sources.documents.model import DocumentText
from barometre_pipeline.sources.documents.read import read_document
from barometre_pipeline.sources.raw_files import describe_file
from barometre_pipeline.steps.frames import stack
from barometre_pipeline.tables.declarations.documents import DOCUMENTS, DOCUMENTS_LIGNES
from barometre_pipeline.tables.reading import DeclaredTables, Frames


def run(edition: Edition, _tables: DeclaredTables) -> Frames:
    """Return the documents of the edition and their lines; empty where there is none."""
    raw = edition.folder.parent
    documents, lines = [], []
    for path in documents_of(edition.folder):
        found, refusal = _read(path)
        file = describe_file(path, raw, "document")
        named = {"edition": edition.key, "document": path.name, "fichier": file.path}
        read = {
            "lignes": len(found.lignes) if found else 0,
            "remarques": "\n".join(found.remarques) if found else "",
            "non_lu": refusal,
        }
        documents.append({**named, "sha256": file.sha256, "octets": file.size, **read})
        lines += [{**named, **line} for line in _lines(found)]
    return {
        DOCUMENTS.name: stack(DOCUMENTS, [pd.DataFrame(documents)]),
        DOCUMENTS_LIGNES.name: stack(DOCUMENTS_LIGNES, [pd.DataFrame(lines)]),
    }


def _read(path: Path) -> tuple[DocumentText | None, str]:
    try:
        return read_document(path), ""
    except InputError as error:
        return None, f"{error.constat} ; {error.remede}"
    except OSError:
        return None, "le fichier ne peut pas être lu ; vérifiez les droits sur le fichier"


def _lines(found: DocumentText | None) -> Iterator[dict[str, Any]]:
    if found is not None:
        for number, (line, place) in enumerate(zip(found.lignes, found.lieux, strict=True), 1):
            yield {"ligne": number, "lieu": place, "texte": line}
