"""The report as static pages: an index over editions and one page per edition.

Assembly and files only; the cells come from ``tables``, the layout from ``templates/``. No script, no
remote asset, no clock: the pages open from a disk and have the same bytes on every run.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from barometre_pipeline.files import write_atomically
from barometre_pipeline.french.spaces import spaced
from barometre_pipeline.publication.pages import templates
from barometre_pipeline.publication.report.model import EditionReport, Gallery, ReportSection
from barometre_pipeline.publication.report.tables import (
    anchor,
    chart_files,
    question_blocks,
    section_cells,
    section_headings,
)

_NO_THEME = "Questions"
_PACKAGE = "barometre_pipeline.publication.report"


def write_report(
    editions: Sequence[EditionReport],
    folder: Path,
    sections: Iterable[ReportSection] = (),
    galleries: Iterable[Gallery] = (),
) -> list[Path]:
    """Write the site: ``index.html``, ``edition-<key>.html`` for each edition, ``rapport.css``.

    Args:
        editions: in the order of the index; the last is shown first.
        folder: where the pages go; charts are linked by each edition's ``dossier_graphiques``.
        sections: tables that span editions (evolutions, reconciliation, contradictions), on the index.
        galleries: charts that span editions, on the index before the tables; an empty one is not shown.

    Returns:
        The files written.
    """
    environment = templates(_PACKAGE)
    environment.globals |= {"ancre": anchor}
    newest_first = sorted(editions, key=lambda e: e.edition, reverse=True)
    pages = {"rapport.css": environment.get_template("rapport.css").render()}
    counts = {}
    for report in newest_first:
        blocks = list(question_blocks(report))
        counts[report.edition] = len(blocks)
        themes = [
            (theme, anchor("theme", theme), list(group))
            for theme, group in groupby(
                blocks, key=lambda b: spaced(report.themes.get(b.code, "")) or _NO_THEME
            )
        ]
        pages[f"edition-{anchor(report.edition)}.html"] = environment.get_template("edition.html.j2").render(
            rapport=report,
            themes=themes,
            sections=_tables(report.sections),
            galeries=_galleries(report.galeries),
        )
    pages["index.html"] = environment.get_template("index.html.j2").render(
        editions=newest_first, nombres=counts, sections=_tables(sections), galeries=_galleries(galleries)
    )
    for name, text in pages.items():
        write_atomically(folder / name, text.encode())
    return [folder / name for name in sorted(pages)]


def _tables(sections: Iterable[ReportSection]) -> list[dict[str, Any]]:
    return [
        {
            "ancre": s.ancre, "titre": s.titre, "chapo": s.chapo, "phrases": s.phrases,
            "entetes": section_headings(s), "lignes": section_cells(s),
        }
        for s in sections
    ]  # fmt: skip


def _galleries(galleries: Iterable[Gallery]) -> list[dict[str, Any]]:
    return [
        {
            "ancre": g.ancre, "titre": g.titre, "chapo": g.chapo,
            "figures": [
                {"titre": c["titre"], "description": c["description"], "fichiers": chart_files(c, g.dossier)}
                for c in g.graphiques.to_dict("records")
            ],
        }
        for g in galleries
        if len(g.graphiques)
    ]  # fmt: skip
