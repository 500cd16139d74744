"""A chart as a page shows it: its title, what it says in words, its files, where its figures are explained."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import pandas as pd

from barometre_pipeline.french.numbers import count, number
from barometre_pipeline.publication.site.addresses import chart_files
from barometre_pipeline.publication.site.model import SiteContent

TRENDS: Final = "../tendances"
DECLARED: Final = "../graphiques_declares"


@dataclass(frozen=True)
class Chart:
    """One chart.

    Attributes:
        titre, description: words of the chart; the second has its values.
        fichiers: address of each of its files, relative to the site.
        indicateur: name of what it shows, "" for a question.
        edition: of the chart, "" where it spans them.
        remarque: what it leaves out, said beside it.
    """

    titre: str
    description: str
    fichiers: Mapping[str, str]
    indicateur: str = ""
    edition: str = ""
    remarque: str = ""


def charts(index: pd.DataFrame, folder: str) -> Iterator[Chart]:
    """Yield the charts of an index of files, in its order."""
    for row in index.to_dict("records"):
        yield chart({str(k): v for k, v in row.items()}, folder)


def declared_charts(content: SiteContent, index: pd.DataFrame) -> Iterator[Chart]:
    """Yield declared charts, maps with how many structures they place."""
    names = index["graphique"].astype(str)
    for name, shown in zip(names, charts(index, DECLARED), strict=True):
        drawn = {c.nom: c.forme for c in content.catalogue.graphiques.of(shown.edition)}
        yield replace(shown, remarque=_located(content, shown)) if drawn.get(name) == "carte" else shown


def _located(content: SiteContent, shown: Chart) -> str:
    """Say how many of the structures that answered the régions of a map add up to."""
    rows = content.indicateurs
    mine = rows[(rows["indicateur"] == shown.indicateur) & (rows["edition"] == shown.edition)]
    whole = mine[(mine["ventilation"] == "") & (mine["population"] == "ensemble")]
    placed = mine[mine["ventilation"] == "region_insee"]
    if whole.empty or placed.empty or whole["part_publiable"].notna().any():
        return ""
    text = count(int(placed["n"].sum()), "structure localisée", "structures localisées")
    return f"{text} sur {number(int(whole['n'].iloc[0]))}."


def chart(row: Mapping[str, Any], folder: str) -> Chart:
    """Return the chart of a row of an index."""
    return Chart(
        titre=str(row["titre"]),
        description=str(row["description"]),
        fichiers=chart_files(row, folder),
        indicateur=str(row.get("indicateur", "")),
        edition=str(row.get("edition", "")),
    )
