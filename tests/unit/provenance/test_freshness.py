"""What is up to date: known from the content of what each step read and wrote, whoever ran it."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
import yaml
from support import Computed
from tiny_edition import EDITION

from barometre_pipeline.editions.loader import discover_editions
from barometre_pipeline.lake import Lake
from barometre_pipeline.provenance.freshness import (
    CODE,
    FILE,
    NEVER,
    RAW,
    TABLE,
    Freshness,
    closure,
    state_of_inputs,
)
from barometre_pipeline.provenance.standing import (
    OUTDATED,
    STOPPED,
    TO_COMPUTE,
    UP_TO_DATE,
    WAITING,
    standing_of,
    standing_of_all,
    standing_together,
    stopped_on_the_way,
)
from barometre_pipeline.tables.records import StepRecord, forget_record, read_record, write_record
from barometre_pipeline.tables.registry import ASSETS

SURVEY = f"{EDITION}/limesurvey"


def look(computed: Computed) -> Freshness:
    return Freshness(Lake.at(computed.lake), discover_editions(computed.raw))


def first(computed: Computed) -> tuple[str, str, str]:
    stale = look(computed).of_edition(EDITION)[0]
    return stale.step, stale.kind, stale.words


def test_an_edition_that_was_just_computed_is_up_to_date_and_so_is_what_looks_across(tiny: Computed) -> None:
    fresh = look(tiny)
    assert standing_of(fresh, EDITION).state == UP_TO_DATE
    assert standing_of_all(fresh).state == standing_together(fresh).state == UP_TO_DATE


def test_a_file_touched_without_being_changed_asks_for_nothing(tiny_copy: Computed) -> None:
    for path in tiny_copy.raw.rglob("*"):
        os.utime(path, (1, 1))
    assert look(tiny_copy).of_edition(EDITION) == []


def _append(name: str, text: str) -> Callable[[Path], object]:
    def change(raw: Path) -> None:
        with (raw / name).open("a", encoding="utf-8") as stream:
            stream.write(text)

    return change


@pytest.mark.parametrize(
    ("name", "step"),
    [
        (f"{SURVEY}/results-survey900031.csv", "lecture_limesurvey"),
        (f"{EDITION}/edition.yaml", "lecture_limesurvey"),
        (f"{SURVEY}/decisions.csv", "nettoyage"),
        (f"{EDITION}/codebook.yaml", "tris_a_plat"),
    ],
)
def test_a_file_that_changed_is_named_with_the_first_step_that_reads_it(
    tiny_copy: Computed, name: str, step: str
) -> None:
    _append(name, "\n")(tiny_copy.raw)
    found, kind, words = first(tiny_copy)
    assert (found, kind) == (step, RAW)
    assert name in words
    fresh = look(tiny_copy)
    assert standing_of(fresh, EDITION).state == OUTDATED
    together = standing_together(fresh)
    assert together.state == OUTDATED, "what brings editions together is no more up to date than they are"
    of_the_lake_alone = standing_of_all(fresh).state == UP_TO_DATE
    assert (f"l’édition {EDITION} n’est pas à jour" in together.told) == of_the_lake_alone


def test_what_is_computed_from_a_step_is_computed_again_with_it_and_nothing_else(tiny_copy: Computed) -> None:
    _append(f"{SURVEY}/decisions.csv", "\n")(tiny_copy.raw)
    names = closure(look(tiny_copy).of_edition(EDITION))
    assert names[0] == "nettoyage"
    assert {"tris_a_plat", "indicateurs", "recueil", "site"} <= set(names)
    assert not {"lecture_limesurvey", "lecture_ipsos", "livres_de_codes"} & set(names)


def test_other_code_of_a_step_makes_it_out_of_date(tiny_copy: Computed) -> None:
    lake = Lake.at(tiny_copy.lake)
    record = read_record(lake, "tris_a_plat", EDITION)
    assert record is not None
    write_record(
        lake, "tris_a_plat", EDITION, type(record)("autre", record.raw, record.tables, record.written)
    )
    assert first(tiny_copy)[:2] == ("tris_a_plat", CODE)


def test_silver_written_after_gold_is_said_to_be_a_run_that_stopped(tiny_copy: Computed) -> None:
    lake = Lake.at(tiny_copy.lake)
    responses = lake.read("silver/reponses", EDITION)
    lake.write("silver/reponses", responses.iloc[1:], EDITION)
    record = read_record(lake, "nettoyage", EDITION)
    assert record is not None
    written = {**record.written}
    name = f"silver/reponses/edition={EDITION}/reponses.parquet"
    from barometre_pipeline.tables.records import hashes_of

    written |= hashes_of(lake, [lake.root / name])
    write_record(lake, "nettoyage", EDITION, type(record)(record.code, record.raw, record.tables, written))
    _, kind, words = first(tiny_copy)
    assert kind == TABLE
    assert name in words
    assert standing_of(look(tiny_copy), EDITION).state == STOPPED
    assert name in stopped_on_the_way(lake, EDITION)


def test_a_step_killed_while_it_wrote_has_not_been_computed_to_the_end(tiny_copy: Computed) -> None:
    forget_record(Lake.at(tiny_copy.lake), "nettoyage", EDITION)
    assert first(tiny_copy)[:2] == ("nettoyage", NEVER)
    assert standing_of(look(tiny_copy), EDITION).state == STOPPED


def test_a_lake_that_is_whole_is_not_said_to_have_stopped(tiny: Computed) -> None:
    assert stopped_on_the_way(Lake.at(tiny.lake), EDITION) == ""


def test_a_page_that_somebody_changed_is_written_again(tiny_copy: Computed) -> None:
    page = tiny_copy.lake / "publication" / "site" / "index.html"
    page.write_text("autre", encoding="utf-8")
    (stale,) = look(tiny_copy).of_all()
    assert (stale.step, stale.kind) == ("site", FILE)
    assert "publication/site/index.html" in stale.words


def test_a_table_altered_by_hand_is_noticed(tiny_copy: Computed) -> None:
    path = tiny_copy.lake / f"gold/tris/edition={EDITION}/tris.parquet"
    pd.read_parquet(path).assign(n=0).to_parquet(path, index=False)
    assert first(tiny_copy)[:2] == ("tris_a_plat", FILE)


def test_an_empty_lake_is_to_be_computed(tiny: Computed, tmp_path: Path) -> None:
    fresh = Freshness(Lake.at(tmp_path / "vide"), discover_editions(tiny.raw))
    assert standing_of(fresh, EDITION).state == TO_COMPUTE


def test_a_questionnaire_without_responses_waits_for_them(tiny_copy: Computed) -> None:
    (tiny_copy.raw / f"{SURVEY}/results-survey900031.csv").unlink()
    assert standing_of(look(tiny_copy), EDITION).state == WAITING


def test_a_record_of_an_older_shape_means_computing_again(tiny_copy: Computed) -> None:
    path = tiny_copy.lake / "empreintes" / EDITION / "nettoyage.json"
    path.write_text('{"entrees": {}}', encoding="utf-8")
    assert first(tiny_copy)[:2] == ("nettoyage", NEVER)


def test_two_states_are_the_same_only_while_nothing_that_is_read_moves(tiny_copy: Computed) -> None:
    from barometre_pipeline.provenance.freshness import state_of

    change = _append(f"{SURVEY}/results-survey900031.csv", "x")
    change(tiny_copy.raw)
    states = [state_of(look(tiny_copy).of_edition(EDITION)) for _ in range(2)]
    change(tiny_copy.raw)
    states.append(state_of(look(tiny_copy).of_edition(EDITION)))
    assert states[0] == states[1] != states[2]


def _record_codebook(computed: Computed, edition: str) -> None:
    indicator = {
        "nom": "empreinte", "libelle": "Empreinte", "definition": "d", "numerateur": "n", "base": "b",
        "variable": "maturite_data", "population": "ensemble", "par_modalite": True,
    }  # fmt: skip
    theme = {"theme": "sobriete", "libelle": "Sobriété", "ordre": 90, "indicateurs": [indicator]}
    text = yaml.safe_dump({"edition": edition, "indicateurs": [theme]})
    row = {"edition": edition, "fichier": f"{edition}/codebook.yaml", "sha256": "0" * 64, "texte": text}
    Lake.at(computed.lake).write("gold/livre_de_codes", pd.DataFrame([row]))


def test_a_theme_that_another_edition_adds_is_no_step_left_undone(
    tiny_copy: Computed,
) -> None:
    _record_codebook(tiny_copy, "2032")
    fresh = look(tiny_copy)
    indicators = next(a for a in ASSETS.values() if a.part)
    assert "sobriete" in fresh.parts(indicators, "2032") and "sobriete" not in fresh.parts(
        indicators, EDITION
    )


def test_a_codebook_recorded_before_it_was_refused_is_out_of_date_and_stops_nobody_from_asking(
    tiny_copy: Computed,
) -> None:
    text = yaml.safe_dump({"edition": EDITION, "jamais_vu": 1})
    row = {"edition": EDITION, "fichier": f"{EDITION}/codebook.yaml", "sha256": "0" * 64, "texte": text}
    Lake.at(tiny_copy.lake).write("gold/livre_de_codes", pd.DataFrame([row]))
    fresh = look(tiny_copy)
    indicators = next(a for a in ASSETS.values() if a.part)
    assert "usages" in fresh.parts(indicators, EDITION)
    assert standing_of_all(fresh).state == OUTDATED
    assert any(stale.step == "livres_de_codes" for stale in fresh.of_all())


def test_only_a_table_written_since_a_step_read_it_makes_an_edition_one_of_two_computations(
    tiny_copy: Computed,
) -> None:
    lake, gathering = Lake.at(tiny_copy.lake), ASSETS["qualite"]
    assert look(tiny_copy).mixed(gathering, EDITION) == []
    record = read_record(lake, "contexte_edition", EDITION)
    assert record is not None and record.tables
    unknown = replace(record, tables=dict(list(record.tables.items())[1:]))
    write_record(lake, "contexte_edition", EDITION, unknown)
    assert look(tiny_copy).mixed(gathering, EDITION) == [], "an earlier version of the step did not read it"
    write_record(lake, "contexte_edition", EDITION, record)
    responses = lake.read("silver/reponses", EDITION)
    lake.write("silver/reponses", responses.iloc[1:], EDITION)
    (told, *_) = look(tiny_copy).mixed(gathering, EDITION)
    assert "silver/reponses" in told and "modifié" in told


def test_a_theme_of_another_edition_left_from_before_makes_no_mixture(tiny_copy: Computed) -> None:
    lake, gathering = Lake.at(tiny_copy.lake), ASSETS["recueil"]
    _record_codebook(tiny_copy, "2032")
    before = {"silver/reponses/edition=2031/reponses.parquet": "0" * 64}
    current = read_record(lake, "contexte_edition", EDITION)
    assert current is not None
    write_record(lake, "indicateurs_sobriete", EDITION, replace(current, tables=before))
    assert "sobriete" in look(tiny_copy).parts(ASSETS["indicateurs"], EDITION)
    assert look(tiny_copy).mixed(gathering, EDITION) == []
    write_record(lake, "indicateurs_usages", EDITION, replace(current, tables=before))
    assert look(tiny_copy).mixed(gathering, EDITION) != []


def test_inputs_are_the_same_in_whatever_order_they_were_found() -> None:
    one = StepRecord("code", {"extrait": {"a": "1", "b": "2"}, "yaml": {}}, {"x": "3", "y": "4"})
    other = StepRecord("code", {"yaml": {}, "extrait": {"b": "2", "a": "1"}}, {"y": "4", "x": "3"})
    assert state_of_inputs(one) == state_of_inputs(other)
    assert state_of_inputs(one) != state_of_inputs(StepRecord("code", one.raw, {"x": "3", "y": "5"}))
