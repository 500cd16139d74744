"""Which rows of ``indicateurs`` a declared chart shows, and where: on which line, under which answer.

Choosing and naming only: no share is computed, no pixel placed; the words around are ``declared``'s.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Final

import numpy as np
import pandas as pd

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.chart import STACKED, DeclaredChart, years_shown
from barometre_pipeline.catalogue.indicator import Indicator
from barometre_pipeline.catalogue.words import category_in_words, indicator_in_words, population_in_words
from barometre_pipeline.french.numbers import whole_percent
from barometre_pipeline.french.spaces import spaced
from barometre_pipeline.french.words import uncapitalised
from barometre_pipeline.publication.charts.expectations import SIDES, crossed, crossing_of
from barometre_pipeline.publication.charts.told_rows import (
    Printed,
    Untold,
    announced_withheld,
    answers_withheld,
    people_withheld,
)

DATA_COLUMNS: Final = (
    "edition", "indicateur", "categorie", "categorie_libelle", "population", "population_libelle", "regle_base", "n",
    "base", "part_publiable", "pourcentage", "base_faible", "source_donnees", "trace_id",
)  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """One value of a chart: its place, and what it is.

    ``ligne`` and ``reponse`` rank the line and the answer, ``libelle`` and ``serie`` name them; ``valeur`` is what is
    drawn: a share (fraction), or a count.
    """

    ligne: int
    libelle: str
    reponse: int
    serie: str
    edition: str
    categorie: str
    categorie_libelle: str
    population: str
    population_libelle: str
    valeur: float
    n: int
    base: int
    base_faible: bool
    regle_base: str


@dataclass(frozen=True)
class Cells:
    """The values of one chart.

    Attributes:
        chart: its declaration.
        edition: the one it is drawn for.
        indicator: the first that it shows, which gives its public and its population.
        values: in the order of lines, the newest year first, then of answers.
        withheld: populations of the chart that are told in none of its years, or not in some, with these years.
        answers_withheld: answers that a line lacks because they may not be told.
        totals: what stands at the end of lines, ``reponse`` being the rank of its column.
        unions: categories that unite others of the chart, each on a line of its own.
        rows: the same as rows of ``indicateurs``, totals last, with ``categorie_libelle``, ``population_libelle`` and
            ``pourcentage``.
    """

    chart: DeclaredChart
    edition: str
    indicator: Indicator
    values: tuple[Cell, ...]
    totals: tuple[Cell, ...]
    rows: pd.DataFrame
    withheld: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    answers_withheld: tuple[Untold, ...] = ()
    unions: frozenset[str] = frozenset()

    @property
    def years(self) -> tuple[str, ...]:
        """Return the editions shown, oldest first."""
        return tuple(sorted({c.edition for c in self.values}))

    @property
    def populations(self) -> tuple[str, ...]:
        """Return the populations shown, in order."""
        return tuple(dict.fromkeys(c.population for c in self.values))

    @property
    def bases_beside(self) -> bool:
        """Tell whether each line has its base beside it: several populations do not share one."""
        return len(self.populations) > 1 and self.chart.forme not in (
            "effectifs",
            "chiffres_cles",
            "attentes",
        )

    @property
    def counts(self) -> bool:
        """Tell whether values are counts, not shares."""
        return self.indicator.mesure == "effectif"


def chart_cells(printed: Printed, chart: DeclaredChart, edition: str, catalogue: Catalogue) -> Cells | None:
    """Return the values that a chart shows for an edition, None where the edition has none.

    Args:
        printed: what ``printed_rows`` returns.
        chart: its declaration.
        edition: the edition it is drawn for.
        catalogue: what the chart names.
    """
    if chart.croisement:
        return _crossing(printed, chart, edition, catalogue)
    indicator = catalogue.indicateurs[chart.names[0]]
    found = [printed.told[n] for n in _names(chart, indicator) if n in printed.told]
    if not found:
        return None
    rows = pd.concat(found) if len(found) > 1 else found[0]
    rows = _composed(rows, indicator) if chart.forme == "chiffres_cles" else _own(rows, chart, catalogue)
    rows = _announced(rows, printed, chart)
    rows = rows[rows["n" if indicator.mesure == "effectif" else "part_publiable"].notna()]
    years = years_shown(chart, edition, _complete(rows, chart, indicator, edition))
    rows = rows[rows["edition"].isin(years)]
    if edition not in years or rows.empty or (chart.forme == "halteres" and len(years) < 2):
        return None
    if chart.forme == "carte" and not rows["n"].any():
        return None  # nobody's place is known
    rows = _whole_lines(rows, chart, indicator)
    if rows.empty:
        return None
    if {*years} == {edition}:
        catalogue = catalogue.as_worded(edition)
    values, rows = _placed(_named(rows, catalogue), chart, catalogue)
    untold = answers_withheld(printed, chart, catalogue, rows)
    totals, more = _totals(printed, chart, values, catalogue)
    rows = pd.concat([rows, more], ignore_index=True) if totals else rows
    shown = {(c.population, c.edition) for c in values}
    people = people_withheld(printed, chart, _populations(chart, catalogue), shown)
    return Cells(
        chart, edition, indicator, values, totals, rows, people, untold, _unions(values, chart, catalogue)
    )


def _crossing(printed: Printed, chart: DeclaredChart, edition: str, catalogue: Catalogue) -> Cells | None:
    crossing = crossing_of(catalogue, chart)
    found = list(crossed(printed.told, crossing, edition))
    if not found:
        return None
    rows = _named(pd.DataFrame([row for *_, row in found]), catalogue).reset_index(drop=True)
    kept = [f.name for f in fields(Cell) if f.name in rows]
    values = tuple(
        Cell(
            ligne=line, libelle=label, reponse=side, serie=SIDES[side], valeur=float(record["part_publiable"]),
            **{name: record[name] for name in kept},
        )
        for (line, side, label, _), record in zip(found, rows.to_dict("records"), strict=True)
    )  # fmt: skip
    return Cells(chart, edition, catalogue.indicateurs[crossing.pratique.indicateur], values, (), rows)


def _names(chart: DeclaredChart, indicator: Indicator) -> tuple[str, ...]:
    return tuple(dict.fromkeys(i for i, _, _ in indicator.compose_de)) or chart.names


def _populations(chart: DeclaredChart, catalogue: Catalogue) -> tuple[str, ...]:
    if chart.forme == "carte":
        return tuple(p.nom for p in catalogue.populations.by_name.values() if p.region)
    return chart.populations(catalogue.indicateurs[chart.names[0]])


def _own(rows: pd.DataFrame, chart: DeclaredChart, catalogue: Catalogue) -> pd.DataFrame:
    populations = _populations(chart, catalogue)
    mine = rows[rows["population"].isin(populations)]
    shown = {
        (n, c) for n in chart.names for c in chart.shown(catalogue.indicateurs[n], catalogue.categories[n])
    }
    kept = [pair in shown for pair in zip(mine["indicateur"], mine["categorie"], strict=True)]
    return mine[np.array(kept, dtype=bool)]


def _composed(rows: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    wanted = set(indicator.compose_de)
    kept = [
        key in wanted for key in zip(rows["indicateur"], rows["categorie"], rows["population"], strict=True)
    ]
    return rows[np.array(kept, dtype=bool)]


def _announced(rows: pd.DataFrame, printed: Printed, chart: DeclaredChart) -> pd.DataFrame:
    """Leave out the lines that may not tell what the title announces."""
    lines = zip(rows["edition"].astype(str), rows["population"].astype(str), strict=True)
    return rows[np.array([not announced_withheld(printed, chart, *line) for line in lines], dtype=bool)]


def _complete(rows: pd.DataFrame, chart: DeclaredChart, indicator: Indicator, edition: str) -> list[str]:
    """Return the editions that can be shown: a stack that lacks one of today's answers would read as a smaller one."""
    if chart.forme != "barres_cumulees":
        return [str(e) for e in rows["edition"].unique()]
    grid = chart.by_item(indicator)
    answers = rows["indicateur"] if chart.indicateurs else rows["categorie"].str.rsplit(".", n=1).str[-1]
    answers = rows["categorie"] if not grid and not chart.indicateurs else answers
    told = answers.groupby(rows["edition"]).agg(frozenset)
    return [str(e) for e, given in told.items() if given >= told.get(edition, frozenset())]


