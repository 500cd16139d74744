"""Which pages the document of an edition has: notice, sample, parts, key figures, focus, sources.

Charts are those that are declared, may be told and repeat no other; the plan is the catalogue's, what a page measures
``geometry``'s.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.support import SupportPlan, load_support
from barometre_pipeline.editions.model import EditionConfig
from barometre_pipeline.french.spaces import NBSP, spaced
from barometre_pipeline.publication.charts.declared import Told, describe, map_layers
from barometre_pipeline.publication.deck.geometry import cut, least_line, sizes_of
from barometre_pipeline.publication.deck.model import (
    ChartPage,
    Deck,
    DividerPage,
    Figure,
    Page,
    Paragraphs,
    TextPage,
)
from barometre_pipeline.publication.deck.native import lines_of, native_chart, native_parts
from barometre_pipeline.publication.deck.notice import fieldwork, made_up, notice_pages, sources_page
from barometre_pipeline.publication.deck.picture import picture_of
from barometre_pipeline.publication.deck.repeated import without_repeats

_MAP = 800.0  # pixels: on a page, where it is drawn smaller, its names are of 7.5 points
_LEGEND = 40.0  # most room that a legend and headings of totals take above the lines


def edition_deck(
    config: EditionConfig,
    charts: Sequence[Told],
    terrain: pd.DataFrame,
    catalogue: Catalogue,
    absent: Sequence[str] = (),
) -> Deck:
    """Return the document of an edition.

    Args:
        config: the edition's.
        charts: those of the edition, what ``told_charts`` gives.
        terrain: gold ``terrain``, all editions together.
        catalogue: the common one, extended by the codebooks of editions.
        absent: a sentence for each chart that is not there because what it announces may not be told.
    """
    edition, plan = config.edition, load_support()
    asked = {*plan.placed, *(c.nom for c in catalogue.graphiques.ajoutes.get(edition, ()))}
    told = {t.cells.chart.nom: t for t in without_repeats(charts, catalogue, asked)}
    themes = {i.nom: t.theme for t in catalogue.themes for i in t.indicateurs}
    by_chart = {name: themes[t.cells.indicator.nom] for name, t in told.items()}
    mine = terrain[terrain["edition"].astype(str) == edition]
    body = list(_body(plan, told, by_chart, catalogue))
    people = catalogue.populations.by_name
    shown = {
        (people[str(population)].public, str(kind), str(year))
        for t in told.values()
        for population, kind, year in zip(
            *(t.cells.rows[c] for c in ("population", "source_donnees", "edition")), strict=True
        )
    }
    mapped = any(p.layers for p in body if isinstance(p, ChartPage))
    pages = (*notice_pages(mine, config.remarques, absent), *body, sources_page(edition, mine, shown, mapped))
    warning = made_up(shown) if config.source_donnees == "demonstration" else ""
    dates = tuple(fieldwork(mine))
    return Deck(edition, spaced(config.titre), spaced(plan.sous_titre), warning, dates, _with_summary(pages))


def _with_summary(pages: Sequence[Page]) -> tuple[Page, ...]:
    """Put the list of parts first, each with the number of its page."""
    starts: dict[str, int] = {}
    for number, page in enumerate(pages, start=3):  # after the cover and the list itself
        if isinstance(page, DividerPage):
            starts.setdefault(_heading(page.kind, page.title), number)
        else:
            starts.setdefault(page.title if isinstance(page, TextPage) else page.section, number)
    lines = tuple(f"{number}\t{name}" for name, number in starts.items())
    return (TextPage("Sommaire", (Paragraphs("", lines),)), *pages)


def _body(
    plan: SupportPlan, told: Mapping[str, Told], themes: Mapping[str, str], catalogue: Catalogue
) -> Iterator[Page]:
    ranks: dict[str, int] = {}
    labels = {t.theme: spaced(t.libelle) for t in catalogue.themes}
    for section in plan.sections(told, themes, labels):
        if section.announced:
            ranks[section.kind] = ranks.get(section.kind, 0) + 1
            yield DividerPage(section.kind, section.titre, ranks[section.kind])
        for name in section.graphiques:
            yield from _chart_pages(_heading(section.kind, section.titre), told[name], catalogue)


def _heading(kind: str, title: str) -> str:
    """Return how pages name their part."""
    return f"Focus{NBSP}: {title}" if kind == "focus" else title


def _chart_pages(section: str, told: Told, catalogue: Catalogue) -> Iterator[ChartPage]:
    cells, plot, caption = told.cells, told.plot, told.caption
    page = ChartPage(
        section, cells.chart.nom, caption.title, 1, 1, caption.finding, caption.subtitle, caption.warning,
        caption.footer, caption.description, plot, tuple(cells.rows["trace_id"].astype(str)),
    )  # fmt: skip
    if cells.chart.forme == "carte":
        layers, width, height = map_layers(cells, catalogue, _MAP)
        yield replace(page, layers=tuple(layers), size=(width, height))
        return
    if plot.shape == "nombres":
        figures = tuple(Figure(m.text, plot.rows[m.row].label, plot.rows[m.row].detail) for m in plot.marks)
        yield replace(page, figures=figures)
        return
    lines = lines_of(plot)
    room = sizes_of(f"{page.title} (9/9)", page.finding, page.subtitle, page.notes).chart.height
    stacked = plot.shape == "empilees"
    room -= _LEGEND if plot.series else _LEGEND / 2
    line = least_line(native_chart(plot, cells).categories, len(plot.columns))
    pages = cut([b - a + 1 for a, b in lines], room, stacked, line)
    parts = [plot if len(pages) == 1 else plot.part(lines[a][0], lines[b][1]) for a, b in pages]
    natives = native_parts(parts, cells)
    tallest = 0 if len(pages) == 1 else max(round(picture_of(part)["height"]) for part in parts)
    for rank, (part, native) in enumerate(zip(parts, natives, strict=True), start=1):
        yield replace(
            page,
            rank=rank,
            parts=len(pages),
            plot=part,
            native=native,
            tallest=tallest,
            description=describe(page.title, page.warning, part),
            traces=tuple(_traces(told, {r.line for r in part.rows})),
        )


def _traces(told: Told, lines: set[int]) -> Iterator[str]:
    """Yield the rows whose values stand on some lines, totals last."""
    cells = told.cells
    for cell, trace in zip((*cells.values, *cells.totals), cells.rows["trace_id"], strict=True):
        if cell.ligne in lines:
            yield str(trace)
