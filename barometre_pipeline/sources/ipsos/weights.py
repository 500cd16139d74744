"""Weights as institutes deliver them: normed to respondents, expanded to the population, none for some.

Weights and the size of the sample only; what is counted with them is ``crosstabs``'s.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from barometre_pipeline.errors import InputError, record_place
from barometre_pipeline.french.numbers import count, number
from barometre_pipeline.sources.ipsos.config import PollConfig
from barometre_pipeline.sources.spss_process import Cell

_ASK_AGAIN = "demandez à l’institut un fichier corrigé"


@dataclass(frozen=True)
class Weights:
    """The weights of those who count.

    Attributes:
        kept: who has a weight, one flag per record of the file.
        values: their weights, which sum to their number.
        notes: what was done, in French.
    """

    kept: NDArray[np.bool_]
    values: NDArray[np.float64]
    notes: tuple[str, ...] = ()


def read_weights(cells: list[Cell], shown: str, variable: str, config: PollConfig) -> Weights:
    """Return the weights of a poll.

    SPSS leaves out of any table a case whose weight is zero or missing (over quota, interview not finished): so
    does this. Weights that sum to a population are brought back to the number of respondents.

    Raises:
        InputError: a weight that is no number or is negative, no weight at all, a sample of another size.
    """
    weight = np.array([_number(cell) for cell in cells], dtype=float)
    bad = (weight < 0) | np.isinf(weight)
    if bad.any():
        raise InputError(
            shown,
            record_place(int(bad.argmax()) + 1, what=f"variable {variable}", headings=False),
            "le poids de ce répondant n’est pas un nombre positif ou nul",
            "un poids par répondant, nul ou vide pour qui ne compte pas",
            _ASK_AGAIN,
        )
    kept = weight > 0
    if not kept.any():
        raise InputError(
            shown,
            f"variable {variable}",
            "aucun répondant n’a de poids",
            "un poids positif par répondant",
            _ASK_AGAIN,
        )
    notes = []
    if left := int((~kept).sum()):
        # The number of people is that of the file or of those who count: the notice may give either.
        told = count(left, "répondant de poids nul ou vide laissé", "répondants de poids nul ou vide laissés")
        place = record_place(int((~kept).argmax()) + 1, headings=False)
        notes.append(f"variable {variable} : {told} hors des résultats, comme le fait SPSS (d’abord {place})")
    people = int(kept.sum())
    check_size(shown, len(weight) if len(weight) == config.effectif else people, config)
    total = math.fsum(weight[kept])
    values = weight[kept]
    if abs(total - people) > config.tolerance_poids:
        values = values * (people / total)
        shown_total = number(total, 1) if total < 1e12 else f"{total:.1e}"
        notes.append(
            f"variable {variable} : les poids font {shown_total} pour {count(people, 'répondant')} ; "
            "ils sont ramenés au nombre de répondants"
        )
    return Weights(kept, values, tuple(notes))


def check_size(shown: str, base: int, config: PollConfig) -> None:
    """Check the number of respondents.

    Raises:
        InputError: it is not that of ``sondage.yaml``.
    """
    if base != config.effectif:
        raise InputError(
            shown,
            "base brute",
            f"{base} répondants",
            f"{config.effectif} répondants, comme l’indique sondage.yaml",
            "vérifiez que le fichier est entier, ou corrigez la clé « effectif »",
        )


def _number(cell: Cell) -> float:
    """Return a weight; text that is no number is as bad as a negative weight."""
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return 0.0
    try:
        return float(str(cell).replace(",", "."))
    except ValueError:
        return -1.0
