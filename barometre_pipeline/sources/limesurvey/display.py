"""Which cells were displayed to which respondent: 1 displayed, 0 not displayed, -1 not known.

The rules of display belong here (page reached, conditions, exclusive options); decoding is ``values``'.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pandas as pd

from barometre_pipeline.sources.limesurvey.model import Question, Questionnaire, SubQuestion
from barometre_pipeline.sources.limesurvey.relevance import (
    NotUnderstoodError,
    Truth,
    VariableReference,
    all_of,
    evaluate,
)
from barometre_pipeline.sources.limesurvey.values import Decoded
from barometre_pipeline.vocabulary import ColumnKind

_FILLED_IN: Final = frozenset(
    {ColumnKind.EQUATION, ColumnKind.FILE_COUNT, ColumnKind.DISPLAY, ColumnKind.LANGUAGE}
)


@dataclass
class Display:
    """Derives display states question after question, since a condition may name an earlier question.

    Attributes:
        closed: decoded closed columns by code.
        texts: the other columns by code, NA where empty.
        lastpage: last page sent, NaN where unknown.
        complete: submitted responses, which went through every page.
        certain: states that the form itself gives (VV, .lsa, "N/A" in a box), by column.
        lost: columns whose answers the form does not hold.
    """

    questionnaire: Questionnaire
    size: int
    closed: Mapping[str, Decoded]
    texts: Mapping[str, pd.Series]
    lastpage: np.ndarray | None
    complete: np.ndarray
    certain: Mapping[str, Truth] = field(default_factory=dict)
    lost: frozenset[str] = frozenset()
    warnings: list[str] = field(default_factory=list)
    states: dict[str, Truth] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Index the columns by the names that conditions use."""
        self._names: dict[str, str] = {}
        for code, column in self.questionnaire.columns.items():
            for name in (column.em_code, column.sgqa, code):
                self._names.setdefault(name, code)
        self._furthest = np.zeros(self.size, dtype=np.int16)
        for question in self.questionnaire.questions:
            self._note_answers(question)

    def derive(self) -> dict[str, Truth]:
        """Return the display state of every column that the extract holds."""
        for question in self.questionnaire.questions:
            if not any(
                column.code in self.closed or column.code in self.texts for column in question.columns
            ):
                continue
            base = all_of(self._page(question), self._conditions(question))
            rows = {sub.code: sub for sub in question.sub_questions if sub.scale == 0}
            for column in question.columns:
                if column.code not in self.closed and column.code not in self.texts:
                    continue
                row = rows.get(column.sub_question.removesuffix("comment").split("_")[0])
                state = self._of_row(question, row, base)
                self.states[column.code] = self._settled(column.code, state)
            self._exclusive(question)
        return self.states

    def variable(self, name: str) -> VariableReference | None:
        """Return the answers a condition names."""
        code = self._names.get(name)
        if code is None:
            return None
        shown = self.states.get(code)
        if code in self.closed:
            decoded = self.closed[code]
            categories = tuple(answer.code for answer in decoded.column.answers)
            codes: np.ndarray = decoded.codes
            if decoded.column.kind is ColumnKind.MULTIPLE:
                codes = np.where(codes == 0, codes, -1)  # a condition sees an unticked box as empty
            return VariableReference(codes, categories, decoded.unsure, shown)
        if code in self.texts:
            places, distinct = pd.factorize(self.texts[code])
            return VariableReference(places, tuple(str(text) for text in distinct), None, shown)
        return None

    def _page(self, question: Question) -> Truth:
        """Return whether the page of a question was reached; not known where the survey is not paged."""
        layout = self.questionnaire.settings.get("format", "")
        if not layout or "randomised_groups" in self.questionnaire.settings:
            return np.ones(self.size, dtype=np.int8)
        page = self._page_number(question)
        reached: np.ndarray = np.full(self.size, -1)
        if self.lastpage is not None:
            reached = np.where(np.isnan(self.lastpage), -1, self.lastpage >= page)
        return np.where(self.complete | (self._furthest >= page), 1, reached).astype(np.int8)

    def _page_number(self, question: Question) -> int:
        layout = self.questionnaire.settings.get("format", "")
        return {"G": question.page, "S": question.order}.get(layout, 1)

    def _note_answers(self, question: Question) -> None:
        """Keep the furthest page with an answer: who went back before stopping had passed the pages between.

        What the survey fills in by itself (equations, hidden questions, counts of files) is no sign of that.
        """
        page = self._page_number(question)
        for column in question.columns:
            present = column.code in self.closed or column.code in self.texts
            if present and not question.hidden and column.kind not in _FILLED_IN:
                answered = ~self._is_empty(column.code)
                self._furthest[answered] = np.maximum(self._furthest[answered], page)

    def _conditions(self, question: Question) -> Truth:
        whole = self._condition(question.group_relevance, f"du groupe « {question.group} »")
        return all_of(whole, self._condition(question.relevance, f"de la question {question.code}"))

    def _of_row(self, question: Question, row: SubQuestion | None, base: Truth) -> Truth:
        if question.attributes.get("array_filter") or question.attributes.get("array_filter_exclude"):
            self._warn(
                f"filtre de tableau de la question {question.code} : on ne sait pas à qui chaque ligne"
            )
            return np.where(base == 0, 0, -1).astype(np.int8)
        if row is None or row.relevance in ("", "1"):
            return base
        return all_of(
            base, self._condition(row.relevance, f"de la sous-question {question.code}[{row.code}]")
        )

    def _condition(self, expression: str, where: str) -> Truth:
        try:
            return evaluate(expression, self)
        except NotUnderstoodError:
            self._warn(f"condition {where} non comprise : on ne sait pas à qui elle")
            return np.full(self.size, -1, dtype=np.int8)

    def _warn(self, finding: str) -> None:
        if (warning := f"{finding} a été affichée") not in self.warnings:
            self.warnings.append(warning)

    def _settled(self, code: str, derived: Truth) -> Truth:
        """Return what the form says where it says it, and that an answered cell was displayed."""
        state = self.certain.get(code, derived)
        state = np.where(state < 0, derived, state) if code in self.certain else state
        if code in self.closed:
            decoded = self.closed[code]
            if decoded.unsure is not None:
                state = np.where(decoded.unsure & (state != 0), -1, state)
            if decoded.not_shown is not None:
                state = np.where(decoded.not_shown, 0, 1)
        elif self.questionnaire.columns[code].kind is ColumnKind.FILE_COUNT:
            state = np.zeros_like(state)  # a displayed upload always has a count, if only 0
        if code in self.lost:
            state = np.where(state == 1, -1, state)
        return np.where(self._is_empty(code), state, 1).astype(np.int8)

    def _exclusive(self, question: Question) -> None:
        """Mark as not displayed the boxes that a ticked exclusive option disables."""
        names = question.attributes.get("exclude_all_others", "").replace(",", ";").split(";")
        excluding = {f"{question.code}[{name.strip()}]" for name in names if name.strip()} & set(self.closed)
        for option in excluding:
            ticked = self.closed[option].codes == 0
            for column in question.columns:
                if column.code in self.states and column.code not in excluding:
                    state = self.states[column.code]
                    empty = self._is_empty(column.code)
                    self.states[column.code] = np.where(ticked & empty, 0, state).astype(np.int8)

    def _is_empty(self, code: str) -> np.ndarray:
        """Return where a column holds no answer, an unticked box and an unsure "no" included."""
        if code not in self.closed:
            return self.texts[code].isna().to_numpy()
        decoded = self.closed[code]
        if decoded.column.kind is ColumnKind.MULTIPLE:
            return np.not_equal(decoded.codes, 0)
        empty = np.less(decoded.codes, 0)
        return empty if decoded.unsure is None else empty | decoded.unsure
