"""Holds every printed chart against the one drawn for it: form, breakdown, population, editions, printed values.

    python -m tools.printed_charts LAKE > docs/graphiques.md

Printed charts are rows of ``catalogue/graphiques.csv``; the drawn one is that which names it (``imprimes``), for the
edition of its document. Exit 1 where fewer are the same than ``FEWEST``.
"""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.chart import BREAKDOWNS, DeclaredChart
from barometre_pipeline.catalogue.extension import catalogue_of
from barometre_pipeline.catalogue.printed_figures import load_charts, load_figures
from barometre_pipeline.french.words import enumeration
from barometre_pipeline.lake import Lake
from barometre_pipeline.publication.charts.cells import Cells, chart_cells
from barometre_pipeline.publication.charts.told_rows import charts_withheld, printed_rows

FEWEST: Final = 80
FORMS: Final[dict[str, tuple[str, ...]]] = {
    "barres ou anneau": ("barres", "effectifs"),
    "anneau ou barres": ("barres",),
    "barres": ("barres",),
    "barres horizontales": ("barres", "barres_groupees"),
    "deux barres": ("barres", "barres_groupees"),
    "barres, évolution": ("barres", "barres_groupees"),
    "barres groupées par édition": ("barres_groupees",),
    "barres horizontales empilées (en cours, prévu)": ("barres_cumulees",),
    "barres horizontales empilées": ("barres_cumulees",),
    "barres empilées (en cours, prévu)": ("barres_cumulees",),
    "barres empilées (oui, prévu)": ("barres_cumulees",),
    "barres empilées par rang": ("barres_cumulees",),
    "barres empilées": ("barres_cumulees", "barres_empilees"),
    "barres empilées, évolution": ("barres_empilees",),
    "barres empilées et rappel 2022": ("barres_empilees",),
    "barres empilées à 100 %": ("barres_empilees",),
    "barres divergentes": ("barres_divergentes",),
    "haltères (avant, après)": ("halteres",),
    "grands nombres (fiche de chiffres clés)": ("chiffres_cles",),
    "carte choroplèthe des régions": ("carte",),
}


@dataclass(frozen=True)
class Verdict:
    """One printed chart and the one drawn for it; each comparison is "" where they are the same."""

    printed: Mapping[str, str]
    drawn: str
    form: str
    breakdown: str
    population: str
    editions: str
    readable: int
    figures: int
    values: int
    told: int
    untold: tuple[str, ...] = ()

    @property
    def same(self) -> bool:
        """Tell whether everything is the same."""
        return bool(self.drawn) and not (self.form or self.breakdown or self.population or self.editions)


def verdicts(lake: Lake) -> Iterator[Verdict]:
    """Yield the verdict of each printed chart, in the order of the list."""
    catalogue = catalogue_of(lake)
    rows, open_rows = (printed_rows(lake.read("gold/indicateurs"), internal=i) for i in (True, False))
    hidden = {
        (year, chart.nom): answers
        for year in sorted(lake.read("gold/indicateurs")["edition"].astype(str).unique())
        for chart, answers in charts_withheld(open_rows, catalogue, year)
    }
    by_print = {name: c for c in catalogue.graphiques.communs for name in c.imprimes}
    figures = load_figures()
    figures = figures[figures["statistique"].str.startswith("part")]
    for record in load_charts().to_dict("records"):
        printed = {str(k): str(v) for k, v in record.items()}
        chart = by_print.get(printed["graphique"])
        year = max(printed["editions"].split(";"))
        cells = chart_cells(rows, chart, year, catalogue) if chart else None
        if chart is None or cells is None:
            yield Verdict(printed, "", "non dessiné", "", "", "", 0, 0, 0, 0)
            continue
        mine = _figures(figures, printed, chart)
        gaps = {
            "form": _form(printed, chart),
            "breakdown": _breakdown(printed, chart),
            "population": _population(printed, chart, catalogue),
            "editions": _editions(printed, cells),
        }
        told = chart_cells(open_rows, chart, year, catalogue)
        shown = len(told.rows) if told else 0
        yield Verdict(printed, chart.nom, **gaps, readable=_readable(mine, cells), figures=len(mine),
                      values=len(cells.rows), told=shown, untold=hidden.get((year, chart.nom), ()))  # fmt: skip


