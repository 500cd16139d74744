"""Which column of the survey each heading of an extract is, whatever the style of the headings.

Matching of headings belongs here; the values below them are ``values``'. No column is found by its number: a
heading that stands for several columns is placed by its neighbours, in the order of the questionnaire.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from barometre_pipeline.errors import InputError, record_place
from barometre_pipeline.sources.limesurvey.model import ExtractColumn, Questionnaire
from barometre_pipeline.sources.limesurvey.wording import heading_key
from barometre_pipeline.sources.limesurvey.words import PARTICIPANT, PARTS, SYSTEM, spoken

_ATTRIBUTE: Final = re.compile(r"attribute_\d+")
_GROUP_TIME: Final = re.compile(r"groupTime\d+")
_WILDCARD: Final = "\x01"
_BRACKET: Final = "\x02"
_CUT: Final = re.compile(r"(?:&\w*)?\.\. ")  # an entity may be cut in two


@dataclass(frozen=True)
class Candidate:
    """Something a heading may stand for: a survey column, a system column or a timing.

    ``names`` gives, by style of code heading, what that style calls it; ``order`` is its rank in an export; ``also``
    gives other texts of a heading that is the software's own.
    """

    kind: str  # "column", "system" or "timing"
    name: str
    text: str
    order: int
    names: dict[str, tuple[str, ...]] = field(default_factory=dict, compare=False)
    column: ExtractColumn | None = field(default=None, compare=False)
    also: tuple[str, ...] = field(default=(), compare=False)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Keys of the full-text heading and of those of other versions of the software."""
        return tuple(dict.fromkeys((self.key, *(heading_key(text) for text in self.also))))

    @cached_property
    def key(self) -> str:
        """Key of the full-text heading."""
        return heading_key(self.text)

    @cached_property
    def shape(self) -> str:
        """Key in which brackets are told from text, for headings cut short."""
        return _bracketed(self.key)


@dataclass
class HeadingMatch:
    """What the headings of one file are.

    ``entries`` gives, by position in the file, what was recognised; ``unknown`` lists the other positions.
    """

    style: str
    language: str
    entries: dict[int, Candidate]
    unknown: list[int] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


Candidates = Sequence[Sequence[Candidate]]


def match_headings(
    headings: Sequence[str], questionnaire: Questionnaire, shown: str, *, last_of_repeated: bool = False
) -> HeadingMatch:
    """Return what each heading stands for, in the style and language that explain most of them.

    Args:
        headings: as they stand in the file.
        questionnaire: with its translations.
        shown: how messages name the file.
        last_of_repeated: the form keeps one heading out of several equal ones, and the value of the last.

    Raises:
        InputError: no heading is known, or one stands for several questions and nothing tells which.
    """
    best: tuple[int, str, str, Candidates] | None = None
    for style, language, candidates in _attempts(headings, questionnaire):
        score = sum(1 for found in candidates if found)
        if best is None or score > best[0]:
            best = (score, style, language, candidates)
        if score == len(headings):
            break
    if best is None or best[0] == 0:
        raise InputError(
            shown,
            record_place(1),
            "aucun intitulé de colonne ne correspond à la structure de l’enquête",
            f"les codes ou les intitulés des questions de {questionnaire.file}",
            "vérifier que l’extrait et la structure sont de la même enquête, et le séparateur de colonnes",
        )
    _, style, language, candidates = best
    entries = _resolve(headings, candidates, shown, last_of_repeated)
    placed = _system_by_place(headings, questionnaire, entries)
    entries |= placed
    unknown = [position for position in range(len(headings)) if position not in entries]
    said = ", ".join(f"«\u00a0{headings[i]}\u00a0» = {entry.name}" for i, entry in placed.items())
    remarks = (
        [f"{shown}\u00a0: colonnes du logiciel reconnues à leur place (supposé)\u00a0: {said}"]
        if said
        else []
    )
    return HeadingMatch(style, language, entries, unknown, remarks)


