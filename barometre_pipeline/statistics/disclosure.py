"""Disclosure control: k-anonymity counts, suppression of small cells, rounding to a base.

Only what decides which number may be shown belongs here; dropping names and generalising variables is the
open-data package's work.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from barometre_pipeline.vocabulary import GROUPES, STRATES, STRATES_COMMUNES

K = 5
TOLERANCE = 1e-7
Link = tuple[str, tuple[str, ...]]  # a total and the labels it is the sum of

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

LIENS_GROUPES: tuple[Link, ...] = (
    ("communes", STRATES_COMMUNES),
    ("hors_moins_3500", tuple(s for s in STRATES if s != "communes_moins_3500")),
    ("ensemble", ("hors_moins_3500", "communes_moins_3500")),
)
"""Sums that hold between the twelve groups: what a reader may use to recompute a hidden one."""


def class_sizes(frame: pd.DataFrame, quasi_identifiers: Sequence[str]) -> pd.Series:
    """Return, for each row, how many rows share its quasi-identifiers (missing values count as a value)."""
    keys = [frame[c].astype(object).where(frame[c].notna(), "") for c in quasi_identifiers]
    sizes = pd.concat(keys, axis=1).assign(effectif=1).groupby(list(quasi_identifiers), sort=False)
    return sizes["effectif"].transform("sum").astype("int64")


def k_anonymity(frame: pd.DataFrame, quasi_identifiers: Sequence[str], k: int = K) -> pd.DataFrame:
    """Return the classes of rows alike on their quasi-identifiers, smallest first.

    Returns:
        One row per class: the quasi-identifiers, ``effectif``, ``sous_seuil`` (fewer than k rows).
    """
    keys = list(quasi_identifiers)
    sizes = frame.groupby(keys, dropna=False, observed=True).size().rename("effectif").reset_index()
    sizes["sous_seuil"] = sizes["effectif"] < k
    return sizes.sort_values(["effectif", *keys], kind="stable", ignore_index=True)


def round_to_base(values: ArrayLike, base: int = 5) -> Floats:
    """Return counts rounded to the nearest multiple of a base, half to even.

    Raises:
        ValueError: the base is not positive.
    """
    if base <= 0:
        raise ValueError(f"base d’arrondi {base} : un entier positif est attendu.")
    return np.asarray(np.round(np.asarray(values, dtype=float) / base) * base)


@dataclass(frozen=True, eq=False)
class Suppression:
    """A table of counts and what may be shown of it.

    Attributes:
        effectifs: the counts, margins included.
        statut: same shape: "" shown, ``primaire`` hidden because small, ``secondaire`` hidden so that no
            small one can be recomputed. Never to be published: knowing which cells are small narrows them.
    """

    effectifs: pd.DataFrame
    statut: pd.DataFrame

    @property
    def masque(self) -> pd.DataFrame:
        """Cells that must not be shown, nor anything (a share) computed from them."""
        return self.statut != ""

    def publishable(self) -> pd.DataFrame:
        """Return the counts with hidden cells missing."""
        return self.effectifs.astype("Int64").mask(self.masque)


def suppress(
    counts: pd.DataFrame,
    row_links: Iterable[Link] = (),
    column_links: Iterable[Link] = (),
    k: int = K,
    *,
    hidden: pd.DataFrame | None = None,
    known: pd.DataFrame | None = None,
) -> Suppression:
    """Hide small cells, and as many others as it takes that none can be recomputed from sums.

    Every count from 1 to k - 1 is hidden. For each, a linear program finds the cheapest set of cells that can
    move together by one while every sum and every shown cell holds: these are hidden too, so that another
    table of counts explains all that is shown (after Fischetti and Salazar 2001, heuristic). Links whose
    labels are not all in the table are left out.

    Args:
        counts: non-negative counts, margins included; the labels are those of the links.
        row_links: sums between rows (``LIENS_GROUPES``).
        column_links: sums between columns (``("base", codes)``).
        k: smallest count that may be shown; 0 may.
        hidden: cells hidden for another reason.
        known: cells that a reader knows from elsewhere, which cannot serve to hide others.

    Raises:
        ValueError: counts do not satisfy the links, or a cell cannot be protected (too much is known).
    """
    x = counts.to_numpy(dtype=float).ravel()
    sums = _constraints(counts, row_links, column_links)
    if np.abs(sums @ x).max(initial=0.0) > TOLERANCE:
        raise ValueError(
            "les totaux du tableau ne sont pas la somme de leurs parts : liens ou effectifs faux."
        )
    primary = (x > 0) & (x < k)
    if hidden is not None:
        primary |= hidden.to_numpy(dtype=bool).ravel()
    fixed = np.zeros(len(x), dtype=bool) if known is None else known.to_numpy(dtype=bool).ravel() & ~primary
    masked, protected = primary.copy(), np.zeros(len(x), dtype=bool)
    # The smallest first: their patterns hide the fewest others.
    for cell in sorted(np.flatnonzero(primary).tolist(), key=lambda i: (x[i], i)):
        if not protected[cell]:
            moved = _cheapest_move(cell, x, sums, masked, fixed, k)
            if moved is None:
                place = f"{counts.index[cell // counts.shape[1]]}, {counts.columns[cell % counts.shape[1]]}"
                raise ValueError(f"cellule impossible à protéger : {place} ; retirer cette ligne du tableau.")
            masked |= moved
            protected |= moved
    status = np.where(primary, "primaire", np.where(masked, "secondaire", ""))
    return Suppression(
        counts, pd.DataFrame(status.reshape(counts.shape), index=counts.index, columns=counts.columns)
    )


def suppress_tables(
    tables: Mapping[str, pd.DataFrame],
    row_links: Iterable[Link] = LIENS_GROUPES,
    k: int = K,
    *,
    base: str = "base",
) -> dict[str, Suppression]:
    """Protect tables (groups by answers) that share their bases, so that none helps to undo another.

    Bases are decided once from the largest of each group and hidden alike in every table; in each table they
    then count as known to the reader.

    Args:
        tables: name -> counts with one column ``base`` that is the sum of the others.
        row_links: sums between groups.
        k: smallest count that may be shown.
        base: name of the column of bases.

    Raises:
        ValueError: the tables do not have the same bases.
    """
    links = tuple(row_links)
    first: pd.Series | None = None
    for name, table in tables.items():
        if first is not None and not table[base].equals(first):
            raise ValueError(f"tableau « {name} » : ses bases diffèrent des autres ; le protéger à part.")
        first = table[base]
    if first is None:
        return {}
    hidden_bases = suppress(first.to_frame(), links, (), k).masque[base]
    results = {}
    for name, table in tables.items():
        imposed = pd.DataFrame(False, index=table.index, columns=table.columns)
        imposed[base] = hidden_bases
        known = pd.DataFrame(False, index=table.index, columns=table.columns)
        known[base] = ~hidden_bases
        answers = tuple(str(c) for c in table.columns if c != base)
        results[name] = suppress(table, links, [(base, answers)], k, hidden=imposed, known=known)
    return results


def group_table(n: pd.Series, base: str = "base") -> pd.DataFrame:
    """Return groups (in the order of ``GROUPES``) by codes, with bases, from counts by (groupe, code)."""
    wide = n.unstack("code").fillna(0).astype("int64")
    order = [g for g in GROUPES if g in wide.index] + [g for g in wide.index if g not in GROUPES]
    wide = wide.loc[order]
    wide[base] = wide.sum(axis=1)
    return wide


def _constraints(counts: pd.DataFrame, row_links: Iterable[Link], column_links: Iterable[Link]) -> Floats:
    """Return the matrix A such that A x = 0 says every total is the sum of its parts, x row by row."""
    n_rows, n_columns = counts.shape
    rows, columns = _link_rows(counts.index, row_links), _link_rows(counts.columns, column_links)
    return np.vstack([np.kron(rows, np.eye(n_columns)), np.kron(np.eye(n_rows), columns)])


def _link_rows(labels: pd.Index, links: Iterable[Link]) -> Floats:
    position = {str(label): i for i, label in enumerate(labels)}
    usable = [(t, parts) for t, parts in links if t in position and all(p in position for p in parts)]
    matrix = np.zeros((len(usable), len(labels)))
    for i, (total, parts) in enumerate(usable):
        matrix[i, position[total]] = -1.0
        for part in parts:
            matrix[i, position[part]] += 1.0
    return matrix


def _cheapest_move(cell: int, x: Floats, sums: Floats, masked: Bools, fixed: Bools, k: int) -> Bools | None:
    """Return the cells that move when one count rises by 1, sums held, at the least cost in shown cells."""
    cost = np.where(masked, 0.0, x + k)
    up_bound = np.where(fixed, 0.0, np.inf)
    down_bound = np.where(fixed, 0.0, x)
    down_bound[cell] = 0.0
    low = np.zeros(2 * len(x))
    low[cell] = 1.0
    high = np.concatenate([up_bound, down_bound])
    high[cell] = 1.0
    from scipy import optimize  # heavy to load, and only open data need it

    found = optimize.linprog(
        np.concatenate([cost, cost]),
        A_eq=np.hstack([sums, -sums]),
        b_eq=np.zeros(len(sums)),
        bounds=list(zip(low.tolist(), high.tolist(), strict=True)),
        method="highs",
    )
    if found.status != 0 or found.x is None:
        return None
    move = found.x[: len(x)] - found.x[len(x) :]
    return np.asarray(np.abs(move) > TOLERANCE)
