"""How a good file is broken: byte by byte, in a part of a package, or cell by cell with what the world writes there.

Damage only; which files there are is ``exports``' and ``polls``'.
"""

import copy
import csv
import io
import random
import string
import zipfile
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

import yaml

ODD: Final = [
    *("", " ", "N/A", "=1+1", '"', "'", ";", "\t", "\r\n", "\x00", "é", "Ã©", "1e400", "-", "NaN", "9" * 30),
    *("2030-13-45", "12,5", "28/03/2030", "#N/A", "#VALEUR!", "31/02/2030", "47570,5", "-1", "1.200.000,5"),
    *("A1", "Y", "-oth-", "[", "]", "..", "<b>", "&amp;", "\ud7ff", "🙂", "x" * 5000, '["B","A"]', "[[", "{}"),
]  # fmt: skip
ODD_VALUES: Final[list[Any]] = [
    *(
        None,
        True,
        -1,
        0,
        10**400,
        1.5,
        float("inf"),
        float("nan"),
        date(1, 1, 1),
        b"\x00",
        "",
        " ",
        "x" * 5000,
    ),
    *(
        [],
        [None],
        [[]],
        {},
        {None: None},
        {"": ""},
        {"a": {"b": {"c": []}}},
        ["ligne", "ligne"],
        "@sans_reponse",
    ),
    *(
        "*",
        "..",
        "../../x",
        "/etc/hostname",
        "2031-13-45",
        "31/02/2031",
        "é\u0301",
        "ligne",
        "=1+1",
        "a@b.fr",
    ),
]
ODD_KEYS: Final[list[Any]] = [
    "",
    "inconnue",
    "edition ",
    "Edition",
    None,
    1,
    True,
    1.5,
    "x" * 500,
    "../x",
    "*",
]
ODD_LINES: Final = [
    "- : -\n", "\t\n", "? [\n", "<<: *a\n", "a: &a [*a]\n", "x: !!python/object:os.system y\n", "---\n", "...\n",
    "x: !!binary é\n", "x: 2031-02-31\n", "%YAML 9.9\n", "x: !!int z\n", "\x07\n", "x: 0x" + "f" * 3000 + "\n",
    "[" * 3000 + "\n", "x: !!float .\n", "x: !!timestamp hier\n", "x: !!bool peut-être\n", "x: !!int ''\n",
    "x: 1:99:99\n", "{a: 1, a: 2}: b\n", "? {a: b}\n: c\n",
]  # fmt: skip
PARTS_CUT: Final = 200  # bytes taken out at once, at most


def bytes_of(content: bytes, dice: random.Random) -> bytes:
    """Return a content with some of its bytes changed, added or taken out; of a package, often those of one part."""
    if zipfile.is_zipfile(io.BytesIO(content)) and dice.random() < 0.8:
        return _part_of(content, dice)
    data = bytearray(content)
    # Signs that any encoding has: the text stays a text, and more of the reader is reached.
    signs = string.printable.encode() if dice.random() < 0.6 else bytes(range(256))
    for _ in range(dice.randint(1, 8)):
        place = dice.randrange(len(data)) if data else 0
        what = dice.random()
        if what < 0.4 and data:
            data[place] = dice.choice(signs)
        elif what < 0.7:
            data[place:place] = bytes(dice.choice(signs) for _ in range(dice.randint(1, 12)))
        else:
            del data[place : place + dice.randint(1, max(1, min(PARTS_CUT, len(data) // 20)))]
    return bytes(data)


def _part_of(content: bytes, dice: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    name = dice.choice(list(parts))
    parts[name] = bytes_of(parts[name], dice)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for each, body in parts.items():
            package.writestr(each, body)
    return out.getvalue()


def cells_of(rows: list[list[str]], dice: random.Random) -> list[list[str]]:
    """Return rows with some cells replaced, and sometimes a cell or a line too many, or lines and columns moved."""
    rows = [list(row) for row in rows]
    for _ in range(dice.randint(1, 4)):
        row = dice.choice(rows)
        if row:
            row[dice.randrange(len(row))] = dice.choice(ODD)
    if dice.random() < 0.3:
        dice.choice(rows).append(dice.choice(ODD))
    if dice.random() < 0.2:
        rows.insert(0, [dice.choice(ODD)])
    if dice.random() < 0.1:
        rows.append(list(dice.choice(rows)))
    if dice.random() < 0.1:
        dice.shuffle(rows)
    if dice.random() < 0.1:
        one, other = (dice.randrange(min(map(len, rows))) for _ in range(2))
        for row in rows:
            row[one], row[other] = row[other], row[one]
    return rows


def csv_of(rows: list[list[str]]) -> bytes:
    """Return rows as a CSV in UTF-8."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode("utf-8", "surrogatepass")


def values_of(whole: dict[str, Any], dice: random.Random) -> bytes:
    """Return YAML of which some values are of another kind, some keys unknown, absent or written twice."""
    broken = copy.deepcopy(whole)
    for _ in range(dice.randint(1, 3)):
        parent, key = dice.choice(list(_places(broken)))
        what = dice.random()
        if what < 0.6:
            parent[key] = copy.deepcopy(dice.choice(ODD_VALUES))
        elif what < 0.8:
            del parent[key]
        elif isinstance(parent, dict):
            parent[dice.choice(ODD_KEYS)] = parent.pop(key)
        else:
            parent.append(parent[key])
        if not broken:
            break
    text = yaml.safe_dump(broken, allow_unicode=True, sort_keys=False)
    lines = text.splitlines(keepends=True)
    if lines and dice.random() < 0.2:
        lines.insert(dice.randrange(len(lines)), dice.choice([*ODD_LINES, dice.choice(lines)]))
    return "".join(lines).encode("utf-8", "surrogatepass")


def _places(node: Any) -> Iterator[tuple[Any, Any]]:
    """Yield where each value of a tree is: what holds it, under which key."""
    for key, value in list(node.items() if isinstance(node, dict) else enumerate(node)):
        yield node, key
        if isinstance(value, dict | list):
            yield from _places(value)
