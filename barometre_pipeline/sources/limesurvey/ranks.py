"""Ranks of a ranking that its structure no longer has: a choice withdrawn after the survey opened leaves its column.

Only rankings; answers that a structure no longer has are ``unforeseen``'s.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count, islice, takewhile

from barometre_pipeline.sources.limesurvey.model import ExtractColumn, Question, Questionnaire
from barometre_pipeline.sources.limesurvey.wording import heading_key
from barometre_pipeline.sources.limesurvey.words import PARTS, spoken


def with_ranks_of(questionnaire: Questionnaire, headings: Sequence[str]) -> Questionnaire:
    """Return the questionnaire with the ranks that an extract has beyond its own, in every language."""
    names = {heading.strip() for heading in headings}

    def there(column: ExtractColumn, word: str) -> bool:
        known = {column.code, column.em_code, column.sgqa, *column.by_ids}
        return bool(known & names) or any(_words_of(heading, column, word) for heading in headings)

    versions = (questionnaire, *questionnaire.translations)
    later: dict[str, int] = {}
    for version in versions:
        word = PARTS[spoken(version.language)]["@rank"]
        for question in (q for q in version.questions if q.type == "R" and q.columns):
            found = list(takewhile(lambda column, w=word: there(column, w), _later(question)))  # type: ignore[misc]
            later[question.code] = max(later.get(question.code, 0), len(found))
    if not any(later.values()):
        return questionnaire

    def completed(version: Questionnaire) -> Questionnaire:
        return replace(
            version,
            questions=tuple(
                replace(q, columns=(*q.columns, *islice(_later(q), later.get(q.code, 0))))
                for q in version.questions
            ),
        )

    whole, *others = map(completed, versions)
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
