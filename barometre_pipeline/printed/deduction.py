"""Works out the sample of each type from printed percentages: their rounding says which bases are possible.

Pure functions on frames and mappings; what documents print is the catalogue's, what contradicts is
``contradictions``' business.

A percentage v printed for a group of n respondents, b of whom answered, needs a whole count c with
round(100 c / b) = v. The likelihood of n is the chance of seeing v when c is uniform on 0…b and b is
binomial(n, answering rate): a small n that explains them all beats a large one that could explain any.
Sizes of all strates are then chosen together by a mixed-integer programme: greatest total likelihood,
sum equal to the printed total, counts of nested groups compatible with the percentages of the whole.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import special

from barometre_pipeline.french.numbers import percent

FLOOR = 1e-6  # likelihood of what no count can give: kept finite so that one misprint does not decide alone
PLAUSIBLE = np.log(20.0)  # sizes less than 20 times less likely than the best one
MIN_ANSWERED = 0.5  # under half of the group answering, a base no longer explains a percentage
PRIOR_WIDTH = 0.6  # standard deviation of the expected size, relative to it
NESTED_PENALTY = 2.0  # cost, in log-likelihood, of one respondent of disagreement between nested groups


@dataclass(frozen=True)
class Knowledge:
    """What is known before reading the percentages (all by strate).

    Attributes:
        parts: share of each strate in the samples whose composition is known.
        maximum: number that exists in the country, where it binds.
        rate: share of those asked who answer a question.
    """

    parts: Mapping[str, float]
    maximum: Mapping[str, int]
    rate: float = 0.95


@cache
def _printed_percentages(decimals: int, largest: int) -> NDArray[np.float64]:
    """Return the percentage printed for every count (columns 0…largest) in every base (rows 1…largest)."""
    bases, counts = np.arange(1, largest + 1)[:, None], np.arange(largest + 1)[None, :]
    return np.where(counts <= bases, np.round(100 * counts / bases, decimals), np.nan)


@cache
def _counts_printed_as(value: float, largest: int) -> NDArray[np.int64]:
    """Return, for each base 1…largest, how many whole counts are printed as ``value``."""
    same = np.isclose(_printed_percentages(_decimals(value), largest), value, atol=1e-9)
    counts: NDArray[np.int64] = np.count_nonzero(same, axis=1)
    return counts


def _decimals(value: float) -> int:
    return 0 if float(value).is_integer() else 1


def _binomial(k: NDArray[np.int64], n: NDArray[np.int64], p: float) -> NDArray[np.float64]:
    """Return the binomial probability of k among n, 0 where k exceeds n."""
    below = k <= n
    left = np.where(below, n - k, 0)
    log = special.gammaln(n + 1) - special.gammaln(k + 1) - special.gammaln(left + 1)
    return np.where(below, np.exp(log + k * np.log(p) + left * np.log1p(-p)), 0.0)


@cache
def possible_counts(value: float, base: int) -> NDArray[np.int64]:
    """Return the whole counts c in 0…base printed as ``value`` percent (half to even)."""
    counts = np.arange(base + 1)
    return counts[np.isclose(np.round(100 * counts / base, _decimals(value)), value, atol=1e-9)]


def possible_bases(value: float, largest: int) -> list[int]:
    """Return the bases, at least half of ``largest``, in which some whole count is printed as ``value``."""
    lowest = max(1, int(np.ceil(MIN_ANSWERED * largest)))
    found = _counts_printed_as(value, largest)
    return [b for b in range(lowest, largest + 1) if found[b - 1]]


def size_log_likelihood(
    values: Sequence[float], sizes: NDArray[np.int64], rate: float
) -> NDArray[np.float64]:
    """Log-likelihood of each group size given the percentages printed for the group."""
    bases = np.arange(1, int(sizes.max()) + 1)
    answered = _binomial(bases[None, :], sizes[:, None], rate)
    total = np.zeros(len(sizes))
    for value in values:
        chance = _counts_printed_as(value, len(bases)) / (bases + 1)
        total += np.log(answered @ chance + FLOOR)
    return total


def deduce_samples(
    figures: pd.DataFrame, total: int, groups: Mapping[str, tuple[str, ...]], known: Knowledge
) -> pd.DataFrame:
    """Deduce the number of respondents of each strate and group of one edition.

    Args:
        figures: printed figures of the edition (``indicateur, categorie, population, valeur``), shares only.
        total: printed number of respondents.
        groups: strates of each population that is a union of strates; every strate is also a group.
        known: composition of other samples, national numbers, answering rate.

    Returns:
        One row per group: ``groupe, effectif, plausible_min, plausible_max, chiffres, justification``; the
        plausible range uses the percentages of the group alone.

    Raises:
        ValueError: no sizes add up to the total.
    """
    strates = tuple(known.parts)
    figures = _unambiguous(figures)
    values = {
        str(group): rows.drop_duplicates(["indicateur", "categorie", "valeur"])["valeur"].tolist()
        for group, rows in figures[figures["population"].isin(groups)].groupby("population")
    }
    sizes = _solve(
        figures, total, {g: groups[g] for g in groups if g in values or g in strates}, values, known
    )
    rows = []
    for group, members in groups.items():
        size = sum(sizes[s] for s in members)
        printed = values.get(group, [])
        low, high = (
            _plausible(printed, total, known, group) if len(members) < len(strates) else (total, total)
        )
        rows.append((group, size, low, high, len(printed), justify(size, printed, total)))
    columns = ["groupe", "effectif", "plausible_min", "plausible_max", "chiffres", "justification"]
    return pd.DataFrame(rows, columns=columns)


def justify(size: int, values: Sequence[float], total: int) -> str:
    """Say in French which whole counts give the printed percentages of a group."""
    if size == total:
        return f"effectif imprimé\u00a0: {total} structures"
    if not values:
        return (
            "aucun pourcentage imprimé sur ce groupe\u00a0: "
            f"déduit du total ({total}) et de la composition des éditions connues"
        )
    whole: list[str] = []
    partial: list[str] = []
    impossible: list[str] = []
    for value in sorted(set(values), reverse=True):
        text = percent(value / 100, None)
        bases = possible_bases(value, size)
        if not bases:
            impossible.append(text)
            continue
        fraction = f"{text} = {possible_counts(value, bases[-1])[0]}/{bases[-1]}"
        (whole if bases[-1] == size else partial).append(fraction)
    parts = []
    if whole:
        parts.append(", ".join(whole))
    if partial:
        parts.append("avec des sans-réponse\u00a0: " + ", ".join(partial))
    if impossible:
        parts.append("qu’aucun effectif entier ne donne\u00a0: " + ", ".join(impossible))
    return "\u00a0; ".join(parts)


def _unambiguous(figures: pd.DataFrame) -> pd.DataFrame:
    """Leave out what is printed with two values for the same group: nobody knows which one is right."""
    keys = ["indicateur", "categorie", "population"]
    return figures[figures.groupby(keys)["valeur"].transform("nunique") == 1]


def _plausible(values: Sequence[float], total: int, known: Knowledge, group: str) -> tuple[int, int]:
    sizes = np.arange(1, min(total, known.maximum.get(group, total)) + 1)
    if not values:
        return int(sizes[0]), int(sizes[-1])
    likelihood = size_log_likelihood(values, sizes, known.rate)
    kept = sizes[likelihood >= likelihood.max() - PLAUSIBLE]
    return int(kept.min()), int(kept.max())


class _Programme:
    """Rows and columns of a mixed-integer programme, gathered one by one."""

    def __init__(self) -> None:
        self.cost: list[float] = []
        self.upper: list[float] = []
        self.integer: list[int] = []
        self.cells: list[tuple[int, int, float]] = []
        self.bounds: list[tuple[float, float]] = []

    def add(self, cost: float, upper: float, integer: bool = False) -> int:
        self.cost.append(cost)
        self.upper.append(upper)
        self.integer.append(int(integer))
        return len(self.cost) - 1

    def row(self, terms: Mapping[int, float], low: float, high: float) -> None:
        self.cells += [(len(self.bounds), column, factor) for column, factor in terms.items()]
        self.bounds.append((low, high))

    def solve(self) -> NDArray[np.float64]:
        from scipy import optimize, sparse  # heavy to load

        rows, columns, factors = zip(*self.cells, strict=True)
        matrix = sparse.csr_matrix((factors, (rows, columns)), shape=(len(self.bounds), len(self.cost)))
        low, high = np.array(self.bounds).T
        result = optimize.milp(
            np.array(self.cost),
            integrality=np.array(self.integer),
            bounds=optimize.Bounds(0, np.array(self.upper)),
            constraints=optimize.LinearConstraint(matrix, low, high),
            options={"mip_rel_gap": 1e-4},
        )
        if result.x is None:
            raise ValueError(f"aucun échantillon ne convient : {result.message}")
        return np.asarray(result.x)


def _solve(
    figures: pd.DataFrame,
    total: int,
    groups: Mapping[str, tuple[str, ...]],
    values: Mapping[str, Sequence[float]],
    known: Knowledge,
) -> dict[str, int]:
    programme = _Programme()
    strates = tuple(known.parts)
    size = {s: programme.add(0, known.maximum.get(s, total), integer=True) for s in strates}
    programme.row(dict.fromkeys(size.values(), 1.0), total, total)
    for group, members in groups.items():
        if len(members) == len(strates):
            continue
        sizes = np.arange(1, min(total, known.maximum.get(group, total)) + 1)
        gain = size_log_likelihood(values.get(group, []), sizes, known.rate)
        if len(members) == 1:
            expected = max(known.parts[members[0]] * total, 1.0)
            gain = gain - 0.5 * ((sizes - expected) / (PRIOR_WIDTH * expected)) ** 2
        keep = gain >= gain.max() - 40
        chosen = [programme.add(-g, 1, integer=True) for g in gain[keep]]
        programme.row(dict.fromkeys(chosen, 1.0), 1, 1)
        terms = dict(zip(chosen, sizes[keep].astype(float), strict=True))
        programme.row({**terms, **{size[s]: -1.0 for s in members}}, 0, 0)
    _add_nested(programme, figures, groups, size, known)
    solution = programme.solve()
    return {s: round(solution[column]) for s, column in size.items()}


def _add_nested(
    programme: _Programme,
    figures: pd.DataFrame,
    groups: Mapping[str, tuple[str, ...]],
    size: Mapping[str, int],
    known: Knowledge,
) -> None:
    """Tie the counts of one answer in a whole and in its parts (disagreement is paid for, not forbidden)."""
    printed = figures[figures["population"].isin(groups)]
    for _, rows in printed.groupby(["indicateur", "categorie"]):
        if rows["population"].nunique() < 2:
            continue
        count, base = {}, {}
        for strate, column in size.items():
            count[strate], base[strate] = programme.add(0, np.inf), programme.add(0, np.inf)
            programme.row({count[strate]: 1.0, base[strate]: -1.0}, -np.inf, 0)
            programme.row({base[strate]: 1.0, column: -1.0}, -np.inf, 0)
            programme.row({base[strate]: 1.0, column: -known.rate}, 0, np.inf)
        for population, value in rows[["population", "valeur"]].drop_duplicates().itertuples(index=False):
            members = groups[str(population)]
            for sign in (1.0, -1.0):
                gap = programme.add(NESTED_PENALTY, np.inf)
                edge = (float(value) + sign * 0.5) / 100
                terms = {count[s]: sign for s in members} | {base[s]: -sign * edge for s in members}
                programme.row({**terms, gap: -1.0}, -np.inf, 0)
