"""Multiple choices: boxes ticked or empty, and columns of mentions, read as one box per answer.

How a .sav holds several answers belongs here; a variable that holds one is ``answers``'s.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from barometre_pipeline.french.numbers import count
from barometre_pipeline.sources.ipsos.columns import Column
from barometre_pipeline.sources.ipsos.pairs import NONE, are_pairs, may_be_pair, pair_code
from barometre_pipeline.sources.ipsos.questions import Member, Question
from barometre_pipeline.sources.ipsos.ticks import (
    NOT_TICKED,
    TICKED,
    says_no,
    says_yes,
    ticking_code,
    ticking_codes,
    unticked,
)
from barometre_pipeline.vocabulary import COCHE, LIBELLES_CASES, NON_COCHE, NON_POSEE, SANS_REPONSE

_MENTION = re.compile(
    r"\d+\s*(er|re|ère|e|ème|nd|nde|th|st|rd)?\b|\b(en )?(premi(er|ère)|seconde?|(deux|trois|quatr|cinqu)ième|"
    r"first|third|lieu|citations?|mentions?|réponses?|answers?|responses?|rang|choix|places?|et|puis|ensuite|après|"
    r"autres?|cit[ée]e?s?|then|other|next)\b",
    re.IGNORECASE,
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


def read_choice(question: Question, base: str | None, code: str | None = None) -> Choice | None:
    """Return the boxes of a question, None where its variables hold one answer each.

    Args:
        question: what its variables are.
        base: « tous » or « cochants » where the analyst says who was asked.
        code: the code that says « ticked », where the analyst says it.
    """
    columns = [m.column for m in question.members]
    declared = question.declared
    if declared is not None and not declared.dichotomous and code is None:
        return _of_mentions(columns, base)
    counted = code or (declared.counted if declared else None)
    if counted is not None:
        codes: Mapping[str, str] | None = {c.name: counted for c in columns}
        told = f"cases dont {counted} dit « cochée »"
    else:
        items = [m.wording for m in question.members]
        known = declared is not None or base is not None
        codes = ticking_codes(columns, items, told=known)
        told = _coding(question.code, columns, items, known)
    if codes is None:
        return _of_mentions(columns, base) if _are_mentions(question) else None
    boxes = _ticked(question.members, codes)
    found = unticked(columns, codes)
    slips = (
        f" ; {count(found.written, 'cellule dit', 'cellules disent')} « non » et "
        f"{count(found.empty, 'est vide', 'sont vides')} : toutes sont non cochées"
        if found.written and found.left_empty
        else ""
    )
    return Choice(boxes, _base(boxes, columns, base, found.mostly_written), told + slips)


def _coding(code: str, columns: Sequence[Column], items: Sequence[str], known: bool) -> str:
    """Say how boxes that no declaration tells are coded, and what is a guess."""
    pair = pair_code(columns, items, known) if are_pairs(columns) else None
    if pair is None:
        return "cases cochées ou vides"
    if pair.proven:
        return f"cases à 1 ou 2 sans étiquette\u00a0: {pair.code} dit « cochée », car il exclut les autres réponses"
    return (
        f"cases à 1 ou 2 sans étiquette, {pair.code} est pris pour «\u00a0cochée\u00a0»\u00a0; si c’est 2, dites-le "
        f"dans sondage.yaml (code_coche, {code} : 2)"
    )


def _of_mentions(columns: Sequence[Column], base: str | None) -> Choice:
    boxes = _mentions(columns)
    return Choice(boxes, _base(boxes, columns, base), "mentions successives")


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


def may_be_box(column: Column) -> bool:
    """Tell whether a variable without labels may be one of several boxes, empty ones among them."""
    known = ticking_code(column) is not None or may_be_pair(column)
    return not column.labels and known and (column.numeric or bool(column.valid))


def _base(
    boxes: Sequence[Box], columns: Sequence[Column], said: str | None, no_is_written: bool = False
) -> Sequence[Column]:
    """Return the columns that say who was asked, none where everyone was.

    Cells that say « not ticked » or « none of these » prove that a record without any was not asked.
    """
    if said is not None:
        return columns if said == "cochants" else ()
    none = any(NONE.match(b.wording) and b.code in c.codes for b in boxes for c in b.columns)
    return columns if no_is_written or none else ()


def _ticked(members: Sequence[Member], codes: Mapping[str, str]) -> list[Box]:
    """Return a box per variable; where the label of its code is not just « Oui », it may be the words of the item."""
    own = len(set(codes.values())) > 1
    boxes = []
    for member in members:
        column, code = member.column, codes[member.column.name]
        label = column.labels.get(code, "")
        names_it = bool(label) and not says_yes(label) and (own or not member.wording)
        wording = label if names_it else member.wording
        yes = label if label and label != wording else LIBELLES_CASES[COCHE]
        ticked = (TICKED if own else code, yes)
        boxes.append(Box(member.item, wording, [column], code, ticked, _apart(_empty(column, code), ticked)))
    return boxes


def _empty(column: Column, ticking: str) -> tuple[str, str]:
    """Return the code and the label of « not ticked », as the file writes them where it does."""
    states = dict.fromkeys([*column.labels, *column.valid])
    no = [code for code in states if code != ticking and says_no(column, code)]
    beside = [code for code in states if code != ticking and code not in column.labels]
    code = next(iter([*no, *beside]), NOT_TICKED)
    label, yes = column.labels.get(code, ""), column.labels.get(ticking, "")
    repeats = not says_yes(yes) and yes in label  # « NO TO: Vélo », as some software writes it
    return code, label if label and not (yes and repeats) else LIBELLES_CASES[NON_COCHE]


def _apart(empty: tuple[str, str], ticked: tuple[str, str]) -> tuple[str, str]:
    return empty if empty[0] != ticked[0] else (NON_COCHE, empty[1])


def _are_mentions(question: Question) -> bool:
    """Tell columns of mentions: one list of answers, never the same twice, the second only after the first."""
    columns = [m.column for m in question.members]
    if len(columns) < 2 or len({tuple(c.labels.items()) for c in columns}) > 1 or len(columns[0].labels) < 3:
        return False
    words = {_MENTION.sub("", m.wording).strip(" .:°-–()?,") for m in question.members}
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
