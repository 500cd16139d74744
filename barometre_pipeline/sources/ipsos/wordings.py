"""Names and wordings of the items of one question: « Q7_1 » and « Utilisez-vous - Le site ».

Only text belongs here: which separator institutes write, what a shared beginning is. Cells and codes stay out.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

SEPARATOR = " – "  # between the wording of a question and that of an item, as this house writes it
# As institutes write it. « ? » and « … » end the question and stay with it; the others go.
_BETWEEN = re.compile(r"\s+[–—\-|/:>]+\s+|\s*[|:]\s+|(?<=[?…])\s+|(?<=\.\.\.)\s+|\s*\[")
# « Q_9 » is a question, whatever « Q_10 » asks: a stem that numbers nothing gathers nothing.
_BARE = re.compile(r"(?:[a-z]{1,2}|que|quest|question|var|item|bloc|col)\W*", re.IGNORECASE)
_MARKS = "_.$#@"
_NUMBERED = re.compile(r"[rRmMcC]\d+")  # « r1 », « M1 »: the letter says row or mention, not which
_ATTACHED = re.compile(r"(?P<stem>.*\d)(?P<item>[rRmMcCxX]\d+|[A-Za-z])")


@dataclass(frozen=True)
class Name:
    """A variable's name cut in two: the question that it may belong to, and its item."""

    stem: str
    item: str
    # Without a mark between the two (« Q7a », « Q7r1 »), only shared words prove that it is an item.
    attached: bool = False


def cut_name(name: str) -> Name | None:
    """Cut a name before its last mark; None where it can only be a question."""
    last = max(name.rfind(mark) for mark in _MARKS)
    stem, item = name[: max(last, 0)].rstrip(_MARKS), name[last + 1 :]
    if stem and item:
        return None if _BARE.fullmatch(stem) else Name(stem, _number(item))
    if found := _ATTACHED.fullmatch(name):
        return Name(found["stem"], _number(found["item"]), attached=True)
    return None


def _number(item: str) -> str:
    return item[1:] if _NUMBERED.fullmatch(item) else item


def split_items(names: Sequence[str], labels: Sequence[str]) -> tuple[str, list[str]] | None:
    """Return the wording of the question and those of its items, None where the labels share none.

    What all labels begin with, up to a separator, is the question; failing that, what all of them end with.
    """
    texts = [_without_name(n, t) for n, t in zip(names, labels, strict=True)]
    if not all(texts):
        return None
    if len(texts) > 1 and len(set(texts)) == 1:
        return texts[0], [""] * len(texts)
    return _shared_beginning(texts) or _shared_end(texts)


def split_alone(label: str) -> tuple[str, str]:
    """Return the question and the item of a label that nothing is compared with: its first dash tells."""
    question, _, item = next(
        (p for s in (SEPARATOR, " — ", " - ", " | ") if (p := label.partition(s))[1]), (label, "", "")
    )
    return question.strip(), item.strip()


def _without_name(name: str, label: str) -> str:
    return re.sub(rf"^\W*{re.escape(name)}\b\s*[.:)\]\-–]*\s*", "", label, flags=re.IGNORECASE).strip()


def _shared_beginning(texts: list[str]) -> tuple[str, list[str]] | None:
    common = _beginning(texts)
    for cut in reversed(list(_BETWEEN.finditer(texts[0]))):
        if cut.start() > 0 and cut.end() <= len(common):
            items = [t[cut.end() :].strip() for t in texts]
            if cut.group().endswith("["):
                items = [item.removesuffix("]").strip() for item in items]
            if len(texts) > 1 and any(items):
                return texts[0][: cut.start()].strip(), items
    return None


def _shared_end(texts: list[str]) -> tuple[str, list[str]] | None:
    if len(texts) < 2:
        return None
    common = _beginning([t[::-1] for t in texts])
    for cut in _BETWEEN.finditer(texts[0]):
        rest = len(texts[0]) - cut.start()
        if cut.start() > 0 and rest <= len(common) and texts[0][cut.end() :].strip():
            return texts[0][cut.end() :].strip(), [t[: len(t) - rest].strip() for t in texts]
    return None


def _beginning(texts: list[str]) -> str:
    """Return what all texts begin with; the least and the greatest differ first."""
    low, high = min(texts), max(texts)
    same = next(
        (i for i, (a, b) in enumerate(zip(low, high, strict=False)) if a != b), min(len(low), len(high))
    )
    return low[:same]
