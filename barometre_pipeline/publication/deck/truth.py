"""Which value of ``gold/indicateurs`` stands on which slide, and whether the slides written show those values alone.

Reads the presentation as a reader would; which documents there are is the caller's.
"""

import io
import re
from collections.abc import Iterator
from typing import Any, Final

import pandas as pd

from barometre_pipeline.french.numbers import number, percent
from barometre_pipeline.publication.charts.plot import RESTS
from barometre_pipeline.publication.deck.model import ChartPage, Deck

_DECIMALS: Final = 9
_NUMBER: Final = re.compile(r"^(?:<[\u00a0 ])?[\d\u202f]+(?:[\u00a0 ]%)?$")


def values_shown(deck: Deck, indicateurs: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of ``gold/supports_valeurs`` of a document, in the order of its pages.

    Args:
        deck: the document.
        indicateurs: gold ``indicateurs``, all editions together.
    """
    placed = pd.DataFrame(
        [
            (deck.edition, page_number, page.chart, trace)
            for page_number, page in deck.numbered
            if isinstance(page, ChartPage)
            for trace in dict.fromkeys(page.traces)
        ],
        columns=["edition", "diapositive", "graphique", "trace_id"],
    )
    rows = indicateurs[["edition", "indicateur", "categorie", "population", "trace_id"]]
    rows = rows.rename(columns={"edition": "edition_montree"}).drop_duplicates("trace_id")
    found = placed.merge(rows, on="trace_id", how="left", validate="many_to_one")
    return found.astype({c: "str" for c in found if c != "diapositive"}).astype({"diapositive": "int64"})


def untrue(presentation: bytes, shown: pd.DataFrame, indicateurs: pd.DataFrame) -> Iterator[str]:
    """Yield what the slides of a document show that no row placed on them says, or that may not be told.

    Args:
        presentation: content of the .pptx.
        shown: rows of ``gold/supports_valeurs`` of its edition.
        indicateurs: gold ``indicateurs``, indexed by ``trace_id``.
    """
    from pptx import Presentation  # slow to import

    by_slide = {int(str(n)): list(rows["trace_id"]) for n, rows in shown.groupby("diapositive")}
    for rank, slide in enumerate(Presentation(io.BytesIO(presentation)).slides, start=1):
        traces = by_slide.get(rank, [])
        lost = [t for t in traces if t not in indicateurs.index or not indicateurs.loc[t, "publiable"]]
        yield from (f"diapositive {rank} : {t} n’est pas une valeur que l’on peut publier" for t in lost)
        rows = indicateurs.loc[[t for t in traces if t not in lost]]
        counts, shares = _known(rows)
        for value in _charted(slide):
            if round(abs(value), _DECIMALS) not in counts | shares:
                yield f"diapositive {rank} : le graphique montre {value:g}, qui n’est d’aucune de ses valeurs"
        for value in _wrong_rests(slide):
            yield f"diapositive {rank} : {value:g} n’est pas ce qui reste d’une ligne"
        said = {number(n) for n in counts} | {
            t for s in shares for t in (percent(s), percent(s, exists=True))
        }
        for text in _written(slide):
            if text not in said:
                yield f"diapositive {rank} : « {text} » n’est d’aucune de ses valeurs"


def _known(rows: pd.DataFrame) -> tuple[set[float], set[float]]:
    """Return the counts of rows that have no share, and the shares of the others."""
    share = rows["part_publiable"].astype(float)
    counts = {float(n) for n in rows.loc[share.isna(), "n"]}
    return counts, {round(float(s), _DECIMALS) for s in share.dropna()}


def _charted(slide: Any) -> Iterator[float]:
    for shape in slide.shapes:
        if shape.has_chart:
            for series in shape.chart.plots[0].series:
                if series.name not in RESTS:
                    yield from (v for v in series.values if v is not None)


def _wrong_rests(slide: Any) -> Iterator[float]:
    """Yield what a chart says is left of a line and that its answers do not leave of 100 %."""
    for shape in slide.shapes:
        lines = list(shape.chart.plots[0].series) if shape.has_chart else []
        told = [s.values for s in lines if s.name not in RESTS]
        for rest in (s.values for s in lines if s.name in RESTS):
            for i, value in enumerate(rest):
                left = 1 - sum(values[i] or 0 for values in told)
                if value is not None and round(value - left, _DECIMALS):
                    yield value


def _written(slide: Any) -> Iterator[str]:
    """Yield the values that are written as text: totals, key figures, labels that no format gives."""
    for shape in slide.shapes:
        if shape.has_table:
            texts = [cell.text_frame.text for row in list(shape.table.rows)[1:] for cell in row.cells]
        elif shape.has_chart:
            texts = [t.text or "" for t in shape.chart.element.iter("{*}t")]
        elif shape.name.startswith("Chiffre clé"):
            texts = [shape.text_frame.paragraphs[0].text]
        else:
            texts = []
        yield from (t for t in texts if _NUMBER.match(t))
