"""The extracts in data_raw are what the generator makes, and both forms of each poll hold the same."""

from pathlib import Path

import pandas as pd
import pytest

from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.catalogue.loader import load_codebook
from barometre_pipeline.catalogue.model import VariableType
from barometre_pipeline.catalogue.printed_figures import load_figures
from barometre_pipeline.cleaning.doubtful import doubt_about
from barometre_pipeline.editions.loader import load_edition
from barometre_pipeline.sources.ipsos import read_polls
from barometre_pipeline.sources.ipsos.model import Poll
from barometre_pipeline.sources.territories.loader import load_reference_list
from tools.demonstration.associations import associations, measured, pairs
from tools.demonstration.bilan import Line, Panel, take_stock
from tools.demonstration.fieldwork import _TEST_NAMES
from tools.demonstration.figures import Later
from tools.demonstration.generate import POLL_EDITIONS, local_edition, local_years, poll_edition
from tools.demonstration.levels import Levels
from tools.demonstration.plan import Plan
from tools.demonstration.read_back import local_people
from tools.demonstration.real_2023 import FAMILY_OF
from tools.demonstration.states import all_columns, leaf_columns, outcomes
from tools.demonstration.targets import ABSENT, NOT_SHOWN, Column
from tools.demonstration.together import Together
from tools.demonstration.years import Year

RAW = Path(__file__).parents[3] / "data_raw"


# These two editions depend on no other one, so that making them again takes seconds. What is committed was made on one
# kind of processor: the last digit of a logarithm differs on another, and some free answers with it (decision 0007).
@pytest.mark.parametrize(("make", "edition"), [(poll_edition, "2025"), (local_edition, "2023")])
def test_an_edition_made_twice_has_the_same_bytes_and_the_files_of_the_committed_one(
    make, edition: str
) -> None:
    (made, _), (again, _) = make(RAW, edition, Later({})), make(RAW, edition, Later({}))
    assert made.files
    assert made.files == again.files
    for name, content in made.files.items():
        committed = (RAW / name).read_bytes()
        assert content.count(b"\n") == committed.count(b"\n") or name.endswith((".sav", ".xlsx")), name


@pytest.fixture(scope="module")
def polls() -> dict[str, list[Poll]]:
    """Both deliveries of each committed poll; a file of each takes seconds to read."""
    return {edition: read_polls(RAW / edition / "ipsos", edition) for edition in POLL_EDITIONS}


@pytest.mark.parametrize("edition", POLL_EDITIONS)
def test_both_deliveries_of_a_committed_poll_give_the_same_rows(polls, edition: str) -> None:
    microdata, tables = polls[edition]
    pd.testing.assert_frame_equal(microdata.tris, tables.tris, check_exact=True)
    assert microdata.sondes is not None
    assert len(microdata.sondes) == 1000
    assert tables.sondes is None


def test_nobody_of_a_committed_poll_ticks_more_boxes_than_the_question_lets(polls) -> None:
    answers = polls["2025"][0].sondes
    assert answers is not None
    limited = [(v, c) for v, c in load_codebook().questionnaire("2025", "francais") if v.maximum]
    assert limited
    for variable, coding in limited:
        ticks = answers[list(coding.colonnes.values())].astype("str").eq(coding.coche).sum(axis=1)
        assert 0 < ticks.max() <= (variable.maximum or 0), variable.nom


@pytest.mark.parametrize("edition", ["2023", "2024", "2025"])
def test_every_folder_says_it_is_synthetic(edition: str) -> None:
    assert load_edition(RAW / edition).config.source_donnees == "demonstration"
    assert "synthétiques" in (RAW / edition / "LISEZMOI.md").read_text("utf-8")
    extracts = [p for p in (RAW / edition / "limesurvey").iterdir() if p.name != "correspondances.csv"]
    assert all("demonstration" in p.name for p in extracts)
    assert all(p.stat().st_size < 2_500_000 for p in (RAW / edition).rglob("*.*"))


def test_names_typed_by_testers_are_recognised_as_such() -> None:
    assert all(doubt_about(name) for name in _TEST_NAMES)


@pytest.fixture(scope="module")
def stock() -> tuple[list[Line], list[Together], list[Panel]]:
    return take_stock(RAW)


def test_nobody_answers_what_was_not_for_them_and_everybody_else_was_asked(stock) -> None:
    assert [line for line in stock[0] if line.misrouted] == []


def test_answers_that_no_figure_decides_are_as_planned(stock) -> None:
    assert [(line.edition, line.question, line.faults) for line in stock[0] if line.faults] == []


def test_structures_seen_twice_answer_alike_far_more_often_than_chance(stock) -> None:
    for panel in stock[2]:
        assert panel.structures >= 40
        assert panel.same > 0.6
        assert panel.same > panel.by_chance + 0.15


