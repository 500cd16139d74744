"""Nothing published gives back a cell of 1 to 4, nor what all of a small group answered to a sensitive question."""

from collections.abc import Collection
from copy import copy, deepcopy
from pathlib import Path

import pandas as pd
import pytest
from support import Computed

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.disclosure import sensitive_columns
from barometre_pipeline.catalogue.extension import catalogue_of
from barometre_pipeline.indicators.answer_sets import answer_sets
from barometre_pipeline.lake import Lake
from barometre_pipeline.statistics.sampling_plan import group_weights
from barometre_pipeline.vocabulary import GROUPES_EN_STRATES
from tests.oracles.attack import KEY, Attack, chart_rows
from tests.oracles.crossing import given_back as crossing_given_back
from tests.oracles.crossing import memberships
from tests.oracles.subtraction import given_back
from tests.oracles.workbook import named_categories, workbook_rows


def attack_on(folder: Path) -> Attack:
    """Take in all the files published of a lake, and every row of indicators that may be."""
    lake, publication = Lake.at(folder), folder / "publication"
    catalogue = catalogue_of(lake)
    editions = lake.editions("gold/tris")
    attack = Attack(pd.concat([lake.read("gold/tris", e) for e in editions]), publication, catalogue)
    weights = {e: group_weights(lake.read("silver/plan_de_sondage", e), GROUPES_EN_STRATES) for e in editions}
    opened = pd.read_csv(publication / "donnees_ouvertes" / "tris.csv", dtype=str, keep_default_na=False)
    attack.learn(opened)
    attack.learn_weighted(opened, "part_publiable_ponderee", weights)
    attack.learn_indicators(open_shares(publication), catalogue.populations.strata_groups())
    for rows in chart_rows(publication):
        attack.learn(rows)
    attack.learn_report()
    indicators = lake.read("gold/indicateurs")
    tables = table_cells(publication, catalogue, indicators)
    attack.learn_indicators(tables, catalogue.populations.strata_groups())
    learn_weighted_indicators(attack, lake, tables)
    attack.learn_indicators(indicators[indicators["publiable"]], catalogue.populations.strata_groups())
    learn_weighted_indicators(
        attack, lake, indicators[indicators["publiable"] & indicators["ponderee_publiable"]]
    )
    return attack


def open_shares(publication: Path) -> pd.DataFrame:
    """Return the indicators of the open data as whoever downloads them has them."""
    counts = {c: [""] for c in ("n", "base", "part_publiable")}
    path = publication / "donnees_ouvertes" / "indicateurs.csv"
    rows = pd.read_csv(path, dtype={"edition": str}, keep_default_na=False, na_values=counts)
    told = rows[(rows["statut"] == "publie") & rows["base"].notna()]
    return told.astype({"n": int, "base": int}).assign(imprime=True)


def table_cells(publication: Path, catalogue: Catalogue, indicators: pd.DataFrame) -> pd.DataFrame:
    """Return the cells of every workbook, with the rule of the base that their notes tell."""
    found = []
    for path in sorted(publication.glob("*/tableaux_*.xlsx")):
        found.append(named_categories(workbook_rows(path, path.parent.name, catalogue), catalogue))
    printed = indicators[indicators["imprime"].astype(bool)]
    rules = printed.drop_duplicates(["edition", "indicateur"])[["edition", "indicateur", "regle_base"]]
    return pd.concat(found).merge(rules.astype(str), on=["edition", "indicateur"])


def learn_weighted_indicators(attack: Attack, lake: Lake, rows: pd.DataFrame) -> None:
    groups = attack.catalogue.populations.strata_groups()
    weights = {
        e: group_weights(lake.read("silver/plan_de_sondage", e), groups) for e in lake.editions("gold/tris")
    }
    for row in rows[rows["population"].isin(GROUPES_EN_STRATES) & rows["part_ponderee"].notna()].to_dict(
        "records"
    ):
        edition = str(row["edition"])
        place = attack.of_indicator(row)
        if place is not None:
            weight = weights[edition][str(row["population"])]
            attack.weigh(
                edition,
                *place,
                str(row["population"]),
                round(float(row["part_ponderee"]), 2),
                weight,
                str(row["regle_base"]),
            )


@pytest.fixture(scope="module")
def attacked(demo: Computed) -> Attack:
    return attack_on(demo.lake)


def test_no_cell_of_1_to_4_is_given_back_by_all_that_is_published(attacked: Attack) -> None:
    assert attacked.facts > 5000
    cells = list(attacked.small_cells())
    assert len(cells) > 1000
    assert attacked.given_back(cells) == []


def test_no_small_group_is_shown_to_have_given_one_answer_to_a_sensitive_question(attacked: Attack) -> None:
    editions = {e for e, _ in attacked.questions}
    sensible = {e: sensitive_columns(attacked.catalogue, e) for e in editions}
    assert any(sensible.values())
    assert attacked.disclosed_groups(sensible) == []


