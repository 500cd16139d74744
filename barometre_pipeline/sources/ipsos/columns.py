"""One variable of a .sav, cell by cell: its codes, their labels, the codes declared missing.

What the file says belongs here; what a code without label means is ``answers``'s, what makes a question is
``questions``'s.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from barometre_pipeline.sources.spss_process import Cell, SpssFile

# What a fieldwork tool writes where it did not put the question, whether or not it is declared missing.
_NOT_PUT: Final = re.compile(
    r"\W*(question )?(non pos[ée]e?s?|not (asked|shown|displayed)|filtr[ée]e?s?|nicht gefragt)\W*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Column:
    """A variable as the file holds it.

    Attributes:
        name: in the file, in its own letter case.
        label: its wording, "" where it has none.
        codes: one per record, "" where the cell is empty.
        labels: the codes that have a label and are answers, in the order of the file.
        missing: the codes declared missing, labelled or met in a cell, and those whose label says « not asked ».
        numeric: every cell is a number.
        lines: the label, cut into lines where the file cuts it by a line break or a tabulation.
    """

    name: str
    label: str
    codes: list[str]
    labels: Mapping[str, str]
    missing: Mapping[str, str]
    numeric: bool
    lines: str = ""

    @property
    def valid(self) -> list[str]:
        """Return the codes met that are answers, in the order in which they are met."""
        return [code for code in dict.fromkeys(self.codes) if code and code not in self.missing]


def read_column(raw: SpssFile, name: str) -> Column:
    """Return a variable, its codes written alike in cells, labels and missing ranges."""
    ranges = raw.missing_ranges.get(name, [])
    labels = raw.value_labels.get(name, {})
    if not any(str(label).strip() for label in labels.values()):
        labels = {}
    written = {key: str(label).strip() or _code(key) for key, label in labels.items()}
    cells = raw.values[name]
    # A range may be declared without a label for any of its codes: the cells say which there are.
    met = sorted({c for c in cells if c is not None and _within(c, ranges)} - set(written), key=str)
    out = {k for k, label in written.items() if _within(k, ranges) or _NOT_PUT.fullmatch(label)}
    missing = {_code(k): label for k, label in written.items() if k in out}
    return Column(
        name=name,
        label=" ".join((raw.labels.get(name) or "").split()),
        lines=_lines(raw.labels.get(name) or ""),
        codes=[_code(cell) for cell in cells],
        labels={_code(k): label for k, label in written.items() if k not in out and _code(k)},
        missing={k: v for k, v in {**missing, **{_code(c): _code(c) for c in met}}.items() if k},
        numeric=all(cell is None or isinstance(cell, int | float) for cell in cells),
    )


def _lines(label: str) -> str:
    return "\n".join(line for part in re.split(r"[\r\n\t]+", label) if (line := " ".join(part.split())))


def numbers(raw: SpssFile, name: str) -> list[Cell]:
    """Return the cells of a variable that is counted with (a weight), None where declared missing."""
    ranges = raw.missing_ranges.get(name, [])
    return [None if cell is not None and _within(cell, ranges) else cell for cell in raw.values[name]]


def resolve(raw: SpssFile, name: str) -> str | None:
    """Return the variable of this name as the file writes it: SPSS does not tell capitals from small letters."""
    if name in raw.values:
        return name
    return next((n for n in raw.values if n.casefold() == name.casefold()), None)


def _within(value: Any, ranges: list[dict[str, Any]]) -> bool:
    for bounds in ranges:
        low, high = bounds["lo"], bounds["hi"]
        if isinstance(value, str) or isinstance(low, str):
            if (
                isinstance(value, str)
                and isinstance(low, str)
                and value.strip() in {low.strip(), high.strip()}
            ):
                return True
        elif low <= value <= high:
            return True
    return False


def _code(value: Any) -> str:
    """Write an SPSS value as a code: ``1.0`` is "1", an empty cell is ""."""
    if value is None or value != value:  # noqa: PLR0124 - NaN is not equal to itself
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()
