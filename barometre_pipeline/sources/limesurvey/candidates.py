"""What a heading may stand for: the columns of a survey, the software's own, times; and what each style calls them.

Names and wordings only; which heading gets which is decided in ``headings``, all together.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice, takewhile
from typing import Final

from barometre_pipeline.sources.limesurvey.model import ExtractColumn, Question, Questionnaire
from barometre_pipeline.sources.limesurvey.wording import heading_key
from barometre_pipeline.sources.limesurvey.words import PARTICIPANT, PARTS, SYSTEM, spoken

_ATTRIBUTE: Final = re.compile(r"attribute_\d+")
_GROUP_TIME: Final = re.compile(r"groupTime\d+")
_CUT: Final = re.compile(r"(?:&\w*)?\.\.(?=\s|\]|$)")  # an entity may be cut in two
_CUT_MARK: Final = "\x01"
_NOT_A_LETTER: Final = re.compile(r"[\W_]")
_NOT_IN_R: Final = re.compile(r"[^\w.]")
EXACT, CASE, ELSEWHERE = (
    0,
    1,
    2,
)  # what it costs to take a heading for a column: as named, but for its case, otherwise


@dataclass(frozen=True)
class Candidate:
    """Something a heading may stand for: a survey column, a system column or a timing.

    ``names`` gives, by style of code heading, what that style calls it; ``order`` is its rank in an export; ``also``
    gives other texts of a heading that is the software's own; ``texts`` are the question's and those in brackets;
    ``ranks`` are the columns of a ranking that one cell holds whole.
    """

    kind: str  # "column", "system" or "timing"
    name: str
    text: str
    order: int
    names: dict[str, tuple[str, ...]] = field(default_factory=dict, compare=False)
    column: ExtractColumn | None = field(default=None, compare=False)
    also: tuple[str, ...] = field(default=(), compare=False)
    texts: tuple[str, ...] = field(default=(), compare=False)
    ranks: tuple[ExtractColumn, ...] = field(default=(), compare=False)

    @property
    def place(self) -> tuple[str, str]:
        """What only one heading may take; a question may have the code of a system column."""
        return self.kind, self.name

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Keys of the full-text heading and of those of other versions of the software."""
        return tuple(dict.fromkeys((self.key, *(heading_key(text) for text in self.also))))

    @cached_property
    def key(self) -> str:
        """Key of the full-text heading."""
        return heading_key(self.text)

    @cached_property
    def text_keys(self) -> tuple[str, ...]:
        """Keys of the texts that an abbreviated heading cuts, each by itself."""
        return tuple(heading_key(text) for text in self.texts or (self.text,))


Option = tuple[int, Candidate]
Options = list[list[Option]]  # by heading


def by_code(names: Sequence[str], entries: Sequence[Candidate], style: str) -> Options:
    """Return what each heading is by its code in one style; another case is taken where no code has that one.

    Where a tool put all headings in one case, one may be any of the codes that differ by case.
    """
    index: dict[str, list[Candidate]] = defaultdict(list)
    for entry in entries:
        for name in entry.names.get(style, (entry.name,)):
            index[name].append(entry)
    return [found or unlisted(name) for name, found in zip(names, _looked_up(names, index), strict=True)]


def by_wording(names: Sequence[str], entries: Sequence[Candidate]) -> Options:
    """Return what each heading is by its full text."""
    index: dict[str, list[Candidate]] = defaultdict(list)
    for entry in entries:
        for key in entry.keys:
            index[key].append(entry)
    keys = [heading_key(unmasked(name)) for name in names]
    return [found or unlisted(name) for name, found in zip(names, _looked_up(keys, index), strict=True)]


def by_letters(names: Sequence[str], entries: Sequence[Candidate]) -> Options:
    """Return what each heading is by the letters of its full text: R puts a dot for everything else."""
    index: dict[str, list[Candidate]] = defaultdict(list)
    for entry in entries:
        index[_NOT_A_LETTER.sub("", entry.key)].append(entry)
    return [
        [(EXACT, entry) for entry in index.get(_NOT_A_LETTER.sub("", name), ()) if name] for name in names
    ]


