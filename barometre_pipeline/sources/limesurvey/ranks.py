"""Rankings: ranks that a structure no longer has (a choice withdrawn leaves its column), and those held in one cell.

LimeSurvey 7 stores a ranking as a JSON list. Answers that a structure no longer has are ``unforeseen``'s.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count, islice, takewhile
from typing import Final

import pandas as pd
import pyarrow as pa

from barometre_pipeline.sources.limesurvey.cells import TextColumn
from barometre_pipeline.sources.limesurvey.model import ExtractColumn, Question, Questionnaire
from barometre_pipeline.sources.limesurvey.wording import heading_key
from barometre_pipeline.sources.limesurvey.words import PARTS, spoken

_CHOICE: Final = re.compile(r"[RS]\d+")


def with_ranks_of(questionnaire: Questionnaire, headings: Sequence[str]) -> Questionnaire:
    """Return the questionnaire with the ranks that an extract has beyond its own, in every language."""
    names = {heading.strip() for heading in headings}
    questionnaire = _with_fields(questionnaire, headings)

    def there(column: ExtractColumn, words: Sequence[str]) -> bool:
        known = {column.code, column.em_code, column.sgqa, *column.by_ids}
        return bool(known & names) or any(_words_of(h, column, word) for h in headings for word in words)

    versions = (questionnaire, *questionnaire.translations)
    later: dict[str, int] = {}
    for version in versions:
        words = PARTS[spoken(version.language)]["@rank"]
        for question in (q for q in version.questions if q.type == "R" and q.columns):
            found = list(takewhile(lambda column, w=words: there(column, w), _later(question)))  # type: ignore[misc]
            later[question.code] = max(later.get(question.code, 0), len(found))
    return _with_more(questionnaire, later)


def _with_fields(questionnaire: Questionnaire, headings: Sequence[str]) -> Questionnaire:
    """Return the questionnaire with the fields of an archive that hold its ranks.

    LimeSurvey 7 names each after a choice (``Q110_R57``, ``Q110_S111``), whichever is put there: the first is rank 1.
    """
    fields: dict[str, list[str]] = {}
    for heading in headings:
        question, mark, choice = heading.strip().partition("_")
        if mark and _CHOICE.fullmatch(choice):
            fields.setdefault(question, []).append(heading.strip())

    def completed(question: Question) -> Question:
        own = fields.get(f"Q{question.ids.rpartition('X')[2]}", []) if question.type == "R" else []
        columns = [
            replace(c, by_ids=(own[i],)) if i < len(own) else c for i, c in enumerate(question.columns)
        ]
        return replace(question, columns=tuple(columns)) if own else question

    def version(one: Questionnaire) -> Questionnaire:
        return replace(one, questions=tuple(map(completed, one.questions)))

    others = tuple(map(version, questionnaire.translations))
    return replace(version(questionnaire), translations=others) if fields else questionnaire


def with_ranks_to(questionnaire: Questionnaire, code: str, ranks: int) -> Questionnaire:
    """Return the questionnaire with at least so many ranks in one ranking, in every language."""
    return _with_more(questionnaire, {code: ranks - len(questionnaire.by_code[code].columns)})


def unfolded(cells: TextColumn, ranks: int) -> tuple[list[TextColumn], pd.Series]:
    """Return a column of JSON lists as one column by rank, and the cells that are no such list.

    There are as many columns as ranks, or more where a list is longer. A null stays null in every rank, and what comes
    after the last choice is empty.
    """
    texts = cells.cast(pa.string()).to_pylist()
    lists = {text: _choices(text) for text in set(texts) if text}
    longest = max([ranks, *(len(choices) for choices in lists.values() if choices)])
    padded = {text: [*(choices or ()), *[""] * longest][:longest] for text, choices in lists.items()}
    blank = [""] * longest
    by_response = [padded[text] if text else [None] * longest if text is None else blank for text in texts]
    columns = [
        pa.chunked_array([pa.array([row[i] for row in by_response], pa.string())]) for i in range(longest)
    ]
    return columns, pd.Series([text for text in texts if text and lists[text] is None], dtype="str")


def _choices(text: str) -> list[str] | None:
    """Return the choices of a JSON list in their order, or nothing where the text is none."""
    try:
        stored = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if isinstance(stored, dict) and all(rank.isdecimal() for rank in stored):
        stored = [stored[rank] for rank in sorted(stored, key=int)]
    if not isinstance(stored, list) or any(
        isinstance(choice, (list, dict, bool, float)) for choice in stored
    ):
        return None
    return ["" if choice is None else str(choice) for choice in stored]


def _with_more(questionnaire: Questionnaire, more: Mapping[str, int]) -> Questionnaire:
    """Return the questionnaire with so many more ranks by ranking, in every language."""
    if not any(number > 0 for number in more.values()):
        return questionnaire

    def completed(version: Questionnaire) -> Questionnaire:
        return replace(
            version,
            questions=tuple(
                replace(q, columns=(*q.columns, *islice(_later(q), max(0, more.get(q.code, 0)))))
                if q.columns
                else q
                for q in version.questions
            ),
        )

    whole, *others = map(completed, (questionnaire, *questionnaire.translations))
    return replace(whole, translations=tuple(others))


def _later(question: Question) -> Iterator[ExtractColumn]:
    """Yield the ranks that come after those of the structure."""
    return (_rank(question.columns[-1], rank) for rank in count(len(question.columns) + 1))


def _words_of(heading: str, column: ExtractColumn, word: str) -> bool:
    """Tell whether a heading is the question's text, whole, cut short or after a code, and the rank in brackets."""
    text, _, rank = heading.rpartition("[")
    asked, begins = heading_key(column.question_text), heading_key(text.partition("..")[0])
    if heading_key(rank) != heading_key(f"{word} {column.sub_question}]") or not begins:
        return False
    return (
        asked.startswith(begins) or begins.endswith(asked) or begins.startswith(heading_key(column.question))
    )


def _rank(last: ExtractColumn, rank: int) -> ExtractColumn:
    def renamed(name: str) -> str:
        return name.removesuffix(last.sub_question) + str(rank)

    return replace(
        last,
        code=f"{last.question}[{rank}]",
        sub_question=str(rank),
        sub_question_text=renamed(last.sub_question_text),
        em_code=renamed(last.em_code),
        sgqa=renamed(last.sgqa),
        parts=(last.parts[0], str(rank)),
        by_ids=tuple(renamed(name) for name in last.by_ids),
    )
