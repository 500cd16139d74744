"""How plausible each answer is before any figure is imposed: the more mature, the further up the list.

Invented, and meant to be overridden by the printed figures; nothing is estimated from data.
"""

from collections.abc import Sequence

import numpy as np
from scipy.stats import binom

from barometre_pipeline.catalogue.model import Coding, Variable, VariableType
from tools.demonstration.targets import ABSENT, TICKED, UNRANKED, Column

_NO_ANSWER = 0.03
_DO_NOT_KNOW = 0.06


def prior(
    variable: Variable, coding: Coding, column: Column, possible: Sequence[str], maturity: float
) -> dict[str, float]:
    """Return the chance of each possible outcome of a column, given a cell's maturity in [0, 1]."""
    if variable.type is VariableType.MULTIPLE:
        chance = 0.05 if column[1] in variable.exclusifs else 0.2 + 0.3 * maturity
        full = {TICKED: chance, "non": 1 - chance}
    elif variable.type is VariableType.RANKING:
        ranked = len(coding.colonnes) / max(len(coding.items), 1)
        full = {**dict.fromkeys(coding.colonnes, ranked / len(coding.colonnes)), UNRANKED: 1 - ranked}
    else:
        substantive = [m for m in coding.modalites if m != "nsp"]
        k = len(substantive)
        weights = np.atleast_1d(binom.pmf(np.arange(k), k - 1, min(max(1 - maturity, 0.1), 0.9)))
        rest = 1 - _NO_ANSWER - _DO_NOT_KNOW
        full = {m: float(w) * rest for m, w in zip(substantive, weights, strict=True)}
        full |= {"nsp": _DO_NOT_KNOW, ABSENT: _NO_ANSWER}
    chosen = {o: full.get(o, 0.0) for o in possible}
    total = sum(chosen.values())
    return {o: c / total if total else 1 / len(chosen) for o, c in chosen.items()}
