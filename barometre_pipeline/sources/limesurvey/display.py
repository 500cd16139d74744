"""Which cells were displayed to which respondent: 1 displayed, 0 not displayed, -1 not known.

The rules of display belong here (page reached, conditions, exclusive options); decoding is ``values``'.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pandas as pd

from barometre_pipeline.sources.limesurvey.array_filter import filtered, row_condition, row_of
from barometre_pipeline.sources.limesurvey.model import ExtractColumn, Question, Questionnaire, SubQuestion
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
        absent: columns that the file of some responses does not have, and for which responses.
        language: in which each response was given, where the file says it.
    """

    questionnaire: Questionnaire
    size: int
    closed: Mapping[str, Decoded]
    texts: Mapping[str, pd.Series]
    lastpage: np.ndarray | None
    complete: np.ndarray
    certain: Mapping[str, Truth] = field(default_factory=dict)
    lost: frozenset[str] = frozenset()
    language: pd.Series | None = None
    absent: Mapping[str, np.ndarray] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    states: dict[str, Truth] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Index the columns by the names that conditions use."""
        self._names: dict[str, str] = {}
        for code, column in self.questionnaire.columns.items():
            for name in (column.em_code, column.sgqa, code):
                self._names.setdefault(name, code)
        self._within = ""  # the question whose condition is being evaluated
        self._lacking = ""  # the column that the condition names and the extract lacks
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
            self._within = question.code
            base = all_of(self._page(question), self._conditions(question))
            rows = {sub.code: sub for sub in question.sub_questions if sub.scale == 0}
            for column in question.columns:
                if column.code not in self.closed and column.code not in self.texts:
                    continue
                state = self._of_row(question, rows.get(row_of(column, question)), base)
                if filtered(question):
                    state = all_of(state, self._filtered(question, column))
                self.states[column.code] = self._settled(column.code, state)
            self._exclusive(question)
        return self.states

    def variable(self, name: str) -> VariableReference | None:
        """Return the answers a condition names."""
        code = self._names.get(name)
        if code is None:
            return self._about_the_response(name)
        shown = self.states.get(code)
        if code in self.closed:
            return self._closed(code, shown)
        if code in self.texts:
            places, distinct = pd.factorize(self.texts[code])
            return VariableReference(places, tuple(str(text) for text in distinct), None, shown)
        self._lacking = code
        return None

    def members(self, question: str, filters: Sequence[str]) -> list[str] | None:
        """Return the names of a question's columns that the filters keep (``sq_…``, ``nocomments``, ``comments``)."""
        found = self.questionnaire.by_code.get(question or self._within)
        if found is None or any(
            f not in ("comments", "nocomments") and not f.startswith("sq_") for f in filters
        ):
            return None
        return [c.em_code for c in found.columns if all(_keeps(f, c) for f in filters)]

    def _about_the_response(self, name: str) -> VariableReference | None:
        if name == "SID":
            return VariableReference(np.zeros(self.size, dtype=np.int64), (self.questionnaire.survey_id,))
        if name == "LANG" and self.language is not None:
            places, distinct = pd.factorize(self.language)
            return VariableReference(places, tuple(str(text) for text in distinct))
        return None

    def _closed(self, code: str, shown: Truth | None) -> VariableReference:
        decoded = self.closed[code]
        categories = tuple(answer.code for answer in decoded.column.answers)
        texts = tuple(answer.text for answer in decoded.column.answers)
        codes: np.ndarray = decoded.codes
        if decoded.column.kind is ColumnKind.MULTIPLE:
            codes = np.where(codes == 0, codes, -1)  # a condition sees an unticked box as empty
            texts = (decoded.column.sub_question_text,) * len(texts)
            if self.questionnaire.by_code[decoded.column.question].type == ":":
                categories = ("1",) * len(categories)  # what a box of an array is worth
        return VariableReference(codes, categories, decoded.unsure, shown, texts)

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
        if row is None or row.relevance in ("", "1"):
            return base
        return all_of(
            base, self._condition(row.relevance, f"de la sous-question {question.code}[{row.code}]")
        )

    def _filtered(self, question: Question, column: ExtractColumn) -> Truth:
        """Return what the array filters say of a column; of a rank, whether as many choices are left."""
        if column.kind is not ColumnKind.RANK:
            return self._filter(question, row_of(column, question))
        choices = np.array([self._filter(question, answer.code) for answer in question.answers])
        rank, least, most = int(column.sub_question), (choices == 1).sum(axis=0), (choices != 0).sum(axis=0)
        return np.where(least >= rank, 1, np.where(most < rank, 0, -1)).astype(np.int8)

    def _filter(self, question: Question, row: str) -> Truth:
        condition = row_condition(self.questionnaire, question, row) if row else ""
        return self._condition(condition, f"de la ligne {question.code}[{row}], par un filtre de tableau,")

    def _condition(self, expression: str, where: str) -> Truth:
        self._lacking = ""
        try:
            return evaluate(expression, self)
        except NotUnderstoodError:
            lacking = f"qui dépend de {self._lacking}, colonne absente de l’extrait"
            why = lacking if self._lacking else "non comprise"
            self._warn(f"condition {where} {why}\u00a0: on ne sait pas à qui elle")
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
            if decoded.unread is not None:
                state = np.where(decoded.unread, -1, state)
        elif self.questionnaire.columns[code].kind is ColumnKind.FILE_COUNT:
            state = np.zeros_like(state)  # a displayed upload always has a count, if only 0
        if code in self.lost:
            state = np.where(state == 1, -1, state)
        if code in self.absent:
            state = np.where(self.absent[code], -1, state)
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


def _keeps(chosen: str, column: ExtractColumn) -> bool:
    """Tell whether a filter of ``self`` or ``that`` keeps a column; ``sq_`` looks for its text anywhere in the code."""
    if chosen.startswith("sq_"):
        return chosen.removeprefix("sq_") in column.em_code.removeprefix(f"{column.question}_")
    return (column.kind is ColumnKind.COMMENT) == (chosen == "comments")
