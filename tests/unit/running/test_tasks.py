"""What a run does, in which order, decided before anything starts."""

from collections.abc import Collection
from pathlib import Path

import pytest

from barometre_pipeline.editions.loader import discover_editions
from barometre_pipeline.editions.model import Edition
from barometre_pipeline.running.tasks import ACROSS, BY_EDITION, DRIFT, PRINTED, Task, branches, plan
from barometre_pipeline.tables.model import EVERY_SOURCE, Step, Table
from barometre_pipeline.tables.registry import ASSETS, Asset
from barometre_pipeline.vocabulary import ENSEMBLE

FILES = (
    "2030/limesurvey/r.csv",
    "2031/limesurvey/r.csv",
    "2031/ipsos/s.sav",
    "2032/limesurvey/r.csv",
    "2029/agregats/t.csv",
)
BY = [n for n, a in ASSETS.items() if a.source]
ALL = [n for n, a in ASSETS.items() if not a.source]


@pytest.fixture
def editions(tmp_path: Path) -> dict[str, Edition]:
    """An edition with two sources between two with one, and one without a survey."""
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("id\n", encoding="utf-8")
    return discover_editions(tmp_path)


def everything(
    editions: dict[str, Edition],
    drift: Collection[str] = (),
    anyway: bool = True,
    across: Collection[str] = ALL,
) -> list[Task]:
    return plan(editions, {**dict.fromkeys(editions, BY), ENSEMBLE: across}, drift, anyway)


def _source(task: Task) -> str:
    return ASSETS[task.assets[0]].source if task.assets else ""


def _named(tasks: Collection[Task]) -> list[str]:
    return [f"{t.edition} {_source(t) or t.work}" for t in tasks]


def test_each_source_of_an_edition_is_a_task_and_surveys_come_first_since_they_are_longest(editions):
    sources = [t for t in everything(editions) if t.work == BY_EDITION and _source(t) != EVERY_SOURCE]
    assert _named(sources) == [
        "2030 limesurvey", "2031 limesurvey", "2032 limesurvey", "2031 ipsos", "2029 agregats",
    ]  # fmt: skip


def test_the_indicators_of_an_edition_wait_for_its_sources_and_for_the_codebooks_and_need_them(editions):
    tasks = everything(editions)
    mine = next(t for t in tasks if t.edition == "2031" and _source(t) == EVERY_SOURCE)
    books = next(t for t in tasks if t.assets == ("livres_de_codes",))
    own = {t for t in tasks if t.edition == "2031" and t.work == BY_EDITION} - {mine}
    assert mine.after == own | {books}
    assert mine.worthwhile(own | {books})
    assert not any(mine.worthwhile((own | {books}) - {one}) for one in own)


def test_a_drift_suite_waits_for_its_edition_and_for_those_it_may_be_compared_with(editions):
    tasks = everything(editions, drift=("2030", "2031", "2032"))
    last = next(t for t in tasks if t.work == DRIFT and t.edition == "2032")
    assert {n for n in _named(last.after) if "limesurvey" in n} == {
        "2030 limesurvey", "2031 limesurvey", "2032 limesurvey",
    }  # fmt: skip
    assert "2031 derive" in _named(last.after), "one suite at a time"
    survey = next(t for t in tasks if t.edition == "2032" and _source(t) == "limesurvey")
    assert last.worthwhile({survey})
    assert not last.worthwhile(set(tasks) - {survey}), "an edition that failed has nothing to compare"


def test_what_looks_across_editions_waits_for_all_their_tables_but_for_no_drift_suite(editions):
    tasks = everything(editions, drift=("2030",))
    computed = {t for t in tasks if t.work == BY_EDITION}
    for task in (t for t in tasks if t.work in (ACROSS, PRINTED) and t.assets != ("livres_de_codes",)):
        assert computed <= task.after
        assert not [t for t in task.after if t.work == DRIFT]


def test_what_others_wait_for_goes_before_what_nothing_waits_for(editions):
    tasks = everything(editions, drift=("2030", "2031", "2032"))
    last_suite = next(i for i, t in enumerate(tasks) if t.work == DRIFT and t.edition == "2032")
    awaited = [i for i, t in enumerate(tasks) if any(t in other.after for other in tasks)]
    assert max(awaited) < last_suite
    order = {t: i for i, t in enumerate(tasks)}
    assert all(order[before] < order[t] for t in tasks for before in t.after)


def test_what_looks_across_editions_needs_the_codebooks_and_one_whole_edition_unless_out_of_date_itself(
    editions,
):
    def first(anyway: bool) -> tuple[list[Task], Task]:
        tasks = everything(editions, anyway=anyway)
        return tasks, next(t for t in tasks if t.work == ACROSS and "recueil" in t.assets)

    tasks, branch = first(anyway=False)
    whole = {t for t in tasks if t.edition == "2031" and t.work == BY_EDITION}
    books = {t for t in tasks if t.assets == ("livres_de_codes",)}
    assert branch.worthwhile(whole | books)
    assert not branch.worthwhile(whole) and not branch.worthwhile({next(iter(whole))} | books)
    tasks, branch = first(anyway=True)
    assert branch.worthwhile({t for t in tasks if t.assets == ("livres_de_codes",)})
    assert not branch.worthwhile(set())


def test_only_what_is_asked_for_is_done_and_nothing_when_nothing_is(editions):
    tasks = plan(editions, {"2031": ["nettoyage", "indicateurs"], ENSEMBLE: ["site"]}, (), False)
    assert [(t.edition, t.work, t.assets) for t in tasks] == [
        ("2031", BY_EDITION, ("nettoyage",)),
        ("2031", BY_EDITION, ("indicateurs",)),
        (ENSEMBLE, ACROSS, ("site",)),
    ]
    assert [t.work for t in plan(editions, {ENSEMBLE: ["rapprochement"]}, (), False)] == [ACROSS, PRINTED], (
        "what is said of printed figures changed, though no value did"
    )
    assert plan(editions, {ENSEMBLE: []}, (), False) == []


def test_printed_figures_are_looked_at_as_soon_as_they_are_compared(editions):
    tasks = everything(editions)
    checks = next(t for t in tasks if t.work == PRINTED)
    compared = next(t for t in tasks if "rapprochement" in t.assets)
    assert compared in checks.after
    assert checks.worthwhile({compared}) and not checks.worthwhile(set(tasks) - {compared})
    assert not [t for t in checks.after if "site" in t.assets], "the report need not be there"


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