def test_at_least_one_of_several_answers_is_as_likely_as_planned_where_no_figure_prints_it(stock) -> None:
    assert {one.statement.variable for one in stock[1]} >= {"projet_data_domaine", "mesure_cyber"}
    assert [(one.edition, one.statement.variable, one.gap) for one in stock[1] if one.is_wrong] == []


def test_no_strate_is_far_from_what_is_likely_for_at_least_one_that_no_figure_prints(stock) -> None:
    for one in stock[1]:
        for strate, (asked, found, likely) in one.groups.items():
            if not one.printed and asked >= 20:
                assert abs(found - likely) / asked < 0.2, (one.edition, one.statement, strate)


@pytest.fixture(scope="module")
def surveys() -> dict[str, tuple[Year, Plan, list[list[dict]]]]:
    years = local_years(load_catalogue(), load_figures())
    return {e: (y, Levels(years).plan(e), local_people(RAW, y)[0]) for e, y in years.items()}


def test_no_grid_has_all_its_rows_alike(surveys) -> None:
    for year, _, people in surveys.values():
        for name, (variable, coding) in year.asked.items():
            columns = all_columns(variable, coding)
            if variable.type is VariableType.ARRAY and len(columns) > 3:
                first = next(iter(coding.modalites))
                counts = [sum(p[c] == first for of_cell in people for p in of_cell) for c in columns]
                assert len(set(counts)) > len(columns) / 2, (year.edition, name)


@pytest.mark.parametrize("edition", ["2023", "2024", "2025"])
def test_rows_of_a_grid_go_together_as_they_did_in_2023(surveys, edition: str) -> None:
    year, _, people = surveys[edition]
    everybody = pd.DataFrame([person for of_cell in people for person in of_cell])
    strates = pd.Series([cell.strate for cell, some in zip(year.cells, people, strict=True) for _ in some])
    families = strates.map(FAMILY_OF)
    grids = [name for name, (v, _) in year.asked.items() if v.type is VariableType.ARRAY]
    assert grids
    for name in grids:
        first = next(iter(year.asked[name][1].modalites))
        columns = [everybody[c] for c in all_columns(*year.asked[name])]
        answered = [c[~c.isin([ABSENT, NOT_SHOWN])] == first for c in columns]
        found = measured(list(pairs(answered, families)))
        assert found == pytest.approx(associations()[name], abs=0.2), name


@pytest.mark.parametrize("edition", ["2023", "2024", "2025"])
def test_weights_move_a_share_as_much_as_planned_where_no_figure_is_about_it(surveys, edition: str) -> None:
    year, plan, people = surveys[edition]
    leaves = [leaf for t in year.targets for e in t.expressions() for leaf in e.leaves()]
    decided = {column for leaf in leaves for column in leaf_columns(leaf, year.asked)}
    existing = load_reference_list(RAW, int(edition)).territoires["strate"].value_counts()
    checked = 0
    for column in (c for c in year.columns() if c not in decided):
        variable, coding = year.asked[column[0]]
        for answer in outcomes(variable, coding):
            found, likely, heaviest = moved_by_weights((year, plan, people), existing, column, answer)
            # One structure more or less of the heaviest strate moves the weighted share by as much.
            if answer != ABSENT and column[1] not in variable.exclusifs and heaviest:
                assert abs(found - likely) < 0.05 + 1 / heaviest, (column, answer)
                checked += 1
    assert checked > 50


def moved_by_weights(
    survey: tuple[Year, Plan, list[list[dict]]], existing: pd.Series, column: Column, answer: str
) -> tuple[float, float, int]:
    """Return weighted less raw share, found and planned, and how many of the heaviest strate answered."""
    year, plan, people = survey
    rows = []
    sizes = pd.Series([c.size for c in year.cells]).groupby([c.strate for c in year.cells]).sum()
    for cell, of_cell in zip(year.cells, people, strict=True):
        given = [p[column] for p in of_cell if p[column] not in (ABSENT, NOT_SHOWN)]
        chances = plan.of(column, cell)
        likely = chances.get(answer, 0.0) / (1 - chances.get(ABSENT, 0.0))
        weight = existing.get(cell.strate, 0) / sizes[cell.strate]
        rows.append((len(given), given.count(answer), len(given) * likely, weight, cell.strate))
    table = pd.DataFrame(rows, columns=["base", "found", "likely", "weight", "strate"])
    if not (table["base"] * table["weight"]).sum():
        return 0.0, 0.0, 0
    weighted = table[["base", "found", "likely"]].mul(table["weight"], axis=0).sum()
    raw = table[["base", "found", "likely"]].sum()
    heaviest = table[table["strate"] == "communes_moins_3500"]["base"].sum()
    gap = weighted / weighted["base"] - raw / raw["base"]
    return gap["found"], gap["likely"], int(heaviest)
