import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy import optimize

from barometre_pipeline.statistics.disclosure import (
    LIENS_GROUPES,
    class_sizes,
    group_table,
    k_anonymity,
    round_to_base,
    suppress,
    suppress_tables,
)
from barometre_pipeline.vocabulary import GROUPES, STRATES, strates_of_group

STRATA_LINKS = [("ensemble", ("communes", "epci", "regions"))]


def by_group(per_strate: dict[str, list[int]]) -> pd.DataFrame:
    """Answers by group from answers by strate, with bases."""
    rows = {g: np.sum([per_strate[s] for s in strates_of_group(g)], axis=0) for g in GROUPES}
    table = pd.DataFrame(rows, index=[f"AO{i}" for i in range(len(next(iter(per_strate.values()))))]).T
    return table.assign(base=table.sum(axis=1))


def attacker_range(cell, shown, links):
    """What a reader deduces of a hidden cell: its least and greatest value given shown cells and sums.

    Written apart from the package's own constraints, cell by cell.
    """
    names = [(r, c) for r in shown.index for c in shown.columns]
    place = {name: i for i, name in enumerate(names)}
    equations, right = [], []
    for axis, total, parts in links:
        for other in shown.columns if axis == "rows" else shown.index:
            line = np.zeros(len(names))
            for label, sign in [(total, -1), *((p, 1) for p in parts)]:
                line[place[(label, other) if axis == "rows" else (other, label)]] += sign
            equations.append(line)
            right.append(0)
    bounds = []
    for r, c in names:
        value = shown.loc[r, c]
        bounds.append((0, None) if pd.isna(value) else (value, value))
    objective = np.zeros(len(names))
    objective[place[cell]] = 1
    low = optimize.linprog(objective, A_eq=np.array(equations), b_eq=right, bounds=bounds)
    high = optimize.linprog(-objective, A_eq=np.array(equations), b_eq=right, bounds=bounds)
    return low.fun, -high.fun if high.status == 0 else np.inf


def assert_nothing_can_be_recomputed(result, links, cells=None):
    shown = result.publishable()
    for row, column in cells or list(zip(*np.nonzero(result.masque.to_numpy()), strict=True)):
        name = (shown.index[row], shown.columns[column])
        low, high = attacker_range(name, shown, links)
        assert high - low >= 1 - 1e-6, name


@settings(max_examples=30, deadline=None)
@given(st.integers(2, 5), st.integers(2, 4), st.integers(0, 2**32 - 1), st.sampled_from([2, 6, 30]))
def test_no_hidden_cell_of_a_table_with_margins_can_be_recomputed(n_rows, n_columns, seed, size):
    counts = np.random.default_rng(seed).integers(0, size, (n_rows, n_columns))
    table = pd.DataFrame(counts, [f"r{i}" for i in range(n_rows)], [f"c{i}" for i in range(n_columns)])
    rows, columns = tuple(table.index), tuple(table.columns)
    table["base"] = table.sum(axis=1)
    table.loc["total"] = table.sum(axis=0)
    result = suppress(table, [("total", rows)], [("base", columns)], k=5)
    assert ((table > 0) & (table < 5)).to_numpy()[~result.masque.to_numpy()].sum() == 0
    assert (result.publishable().to_numpy()[~result.masque] == table.to_numpy()[~result.masque]).all()
    assert_nothing_can_be_recomputed(result, [("rows", "total", rows), ("columns", "base", columns)])


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from([0.7, 5.0, 20.0]))
def test_no_hidden_cell_of_the_twelve_groups_can_be_recomputed(seed, mean):
    rng = np.random.default_rng(seed)
    table = by_group({s: rng.poisson(mean * rng.exponential(1), 3).tolist() for s in STRATES})
    answers = ("AO0", "AO1", "AO2")
    result = suppress(table, LIENS_GROUPES, [("base", answers)])
    links = [("rows", t, p) for t, p in LIENS_GROUPES] + [("columns", "base", answers)]
    assert_nothing_can_be_recomputed(result, links)


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_tables_that_share_their_bases_do_not_betray_each_other(seed):
    rng = np.random.default_rng(seed)
    bases = {s: int(b) for s, b in zip(STRATES, rng.poisson(9, len(STRATES)) + 1, strict=True)}

    def question(codes: int) -> pd.DataFrame:
        return by_group(
            {s: rng.multinomial(b, rng.dirichlet([0.7] * codes)).tolist() for s, b in bases.items()}
        )

    tables = {"G1": question(3), "G2": question(2)}
    results = suppress_tables(tables)
    shown_bases = [r.publishable()["base"] for r in results.values()]
    pd.testing.assert_series_equal(shown_bases[0], shown_bases[1])
    # The reader joins both tables on their bases and on what both show.
    joined = pd.concat([tables["G1"].drop(columns="base"), tables["G2"].add_prefix("G2")], axis=1)
    masks = [results["G1"].statut.drop(columns="base"), results["G2"].statut.add_prefix("G2")]
    status = pd.concat(masks, axis=1)
    result = type(results["G1"])(joined, status)
    links = [("rows", t, p) for t, p in LIENS_GROUPES]
    links += [("columns", "G2base", ("AO0", "AO1", "AO2")), ("columns", "G2base", ("G2AO0", "G2AO1"))]
    small = [(r, c) for r, c in zip(*np.nonzero((status != "").to_numpy()), strict=True)]
    assert_nothing_can_be_recomputed(result, links, small[:8])


