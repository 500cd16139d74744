"""A structure file (.lss) read for what an export writes: questions in order, their parts, their texts by language.

A reading of its own, small and trusting; checks, conditions and display have no place here.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

Texts = dict[str, str]
Row = dict[str, str]


@dataclass(frozen=True)
class Item:
    """A sub-question or an answer."""

    id: str
    code: str
    texts: Texts = field(hash=False, compare=False)
    scale: int = 0


@dataclass(frozen=True)
class Asked:
    """A question; ``rows`` and ``cells`` are its sub-questions, ``choices`` its answers."""

    id: str
    group: str
    page: int
    code: str
    kind: str
    other: bool
    texts: Texts = field(hash=False, compare=False)
    rows: tuple[Item, ...] = ()
    cells: tuple[Item, ...] = ()
    choices: tuple[Item, ...] = ()
    attributes: Texts = field(default_factory=dict, hash=False, compare=False)


@dataclass(frozen=True)
class Survey:
    """A survey as its structure tells it; ``data`` are the bytes of the file."""

    sid: str
    language: str
    languages: tuple[str, ...]
    dated: bool
    groups: dict[str, Texts]
    questions: tuple[Asked, ...]
    data: bytes


def read(path: Path) -> Survey:
    """Return the survey of an .lss file."""
    root = fromstring(path.read_bytes())
    tables = {node.tag: [_row(row) for row in node.iterfind("rows/row")] for node in root}
    settings = tables["surveys"][0]
    languages = [node.text or "" for node in root.iterfind("languages/language")]
    base = settings.get("language") or languages[0]
    pages = _pages(tables)
    return Survey(
        sid=settings["sid"],
        language=base,
        languages=(base, *(code for code in languages if code != base)),
        dated=settings.get("datestamp") == "Y",
        groups={gid: _texts(tables, "group_l10ns", "groups", "gid", "group_name")[gid] for gid in pages},
        questions=_questions(tables, pages),
        data=path.read_bytes(),
    )


def _row(row: Element) -> Row:
    return {cell.tag: cell.text or "" for cell in row}


def _pages(tables: dict[str, list[Row]]) -> dict[str, int]:
    orders = {row["gid"]: float(row.get("group_order") or 0) for row in tables["groups"]}
    return {gid: page for page, gid in enumerate(sorted(orders, key=lambda gid: orders[gid]), start=1)}


def _texts(tables: dict[str, list[Row]], apart: str, own: str, key: str, column: str) -> dict[str, Texts]:
    found: dict[str, Texts] = defaultdict(dict)
    for row in [*tables.get(own, []), *tables.get(apart, [])]:
        if column in row and "language" in row:
            found[row[key]][row["language"]] = row[column]
    return found


def _questions(tables: dict[str, list[Row]], pages: dict[str, int]) -> tuple[Asked, ...]:
    texts = _texts(tables, "question_l10ns", "questions", "qid", "question")
    sub_texts = _texts(tables, "question_l10ns", "subquestions", "qid", "question")
    subs = _sub_questions(tables, sub_texts)
    answers = _answers(tables)
    attributes: dict[str, Texts] = defaultdict(dict)
    for row in tables.get("question_attributes", []):
        attributes[row["qid"]].setdefault(row["attribute"], row.get("value", ""))
    rows = {row["qid"]: row for row in tables["questions"] if row.get("parent_qid", "0") in ("", "0")}
    ordered = sorted(rows.values(), key=lambda r: (pages[r["gid"]], float(r.get("question_order") or 0)))
    return tuple(
        Asked(
            id=row["qid"],
            group=row["gid"],
            page=pages[row["gid"]],
            code=row["title"],
            kind=row["type"],
            other=row.get("other") == "Y",
            texts=texts[row["qid"]],
            rows=tuple(item for item in subs[row["qid"]] if item.scale == 0),
            cells=tuple(item for item in subs[row["qid"]] if item.scale == 1),
            choices=tuple(answers[row["qid"]]),
            attributes=attributes[row["qid"]],
        )
        for row in ordered
    )


def _sub_questions(tables: dict[str, list[Row]], texts: dict[str, Texts]) -> dict[str, list[Item]]:
    found: dict[str, dict[str, tuple[float, Item]]] = defaultdict(dict)
    for row in tables.get("subquestions", []):
        item = Item(row["qid"], row["title"], texts[row["qid"]], int(row.get("scale_id") or 0))
        found[row["parent_qid"]].setdefault(row["qid"], (float(row.get("question_order") or 0), item))
    return defaultdict(list, {qid: _in_order(list(items.values())) for qid, items in found.items()})


def _answers(tables: dict[str, list[Row]]) -> dict[str, list[Item]]:
    apart: dict[str, Texts] = defaultdict(dict)
    for row in tables.get("answer_l10ns", []):
        apart[row["aid"]][row["language"]] = row.get("answer", "")
    found: dict[str, dict[tuple[str, int], tuple[float, Item]]] = defaultdict(dict)
    for row in tables.get("answers", []):
        key = (row["code"], int(row.get("scale_id") or 0))
        _, item = found[row["qid"]].setdefault(
            key, (float(row.get("sortorder") or 0), Item(row.get("aid", ""), key[0], {}, key[1]))
        )
        item.texts.update(apart.get(row.get("aid", ""), {}))
        if "answer" in row and "language" in row:
            item.texts[row["language"]] = row["answer"]
    return defaultdict(list, {qid: _in_order(list(items.values())) for qid, items in found.items()})


def _in_order(items: list[tuple[float, Item]]) -> list[Item]:
    return [item for _, item in sorted(items, key=lambda pair: (pair[1].scale, pair[0]))]
