"""What each group of respondents would answer: the chances that counts are pulled to where no figure decides.

Finding the chances is ``levels``'; here is what they are, and what nothing but a stated guess gives.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from scipy.stats import binom

from barometre_pipeline.catalogue.model import Coding, Variable, VariableType
from tools.demonstration.latents import DO_NOT_KNOW
from tools.demonstration.states import Asked, all_columns
from tools.demonstration.targets import ABSENT, TICKED, UNRANKED, UNTICKED, Cell, Column

GUESSES = Path(__file__).parent / "a_priori.yaml"
Chances = dict[str, float]
# Share left empty, from the first question to the last; people who answer a poll on line leave few.
BLANKS: Mapping[str, tuple[float, float]] = {"collectivites": (0.03, 0.10), "francais": (0.02, 0.04)}
_MIDDLE = 0.45  # maturity at which a guess holds as stated
_SLOPE = 1.6  # log-odds from the least to the most mature
_DO_NOT_KNOW = 0.06
_UNKNOWN_ROW = 0.9  # log-odds: how far a row that no guess names may stand from the others


@dataclass(frozen=True)
class Plan:
    """Chances of every outcome of every column, for each cell.

    Attributes:
        chances: by column and name of the cell: of each answer among those who were asked, empty included.
        origins: where each column's chances come from, in French.
        blanks: planned share of those asked who leave each question empty.
    """

    chances: Mapping[tuple[Column, str], Chances]
    origins: Mapping[Column, str]
    blanks: Mapping[str, float]

    def of(self, column: Column, cell: Cell) -> Chances:
        """Return the chances of a column in a cell."""
        return self.chances[column, cell.name]


def guessed_plan(asked: Asked, cells: Sequence[Cell]) -> Plan:
    """Return the plan of stated guesses only."""
    columns = [c for variable, coding in asked.values() for c in all_columns(variable, coding)]
    blanks = planned_blanks(asked, "")
    chances = {
        (column, cell.name): with_blank(
            asked[column[0]][0], guess(*asked[column[0]], column, cell), blanks[column[0]]
        )
        for column in columns
        for cell in cells
    }
    return Plan(chances, dict.fromkeys(columns, "a priori"), blanks)


def planned_blanks(asked: Asked, closing: str) -> dict[str, float]:
    """Return the share of those asked who leave each question empty: more and more, none on the closing one."""
    last = max(len(asked) - 1, 1)
    rates = {}
    for position, (name, (variable, coding)) in enumerate(asked.items()):
        low, high = BLANKS[variable.public]
        rates[name] = 0.0 if coding.question == closing else low + (high - low) * position / last
    return rates


def with_blank(variable: Variable, answered: Chances, rate: float) -> Chances:
    """Add the empty answer to chances among those who answer; boxes and ranks have none of their own."""
    if variable.type in (VariableType.MULTIPLE, VariableType.RANKING):
        return answered
    return emptied(answered, rate)


def emptied(answered: Chances, rate: float) -> Chances:
    """Add the empty answer to chances among those who answer."""
    return {**{o: p * (1 - rate) for o, p in answered.items()}, ABSENT: rate}


def guess(variable: Variable, coding: Coding, column: Column, cell: Cell) -> Chances:
    """Return the stated guess about a column among those who answer, in a cell."""
    stated = guesses().get(variable.nom, {})
    lean = float(stated.get("pente", 1.0)) * _SLOPE * (cell.maturity - _MIDDLE)
    item = stated.get("items", {}).get(column[1])
    if variable.type is VariableType.RANKING:
        ranks = list(coding.colonnes)
        alike = [1 / len(coding.items)] * len(ranks)
        shares = [s / 100 for s in item] if item and len(item) == len(ranks) else alike
        return {**dict(zip(ranks, shares, strict=True)), UNRANKED: max(1 - sum(shares), 0.02)}
    if variable.type is VariableType.MULTIPLE:
        share = item / 100 if item is not None else _odds(0.3, _offset(column))
        if column[1] not in variable.exclusifs:
            share = _odds(share, lean)
        elif item is None:
            share = 0.05
        return {TICKED: share, UNTICKED: 1 - share}
    answers = [m for m in coding.modalites if m != DO_NOT_KNOW]
    given = stated.get("reponses", {})
    if set(given) >= set(answers):
        weights = np.array([float(given[m]) for m in answers])
    else:
        weights = np.atleast_1d(binom.pmf(np.arange(len(answers)), len(answers) - 1, 0.5))
    # The list goes from the most to the least advanced: a leaning moves weight up it.
    steps = 0.5 - np.arange(len(answers)) / max(len(answers) - 1, 1)
    if item is None and column[1]:
        lean += _offset(column)
    weights = weights * np.exp(2 * steps * lean)
    top = [m in stated.get("favorables", answers[: (len(answers) + 1) // 2]) for m in answers]
    if item is not None:
        weights = _shifted(weights, np.array(top), item / 100)
    unsure = float(given.get(DO_NOT_KNOW, 100 * _DO_NOT_KNOW)) / 100 if DO_NOT_KNOW in coding.modalites else 0
    shares = (1 - unsure) * weights / weights.sum()
    chances = {m: float(s) for m, s in zip(answers, shares, strict=True)}
    return chances | ({DO_NOT_KNOW: unsure} if unsure else {})


@cache
def guesses() -> dict[str, Any]:
    """Return the stated guesses, by variable."""
    stated: dict[str, Any] = yaml.safe_load(GUESSES.read_text(encoding="utf-8"))
    return stated


def _shifted(weights: np.ndarray, top: np.ndarray, share: float) -> np.ndarray:
    """Scale the favourable answers so that together they have a share (of those with an opinion)."""
    high, low = weights[top].sum(), weights[~top].sum()
    return np.asarray(np.where(top, weights * share / high, weights * (1 - share) / low))


def _odds(share: float, shift: float) -> float:
    odds = share / (1 - share) * float(np.exp(shift))
    return odds / (1 + odds)


def _offset(column: Column) -> float:
    """Return a row's own distance from the others, the same for ever."""
    digest = hashlib.blake2b("|".join(column).encode(), digest_size=4).digest()
    return _UNKNOWN_ROW * (2 * int.from_bytes(digest, "big") / 2**32 - 1)
