"""Names and wordings of the items of one question: « Q7_1 » and « Utilisez-vous - Le site ».

Only text belongs here: which separator institutes write, what a shared beginning is. Cells and codes stay out.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

SEPARATOR = " – "  # between the wording of a question and that of an item, as this house writes it
# As institutes write it, with or without spaces. « ? » and « … » end the question and stay with it; the others go.
_BETWEEN = re.compile(
    r"\s*\n\s*|\s+[–—\-|/:;>=•·→►]+\s*|\s*[|:;]\s+|\s*[–—|_]\s*|(?<=\w)-\s+|(?<=[a-zà-ÿ0-9)]{2})\.\s+"
    r"|(?<=[?…!])\s+|(?<=\.\.\.)\s+|\s*[\[(«“]"
)
_CLOSINGS = {"[": "]", "(": ")", "«": "»", "“": "”"}
_BRACKETS_FIRST = re.compile(r"[\[(](?P<item>[^\[\]()]+)[\])]\s*(?P<question>.+)", re.DOTALL)
_ITEM_NUMBER = re.compile(r"\d{1,3}[.)]\s+(?=\S)")
# « Q_9 » is a question, whatever « Q_10 » asks: a stem that numbers nothing gathers nothing.
_BARE = re.compile(r"(?:[a-z]{1,2}|que|quest|question|var|item|bloc|col)\W*", re.IGNORECASE)
_ASKS = re.compile(r"\?\s*(\([^)]*\)\s*)?$")
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


def split_items(names: Sequence[str], labels: Sequence[str]) -> tuple[str, list[str | None]] | None:
    """Return the wording of the question and those of its items, None where the labels share none.

    What most labels begin with, up to a separator, is the question; failing that, what most of them end with. The
    item of a label that does not share it is None: it is another question.
    """
    texts = [without_name(n, t) for n, t in zip(names, labels, strict=True)]
    if not all(texts):
        return None
    if len(texts) > 1 and len(set(texts)) == 1:
        return _flat(texts[0]), [""] * len(texts)
    split = _shared(texts, _beginnings) or _shared(texts, _ends)
    return split and (_flat(split[0]), _unnumbered([item and _flat(item) for item in split[1]]))


def split_alone(label: str) -> tuple[str, str]:
    """Return the question and the item of a label that nothing is compared with: its first dash tells, else its colon.

    A colon before the words that ask (« Pour ce service : l’utilisez-vous ? ») is part of the question.
    """
    question, mark, item = next(
        (p for s in (SEPARATOR, " — ", " - ", " | ", " : ") if (p := label.partition(s))[1]), (label, "", "")
    )
    if mark == " : " and _ASKS.search(item):
        return label.strip(), ""
    return question.strip(), item.strip()


def without_name(name: str, label: str) -> str:
    """Return a label without the name of its variable, or of the question, before it (« Q7_1. », « Q7 - »)."""
    cut = cut_name(name)
    names = [re.escape(name)]
    if cut:
        names += [rf"{re.escape(cut.stem)}\W?{re.escape(cut.item)}", re.escape(cut.stem)]
    for known in names:
        found = re.match(rf"\W*(?:{known})(?:\s*[.:)\]|–—-]+\s*|\s+(?=\w))", label, re.IGNORECASE)
        if found and label[found.end() :].strip():
            return label[found.end() :].strip()
    return label.strip()


def _shared(
    texts: list[str], cuts: Callable[[str], Iterator[tuple[str, str]]]
) -> tuple[str, list[str | None]] | None:
    """Return the part that most texts share, the longest of those, and the rest of each text that has it."""
    by_text = [{_plain(part): (part, rest) for part, rest in cuts(text)} for text in texts]
    shares = Counter(part for found in by_text for part in found)
    best = max(shares, key=lambda part: (shares[part], len(part)), default=None)
    if best is None or shares[best] < 2 or 2 * shares[best] <= len(texts):
        return None
    pairs = [found.get(best) for found in by_text]
    return next(pair[0] for pair in pairs if pair), [pair[1] if pair else None for pair in pairs]


def _beginnings(text: str) -> Iterator[tuple[str, str]]:
    for cut in _BETWEEN.finditer(text):
        before, after = text[: cut.start()].strip(), text[cut.end() :].strip()
        closing = _CLOSINGS.get(cut.group()[-1:], "")
        if closing and not after.endswith(closing):
            continue  # words in brackets amid a sentence
        if before and after:
            yield before, after.removesuffix(closing).strip()


def _ends(text: str) -> Iterator[tuple[str, str]]:
    if found := _BRACKETS_FIRST.fullmatch(text):
        yield found["question"].strip(), found["item"].strip()
    for cut in _BETWEEN.finditer(text):
        before, after = text[: cut.start()].strip(), text[cut.end() :].strip()
        if before and after and cut.group()[-1:] not in _CLOSINGS:
            yield after, before


def _flat(text: str) -> str:
    return re.sub(r"\s*\n\s*", " ", text)


def _unnumbered(items: list[str | None]) -> list[str | None]:
    """Return the items without the number before each (« 1. Le site »), where all have one."""
    if all(item is None or _ITEM_NUMBER.match(item) for item in items):
        return [item and _ITEM_NUMBER.sub("", item, count=1) for item in items]
    return items


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().casefold()
