"""The files of checked documents: a page and a CSV each, and the page that lists them; those of before go.

What is in them is ``page``'s and ``rows``'.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final

from barometre_pipeline.files import write_atomically
from barometre_pipeline.printed.documents.model import (
    A_TRANCHER,
    AUTRE_SOURCE,
    CONTREDIT,
    PROBABLE,
    SUR,
    Checked,
    Occurrence,
)
from barometre_pipeline.publication.site.addresses import anchor
from barometre_pipeline.publication.verification.cards import Known
from barometre_pipeline.publication.verification.look import environment, policy, style
from barometre_pipeline.publication.verification.page import verification_page
from barometre_pipeline.publication.verification.rows import as_csv
from barometre_pipeline.sources.documents.model import DocumentText

INDEX: Final = "index.html"
_TEMPLATE: Final = "documents.html.j2"


@dataclass(frozen=True)
class Published:
    """Where the files of a document are, relative to the folder of verifications."""

    page: str
    csv: str


def write_verification(
    text: DocumentText, checked: Checked, known: Known, folder: Path, edition: str, file: str
) -> Published:
    """Write the page and the CSV of a document.

    Args:
        text: the document as read.
        checked: what was found.
        known: what cards quote.
        folder: that of verifications.
        edition: of the document.
        file: its path in the raw folder, which tells it from another of the same name.
    """
    # Names that differ by a sign alone have the same letters: the path tells them apart.
    mark = hashlib.sha256(file.encode()).hexdigest()[:6]
    stem = f"{anchor(edition)}/{anchor(PurePosixPath(file).name, mark)}"
    files = Published(f"{stem}.html", f"{stem}.csv")
    write_atomically(folder / files.page, verification_page(text, checked, known).encode())
    write_atomically(folder / files.csv, as_csv(text, checked).encode())
    return files


def publish_index(documents: Sequence[Mapping[str, Any]], folder: Path, shown: str) -> None:
    """Write the page that lists the documents, newest edition first, and remove the files of those no longer there.

    Args:
        documents: rows of ``gold/verifications``.
        folder: that of verifications.
        shown: its path in the lake, with which the paths of the rows begin.
    """
    prefix = f"{shown}/"
    listed = [{**d, "adresse": str(d["page"]).removeprefix(prefix)} for d in documents]
    kept = {str(d[c]).removeprefix(prefix) for d in documents for c in ("page", "csv")}
    if listed:
        listed.sort(key=lambda d: str(d["edition"]), reverse=True)
        page = environment().get_template(_TEMPLATE)
        content = page.render(documents=listed, politique=policy(), style=style())
        write_atomically(folder / INDEX, content.encode())
        kept.add(INDEX)
    _forget_others(folder, kept)


def _forget_others(folder: Path, kept: set[str]) -> None:
    for path in sorted(folder.rglob("*"), reverse=True) if folder.exists() else ():
        if path.is_file() and path.relative_to(folder).as_posix() not in kept:
            path.unlink()
        elif path.is_dir() and not any(path.iterdir()):
            path.rmdir()


def counts(occurrences: Sequence[Occurrence]) -> dict[str, int]:
    """Count the numbers of a document by tie, and those that are contradicted for sure."""
    ours = [o for o in occurrences if o.statut != AUTRE_SOURCE]
    ties = {c: sum(o.lien == tie for o in ours) for c, tie in (("surs", SUR), ("probables", PROBABLE))}
    return {
        "nombres": len(occurrences),
        **ties,
        "a_trancher": sum(o.lien == A_TRANCHER for o in ours),
        "autres_sources": len(occurrences) - len(ours),
        "contredits": sum(o.lien == SUR and o.verdict == CONTREDIT for o in ours),
    }
