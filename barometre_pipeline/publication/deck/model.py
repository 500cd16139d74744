"""What the document of an edition is made of, page by page, before it is drawn as slides or as a PDF.

Plain records; which charts and words is ``content``'s, drawing is ``slides``' and ``typeset``'s.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from barometre_pipeline.publication.charts.plot import Plot
from barometre_pipeline.vocabulary import SOURCES_DONNEES


@dataclass(frozen=True)
class Paragraphs:
    """A heading, "" where there is none, and what stands under it."""

    heading: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class TextPage:
    """A page of words: notice, sources."""

    title: str
    blocks: tuple[Paragraphs, ...]


@dataclass(frozen=True)
class DividerPage:
    """The page that opens a part: its rank among those of its kind, and its title."""

    kind: str
    title: str
    number: int


@dataclass(frozen=True)
class NativeSeries:
    """One series of a native chart.

    Attributes:
        name: answer, year or side.
        colour: « #rrggbb ».
        values: one a category, None where there is none; shares (fractions) or counts, under zero on the left.
        texts: as they are written.
        points: colours of the bars that have another than the series, by rank of category.
    """

    name: str
    colour: str
    values: tuple[float | None, ...]
    texts: tuple[str, ...]
    points: Mapping[int, str]

    @property
    def opposite(self) -> bool:
        """Tell whether it stands on the left of the axis."""
        return any(v is not None and v < 0 for v in self.values)


@dataclass(frozen=True)
class NativeChart:
    """A chart as the office suite holds it: categories from top to bottom, series, ends of the axis.

    Attributes:
        stacked: the series stand end to end, not side by side.
        counts: values are counts, not shares.
        others: categories that other pages of its chart show: labels have the room of all.
        most: categories of the longest of these pages.
        columns, totals: headings and texts written at the end of lines, one text a category and column.
    """

    categories: tuple[str, ...]
    series: tuple[NativeSeries, ...]
    stacked: bool
    counts: bool
    low: float
    top: float
    columns: tuple[str, ...] = ()
    totals: tuple[tuple[str, ...], ...] = ()
    others: tuple[str, ...] = ()
    most: int = 0


@dataclass(frozen=True)
class Figure:
    """A key figure: the number as it is written, what it is, of whom."""

    number: str
    words: str
    people: str


@dataclass(frozen=True)
class ChartPage:
    """A page that shows a chart, or some of its lines where it has many.

    Attributes:
        section: title of its part.
        chart: its name in the catalogue.
        title: what is measured, in the printed words.
        tallest: height in pixels of the tallest page of its chart, whose scale all have; 0 where it has one.
        rank, parts: which page of how many of its chart.
        finding: what may be concluded, "" where nothing is established.
        subtitle: who, in which unit, which years.
        warning: where its data come from, where they are not real.
        notes: base, what is not shown, comparison, source.
        description: what it shows, in words.
        plot: the lines of this page.
        native: the same for the office suite; None for a map and for key figures.
        layers, size: of a map, in pixels.
        figures: key figures.
        traces: identifiers of the rows of ``gold/indicateurs`` whose values it shows.
    """

    section: str
    chart: str
    title: str
    rank: int
    parts: int
    finding: str
    subtitle: str
    warning: str
    notes: tuple[str, ...]
    description: str
    plot: Plot
    traces: tuple[str, ...]
    native: NativeChart | None = None
    layers: tuple[Mapping[str, Any], ...] = ()
    size: tuple[float, float] = (0.0, 0.0)
    figures: tuple[Figure, ...] = ()
    tallest: int = 0

    @property
    def full_title(self) -> str:
        """Return the title, with which of its pages it is where it has several: no two pages have the same."""
        return self.title if self.parts == 1 else f"{self.title} ({self.rank}/{self.parts})"


Page = TextPage | DividerPage | ChartPage


@dataclass(frozen=True)
class Deck:
    """The document of an edition; its cover is made of the fields, ``pages`` follow.

    Attributes:
        warning: that its data are not real, "" where they are.
        dates: of the fieldwork of each survey, in words.
    """

    edition: str
    title: str
    subtitle: str
    warning: str
    dates: tuple[str, ...]
    pages: tuple[Page, ...]

    @property
    def mark(self) -> str:
        """Return what stands at the foot of the pages without values, where the cover has the whole warning."""
        return SOURCES_DONNEES["demonstration"].upper() if self.warning else ""

    @property
    def numbered(self) -> tuple[tuple[int, Page], ...]:
        """Return the pages after the cover with their numbers: the cover is the first."""
        return tuple(enumerate(self.pages, start=2))
