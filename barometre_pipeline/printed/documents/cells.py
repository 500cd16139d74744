"""Ties the cells of a table: the row names an answer or a group, the column an answer, a group or an edition.

The words of headings and of the question around say the indicator, as they do for a sentence.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from barometre_pipeline.printed.documents.context import Site
from barometre_pipeline.printed.documents.found import Found
from barometre_pipeline.printed.documents.grids import Column, Grid, Row
from barometre_pipeline.printed.documents.layout import Passage
from barometre_pipeline.printed.documents.model import A_TRANCHER, PROBABLE, SUR
from barometre_pipeline.printed.documents.populations import Mention
from barometre_pipeline.printed.documents.scores import Scored
from barometre_pipeline.printed.documents.tie import Tie
from barometre_pipeline.printed.documents.tied import Tying
from barometre_pipeline.printed.documents.words import flat, words_of
from barometre_pipeline.printed.documents.years import Dated

_NAMED: Final = 0.5  # share of the words of a row that an answer must have
_SHARED: Final = 0.75  # of the labels, from which a word does not tell them apart
_AROUND: Final = 0.2  # of the best-spoken-for indicator, below which headings do not speak for one
_GROUP: Final = 0.6  # share of a name from which it is that of a group
_NAME: Final = 1.5  # what a row gains for an answer that bears its name
_SURE: Final = 0.1
_MONEY: Final = re.compile(
    r"€|\beuros?\b|\bcouts?\b|\bbudgets?\b|\bdepenses\b|\bmontants?\b"
)  # a table of money is nobody's answer
_THEIRS: Final = re.compile(r"barometre|observatoire|national|france|moyenne|panel")
_OWN: Final = re.compile(
    r"\s*(?:nous\b|notre\b|chez\s+nous|ici\b|(?:la\s+|notre\s+)?(?:commune|ville|collectivite|agglomeration|metropole|territoire)\b(?!s))"
)
_MOST: Final = 0.5  # share of the values of a table from which their indicator is that of the table
_MOST_OF_COLUMN: Final = 0.75
_ROWS: Final = 3
_HESITATES: Final = 0.4  # of the best reading of a row, from which another may be it


def cell_ties(tying: Tying, grid: Grid) -> list[Tie]:
    """Return the tie of each value of a table, row by row."""
    names = _names(tying, grid)
    cells = [(rank, row, found) for rank, row in enumerate(grid.rangs) for found in row.valeurs]
    read = _Read(tying)
    ties = [_tie(read, grid, row, found, names[rank]) for rank, row, found in cells]
    _agree(ties, _MOST)
    for rank in range(1, len(grid.colonnes) + 1):
        _agree([t for t in ties if t.site.found.cellule == rank], _MOST_OF_COLUMN)
    for tie, (_, row, found) in zip(ties, cells, strict=True):
        _populate(tying, grid, tie, _groups(tying, row, grid.colonnes[found.cellule - 1]))
    return ties


def _groups(tying: Tying, row: Row, column: Column) -> list[Mention]:
    """Return the groups that the name of a row or of a column is."""
    return [
        m
        for text in (row.nom, column.titre)
        for m in tying.people.groups.mentions(text)
        if m.end - m.start >= _GROUP * len(text.strip()) or _bracketed(text, m)
    ]


def _bracketed(text: str, group: Mention) -> bool:
    """Tell whether a group stands alone in the brackets that end a name: « Un projet (communes) »."""
    return text[: group.start].rstrip().endswith("(") and text[group.end :].strip(" )") == ""


def _of_the_writer(grid: Grid, column: Column) -> bool:
    """Tell whether a column is of whoever writes, set beside one of the barometer."""
    beside = any(_THEIRS.search(flat(c.titre)) for c in grid.colonnes if c is not column)
    return beside and bool(_OWN.match(flat(column.titre)))


def _agree(ties: Sequence[Tie], most: float) -> None:
    """Read the rows that hesitate as most rows are read: a table, or its column, is mostly of one question."""
    votes = Counter(tie.best.indicateur for tie in ties if tie.best)
    ((common, count),) = votes.most_common(1) or (("", 0),)
    if count < most * len(ties) or len(ties) < _ROWS:
        return
    for tie in ties:
        if tie.best is None or tie.best.indicateur == common:
            continue
        best = next((r for r in tie.readings if r.indicateur == common), None)
        tie.lien = PROBABLE if tie.lien == SUR else tie.lien
        if best is not None and best.total >= _HESITATES * tie.best.total:
            tie.readings = [best, *(r for r in tie.readings if r is not best)]
            tie.indices.append("indicateur des autres lignes du tableau")


Named = dict[tuple[str, str], float]


def _names(tying: Tying, grid: Grid) -> list[Named]:
    """Return, for each row, the answers that its name may be, each with the share of their words in common."""
    labels = [
        ((indicator, category), {w.form for w in words_of(resolved.libelle)})
        for indicator, categories in tying.catalogue.categories.items()
        for category, resolved in categories.items()
        if "." not in category
    ]
    found = []
    for row in grid.rangs:
        mine = {w.form for w in words_of(row.nom)}
        likely: Named = {}
        for key, other in labels:
            if mine.isdisjoint(other):
                continue
            longest = 0.6 * max(len(mine), len(other))
            common = len(mine & other) / max(1, min(len(mine), len(other)), longest)
            if common >= _NAMED:
                likely[key] = common
        found.append(likely)
    return found


class _Read:
    """The words around a table: each row is read once, whatever its columns."""

    def __init__(self, tying: Tying) -> None:
        self.tying = tying
        self._known: dict[int, list[Scored]] = {}

    def readings(self, passage: Passage, first: Found) -> list[Scored]:
        """Return what the words of a passage and its headings speak for, best first."""
        known = self._known.get(id(passage))
        if known is None:
            site = Site(passage, first, (0, len(passage.texte)), (), ())
            known = self._known[id(passage)] = self.tying.read(site)[1]
        return known


def _tie(read: _Read, grid: Grid, row: Row, found: Found, named: Named) -> Tie:
    tying = read.tying
    column = grid.colonnes[found.cellule - 1]
    passage = row.passage
    if any(_MONEY.search(flat(c.titre)) for c in grid.colonnes) or _of_the_writer(grid, column):
        return Tie(Site(passage, found, (0, len(passage.texte)), (), ()), Dated(tying.edition, False))
    site = Site(passage, found, (0, len(passage.texte)), (), ())
    tie = Tie(site, Dated(column.edition or tying.edition, bool(column.edition)))
    groups = _groups(tying, row, column)
    if (not named and any(not m.generique for m in groups)) or _whole(row.nom):
        tie.readings = _by_column(read, grid, column)
    else:
        tie.readings = _by_row(read, row, named, column)
    if tie.best is None:
        return tie
    rival = next((r for r in tie.readings[1:]), None)
    margin = 1 - (rival.total / tie.best.total if rival else 0.0)
    tie.lien = SUR if margin >= _SURE else PROBABLE if margin > 0 else A_TRANCHER
    tie.indices.append(f"ligne « {row.nom} »")
    if column.reponse or column.titre:
        tie.indices.append(f"colonne « {column.reponse or column.titre} »")
    return tie


def _populate(tying: Tying, grid: Grid, tie: Tie, groups: Sequence[Mention]) -> None:
    """Give a cell whom it counts: the group of its row or column, a note, else those its indicator is about."""
    if tie.best is None:
        return
    indicator = tying.catalogue.indicateurs[tie.best.indicateur]
    tie.population, tie.qui = indicator.population, "supposee"
    named_groups = [m.population for m in groups if not m.generique and m.population]
    if indicator.public != "francais" and named_groups:
        tie.population, tie.qui = (
            tying.people.within(indicator.population, named_groups[0]) or named_groups[0],
            "dite",
        )
    elif indicator.population in ("ensemble", "hors_moins_3500") and (
        noted := tying.people.noted(grid.premier)
    ):
        tie.population, tie.qui = noted, "notee"


def _whole(name: str) -> bool:
    return flat(name).strip() in ("ensemble", "total", "toutes", "tous", "moyenne")


def _by_row(read: _Read, row: Row, named: Named, column: Column) -> list[Scored]:
    """Read a row by its name: the answers it may be, and whatever its words and the headings speak for."""
    found = read.readings(row.etiquette, row.valeurs[0])
    strongest = max((r.total for r in found), default=0.0)
    totals = {(r.indicateur, r.categorie): r for r in found if r.total >= _AROUND * strongest}
    around: dict[str, float] = {}
    for reading in found:
        around[reading.indicateur] = max(around.get(reading.indicateur, 0.0), reading.points_indicateur)
    for (indicator, category), common in named.items():
        known = totals.get((indicator, category))
        points = known.total if known else around.get(indicator, 0.0)
        if points >= _AROUND * strongest:
            base = known or Scored(indicator, category, 0.0, points, common)
            totals[(indicator, category)] = replace(
                base, total=math.sqrt(points) * (1 + _NAME * common), points_categorie=common
            )
    kept = {k: r if k in named else replace(r, total=math.sqrt(r.total)) for k, r in totals.items()}
    fits = _fits(read.tying, {i for i, _ in kept}, column)
    return sorted(
        (replace(r, total=r.total * fits[r.indicateur]) for r in kept.values()),
        key=lambda r: (-r.total, r.indicateur, r.categorie),
    )


def _fits(tying: Tying, indicators: set[str], column: Column) -> dict[str, float]:
    """Return how well the header of a column names each indicator, by the words that tell their labels apart."""
    wanted = (
        set() if tying.people.groups.mentions(column.reponse) else {w.form for w in words_of(column.reponse)}
    )
    labels = {i: {w.form for w in words_of(tying.catalogue.indicateurs[i].libelle)} for i in indicators}
    if not wanted or not labels:
        return dict.fromkeys(indicators, 1.0)
    users = Counter(word for label in labels.values() for word in label)
    shared = {word for word, count in users.items() if len(labels) > 1 and count >= _SHARED * len(labels)}
    own = {i: label - shared for i, label in labels.items()}
    return {
        i: 0.05 + len(wanted & o) / max(1, len(wanted | o))
        if wanted & o
        else 0.05 / (1 + len(o)) * (0.4 if i in tying.lexicon.signes else 1)
        for i, o in own.items()
    }


def _by_column(read: _Read, grid: Grid, column: Column) -> list[Scored]:
    """Read a table whose rows are groups: the column, or the heading, says the answer."""
    tying = read.tying
    readings = read.readings(grid.sans_mots, grid.rangs[0].valeurs[0])
    wanted = {w.form for w in words_of(column.reponse)}
    if not wanted:
        return list(readings)
    kept = []
    for reading in readings:
        label = (
            {
                w.form
                for w in words_of(tying.catalogue.categories[reading.indicateur][reading.categorie].libelle)
            }
            if (reading.categorie in tying.catalogue.categories[reading.indicateur])
            else set()
        )
        share = len(wanted & label) / len(wanted)
        kept.append(replace(reading, total=reading.total * (0.3 + share)))
    return kept


def in_order(ties: Sequence[Tie]) -> list[Tie]:
    """Return ties in the order of the document."""
    return sorted(ties, key=lambda t: (t.site.passage.rang, t.site.found.start))
