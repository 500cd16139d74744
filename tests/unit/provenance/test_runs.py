from pathlib import Path

from barometre_pipeline.provenance.runs import note_run, run_of


def test_the_last_run_that_wrote_a_table_is_known_for_each_edition(tmp_path: Path) -> None:
    note_run(tmp_path, "gold/tris", "2030", "ancienne")
    note_run(tmp_path, "gold/tris", "2030", "nouvelle")
    note_run(tmp_path, "gold/tris", "2031", "autre")
    note_run(tmp_path, "gold/indicateurs", None, "ensemble")
    known = [("gold/tris", "2030"), ("gold/tris", "2031"), ("gold/indicateurs", None)]
    assert [run_of(tmp_path, *k)["run_id"] for k in known] == ["nouvelle", "autre", "ensemble"]


def test_an_unknown_run_says_whether_this_machine_knows_the_lake_at_all(tmp_path: Path) -> None:
    assert run_of(tmp_path / "absent", "gold/tris", "2030") == {
        "run_id": "",
        "note": "inconnue : l’historique Dagster de ce lac n’est pas sur cette machine",
    }
    assert not (tmp_path / "absent").exists(), "asking creates nothing"
    note_run(tmp_path, "gold/tris", "2030", "une")
    found = run_of(tmp_path, "gold/tris", "2031")
    assert (found["run_id"], found["note"]) == ("", "inconnue de l’historique Dagster de ce lac")
