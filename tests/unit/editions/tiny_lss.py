"""Writes a small .lss, so that the drafting of an edition is tested without any real questionnaire."""

from html import escape
from pathlib import Path

Answers = dict[str, str]


def write_lss(path: Path, title: str, questions: list[tuple[str, str, str, Answers]]) -> Path:
    """Write questions (code, type, wording, answers or sub-questions by code) in one group, in French."""
    tables: dict[str, list[dict[str, object]]] = {
        "answers": [],
        "answer_l10ns": [],
        "groups": [{"gid": 1, "sid": 7, "group_order": 1, "grelevance": ""}],
        "group_l10ns": [{"id": 1, "gid": 1, "group_name": "Groupe", "language": "fr"}],
        "questions": [],
        "subquestions": [],
        "question_l10ns": [],
        "surveys": [{"sid": 7, "language": "fr", "additional_languages": ""}],
        "surveys_languagesettings": [
            {"surveyls_survey_id": 7, "surveyls_language": "fr", "surveyls_title": title}
        ],
    }
    for order, (code, kind, wording, parts) in enumerate(questions, start=1):
        qid = order * 100
        _question(tables, "questions", qid, 0, code, kind, wording, order)
        for rank, (part, text) in enumerate(parts.items(), start=1):
            number = qid + rank
            if kind in "MPF":
                _question(tables, "subquestions", number, qid, part, "T", text, rank)
            else:
                tables["answers"].append(
                    {"aid": number, "qid": qid, "code": part, "sortorder": rank, "scale_id": 0}
                )
                tables["answer_l10ns"].append({"id": number, "aid": number, "answer": text, "language": "fr"})
    body = "".join(
        f"<{name}><rows>" + "".join(f"<row>{_cells(r)}</row>" for r in rows) + f"</rows></{name}>"
        for name, rows in tables.items()
        if rows
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?><document><LimeSurveyDocType>Survey</LimeSurveyDocType>'
        f"<DBVersion>620</DBVersion><languages><language>fr</language></languages>{body}</document>",
        encoding="utf-8",
    )
    return path


def _question(tables, table, qid, parent, code, kind, wording, order) -> None:
    tables[table].append(
        {"qid": qid, "parent_qid": parent, "sid": 7, "gid": 1, "type": kind, "title": code, "other": "N",
         "mandatory": "N", "question_order": order, "scale_id": 0, "relevance": "1"}
    )  # fmt: skip
    tables["question_l10ns"].append({"id": qid, "qid": qid, "question": wording, "language": "fr"})


def _cells(row: dict[str, object]) -> str:
    return "".join(f"<{k}>{escape(str(v))}</{k}>" for k, v in row.items())
