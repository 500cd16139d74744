"""Which territories a name may mean, and how well: exact, acronym, part of a name, or likeness.

Only the comparison of one name with the official lists belongs here; the verdict (certain, probable...) is
``verdict``'s.
"""

from dataclasses import dataclass, replace

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from barometre_pipeline.matching.index import (
    COMMUNE,
    DEPARTEMENT,
    EPCI,
    REGION,
    NameIndex,
    families_of,
)
from barometre_pipeline.matching.names import Name
from barometre_pipeline.matching.text import LINKS, name_key

EXACT, NUMBER, ACRONYM, PART, FORMER, LIKE, NONE = (
    "exact",
    "numero",
    "sigle",
    "partie",
    "ancien",
    "proche",
    "rien",
)
_MAX_PLACE_WORDS = 5


@dataclass(frozen=True)
class Reading:
    """What a name may mean.

    Attributes:
        level: how the names agree (constants above).
        rows: territories that agree equally well; several are homonyms.
        score: 0 to 100.
        department: département code hinted at by the name itself, or "".
        region: region code hinted at, or "".
        candidates: other territories that resemble it, ``(row, score)``, best first.
        edits: characters to change to obtain the official name (likeness only).
        lead: how many more characters the next territory would take (likeness only).
    """

    level: str
    rows: tuple[int, ...] = ()
    score: float = 0.0
    department: str = ""
    region: str = ""
    candidates: tuple[tuple[int, float], ...] = ()
    edits: int = 0
    lead: int = 0


def read_exactly(name: Name, index: NameIndex) -> Reading:
    """Look a name up without tolerance for typing errors; ``NONE`` if no form of it is known."""
    department, region = _hints(name, index)
    if not name.core:
        return _by_number(name, index, department, region)
    families = families_of(name)
    whole = [f for text in name.longer for f in index.by_full.get(text, ())]
    rows = index.rows((f for f in whole if not index.forms[f].former), families & {COMMUNE})
    if rows:  # communes whose own name opens with « Ville », or holds parentheses
        return Reading(EXACT, tuple(rows), 100.0, department, region)
    for candidate, dep, reg in _variants(name, index):
        rows = _exact(candidate, index, families)
        rows += [r for r in _opening_with_designation(name, index, families) if r not in rows]
        if rows:
            return Reading(EXACT, tuple(rows), 100.0, dep or department, reg or region)
        acronym = _acronym(candidate, index, families)
        if acronym:
            return Reading(ACRONYM, tuple(acronym), 92.0, dep or department, reg or region)
    rows = _parts(name, index, families)
    if rows:
        return Reading(PART, tuple(rows), 90.0, department, region)
    merged = [index.forms[f] for f in index.by_full.get(name.full, ()) if index.forms[f].former]
    former = [form.row for form in merged if form.family in families]
    if former:
        return Reading(FORMER, tuple(dict.fromkeys(former)), 85.0, department, region)
    return Reading(NONE, department=department, region=region)


def read_likely(names: list[Name], exact: list[Reading], index: NameIndex) -> list[Reading]:
    """Add to each reading the territories that resemble the name; a ``NONE`` becomes ``LIKE`` where some
    do.
    """
    groups: dict[frozenset[str], list[int]] = {}
    for at, name in enumerate(names):
        if name.core:
            groups.setdefault(families_of(name), []).append(at)
    result = list(exact)
    for families in sorted(groups, key=sorted):
        members = groups[families]
        for at, alike in zip(members, index.alike([names[m].key for m in members], families), strict=True):
            result[at] = _with_likeness(names[at], exact[at], alike, index)
    return result


def likeness(name: Name, row_keys: list[str]) -> float:
    """Return how much a name resembles the closest of some official keys (0 to 100).

    A name whose words are all explained by the official one, or the reverse, is at least 86.
    """
    flat = name.key.replace(" ", "")
    best = 0.0
    for key in row_keys:
        best = max(best, fuzz.ratio(flat, key.replace(" ", "")))
        typed, official = name.key.split(" "), key.split(" ")
        if explained(typed, official) or (explained(official, typed) and len(flat) >= 5):
            best = max(best, 86.0)
    return best


def explained(typed: list[str], official: list[str]) -> bool:
    """Say whether every word of ``typed`` is, typing errors aside, a word of ``official``."""
    return bool(typed) and all(any(_same_word(t, o) for o in official) for t in typed)


def allowed_edits(length: int) -> int:
    """Return how many characters of a name of that length may be wrong for it to be recognised."""
    if length < 5:
        return 0
    return 1 if length < 9 else 2 if length < 15 else 3


def _same_word(a: str, b: str) -> bool:
    if a == b:
        return True
    allowed = allowed_edits(min(len(a), len(b)))
    return allowed > 0 and OSA.distance(a, b, score_cutoff=min(allowed, 2)) <= min(allowed, 2)


def _by_number(name: Name, index: NameIndex, department: str, region: str) -> Reading:
    inside = [
        table[w]
        for table in (index.official_acronyms, index.acronyms)
        for w in name.inside
        if len(w) >= 3 and w in table
    ]
    if name.family == DEPARTEMENT and department in index.rows_by_departement:
        return Reading(NUMBER, (index.rows_by_departement[department],), 100.0, department)
    if inside and len(inside[0]) == 1:
        return Reading(ACRONYM, tuple(inside[0]), 92.0, department, region)
    return Reading(NONE, department=department, region=region)


