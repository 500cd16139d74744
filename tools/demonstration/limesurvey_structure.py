"""Writes a survey structure as LimeSurvey 6.4 does: the tab-separated .txt and the XML .lss.

Columns and tables that LimeSurvey adds and a reader of questions never needs are left out.
"""

import csv
import io
from collections.abc import Sequence
from xml.sax.saxutils import escape

from barometre_pipeline.sources.limesurvey.model import Question
from tools.demonstration.questionnaire import Survey

_TXT_HEADER = (
    "id",
    "related_id",
    "class",
    "type/scale",
    "name",
    "relevance",
    "text",
    "help",
    "language",
    "validation",
    "mandatory",
    "encrypted",
    "other",
    "default",
    "same_default",
    "same_script",
)
_THEMES = {
    "S": "shortfreetext",
    "T": "longfreetext",
    "N": "numerical",
    "L": "listradio",
    "M": "multiplechoice",
    "F": "arrays/array",
    "R": "ranking",
    "Y": "yesno",
}


def structure_txt(survey: Survey) -> bytes:
    """Return the tab-separated structure file (UTF-8, no BOM, LF)."""
    questionnaire = survey.questionnaire
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter="\t", lineterminator="\n")
    writer.writerow(_TXT_HEADER)

    def row(**cells: object) -> None:
        writer.writerow([cells.get(name.replace("/", "_"), "") for name in _TXT_HEADER])

    for name, value in _settings(survey).items():
        row(**{"class": "S", "name": name, "text": value})
    row(**{"class": "SL", "name": "surveyls_title", "text": questionnaire.title, "language": "fr"})
    ids = _Ids(questionnaire.questions)
    for page, group in enumerate(survey.groups, 1):
        row(
            **{"id": page, "class": "G", "type_scale": page, "name": group, "relevance": "", "language": "fr"}
        )
        for q in (q for q in questionnaire.questions if q.group == group):
            row(
                **{"id": ids.question[q.code], "class": "Q", "type_scale": q.type, "name": q.code}
                | {"relevance": q.relevance, "text": q.text, "language": "fr", "encrypted": "N"}
                | {
                    "mandatory": _yes(q.mandatory),
                    "other": _yes(q.other),
                    "same_default": 0,
                    "same_script": 0,
                }
            )
            for s in q.sub_questions:
                row(
                    **{"id": ids.row[q.code, s.code], "class": "SQ", "name": s.code, "relevance": 1}
                    | {"text": s.text, "language": "fr", "mandatory": "N", "other": "N"}
                )
            for a in q.answers:
                row(
                    **{"id": ids.question[q.code], "class": "A", "type_scale": 0, "name": a.code}
                    | {"text": a.text, "language": "fr"}
                )
    return buffer.getvalue().encode("utf-8")


