"""Indicators by région: only those that the catalogue names, counted among the structures of the région."""

import pandas as pd
import pytest

from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.catalogue.populations import BY_REGION
from barometre_pipeline.catalogue.resolution import Resolver
from barometre_pipeline.indicators.disclosure import tell_indicators
from barometre_pipeline.indicators.evaluation import compute_structures
from barometre_pipeline.statistics.disclosure import SMALLEST_CELL
from tests.unit.indicators.invented import DEMO, answers, structures, unweighted

N = 240


@pytest.fixture(scope="module")
def people() -> pd.DataFrame:
    return structures(N, 3)


@pytest.fixture(scope="module")
def responses() -> pd.DataFrame:
    return answers(load_catalogue(), "2025", "collectivites", N, 3)


@pytest.fixture(scope="module")
def table(people: pd.DataFrame, responses: pd.DataFrame) -> pd.DataFrame:
    found = compute_structures(load_catalogue(), "2025", responses, people, DEMO, unweighted(people))
    return found.indicateurs


def test_responses_of_each_region_are_counted_and_a_structure_of_no_known_place_is_in_none(
    table: pd.DataFrame, people: pd.DataFrame
) -> None:
    counted = table[(table["indicateur"] == "effectif_repondants") & (table["ventilation"] == BY_REGION)]
    expected = people["code_region"].value_counts()
    assert len(counted) == 18, "a région without a response is told to have none"
    for row in counted.itertuples():
        assert row.population == row.modalite
        assert row.n == row.base == expected.get(str(row.population).removeprefix("region_"), 0)
    assert counted["n"].sum() == N - expected[""]


def test_only_the_indicators_that_say_so_are_told_by_region(table: pd.DataFrame) -> None:
    named = {i.nom for i in load_catalogue().indicateurs.values() if i.ventilations}
    assert set(table.loc[table["ventilation"] == BY_REGION, "indicateur"]) <= named


def test_a_share_of_a_region_is_counted_among_its_structures_that_answered(
    table: pd.DataFrame, people: pd.DataFrame, responses: pd.DataFrame
) -> None:
    coding = Resolver(load_catalogue().codebook, "2025").coding("maturite_data")
    here = (people["code_region"] == "53").to_numpy()
    given = responses[coding.question].astype(str)[here]
    rows = table[(table["indicateur"] == "maturite_data") & (table["population"] == "region_53")]
    for answer, codes in coding.modalites.items():
        row = rows[rows["categorie"] == answer].iloc[0]
        assert row["n"] == given.isin(list(codes)).sum()
        assert row["base"] == (~given.str.startswith("@")).sum()


@pytest.fixture(scope="module")
def told(table: pd.DataFrame) -> pd.DataFrame:
    said = tell_indicators(table, load_catalogue(), {})
    return pd.concat([table, said], axis=1)


def test_a_region_told_leaves_no_small_count_in_itself_nor_in_the_rest(told: pd.DataFrame) -> None:
    regions = told[(told["ventilation"] == BY_REGION) & (told["indicateur"] != "effectif_repondants")]
    shown = regions[regions["publiable"]]
    assert len(shown), "enough responses for some région to be told"
    for (name, category, rule), rows in shown.groupby(["indicateur", "categorie", "regle_base"]):
        key = (told["indicateur"] == name) & (told["categorie"] == category) & (told["regle_base"] == rule)
        whole = told[key & (told["population"] == "ensemble")].iloc[0]
        assert whole["publiable"]
        yes, no = rows["n"], rows["base"] - rows["n"]
        left = whole["n"] - yes.sum(), whole["base"] - whole["n"] - no.sum()
        for count in (*yes, *no, *left):
            assert count == 0 or count >= SMALLEST_CELL


def test_telling_regions_withholds_nothing_of_the_rest_and_tells_no_weighted_share(
    told: pd.DataFrame,
) -> None:
    apart = told["ventilation"] == BY_REGION
    alone = tell_indicators(told.loc[~apart], load_catalogue(), {})
    pd.testing.assert_frame_equal(alone, told.loc[~apart, alone.columns])
    assert not told.loc[apart, "ponderee_publiable"].any()
