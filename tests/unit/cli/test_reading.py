"""Who reads a lake sees one computation, or is told that it may be two; nobody is kept waiting."""

from pathlib import Path

import pytest
from support import Computed, barometre
from tiny_edition import EDITION

from barometre_pipeline.cli.reading import reading
from barometre_pipeline.folders import dagster_home
from barometre_pipeline.lake import Lake
from barometre_pipeline.tables.records import forget_record, read_record, write_record
from barometre_pipeline.writer import INTERFACE, writing

_EXPORT = ("export", "tris", "--edition", EDITION)


@pytest.mark.parametrize("command", [_EXPORT, ("editions",), ("check", "--edition", EDITION)])
def test_a_command_that_reads_during_a_run_says_who_writes_and_reads_all_the_same(
    tiny: Computed, command: tuple[str, ...]
) -> None:
    where = ("--raw", tiny.raw, "--lake", tiny.lake)
    alone = barometre(*command, *where)
    assert "écrit dans ce lac" not in alone.stderr
    with writing(tiny.lake, dagster_home(tiny.lake), INTERFACE, print, doing="mise_a_jour 2031"):
        during = barometre(*command, *where)
    assert during.exit_code == alone.exit_code and during.stdout == alone.stdout
    assert "mise_a_jour 2031" in during.stderr and "peut venir de deux calculs" in during.stderr


def test_what_was_read_while_a_step_ended_is_said_to_be_perhaps_of_two_computations(
    tiny_copy: Computed, capsys: pytest.CaptureFixture[str]
) -> None:
    lake = Lake.at(tiny_copy.lake)
    with reading(tiny_copy.lake):
        lake.read("gold/tris", EDITION)
    assert capsys.readouterr().err == ""
    with reading(tiny_copy.lake):
        record = read_record(lake, "tris_a_plat", EDITION)
        assert record is not None
        write_record(lake, "tris_a_plat", EDITION, record)
    assert "a été écrit pendant cette lecture" in capsys.readouterr().err


def test_a_table_of_a_lake_that_a_killed_run_left_in_two_is_given_with_a_warning(tiny_copy: Computed) -> None:
    whole = barometre(*_EXPORT, "--lake", tiny_copy.lake)
    assert "Attention" not in whole.stderr
    forget_record(Lake.at(tiny_copy.lake), "croisements", None)
    halved = barometre(*_EXPORT, "--lake", tiny_copy.lake)
    assert halved.stdout == whole.stdout and halved.exit_code == 0
    assert "s’est arrêté en route" in halved.stderr and "Croisements" in halved.stderr


def test_an_edition_half_done_is_being_computed_while_somebody_writes_and_stopped_on_the_way_after(
    tiny_copy: Computed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "240")  # words are looked for, on one line each
    where = ("--raw", tiny_copy.raw, "--lake", tiny_copy.lake)
    forget_record(Lake.at(tiny_copy.lake), "tris_a_plat", EDITION)
    with writing(tiny_copy.lake, dagster_home(tiny_copy.lake), INTERFACE, print):
        during = barometre("editions", *where).stdout
    after = barometre("editions", *where).stdout
    assert "en cours de calcul" in during and "arrêté en route" not in during
    assert "arrêté en route" in after and "en cours de calcul" not in after


def test_a_lake_that_is_not_there_is_not_made_by_who_reads_it(tmp_path: Path) -> None:
    with reading(tmp_path / "lac"):
        pass
    assert not (tmp_path / "lac").exists()


def test_a_card_of_a_tabulation_in_a_lake_that_a_killed_run_left_in_two_says_that_it_stopped(
    tiny_copy: Computed,
) -> None:
    asked = ("audit", "--edition", EDITION, "--question", "publie", "--modalite", "Oui", "--verify")
    where = ("--raw", tiny_copy.raw, "--lake", tiny_copy.lake)
    assert "inachevé" not in barometre(*asked, *where).stdout
    forget_record(Lake.at(tiny_copy.lake), "tris_a_plat", EDITION)
    card = barometre(*asked, *where)
    assert card.exit_code == 1
    assert "calcul inachevé, arrêté en route" in card.stdout.splitlines()[-1]
