"""Refuses the codes of a questionnaire that the lake cannot hold: names of its own columns and states, too long ones.

LimeSurvey itself writes letters and digits, 20 characters at most, 5 for an answer; what a code means is not judged.
"""

from collections.abc import Iterator
from typing import Final

from barometre_pipeline.errors import InputError
from barometre_pipeline.french.spaces import NBSP, quoted
from barometre_pipeline.sources.limesurvey.model import Extract
from barometre_pipeline.sources.limesurvey.personal import person_named
from barometre_pipeline.sources.limesurvey.unforeseen import OUTSIDE
from barometre_pipeline.vocabulary import INDETERMINE, NON_POSEE, SANS_REPONSE

OWN_COLUMNS: Final = ("id_reponse", "ligne", "fichier")
_STATES: Final = (SANS_REPONSE, NON_POSEE, INDETERMINE)
_LONGEST: Final = 100  # of a name of a file, a column, a page
_SHOWN: Final = 40


def check_codes(extract: Extract) -> None:
    """Refuse a questionnaire one of whose codes would be taken for something else, or break what bears it.

    Raises:
        InputError: names the structure file, the code, what it would be taken for, and what to do.
    """
    for place, finding, expected in _faults(extract):
        raise InputError(
            extract.questionnaire.file, place, finding, expected,
            "donnez un autre code dans le questionnaire, exportez de nouveau sa structure et ses réponses",
        )  # fmt: skip


def _faults(extract: Extract) -> Iterator[tuple[str, str, str]]:
    for question in extract.questionnaire.questions:  # in the extract or not: the questionnaire is a table
        answers = (a for c in question.columns for a in c.answers if not a.text.startswith(OUTSIDE))
        codes = {c.code for c in question.columns} | {answer.code for answer in answers}
        if reason := next(filter(None, map(person_named, sorted({question.code, *codes}))), ""):
            told = f"un de ses codes désigne une personne ({reason}), et les codes sont montrés partout"
            yield f"question n°{NBSP}{question.order}", told, "un code de lettres et de chiffres"
    own = {name.lower() for name in (*OWN_COLUMNS, *map(str, extract.system.columns))}
    short = f"un code de {_LONGEST} caractères au plus (LimeSurvey en écrit 20)"
    for code in map(str, extract.values.columns):
        column = extract.questionnaire.columns[code]
        place = f"question {quoted(_shown(column.question))}"
        if code.lower() in own:
            yield (
                place,
                f"ce code est le nom d’une colonne du lac ou de l’export, {quoted(code)}",
                "un autre code",
            )
        if len(code) > _LONGEST:
            yield place, f"ce code a {len(code)} caractères", short
        for answer in column.answers:
            if answer.code in _STATES:
                told = f"la réponse {quoted(answer.code)} porte le code d’une absence de réponse"
                yield place, told, f"un code de réponse autre que{NBSP}: {', '.join(_STATES)}"
            if len(answer.code) > _LONGEST:
                told = f"le code de la réponse {quoted(_shown(answer.code))} a {len(answer.code)} caractères"
                yield place, told, short


def _shown(code: str) -> str:
    return code if len(code) <= _SHOWN else f"{code[:_SHOWN]}…"
