"""Weights: how each response stands for the structures that did not answer.

Which strate speaks for an empty one, and both redressements, belong here; what is estimated with weights does
not.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from barometre_pipeline.vocabulary import STRATES

Floats = NDArray[np.float64]

_STRATE_INDEX = {s: i for i, s in enumerate(STRATES)}

# A strate without respondents is represented by the closest one in size and missions that has some.
VOISINES: Mapping[str, Sequence[str]] = {
    "communes_moins_3500": ("communes_3500_10000",),
    "communes_3500_10000": ("communes_moins_3500", "communes_10000_100000"),
    "communes_10000_100000": ("communes_3500_10000", "communes_plus_100000"),
    "communes_plus_100000": ("communes_10000_100000", "metropoles"),
    "epci": ("metropoles",),
    "metropoles": ("epci", "communes_plus_100000"),
    "departements": ("regions",),
    "regions": ("departements",),
}


@dataclass(frozen=True, eq=False)
class Weighting:
    """One weight per response and what a reader must know of it.

    Attributes:
        poids: length n, 0 for a response without weight.
        methode: short name.
        libelle: French description.
    """

    poids: Floats
    methode: str
    libelle: str


@dataclass(frozen=True)
class MergedStrata:
    """Population counts once the strata without respondents have found a host.

    Attributes:
        population: stratum with respondents -> count it stands for.
        labels: stratum -> its name, with those it absorbed.
        fusions: empty stratum -> host, or "" where none had respondents.
        warnings: French sentences.
    """

    population: dict[str, float]
    labels: dict[str, str]
    fusions: dict[str, str]
    warnings: tuple[str, ...]


def merge_empty_strata(
    sample: Mapping[str, int],
    population: Mapping[str, int],
    voisines: Mapping[str, Sequence[str]] | None = None,
) -> MergedStrata:
    """Give the population of each stratum without respondents to its nearest neighbour that has some.

    Args:
        sample: respondents by stratum.
        population: national count by stratum.
        voisines: candidates by stratum, nearest first; default ``VOISINES``.
    """
    neighbours = VOISINES if voisines is None else voisines
    merged: dict[str, float] = {s: float(n) for s, n in population.items() if sample.get(s, 0) > 0}
    labels = {s: s for s in merged}
    fusions: dict[str, str] = {}
    warnings: list[str] = []
    for stratum, count in population.items():
        if stratum in merged:
            continue
        host = next((v for v in neighbours.get(stratum, ()) if sample.get(v, 0) > 0 and v in population), "")
        fusions[stratum] = host
        if host:
            merged[host] += float(count)
            labels[host] += f" + {stratum}"
            warnings.append(f"Strate « {stratum} » sans répondant : représentée par « {host} ».")
        else:
            warnings.append(
                f"Strate « {stratum} » sans répondant et sans strate voisine : ses {count} structures "
                "ne sont pas représentées."
            )
    return MergedStrata(merged, labels, fusions, tuple(warnings))


@dataclass(frozen=True)
class StrateWeights:
    """Weight of one response of each strate (order of ``STRATES``); NaN where the strate has none."""

    historique: np.ndarray
    pondere: np.ndarray


def strate_weights(
    sample: np.ndarray,
    historical: Mapping[str, int],
    historical_total: int | None,
    population: Mapping[str, int],
) -> StrateWeights:
    """Build both redressements from the sample size of each strate.

    ``historique``: national share / sample share, the shares being of ``historical_total`` and of the whole
    sample, strates without a national count included in the latter (the 2023 rule, kept to reproduce it).
    ``pondere``: post-stratification, N_h / n_h.
    """
    n = sample.astype(float)
    with np.errstate(divide="ignore", invalid="ignore"):
        national = np.array([historical.get(s, np.nan) for s in STRATES], dtype=float)
        total = float(historical_total or np.nansum(national))
        hist = (national / total) / (n / n.sum())
        post = np.array([population.get(s, np.nan) for s in STRATES], dtype=float) / n
    return StrateWeights(np.where(n > 0, hist, np.nan), np.where(n > 0, post, np.nan))


def weights_by_strate(structures: pd.DataFrame) -> StrateWeights:
    """Read both redressements back from silver ``structures``, where they are one value per strate."""
    first = structures.drop_duplicates("strate").set_index("strate")[["poids_historique", "poids"]]
    ordered = first.reindex(list(STRATES))
    return StrateWeights(ordered["poids_historique"].to_numpy(float), ordered["poids"].to_numpy(float))


def sample_sizes(strate: pd.Series) -> np.ndarray:
    """Count the responses of each strate, in the order of ``STRATES``."""
    return np.bincount([_STRATE_INDEX[s] for s in strate], minlength=len(STRATES))
