"""The forms of export: how each writes its headings and its cells, and what it cannot hold.

Text of headings and cells only; the bytes of each kind of file are ``files``'.
"""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tools.exports.answers import Response
from tools.exports.columns import Column, flat, said, words
from tools.exports.structure import Survey, Texts

Cell = str | None
_STATISTICAL: Final = {
    "Y": {"Y": "1", "N": "2"},
    "G": {"F": "1", "M": "2"},
    "C": {"Y": "1", "N": "2", "U": "3"},
    "E": {"I": "1", "S": "2", "D": "3"},
}
_STATA: Final = {
    "Y": {"Y": "1", "N": "0"},
    "G": {"F": "0", "M": "1"},
    "C": {"Y": "1", "N": "0", "U": "9"},
    "E": {"I": "1", "S": "0", "D": "-1"},
}


@dataclass(frozen=True)
class Form:
    """A form of export.

    Attributes:
        name: of its file, with the ending.
        headings: code, emcode, full, codetext, abbreviated, sgqa, ids, stata or spss.
        answers: short, long, statistical or stata.
        version: of LimeSurvey: 2, 3, 5, 6 or 7.
        container: csv, xlsx, json, vv, lsa, stata or sps.
        separator: of cells; of code and text in headings for codetext.
        language: of headings and long answers; "" for the survey's own.
        quirks: what a server, a tool or a person adds to it.
    """

    name: str
    headings: str = "code"
    answers: str = "short"
    version: int = 6
    container: str = "csv"
    separator: str = ";"
    language: str = ""
    quirks: frozenset[str] = frozenset()


def _form(
    name: str, headings: str, answers: str, version: int = 6, separator: str = ";", *quirks: str
) -> Form:
    container = name.rpartition(".")[2]
    return Form(name, headings, answers, version, container, separator, quirks=frozenset(quirks))


FORMS: Final[tuple[Form, ...]] = (
    _form("code_short.csv", "code", "short"),
    _form("code_long.csv", "code", "long", 6, "\t"),
    _form("full_long.csv", "full", "long", 6, ",", "masked"),
    _form("full_long_3.csv", "full", "long", 3, ",", "blank line"),
    _form("full_long_2.csv", "full", "long", 2, ","),
    _form("full_long_html.csv", "full", "long", 6, ";", "html"),
    _form("full_short.csv", "full", "short", 5, "\t"),
    _form("full_underscores.csv", "full", "long", 6, ",", "underscores"),
    _form("full_mixed.csv", "full", "long", 6, ",", "mixed"),
    _form("full_entities.csv", "full", "long", 6, ";", "entities"),
    _form("emcode_short.csv", "emcode", "short"),
    _form("codetext_short.csv", "codetext", "short", 6, ";"),
    _form("codetext_glued.csv", "codetext", "long", 6, ";", "glued"),
    _form("abbreviated_short.csv", "abbreviated", "short", 6, ";", "15"),
    _form("abbreviated30_long.csv", "abbreviated", "long", 6, ",", "30"),
    _form("upper.csv", "code", "short", 6, ";", "upper"),
    _form("lower.csv", "code", "short", 7, ";", "lower"),
    _form("padded.csv", "code", "short", 6, ";", "padded"),
    _form("r_names.csv", "r", "short", 6, ","),
    _form("pandas.csv", "full", "long", 6, ",", "numbered"),
    _form("readr.csv", "full", "short", 6, ",", "numbered by place"),
    _form("sep.csv", "code", "short", 6, ";", "sep"),
    _form("cr.csv", "full", "long", 6, ";", "cr"),
    _form("bare.csv", "code", "long", 5, "\t", "bare"),
    _form("blank_rows.csv", "emcode", "short", 6, ";", "blank rows"),
    _form("converted.csv", "code", "short", 6, ";", "converted"),
    _form("times_code.csv", "code", "short", 6, ";", "times", "participants"),
    _form("times_full.csv", "full", "long", 6, ",", "times", "participants"),
    _form("times_emcode.csv", "emcode", "short", 5, ";", "times"),
    _form("rank_json_code.csv", "code", "short", 7, ";", "one ranking"),
    _form("rank_json_full.csv", "full", "long", 7, ",", "one ranking"),
    _form("note.csv", "code", "short", 6, ";", "note"),
    _form("title.csv", "full", "long", 6, ";", "title"),
    _form("statistical.csv", "code", "statistical", 6, ","),
    _form("code_short.xlsx", "code", "short"),
    _form("full_long.xlsx", "full", "long"),
    _form("full_long.json", "full", "long"),
    _form("code_short.json", "code", "short"),
    _form("wrapped.json", "code", "short", 3),
    _form("vv_1.vv", "sgqa", "short"),
    _form("vv_2.vv", "emcode", "short"),
    _form("archive.lsa", "sgqa", "short"),
    _form("archive_7.lsa", "ids", "short", 7),
    _form("archive_ranks.lsa", "ids", "short", 7, ";", "one ranking"),
    _form("stata.stata", "stata", "stata"),
    _form("spss.sps", "spss", "statistical"),
)  # fmt: skip