def _system_by_place(
    headings: Sequence[str], questionnaire: Questionnaire, entries: dict[int, Candidate]
) -> dict[int, Candidate]:
    """Recognise the software's own columns in a language whose words are not known: they open every export, in order.

    Which there are is told by the settings of the survey; nothing is placed where their number is another.
    """
    if any(entry.name == "id" for entry in entries.values()):
        return {}
    first = min((i for i, entry in entries.items() if entry.kind == "column"), default=0)
    dated = questionnaire.settings.get("datestamp") == "Y"
    expected = ["id", "submitdate", "lastpage", "startlanguage", "seed", "token"]
    expected += ["startdate", "datestamp"] if dated else []
    expected += [name for name in ("ipaddr", "refurl") if questionnaire.settings.get(name) == "Y"]
    for without in ((), ("token",), ("seed",), ("seed", "token")):
        names = [name for name in expected if name not in without]
        fits = (
            all(entries[i].name == names[i] for i in range(first) if i in entries)
            if len(names) == first
            else False
        )
        if fits:
            return {
                i: Candidate("system", name, headings[i], i)
                for i, name in enumerate(names)
                if i not in entries
            }
    return {}


def _attempts(headings: Sequence[str], questionnaire: Questionnaire) -> Iterator[tuple[str, str, Candidates]]:
    versions = [(q.language, _entries(q)) for q in (questionnaire, *questionnaire.translations)]
    names = [heading.strip() for heading in headings]
    language, entries = versions[0]
    for style in ("code", "emcode", "stata", "spss", "internal", "ids"):
        index = _index(entries, style)
        yield style, language, [index.get(name) or _unlisted(name) for name in names]
    keys = [heading_key(heading) for heading in headings]
    for language, entries in versions:
        full = defaultdict(list)
        for entry in entries:
            for entry_key in entry.keys:
                full[entry_key].append(entry)
        yield (
            "full",
            language,
            [full.get(key) or _unlisted(name) for key, name in zip(keys, names, strict=True)],
        )
    for language, entries in versions:
        yield "codetext", language, [_code_and_text(key, entries) for key in keys]
    for language, entries in versions:
        yield "abbreviated", language, [_cut_short(heading, entries) for heading in headings]


def _index(entries: Sequence[Candidate], style: str) -> dict[str, list[Candidate]]:
    index: dict[str, list[Candidate]] = defaultdict(list)
    for entry in entries:
        for name in entry.names.get(style, (entry.name,)):
            index[name].append(entry)
    return index


def _unlisted(name: str) -> list[Candidate]:
    """Return a participant attribute or a time, or a system column by its code among texts: known without structure."""
    if _ATTRIBUTE.fullmatch(name) or name in SYSTEM:
        return [Candidate("system", name, name, -1)]
    times = tuple(words[part].strip() for words in PARTS.values() for part in ("group", "question"))
    if _GROUP_TIME.fullmatch(name) or name.startswith(times):
        return [Candidate("timing", name, name, -1)]
    return []


def _entries(questionnaire: Questionnaire) -> list[Candidate]:
    """Return everything a heading may stand for, in the order of an export."""
    language = spoken(questionnaire.language)
    words = PARTS[language]
    entries: list[Candidate] = []

    def add(
        kind: str,
        name: str,
        text: str,
        internal: str = "",
        column: ExtractColumn | None = None,
        also: tuple[str, ...] = (),
    ) -> None:
        names: dict[str, tuple[str, ...]] = {"internal": (internal,)} if internal else {}
        if column is not None:
            names = _code_names(column)
        entries.append(Candidate(kind, name, text, len(entries), names, column, also))

    def add_software(texts: Mapping[str, Mapping[str, tuple[str, ...]]]) -> None:
        for name, by_language in texts.items():
            first, *others = (*by_language.get(language, ()), *by_language["en"])
            add("system", name, first, also=tuple(others))

    add_software(SYSTEM)
    for column in questionnaire.columns.values():
        add("column", column.code, _full_heading(column, words), column=column)
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


def _code_names(column: ExtractColumn) -> dict[str, tuple[str, ...]]:
    """Return what each style of code heading calls a column; Stata counts the scales of an array from 1."""
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
    }


def _full_heading(column: ExtractColumn, words: Mapping[str, str]) -> str:
    if column.parts == ("@filecount",):
        return f"filecount - {column.question_text}"
    brackets: list[str] = []
    for part in column.parts:
        if brackets and brackets[-1] in (words["@rank"], words["@scale"]) and part.isdigit():
            brackets[-1] += f" {part}"
        else:
            brackets.append(words.get(part, part) if part.startswith("@") else part)
    return column.question_text + "".join(f" [{text}]" for text in brackets)