def by_code_and_wording(names: Sequence[str], entries: Sequence[Candidate]) -> Options:
    """Return the entry whose code opens a heading and whose wording closes it, the longest code first."""
    index: dict[str, list[Candidate]] = defaultdict(list)
    for entry in entries:
        for code in {heading_key(name) for name in (entry.name, *entry.names.get("emcode", ()))}:
            index[code].append(entry)
    return [_code_and_text(heading_key(name), index) for name in names]


def by_cut_wording(names: Sequence[str], entries: Sequence[Candidate]) -> Options:
    """Return what each heading may be where long texts are cut and end in two dots."""
    by_key = sorted(entries, key=lambda entry: entry.key)
    found = {name: _cut_short(unmasked(name), by_key) for name in set(names)}
    return [found[name] for name in names]


def _looked_up(names: Sequence[str], index: Mapping[str, Sequence[Candidate]]) -> Options:
    folded: dict[str, list[Candidate]] = defaultdict(list)
    for name, entries in index.items():
        folded[name.casefold()] += entries
    there = set(names)
    known = [name for name in names if name.casefold() in folded]
    one_case = all(name == name.upper() for name in known) or all(name == name.lower() for name in known)
    found: Options = []
    for position, name in enumerate(names):
        exact: Sequence[Candidate] = index.get(name, ())
        alike: Sequence[Candidate] = folded.get(name.casefold(), ())
        if exact and not (one_case and len(alike) > len(exact)):
            found.append([(EXACT, entry) for entry in exact])
        else:
            if not alike and (base := _unnumbered(name, position, there)) is not None:
                alike = index.get(base, ())
            found.append([(CASE, entry) for entry in alike])
    return found


def _unnumbered(name: str, position: int, names: Collection[str]) -> str | None:
    """Return a heading without the number by which pandas and R tell equal ones apart, where it has one."""
    base, _, number = name.rpartition(".")
    if not number.isdecimal() or len(number) > 4:
        return None
    if base.endswith("..") and int(number) == position + 1:
        return base.removesuffix("..")
    return base if base in names else None


def unmasked(heading: str) -> str:
    """Return a heading without the quote that the software puts before a cell that opens with "="."""
    return heading[1:] if heading.startswith("'=") else heading


def unlisted(name: str) -> list[Option]:
    """Return a participant attribute or a time, or a system column by its code among texts: known without structure."""
    if _ATTRIBUTE.fullmatch(name) or name in SYSTEM:
        return [(EXACT, Candidate("system", name, name, -1))]
    times = tuple(
        word.strip() for words in PARTS.values() for part in ("group", "question") for word in words[part]
    )
    if _GROUP_TIME.fullmatch(name) or name.startswith(times):
        return [(EXACT, Candidate("timing", name, name, -1))]
    return []


def entries_of(questionnaire: Questionnaire, words: Mapping[str, str]) -> list[Candidate]:
    """Return everything a heading may stand for, in the order of an export.

    Args:
        questionnaire: in one language.
        words: what headings in that language write in brackets and before times (``parts_of_headings``).
    """
    entries: list[Candidate] = []

    def add(kind: str, name: str, text: str, internal: str = "") -> None:
        names: dict[str, tuple[str, ...]] = {"internal": (internal,)} if internal else {}
        entries.append(Candidate(kind, name, text, len(entries), names))

    def add_software(texts: Mapping[str, Mapping[str, tuple[str, ...]]]) -> None:
        for name, by_language in texts.items():
            first, *others = (*by_language.get(spoken(questionnaire.language), ()), *by_language["en"])
            entries.append(Candidate("system", name, first, len(entries), also=tuple(others)))

    add_software(SYSTEM)
    for question in questionnaire.questions:
        if question.type == "R" and question.columns:
            entries.append(_whole_ranking(question, len(entries)))
        entries += [_of_column(column, words, len(entries) + i) for i, column in enumerate(question.columns)]
    add("timing", "interviewtime", words["total"])
    page = 0
    for question in questionnaire.questions:
        survey, group, _ = question.ids.split("X")
        if question.page != page:
            page = question.page
            add("timing", f"groupTime{group}", words["group"] + question.group, f"{survey}X{group}time")
        add("timing", f"{question.code}Time", words["question"] + question.code, f"{question.ids}time")
    add_software(PARTICIPANT)
    return entries


