"""Responses fetched in pages: the inventory, the plan of pages, the checks, the joining.

Pure functions on bytes and tuples; no network and no file. The bytes are those of RemoteControl's CSV
(code headings, short answers): joined pages equal, byte for byte, the export in one piece.
"""

import hashlib
import io
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from barometre_pipeline.french.numbers import count
from barometre_pipeline.sources.limesurvey.model import UNDATED
from barometre_pipeline.sources.limesurvey.remote.errors import StructureChangedError, TruncatedAnswerError

INVENTORY_FIELDS = ("id", "submitdate", "datestamp", "lastpage")
_BOM = b"\xef\xbb\xbf"
_RECORD_END = b"\r\n"


@dataclass(frozen=True)
class InventoryEntry:
    """One response as the inventory lists it; a change of any field means it must be fetched again."""

    id: int
    submitdate: str
    datestamp: str
    lastpage: str

    @property
    def complete(self) -> bool:
        """Whether the response was submitted."""
        return bool(self.submitdate)

    @property
    def last_day(self) -> str:
        """Day of its last change (``AAAA-MM-JJ``), or "" where the survey keeps no dates."""
        days = (d[:10] for d in (self.submitdate, self.datestamp) if d and not d.startswith(UNDATED))
        return max(days, default="")


@dataclass(frozen=True, order=True)
class Page:
    """A range of response ids, both ends included."""

    first: int
    last: int

    def __contains__(self, response_id: int) -> bool:
        return self.first <= response_id <= self.last


def read_inventory(content: bytes) -> tuple[InventoryEntry, ...]:
    """Read an export of ``INVENTORY_FIELDS``, sorted by id.

    Raises:
        TruncatedAnswerError: the content does not hold these fields, or is cut.
    """
    frame = _read(content)
    if not set(INVENTORY_FIELDS) <= set(frame.columns):
        raise TruncatedAnswerError("l’inventaire des réponses n’a pas les colonnes demandées")
    rows = frame[list(INVENTORY_FIELDS)].itertuples(index=False, name=None)
    return tuple(sorted((InventoryEntry(int(i), *rest) for i, *rest in rows), key=lambda e: e.id))


def entries_of(inventory: Sequence[InventoryEntry], page: Page) -> Sequence[InventoryEntry]:
    """Return the lines of a sorted inventory that a page holds."""
    first = bisect_left(inventory, page.first, key=lambda e: e.id)
    return inventory[first : bisect_right(inventory, page.last, key=lambda e: e.id)]


def questions_of_ones(content: bytes) -> frozenset[str]:
    """Return the questions whose columns hold no answer but 1 or 0, and a 1 at least: what boxes leave in an export."""
    found: dict[str, set[str]] = {}
    for name, column in _read(content).items():
        found.setdefault(str(name).partition("[")[0], set()).update(column)
    return frozenset(q for q, answers in found.items() if "1" in answers and answers <= {"", "0", "1"})


def fingerprint(entries: Iterable[InventoryEntry]) -> str:
    """Return a SHA-256 that changes when a response is added, removed or edited."""
    lines = (f"{e.id};{e.submitdate};{e.datestamp};{e.lastpage}" for e in entries)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def plan_pages(ids: Sequence[int], kept: Iterable[Page], size: int) -> tuple[Page, ...]:
    """Cut the sorted ids that no kept page holds into pages of at most ``size`` responses.

    A page never spans a kept one, so every response is in exactly one page.
    """
    kept = sorted(kept)
    pages: list[Page] = []
    run: list[int] = []

    def close() -> None:
        if run:
            pages.append(Page(run[0], run[-1]))
            run.clear()

    remaining = iter(kept)
    current = next(remaining, None)
    for i in ids:
        while current is not None and i > current.last:
            current = next(remaining, None)
            # The kept page lay between the last id of the run and this one.
            close()
        if current is not None and i in current:
            close()
            continue
        run.append(i)
        if len(run) == size:
            close()
    close()
    return tuple(pages)


def check_page(content: bytes, expected: Sequence[int]) -> None:
    """Require that a page holds exactly the responses the inventory lists, and is whole.

    Raises:
        TruncatedAnswerError: some are missing, or others are there.
    """
    if not content.startswith(_BOM) or not content.endswith(_RECORD_END):
        raise TruncatedAnswerError("la page s’arrête avant sa fin")
    found = [int(i) for i in _read(content)["id"]]
    if found != list(expected):
        raise TruncatedAnswerError(
            f"{count(len(found), 'réponse reçue', 'réponses reçues')} au lieu de {len(expected)} "
            "(des réponses ont peut-être été supprimées pendant le téléchargement)"
        )


def join_pages(contents: Sequence[bytes]) -> bytes:
    """Join pages, in order, into the export the server would have given in one piece.

    Raises:
        StructureChangedError: the heading records differ.
    """
    heading = contents[0].partition(_RECORD_END)[0]
    bodies = []
    for content in contents:
        this_heading, _, body = content.partition(_RECORD_END)
        if this_heading != heading:
            raise StructureChangedError
        # RemoteControl ends each export with an extra empty line.
        bodies.append(body.removesuffix(_RECORD_END) if body.endswith(_RECORD_END * 2) else body)
    return heading + _RECORD_END + b"".join(bodies) + _RECORD_END


def _read(content: bytes) -> pd.DataFrame:
    """Read an export as text; RemoteControl separates with ";" and gives two bytes for no response."""
    if not content.strip():
        return pd.DataFrame(columns=list(INVENTORY_FIELDS), dtype=str)
    try:
        frame = pd.read_csv(
            io.BytesIO(content),
            sep=";",
            dtype=str,
            encoding="utf-8-sig",
            keep_default_na=False,
            na_filter=False,
        )
        if "id" not in frame.columns or not frame["id"].str.fullmatch(r"\d+").all():
            raise TruncatedAnswerError
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError):
        frame = None
    if frame is None:
        raise TruncatedAnswerError
    return frame
