"""Which code of a box says « ticked »: by its label, its word, or because the rest is left empty.

What says yes and what says no belongs here, one variable or one family at a time; making answers of them is
``boxes``'s.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from barometre_pipeline.sources.ipsos.answers import NO_OPINION
from barometre_pipeline.sources.ipsos.columns import Column
from barometre_pipeline.sources.ipsos.pairs import are_pairs, pair_code

TICKED, NOT_TICKED = "1", "0"
_NOT = re.compile(
    r"\W*(non|no|not|nein|pas|faux|false|unchecked|unselected|décochée?|aucune? mention|0)\b|\W*(n|f)?\W*$",
    re.IGNORECASE,
)
_YES = re.compile(
    r"\W*(oui|yes|o|y|coch\w+|cit\w+|selected|checked|x|vrai|true|ja|1|mentionn\w+)\W*", re.IGNORECASE
)
_STRAY = 0.05  # of the cells that are not ticked: so few written « no » are slips of a coding that leaves them empty


@dataclass(frozen=True)
class Unticked:
    """How the unticked boxes of people who ticked at least one are coded.

    Attributes:
        written: cells that say « no ».
        empty: cells left empty.
    """

    written: int
    empty: int

    @property
    def mostly_written(self) -> bool:
        """Whether « no » is what the file writes, so that an empty cell says that the question was not asked."""
        return self.written > 0 and self.written >= self.empty

    @property
    def left_empty(self) -> bool:
        """Whether an empty cell says « not ticked », but for slips."""
        return self.empty > 0 and self.written <= _STRAY * (self.written + self.empty)


def says_yes(label: str) -> bool:
    """Tell whether a label only says that a box is ticked, and not which."""
    return _YES.fullmatch(label) is not None


def says_no(column: Column, code: str) -> bool:
    """Tell whether a code says that a box is not ticked."""
    said = column.labels.get(code) or ("" if column.numeric else code)
    return _NOT.match(said) is not None if said else code == NOT_TICKED


def ticking_code(column: Column) -> str | None:
    """Return the code that says « ticked », "" where nothing shows it, None where the variable is no box.

    A box has one code that says something; the others say no, or are an only code without label beside it.
    """
    unlabelled = [code for code in column.valid if code not in column.labels]
    states = _states(column)
    if len(states) > 2 or len(unlabelled) > (1 if states else 2):
        return None
    labelled = [code for code in states if not says_no(column, code)]
    if labelled:
        return labelled[0] if len(labelled) == 1 else None
    said = [code for code in unlabelled if not says_no(column, code)]
    if len(said) > 1 or (len(said) < len(unlabelled) and column.numeric and said not in ([], [TICKED])):
        return None
    if said and not states and not column.numeric and not says_yes(said[0]):
        return None  # someone's text
    return next(iter(said), TICKED if unlabelled or states else "")


def _states(column: Column) -> list[str]:
    """Return the labelled codes of a box, « don't know » left out: it is neither ticked nor not."""
    opinions = [code for code, label in column.labels.items() if not NO_OPINION.search(label)]
    return opinions or list(column.labels)


def ticking_codes(columns: Sequence[Column], items: Sequence[str], told: bool) -> Mapping[str, str] | None:
    """Return by variable of a question the code that says « ticked », None where they are not its boxes.

    Args:
        columns: the variables.
        items: their wordings.
        told: the file or the analyst says that they are boxes.
    """
    if are_pairs(columns):
        pair = pair_code(columns, items, told)
        return None if pair is None else dict.fromkeys((c.name for c in columns), pair.code)
    own = {c.name: ticking_code(c) for c in columns}
    known = {name: code for name, code in own.items() if code is not None}
    if len(known) < len(own):
        return _own_codes(columns)
    if not any(known.values()):
        return None  # nothing anywhere
    if len(columns) == 1 and not told and _no_question(columns[0]):
        return None
    boxes = (
        told
        or all(len(_states(c)) < 2 for c in columns)
        or _words_of_their_own(columns, known, items)
        or _left_empty(columns, known)
    )
    return _with_one_that_nobody_ticked(known) if boxes else None


def unticked(columns: Sequence[Column], codes: Mapping[str, str]) -> Unticked:
    """Count how « not ticked » is coded, among people who answered at least one box."""
    written = empty = 0
    ticks = [codes[c.name] for c in columns]
    for row in zip(*(c.codes for c in columns), strict=True):
        if any(row):
            empty += sum(not code for code in row)
            written += sum(
                bool(code) and code != tick and code in column.valid and code not in _beside(column)
                for code, tick, column in zip(row, ticks, columns, strict=True)
            )
    return Unticked(written, empty)


def _beside(column: Column) -> set[str]:
    """Return the codes of « don't know »."""
    return set(column.labels) - set(_states(column))


def _no_question(column: Column) -> bool:
    """Tell whether a variable by itself is a flag of the fieldwork (« complete = 1 »), or a plain yes or no."""
    if len(column.labels) != 1:
        return True
    return any(NO_OPINION.search(label) for label in column.labels.values())


def _words_of_their_own(columns: Sequence[Column], codes: Mapping[str, str], items: Sequence[str]) -> bool:
    """Tell whether what names each box is the label of its code (« 0 = Non, 1 = Vélo »)."""
    words = [c.labels.get(codes[c.name], "") for c in columns]
    return len(words) > 1 and not any(items) and all(words) and len(set(words)) == len(words)


def _left_empty(columns: Sequence[Column], codes: Mapping[str, str]) -> bool:
    """Tell whether both states have a label but empty cells stand for « not ticked »."""
    gaps = [tuple(code == "" for code in c.codes) for c in columns]
    # Empty for the same people: they were not asked.
    return len(set(gaps)) > 1 and all(map(any, gaps)) and unticked(columns, codes).left_empty


def _own_codes(columns: Sequence[Column]) -> Mapping[str, str] | None:
    """Return the only code of each variable, where all have the label of the whole list and each meets its own."""
    met = {c.name: c.valid for c in columns}
    shared = len({tuple(c.labels.items()) for c in columns}) == 1
    if len(columns) < 2 or not shared or len(columns[0].labels) < len(columns):
        return None
    distinct = [codes[0] for codes in met.values() if codes]
    if any(len(codes) > 1 for codes in met.values()) or len(set(distinct)) < max(len(distinct), 2):
        return None
    rest = iter([code for code in columns[0].labels if code not in distinct])
    return {name: codes[0] if codes else next(rest) for name, codes in met.items()}


def _with_one_that_nobody_ticked(codes: Mapping[str, str]) -> Mapping[str, str]:
    """Give a box in which nothing is written the code of the others, where they have one in common."""
    others = {code for code in codes.values() if code}
    common = next(iter(others)) if len(others) == 1 else TICKED
    return {name: code or common for name, code in codes.items()}