def system_names(form: Form, survey: Survey) -> list[str]:
    """Return the columns about the response that a form has."""
    names = ["id", "submitdate", "lastpage", "startlanguage"]
    names += ["seed"] * (form.version >= 3) + ["token"] * ("participants" in form.quirks)
    names += ["startdate", "datestamp"] * survey.dated
    return names + ["ipaddr", "refurl"] * ("participants" in form.quirks)


def time_headings(form: Form, survey: Survey) -> list[str]:
    """Return the headings of the times that a form has after the answers: in all, by group, by question."""
    if "times" not in form.quirks:
        return []
    language = form.language or survey.language
    known = words(language)
    if form.headings != "full":
        groups = [f"groupTime{gid}" for gid in survey.groups]
        return ["interviewtime", *groups, *(f"{question.code}Time" for question in survey.questions)]
    groups = [
        known["group"] + flat(said(texts, language, survey.language)) for texts in survey.groups.values()
    ]
    return [known["total"], *groups, *(known["question"] + question.code for question in survey.questions)]


def system_cells(response: Response, names: Sequence[str]) -> list[str]:
    """Return the cells about a response."""
    sent = "2030-03-05 10:00:00" if response.complete else ""
    known = {
        "id": str(response.id), "submitdate": sent, "lastpage": str(response.lastpage),
        "startlanguage": response.language, "seed": str(10**9 + response.id), "startdate": "2030-03-05 09:00:00",
        "datestamp": "2030-03-05 10:00:00", "token": f"jeton{response.id}", "ipaddr": "192.0.2.1",
        "refurl": "https://example.org/",
    }  # fmt: skip
    return [known[name] for name in names]


def heading(form: Form, survey: Survey, column: Column | str) -> str:
    """Return a heading as a form writes it; a text is the name of a column about the response."""
    language = form.language or survey.language
    if isinstance(column, str):
        text = words(language)[column]
        names = dict.fromkeys(("code", "emcode", "sgqa", "ids", "stata", "spss", "r"), column)
    else:
        text = _full(form, survey, column, language)
        names = {
            "code": column.code, "emcode": column.em, "sgqa": column.sgqa, "ids": column.ids,
            "stata": column.stata or column.em, "spss": column.spss or column.em,
            "r": re.sub(r"[^A-Za-z0-9._]", ".", column.code),
        }  # fmt: skip
    if form.headings in names:
        return _retouched(names[form.headings], form)
    if form.headings == "codetext":
        return names["code"] + ("" if "glued" in form.quirks else ". ") + text
    return _retouched(text, form)


def _full(form: Form, survey: Survey, column: Column, language: str) -> str:
    known = words(language)
    limit = next((int(quirk) for quirk in form.quirks if quirk.isdigit()), None)

    def cut(text: str) -> str:
        return text[:limit] + ".. " if limit and len(text) > limit else text

    def bracket(part: Texts | str) -> str:
        if isinstance(part, str):
            word, _, number = part.partition(" ")
            return f"[{known[word]}{' ' * bool(number)}{number}]"
        return f"[{cut(flat(said(part, language, survey.language)))}]"

    asked = cut(flat(said(column.question.texts, language, survey.language)))
    if column.role == "count":
        return f"filecount - {asked}"
    brackets = "".join(map(bracket, column.brackets))
    return f"{asked} {brackets}" if brackets else asked


