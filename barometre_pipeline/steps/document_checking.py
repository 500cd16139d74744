"""Checks every document that was read: numbers tied and judged, a page and a CSV for each."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

import pandas as pd

from barometre_pipeline.catalogue.printed_figures import load_figures
from barometre_pipeline.editions.model import Edition
from barometre_pipeline.french.spaces import NBSP
from barometre_pipeline.printed.documents.checked import check_document
from barometre_pipeline.printed.documents.judged import Computed
from barometre_pipeline.printed.documents.model import Checked
from barometre_pipeline.publication.told import told_document, told_traces
from barometre_pipeline.publication.verification.cards import Known
from barometre_pipeline.publication.verification.files import (
    Published,
    counts,
    publish_index,
    write_verification,
)
from barometre_pipeline.publication.verification.page import summary
from barometre_pipeline.sources.documents.model import DocumentText
from barometre_pipeline.steps.catalogue_read import read_catalogue
from barometre_pipeline.steps.frames import stack
from barometre_pipeline.tables.declarations.documents import (
    DOCUMENTS_AFFIRMATIONS,
    DOCUMENTS_VERIFIES,
    VERIFICATIONS,
)
from barometre_pipeline.tables.reading import DeclaredTables, Frames

Row = Mapping[Any, Any]
_NO_FILES = Published("", "")


def run(_editions: Mapping[str, Edition], tables: DeclaredTables) -> Frames:
    """Return the documents with what was found of each, their numbers, what they claim; empty where there is none."""
    indicators, figures = tables.read("gold/indicateurs"), load_figures()
    told = told_traces(indicators)
    known = Known(read_catalogue(tables), indicators[indicators["trace_id"].isin(told)], figures)
    computed = Computed.of(
        indicators, tables.read("gold/evolutions"), figures, tables.read("gold/non_calculables")
    )
    folder = tables.root() / tables.folder()
    documents: list[dict[str, Any]] = []
    numbers: list[dict[str, Any]] = []
    statements: list[dict[str, Any]] = []
    for document, text in _documents(tables):
        named = {c: document[c] for c in ("edition", "document", "fichier")}
        kept = {**named, "sha256": document["sha256"], "non_lu": document["non_lu"]}
        if text is None:
            unread = f"Document non lu{NBSP}: {document['non_lu']}."
            documents.append({**kept, **counts(()), "resume": unread, **asdict(_NO_FILES)})
            continue
        edition = str(document["edition"])
        checked = check_document(text, known.catalogue, computed, edition)
        files = write_verification(
            text, told_document(checked, told), known, folder, edition, str(document["fichier"])
        )
        paths = {k: f"{tables.folder()}/{v}" for k, v in asdict(files).items()}
        documents.append({**kept, **counts(checked.occurrences), "resume": summary(checked), **paths})
        numbers += [{**named, **row} for row in _numbers(checked)]
        statements += [{**named, **asdict(said)} for said in checked.affirmations]
    publish_index(documents, folder, tables.folder())
    return {
        VERIFICATIONS.name: stack(VERIFICATIONS, [pd.DataFrame(documents)]),
        DOCUMENTS_VERIFIES.name: stack(DOCUMENTS_VERIFIES, [pd.DataFrame(numbers)]),
        DOCUMENTS_AFFIRMATIONS.name: stack(DOCUMENTS_AFFIRMATIONS, [pd.DataFrame(statements)]),
    }


def _documents(tables: DeclaredTables) -> Iterator[tuple[Row, DocumentText | None]]:
    """Yield each document of each edition with its text, None where it could not be read."""
    with_lines = set(tables.editions("bronze/documents_lignes"))
    for edition in tables.editions("bronze/documents"):
        documents = tables.read("bronze/documents", edition)
        if documents.empty or edition not in with_lines:
            continue
        by_file = dict(list(tables.read("bronze/documents_lignes", edition).groupby("fichier", sort=False)))
        for document in documents.to_dict("records"):
            lines = by_file.get(document["fichier"])
            yield document, None if document["non_lu"] or lines is None else _text(document, lines)


def _text(document: Row, lines: pd.DataFrame) -> DocumentText:
    ordered = lines.sort_values("ligne")
    return DocumentText(
        str(document["document"]),
        tuple(ordered["texte"]),
        tuple(ordered["lieu"]),
        str(document["sha256"]),
        tuple(str(document["remarques"]).splitlines()),
    )


def _numbers(checked: Checked) -> Iterator[dict[str, Any]]:
    for found in checked.occurrences:
        row = asdict(found)
        year, trace = row.pop("edition"), row.pop("fiche")
        candidates = [asdict(c) for c in found.candidats]
        yield {
            **row,
            "edition_du_nombre": year,
            "trace_id": trace,
            "indices": f"{NBSP}; ".join(found.indices),
            "candidats": json.dumps(candidates, ensure_ascii=False),
            "chiffres": "; ".join(found.chiffres),
            "valeur_calculee": float("nan") if found.valeur_calculee is None else found.valeur_calculee,
        }