def _whole_lines(rows: pd.DataFrame, chart: DeclaredChart, indicator: Indicator) -> pd.DataFrame:
    """Leave out the lines of which an answer is withheld: they would read as smaller ones."""
    if chart.forme != "barres_cumulees":
        return rows
    grid = chart.by_item(indicator)
    item = rows["categorie"].str.split(".", n=1).str[0] if grid or chart.indicateurs else rows["edition"]
    line = [rows["population"], rows["edition"], item]
    given = rows.groupby(line)["trace_id"].transform("size")
    most = given.groupby(rows["edition"]).transform("max")
    return rows[given.eq(most)]


def _named(rows: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    shares = rows["part_publiable"]
    return rows.assign(
        categorie_libelle=[
            spaced(category_in_words(catalogue, str(i), str(c)))
            for i, c in zip(rows["indicateur"], rows["categorie"], strict=True)
        ],
        population_libelle=[spaced(population_in_words(catalogue, str(p))) for p in rows["population"]],
        pourcentage=pd.array(
            [whole_percent(float(p)) if pd.notna(p) else None for p in shares], dtype="Int64"
        ),
    )


def _placed(
    rows: pd.DataFrame, chart: DeclaredChart, catalogue: Catalogue
) -> tuple[tuple[Cell, ...], pd.DataFrame]:
    """Give each value its line and its answer, in words and in order."""
    place = _Places(chart, catalogue, _populations(chart, catalogue))
    line, answer = place.line(), place.answer()
    value = "n" if catalogue.indicateurs[chart.names[0]].mesure == "effectif" else "part_publiable"
    kept = [f.name for f in fields(Cell) if f.name in rows]
    placed = []
    for i, record in enumerate(rows.to_dict("records")):
        told = {str(k): v for k, v in record.items()}
        (row, label), (rank, series) = line(told), answer(told)
        cell = Cell(
            ligne=row, libelle=label, reponse=rank, serie=series, valeur=float(told[value]),
            **{name: told[name] for name in kept},
        )  # fmt: skip
        placed.append((row, -int(cell.edition) if cell.edition.isdigit() else 0, rank, i, cell))
    placed.sort(key=lambda p: p[:4])
    order = [i for *_, i, _ in placed]
    return tuple(p[-1] for p in placed), rows.iloc[order].reset_index(drop=True)


def _unions(values: Sequence[Cell], chart: DeclaredChart, catalogue: Catalogue) -> frozenset[str]:
    if chart.forme not in ("barres", "barres_groupees"):
        return frozenset()
    known = catalogue.categories[chart.names[0]]
    shown = [known[c] for c in dict.fromkeys(v.categorie for v in values)]
    return frozenset(a.nom for a in shown if any(a.unites(b) for b in shown))


def _totals(
    printed: Printed, chart: DeclaredChart, values: Sequence[Cell], catalogue: Catalogue
) -> tuple[tuple[Cell, ...], pd.DataFrame]:
    """Return the values at the end of lines, which are rows of their own."""
    wanted: dict[tuple[str, ...], tuple[int, Cell]] = {}
    for column, total in enumerate(chart.totaux):
        for cell in values:
            item = cell.categorie.partition(".")[0]
            if total.item in ("", item):
                key = (
                    total.indicateur or chart.names[0],
                    total.categorie or item,
                    cell.population,
                    cell.edition,
                )
                wanted.setdefault(key, (column, cell))
    found = [printed.told[n] for n in dict.fromkeys(key[0] for key in wanted) if n in printed.told]
    if not found:
        return (), pd.DataFrame()
    rows = pd.concat(found)
    keys = list(zip(*(rows[c] for c in ("indicateur", "categorie", "population", "edition")), strict=True))
    rows = _named(rows[np.array([k in wanted for k in keys], dtype=bool)], catalogue)
    rows = rows[rows["part_publiable"].notna()]
    kept = [f.name for f in fields(Cell) if f.name in rows]
    cells = []
    for record in rows.to_dict("records"):
        told = {str(k): v for k, v in record.items()}
        column, cell = wanted[told["indicateur"], told["categorie"], told["population"], told["edition"]]
        cells.append(
            Cell(
                ligne=cell.ligne,
                libelle=cell.libelle,
                reponse=column,
                serie=spaced(chart.totaux[column].libelle),
                valeur=float(told["part_publiable"]),
                **{name: told[name] for name in kept},
            )
        )
    return tuple(cells), rows


Placed = Callable[[dict[str, object]], tuple[int, str]]


@dataclass(frozen=True)
class _Places:
    """What stands on the lines of a chart and what along them."""

    chart: DeclaredChart
    catalogue: Catalogue
    populations: Sequence[str]

    def line(self) -> Placed:
        chart = self.chart
        if chart.forme == "chiffres_cles":
            order = [(i, c) for i, c, _ in self.catalogue.indicateurs[chart.names[0]].compose_de]
            return lambda r: (order.index((str(r["indicateur"]), str(r["categorie"]))), self._figure(r))
        if len(self.populations) > 1 or chart.forme in ("effectifs", "carte"):
            return lambda r: (self.populations.index(str(r["population"])), str(r["population_libelle"]))
        if chart.forme in STACKED and not (chart.indicateurs or self._grid):
            return lambda r: (0, str(r["population_libelle"]))
        return self._item

    def answer(self) -> Placed:
        chart = self.chart
        if chart.indicateurs:
            names = list(chart.indicateurs)
            return lambda r: (
                names.index(str(r["indicateur"])),
                spaced(chart.indicateurs[str(r["indicateur"])]),
            )
        if chart.forme not in STACKED:
            return lambda r: (0, str(r["categorie_libelle"]))
        if self._grid:
            return self._grid_answer
        shown = chart.shown(self.catalogue.indicateurs[chart.names[0]], self._categories)
        return lambda r: (shown.index(str(r["categorie"])), str(r["categorie_libelle"]))

    @property
    def _grid(self) -> bool:
        return self.chart.by_item(self.catalogue.indicateurs[self.chart.names[0]])

    @property
    def _categories(self) -> Sequence[str]:
        return list(self.catalogue.categories[self.chart.names[0]])

    def _item(self, row: dict[str, object]) -> tuple[int, str]:
        """An item of a grid, or a category."""
        item = str(row["categorie"]).partition(".")[0]
        order = list(dict.fromkeys(c.partition(".")[0] for c in (*self.chart.categories, *self._categories)))
        return order.index(item), self._item_words(item, str(row["categorie_libelle"]))

    def _item_words(self, item: str, otherwise: str) -> str:
        variable = self.catalogue.codebook.variables.get(
            self.catalogue.indicateurs[self.chart.names[0]].variable or ""
        )
        known = variable.items if variable and self._grid else {}
        return spaced(known[item]) if item in known else otherwise

    def _grid_answer(self, row: dict[str, object]) -> tuple[int, str]:
        name = str(row["categorie"]).partition(".")[2]
        variable = self.catalogue.codebook.variables[
            self.catalogue.indicateurs[self.chart.names[0]].variable or ""
        ]
        order = list(dict.fromkeys((*self.chart.reponses, *variable.modalites)))
        return order.index(name), spaced(variable.modalites[name])

    def _figure(self, row: dict[str, object]) -> str:
        name = indicator_in_words(self.catalogue, str(row["indicateur"]))
        return spaced(f"{row['categorie_libelle']} : {uncapitalised(name)}")
