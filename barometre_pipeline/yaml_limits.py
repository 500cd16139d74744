"""What no YAML file of an edition needs, told with its place before anything is built of it.

Deep nesting, references that multiply, a key written twice, a number in another writing than digits: found in the
stream of events, which takes neither stack nor memory. Reading the file and what it may say are ``yaml_files``'.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

import yaml

from barometre_pipeline.hidden_characters import EXPECTED, REMEDY, hidden_in

LARGEST: Final = 5_000_000
"""Bytes; the largest file of the catalogue takes a twentieth of it."""
DEEPEST: Final = 40
"""Levels of nesting; the deepest file of the catalogue has nine."""
MOST: Final = 500_000
"""Values, once references are replaced by what they stand for."""

LARGEST_NUMBER: Final = 999_999_999
"""Of a number, whatever its sign: what is counted, numbered or dated here is far below, and every table holds it."""

_SHOWN = 40
_PLAIN_NUMBER: Final = re.compile(r"[-+]?(?:0|[1-9][0-9]*)(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?")
_NUMBERS: Final = frozenset({"tag:yaml.org,2002:int", "tag:yaml.org,2002:float"})
_RESOLVER: Final = yaml.resolver.Resolver()


@dataclass(frozen=True)
class Excess:
    """What is too much, where, and what to do about it."""

    line: int
    column: int
    finding: str
    expected: str
    remedy: str


@dataclass
class _Level:
    """One open list or mapping: its keys, whether a key comes next, its anchor, values met before it."""

    anchor: str | None
    before: int
    keys: set[str] | None = None
    key_next: bool = True


@dataclass
class _Seen:
    levels: list[_Level] = field(default_factory=list)
    sizes: dict[str, int] = field(default_factory=dict)
    values: int = 0


def excess(events: Iterable[yaml.Event]) -> Excess | None:
    """Return the first thing that a file has too much of, None where there is none.

    Args:
        events: what ``yaml.parse`` yields.
    """
    seen = _Seen()
    for event in events:
        if found := _met(seen, event):
            finding, expected, remedy = found
            mark = event.start_mark
            line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
            return Excess(line, column, finding, expected, remedy)
    return None


def _met(seen: _Seen, event: yaml.Event) -> tuple[str, str, str] | None:
    if isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
        level = seen.levels.pop()
        if level.anchor:
            seen.sizes[level.anchor] = seen.values - level.before
        return None
    if not isinstance(event, yaml.NodeEvent):
        return None
    if found := _written_twice(seen, event) or _odd_number(event) or _hidden(event):
        return found
    if isinstance(event, yaml.AliasEvent):
        if any(level.anchor == event.anchor for level in seen.levels):
            return (
                f"« *{event.anchor} » se contient elle-même",
                "des valeurs",
                "écrivez la valeur à cet endroit",
            )
        seen.values += seen.sizes.get(event.anchor or "", 0)
    else:
        seen.values += 1
    if seen.values > MOST:
        return (
            "des références (« * ») qui se multiplient, ou un fichier démesuré",
            f"au plus {MOST} valeurs",
            "écrivez les valeurs sans références",
        )
    if isinstance(event, yaml.CollectionStartEvent):
        keys: set[str] | None = set() if isinstance(event, yaml.MappingStartEvent) else None
        seen.levels.append(_Level(event.anchor, seen.values - 1, keys))
        if len(seen.levels) > DEEPEST:
            return (
                f"plus de {DEEPEST} niveaux imbriqués",
                "un fichier comme ceux que le guide décrit",
                "vérifiez les crochets et les accolades à cet endroit",
            )
    elif isinstance(event, yaml.ScalarEvent) and event.anchor:
        seen.sizes[event.anchor] = 1
    return None


def _written_twice(seen: _Seen, event: yaml.Event) -> tuple[str, str, str] | None:
    """Say that a key of the mapping being read was already there: the first value would be lost without a word."""
    level = seen.levels[-1] if seen.levels else None
    if level is None or level.keys is None:
        return None
    is_key, level.key_next = level.key_next, not level.key_next
    if not is_key or not isinstance(event, yaml.ScalarEvent) or event.value == "<<":
        return None
    if event.value in level.keys:
        shown = event.value if len(event.value) <= _SHOWN else f"{event.value[:_SHOWN]}…"
        return f"la clé « {shown} » est écrite deux fois", "chaque clé une fois", "gardez-en une"
    level.keys.add(event.value)
    return None


def _odd_number(event: yaml.NodeEvent) -> tuple[str, str, str] | None:
    """Say that YAML makes a number of what a person may not have meant as one: « 0777 » is 511, « 9:32:45 » 34 365."""
    if not isinstance(event, yaml.ScalarEvent) or event.style or event.tag or not event.value:
        return None
    text = event.value
    if not (text[0].isdigit() or text[0] in "+-.") or _PLAIN_NUMBER.fullmatch(text):
        return None
    tag = _RESOLVER.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    if tag not in _NUMBERS:
        return None
    return (
        f"« {text if len(text) <= _SHOWN else text[:_SHOWN] + '…'} » serait lu comme un autre nombre",
        "un nombre écrit en chiffres seuls, avec un point s’il a des décimales",
        "écrivez-le ainsi ; si c’est un code, une heure ou un texte, mettez-le entre guillemets",
    )


def _hidden(event: yaml.NodeEvent) -> tuple[str, str, str] | None:
    """Say that a text has a character that nobody sees, written as what stands for it: « \\u202e »."""
    hidden = hidden_in(event.value) if isinstance(event, yaml.ScalarEvent) else None
    return (hidden.finding, EXPECTED, REMEDY) if hidden else None


def too_large(value: object) -> bool:
    """Tell whether a value is a number that nothing here counts: beyond ``LARGEST_NUMBER``, infinite, or none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return not abs(value) <= LARGEST_NUMBER  # no number is neither smaller nor larger