def _retouched(text: str, form: Form) -> str:
    if "upper" in form.quirks:
        return text.upper()
    if "lower" in form.quirks:
        return text.lower()
    if "padded" in form.quirks:
        return f" {text} "
    if "entities" in form.quirks:
        return html.escape(html.unescape(text), quote=False)
    return text.replace(" ", "_") if "underscores" in form.quirks else text


def cell(form: Form, survey: Survey, column: Column, value: Cell) -> Cell:
    """Return an answer as a form writes it."""
    if form.container in ("vv", "lsa"):
        if column.role == "number" and column.question.kind in "NK":
            return f"{float(value):.10f}" if value else None
        return value or None if column.role in ("date", "count") else value
    kind = column.question.kind
    if "converted" in form.quirks and kind in "MPY" and column.role != "ranking":
        return (
            {"Y": "1", "N": "0"}.get(value or "N", value or "0")
            if column.role in ("box", "one")
            else value or "0"
        )
    if form.answers in ("statistical", "stata"):
        return _statistical(form, column, value or "")
    if form.answers == "long" and not ("mixed" in form.quirks and kind in "YG"):
        return _long(form, survey, column, value)
    return value or ""


def _statistical(form: Form, column: Column, value: str) -> str:
    if form.answers == "stata":
        return _STATA.get(column.question.kind, {}).get(value, value)
    if column.role in ("box", "tick"):
        return "1" if value else "0" if form.container == "csv" else ""
    return _STATISTICAL.get(column.question.kind, {}).get(value, value)


def _long(form: Form, survey: Survey, column: Column, value: Cell) -> str:
    language = form.language or survey.language
    known = words(language)
    if column.role == "box":
        if value is None and form.version <= 3:
            return "N/A"
        return known["Y"] if value else known["N"]
    if column.question.kind in "YG" and not value:
        return "N/A"
    if column.role == "comment" and column.question.kind == "O" and form.version > 3:
        return ""
    if value and column.role in ("one", "rank"):
        text = said(column.answers[value], language, survey.language)
        return text if "html" in form.quirks else html.unescape(flat(text))
    return value or ""


def columns_written(form: Form, survey: Survey, columns: Sequence[Column]) -> dict[str, Column]:
    """Return the columns that a form holds.

    Repeated keys of JSON keep the last, SPSS has no displayed text, answers that are pictures have no long text.
    """
    kept = [
        column
        for column in columns
        if not (form.container == "sps" and column.role == "nothing")
        and not (form.answers == "long" and any(not _shows_text(texts) for texts in column.answers.values()))
    ]
    if form.container != "json":
        return {column.code: column for column in kept}
    last = {heading(form, survey, column): column for column in kept}
    return {column.code: column for column in last.values()}


def _shows_text(texts: Texts) -> bool:
    return any(html.unescape(flat(text)).strip() for text in texts.values())


def expected(form: Form, survey: Survey, column: Column, value: Cell) -> str | None:
    """Return what reading must give for an answer: its code or text, "" for none, None where the form lost it."""
    kind = column.question.kind
    if not value:
        return ""
    if "converted" in form.quirks and kind == "Y" and value == "N":
        return ""
    if form.answers == "long" and column.role in ("one", "rank"):
        texts = {code: _long(form, survey, column, code) for code in column.answers}
        return next(code for code, text in texts.items() if _alike(text, texts[value]))
    if column.role == "comment" and kind == "O" and form.answers == "long" and form.version > 3:
        return None
    if column.role in ("box", "tick", "one", "rank"):
        return value
    return _as_kept(form, value)


def _alike(one: str, other: str) -> bool:
    return "".join(one.split()) == "".join(other.split())


def _as_kept(form: Form, text: str) -> str:
    if form.container in ("vv", "stata", "sps"):
        text = re.sub(r"\s+", " ", text.strip()) if form.container != "vv" else text.strip()
    return text[:200] if form.container in ("stata", "sps") else text