def _of_column(column: ExtractColumn, words: Mapping[str, str], order: int) -> Candidate:
    texts = _texts(column, words)
    text = texts[0] + "".join(f" [{part}]" for part in texts[1:])
    return Candidate("column", column.code, text, order, _code_names(column), column, texts=texts)


def _whole_ranking(question: Question, order: int) -> Candidate:
    """Return a ranking as LimeSurvey 7 stores it: one cell, the choices in their order."""
    by_id = f"Q{question.ids.rpartition('X')[2]}"
    code, internal = (question.code,), (question.ids,)
    names: dict[str, tuple[str, ...]] = {"emcode": code, "stata": code, "spss": code, "internal": internal}
    names["ids"] = (by_id,)
    return Candidate(
        "column", question.code, question.text, order, names, texts=(question.text,), ranks=question.columns
    )


def _code_names(column: ExtractColumn) -> dict[str, tuple[str, ...]]:
    """Return what each style of code heading calls a column; Stata counts the scales of an array from 1.

    R allows no bracket in a name.
    """
    stata, spss = column.em_code, column.em_code.replace("_filecount", "__filecount")
    if column.scale:
        stata = f"{column.question}_{column.sub_question}_{column.scale}"
        spss = f"{column.question}_{column.sub_question}#{column.scale - 1}"
    return {
        "emcode": (column.em_code,),
        "stata": (stata,),
        "spss": (spss,),
        "internal": (column.sgqa,),
        "ids": column.by_ids,
        "r": (_NOT_IN_R.sub(".", column.code),),
    }


def _texts(column: ExtractColumn, words: Mapping[str, str]) -> tuple[str, ...]:
    """Return the question's text and what a full-text heading writes in brackets."""
    if column.parts == ("@filecount",):
        return (f"filecount - {column.question_text}",)
    brackets: list[str] = []
    for part in column.parts:
        if brackets and brackets[-1] in (words["@rank"], words["@scale"]) and part.isdigit():
            brackets[-1] += f" {part}"
        else:
            brackets.append(words.get(part, part) if part.startswith("@") else part)
    return (column.question_text, *brackets)


def _code_and_text(key: str, index: Mapping[str, Sequence[Candidate]]) -> list[Option]:
    found = [
        (length + len(entry.key), entry)
        for length in range(1, len(key) + 1)
        for entry in index.get(key[:length], ())
        if key.endswith(entry.key) and length + len(entry.key) <= len(key)
    ]
    longest = max((length for length, _ in found), default=0)
    return [(EXACT, entry) for entry in dict.fromkeys(entry for length, entry in found if length == longest)]


def _cut_short(heading: str, by_key: Sequence[Candidate]) -> list[Option]:
    """Return the entries that a heading fits, in the order of an export; they come in the order of their keys."""
    key = heading_key(_CUT.sub(_CUT_MARK, heading))
    start = key.partition(_CUT_MARK)[0].rstrip(".")  # older versions end a cut text in three dots
    first = bisect_left(by_key, start, key=lambda entry: entry.key)
    near = takewhile(lambda entry: entry.key.startswith(start), islice(by_key, first, None))
    alike = sorted(near, key=lambda entry: entry.order)
    whole = [(EXACT, entry) for entry in alike if entry.key == key.replace(_CUT_MARK, "..")]
    if whole or _CUT_MARK not in key:
        return whole
    return [(EXACT, entry) for entry in alike if _fits(key, entry.text_keys)]


def _fits(key: str, texts: Sequence[str]) -> bool:
    """Tell whether a heading is a question's text and, in brackets, those of its parts, each whole or cut."""
    *before, last = texts
    if not before:
        return _fits_one(key, last)
    if not key.endswith("]"):
        return False
    opened = [i for i, sign in enumerate(key) if sign == "["]
    return any(_fits_one(key[i + 1 : -1], last) and _fits(key[:i], before) for i in opened)


def _fits_one(piece: str, text: str) -> bool:
    if piece.replace(_CUT_MARK, "..") == text:
        return True
    kept = piece.removesuffix(_CUT_MARK).replace(_CUT_MARK, "..")
    return piece.endswith(_CUT_MARK) and text.startswith((kept, kept.removesuffix(".")))
