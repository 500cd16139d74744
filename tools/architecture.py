"""The picture of ARCHITECTURE.md: rooms in layers, and the way of the data through the assets.

Nothing is drawn from memory: layers are the import contract's, words the rooms' own, assets and tables the
declarations'. ``python -m tools.architecture`` writes it; a test fails while it is not what this gives.
"""

import ast
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import Final

from barometre_pipeline.tables.registry import ASSETS, Asset

ROOT: Final = Path(__file__).resolve().parents[1]
TARGET: Final = ROOT / "docs" / "images" / "architecture.svg"
COMMAND: Final = "python -m tools.architecture"
PACKAGE: Final = "barometre_pipeline"

WIDTH, MARGIN, PAD, GAP, LINE = 1560, 24, 10, 8, 16
BOX, GUTTER, LANE = (
    196,
    46,
    26,
)  # a box of the data, the room for arrows between two rows, an arrow that passes
SIZE: Final = 12
# What a character takes of its font size, at most on average: the picture must hold with any sans serif.
PER_CHARACTER: Final = 0.53
INK, PALE, RULE = "#1b2a3a", "#f4f6f8", "#8796a5"
COLOURS: Final = {"bronze": "#9a5b1f", "silver": "#5d6b79", "gold": "#9a7400", "publication": "#0b6e69"}
_LAYER_ORDER: Final = tuple(COLOURS)


def picture() -> str:
    """Return the SVG: rooms above, data below."""
    rooms, middle = _rooms(96)
    data, bottom = _data(middle + 92)
    heads = (
        _text(MARGIN, 40, "Rooms of barometre_pipeline", size=22, bold=True),
        _text(MARGIN, 66, "A room imports only rooms of lower lines, never one of its own line.", size=14),
        _text(MARGIN, middle + 50, "The way of the data", size=22, bold=True),
        _text(
            MARGIN,
            middle + 74,
            "A box is a Dagster asset with the tables it writes; an arrow, what it reads (what another arrow implies "
            "is left out).",
            size=14,
        ),
    )
    body = "\n".join((*heads, *rooms, *data))
    height = round(bottom + MARGIN)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'role="img" font-family="Liberation Sans, Arial, Helvetica, sans-serif" fill="{INK}">\n'
        "<title>Rooms of barometre_pipeline and the way of the data</title>\n"
        f'<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        f'<path d="M0 0L8 4L0 8z" fill="{RULE}"/></marker></defs>\n'
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>\n{body}\n</svg>\n'
    )


