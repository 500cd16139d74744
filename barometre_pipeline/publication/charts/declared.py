"""Declared charts, from rows of ``indicateurs`` to specifications: the words around what is drawn.

Which values is ``cells``', what is drawn of them ``forms``', the drawing ``vega``'s; what a chart may say is
``catalogue.chart``'s.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.chart import DeclaredChart
from barometre_pipeline.catalogue.words import population_in_words, rewordings_in_words
from barometre_pipeline.french.numbers import noun, number, percent, whole_percent
from barometre_pipeline.french.spaces import NBSP, spaced
from barometre_pipeline.french.words import enumeration, uncapitalised
from barometre_pipeline.publication.charts.cells import DATA_COLUMNS, Cells, chart_cells
from barometre_pipeline.publication.charts.expectations import crossing_of
from barometre_pipeline.publication.charts.findings import established, finding
from barometre_pipeline.publication.charts.forms import plot_of, written
from barometre_pipeline.publication.charts.model import ChartSpec
from barometre_pipeline.publication.charts.plot import BLANK, REST, UNTOLD, Plot
from barometre_pipeline.publication.charts.prepare import residual_level
from barometre_pipeline.publication.charts.region_map import CREDIT, PERCENT, region_layers
from barometre_pipeline.publication.charts.sheet import NARROW, WIDE, Caption, Format, framed
from barometre_pipeline.publication.charts.told_rows import charts_withheld, printed_rows
from barometre_pipeline.publication.charts.trends import SURVEYS, UNITS
from barometre_pipeline.publication.charts.vega import specification
from barometre_pipeline.statistics.disclosure import SMALLEST_CELL
from barometre_pipeline.vocabulary import BASE_MINIMALE, REGLES_BASE, SOURCES_DONNEES

INTERNAL: Final = (
    f"Document de travail, ne pas diffuser{NBSP}: réponses de moins de {SMALLEST_CELL} structures"
)
_TWO_PUBLICS: Final = ("chiffres_cles", "attentes")


@dataclass(frozen=True)
class Told:
    """A declared chart before it is drawn: its values, what is drawn of them, the words around."""

    cells: Cells
    plot: Plot
    caption: Caption


def build_declared(
    indicateurs: pd.DataFrame,
    evolutions: pd.DataFrame,
    catalogue: Catalogue,
    editions: Sequence[str],
    internal: bool = False,
) -> Iterator[tuple[Cells, ChartSpec]]:
    """Build the charts of every edition that have values for it; arguments are those of ``told_charts``."""
    for told in told_charts(indicateurs, evolutions, catalogue, editions, internal):
        yield told.cells, _spec(told, catalogue)


def told_charts(
    indicateurs: pd.DataFrame,
    evolutions: pd.DataFrame,
    catalogue: Catalogue,
    editions: Sequence[str],
    internal: bool = False,
) -> Iterator[Told]:
    """Choose what the charts of every edition show and say; those without values are left out.

    Args:
        indicateurs: gold ``indicateurs``, all editions together; shares drawn are those printed (``imprime``).
        evolutions: gold ``evolutions``; what it establishes is said under the title.
        catalogue: the common one, extended by the codebooks of editions.
        editions: those to draw, in order.
        internal: for the team's own eyes, with all that may not be told; only the charts that show some of it.
    """
    printed, changes = printed_rows(indicateurs, internal), established(evolutions)
    for edition in editions:
        for chart in catalogue.graphiques.of(edition):
            cells = chart_cells(printed, chart, edition, catalogue)
            if cells is not None and (not internal or not cells.rows["publiable"].all()):
                plot = plot_of(cells)
                yield Told(cells, plot, _caption(cells, plot, finding(cells, changes), catalogue))


def not_drawn(indicateurs: pd.DataFrame, catalogue: Catalogue, edition: str) -> Iterator[str]:
    """Yield a sentence for each chart of an edition whose announced answer may not be told; arguments as above."""
    for chart, answers in charts_withheld(printed_rows(indicateurs), catalogue, edition):
        which = enumeration([f"«{NBSP}{a}{NBSP}»" for a in answers])
        what = (
            "la réponse annoncée n’est pas publiée"
            if len(answers) == 1
            else "réponses annoncées non publiées"
        )
        yield f"«{NBSP}{title_of(chart, edition)}{NBSP}»{NBSP}: {what} ({which})."


def title_of(chart: DeclaredChart, edition: str) -> str:
    """Return the title of a chart for an edition."""
    return spaced(chart.titre.replace("{edition}", edition))


def _caption(cells: Cells, plot: Plot, concluded: str, catalogue: Catalogue) -> Caption:
    # A map has no lines of its own: what it shows is told as bars would be.
    title, warning = title_of(cells.chart, cells.edition), _warning(cells)
    footer = tuple(_footer(cells, plot, catalogue))
    return Caption(title, _subtitle(cells), warning, footer, describe(title, warning, plot), concluded)


def _spec(told: Told, catalogue: Catalogue) -> ChartSpec:
    cells, caption = told.cells, told.caption
    wide, narrow = (drawing(told, catalogue, caption, fmt) for fmt in (WIDE, NARROW))
    name, data = f"{cells.edition}-{cells.chart.nom}", cells.rows[list(DATA_COLUMNS)]
    return ChartSpec(name, name, caption.title, caption.description, data, wide, narrow)


def drawing(told: Told, catalogue: Catalogue, caption: Caption | None, fmt: Format) -> dict[str, Any]:
    """Return the specification of a chart.

    Args:
        told: what it shows.
        catalogue: its populations say which région is which.
        caption: the texts around it, None where they stand elsewhere.
        fmt: on which sheet.
    """
    if told.cells.chart.forme != "carte":
        return specification(told.plot, caption, fmt)
    layers, width, height = map_layers(told.cells, catalogue, fmt.content)
    return framed(layers, caption, width, height, fmt=fmt)


def map_layers(cells: Cells, catalogue: Catalogue, width: float) -> tuple[list[dict[str, Any]], float, int]:
    """Return the layers of a map of the régions, in pixels, its width and its height."""
    codes = {p.nom: p.region or "" for p in catalogue.populations.by_name.values()}
    values = {codes[c.population]: c.n if cells.counts else c.valeur for c in cells.values}
    labels = {codes[c.population]: written(c, cells) for c in cells.values}
    unit = "réponses" if cells.counts else PERCENT
    return region_layers(values, labels, unit=unit, width=width)


def _warning(cells: Cells) -> str:
    """Say that data were made up, and that a chart may not leave the house."""
    private = "" if cells.rows["publiable"].all() else INTERNAL
    return ". ".join(filter(None, (private, _made_up(cells))))


def _made_up(cells: Cells) -> str:
    made_up = cells.rows["source_donnees"].eq("demonstration")
    if not made_up.any():
        return ""
    text = SOURCES_DONNEES["demonstration"]
    years = sorted(cells.rows.loc[made_up, "edition"].unique())
    return text if made_up.all() else f"{text}{NBSP}: {enumeration([str(y) for y in years])}"


def _units(cells: Cells) -> tuple[str, str]:
    return UNITS.get(cells.indicator.public, UNITS["collectivites"])


def _subtitle(cells: Cells) -> str:
    first, when = cells.values[0], enumeration(list(cells.years))
    if cells.chart.forme in _TWO_PUBLICS:
        return f"Collectivités et Français, {when}"
    many = _units(cells)[1]
    if cells.counts:
        return f"Nombre de {many}, {when}"
    who = f"{first.population_libelle}, " if len(cells.populations) == 1 else ""
    one = len({c.categorie for c in cells.values}) == 1 and not cells.chart.indicateurs
    what = f", «{NBSP}{first.categorie_libelle}{NBSP}»" if one else ""
    words = f"{who}en{NBSP}% des {many}{what}, {when}"
    words = words[0].upper() + words[1:]
    return f"{words}, résultats redressés" if cells.indicator.public == "francais" else words


def _footer(cells: Cells, plot: Plot, catalogue: Catalogue) -> Iterator[str]:
    if cells.chart.forme in _TWO_PUBLICS:
        told: dict[str, list[int]] = {}
        for cell in cells.values:
            told.setdefault(cell.population_libelle, []).append(cell.base)
        yield f"Bases{NBSP}: {f'{NBSP}; '.join(f'{p}, {_span(sizes)}' for p, sizes in told.items())}."
    elif not cells.counts:
        yield f"Base{NBSP}: {_bases(cells)}."
        yield from _small(cells)
    if plot.low < 0:
        yield from _without_opinion(cells)
    if plot.shape == "empilees" and plot.whole:
        yield from _rounding(plot)
    yield from _withheld(cells, catalogue)
    yield from _rest(plot)
    note = _comparison(cells, catalogue)
    if note:
        yield f"Comparaison entre années{NBSP}: {spaced(note)}"
    yield from _reworded(cells, catalogue)
    yield from _warnings_of(cells.chart, catalogue)
    if cells.chart.forme == "carte":
        yield f"{CREDIT}."
    sources = cells.rows["source_donnees"]
    kinds = [SOURCES_DONNEES[k] for k in sorted(sources.unique())]
    said = "" if sources.eq("demonstration").all() else f" {'. '.join(kinds)}."
    yield f"Source{NBSP}: {SURVEYS.get(cells.indicator.public, SURVEYS['collectivites'])}.{said}"


def _warnings_of(chart: DeclaredChart, catalogue: Catalogue) -> Iterator[str]:
    if chart.note:
        yield spaced(chart.note)
    if chart.croisement:
        crossing = crossing_of(catalogue, chart)
        yield spaced(crossing.mise_en_garde)
        for pair in crossing.paires:
            if pair.note:
                yield spaced(f"{pair.libelle} : {uncapitalised(pair.note)}")


def _bases(cells: Cells) -> str:
    """Say the base of each year, and who is in it, once where it is the same rule for all."""
    rules = {c.edition: REGLES_BASE[c.regle_base] for c in cells.values}
    shared = len(set(rules.values())) == 1
    if cells.bases_beside:
        lead = f"nombre de {_units(cells)[1]} entre parenthèses"
        told = [f"{rule} en {enumeration(_years(rules, rule))}" for rule in dict.fromkeys(rules.values())]
        return f"{lead}, {next(iter(rules.values())) if shared else f'{NBSP}; '.join(told)}"
    told = []
    for year, rule in sorted(rules.items()):
        sizes = [c.base for c in cells.values if c.edition == year]
        unit = "" if told else f"{NBSP}{noun(max(sizes), *_units(cells))}"
        when = f" en {year}" if len(rules) > 1 else ""
        told.append(f"{_span(sizes)}{unit}{when}{'' if shared else f' ({rule})'}")
    return f"{f'{NBSP}; '.join(told)}{f', {next(iter(rules.values()))}' if shared else ''}"


def _years(rules: Mapping[str, str], rule: str) -> list[str]:
    return sorted(year for year, its in rules.items() if its == rule)


def _span(sizes: Sequence[int]) -> str:
    low, high = min(sizes), max(sizes)
    return number(high) if low == high else f"{number(low)} à {number(high)}"


def _small(cells: Cells) -> Iterator[str]:
    """Say which bases are small."""
    small = [c for c in cells.values if c.base_faible]
    if not small:
        return
    if cells.bases_beside:
        who = "*"
    else:
        years = dict.fromkeys(c.edition for c in small)
        who = enumeration(sorted(years)) if len(cells.years) > 1 else ""
    lead = f"{who}{NBSP}: base" if who else "Base"
    yield f"{lead} de moins de {BASE_MINIMALE} {_units(cells)[1]}, à lire avec prudence."


def _withheld(cells: Cells, catalogue: Catalogue) -> Iterator[str]:
    """Name those who are not shown, and say why."""
    names = []
    for population, years in cells.withheld.items():
        when = "" if years == cells.years else f" ({enumeration(list(years))})"
        names.append(spaced(population_in_words(catalogue, population)) + when)
    if names:
        why = f"moins de {SMALLEST_CELL} {_units(cells)[1]} y donnent une des réponses"
        yield f"Non montré, car {why}{NBSP}: {enumeration(names)}."
    hidden: dict[str, set[str]] = {}
    for untold in cells.answers_withheld:
        hidden.setdefault(untold.answer, set()).add(untold.edition)
    if hidden:
        all_years = set(cells.years)
        named = [
            f"«{NBSP}{a}{NBSP}»{'' if its == all_years else f' ({enumeration(sorted(its))})'}"
            for a, its in hidden.items()
        ]
        why = f"de moins de {SMALLEST_CELL} {_units(cells)[1]} ou qui en feraient retrouver une"
        yield f"Réponses non montrées, {why}{NBSP}: {enumeration(named)}."


def _rest(plot: Plot) -> Iterator[str]:
    """Say what the grey end of lines is."""
    name = next((s.label for s in plot.series if s.residual == REST), "")
    if name == UNTOLD:
        yield f"«{NBSP}{name}{NBSP}»{NBSP}: ces réponses ensemble, ce qui reste jusqu’à 100{NBSP}%."
    elif name:
        and_untold = "" if name == BLANK else "réponses non montrées et "
        what = f"{and_untold}réponses vides comprises dans la base"
        yield f"«{NBSP}{name}{NBSP}»{NBSP}: ce qui reste jusqu’à 100{NBSP}%, {what}."


def _without_opinion(cells: Cells) -> Iterator[str]:
    """Say how many stand on neither side of the axis."""
    silent = [c for c in cells.values if residual_level(c.serie)]
    if silent:
        low, high = (percent(f(c.valeur for c in silent)) for f in (min, max))
        span = high if low == high else f"de {low} à {high} selon la ligne"
        yield f"«{NBSP}{silent[0].serie}{NBSP}» n’est pas dessiné{NBSP}: {span}."


def _rounding(plot: Plot) -> Iterator[str]:
    """Say that rounded shares need not make 100, where a line that is drawn whole shows it."""
    sums: dict[int, int] = {}
    for mark in plot.marks:
        sums[mark.row] = sums.get(mark.row, 0) + whole_percent(mark.share)
    cut = {m.row for m in plot.marks if plot.series[m.series].residual == REST}
    if any(total != 100 for row, total in sums.items() if row not in cut):
        yield f"La somme des pourcentages arrondis peut différer de 100{NBSP}%."


def _comparison(cells: Cells, catalogue: Catalogue) -> str:
    """Return what limits the comparison of the years shown."""
    if len(cells.years) < 2:
        return ""
    notes = [catalogue.note(name, cells.years) for name in cells.chart.names if name]
    notes += [catalogue.populations.note(p, cells.years) for p in cells.populations]
    return " ".join(dict.fromkeys(n for n in notes if n))


def _reworded(cells: Cells, catalogue: Catalogue) -> Iterator[str]:
    """Say which answers one of several years words otherwise: a chart of one year has its own words."""
    if len(cells.years) < 2:
        return
    shown: dict[str, set[str]] = {}
    for name, answer in dict.fromkeys(zip(cells.rows["indicateur"], cells.rows["categorie"], strict=True)):
        if category := catalogue.categories.get(name, {}).get(answer):
            for leaf in category.si.leaves():
                shown.setdefault(name, set()).update(filter(None, (leaf.item, *(leaf.dans or ()))))
    told = [
        s for n, answers in shown.items() for s in rewordings_in_words(catalogue, n, cells.years, answers)
    ]
    yield from dict.fromkeys(told)  # a total is of the same question


def describe(title: str, warning: str, plot: Plot) -> str:
    """Describe a chart in words: each line, its year and its answers with their values."""
    lines: dict[int, list[str]] = {}
    for mark in plot.marks:
        answer = f"{plot.series[mark.series].label} " if plot.series else ""
        if mark.text:
            lines.setdefault(mark.row, []).append(f"{answer}{mark.text}")
    told = []
    for i, values in sorted(lines.items()):
        row = plot.rows[i]
        year = f" en {row.detail}" if row.detail else ""
        told.append(f"{row.label}{year}, {', '.join(values)}")
    lead = f"{warning}. " if warning else ""
    return f"{lead}{title.rstrip('.')}{NBSP}: {f'{NBSP}; '.join(told)}."
