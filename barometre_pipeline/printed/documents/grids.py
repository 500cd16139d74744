"""The tables of a document: which rows stand together, what each column says (an answer, an edition, a group).

Layout of tables only; tying a cell is ``cells``'.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from barometre_pipeline.printed.documents.found import Found
from barometre_pipeline.printed.documents.layout import LISTE, QUESTION, TABLEAU, TITRE, Passage
from barometre_pipeline.printed.documents.words import flat

_YEAR: Final = re.compile(r"\b(20\d\d)\b")
_SYMBOL: Final = re.compile(r"^\s*[■●▪◼◾•○□-]\s*")
_BEHIND: Final = 8  # passages before a table among which its question is looked for
_WHOLE: Final = 3.0  # points of rounding within which the answers of a scale add up to 100
_OR: Final = re.compile(r",\s*(?:ou,?\s+)?|\s+ou\s+|\s+et\s+|\s*/\s*")


@dataclass(frozen=True)
class Column:
    """What a column of values is: its header, the edition and the answer that it says ("" where it says none)."""

    titre: str
    edition: str
    reponse: str


@dataclass(frozen=True)
class Row:
    """A row of a table: its passage, its name, and its values by column from 1."""

    passage: Passage
    nom: str
    valeurs: tuple[Found, ...]

    @cached_property
    def etiquette(self) -> Passage:
        """The row with the words of its name alone, as an item of a list."""
        end = len(self.passage.texte.split("\t")[0])
        return replace(self.passage, mots=tuple(w for w in self.passage.mots if w.end <= end), genre=LISTE)


@dataclass(frozen=True)
class Grid:
    """A table: its rows of values, and its columns."""

    rangs: tuple[Row, ...]
    colonnes: tuple[Column, ...]
    premier: Passage

    @cached_property
    def sans_mots(self) -> Passage:
        """Its first row without its words: what stands around the table."""
        return replace(self.premier, mots=())


def grids(every: Sequence[Passage], numbers: Sequence[Sequence[Found]]) -> Iterator[Grid]:
    """Yield the tables of a document that have values."""
    run: list[Passage] = []
    for passage in [*every, None]:
        if passage is not None and passage.genre == TABLEAU:
            run.append(passage)
            continue
        if run:
            grid = _grid(run, every, numbers)
            if grid:
                yield grid
        run = []


def _grid(run: list[Passage], every: Sequence[Passage], numbers: Sequence[Sequence[Found]]) -> Grid | None:
    rows, heads = [], []
    for passage in run:
        cells = tuple(f for f in numbers[passage.rang] if f.cellule)
        if cells:
            rows.append(Row(passage, passage.texte.split("\t")[0].strip(), cells))
        elif not rows:
            heads.append(passage.texte.split("\t"))
    if not rows:
        return None
    width = max(f.cellule for r in rows for f in r.valeurs)
    titles = _titles(heads, width)
    answers = _answers(rows, titles, _scale(run, every), width)
    columns = tuple(Column(t, _year(t), a) for t, a in zip(titles, answers, strict=True))
    return Grid(tuple(rows), columns, run[0])


def _titles(heads: list[list[str]], width: int) -> list[str]:
    """Return the header of each column of values; a row of headers is set against the right of the table."""
    titles = [""] * width
    for head in heads:
        cells = [c.strip() for c in head]
        while cells and not cells[-1]:
            cells.pop()
        cells = cells[-width:] if len(cells) >= width else [""] * (width - len(cells)) + cells
        titles = [" ".join(filter(None, pair)) for pair in zip(titles, cells, strict=True)]
    return titles


def _year(title: str) -> str:
    match = _YEAR.search(title)
    return match[1] if match else ""


def _scale(run: list[Passage], every: Sequence[Passage]) -> list[str]:
    """Return the answers of the scale of a table: its legend after it, else those that its question ends with."""
    legend = []
    for passage in every[run[-1].rang + 1 : run[-1].rang + 8]:
        if not (passage.genre == LISTE or _SYMBOL.match(passage.texte)):
            break
        legend.append(_SYMBOL.sub("", passage.texte).strip())
    if len(legend) > 1:
        return legend
    for passage in reversed(every[max(0, run[0].rang - _BEHIND) : run[0].rang]):
        if passage.genre == QUESTION:
            tail = re.split(r"parait-il|est-il|etait|diriez-vous|soit|fait|vous lui", flat(passage.texte))[-1]
            words = passage.texte[len(passage.texte) - len(tail) :].strip(" ?.…")
            return [p.strip() for p in _OR.split(words) if p.strip()]
        if passage.genre == TITRE and passage.niveau:
            break
    return []


def _answers(rows: list[Row], titles: list[str], scale: list[str], width: int) -> list[str]:
    """Return the answer of each column: columns that add up to 100 in every row are the scale, in its order."""
    count = len(scale)
    answers = [""] * width
    if count < 2:
        return [_SPELT.sub("", t).strip(" %") for t in titles]
    start = 0
    while start + count <= width:
        if all(_adds_up(r, start, count) for r in rows):
            answers[start : start + count] = scale
            start += count
        else:
            answers[start] = _SPELT.sub("", titles[start]).strip(" %")
            start += 1
    for rest in range(start, width):
        answers[rest] = _SPELT.sub("", titles[rest]).strip(" %")
    return answers


_SPELT: Final = re.compile(r"\brappel\b|\b20\d\d\b", re.I)


def _adds_up(row: Row, start: int, count: int) -> bool:
    values = {f.cellule: f.valeur for f in row.valeurs}
    parts = [values.get(start + 1 + i) for i in range(count)]
    return None not in parts and abs(sum(p or 0.0 for p in parts) - 100) <= _WHOLE
