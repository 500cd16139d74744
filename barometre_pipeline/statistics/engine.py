"""Shares of every answer of every column in every domain, in one pass of counting per column.

Counting and the variance of shares from counts belong here. Estimators of anything else are in
``linearisation``; the passage to intervals in ``intervals``.

The idea: responses that agree on stratum and on membership of every domain form a *cell*. For a column of
codes, all shares and design-based variances in all domains follow from three sums per (cell, code): the
number of responses, their weights, their squared weights. One ``bincount`` gives them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from barometre_pipeline.statistics.design import SurveyDesign
from barometre_pipeline.statistics.intervals import share_intervals
from barometre_pipeline.vocabulary import BASE_MINIMALE

Ints = NDArray[np.integer[Any]]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class CodedColumn:
    """A closed column as integer codes: -1 where the value is missing, else an index of ``categories``."""

    nom: str
    codes: NDArray[np.integer]
    categories: tuple[str, ...]


def coded_column(name: str, column: pd.Series | pa.ChunkedArray) -> CodedColumn:
    """Return a closed column as integer codes, without decoding its categories.

    Raises:
        TypeError: the column is not categorical (dictionary-encoded).
    """
    if isinstance(column, pd.Series) and isinstance(column.dtype, pd.ArrowDtype):
        column = pa.chunked_array(column.array.__arrow_array__())
    if isinstance(column, pd.Series):
        if not isinstance(column.dtype, pd.CategoricalDtype):
            raise TypeError(f"colonne {name} : catégories attendues, trouvé {column.dtype}.")
        return CodedColumn(name, column.cat.codes.to_numpy(), tuple(map(str, column.cat.categories)))
    if not pa.types.is_dictionary(column.type):
        raise TypeError(f"colonne {name} : dictionnaire attendu, trouvé {column.type}.")
    array = column.unify_dictionaries().combine_chunks()
    indices = array.indices
    codes = indices.fill_null(-1) if indices.null_count else indices
    return CodedColumn(name, codes.to_numpy(), tuple(map(str, array.dictionary.to_pylist())))


class Cells:
    """The partition of responses by stratum and domain membership, computed once per design.

    Attributes:
        design: the design.
        domains: names of the G domains, in order.
        cell: cell of each response.
        stratum: stratum of each cell, H for cells outside the design.
        member: (G, cells) whether a cell belongs to a domain.
    """

    def __init__(self, design: SurveyDesign) -> None:
        self.design = design
        self.domains = tuple(design.domaines)
        masks = [design.domain(d) for d in self.domains]
        n_strata = len(design.strates)
        key = np.where(design.inside, design.code_strate, n_strata)
        for mask in masks:
            # Renumbering after each domain keeps the key small whatever the number of domains.
            key = key * 2 + mask
            used = np.flatnonzero(np.bincount(key))
            position = np.zeros(int(key.max(initial=0)) + 1, dtype=np.int64)
            position[used] = np.arange(len(used))
            key = position[key]
        self.cell: Ints = key
        first = np.zeros(int(key.max(initial=-1)) + 1, dtype=np.int64)
        first[key[::-1]] = np.arange(len(key))[::-1]
        self.stratum: Ints = np.where(design.inside, design.code_strate, n_strata)[first]
        self.member: Bools = np.array([mask[first] for mask in masks], dtype=bool).reshape(len(masks), -1)

    def __len__(self) -> int:
        return len(self.stratum)

    @cached_property
    def by_stratum(self) -> Floats:
        """(G x H, cells) matrix that sums cells into (domain, stratum)."""
        inside = self.stratum[None, :] == np.arange(len(self.design.strates))[:, None]
        matrix: Bools = self.member[:, None, :] & inside[None, :, :]
        return matrix.reshape(-1, len(self)).astype(float)

    @cached_property
    def population(self) -> Floats:
        """(G, H) structures that each stratum represents in each domain."""
        whole = self.design.population
        rows = [self.design.population_de.get(d, whole) for d in self.domains]
        return np.array(rows, dtype=float).reshape(len(self.domains), len(whole))

    @cached_property
    def scale(self) -> Floats:
        """(G, H, 1) weight of a response in a domain over its weight in the whole."""
        whole = np.broadcast_to(self.design.population, self.population.shape)
        ratio = np.ones(whole.shape)
        np.divide(self.population, whole, out=ratio, where=self.population != whole)
        return ratio[:, :, None]

    @cached_property
    def correction(self) -> Floats:
        """(G, H, 1) finite population correction of each stratum in each domain."""
        return np.asarray(1.0 - self.design.echantillon / self.population)[:, :, None]

    @cached_property
    def cell_weight(self) -> Floats | None:
        """Weight of the responses of each cell when it depends on the stratum alone, else None."""
        design = self.design
        if not design.constant_weights.all():
            return None
        weights = np.zeros(len(design.strates) + 1)
        weights[design.code_strate[design.inside]] = design.poids[design.inside]
        return weights[self.stratum]

    def count(self, column: CodedColumn) -> "Counts":
        """Return the three sums per (cell, category) of a column; missing values are left out."""
        size = len(column.categories) + 1
        key = self.cell * size
        key += column.codes
        key += 1

        def sums(weights: Floats | None = None) -> Floats:
            flat = np.bincount(key, weights=weights, minlength=len(self) * size)
            return flat.reshape(len(self), size)[:, 1:].astype(float)

        n = sums()
        if self.cell_weight is not None:
            return Counts(n, n * self.cell_weight[:, None], n * self.cell_weight[:, None] ** 2)
        return Counts(n, sums(self.design.poids), sums(self.design.poids**2))


@dataclass(frozen=True, eq=False)
class Counts:
    """Responses, sum of weights and of squared weights per (cell, category)."""

    n: Floats
    weight: Floats
    square: Floats


@dataclass(frozen=True, eq=False)
class Shares:
    """Shares of the C categories of a column in G domains; arrays are (G, C) or (G, 1)."""

    n: Floats
    base: Floats
    base_weighted: Floats
    kish: Floats
    share: Floats
    variance: Floats
    effective: Floats
    df: Floats
    population: Floats


def shares(cells: Cells, counts: Counts) -> Shares:
    """Return weighted shares and their design-based variances (Taylor linearisation).

    Agrees with R's ``svymean`` on ``subset(design, domain)``: responses outside the domain stay in their
    stratum with a null contribution, so that the random size of the domain is accounted for.

    Args:
        cells: partition of the responses.
        counts: sums of the column.
    """
    n_domains, n_strata = len(cells.domains), len(cells.design.strates)
    shape = (n_domains, n_strata, counts.n.shape[1])
    responses = (cells.by_stratum @ counts.n).reshape(shape)
    weight = (cells.by_stratum @ counts.weight).reshape(shape) * cells.scale
    square = (cells.by_stratum @ counts.square).reshape(shape) * cells.scale**2
    base_n, base_weight, base_square = (x.sum(axis=2, keepdims=True) for x in (responses, weight, square))
    total = base_weight.sum(axis=1)
    known = np.where(total > 0, total, np.nan)
    size = base_n.sum(axis=1)
    # Unanimity is exactly 1: sums in two orders may differ by a rounding error.
    unanimous = (responses.sum(axis=1) == size) & (size > 0)
    share = np.where(unanimous, 1.0, weight.sum(axis=1) / known)
    p = share[:, None, :]
    terms = _stratum_terms(cells, p, responses, weight, square, base_n, base_weight, base_square)
    variance = terms.sum(axis=1) / known**2
    spread = (base_square * cells.correction).sum(axis=1)
    with np.errstate(divide="ignore"):
        effective = known**2 / spread
    tally = cells.member @ counts.n
    return Shares(
        n=tally,
        base=tally.sum(axis=1, keepdims=True),
        base_weighted=size,
        kish=known**2 / np.where(base_square.sum(axis=1) > 0, base_square.sum(axis=1), np.nan),
        share=share,
        variance=variance,
        effective=effective,
        df=size - (base_n > 0).sum(axis=1),
        population=total,
    )


def _stratum_terms(
    cells: Cells,
    p: Floats,
    n: Floats,
    weight: Floats,
    square: Floats,
    base_n: Floats,
    base_weight: Floats,
    base_square: Floats,
) -> Floats:
    """Return each stratum's part of the variance of a total of w(y - p), (G, H, C).

    The sum of squares about the stratum mean is split into what varies inside three groups (the
    category, the rest of the base, out of the base) and between them: no difference of large numbers, so that
    a stratum where everyone answered alike gives exactly 0.
    """
    design = cells.design
    size = design.echantillon.astype(float)[None, :, None]
    rest_n, rest_weight, rest_square = base_n - n, base_weight - weight, base_square - square
    mean_in = (1 - p) * _ratio(weight, n)
    mean_rest = -p * _ratio(rest_weight, rest_n)
    out = size - base_n
    between = n * rest_n * (mean_in - mean_rest) ** 2 + n * out * mean_in**2 + rest_n * out * mean_rest**2
    sum_squares = between / np.maximum(size, 1)
    varying = ~design.constant_weights
    if varying.any():
        inner = (1 - p) ** 2 * _within(weight, square, n) + p**2 * _within(rest_weight, rest_square, rest_n)
        sum_squares = sum_squares + np.where(varying[None, :, None], inner, 0.0)
    lonely = size <= 1
    if lonely.any():
        alone = (1 - p) ** 2 * square + p**2 * rest_square
        sum_squares = np.where(lonely, alone, sum_squares)
    factor = np.where(lonely, 1.0, size / np.maximum(size - 1, 1))
    variance: Floats = cells.correction * factor * sum_squares
    return variance


def _ratio(a: Floats, b: Floats) -> Floats:
    return np.divide(a, b, out=np.zeros(np.broadcast_shapes(a.shape, b.shape)), where=b > 0)


def _within(weight: Floats, square: Floats, n: Floats) -> Floats:
    return np.maximum(square - _ratio(weight**2, n), 0.0)


def estimate_columns(
    columns: Iterable[CodedColumn],
    design: SurveyDesign,
) -> pd.DataFrame:
    """Return every share of every column in every domain, with standard errors and 95 % intervals.

    Args:
        columns: closed columns, one value per response in the order of the design; one is in memory at once.
        design: the design; its domains are the groups.

    Returns:
        One row per (column, code, domain) with ``n`` responses, ``base`` (unweighted),
        ``base_ponderee`` (responses with a weight), ``effectif_efficace`` (their effective number,
        ``(sum w)^2 / sum w^2``, Kish 1965; NaN without weights), ``part`` (unweighted) and ``part_ponderee`` in [0, 1],
        ``erreur_type`` and interval bounds of the weighted share, ``base_faible`` (a base
        under 30, weighted or not), ``deff``.
        A missing value is in no base; every code is in it.

    Raises:
        ValueError: a column and the design do not have the same number of responses.
    """
    cells = Cells(design)
    names: list[str] = []
    sizes: list[int] = []
    codes: list[str] = []
    blocks: list[Shares] = []
    for column in columns:
        if len(column.codes) != len(design):
            raise ValueError(
                f"colonne {column.nom} : {len(column.codes)} réponses, le plan de sondage en a {len(design)}."
            )
        blocks.append(shares(cells, cells.count(column)))
        names.append(column.nom)
        sizes.append(len(column.categories))
        codes.extend(column.categories)
    if not blocks:
        raise ValueError("aucune colonne à estimer.")
    return _frame(cells, names, sizes, codes, blocks)


def _frame(
    cells: Cells, names: list[str], sizes: list[int], codes: list[str], blocks: list[Shares]
) -> pd.DataFrame:
    def stack(field: str) -> NDArray[Any]:
        wide = [np.broadcast_to(getattr(b, field), b.n.shape) for b in blocks]
        return np.concatenate(wide, axis=1).T.ravel()

    n, base, size = stack("n"), stack("base"), stack("base_weighted")
    share, variance, df = stack("share"), stack("variance"), stack("df")
    error = np.sqrt(variance)
    logit, beta = share_intervals(share, error, stack("effective"), size, df)
    part = np.divide(n, base, out=np.full(len(n), np.nan), where=base > 0)
    n_domains = len(cells.domains)
    return pd.DataFrame(
        {
            "colonne": _labels(names, np.repeat(np.arange(len(names)), np.array(sizes) * n_domains)),
            "code": np.repeat(np.array(codes, dtype=object), n_domains),
            "groupe": _labels(cells.domains, np.tile(np.arange(n_domains), len(codes))),
            "n": n.astype(np.int64),
            "base": base.astype(np.int64),
            "base_ponderee": size.astype(np.int64),
            "effectif_efficace": stack("kish"),
            "part": part,
            "part_ponderee": share,
            "erreur_type": error,
            "ic_logit_bas": logit[0],
            "ic_logit_haut": logit[1],
            "ic_beta_bas": beta[0],
            "ic_beta_haut": beta[1],
            "base_faible": np.where(size > 0, np.minimum(size, base), base) < BASE_MINIMALE,
            "deff": _design_effect(cells.design, share, variance, size, stack("population")),
        }
    )


def _labels(names: Sequence[str], codes: Ints) -> "pd.Categorical[str]":
    return pd.Categorical.from_codes(pd.Series(codes), pd.Index(names))


def _design_effect(
    design: SurveyDesign, p: Floats, variance: Floats, n: Floats, population: Floats
) -> Floats:
    """Return variance over that of a simple random sample of the same size (R's ``deff = TRUE``).

    Without population counts the comparison is with replacement (R's ``deff = "replace"``).
    """
    reduction = (
        1 - n / np.where(population > 0, population, np.nan) if design.has_population else np.ones_like(n)
    )
    simple = p * (1 - p) * reduction / np.where(n > 1, n - 1, np.nan)
    effect: Floats = np.divide(variance, simple, out=np.full(len(p), np.nan), where=simple > 0)
    return effect
