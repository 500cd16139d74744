"""Which charts, pages, slides, sheets and data files do not show what they showed when a version was frozen.

Compares what a reader sees in the two files (rows, text, values), not their bytes: an identifier that follows the
extract, or a layout, moves nothing. Only files whose bytes differ are opened.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from html import unescape
from pathlib import PurePosixPath
from typing import Any, Final

from upath import UPath

from barometre_pipeline.french.numbers import count
from barometre_pipeline.french.spaces import NBSP
from barometre_pipeline.publication.releases.shelf import Release, digest

CHART, PAGE, SLIDE, SHEET, DATA = "graphique", "page", "diapositive", "feuille", "données"
KINDS: Final = (CHART, PAGE, SLIDE, SHEET, DATA)
_FOLLOWS_THE_EXTRACT: Final = frozenset({"trace_id", "fiche"})
_TAGS: Final = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.S)
_IDENTIFIER: Final = re.compile(r"\b[0-9a-f]{16}\b")
_TITLE: Final = re.compile(r"<title>(.*?)</title>", re.S)


@dataclass(frozen=True)
class Touched:
    """A place that does not show what it did: kind (of ``KINDS``), file of the version, place in it, title."""

    genre: str
    fichier: str
    lieu: str
    titre: str


def touched_places(
    release: Release, published: UPath, titles: Mapping[str, str], aside: AbstractSet[str]
) -> list[Touched]:
    """Return the places of a version that show something else where the files are published now.

    Args:
        release: the version.
        published: folder that its files come from.
        titles: title of a chart, by its CSV.
        aside: names of files that are not looked at.

    Returns:
        In the order of ``KINDS``, then of files.
    """
    found: list[Touched] = []
    for name in release.manifest.fichiers:
        place = PurePosixPath(name)
        look = _LOOKS.get(place.suffix)
        if look is None or place.name in aside:
            continue
        before = (release.folder / name).read_bytes()
        path = published / name
        now = path.read_bytes() if path.exists() else b""
        if digest(before) != digest(now):
            found += look(name, before, now, titles)
    return sorted(set(found), key=lambda t: (KINDS.index(t.genre), t.fichier, _natural(t.lieu)))


def _natural(text: str) -> tuple[int, str]:
    number = re.search(r"\d+", text)
    return int(number.group()) if number else 0, text


def _rows(content: bytes) -> Counter[tuple[tuple[str, str], ...]]:
    rows = csv.DictReader(io.StringIO(content.decode("utf-8", "replace")))
    return Counter(tuple((k, v) for k, v in r.items() if k not in _FOLLOWS_THE_EXTRACT) for r in rows)


def _of_csv(name: str, before: bytes, now: bytes, titles: Mapping[str, str]) -> Iterator[Touched]:
    """Rows that are gone or say something else; rows that came with an edition are no change."""
    lost = _rows(before) - _rows(now)
    if lost and name in titles:
        yield Touched(CHART, name, "", titles[name])
    elif lost and "/" in name:
        yield Touched(DATA, name, "", count(lost.total(), "ligne"))


def _of_page(name: str, before: bytes, now: bytes, _: Mapping[str, str]) -> Iterator[Touched]:
    if _text(before) != _text(now):
        title = _TITLE.search(before.decode("utf-8", "replace"))
        yield Touched(PAGE, name, "", unescape(title.group(1)).partition(" – ")[0].strip() if title else "")


def _text(content: bytes) -> str:
    seen = _TAGS.sub(" ", content.decode("utf-8", "replace"))
    return " ".join(_IDENTIFIER.sub("", seen).split())


def _of_slides(name: str, before: bytes, now: bytes, _: Mapping[str, str]) -> Iterator[Touched]:
    old, new = _slides(before), _slides(now) if now else []
    for rank, seen in enumerate(old, start=1):
        if rank > len(new) or new[rank - 1] != seen:
            title = next((s for s in seen if isinstance(s, str) and s.strip()), "")
            yield Touched(SLIDE, name, f"diapositive et page {rank}", title)


def _slides(content: bytes) -> list[list[Any]]:
    from pptx import Presentation  # slow to import

    return [
        [s for shape in slide.shapes for s in _shown(shape)]
        for slide in Presentation(io.BytesIO(content)).slides
    ]


def _shown(shape: Any) -> Iterator[Any]:
    for part in getattr(shape, "shapes", ()):  # of a group
        yield from _shown(part)
    if shape.has_text_frame:
        yield shape.text_frame.text
    if shape.has_table:
        yield from (cell.text_frame.text for row in shape.table.rows for cell in row.cells)
    if shape.has_chart:
        yield from (t.text for t in shape.chart.element.iter("{*}v", "{*}t"))


def _of_workbook(name: str, before: bytes, now: bytes, _: Mapping[str, str]) -> Iterator[Touched]:
    old, new = _sheets(before), _sheets(now) if now else {}
    for title, cells in old.items():
        if new.get(title) != cells:
            yield Touched(SHEET, name, title, "")


def _sheets(content: bytes) -> dict[str, list[tuple[Any, ...]]]:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content), read_only=True)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}


def in_words(place: Touched) -> str:
    """Say a place: « graphique 2025/graphiques/CYBE01.csv : Quels sont les obstacles… »."""
    where = ", ".join(filter(None, (f"{place.genre} {place.fichier}", place.lieu)))
    return f"{where}{NBSP}: {place.titre}" if place.titre else where


_LOOKS: Final = {".csv": _of_csv, ".html": _of_page, ".pptx": _of_slides, ".xlsx": _of_workbook}
