"""The cells of an institute's .sav read again: who counts, with what weight, what each one answered.

How the file is read only; what is compared with the lake is ``poll``'s. Which codes are answers and which columns
are boxes is taken from bronze, where the reading recorded it.
"""

import math
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from barometre_pipeline.vocabulary import NON_POSEE, SANS_REPONSE

Rows = list[dict[str, Any]]


class PollFile:
    """A .sav and what its description and bronze say of it.

    Args:
        path: the file.
        config: ``sondage.yaml``.
        variables: rows of ``bronze/sondage_variables``.
        answers: rows of ``bronze/sondage_modalites``.
    """

    def __init__(self, path: Path, config: Mapping[str, Any], variables: Rows, answers: Rows) -> None:
        import pyreadstat

        cells, meta = pyreadstat.read_sav(str(path), user_missing=True, output_format="dict")
        self._names = {name.casefold(): name for name in cells}
        self._cells, self._meta, self._config = cells, meta, config
        self._variables = {str(v["variable"]): v for v in variables}
        self._answers: dict[str, list[str]] = {}
        self._none: dict[str, set[str]] = {}
        for answer in answers:
            if answer["manquante"]:
                self._none.setdefault(str(answer["variable"]), set()).add(str(answer["code"]))
            else:
                self._answers.setdefault(str(answer["variable"]), []).append(str(answer["code"]))
        ranges = meta.missing_ranges.get(self._names[config["poids"].casefold()], [])
        self._weights = [
            math.nan if _code(v) and _missing(v, ranges) else _number(v)
            for v in self._column(config["poids"])
        ]
        self._counted = [i for i, w in enumerate(self._weights) if w > 0]

    def weights(self) -> list[float]:
        """Return the weight of each person who has one, brought to the number of people where they sum to another."""
        found = [self._weights[i] for i in self._counted]
        total, people = math.fsum(found), len(found)
        if abs(total - people) <= float(self._config.get("tolerance_poids", 0.5)):
            return found
        return [w * (people / total) for w in found]

    def column(self, name: str) -> list[str]:
        """Return what each person who counts is or answered, in the words of silver."""
        part = self._config["banniere"].get(name)
        read = self._banner(part) if part else self._answer(name)
        return [read(i) for i in self._counted]

    def _column(self, name: str) -> list[Any]:
        return list(self._cells[self._names[name.casefold()]])

    def _banner(self, part: Mapping[str, Any]) -> Callable[[int], str]:
        cells = self._column(part["variable"])
        found = self._meta.variable_value_labels.get(self._names[part["variable"].casefold()], {})
        labels = {_code(k): _plain(str(v)) for k, v in found.items()}
        canonical = {_plain(str(label)): key for key, label in part["modalites"].items()}
        if not labels and any(isinstance(cell, str) for cell in cells):
            labels = {_code(cell): _plain(_code(cell)) for cell in cells}
        bare = {code: re.sub(r"^[\W\d]*(?=\D)", "", text) for code, text in labels.items()}
        plain = {c: re.sub(rf"^\W*{re.escape(c)}\W+?(?=\w|<|>)", "", text) for c, text in labels.items()}
        numbers = {_numbers(text): name for text, name in canonical.items()}
        parts = {
            code: canonical.get(text)
            or canonical.get(bare[code])
            or numbers.get(_numbers(plain[code]), SANS_REPONSE)
            for code, text in labels.items()
        }
        if set(parts.values()) & set(canonical.values()):
            return lambda i: parts.get(_code(cells[i]), SANS_REPONSE)
        return lambda i: _class_of(_code(cells[i]), canonical, set(labels))

    def _answer(self, name: str) -> Callable[[int], str]:
        said = self._variables.get(name, {})
        columns = [c for c in str(said.get("colonnes") or name).split("; ") if c]
        base = [self._column(c) for c in str(said.get("colonnes_base") or "").split("; ") if c]
        ticked = str(said.get("code_coche") or "")
        cells = [
            (self._column(c), self._meta.missing_ranges.get(self._names[c.casefold()], [])) for c in columns
        ]
        codes = self._answers.get(name, [])
        if ticked:
            none = self._none.get(name, set())
            return lambda i: _box([(c[i], r) for c, r in cells], [b[i] for b in base], ticked, codes, none)
        ((values, ranges),) = cells
        return lambda i: _single(values[i], ranges, codes)


def _box(cells: list[tuple[Any, Any]], base: list[Any], ticked: str, codes: list[str], none: set[str]) -> str:
    written = [_code(value) for value, _ in cells]
    if ticked in written:
        return codes[0]
    if any(written) and all(not _code(v) or _code(v) in none or _missing(v, r) for v, r in cells):
        return SANS_REPONSE
    return NON_POSEE if base and not any(_code(v) for v in base) else codes[1]


def _single(value: Any, ranges: Any, codes: list[str]) -> str:
    code = _code(value)
    if code == "":
        return NON_POSEE
    return code if code in codes and not _missing(value, ranges) else SANS_REPONSE


def _missing(value: Any, ranges: Any) -> bool:
    for bounds in ranges:
        if isinstance(value, str) != isinstance(bounds["lo"], str):
            continue
        if bounds["lo"] <= value <= bounds["hi"]:
            return True
    return False


def _numbers(label: str) -> tuple[str, ...]:
    """Return what a class says in numbers: « moins de 25 ans » and « < 25 ans » say the same."""
    side = "<" if re.search(r"moins|under|<", label) else ">" if re.search(r"plus|over|>|\+", label) else ""
    found = re.findall(r"\d+", re.sub(r"(?<=\d) (?=\d{3})", "", label))
    return (side, *found) if found else (label,)


def _class_of(code: str, canonical: Mapping[str, str], labelled: set[str]) -> str:
    """Return the class of an exact age, from the numbers of its label."""
    if not code or code in labelled:
        return SANS_REPONSE
    value = float(code)
    for label, name in canonical.items():
        limits = [float(n) for n in re.findall(r"\d+", re.sub(r"(?<=\d) (?=\d{3})", "", label))]
        if len(limits) == 2:
            inside = limits[0] <= value < limits[1] + 1
        elif re.match(r"\W*(moins de|less than|under|<)", label):
            inside = value < limits[0]
        elif re.match(r"\W*(plus de|more than|over|>)", label):
            inside = value > limits[0]
        else:
            inside = value < limits[0] + 1 if "moins" in label else value >= limits[0]
        if inside:
            return name
    return SANS_REPONSE


def _plain(label: str) -> str:
    return " ".join(label.replace("'", "’").replace("‑", "-").split()).casefold()


def _number(value: Any) -> float:
    try:
        return float(str(value).replace(",", "."))
    except ValueError:
        return math.nan


def _code(value: Any) -> str:
    """Write a cell as a code: 1.0 is « 1 », nothing is empty."""
    if value is None or value != value:  # noqa: PLR0124 - NaN is not equal to itself
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()