def _form(printed: Mapping[str, str], chart: DeclaredChart) -> str:
    return "" if chart.forme in FORMS[printed["forme"]] else f"{printed['forme']} ; dessiné en {chart.forme}"


def _breakdown(printed: Mapping[str, str], chart: DeclaredChart) -> str:
    wanted = printed["ventilation"]
    if wanted == "type et strate":
        return (
            "" if chart.ventilation == "types_et_strates" or isinstance(chart.ventilation, tuple) else wanted
        )
    if wanted in ("type", "type de structure"):
        return "" if chart.ventilation == "types" or chart.ventilation else wanted
    if wanted == "région":
        return "" if chart.forme == "carte" else wanted
    return wanted if chart.ventilation in BREAKDOWNS else ""


def _population(printed: Mapping[str, str], chart: DeclaredChart, catalogue: Catalogue) -> str:
    indicator = catalogue.indicateurs[chart.names[0]]
    if chart.forme in ("effectifs", "chiffres_cles", "carte"):
        return ""
    shown = chart.populations(indicator)
    return "" if printed["population"] in shown else f"{printed['population']} ; dessiné pour {shown[0]}"


def _editions(printed: Mapping[str, str], cells: Cells) -> str:
    wanted = set(printed["editions"].split(";"))
    missing = sorted(wanted - set(cells.years))
    return f"sans {', '.join(missing)}" if missing else ""


def _figures(figures: pd.DataFrame, printed: Mapping[str, str], chart: DeclaredChart) -> pd.DataFrame:
    """Return the figures of the document that the chart is about."""
    mine = figures["document"].eq(printed["document"]) & figures["indicateur"].isin(chart.names)
    return figures[mine]


def _readable(figures: pd.DataFrame, cells: Cells) -> int:
    keys = ["indicateur", "categorie", "population", "edition"]
    drawn = set(cells.rows[keys].astype(str).itertuples(index=False, name=None))
    return sum(key in drawn for key in figures[keys].astype(str).itertuples(index=False, name=None))


def main(folder: str) -> int:
    """Print the table; return the exit code."""
    lake = Lake.at(Path(folder))
    found = list(verdicts(lake))
    same = sum(v.same for v in found)
    print("# Les graphiques imprimés et ceux qui sont dessinés\n")
    print(
        "Écrit par `python -m tools.printed_charts LAC`, sur les éditions de démonstration (synthétiques)\u00a0: ce qui"
    )
    print("est comparé est la construction des graphiques, non leurs valeurs.\n")
    print(
        f"**{same} sur {len(found)}** ont la forme, la ventilation, la population et les éditions du graphique imprimé."
    )
    print(
        "La base est partout celle de la règle de l’édition imprimée (lignes `imprime` de `gold/indicateurs`), l’ordre"
    )
    print(
        "celui du questionnaire pour une échelle, des valeurs pour le reste, « autre » et « ne sait pas » à la fin.\n"
    )
    print(
        "«\u00a0Publiées\u00a0»\u00a0: parmi ses valeurs, celles qui peuvent être dites (nulle réponse de 1 à 4"
    )
    print(
        "structures). Le graphique entier est une copie de travail, dans `interne/graphiques_declares` du lac.\n"
    )
    print("| graphique imprimé | titre | dessiné par | écart | chiffres imprimés lisibles | publiées |")
    print("|---|---|---|---|---|---|")
    for v in found:
        gaps = " ; ".join(g for g in (v.form, v.breakdown, v.population, v.editions) if g) or "aucun"
        read = f"{v.readable} sur {v.figures}" if v.figures else "–"
        by, told = (f"`{v.drawn}`", f"{v.told} sur {v.values}") if v.drawn else ("–", "–")
        if v.untold:
            told += f", non dessiné\u00a0: réponse annoncée retenue ({enumeration(list(v.untold))})"
        print(f"| {v.printed['graphique']} | {v.printed['titre']} | {by} | {gaps} | {read} | {told} |")
    return int(same < FEWEST)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
