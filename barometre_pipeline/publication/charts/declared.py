"""Charts that the codebook of an edition declares, from rows of ``indicateurs`` to specifications.

Which rows and which words; the drawing is ``vega``'s, what a chart may say ``catalogue.chart``'s.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Final

import pandas as pd

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.chart import DeclaredChart
from barometre_pipeline.catalogue.words import category_in_words, population_in_words
from barometre_pipeline.french.numbers import count, number, percent, whole_percent
from barometre_pipeline.french.spaces import NBSP, spaced
from barometre_pipeline.publication.charts.model import ChartSpec
from barometre_pipeline.publication.charts.prepare import Mark, Plot, Row, Series, residual_level
from barometre_pipeline.publication.charts.trends import SURVEYS, UNITS
from barometre_pipeline.publication.charts.vega import Caption, specification
from barometre_pipeline.vocabulary import BASE_MINIMALE, REGLES_BASE, SOURCES_DONNEES

DATA_COLUMNS: Final = (
    "edition", "indicateur", "categorie", "categorie_libelle", "population", "population_libelle", "regle_base", "n",
    "base", "part_publiable", "pourcentage", "base_faible", "source_donnees", "trace_id",
)  # fmt: skip


def build_declared(
    indicateurs: pd.DataFrame, catalogue: Catalogue
) -> Iterator[tuple[DeclaredChart, ChartSpec]]:
    """Build the charts that editions declare and that have values.

    Args:
        indicateurs: gold ``indicateurs``, all editions together; shares drawn are those printed (``imprime``).
        catalogue: the common one, extended by the codebooks of editions.
    """
    for edition, chart in catalogue.graphiques:
        rows = _rows(indicateurs[indicateurs["edition"] == edition], chart, catalogue)
        if len(rows):
            yield chart, _spec(edition, chart, rows, catalogue)


def _rows(of_edition: pd.DataFrame, chart: DeclaredChart, catalogue: Catalogue) -> pd.DataFrame:
    """Return the values shown, in the order drawn: populations, then categories."""
    populations = chart.populations(catalogue.indicateurs[chart.indicateur])
    mine = of_edition[(of_edition["indicateur"] == chart.indicateur) & of_edition["imprime"]]
    # The population as a whole, not its breakdown by another question (which keeps its name).
    mine = mine[mine["part_publiable"].notna() & mine["population"].isin(populations)]
    mine = mine[mine["modalite"].eq("") | mine["modalite"].eq(mine["population"])]
    mine = mine.drop_duplicates(["population", "categorie"])
    shown = chart.shown(catalogue.indicateurs[chart.indicateur], catalogue.categories[chart.indicateur])
    mine = mine[mine["categorie"].isin(shown)]
    return mine.assign(
        _population=mine["population"].map(populations.index),
        _category=mine["categorie"].map(shown.index),
        categorie_libelle=[
            spaced(category_in_words(catalogue, chart.indicateur, str(c))) for c in mine["categorie"]
        ],
        population_libelle=[spaced(population_in_words(catalogue, str(p))) for p in mine["population"]],
        pourcentage=[whole_percent(float(p)) for p in mine["part_publiable"]],
    ).sort_values(["_population", "_category"], ignore_index=True)


def _spec(edition: str, chart: DeclaredChart, rows: pd.DataFrame, catalogue: Catalogue) -> ChartSpec:
    title = spaced(chart.titre)
    public = catalogue.indicateurs[chart.indicateur].public
    made_up = rows["source_donnees"].eq("demonstration").any()
    warning = SOURCES_DONNEES["demonstration"] if made_up else ""
    description = _description(title, warning, rows)
    caption = Caption(
        title, _subtitle(edition, chart, rows, public), warning, tuple(_footer(rows, public)), description
    )
    plot = _stacks(rows) if chart.forme == "barres_empilees" else _bars(rows, bool(chart.ventilation))
    name = f"{edition}-{chart.nom}"
    return ChartSpec(name, name, title, description, rows[list(DATA_COLUMNS)], specification(plot, caption))


def _bars(rows: pd.DataFrame, by_population: bool) -> Plot:
    """One bar per category, the largest first and « ne sait pas » last; or one per population, as declared."""
    label = "population_libelle" if by_population else "categorie_libelle"
    residual = [not by_population and residual_level(str(t)) > 0 for t in rows[label]]
    rows = rows.assign(_residual=residual)
    if not by_population:
        rows = rows.sort_values(["_residual", "part_publiable", "_category"], ascending=[True, False, True])
    lines = tuple(Row(str(t), r) for t, r in zip(rows[label], rows["_residual"], strict=True))
    values = zip(rows["part_publiable"], rows["n"], strict=True)
    return Plot(lines, tuple(Mark(i, 0, float(share), int(n)) for i, (share, n) in enumerate(values)))


def _stacks(rows: pd.DataFrame) -> Plot:
    """One line per population, its categories end to end."""
    names = rows.sort_values("_category").drop_duplicates("_category")
    series = [Series(str(t), residual_level(str(t))) for t in names["categorie_libelle"]]
    rank = {c: i for i, c in enumerate(names["_category"])}
    lines: list[Row] = []
    marks: list[Mark] = []
    for _, line in rows.groupby("_population"):
        shares = [float(p) for p in line["part_publiable"]]
        starts = accumulate(shares[:-1], initial=0.0)
        marks += [
            Mark(len(lines), rank[c], share, int(n), start)
            for c, share, n, start in zip(line["_category"], shares, line["n"], starts, strict=True)
        ]
        lines.append(Row(str(line["population_libelle"].iloc[0])))
    return Plot(tuple(lines), tuple(marks), tuple(series))


def _subtitle(edition: str, chart: DeclaredChart, rows: pd.DataFrame, public: str) -> str:
    unit = UNITS.get(public, UNITS["collectivites"])[1]
    who = "" if chart.ventilation else f"{rows['population_libelle'].iloc[0]}, "
    what = f", {rows['categorie_libelle'].iloc[0]}" if rows["categorie"].nunique() == 1 else ""
    words = f"{who}en{NBSP}% des {unit}{what}, {edition}"
    words = words[0].upper() + words[1:]
    return f"{words}, résultats redressés" if public == "francais" else words


def _footer(rows: pd.DataFrame, public: str) -> Iterator[str]:
    one, many = UNITS.get(public, UNITS["collectivites"])
    bases = rows.groupby("_population", sort=True)["base"].max()
    labels = rows.drop_duplicates("_population").set_index("_population")["population_libelle"]
    if len(bases) == 1:
        told = count(int(bases.iloc[0]), one, many)
    else:
        told = f"{NBSP}; ".join(
            f"{label}, {number(int(b))}" for label, b in zip(labels.loc[bases.index], bases, strict=True)
        )
    yield f"Base{NBSP}: {told}, {REGLES_BASE[str(rows['regle_base'].iloc[0])]}."
    if rows["base_faible"].any():
        yield f"Base de moins de {BASE_MINIMALE} {many}{NBSP}: à lire avec prudence."
    kinds = [SOURCES_DONNEES[k] for k in sorted(rows["source_donnees"].unique())]
    yield f"Source{NBSP}: {SURVEYS.get(public, SURVEYS['collectivites'])}. {'. '.join(kinds)}."


def _description(title: str, warning: str, rows: pd.DataFrame) -> str:
    several: Sequence[str] = ["population_libelle", "categorie_libelle"]
    named = [c for c in several if rows[c].nunique() > 1] or ["categorie_libelle"]
    told = [
        f"{', '.join(row[c] for c in named)}, {percent(row['part_publiable'], exists=row['n'] > 0)}"
        for row in rows.to_dict("records")
    ]
    return f"{f'{warning}. ' if warning else ''}{title}{NBSP}: {f'{NBSP}; '.join(told)}."
