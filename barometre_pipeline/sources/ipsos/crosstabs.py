"""Crosses respondents with the banner, and turns counts into shares with their margin.

The same arithmetic serves microdata and tables, so that both forms give the same rows.
"""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
from scipy import special

from barometre_pipeline.sources.ipsos.config import PollConfig
from barometre_pipeline.sources.ipsos.model import ENSEMBLE, TRIS_COLUMNS, PollVariable

COUNT_COLUMNS = (*TRIS_COLUMNS[:7], "base", "base_ponderee", "base_efficace")
_Z = float(special.ndtri(0.975))
_DECIMALS = (
    6  # of weighted counts: below any meaning, and the same once written to a spreadsheet and read back
)


def cross(sondes: pd.DataFrame, variables: Sequence[PollVariable], config: PollConfig) -> pd.DataFrame:
    """Count every answer in every column of the banner; columns ``COUNT_COLUMNS``."""
    columns = list(banner_masks(sondes, config))
    membership = np.column_stack([mask for _, _, mask in columns]).astype(float)
    weight = sondes["poids"].to_numpy(dtype=float)
    parts = []
    for variable in variables:
        values = sondes[variable.nom].astype("str").to_numpy()
        answers = np.column_stack([values == code for code in variable.modalites]).astype(float)
        valid = answers.sum(axis=1)[:, None] * membership
        base, weighted = valid.sum(axis=0), (valid * weight[:, None]).sum(axis=0)
        squares = (valid * (weight**2)[:, None]).sum(axis=0)
        with np.errstate(invalid="ignore", divide="ignore"):
            effective = weighted**2 / squares
        for j, code in enumerate(variable.modalites):
            cell = answers[:, [j]] * membership
            parts.append(
                pd.DataFrame(
                    {
                        "question": variable.question,
                        "sous_question": variable.sous_question,
                        "modalite": code,
                        "ventilation": [v for v, _, _ in columns],
                        "modalite_ventilation": [m for _, m, _ in columns],
                        "n": cell.sum(axis=0).astype("int64"),
                        "n_pondere": (cell * weight[:, None]).sum(axis=0).round(_DECIMALS),
                        "base": base.astype("int64"),
                        "base_ponderee": weighted.round(_DECIMALS),
                        "base_efficace": effective.round(_DECIMALS),
                    }
                )
            )
    return pd.concat(parts, ignore_index=True)


def with_shares(counts: pd.DataFrame) -> pd.DataFrame:
    """Turn ``COUNT_COLUMNS`` into ``TRIS_COLUMNS``.

    ``deff`` is Kish's design effect of weighting, n Σw² / (Σw)² = n / effective size (Kish, *Survey
    Sampling*, 1965, 11.7); ``marge`` is the half-width of the 95 % interval, z √(deff p (1 − p) / n).
    """
    tris = counts.copy()
    with np.errstate(invalid="ignore", divide="ignore"):
        tris["part_ponderee"] = tris["n_pondere"] / tris["base_ponderee"]
        tris["deff"] = tris["base"] / tris["base_efficace"]
        variance = tris["part_ponderee"] * (1 - tris["part_ponderee"])
        tris["marge"] = _Z * np.sqrt(tris["deff"] * variance / tris["base"])
    tris = tris[list(TRIS_COLUMNS)]
    text = list(TRIS_COLUMNS[:5])
    tris[text] = tris[text].astype("str")
    return tris


def banner_masks(sondes: pd.DataFrame, config: PollConfig) -> Iterator[tuple[str, str, np.ndarray]]:
    """Yield each column of the banner in order: breakdown, its modality, who is in it."""
    yield ENSEMBLE, ENSEMBLE, np.ones(len(sondes), dtype=bool)
    for name, part in config.banniere.items():
        values = sondes[name].astype("str").to_numpy()
        for modality in part.modalites:
            yield name, modality, values == modality


def banner_columns(config: PollConfig) -> list[tuple[str, str]]:
    """Return (breakdown, modality) of every column of the banner, in order."""
    parts = [(name, m) for name, part in config.banniere.items() for m in part.modalites]
    return [(ENSEMBLE, ENSEMBLE), *parts]