def _hints(name: Name, index: NameIndex) -> tuple[str, str]:
    """Return the département and region that the numbers and parentheses of a name point to."""
    for number in name.numbers:
        code = number if len(number) <= 3 else number[:3] if number[:2] in ("97", "98") else number[:2]
        if code in index.rows_by_departement or code == "75":
            return code, ""
    inside = " ".join(w for w in name.inside)
    return index.places.get(inside, ("", ""))


def _variants(name: Name, index: NameIndex) -> list[tuple[Name, str, str]]:
    """Return the name, then the name without a place added at its end, with the place's codes."""
    variants = [(name, "", "")]
    if name.numbers:
        variants.insert(0, (replace(name, core=(*name.core, *map(str.lower, name.numbers))), "", ""))
    core = list(name.core)
    for count in range(1, min(_MAX_PLACE_WORDS, len(core) - 1) + 1):
        tail = core[-count:]
        while tail and tail[0] in LINKS and " ".join(tail) not in index.places:
            tail = tail[1:]
        place = index.places.get(" ".join(tail))
        head = core[:-count]
        while head and head[-1] in LINKS:
            head.pop()
        if place and head:
            variants.append((replace(name, core=tuple(head)), *place))
    return variants


def _exact(name: Name, index: NameIndex, families: frozenset[str]) -> list[int]:
    """Return the territories of the first normal form that any territory shares with the name."""
    key = name.key
    for table, text in (
        (index.by_full, name.full),
        (index.by_key, key),
        (index.by_flat, key.replace(" ", "")),
    ):
        forms = [f for f in table.get(text, ()) if not index.forms[f].former]
        rows = index.rows(forms, families)
        if rows:
            return rows if name.family else _most_usual(rows, index)
    return []


def _most_usual(rows: list[int], index: NameIndex) -> list[int]:
    """Drop intercommunalités where a bare name is also another territory's: « X » alone is not « X
    Agglomération ».
    """
    others = [r for r in rows if index.territories[r]["type"] not in ("epci", "metropoles")]
    return others or rows


def _acronym(name: Name, index: NameIndex, families: frozenset[str]) -> list[int]:
    if len(name.core) != 1 and not (len(name.core) <= 3 and all(len(w) <= 2 for w in name.core)):
        return []
    text = "".join(name.core)
    tables = [index.official_acronyms, index.acronyms]
    if name.family == EPCI or len(text) >= 4:
        tables.append(index.initials)
    for table in tables:
        rows = [r for r in dict.fromkeys(table.get(text, ())) if _family(r, index) in families]
        if rows and len(text) >= 3:
            return rows
    return []


def _family(row: int, index: NameIndex) -> str:
    kind = str(index.territories[row]["type"])
    return {"communes": COMMUNE, "departements": DEPARTEMENT, "regions": REGION}.get(kind, EPCI)


def _opening_with_designation(name: Name, index: NameIndex, families: frozenset[str]) -> list[int]:
    """Return the communes that « Ville du X » may also mean: those named « La Ville-du-X »."""
    forms = [
        f
        for text in name.longer
        for f in index.by_key.get(name_key(text.split(" ")), ())
        if not index.forms[f].former
    ]
    return index.rows(forms, families & {COMMUNE})


def _parts(name: Name, index: NameIndex, families: frozenset[str]) -> list[int]:
    """Return the territories, communes apart, whose official name holds every word typed (at least one
    long).
    """
    typed = set(name.key.split(" "))
    if max(map(len, typed)) < 4 or typed & LINKS:
        return []
    allowed = families - {COMMUNE}
    if not allowed or not all(t in index.by_word for t in typed):
        return []
    found = set.intersection(*(set(index.by_word[t]) for t in typed))
    return sorted(set(index.rows((f for f in sorted(found) if not index.forms[f].former), allowed)))


def _with_likeness(name: Name, reading: Reading, alike: list[tuple[int, float]], index: NameIndex) -> Reading:
    """Rank the territories that resemble a name: fewest characters to change first, then likeness, then
    size.
    """
    flat = name.key.replace(" ", "")
    near: dict[int, tuple[int, float]] = {}
    for at, score in alike:
        form = index.forms[at]
        found = (OSA.distance(flat, form.flat), -score)
        near[form.row] = min(near.get(form.row, found), found)
    ranked = sorted(
        near.items(), key=lambda item: (item[1], -int(str(index.territories[item[0]]["population"])))
    )
    candidates = tuple((row, -score) for row, (_, score) in ranked)
    if reading.level != NONE:
        known = tuple((r, reading.score) for r in reading.rows)
        return replace(reading, candidates=known + tuple(c for c in candidates if c[0] not in reading.rows))
    if not ranked:
        return reading
    edits = ranked[0][1][0]
    rows = tuple(row for row, (e, _) in ranked if e == edits)
    following = next((e for _, (e, _) in ranked if e > edits), len(flat))
    return replace(
        reading,
        level=LIKE,
        rows=rows,
        score=candidates[0][1],
        candidates=candidates,
        edits=edits,
        lead=following - edits,
    )
