"""From rows of ``tris`` to what a chart shows: which rows, in which order, as bars or as stacked segments.

No colour, no pixel and no wording of the footer here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pandas as pd

from barometre_pipeline.french.numbers import percent, whole_percent
from barometre_pipeline.french.spaces import spaced
from barometre_pipeline.french.words import rank
from barometre_pipeline.publication.charts.model import ChartContext, Nature
from barometre_pipeline.publication.charts.plot import (
    DONT_KNOW,
    MISSING,
    SUBSTANTIVE,
    Mark,
    Plot,
    Row,
    Series,
)
from barometre_pipeline.vocabulary import NON_COCHEE

# The ways French questionnaires write "don't know"; such an answer is drawn last and in grey.
_DONT_KNOW = re.compile(
    r"(?:je |nous )?ne (?:sais|sait|savons) pas\b|ne se prononce(?:nt)? pas|nsp\b|sans opinion|sans avis",
    re.I,
)
_OTHER = re.compile(r"autres?\b", re.I)
_OTHER_CODES = frozenset({"other", "-oth-"})

DATA_COLUMNS = (
    "edition", "question", "sous_question", "question_libelle", "sous_question_libelle", "modalite", "absence",
    "groupe", "n", "base", "regle_base", "repondants", "concernees", "effectif", "part_publiable", "pourcentage",
    "source_donnees",
)  # fmt: skip


@dataclass(frozen=True)
class Blank:
    """Those of the base who gave no answer, where the chart draws no mark for them."""

    label: str
    count: int
    share: float


@dataclass(frozen=True)
class PlotTable:
    """The rows of one question for one group, in the order shown.

    Attributes:
        base: denominator of the shares, over the lines of the chart: the fewest and the most.
        asked: those to whom the question was put, likewise.
        unanswered: the most of them, on one line, who gave no answer and are not in its base.
        effectif: size of the group.
        blanks: those of the base that no mark shows.
        excluded: answers that are not in the base, in words.
    """

    question: str
    nature: Nature
    title: str
    data: pd.DataFrame
    plot: Plot
    base: tuple[int, int]
    asked: tuple[int, int]
    unanswered: int
    effectif: int
    blanks: tuple[Blank, ...] = ()
    excluded: tuple[str, ...] = ()


def excluded_answers(rows: pd.DataFrame) -> tuple[str, ...]:
    """List the answers of rows of ``tris`` that are not in the base of their question."""
    out = rows[~rows["dans_base"].astype(bool) & (rows["absence"] == "")]
    return tuple(spaced(str(m)) for m in out["modalite"].astype(str).drop_duplicates())


def shown_rows(tris: pd.DataFrame) -> pd.Series:
    """Tell which rows of ``tris`` readers are shown: those of the base, but for what the ticks say already."""
    return tris["dans_base"].astype(bool) & (tris["absence"] != NON_COCHEE)


def residual_level(label: str, absence: str = "") -> int:
    """Say whether a row is a real answer, a "don't know", or no answer at all."""
    if absence:
        return MISSING
    return DONT_KNOW if _DONT_KNOW.match(label) else SUBSTANTIVE


def natures(tris: pd.DataFrame, questions: pd.DataFrame) -> dict[str, Nature]:
    """Find how each question was put, from the kinds of its columns (bronze ``questions``)."""
    kinds: dict[str, set[str]] = {}
    for code, kind in zip(questions["question"], questions["nature"], strict=True):
        kinds.setdefault(str(code), set()).add(str(kind))
    several = tris["sous_question"].astype(str).ne("").groupby(tris["question"], sort=False).any()
    found = {}
    for question, is_several in several.items():
        known = kinds.get(str(question), set())
        if "case" in known:
            found[str(question)] = Nature.MULTIPLE
        elif "rang" in known:
            found[str(question)] = Nature.RANKING
        else:
            found[str(question)] = Nature.ARRAY if is_several else Nature.SINGLE
    return found


def tables(tris: pd.DataFrame, questions: pd.DataFrame, context: ChartContext) -> Iterator[PlotTable]:
    """Yield one table per question that was put to somebody of the context's group, in ``tris`` order.

    Args:
        tris: gold ``tris``, rows in questionnaire order within a question.
        questions: bronze ``questions`` (``question`` and ``nature`` are read).
        context: which group and which share.
    """
    shown = (tris["groupe"] == context.groupe) & shown_rows(tris)
    kept = tris[shown & tris[context.mesure].notna()]
    kinds = natures(tris, questions)
    for question, rows in kept.groupby("question", sort=False, observed=True):
        excluded = excluded_answers(tris[tris["question"] == question])
        yield replace(_table(str(question), kinds[str(question)], rows, context), excluded=excluded)


def _table(question: str, nature: Nature, rows: pd.DataFrame, context: ChartContext) -> PlotTable:
    rows = rows.assign(
        _share=rows[context.mesure].astype(float),
        _residual=[
            residual_level(str(m), str(a)) for m, a in zip(rows["modalite"], rows["absence"], strict=True)
        ],
        _rank=range(len(rows)),
    )
    title = spaced(str(rows["question_libelle"].iloc[0]))
    build = {
        Nature.SINGLE: _single,
        Nature.MULTIPLE: _multiple,
        Nature.RANKING: _ranking,
        Nature.ARRAY: _array,
    }[nature]
    ordered, plot = build(rows)
    ordered = ordered.assign(pourcentage=[whole_percent(s) for s in ordered["_share"]])
    told = dict.fromkeys((*DATA_COLUMNS, context.mesure))
    data = ordered[[c for c in told if c in ordered]].reset_index(drop=True)
    base, asked = ((int(rows[c].min()), int(rows[c].max())) for c in ("base", "concernees"))
    unanswered, size = int((rows["concernees"] - rows["base"]).max()), int(rows["effectif"].max())
    blanks = () if nature is Nature.ARRAY else _blanks(rows)
    return PlotTable(question, nature, title, data, plot, base, asked, unanswered, size, blanks)


def _blanks(rows: pd.DataFrame) -> tuple[Blank, ...]:
    """Count those of the base who left the question empty; of a ranking, those who filled no rank."""
    missing = rows[(rows["_residual"] == MISSING) & (rows["n"] > 0)].drop_duplicates("modalite")
    return tuple(
        Blank(spaced(str(label)), int(n), float(share))
        for label, n, share in zip(missing["modalite"], missing["n"], missing["_share"], strict=True)
    )


def _bars(rows: pd.DataFrame, labels: list[str], residuals: list[bool]) -> Plot:
    values = zip(rows["_share"], rows["n"], strict=True)
    marks = tuple(_mark(i, 0, float(share), int(n)) for i, (share, n) in enumerate(values))
    return Plot(
        tuple(Row(spaced(t), residual=r) for t, r in zip(labels, residuals, strict=True)), marks, whole=0.5
    )


def _mark(row: int, series: int, share: float, count: int, start: float = 0.0) -> Mark:
    return Mark(row, series, share, percent(share, exists=count > 0), start)


def _single(rows: pd.DataFrame) -> tuple[pd.DataFrame, Plot]:
    rows = rows.sort_values(["_residual", "_rank"])
    shown = rows[rows["_residual"] < MISSING]
    residuals = (shown["_residual"] > SUBSTANTIVE).tolist()
    return rows, _bars(shown, shown["modalite"].astype(str).tolist(), residuals)


def _multiple(rows: pd.DataFrame) -> tuple[pd.DataFrame, Plot]:
    """Boxes by decreasing share; "other" after them, then "don't know"; who ticked none is no bar."""
    label = rows["sous_question_libelle"].astype(str)
    last = [_place(str(c), t) for c, t in zip(rows["sous_question"], label, strict=True)]
    rows = rows.assign(_label=label, _place=last)
    order = ["_none", "_place", "_share", "_rank"]
    rows = rows.assign(_none=rows["_residual"] == MISSING).sort_values(
        order, ascending=[True, True, False, True]
    )
    shown = rows[~rows["_none"]]
    return rows, _bars(shown, shown["_label"].tolist(), (shown["_place"] > 1).tolist())


def _place(code: str, label: str) -> int:
    residual = residual_level(label)
    if residual:
        return 1 + residual
    return 1 if code in _OTHER_CODES or is_other(label) else 0


def is_other(label: str) -> bool:
    """Tell whether an answer is « other », which stands after the answers that say something."""
    return _OTHER.match(label.strip()) is not None and len(label.split()) <= 2


def _stack(rows: pd.DataFrame, lines: list[Row], series: list[Series]) -> Plot:
    """Put segments end to end; ``rows`` has ``_line`` and ``_series`` ranks."""
    marks: list[Mark] = []
    rows = rows.sort_values(["_line", "_series"])
    start, current = 0.0, -1
    for line, index, share, count in zip(
        rows["_line"].astype(int), rows["_series"].astype(int), rows["_share"], rows["n"], strict=True
    ):
        start = start if line == current else 0.0
        marks.append(_mark(line, index, float(share), int(count), start))
        start, current = start + float(share), line
    used = sorted({m.series for m in marks if m.share or not series[m.series].residual})
    renumbered = {old: new for new, old in enumerate(used)}
    kept = tuple(replace(m, series=renumbered[m.series]) for m in marks if m.series in renumbered)
    return Plot(tuple(lines), kept, tuple(series[i] for i in used), "empilees", 1.0)


def _answers(rows: pd.DataFrame) -> list[str]:
    """List the answers in questionnaire order, "don't know" then no answer last."""
    first = rows.sort_values(["_residual", "_rank"], kind="stable").drop_duplicates("modalite")
    return first["modalite"].astype(str).tolist()


def _array(rows: pd.DataFrame) -> tuple[pd.DataFrame, Plot]:
    """Sub-questions by decreasing share of the first answer, "other" last."""
    answers = _answers(rows)
    rank = {a: i for i, a in enumerate(answers)}
    rows = rows.assign(_series=rows["modalite"].astype(str).map(rank))
    items = rows.drop_duplicates("sous_question")
    first = rows[rows["_series"] == 0].set_index("sous_question")["_share"]
    items = items.assign(
        _first=items["sous_question"].map(first).fillna(0.0),
        _place=[
            _place(str(c), str(t))
            for c, t in zip(items["sous_question"], items["sous_question_libelle"], strict=True)
        ],
    ).sort_values(["_place", "_first", "_rank"], ascending=[True, False, True])
    position = {code: i for i, code in enumerate(items["sous_question"])}
    rows = rows.assign(_line=rows["sous_question"].map(position)).sort_values(["_line", "_series"])
    lines = [Row(spaced(str(t))) for t in items["sous_question_libelle"]]
    level = dict(zip(rows["modalite"].astype(str), rows["_residual"], strict=True))
    return rows, _stack(rows, lines, [Series(spaced(a), int(level[a])) for a in answers])


def _ranking(rows: pd.DataFrame) -> tuple[pd.DataFrame, Plot]:
    """Items by decreasing share of first places; a segment per rank. Unfilled ranks are not drawn."""
    ranks = {r: i for i, r in enumerate(rows["sous_question"].drop_duplicates())}
    rows = rows.assign(_series=rows["sous_question"].map(ranks))
    placed = rows[rows["_residual"] < MISSING]
    # An item may be told at another rank and not at the first.
    first = placed.assign(_first=placed["_share"].where(placed["_series"] == 0, 0.0))
    first = first.sort_values(["_series", "_first", "_rank"], ascending=[True, False, True])
    position = {item: i for i, item in enumerate(first["modalite"].drop_duplicates())}
    rows = rows.assign(_line=rows["modalite"].map(position).fillna(len(position)))
    rows = rows.sort_values(["_line", "_series"])
    drawn = rows[rows["_residual"] < MISSING]
    lines = [Row(spaced(str(item))) for item in position]
    return rows, _stack(drawn, lines, [Series(rank(i + 1)) for i in range(len(ranks))])