def test_one_small_cell_takes_three_others_with_it_and_no_more():
    table = pd.DataFrame(
        {"oui": [3, 20, 30, 53], "non": [17, 10, 40, 67], "base": [20, 30, 70, 120]},
        index=["communes", "epci", "regions", "ensemble"],
    )
    result = suppress(table, STRATA_LINKS, [("base", ("oui", "non"))])
    assert result.statut.loc["communes", "oui"] == "primaire"
    assert (result.statut == "secondaire").to_numpy().sum() == 3
    assert not result.masque["base"].any() and not result.masque.loc["ensemble"].any()


def test_a_table_without_small_cells_is_shown_whole():
    table = pd.DataFrame({"oui": [0, 20], "non": [9, 10]}, index=["communes", "epci"])
    assert not suppress(table).masque.to_numpy().any()


def test_counts_that_do_not_add_up_are_refused():
    table = pd.DataFrame({"oui": [10, 11]}, index=["communes", "ensemble"])
    with pytest.raises(ValueError, match="ne sont pas la somme"):
        suppress(table, [("ensemble", ("communes",))])


def test_a_cell_that_what_is_known_gives_away_is_refused_by_name():
    table = pd.DataFrame({"oui": [3, 3]}, index=["regions", "ensemble"])
    hidden_total = suppress(table, [("ensemble", ("regions",))])
    assert hidden_total.masque.to_numpy().all()
    big = pd.DataFrame({"oui": [3, 9, 12]}, index=["regions", "epci", "ensemble"])
    known = pd.DataFrame({"oui": [False, True, True]}, index=big.index)
    with pytest.raises(ValueError, match="regions, oui"):
        suppress(big, [("ensemble", ("regions", "epci"))], known=known)


def test_tables_with_different_bases_are_not_protected_together():
    one = pd.DataFrame({"a": [6], "base": [6]}, index=["epci"])
    other = pd.DataFrame({"a": [7], "base": [7]}, index=["epci"])
    with pytest.raises(ValueError, match="G2"):
        suppress_tables({"G1": one, "G2": other})


def test_classes_under_k_are_counted_missing_values_included():
    frame = pd.DataFrame(
        {"strate": ["epci"] * 5 + ["regions"] * 2, "region": ["11"] * 4 + [None] + ["11", "11"]}
    )
    classes = k_anonymity(frame, ["strate", "region"], k=3)
    assert classes["effectif"].tolist() == [1, 2, 4]
    assert classes["sous_seuil"].tolist() == [True, True, False]
    assert class_sizes(frame, ["strate", "region"]).tolist() == [4, 4, 4, 4, 1, 2, 2]


def test_rounding_to_a_base_is_half_to_even():
    assert_allclose(round_to_base([0, 2, 3, 7.5, 12.5]), [0, 0, 5, 10, 10])
    with pytest.raises(ValueError, match="entier positif"):
        round_to_base([1], 0)


def test_a_group_table_has_the_groups_in_order_and_their_bases():
    index = pd.MultiIndex.from_tuples(
        [("regions", "a"), ("ensemble", "a"), ("ensemble", "b")], names=["groupe", "code"]
    )
    table = group_table(pd.Series([6, 6, 8], index=index))
    assert list(table.index) == ["ensemble", "regions"]
    assert table["base"].tolist() == [14, 6]