def test_no_small_cell_is_what_published_shares_that_add_up_leave_of_one_another(demo: Computed) -> None:
    lake = Lake.at(demo.lake)
    indicators, groups = lake.read("gold/indicateurs"), catalogue_of(lake).populations.strata_groups()
    key = ["edition", "indicateur", "categorie", "population", "ventilation", "modalite", "regle_base"]
    opened = open_shares(demo.lake / "publication")
    known = set(opened[key].astype(str).itertuples(index=False, name=None))
    told = [k in known for k in indicators[key].astype(str).itertuples(index=False, name=None)]
    published = set(indicators.loc[told, "trace_id"]) | set(
        indicators.loc[indicators["publiable"], "trace_id"]
    )
    assert given_back(indicators, published, groups) == []
    # The attack itself: without the parts withheld for the sake of others, cells follow from their sums.
    careless = indicators[indicators["publiable"] | (indicators["n"] >= 5)]["trace_id"]
    assert len(given_back(indicators, set(careless), groups)) > 100


def test_no_small_cell_follows_from_populations_that_cross_one_another(demo: Computed) -> None:
    lake = Lake.at(demo.lake)
    catalogue, indicators = catalogue_of(lake), lake.read("gold/indicateurs")
    told = set(indicators.loc[indicators["publiable"], "trace_id"])
    several = indicators[(indicators["n"] >= 5) & (indicators["base"] - indicators["n"] >= 5)]
    by_size = several[several["population"].isin(["moins_50000", "plus_50000"])]["trace_id"]

    def given(edition: str, told: set[str], only: Collection[str] = ()) -> list[object]:
        members = memberships(lake.read("silver/structures", edition), catalogue)
        sets = answer_sets(catalogue, edition, "collectivites")
        sensible = frozenset(key for key, of in sets.items() if of.sensible)
        rows = indicators[indicators["edition"].astype(str) == edition]
        rows = rows[rows["indicateur"].isin(only)] if only else rows
        return list(crossing_given_back(rows, told, members, sensible))

    editions = lake.editions("gold/tris")
    assert {e: given(e, told) for e in editions} == {e: [] for e in editions}
    # The attack itself: told each for itself, shares by inhabitants give others back.
    assert (
        len(given(editions[-1], told | set(by_size), ["cadre_strategique_data", "projet_data_domaine"])) > 5
    )


def test_most_printed_shares_of_everybody_and_of_the_larger_structures_may_be_told(demo: Computed) -> None:
    lake = Lake.at(demo.lake)
    printed = lake.read("gold/rapprochement")
    told = lake.read("gold/indicateurs").set_index("trace_id")["publiable"]
    rows = printed[(printed["trace_id"] != "") & printed["population"].isin(["ensemble", "hors_moins_3500"])]
    assert len(rows) > 100
    assert told.loc[rows["trace_id"]].mean() > 0.9


def test_the_attack_gives_back_what_one_published_cell_too_many_would(attacked: Attack) -> None:
    """The attack itself: one withheld cell told, and its neighbours follow."""
    cells = list(attacked.small_cells())
    edition, column, code, group, n = cells[0]
    attack = copy(attacked)  # only the question that is learnt more of is its own
    attack.questions = attacked.questions | {(edition, column): deepcopy(attacked.questions[edition, column])}
    row = attack.truth.query(
        "edition == @edition and colonne == @column and code == @code and groupe == @group"
    )
    attack.learn(row[[*KEY, "n", "base"]])
    assert (edition, column, code, group, n) in attack.given_back(cells[:1])


def test_charts_slides_and_tables_show_only_rows_that_may_be_told_which_the_attack_has(
    demo: Computed,
) -> None:
    lake, publication = Lake.at(demo.lake), demo.lake / "publication"
    told = lake.read("gold/indicateurs").query("publiable")
    shown = {"slides": set(lake.read("gold/supports_valeurs")["trace_id"])}
    for path in (*publication.glob("graphiques_declares/*.csv"), *publication.glob("tendances/*.csv")):
        shown[path.name] = set(pd.read_csv(path)["trace_id"])
    assert len(shown) > 100
    traces = set(told["trace_id"])
    assert {name: extra for name, found in shown.items() if (extra := found - traces)} == {}
    counts = set(told[["edition", "n", "base"]].astype(str).itertuples(index=False, name=None))
    tables = [pd.read_csv(p, dtype=str) for p in publication.glob("site/tableaux/*.csv")]
    assert len(tables) > 50
    given = pd.concat(tables)[["edition", "n", "base"]].itertuples(index=False, name=None)
    assert set(given) <= counts


def test_each_cell_of_the_workbooks_is_a_row_that_may_be_told_with_no_weighted_share_that_may_not(
    demo: Computed,
) -> None:
    lake = Lake.at(demo.lake)
    indicators = lake.read("gold/indicateurs")
    cells = table_cells(demo.lake / "publication", catalogue_of(lake), indicators)
    assert len(cells) > 2000 and cells["edition"].nunique() == len(lake.editions("gold/tris")) + 1
    assert cells["part_ponderee"].notna().sum() > 200
    key = ["edition", "indicateur", "categorie", "population", "modalite", "n", "base"]
    told = indicators[indicators["publiable"] & indicators["imprime"]]
    weighted = told[told["ponderee_publiable"]]
    for shown, allowed in ((cells, told), (cells[cells["part_ponderee"].notna()], weighted)):
        rows = set(allowed[key].astype(str).itertuples(index=False, name=None))
        assert set(shown[key].astype(str).itertuples(index=False, name=None)) <= rows
