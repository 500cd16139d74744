"""The XML structure file (.lss), also found inside an archive (.lsa).

Only the reading of its tables belongs here; entities and external references are refused.
"""

from collections import defaultdict
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from barometre_pipeline.errors import InputError
from barometre_pipeline.sources.limesurvey.structure.tables import (
    RawGroup,
    RawItem,
    RawQuestion,
    RawSurvey,
)

_REMEDY: Final = (
    "exporter de nouveau la structure depuis LimeSurvey (Exporter > Structure du questionnaire, .lss)"
)
Row = dict[str, str]


def parse_lss(data: bytes, shown: str) -> RawSurvey:
    """Return the raw records of an .lss document.

    Raises:
        InputError: not XML, XML with entity declarations, or not a survey structure.
    """
    root = parse_xml(data, shown)
    if root.tag != "document" or root.findtext("LimeSurveyDocType") != "Survey":
        raise InputError(
            shown,
            "",
            "le fichier XML n’est pas une structure d’enquête",
            "un document LimeSurvey « Survey »",
            _REMEDY,
        )
    tables = {table.tag: _rows(table) for table in root if table.find("rows") is not None}
    if not tables.get("questions") or not tables.get("surveys"):
        raise InputError(
            shown, "", "la structure ne contient aucune question", "les tables surveys et questions", _REMEDY
        )
    try:
        return _survey(tables, [node.text or "" for node in root.iterfind("languages/language")])
    except (KeyError, ValueError, IndexError) as error:
        raise InputError(
            shown,
            "",
            "une table de la structure est incomplète",
            "un export LimeSurvey entier",
            _REMEDY,
        ) from error


def parse_xml(data: bytes, shown: str) -> Element:
    """Return the root of an XML document that declares no entity and refers to nothing outside itself.

    Raises:
        InputError: unreadable or hostile XML.
    """
    try:
        return fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise InputError(
            shown,
            "",
            "le fichier XML déclare un DTD ou des entités, ce que LimeSurvey ne fait pas ; il n’est pas lu",
            "un export LimeSurvey sans déclaration DOCTYPE",
            "ne pas utiliser ce fichier ; " + _REMEDY,
        ) from error
    except (ParseError, ValueError, LookupError) as error:
        line = getattr(error, "position", (0, 0))[0]
        raise InputError(
            shown,
            f"ligne {line}" if line else "",
            "le fichier XML est illisible ou incomplet",
            "un document XML entier, écrit par LimeSurvey",
            _REMEDY,
        ) from error


def _rows(table: Element) -> list[Row]:
    return [{cell.tag: cell.text or "" for cell in row} for row in table.iterfind("rows/row")]


def _survey(tables: dict[str, list[Row]], languages: list[str]) -> RawSurvey:
    settings = tables["surveys"][0]
    base = settings.get("language") or languages[0]
    survey = RawSurvey(survey_id=settings["sid"], base_language=base, languages=languages or [base])
    survey.settings = settings
    for row in tables.get("surveys_languagesettings", []):
        survey.titles[row["surveyls_language"]] = row.get("surveyls_title", "")
    survey.groups = _groups(tables)
    survey.questions = _questions(tables, base)
    return survey


def _l10n(
    tables: dict[str, list[Row]], table: str, own: str, id_name: str, column: str
) -> dict[str, dict[str, str]]:
    """Return wordings by id and language, from the ``_l10ns`` table or, before version 4, its own."""
    texts: dict[str, dict[str, str]] = defaultdict(dict)
    for row in [*tables.get(own, []), *tables.get(table, [])]:
        if row.get("language") and column in row:
            texts[row[id_name]][row["language"]] = row[column]
    return texts


def _groups(tables: dict[str, list[Row]]) -> list[RawGroup]:
    texts = _l10n(tables, "group_l10ns", "groups", "gid", "group_name")
    groups = {}
    for row in tables["groups"]:
        groups[row["gid"]] = RawGroup(
            id=row["gid"],
            order=float(row.get("group_order") or 0),
            relevance=row.get("grelevance", ""),
            randomised=bool(row.get("randomization_group")),
            texts=texts[row["gid"]],
        )
    return list(groups.values())


def _questions(tables: dict[str, list[Row]], base: str) -> list[RawQuestion]:
    texts = _l10n(tables, "question_l10ns", "questions", "qid", "question")
    sub_texts = _l10n(tables, "question_l10ns", "subquestions", "qid", "question")
    questions: dict[str, RawQuestion] = {}
    for row in tables["questions"]:
        if row.get("parent_qid", "0") not in ("", "0"):
            continue
        questions[row["qid"]] = RawQuestion(
            id=row["qid"],
            group_id=row["gid"],
            code=row["title"],
            type=row["type"],
            order=float(row.get("question_order") or 0),
            relevance=row.get("relevance", ""),
            mandatory=row.get("mandatory", "N") in ("Y", "S"),
            other=row.get("other") == "Y",
            texts=texts[row["qid"]],
        )
    for row in tables.get("question_attributes", []):
        if row["qid"] in questions:
            attribute = (row["attribute"], row.get("language", ""))
            questions[row["qid"]].attributes[attribute] = row.get("value", "")
    _add_sub_questions(tables, questions, sub_texts, base)
    _add_answers(tables, questions, base)
    return list(questions.values())


def _add_sub_questions(
    tables: dict[str, list[Row]],
    questions: dict[str, RawQuestion],
    texts: dict[str, dict[str, str]],
    base: str,
) -> None:
    for row in tables.get("subquestions", []):
        if row["parent_qid"] in questions and row.get("language", base) == base:
            questions[row["parent_qid"]].sub_questions.append(
                RawItem(
                    code=row["title"],
                    scale=int(row.get("scale_id") or 0),
                    order=float(row.get("question_order") or 0),
                    relevance=row.get("relevance", "1"),
                    texts=texts[row["qid"]],
                    id=row["qid"],
                )
            )


def _add_answers(tables: dict[str, list[Row]], questions: dict[str, RawQuestion], base: str) -> None:
    texts = _l10n(tables, "answer_l10ns", "", "aid", "answer")
    by_code: dict[tuple[str, str, str], dict[str, str]] = defaultdict(dict)
    for row in tables.get("answers", []):
        if row.get("language") and "answer" in row:
            by_code[row["qid"], row["code"], row.get("scale_id", "0")][row["language"]] = row["answer"]
    for row in tables.get("answers", []):
        if row["qid"] in questions and row.get("language", base) == base:
            own = by_code[row["qid"], row["code"], row.get("scale_id", "0")]
            questions[row["qid"]].answers.append(
                RawItem(
                    code=row["code"],
                    scale=int(row.get("scale_id") or 0),
                    order=float(row.get("sortorder") or 0),
                    texts=own or texts[row.get("aid", "")],
                )
            )
