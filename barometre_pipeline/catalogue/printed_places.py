"""Where in a document a printed figure is: its page where it was noted, else the chart it stands by, in order.

Read from data: ``plan_des_documents.csv`` lists what follows what in each document, which is no page number.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.catalogue.loader import FOLDER
from barometre_pipeline.catalogue.printed_figures import load_charts, load_renamings
from barometre_pipeline.french.spaces import NBSP

if TYPE_CHECKING:
    import pandas as pd

PAGES = re.compile(r"\(p\. (\d+)(?:-(\d+))?\)")
PLAN = FOLDER / "plan_des_documents.csv"
NOT_NOTED = "page non renseignée dans le relevé"
_AT_MOST = 3  # charts named


def load_plan(path: Path = PLAN) -> "pd.DataFrame":
    """Return the pages or blocks of each document in order: ``document, ordre, titre, graphiques``, all text."""
    import pandas as pd

    return pd.read_csv(path, dtype=str, keep_default_na=False)


def page_in_words(document: str, heading: str, indicator: str, population: str) -> str:
    """Say on which page a figure is printed, or that nobody noted it and by which chart it stands.

    Args:
        document: its name.
        heading: where the survey of the document puts the figure; it ends with the page where that was noted.
        indicator: what the figure is about, as the catalogue names it.
        population: whose figure it is.
    """
    if found := PAGES.search(heading):
        return f"p. {found[1]} à {found[2]}" if found[2] else f"p. {found[1]}"
    charts = _charts(document, indicator, population)[:_AT_MOST]
    blocks = [(order, title, chart) for chart in charts for order, title in _blocks(document, chart)]
    if not blocks:
        return NOT_NOTED
    told = " ou ".join(
        f"{_rank(order)} page ou partie («{NBSP}{title}{NBSP}», graphique {chart})"
        for order, title, chart in blocks
    )
    return f"{NOT_NOTED}{NBSP}; dans l’ordre du document{NBSP}: {told}"


def _rank(order: int) -> str:
    return f"{order}re" if order == 1 else f"{order}e"


@cache
def _charts(document: str, indicator: str, population: str) -> tuple[str, ...]:
    """Return the numbers of the charts of an indicator, else of its questions; those of the population if any are."""
    table = load_charts()
    table = table[table["document"] == document]
    named = table["indicateur"].isin({indicator, load_renamings().get(indicator, indicator)})
    asked = _questions(indicator)
    same = (
        named if named.any() else table["indicateur"].map(lambda other: bool(asked & _questions(str(other))))
    )
    table = table[same.astype(bool)]
    of_population = table[table["population"] == population]
    chosen = table if of_population.empty else of_population
    return tuple(str(int(name.rpartition("-g")[2])) for name in chosen["graphique"])


@cache
def _questions(indicator: str) -> frozenset[str]:
    """Return the variables that an indicator is counted on."""
    categories = load_catalogue().categories.get(indicator, {}).values()
    return frozenset(str(leaf.variable) for c in categories for leaf in c.si.leaves())


def _blocks(document: str, chart: str) -> Iterator[tuple[int, str]]:
    plan = load_plan()
    for row in plan[plan["document"] == document].to_dict("records"):
        if chart in str(row["graphiques"]).split():
            yield int(row["ordre"]), str(row["titre"])