def structure_lss(survey: Survey) -> bytes:
    """Return the XML survey archive without responses (``.lss``)."""
    questionnaire = survey.questionnaire
    ids = _Ids(questionnaire.questions)
    gids = {group: page for page, group in enumerate(survey.groups, 1)}
    answers: list[dict[str, object]] = []
    answer_texts: list[dict[str, object]] = []
    questions: list[dict[str, object]] = []
    rows: list[dict[str, object]] = []
    texts: list[dict[str, object]] = []
    for q in questionnaire.questions:
        qid = ids.question[q.code]
        questions.append(_question_row(qid, 0, questionnaire.survey_id, gids[q.group], q))
        texts.append(_text_row(len(texts), qid, q.text))
        for s in q.sub_questions:
            sid = ids.row[q.code, s.code]
            shell = Question(code=s.code, type="T", text=s.text, group=q.group, order=s.order)
            rows.append(_question_row(sid, qid, questionnaire.survey_id, gids[q.group], shell))
            texts.append(_text_row(len(texts), sid, s.text))
        for a in q.answers:
            aid = len(answers) + 1
            answers.append(
                {"aid": aid, "qid": qid, "code": a.code, "sortorder": a.order}
                | {"assessment_value": 0, "scale_id": 0}
            )
            answer_texts.append({"id": aid, "aid": aid, "answer": a.text, "language": "fr"})
    groups = [
        {
            "gid": gid,
            "sid": questionnaire.survey_id,
            "group_order": gid,
            "randomization_group": "",
            "grelevance": "",
        }
        for gid in gids.values()
    ]
    group_texts = [
        {"id": gid, "gid": gid, "group_name": name, "description": "", "language": "fr"}
        for name, gid in gids.items()
    ]
    tables: dict[str, list[dict[str, object]]] = {
        "answers": answers,
        "answer_l10ns": answer_texts,
        "groups": groups,
        "group_l10ns": group_texts,
        "questions": questions,
        "subquestions": rows,
        "question_l10ns": texts,
        "question_attributes": [
            _cells(qid=ids.question[q.code], attribute=name, value=value, language="")
            for q in questionnaire.questions
            for name, value in q.attributes.items()
        ],
        "surveys": [dict(_settings(survey))],
        "surveys_languagesettings": [
            _cells(
                surveyls_survey_id=questionnaire.survey_id,
                surveyls_language="fr",
                surveyls_title=questionnaire.title,
            )
        ],
    }
    return _document(tables)


def _cells(**cells: object) -> dict[str, object]:
    return cells


class _Ids:
    """Internal numbers as a server would give them: questions first, then sub-questions."""

    def __init__(self, questions: Sequence[Question]) -> None:
        self.question = {q.code: 100 + i for i, q in enumerate(questions)}
        pairs = [(q.code, s.code) for q in questions for s in q.sub_questions]
        self.row = {pair: 500 + i for i, pair in enumerate(pairs)}


def _settings(survey: Survey) -> dict[str, object]:
    return {
        "sid": survey.questionnaire.survey_id,
        "admin": "Équipe de démonstration",
        "adminemail": "equipe@example.org",
        "anonymized": "N",
        "format": "G",
        "savetimings": "Y",
        "language": "fr",
        "additional_languages": "",
        "datestamp": "Y",
    }


def _yes(value: bool) -> str:
    return "Y" if value else "N"


def _question_row(qid: int, parent: int, sid: str, gid: int, q: Question) -> dict[str, object]:
    return {
        "qid": qid,
        "parent_qid": parent,
        "sid": sid,
        "gid": gid,
        "type": q.type,
        "title": q.code,
        "preg": "",
        "other": _yes(q.other),
        "mandatory": _yes(q.mandatory),
        "encrypted": "N",
        "question_order": q.order,
        "scale_id": 0,
        "same_default": 0,
        "relevance": q.relevance,
        "question_theme_name": "" if parent else _THEMES[q.type],
        "modulename": "",
        "same_script": 0,
    }


def _text_row(index: int, qid: int, text: str) -> dict[str, object]:
    return {"id": index + 1, "qid": qid, "question": text, "help": "", "script": "", "language": "fr"}


def _document(tables: dict[str, list[dict[str, object]]]) -> bytes:
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<document>"]
    lines += [" <LimeSurveyDocType>Survey</LimeSurveyDocType>", " <DBVersion>620</DBVersion>"]
    lines += [" <languages>", "  <language>fr</language>", " </languages>"]
    for name, rows in tables.items():
        lines += [f" <{name}>", "  <fields>"]
        lines += [f"   <fieldname>{escape(key)}</fieldname>" for key in rows[0]]
        lines += ["  </fields>", "  <rows>"]
        for row in rows:
            lines.append("   <row>")
            lines += [
                f"    <{key}><![CDATA[{value}]]></{key}>" if value != "" else f"    <{key}/>"
                for key, value in row.items()
            ]
            lines.append("   </row>")
        lines += ["  </rows>", f" </{name}>"]
    return ("\n".join([*lines, "</document>"]) + "\n").encode("utf-8")
