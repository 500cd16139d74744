"""A lake named in any way is the same lake."""

from pathlib import Path

import pytest
from small_surveys import delimited, outcome, responses, structure, table

from barometre_pipeline.lake import Lake
from barometre_pipeline.running.settings import Settings
from barometre_pipeline.running.tasks import BY_EDITION, DRIFT, Task
from barometre_pipeline.running.worker import Worker

STEPS = ("lecture_limesurvey", "nettoyage", "tris_a_plat", "contexte_edition")


@pytest.mark.parametrize(
    "name", ["./lac", "sous/../lac", "lac/", "données de l’année/lac 2030", "../lac_voisin"]
)
def test_a_lake_by_a_relative_path_holds_what_an_absolute_one_holds(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = outcome(tmp_path, {"structure.lss": structure(), "r.csv": delimited(table(responses()))})
    assert not out.refusal
    here = tmp_path / "ici"
    (here / "sous").mkdir(parents=True)
    monkeypatch.chdir(here)
    worker = Worker(Settings("../raw", name, str(tmp_path / "dagster")), lambda *_: None)
    try:
        for task in (Task("2030", BY_EDITION, assets=STEPS), Task("2030", DRIFT)):
            done = worker.attempt(task)
            assert done.etat == "calculee", done.message
    finally:
        worker.close()
    relative = Lake.at((here / name).resolve())
    for table_name in ("gold/tris", "silver/reponses"):
        assert relative.read_bytes(table_name, "2030") == out.lake.read_bytes(table_name, "2030")
