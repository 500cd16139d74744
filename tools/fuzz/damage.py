"""How a good file is broken: byte by byte, in a part of a package, or cell by cell with what the world writes there.

Damage only; which files there are is ``exports``' and ``polls``'.
"""

import io
import random
import string
import zipfile
from typing import Final

ODD: Final = [
    *("", " ", "N/A", "=1+1", '"', "'", ";", "\t", "\r\n", "\x00", "é", "Ã©", "1e400", "-", "NaN", "9" * 30),
    *("2030-13-45", "12,5", "28/03/2030", "#N/A", "#VALEUR!", "31/02/2030", "47570,5", "-1", "1.200.000,5"),
    *("A1", "Y", "-oth-", "[", "]", "..", "<b>", "&amp;", "\ud7ff", "🙂", "x" * 5000, '["B","A"]', "[[", "{}"),
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
            del data[place : place + dice.randint(1, PARTS_CUT)]
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
