"""What a run does, in which order, decided before anything starts."""

from pathlib import Path

import pytest

from barometre_pipeline.editions.loader import discover_editions
from barometre_pipeline.editions.model import Edition
from barometre_pipeline.running.tasks import DRIFT, Task, edition_tasks, ensemble_task


@pytest.fixture
def editions(tmp_path: Path) -> list[Edition]:
    """An edition with two sources between two with one, and one without a survey."""
    for folder in ("2030/limesurvey", "2031/limesurvey", "2031/ipsos", "2032/limesurvey", "2029/agregats"):
        (tmp_path / folder).mkdir(parents=True)
    return list(discover_editions(tmp_path).values())


def _names(tasks: list[Task] | frozenset[Task]) -> list[str]:
    return [f"{t.edition} {t.work}" for t in tasks]


def test_each_source_of_an_edition_is_a_task_and_surveys_come_first_since_they_are_longest(editions):
    assert _names(edition_tasks(editions, with_gx=False)) == [
        "2030 limesurvey", "2031 limesurvey", "2032 limesurvey", "2031 ipsos", "2029 agregats",
    ]  # fmt: skip


def test_a_drift_suite_waits_for_its_edition_and_for_those_it_may_be_compared_with(editions):
    tasks = edition_tasks(editions, with_gx=True)
    last = next(t for t in tasks if t.work == DRIFT and t.edition == "2032")
    assert {n for n in _names(last.after) if "limesurvey" in n} == {
        "2030 limesurvey", "2031 limesurvey", "2032 limesurvey",
    }  # fmt: skip
    assert "2031 derive" in _names(last.after), "one suite at a time"
    survey = next(t for t in tasks if t.edition == "2032" and t.work == "limesurvey")
    assert last.worthwhile({survey})
    assert not last.worthwhile(set(tasks) - {survey}), "an edition that failed has nothing to compare"


def test_nothing_but_the_drift_suites_of_editions_waits_for_another_edition(editions):
    assert not [t for t in edition_tasks(editions, with_gx=True) if t.work != DRIFT and t.after]


def test_what_looks_across_editions_waits_for_all_their_tables_but_for_no_drift_suite(editions):
    tasks = edition_tasks(editions, with_gx=True)
    ensemble = ensemble_task(tasks, needed_anyway=False)
    assert ensemble.after == {t for t in tasks if t.work != DRIFT}


def test_what_looks_across_editions_needs_one_whole_edition_unless_the_lake_holds_another(editions):
    tasks = edition_tasks(editions, with_gx=False)
    of_2031 = {t for t in tasks if t.edition == "2031"}
    ensemble = ensemble_task(tasks, needed_anyway=False)
    assert ensemble.worthwhile(of_2031)
    assert not ensemble.worthwhile({next(iter(of_2031))})
    assert ensemble_task(tasks, needed_anyway=True).worthwhile(set())
