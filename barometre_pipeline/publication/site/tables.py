"""From gold frames to the cells a page shows: text already formatted, nothing computed but rounding.

No HTML here.
"""

import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from numbers import Integral
from typing import Any

import pandas as pd

from barometre_pipeline.french.numbers import NONE, number, percent, points, round_half_even
from barometre_pipeline.french.spaces import NBSP, spaced
from barometre_pipeline.indicators.quality_wording import rate
from barometre_pipeline.publication.charts.prepare import excluded_answers, shown_rows
from barometre_pipeline.publication.site.addresses import anchor, chart_files
from barometre_pipeline.publication.site.grids import WITHHELD
from barometre_pipeline.publication.site.model import EditionReport, ReportSection
from barometre_pipeline.vocabulary import BASE_MINIMALE, GROUPES, RAISONS_RETENUE


@dataclass(frozen=True)
class GroupColumn:
    """A group of structures: its name, its size, and how many of it are the base, over the lines of the table."""

    titre: str
    effectif: int
    bases: tuple[int, int]

    @property
    def faible(self) -> bool:
        """Whether one of its bases is small."""
        return self.bases[0] < BASE_MINIMALE

    @property
    def base(self) -> str:
        """Base as the heading says it, marked where it is small."""
        fewest, most = self.bases
        size = number(most) if fewest == most else f"{number(fewest)} à {number(most)}"
        everybody = fewest == most == self.effectif
        of = "" if everybody else f" sur {number(self.effectif)}"
        return f"n{NBSP}={NBSP}{size}{of}{'*' if self.faible else ''}"


@dataclass(frozen=True)
class Line:
    """One answer: its wording, its percentages by group, and the command that explains them."""

    ancre: str
    item: str
    modalite: str
    cellules: tuple[str, ...]
    commande: str


@dataclass(frozen=True)
class QuestionBlock:
    """One question of the page: chart, table, audit commands."""

    code: str
    ancre: str
    titre: str
    description: str
    fichiers: Mapping[str, str]
    colonnes: tuple[GroupColumn, ...]
    lignes: tuple[Line, ...]
    avec_items: bool
    base_faible: bool
    exclues: str = ""
    retenues: str = ""


def question_blocks(report: EditionReport) -> Iterator[QuestionBlock]:
    """Yield the questions that have a chart, in the order of ``tris``."""
    charts = {str(r["question"]): r for r in report.graphiques.to_dict("records")}
    for question, rows in report.tris.groupby("question", sort=False, observed=True):
        if str(question) in charts:
            yield _block(str(question), rows, {str(k): v for k, v in charts[str(question)].items()}, report)


def _block(
    question: str, rows: pd.DataFrame, chart: Mapping[str, Any], report: EditionReport
) -> QuestionBlock:
    excluded = ", ".join(f"«{NBSP}{label}{NBSP}»" for label in excluded_answers(rows))
    every = rows[shown_rows(rows)]
    rows = every[every["publiable"].astype(bool)]
    by_group = rows.groupby("groupe", observed=True)
    sizes, fewest, most = (
        s.to_dict() for s in (by_group["effectif"].max(), by_group["base"].min(), by_group["base"].max())
    )
    groups = [g for g in GROUPES if most.get(g, 0) > 0]
    columns = tuple(GroupColumn(GROUPES[g], int(sizes[g]), (int(fewest[g]), int(most[g]))) for g in groups)
    keys = ["sous_question", "modalite", "groupe"]
    shares = {
        key: percent(share, exists=n > 0) if told else WITHHELD
        for key, share, n, told in zip(
            zip(*(every[k].astype(str) for k in keys), strict=True),
            every["part_publiable"].astype(float),
            every["n"].astype(int),
            every["publiable"].astype(bool),
            strict=True,
        )
    }
    lines = []
    for row in every.drop_duplicates(["sous_question", "modalite"]).to_dict("records"):
        key = str(row["sous_question"]), str(row["modalite"])
        cells = tuple(shares.get((*key, g), NONE) for g in groups)
        item = spaced(str(row["sous_question_libelle"])) if key[0] else ""
        lines.append(
            Line(
                ancre=anchor(question, *key),
                item=item,
                modalite=spaced(key[1]),
                cellules=cells,
                commande=audit_command(report.edition, question, *key),
            )
        )
    return QuestionBlock(
        code=question,
        ancre=anchor(question),
        titre=str(chart["titre"]),
        description=str(chart["description"]),
        fichiers=chart_files(chart, report.dossier_graphiques),
        colonnes=columns,
        lignes=tuple(lines),
        avec_items=any(line.item for line in lines),
        base_faible=any(c.faible for c in columns),
        exclues=excluded,
        retenues=_withheld(every, groups, any(WITHHELD in line.cellules for line in lines)),
    )


def _withheld(every: pd.DataFrame, groups: list[str], holes: bool) -> str:
    """Say in French which groups the table leaves out and what an empty cell is, and why; "" where it is whole."""
    answered = set(every.loc[every["base"] > 0, "groupe"].astype(str))
    absent = [GROUPES[g] for g in GROUPES if g in answered and g not in groups]
    told = (
        [f"Groupes non publiés{NBSP}: {', '.join(absent)} ({RAISONS_RETENUE['ventilation']})."]
        if absent
        else []
    )
    if holes:
        told.append(f"{WITHHELD}{NBSP}: non publié ({RAISONS_RETENUE['reponse_rare']}).")
    return " ".join(told)


def audit_command(edition: str, question: str, sous_question: str, modalite: str) -> str:
    """Write the command that prints the audit card of a figure, quoted for a shell."""
    words = ["barometre", "audit", "--edition", edition, "--question", question]
    words += ["--sous-question", sous_question] if sous_question else []
    return shlex.join([*words, "--modalite", modalite, "--groupe", "ensemble"])


def section_cells(section: ReportSection) -> list[list[str]]:
    """Format the cells of a section, row by row."""
    columns = [c for c in section.colonnes if c in section.table]
    rows = section.table[columns].itertuples(index=False, name=None)
    return [[_value(section, c, v) for c, v in zip(columns, row, strict=True)] for row in rows]


def section_headings(section: ReportSection) -> list[str]:
    """Return the headings of the columns the table really has."""
    return [title for column, title in section.colonnes.items() if column in section.table]


def _value(section: ReportSection, column: str, value: Any) -> str:
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return "–"
    if column in section.parts:
        return percent(float(value))
    if column in section.fines:
        return rate(float(value))
    if column in section.points:
        return points(float(value), signed=True, short=True)
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float):
        return number(round_half_even(value, 3))
    return number(int(value)) if isinstance(value, Integral) else spaced(str(value))
