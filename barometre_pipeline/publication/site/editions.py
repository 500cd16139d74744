"""The pages of an edition: its declared charts in the order of its document, then the other questions, part by part.

Which chart stands where; cells are ``tables``', layout is the templates'.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from barometre_pipeline.catalogue.support import load_support
from barometre_pipeline.french.spaces import spaced
from barometre_pipeline.publication.site.addresses import edition_page, questions_page
from barometre_pipeline.publication.site.charts_shown import Chart, declared_charts
from barometre_pipeline.publication.site.downloads import Download, of_edition
from barometre_pipeline.publication.site.model import EditionReport, SiteContent
from barometre_pipeline.publication.site.tables import QuestionBlock, question_blocks

_NO_THEME: Final = "Questions"


@dataclass(frozen=True)
class SectionOfCharts:
    """The declared charts of a part of an edition's document."""

    ancre: str
    titre: str
    graphiques: tuple[Chart, ...]


@dataclass(frozen=True)
class PartOfQuestions:
    """A part of the questionnaire: one page of its own."""

    adresse: str
    titre: str
    questions: tuple[QuestionBlock, ...]


@dataclass(frozen=True)
class EditionPage:
    """One edition."""

    adresse: str
    rapport: EditionReport
    sections: tuple[SectionOfCharts, ...]
    parties: tuple[PartOfQuestions, ...]
    fichiers: tuple[Download, ...] = ()

    @property
    def nombre_de_questions(self) -> int:
        """How many questions have a chart and a table."""
        return sum(len(p.questions) for p in self.parties)


def edition_pages(content: SiteContent) -> Iterator[EditionPage]:
    """Yield the pages of editions, the last year first."""
    for report in sorted(content.editions, key=lambda e: e.edition, reverse=True):
        yield EditionPage(
            edition_page(report.edition),
            report,
            tuple(_sections(content, report.edition)),
            tuple(_parts(report)),
            of_edition(content.fichiers, report.edition),
        )


def _sections(content: SiteContent, edition: str) -> Iterator[SectionOfCharts]:
    """Yield the parts of an edition's document, in its order."""
    mine = content.declares[content.declares["edition"] == edition].sort_values("ordre")
    drawn = dict(zip(mine["graphique"].astype(str), declared_charts(content, mine), strict=True))
    themes = dict(zip(mine["graphique"].astype(str), mine["theme"].astype(str), strict=True))
    labels = {t.theme: t.libelle for t in content.catalogue.themes}
    for rank, section in enumerate(load_support().sections(drawn, themes, labels), start=1):
        yield SectionOfCharts(
            f"section-{rank}", spaced(section.titre), tuple(drawn[g] for g in section.graphiques)
        )


def _parts(report: EditionReport) -> Iterator[PartOfQuestions]:
    if report.tris.empty:
        return
    parts = groupby(question_blocks(report), key=lambda b: spaced(report.themes.get(b.code, "")) or _NO_THEME)
    for rank, (title, blocks) in enumerate(parts, start=1):
        yield PartOfQuestions(questions_page(report.edition, rank), title, tuple(blocks))