def _code_and_text(key: str, entries: Sequence[Candidate]) -> list[Candidate]:
    """Return the entry whose code opens the heading and whose wording closes it, the longest code first."""
    found: list[tuple[int, Candidate]] = []
    for entry in entries:
        if not key.endswith(entry.key):
            continue
        codes = {heading_key(name) for name in (entry.name, *entry.names.get("emcode", ()))}
        length = max((len(code) for code in codes if key.startswith(code)), default=0)
        if length and length + len(entry.key) <= len(key):
            found.append((length + len(entry.key), entry))
    longest = max((length for length, _ in found), default=0)
    return [entry for length, entry in found if length == longest]


def _bracketed(key: str) -> str:
    return key.replace("[", _BRACKET).replace("]", _BRACKET)


def _cut_short(heading: str, entries: Sequence[Candidate]) -> list[Candidate]:
    """Return the entries whose wording fits a heading in which long parts end in two dots and a space."""
    key = _bracketed(heading_key(_CUT.sub(_WILDCARD, heading)))
    if _WILDCARD not in key:
        return [entry for entry in entries if entry.shape == key]
    fits = re.compile(f"[^{_BRACKET}]*".join(re.escape(piece) for piece in key.split(_WILDCARD)))
    return [entry for entry in entries if fits.fullmatch(entry.shape)]


def _resolve(
    headings: Sequence[str], candidates: Candidates, shown: str, last_of_repeated: bool
) -> dict[int, Candidate]:
    """Give every heading one entry: those that fit one only, then the others by their place between them."""
    taken = {position: found[0] for position, found in enumerate(candidates) if len(found) == 1}
    _refuse_repeated(taken, shown)
    anchors = dict(taken)
    used = {entry.name for entry in taken.values()}
    for position, found in enumerate(candidates):
        if len(found) < 2:  # one candidate is an anchor
            continue
        free = [entry for entry in found if entry.name not in used]
        if last_of_repeated:
            free = free[-1:]
        elif len(free) > 1:
            first, last = _gap(position, anchors, len(candidates))
            low, high = anchors[first].order if first in anchors else -1, _order(anchors, last)
            inside = [entry for entry in free if low < entry.order < high] if low < high else free
            waiting = [i for i in range(position, last) if candidates[i] == found and i not in taken]
            if len(inside) > len(waiting):
                raise _ambiguous(headings[position], inside, shown)
            free = inside
        if free:
            taken[position] = free[0]
            used.add(free[0].name)
    return taken


def _gap(position: int, anchors: dict[int, Candidate], end: int) -> tuple[int, int]:
    """Return the positions of the nearest sure headings before and after."""
    first = next((i for i in range(position - 1, -1, -1) if i in anchors), -1)
    return first, next((i for i in range(position + 1, end) if i in anchors), end)


def _order(anchors: dict[int, Candidate], position: int) -> float:
    return anchors[position].order if position in anchors else float("inf")


def _refuse_repeated(taken: dict[int, Candidate], shown: str) -> None:
    seen: dict[str, int] = {}
    for position, entry in taken.items():
        if entry.name in seen and entry.kind == "column":
            raise InputError(
                shown,
                record_place(1, what=f"colonnes {seen[entry.name] + 1} et {position + 1}"),
                f"deux colonnes portent l’intitulé de la question {entry.name}",
                "une seule colonne par question ou sous-question",
                "supprimer la colonne ajoutée, ou exporter de nouveau depuis LimeSurvey",
            )
        seen[entry.name] = position


def _ambiguous(heading: str, entries: Sequence[Candidate], shown: str) -> InputError:
    names = ", ".join(entry.name for entry in entries)
    return InputError(
        shown,
        record_place(1, what=f"colonne « {heading} »"),
        f"cet intitulé est celui de plusieurs questions ({names}) et rien ne dit laquelle",
        "un intitulé par question, ou toutes les colonnes de l’enquête dans leur ordre",
        "exporter de nouveau avec les codes de question en intitulés",
    )
