"""Array filters: which rows of a question are displayed after the answers to another, as conditions.

The rules are those by which LimeSurvey turns the two attributes into conditions (``array_filter`` and
``array_filter_exclude`` in ``_CreateSubQLevelRelevanceAndValidationEqns``, LimeSurvey 6).
"""

from collections.abc import Iterator
from typing import Final

from barometre_pipeline.sources.limesurvey.model import ExtractColumn, Question, Questionnaire
from barometre_pipeline.vocabulary import ColumnKind

FILTERED_TYPES: Final = frozenset("1:;ABCEFMPKQR")
_CHOSEN, _LEFT = "array_filter", "array_filter_exclude"


def row_of(column: ExtractColumn, question: Question) -> str:
    """Return the code of the row that a column belongs to; "other" for what « autre » writes, "" for none."""
    rows = {sub.code for sub in question.sub_questions if sub.scale == 0}
    cells = {sub.code for sub in question.sub_questions if sub.scale == 1}
    code = column.sub_question
    if code in rows:
        return code
    if cells:
        split = (code[:place] for place in range(1, len(code)) if code[place] == "_")
        return next((row for row in split if row in rows and code[len(row) + 1 :] in cells), "")
    row = code.removesuffix("comment")
    return row if row in rows or row == "other" else ""


def filtered(question: Question) -> bool:
    """Tell whether the rows of a question depend on the answers to another."""
    return question.type in FILTERED_TYPES and any(
        question.attributes.get(name, "").strip() for name in (_CHOSEN, _LEFT)
    )


def row_condition(questionnaire: Questionnaire, question: Question, row: str) -> str:
    """Return the condition under which a row is displayed; "" where no filter says anything of it.

    Several questions in one attribute, and the filters of the questions named, are all to hold; a question that has no
    such row says nothing of it.
    """
    chosen, left = _sources(questionnaire, question, frozenset())
    conditions = [c for source in chosen if (c := _condition(source, row, chosen=True))]
    conditions += [c for source in left if (c := _condition(source, row, chosen=False))]
    return " and ".join(dict.fromkeys(f"({c})" for c in conditions))


def _sources(
    questionnaire: Questionnaire, question: Question, seen: frozenset[str]
) -> tuple[list[Question], list[Question]]:
    """Return the questions whose answers keep rows, and those whose answers remove some, those above included."""
    kept: dict[str, list[Question]] = {_CHOSEN: [], _LEFT: []}
    for name, found in kept.items():
        for code in question.attributes.get(name, "").split(";"):
            source = questionnaire.by_code.get(code.strip())
            if source is not None and source.code not in seen:
                found.append(source)
                above = _sources(questionnaire, source, seen | {question.code})
                kept[_CHOSEN] += above[0]
                kept[_LEFT] += above[1]
    return kept[_CHOSEN], kept[_LEFT]


def _condition(source: Question, row: str, chosen: bool) -> str:
    tests = list(_tests(source, row, chosen))
    return (" or " if chosen else " and ").join(tests)


def _tests(source: Question, row: str, chosen: bool) -> Iterator[str]:
    equal, empty = ("==", "!is_empty") if chosen else ("!=", "is_empty")
    if source.type == "R":
        choices = {a.code for a in source.answers}
        for column in source.columns if row in choices else ():
            yield f'{column.em_code}.NAOK {equal} "{row}"'
        return
    boxes = source.type == ":" and source.attributes.get("multiflexible_checkbox") == "1"
    for column in source.columns:
        if row_of(column, source) == row and column.kind is not ColumnKind.COMMENT:
            yield f'{column.em_code}.NAOK {equal} "1"' if boxes else f"{empty}({column.em_code}.NAOK)"
