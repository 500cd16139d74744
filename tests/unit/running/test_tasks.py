"""What a run does, in which order, decided before anything starts."""

from pathlib import Path

import pytest

from barometre_pipeline.editions.loader import discover_editions
from barometre_pipeline.editions.model import Edition
from barometre_pipeline.running.tasks import DRIFT, Task, branches, edition_tasks, ensemble_tasks
from barometre_pipeline.tables.model import Step, Table
from barometre_pipeline.tables.registry import ASSETS, Asset


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
    *first, last = ensemble_tasks(tasks, needed_anyway=False)
    assert {t.after for t in first} == {frozenset(t for t in tasks if t.work != DRIFT)}
    assert last.after == set(first)


def test_what_looks_across_editions_needs_one_whole_edition_unless_the_lake_holds_another(editions):
    tasks = edition_tasks(editions, with_gx=False)
    of_2031 = {t for t in tasks if t.edition == "2031"}
    for branch in ensemble_tasks(tasks, needed_anyway=False)[:-1]:
        assert branch.worthwhile(of_2031)
        assert not branch.worthwhile({next(iter(of_2031))})
    assert all(t.worthwhile(set()) for t in ensemble_tasks(tasks, needed_anyway=True)[:-1])


def test_what_joins_the_branches_needs_all_of_them(editions):
    *first, last = ensemble_tasks(edition_tasks(editions, with_gx=False), needed_anyway=True)
    assert last.worthwhile(set(first))
    assert not any(last.worthwhile(set(first) - {branch}) for branch in first)


def _asset(reads: str, writes: str, source: str = "") -> Asset:
    """An asset named after the one table it writes."""
    table = Table(f"gold/{writes}", "", Step(writes, writes), {}, source=source)
    return Asset(table.step, (table,), {f"gold/{r}": frozenset() for r in reads}, ())


def test_assets_that_share_nothing_are_computed_at_the_same_time_and_what_reads_both_comes_after():
    #   a -> b -> c        d        e -> f      x of an edition feeds all; j reads c and f, k reads j
    links = [("", "x", "limesurvey"), ("x", "a"), ("a", "b"), ("ab", "c"), ("x", "d"), ("x", "e"), ("e", "f")]
    assets = [_asset(*link) for link in [*links, ("cf", "j"), ("ja", "k")]]
    for order in (assets, assets[::-1]):
        separate, joining = branches(order)
        assert separate == [("a", "b", "c"), ("d", "e", "f")]
        assert joining == ("j", "k")


def test_every_asset_that_looks_across_editions_is_in_one_branch_and_reads_no_other():
    separate, joining = branches(ASSETS.values())
    names = [name for part in (*separate, joining) for name in part]
    assert sorted(names) == sorted(a.name for a in ASSETS.values() if not a.source)
    for part in separate:
        elsewhere = {t.name for n in set(names) - set(part) for t in ASSETS[n].tables}
        assert not elsewhere & {r for n in part for r in ASSETS[n].reads}
