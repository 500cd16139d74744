"""Writes responses as LimeSurvey 6.4 does in CSV: the administration page's form and RemoteControl's.

Only bytes are decided here; who answers what is decided elsewhere.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from barometre_pipeline.sources.limesurvey.model import Question
from tools.demonstration.questionnaire import Survey, column_codes

SYSTEM_HEADINGS = {
    "id": "ID de la réponse",
    "submitdate": "Date de soumission",
    "lastpage": "Dernière page",
    "startlanguage": "Langue de départ",
    "seed": "Tête de série",
    "startdate": "Date de lancement",
    "datestamp": "Date de la dernière action",
}
_YES_NO = {"Y": "Oui", "N": "Non"}


@dataclass
class Response:
    """One row of the response table.

    Attributes:
        system: the columns of ``SYSTEM_HEADINGS`` by code.
        answers: value stored for each column that has one, by column code.
        group_seconds: time spent on each page sent, by group name.
    """

    system: dict[str, str]
    answers: dict[str, str] = field(default_factory=dict)
    group_seconds: dict[str, float] = field(default_factory=dict)


def administration_csv(survey: Survey, responses: Sequence[Response]) -> bytes:
    """Full headings, long answers, comma, timing columns: what the export page gives untouched."""
    questions = survey.questionnaire.questions
    headings = [*SYSTEM_HEADINGS.values(), *(h for q in questions for h in _full_headings(q))]
    headings += [heading for heading, _ in _timing_columns(survey)]
    lines = [_line(headings, ",")]
    for response in responses:
        cells = [response.system.get(name, "") for name in SYSTEM_HEADINGS]
        cells += [
            _long(q, code, response.answers.get(code, "")) for q in questions for code in column_codes(q)
        ]
        lines.append(_line(cells, ",", list(_timings(survey, response))))
    return ("\ufeff" + "".join(lines)).encode("utf-8")


def remote_control_csv(survey: Survey, responses: Sequence[Response]) -> bytes:
    """Code headings, short answers, semicolon, and the extra empty line RemoteControl leaves."""
    codes = [code for q in survey.questionnaire.questions for code in column_codes(q)]
    lines = [_line([*SYSTEM_HEADINGS, *codes], ";")]
    for response in responses:
        cells = [response.system.get(name, "") for name in SYSTEM_HEADINGS]
        lines.append(_line(cells + [_short(response.answers.get(code, "")) for code in codes], ";"))
    return ("\ufeff" + "".join(lines) + "\r\n").encode("utf-8")


def _line(cells: Sequence[str], delimiter: str, unquoted_if_empty: Sequence[str] = ()) -> str:
    quoted = [_quote(cell) for cell in cells] + [_quote(c) if c else "" for c in unquoted_if_empty]
    return delimiter.join(quoted) + "\r\n"


def _quote(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


def _short(value: str) -> str:
    return "" if value == "N" else value  # an unticked box is empty; no other column of ours stores "N"


def _long(question: Question, code: str, value: str) -> str:
    if code.endswith("[other]") or not (question.answers or question.type in "MY"):
        return value if not value.startswith("=") else "'" + value
    if question.type == "M":
        return "Oui" if value == "Y" else "Non"
    if question.type == "Y":
        return _YES_NO.get(value, "N/A")
    if value == "-oth-":
        return "Autre"
    return {a.code: a.text for a in question.answers}.get(value, "")


def _full_headings(question: Question) -> Iterator[str]:
    rows = {s.code: s.text for s in question.sub_questions}
    for code in column_codes(question):
        inner = code[len(question.code) + 1 : -1]
        if not inner:
            yield question.text
        elif inner == "other":
            yield f"{question.text} [Autre]"
        elif question.type == "R":
            yield f"{question.text} [Classement {inner}]"
        else:
            yield f"{question.text} [{rows[inner]}]"


def _timing_columns(survey: Survey) -> Iterator[tuple[str, str]]:
    yield "Temps total :", ""
    group = ""
    for question in survey.questionnaire.questions:
        if question.group != group:
            group = question.group
            yield f"Durée pour le groupe : {group}", group
        yield f"Durée pour la question: {question.code}", ""


def _timings(survey: Survey, response: Response) -> Iterator[str]:
    total = sum(response.group_seconds.values())
    for heading, group in _timing_columns(survey):
        if heading == "Temps total :":
            yield f"{total:.2f}" if response.group_seconds else ""
        elif group in response.group_seconds:
            yield f"{response.group_seconds[group]:.2f}"
        else:
            yield ""
