"""The pages of an edition: its declared charts theme by theme, then the other questions, part by part.

Which chart stands where; cells are ``tables``', layout is the templates'.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from barometre_pipeline.french.spaces import spaced
from barometre_pipeline.publication.site.addresses import anchor, edition_page, questions_page
from barometre_pipeline.publication.site.charts_shown import DECLARED, Chart, charts
from barometre_pipeline.publication.site.model import EditionReport, SiteContent
from barometre_pipeline.publication.site.tables import QuestionBlock, question_blocks

_NO_THEME: Final = "Questions"


@dataclass(frozen=True)
class ThemeOfCharts:
    """The declared charts of a theme, for one edition."""

    ancre: str
    titre: str
    public: str
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
    themes: tuple[ThemeOfCharts, ...]
    parties: tuple[PartOfQuestions, ...]

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
            tuple(_themes(content, report.edition)),
            tuple(_parts(report)),
        )


def _themes(content: SiteContent, edition: str) -> Iterator[ThemeOfCharts]:
    """Yield themes as documents order them: by the first of their charts."""
    mine = content.declares[content.declares["edition"] == edition].sort_values("ordre")
    themes = {t.theme: t for t in content.catalogue.themes}
    for name in mine["theme"].drop_duplicates():
        theme = themes[str(name)]
        french = all(i.public == "francais" for i in theme.indicateurs)
        yield ThemeOfCharts(
            ancre=f"theme-{anchor(theme.theme)}",
            titre=spaced(theme.libelle),
            public="francais" if french else "collectivites",
            graphiques=tuple(charts(mine[mine["theme"] == name], DECLARED)),
        )


def _parts(report: EditionReport) -> Iterator[PartOfQuestions]:
    if report.tris.empty:
        return
    parts = groupby(question_blocks(report), key=lambda b: spaced(report.themes.get(b.code, "")) or _NO_THEME)
    for rank, (title, blocks) in enumerate(parts, start=1):
        yield PartOfQuestions(questions_page(report.edition, rank), title, tuple(blocks))