# --- Rooms ---------------------------------------------------------------------------------------
def layers() -> list[list[str]]:
    """Return the names of the rooms, by line of the import contract, the highest first."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    found = next(c["layers"] for c in contracts if c["type"] == "layers")
    return [re.split(r"\s*[|:]\s*", line) for line in found]


def words(room: str) -> str:
    """Return the first sentence of the docstring of a room, on one line and without its marks for code.

    Raises:
        FileNotFoundError: the contract names a room that does not exist.
    """
    folder = ROOT / PACKAGE / room
    path = folder / "__init__.py" if folder.is_dir() else folder.with_suffix(".py")
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    paragraph = " ".join(docstring.split("\n\n")[0].split())
    return re.split(r"(?<=\.)\s", paragraph)[0].replace("`", "")


def _rooms(top: float) -> tuple[list[str], float]:
    drawn: list[str] = []
    for rooms in layers():
        width = (WIDTH - 2 * MARGIN - GAP * (len(rooms) - 1)) / len(rooms)
        alone = len(rooms) == 1
        texts = [_wrapped(words(r), width - 2 * PAD - (120 if alone else 0)) for r in rooms]
        height = 2 * PAD + LINE * (max(map(len, texts)) + (0 if alone else 1))
        for k, (room, lines) in enumerate(zip(rooms, texts, strict=True)):
            x = MARGIN + k * (width + GAP)
            drawn.append(_box(x, top, width, height, RULE))
            drawn.append(_text(x + PAD, top + PAD + 12, room, size=14, bold=True))
            left, down = (x + 120, top + PAD + 12) if alone else (x + PAD, top + PAD + 12 + LINE)
            drawn += [_text(left, down + LINE * i, line) for i, line in enumerate(lines)]
        top += height + GAP
    return drawn, top


# --- Data ----------------------------------------------------------------------------------------
@dataclass
class _Node:
    """A box of the data, or the place where an arrow passes a row (no title)."""

    title: str
    row: int = 0
    lines: Sequence[tuple[str, str]] = ()  # text, colour
    colour: str = RULE
    after: list["_Node"] = field(default_factory=list)
    x: float = 0.0
    top: float = 0.0
    bottom: float = 0.0

    @property
    def width(self) -> float:
        return BOX if self.title else LANE

    @property
    def height(self) -> float:
        return 2 * PAD + LINE * (1 + len(self.lines)) if self.title else 0.0

    @property
    def centre(self) -> float:
        return self.x + self.width / 2


def direct_reads(asset: Asset) -> list[str]:
    """Return the assets that an asset reads, without those that one of them already stands on."""
    read = _read_by(asset)
    implied = {n for r in read for n in _above(r)}
    return sorted(read - implied)


def _read_by(asset: Asset) -> set[str]:
    written = {t.name: a.name for a in ASSETS.values() for t in a.tables}
    return {written[t] for t in asset.reads}


def _above(name: str) -> set[str]:
    read = _read_by(ASSETS[name])
    return read | {n for r in read for n in _above(r)}


def _stage(asset: Asset) -> str:
    """Return where an asset stands: the first layer it writes, or what leaves the house."""
    return asset.step.group or min((t.layer for t in asset.tables), key=_LAYER_ORDER.index)


def _nodes() -> tuple[list[_Node], list[tuple[int, str]]]:
    """Return the boxes, received files first, with their arrows; and the first row of each stage."""
    boxes: dict[str, _Node] = {}
    for name, asset in ASSETS.items():
        outside = sorted({o.words for t in asset.tables for c in t.all_columns for o in c.origins})
        lines = [
            (line if i == 0 else f"   {line}", COLOURS[t.layer])
            for t in asset.tables
            for i, line in enumerate(_wrapped(t.name, BOX - 2 * PAD))
        ]
        catalogue = [w.removeprefix("catalogue/") for w in outside if w.startswith("catalogue/")]
        noted = _wrapped(f"+ catalogue : {', '.join(catalogue)}", BOX - 2 * PAD) if catalogue else []
        boxes[name] = _Node(name, lines=(*lines, *((n, INK) for n in noted)), colour=COLOURS[_stage(asset)])
    stages: list[tuple[int, str]] = []
    row = 1
    for stage in _LAYER_ORDER:
        own = [a for a in ASSETS.values() if _stage(a) == stage]
        stages.append((row, stage))
        for asset in own:
            boxes[asset.name].row = row + _depth(asset, {a.name for a in own})
        row = 1 + max(boxes[a.name].row for a in own)
    received = []
    for asset in ASSETS.values():
        for name in direct_reads(asset):
            boxes[name].after.append(boxes[asset.name])
        if not asset.reads:
            folder = _Node(f"data_raw / édition / {asset.source}", after=[boxes[asset.name]])
            received.append(folder)
    return [*received, *boxes.values()], [(0, "received"), *stages]


def _depth(asset: Asset, among: set[str]) -> int:
    return max((1 + _depth(ASSETS[n], among) for n in _read_by(asset) & among), default=0)


def _rows(nodes: Sequence[_Node]) -> list[list[_Node]]:
    """Sort boxes by row, with a place for each arrow in every row that it passes; then untangle the arrows."""
    rows: list[list[_Node]] = [[n for n in nodes if n.row == r] for r in range(1 + max(n.row for n in nodes))]
    for node in nodes:
        passing: dict[int, _Node] = {}  # arrows of one box that pass a row share one place there
        for target in sorted(node.after, key=lambda n: n.row):
            last = node
            for k in range(node.row + 1, target.row):
                if k not in passing:
                    passing[k] = _Node("", k)
                    rows[k].append(passing[k])
                    last.after.append(passing[k])
                last = passing[k]
            if last is not node:
                node.after.remove(target)
                last.after.append(target)
    before: dict[int, list[_Node]] = {}
    for node in (n for row in rows for n in row):
        for target in node.after:
            before.setdefault(id(target), []).append(node)
    for _ in range(12):
        _place(rows)
        for row in rows[1:]:
            row.sort(key=lambda n: _mean([b.centre for b in before[id(n)]]))
            _place(rows)
        for row in rows[-2::-1]:
            row.sort(key=lambda n: _mean([a.centre for a in n.after]) if n.after else n.centre)
            _place(rows)
    return rows


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _place(rows: Sequence[Sequence[_Node]]) -> None:
    """Spread the boxes of each row over the width, in their order."""
    for row in rows:
        free = WIDTH - 2 * MARGIN - 90 - sum(n.width for n in row)
        x = MARGIN + 90.0
        for node in row:
            x += free / (len(row) + 1)
            node.x = x
            x += node.width


def _data(top: float) -> tuple[list[str], float]:
    nodes, stages = _nodes()
    rows = _rows(nodes)
    tops = []
    for row in rows:
        height = max(n.height for n in row)
        for node in row:
            node.top, node.bottom = top, top + (node.height or height)
        tops.append(top)
        top += height + GUTTER
    drawn = []
    for (first, name), (following, _) in pairwise((*stages, (len(rows), ""))):
        end = tops[following] - GUTTER if following < len(rows) else top - GUTTER
        colour = COLOURS.get(name, RULE)
        drawn.append(
            f'<rect x="{MARGIN}" y="{tops[first]:.0f}" width="4" height="{end - tops[first]:.0f}" fill="{colour}"/>'
        )
        drawn.append(_text(MARGIN + 12, tops[first] + 22, name, size=14, bold=True, colour=colour))
    drawn += [line for row in rows for node in row for line in _arrows(node)]
    drawn += [line for row in rows for node in row if node.title for line in _asset(node)]
    return drawn, top - GUTTER


def _arrows(node: _Node) -> Iterator[str]:
    for target in node.after:
        bend = (target.top - node.bottom) / 2
        start, end = node.bottom, target.top
        path = f"M{node.centre:.1f} {start:.1f}C{node.centre:.1f} {start + bend:.1f} "
        path += f"{target.centre:.1f} {end - bend:.1f} {target.centre:.1f} {end:.1f}"
        tip = ' marker-end="url(#tip)"' if target.title else ""
        down = "" if target.title else f"V{target.bottom:.1f}"
        yield f'<path d="{path}{down}" fill="none" stroke="{RULE}" stroke-width="1.4"{tip}/>'


def _asset(node: _Node) -> Iterator[str]:
    yield _box(node.x, node.top, node.width, node.height, node.colour)
    yield _text(node.x + PAD, node.top + PAD + 12, node.title, size=14, bold=True)
    for i, (line, colour) in enumerate(node.lines, start=1):
        yield _text(node.x + PAD, node.top + PAD + 12 + LINE * i, line, colour=colour)


# --- Marks ---------------------------------------------------------------------------------------
def _wrapped(text: str, width: float) -> list[str]:
    """Cut a text at its spaces so that each line is within a width, in pixels."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and len(longer) * SIZE * PER_CHARACTER > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _box(x: float, y: float, width: float, height: float, stroke: str) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="4" fill="{PALE}" '
        f'stroke="{stroke}" stroke-width="1.4"/>'
    )


def _text(x: float, y: float, text: str, *, size: int = SIZE, bold: bool = False, colour: str = INK) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}"{weight} fill="{colour}">{escape(text)}</text>'


if __name__ == "__main__":
    TARGET.write_text(picture(), encoding="utf-8")
