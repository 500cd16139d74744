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
from tools.demonstration.bilan import Line, Panel, take_stock
from tools.demonstration.fieldwork import _TEST_NAMES
from tools.demonstration.figures import Later
from tools.demonstration.generate import POLL_EDITIONS, local_edition, local_years, poll_edition
from tools.demonstration.read_back import local_people
from tools.demonstration.states import all_columns

RAW = Path(__file__).parents[3] / "data_raw"


# These two editions depend on no other one, so that making them again takes seconds.
@pytest.mark.parametrize(("make", "edition"), [(poll_edition, "2025"), (local_edition, "2023")])
def test_making_an_edition_again_gives_the_committed_bytes(make, edition: str) -> None:
    made, _ = make(RAW, edition, Later({}))
    assert made.files
    for name, content in made.files.items():
        assert (RAW / name).read_bytes() == content, name


@pytest.mark.parametrize("edition", POLL_EDITIONS)
def test_both_deliveries_of_a_committed_poll_give_the_same_rows(edition: str) -> None:
    microdata, tables = read_polls(RAW / edition / "ipsos", edition)
    pd.testing.assert_frame_equal(microdata.tris, tables.tris, check_exact=True)
    assert microdata.sondes is not None
    assert len(microdata.sondes) == 1000
    assert tables.sondes is None


def test_nobody_of_a_committed_poll_ticks_more_boxes_than_the_question_lets() -> None:
    answers = read_polls(RAW / "2025" / "ipsos", "2025")[0].sondes
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
def stock() -> tuple[list[Line], list[Panel]]:
    return take_stock(RAW)


def test_nobody_answers_what_was_not_for_them_and_everybody_else_was_asked(stock) -> None:
    assert [line for line in stock[0] if line.misrouted] == []


def test_answers_that_no_figure_decides_are_as_planned(stock) -> None:
    assert [(line.edition, line.question, line.faults) for line in stock[0] if line.faults] == []


def test_structures_seen_twice_answer_alike_far_more_often_than_chance(stock) -> None:
    for panel in stock[1]:
        assert panel.structures >= 40
        assert panel.same > 0.6
        assert panel.same > panel.by_chance + 0.15


def test_no_grid_has_all_its_rows_alike(stock) -> None:
    catalogue, figures = load_catalogue(), load_figures()
    for year in local_years(catalogue, figures).values():
        people, _ = local_people(RAW, year)
        for name, (variable, coding) in year.asked.items():
            columns = all_columns(variable, coding)
            if variable.type is VariableType.ARRAY and len(columns) > 3:
                first = next(iter(coding.modalites))
                counts = [sum(p[c] == first for of_cell in people for p in of_cell) for c in columns]
                assert len(set(counts)) > len(columns) / 2, (year.edition, name)
