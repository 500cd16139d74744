"""Files joined into one extract whose answers are not written alike: one in codes, another one in full text.

How one file is written is recognised in ``values``; here the files of one extract are compared, and refused.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from barometre_pipeline.errors import InputError
from barometre_pipeline.sources.limesurvey.model import Questionnaire
from barometre_pipeline.sources.limesurvey.values import ClosedColumn, Style, styles_of, unexplained

_NAMED: Final = {
    "code": "en codes",
    "long": "en toutes lettres",
    "converti": "avec les cellules vides converties",
    "statistique": "comme pour un logiciel de statistique",
}


def refuse_written_apart(
    columns: Sequence[ClosedColumn],
    questionnaire: Questionnaire,
    files: Sequence[str],
    numbers: np.ndarray,
) -> None:
    """Refuse files that no one way of writing answers explains as well as each is explained by its own.

    Args:
        columns: closed columns of the extract.
        questionnaire: with its translations.
        files: how messages name each file.
        numbers: position in ``files`` of the file of each response.

    Raises:
        InputError: names the file that is written otherwise than the first.
    """
    parts = [[_within(closed, numbers == number) for closed in columns] for number in range(len(files))]
    styles = list(dict.fromkeys(style for part in parts for style in styles_of(part, questionnaire)))
    counts = [{style: unexplained(part, questionnaire, style) for style in styles} for part in parts]
    fitting = [{style for style in styles if found[style] == min(found.values())} for found in counts]
    if set.intersection(*fitting):
        return
    other = next((i for i, fits in enumerate(fitting) if not fits & fitting[0]), len(files) - 1)
    raise InputError(
        files[other],
        "",
        f"ses réponses sont écrites {_told(fitting[other], styles)}, celles de {files[0]} "
        f"{_told(fitting[0], styles)}\u00a0: les deux ne peuvent pas être réunies",
        "des fichiers d’une même enquête exportés de la même façon",
        "exporter de nouveau l’un des deux avec les réglages de l’autre, de préférence en codes",
    )


def _within(closed: ClosedColumn, rows: np.ndarray) -> ClosedColumn:
    """Return a column with the labels of some rows only."""
    used = np.unique(closed.codes[rows])
    return replace(closed, labels=[closed.labels[i] for i in used if i >= 0], codes=closed.codes[:0])


def _told(fits: set[Style], styles: Sequence[Style]) -> str:
    style = next(style for style in styles if style in fits)
    return _NAMED[style.name] + (f" ({style.language})" if style.by_key else "")
