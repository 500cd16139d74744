"""What changed between two extracts or two runs: which responses, which columns, which figures.

Pure functions on frames. They name ids and columns, never a cell: an answer may be personal. Reading the
extracts and lakes goes to ``diff_inputs``, showing the result to ``cli.diff``.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from barometre_pipeline.french.numbers import percent
from barometre_pipeline.tables.declarations.tabulations import ANSWER_KEY

FIGURE_KEYS = ("edition", *ANSWER_KEY)
ADDED, REMOVED, CHANGED = "ajouté", "retiré", "modifié"
_NOISE = 1e-12  # a share is a quotient of small integers: below this, only the order of a sum differs


@dataclass(frozen=True)
class ResponseDiff:
    """Differences between two sets of responses.

    Attributes:
        added, removed: ids in one set only, ascending.
        changed: id -> columns whose content differs, in the order of the second set.
        columns_added, columns_removed: columns in one set only; they play no part in ``changed``.
        unchanged: number of responses with the same content in both.
    """

    added: tuple[int, ...]
    removed: tuple[int, ...]
    changed: dict[int, tuple[str, ...]]
    columns_added: tuple[str, ...]
    columns_removed: tuple[str, ...]
    unchanged: int

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        return not (self.added or self.removed or self.changed or self.columns_added or self.columns_removed)


@dataclass(frozen=True)
class RunDiff:
    """Differences between two lakes for one edition.

    Attributes:
        responses: kept responses (closed answers).
        reasons: id -> reason, for the responses that one run keeps and the other sets aside.
        figures: rows of ``compare_figures``.
        tables: table -> « ajouté », « retiré » or « modifié », for every table whose content differs.
    """

    responses: ResponseDiff
    figures: pd.DataFrame
    reasons: dict[int, str] = field(default_factory=dict)
    tables: dict[str, str] = field(default_factory=dict)

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        return self.responses.same and self.figures.empty and not self.tables


def compare_responses(before: pd.DataFrame, after: pd.DataFrame) -> ResponseDiff:
    """Compare responses by id.

    Args:
        before, after: one row per response, indexed by unique integer ids, any columns. Missing values are
            equal to each other; spaces and line breaks count as one space, as exports write them differently.

    Raises:
        ValueError: an index is not unique.
    """
    if not (before.index.is_unique and after.index.is_unique):
        raise ValueError("response ids must be unique")
    common_ids = before.index.intersection(after.index).sort_values()
    columns = [c for c in after.columns if c in set(before.columns)]
    differs = np.zeros((len(common_ids), len(columns)), dtype=bool)
    for place, column in enumerate(columns):
        old, new = before.loc[common_ids, column], after.loc[common_ids, column]
        differs[:, place] = (_comparable(old) != _comparable(new)).to_numpy()
    names = np.array(columns, dtype=object)
    changed = {int(i): tuple(names[row]) for i, row in zip(common_ids, differs, strict=True) if row.any()}
    return ResponseDiff(
        added=_ids(after.index.difference(before.index)),
        removed=_ids(before.index.difference(after.index)),
        changed=changed,
        columns_added=tuple(c for c in after.columns if c not in set(before.columns)),
        columns_removed=tuple(c for c in before.columns if c not in set(after.columns)),
        unchanged=len(common_ids) - len(changed),
    )


def compare_figures(
    before: pd.DataFrame, after: pd.DataFrame, keys: Sequence[str] = FIGURE_KEYS
) -> pd.DataFrame:
    """Compare two tables of figures row by row.

    Args:
        before, after: tables where ``keys`` identify a row; every other numeric column is a figure.
        keys: identifying columns.

    Returns:
        One row per figure row that differs, in the order of ``after`` then of what is gone: the keys,
        ``etat`` (ajouté, retiré, modifié) and ``<figure>_avant``, ``<figure>_apres`` for each figure.

    Raises:
        ValueError: the keys do not identify the rows of a table.
    """
    keys = list(keys)
    for frame in (before, after):
        if frame.duplicated(keys).any():
            raise ValueError(f"rows are not identified by {', '.join(keys)}")
    figures = [c for c in after.columns if c in before.columns and pd.api.types.is_numeric_dtype(after[c])]
    old, new = before[[*keys, *figures]], after[[*keys, *figures]]
    merged = new.merge(old, on=keys, how="left", suffixes=("_apres", "_avant"), indicator=True)
    gone = old.merge(new[keys], on=keys, how="left", indicator="_side")
    gone = gone[gone["_side"] == "left_only"].drop(columns="_side")
    gone = gone.rename(columns={f: f"{f}_avant" for f in figures}).assign(etat=REMOVED)
    merged["etat"] = np.where(merged["_merge"] == "left_only", ADDED, CHANGED)
    both = merged["_merge"] == "both"
    moved = pd.Series(False, index=merged.index)
    for figure in figures:
        x, y = (merged[f"{figure}_{side}"].astype("float64") for side in ("avant", "apres"))
        moved |= ~((x - y).abs().le(_NOISE) | (x.isna() & y.isna()))
    kept = merged[moved | ~both]
    ordered = [*keys, "etat", *(f"{f}_{side}" for f in figures for side in ("avant", "apres"))]
    return pd.concat([kept, gone], ignore_index=True).reindex(columns=ordered)


def largest_first(figures: pd.DataFrame, share: str = "part") -> pd.DataFrame:
    """Sort the rows of ``compare_figures`` by how far a share moved; what came or went is first."""
    before, after = figures[f"{share}_avant"], figures[f"{share}_apres"]
    moved = (after - before).abs().mask(before.isna() ^ after.isna(), np.inf).fillna(-1.0)
    return figures.loc[moved.sort_values(ascending=False, kind="stable").index]


def count_visible(figures: pd.DataFrame, share: str = "part") -> int:
    """Count the rows of ``compare_figures`` whose share changes once rounded as published."""
    before, after = (figures[f"{share}_{side}"].astype("float64") for side in ("avant", "apres"))
    return sum(percent(x) != percent(y) for x, y in zip(before, after, strict=True))


def _comparable(values: pd.Series) -> pd.Series:
    if pd.api.types.is_float_dtype(values) or pd.api.types.is_integer_dtype(values):
        values = values.astype("Float64").map(lambda x: f"{x:.15g}", na_action="ignore")
    text = values.astype("object").where(values.notna(), "").astype("str")
    return text.str.replace(r"\s+", " ", regex=True).str.strip()


def _ids(index: pd.Index) -> tuple[int, ...]:
    return tuple(int(i) for i in index.sort_values())
