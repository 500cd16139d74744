"""A chart as a page shows it: its title, what it says in words, its files, where its figures are explained."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from barometre_pipeline.publication.site.addresses import chart_files

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
    """

    titre: str
    description: str
    fichiers: Mapping[str, str]
    indicateur: str = ""
    edition: str = ""


def charts(index: pd.DataFrame, folder: str) -> Iterator[Chart]:
    """Yield the charts of an index of files, in its order."""
    for row in index.to_dict("records"):
        yield chart({str(k): v for k, v in row.items()}, folder)


def chart(row: Mapping[str, Any], folder: str) -> Chart:
    """Return the chart of a row of an index."""
    return Chart(
        titre=str(row["titre"]),
        description=str(row["description"]),
        fichiers=chart_files(row, folder),
        indicateur=str(row.get("indicateur", "")),
        edition=str(row.get("edition", "")),
    )
