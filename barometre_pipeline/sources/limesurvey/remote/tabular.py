"""A structure in LimeSurvey's tab-separated form, rebuilt from what RemoteControl tells.

RemoteControl has no export of the structure; the readers know this form, so a fetched survey can be read
without a visit to the administration pages. Answers are in one language only: the server gives them one
language at a time.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

_HEADING = (
    *("id", "related_id", "class", "type/scale", "name", "relevance", "text", "help", "language"),
    *("validation", "mandatory", "encrypted", "other", "default", "same_default", "same_script"),
)
Row = dict[str, str]


def rebuild(contents: Mapping[str, Any], answers_language: str) -> bytes:
    """Return the file.

    Args:
        contents: the answers of the server as ``structure.fetch_structure`` keeps them.
        answers_language: language in which the properties of the questions were asked.
    """
    rows = [_row("S", name=name, text=value) for name, value in contents["proprietes"].items()]
    for language, texts in contents["langues"].items():
        rows += [_row("SL", name=name, text=text, language=language) for name, text in texts.items()]
    for language, questions in contents["questions"].items():
        with_answers = language == answers_language
        rows += _language(language, contents["groupes"][language], questions, contents, with_answers)
    attributes = sorted({name for row in rows for name in row if name not in _HEADING})
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, [*_HEADING, *attributes], restval="", delimiter="\t", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def _language(
    language: str,
    groups: Sequence[Mapping[str, Any]],
    questions: Sequence[Mapping[str, Any]],
    contents: Mapping[str, Any],
    with_answers: bool,
) -> Iterable[Row]:
    for group in sorted(groups, key=lambda g: int(g["group_order"])):
        relevance = group.get("grelevance") or "1"
        yield _row("G", group["gid"], name=group["group_name"], relevance=relevance, language=language)
        own = [q for q in questions if q["gid"] == group["gid"] and not _parent(q)]
        for question in sorted(own, key=_order):
            detail = contents["proprietes_questions"][str(question["title"])]
            yield _question(question, detail if with_answers else {}, language)
            parts = [q for q in questions if _parent(q) == int(question["qid"])]
            for part in sorted(parts, key=lambda q: (int(q.get("scale_id") or 0), _order(q))):
                yield _row(
                    "SQ", part["qid"], str(part.get("scale_id") or 0), part["title"],
                    part.get("relevance") or "1", part["question"], language,
                )  # fmt: skip
            if with_answers:
                yield from _answers(detail.get("answeroptions"), language)


def _question(question: Mapping[str, Any], detail: Mapping[str, Any], language: str) -> Row:
    row = _row(
        "Q", question["qid"], question["type"], question["title"], question.get("relevance") or "1",
        question["question"], language,
    )  # fmt: skip
    row |= {key: str(question.get(key) or "N") for key in ("mandatory", "other", "encrypted")}
    for key in ("attributes", "attributes_lang"):
        given = detail.get(key)
        if isinstance(given, Mapping):
            row |= {name: str(v) for name, v in given.items() if v not in (None, "") and name not in _HEADING}
    return row


def _answers(options: Any, language: str) -> Iterable[Row]:
    """Answers come as an object by code, as one object per scale, or as a sentence where there are none."""
    for scale in options if isinstance(options, list) else [options]:
        if not isinstance(scale, Mapping):
            continue
        for code, answer in sorted(scale.items(), key=lambda item: int(item[1].get("order") or 0)):
            place = str(answer.get("scale_id") or 0)
            yield _row("A", "", place, answer.get("code", code), "", answer["answer"], language)


def _row(
    kind: str,
    number: Any = "",
    scale: str = "",
    name: Any = "",
    relevance: str = "",
    text: Any = "",
    language: str = "",
) -> Row:
    cells = {"id": number, "class": kind, "type/scale": scale, "name": name, "relevance": relevance}
    cells |= {"text": text, "language": language}
    return {key: "" if value is None else str(value) for key, value in cells.items()}


def _parent(question: Mapping[str, Any]) -> int:
    return int(question.get("parent_qid") or 0)


def _order(question: Mapping[str, Any]) -> int:
    return int(question.get("question_order") or 0)
