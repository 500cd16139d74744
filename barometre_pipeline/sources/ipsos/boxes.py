"""Multiple choices: boxes ticked or empty, and columns of mentions, read as one box per answer.

How a .sav holds several answers belongs here; a variable that holds one is ``answers``'s.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from barometre_pipeline.sources.ipsos.answers import NO_OPINION
from barometre_pipeline.sources.ipsos.columns import Column
from barometre_pipeline.sources.ipsos.questions import Member, Question
from barometre_pipeline.vocabulary import COCHE, LIBELLES_CASES, NON_COCHE, NON_POSEE, SANS_REPONSE

TICKED, NOT_TICKED = "1", "0"
_NOT = re.compile(
    r"\W*(non|no|not|pas|faux|false|unchecked|unselected|décochée?|aucune? mention|0)\b", re.IGNORECASE
)
# An item that only someone who was asked can tick: who has ticked nothing was not asked.
_NONE = re.compile(
    r"^\W*(aucune?s?\b|rien\b|none\b|nothing\b|ne sai[st] pas|nsp|ne se prononce pas|don.?t know|sans réponse|"
    r"pas de réponse)",
    re.IGNORECASE,
)
_MENTION = re.compile(
    r"\d+\s*(er|re|ère|e|ème|nd|nde|th|st|rd)?\b|\b(en )?(premi(er|ère)|seconde?|(deux|trois|quatr|cinqu)ième|"
    r"first|third|lieu|citation|mention|réponse|answer|response|rang|choix|place)\b",
    re.IGNORECASE,
)
_YES = re.compile(
    r"\W*(oui|yes|coch\w+|cit\w+|selected|checked|x|vrai|true|ja|1|mentionn\w+)\W*", re.IGNORECASE
)


@dataclass(frozen=True)
class Box:
    """One answer of a multiple choice.

    Attributes:
        item, wording: its code and words.
        columns: the variables where it may be.
        code: what says there that it is ticked.
        ticked, empty: code and label of both states.
    """

    item: str
    wording: str
    columns: Sequence[Column]
    code: str
    ticked: tuple[str, str] = (TICKED, LIBELLES_CASES[COCHE])
    empty: tuple[str, str] = (NOT_TICKED, LIBELLES_CASES[NON_COCHE])


@dataclass(frozen=True)
class Choice:
    """A multiple choice.

    Attributes:
        boxes: its answers.
        base: where an answer says that the question was asked; none where it was asked to everyone.
        told: how it is coded, in French.
    """

    boxes: Sequence[Box]
    base: Sequence[Column] = field(default=())
    told: str = ""


def read_choice(question: Question, base: str | None) -> Choice | None:
    """Return the boxes of a question, None where its variables hold one answer each.

    Args:
        question: what its variables are.
        base: « tous » or « cochants » where the analyst says who was asked.
    """
    columns = [m.column for m in question.members]
    declared = question.declared
    if declared is not None and not declared.dichotomous:
        boxes, told = _mentions(columns), "mentions successives"
    elif declared is not None and declared.counted is not None:
        boxes, told = (
            _counted(question.members, declared.counted),
            f"cases dont {declared.counted} dit « cochée »",
        )
    elif codes := _ticking_codes(question.members):
        boxes, told = _ticked(question.members, codes), "cases cochées ou vides"
    elif _are_mentions(question):
        boxes, told = _mentions(columns), "mentions successives"
    else:
        return None
    return Choice(boxes, _base(boxes, columns, base), told)


def cells(box: Box, choice: Choice) -> list[str]:
    """Return one code per record."""
    found = []
    for row in range(len(box.columns[0].codes)):
        here = [c.codes[row] for c in box.columns]
        if box.code in here:
            found.append(box.ticked[0])
        elif any(here) and all(not v or v in c.missing for v, c in zip(here, box.columns, strict=True)):
            found.append(SANS_REPONSE)
        elif choice.base and not any(c.codes[row] for c in choice.base):
            found.append(NON_POSEE)
        else:
            found.append(box.empty[0])
    return found


def is_box(column: Column) -> bool:
    """Tell whether a variable without labels may be a box: it holds 1, or 0 and 1, and nothing else."""
    return column.numeric and "1" in column.valid and set(column.valid) <= {TICKED, NOT_TICKED}


def _base(boxes: Sequence[Box], columns: Sequence[Column], said: str | None) -> Sequence[Column]:
    """Return the columns that say who was asked, none where everyone was.

    Cells that say « not ticked » or « none of these » prove that a record without any was not asked.
    """
    if said is not None:
        return columns if said == "cochants" else ()
    told_not = any(set(c.valid) - {b.code for b in boxes} for c in columns)
    none = any(_NONE.match(b.wording) and b.code in c.codes for b in boxes for c in b.columns)
    return columns if told_not or none else ()


def _ticking_codes(members: Sequence[Member]) -> Mapping[str, str] | None:
    """Return by variable the code that says « ticked », None where these are no boxes.

    A box has one code that says something; the others, « not ticked » or an empty cell, say nothing.
    """
    columns = [m.column for m in members]
    if len(columns) == 1 and not columns[0].labels:
        return None  # a flag of the fieldwork, as « complete = 1 »
    if all(len(c.labels) <= 1 and len(_unlabelled(c)) <= 1 for c in columns):
        alone = len(columns) == 1 and any(NO_OPINION.search(label) for label in columns[0].labels.values())
        return None if alone else {c.name: _only_code(c) for c in columns}
    # Both states have a label, but empty cells stand for « not ticked »: it is not written anywhere.
    met = [_met(c) for c in columns]
    if len(columns) < 2 or any(len(m) > 1 for m in met) or not any(met):
        return None
    gaps = [tuple(code == "" for code in c.codes) for c in columns]
    if len(set(gaps)) < 2 or not all(any(g) for g in gaps):
        return None  # empty for the same people: they were not asked
    one = {code for m in met for code in m}
    if len(one) == 1:
        code = next(iter(one))
        no = [c.labels.get(code, "") for c in columns]
        return None if any(_NOT.match(label) for label in no) else {c.name: code for c in columns}
    own = {c.name: next(iter(m), "") for c, m in zip(columns, met, strict=True)}
    distinct = [code for code in own.values() if code]
    shared_list = len({tuple(c.labels.items()) for c in columns}) == 1 and len(columns[0].labels) >= len(
        columns
    )
    if len(set(distinct)) == len(distinct) > 1 and shared_list:
        rest = iter([code for code in columns[0].labels if code not in distinct])
        return {name: code or next(rest, "") for name, code in own.items()}
    return None


def _met(column: Column) -> set[str]:
    return set(column.valid)


def _unlabelled(column: Column) -> list[str]:
    return [code for code in column.valid if code not in column.labels]


def _only_code(column: Column) -> str:
    """Return the code that says « ticked » of a variable with one label at most: the one that does not say no."""
    said = [code for code, label in column.labels.items() if not _NOT.match(label)]
    others = [code for code in _unlabelled(column) if code != NOT_TICKED] if column.labels else []
    return next(iter([*said, *others]), TICKED)


def _ticked(members: Sequence[Member], codes: Mapping[str, str]) -> list[Box]:
    own = len({code for code in codes.values() if code}) > 1
    boxes = []
    for member in members:
        column, code = member.column, codes[member.column.name]
        label = column.labels.get(code, "")
        no = next(((c, text) for c, text in column.labels.items() if c != code and _NOT.match(text)), None)
        wording = (
            label if (own or not member.wording) and label and not _YES.fullmatch(label) else member.wording
        )
        others = _unlabelled(column)
        empty = no or (others[0] if others and others[0] != code else NOT_TICKED, LIBELLES_CASES[NON_COCHE])
        ticked = (TICKED if own else code, LIBELLES_CASES[COCHE] if own or not label else label)
        boxes.append(Box(member.item, wording, [column], code, ticked, _apart(empty, ticked)))
    return boxes


def _counted(members: Sequence[Member], counted: str) -> list[Box]:
    return _ticked(members, {m.column.name: counted for m in members})


def _apart(empty: tuple[str, str], ticked: tuple[str, str]) -> tuple[str, str]:
    return empty if empty[0] != ticked[0] else (NON_COCHE, empty[1])


def _are_mentions(question: Question) -> bool:
    """Tell columns of mentions: one list of answers, never the same twice, the second only after the first."""
    columns = [m.column for m in question.members]
    if len(columns) < 2 or len({tuple(c.labels.items()) for c in columns}) > 1 or len(columns[0].labels) < 3:
        return False
    words = {_MENTION.sub("", m.wording).strip(" .:°-–()") for m in question.members}
    if words != {""}:
        return False
    given = [[c.codes[row] for c in columns] for row in range(len(columns[0].codes))]
    said = [[code for code in codes if code] for codes in given]
    nested = all(codes[: len(kept)] == kept for codes, kept in zip(given, said, strict=True))
    distinct = all(len(set(kept)) == len(kept) for kept in said)
    return nested and distinct and any(0 < len(kept) < len(columns) for kept in said)


def _mentions(columns: Sequence[Column]) -> list[Box]:
    labels = {code: label for c in columns for code, label in c.labels.items()}
    met = {code: code for c in columns for code in c.valid if code not in labels}
    return [Box(code, label, columns, code) for code, label in (labels | met).items()]
