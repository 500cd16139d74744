"""The small public cases of ``../shared/cas_publics``, each with what must come out of it worked out by hand.

The steps run in this process, without Dagster, and the comparison is that of the cases' own ``verifier_cas.py``: no
expected value is written here.
"""

import importlib.util
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from support import REPOSITORY, SHARED

from barometre_pipeline.editions.loader import load_edition, sources_of
from barometre_pipeline.errors import BarometreError
from barometre_pipeline.lake import Lake
from barometre_pipeline.provenance.code_version import step_module
from barometre_pipeline.running.settings import Settings
from barometre_pipeline.running.tasks import BY_EDITION, DRIFT, Task
from barometre_pipeline.running.worker import Worker
from barometre_pipeline.tables.reading import DeclaredTables, read_valid
from barometre_pipeline.tables.registry import ASSETS, find_table
from barometre_pipeline.tables.schema import validate

CASES = SHARED / "cas_publics"
NAMES = sorted(p.parent.name for p in CASES.glob("*/attendu.json"))
EDITION = "2030"
STEPS = {
    "limesurvey": ("lecture_limesurvey", "nettoyage", "tris_a_plat", "contexte_edition"),
    "ipsos": ("lecture_ipsos",),
}


@pytest.fixture(scope="module")
def verifier() -> ModuleType:
    """Return the module that judges the cases."""
    spec = importlib.util.spec_from_file_location("verifier_cas", CASES / "verifier_cas.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def raw_of(case: str, folder: Path) -> tuple[Path, dict[str, Any]]:
    """Copy the raw files of a case, with the official lists of the repository; return them and what is expected."""
    expected = json.loads((CASES / case / "attendu.json").read_text(encoding="utf-8"))
    raw = folder / "raw"
    source = CASES / str(expected.get("raw_de", case)) / "raw"
    shutil.copytree(source, raw, ignore=shutil.ignore_patterns("referentiels"))
    (raw / "referentiels").symlink_to(REPOSITORY / "data_raw" / "referentiels")
    return raw, expected


def compute(raw: Path, lake: Lake) -> str:
    """Run the steps that read and tabulate an edition; return what stopped them, "" where nothing did."""
    try:
        edition = load_edition(raw / EDITION)
        names = [n for source, steps in STEPS.items() if source in sources_of(edition) for n in steps]
        for name in names:
            asset = ASSETS[name]
            step = importlib.import_module(step_module(asset))
            frames = step.run(edition, DeclaredTables(lake, asset, EDITION))
            for table in asset.tables:
                validate(table, frames[table.name], "à l’écriture")
                lake.write(table.name, frames[table.name], EDITION)
    except BarometreError as error:
        return str(error)
    return ""


def export_of(lake: Lake) -> Callable[[str], str]:
    """Return what gives a table as ``barometre export`` writes it."""

    def export(name: str) -> str:
        table = find_table(name)
        assert table is not None, name
        return str(read_valid(lake, table.name, EDITION).to_csv(index=False, lineterminator="\n"))

    return export


@pytest.mark.skipif(
    not NAMES, reason="cas publics absents : pas de dossier ../shared/cas_publics à côté du dépôt"
)
@pytest.mark.parametrize("case", [n for n in NAMES if n != "lac-relatif"])
def test_a_public_case_comes_out_as_worked_out_by_hand(
    case: str, verifier: ModuleType, tmp_path: Path
) -> None:
    raw, expected = raw_of(case, tmp_path)
    root = tmp_path / "lac"
    lake = Lake.at(root)
    refusal = compute(raw, lake)
    try:
        verifier.juge(expected, int(bool(refusal)), verifier.plat(refusal), export_of(lake), root)
    except verifier.Echec as failure:
        pytest.fail(str(failure))


@pytest.mark.skipif("lac-relatif" not in NAMES, reason="cas publics absents : pas de ../shared/cas_publics")
def test_a_lake_named_by_a_relative_path_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw, _ = raw_of("lac-relatif", tmp_path)
    assert not compute(raw, Lake.at(tmp_path / "absolu"))
    monkeypatch.chdir(tmp_path)
    worker = Worker(Settings(str(raw), "lac", str(tmp_path / "dagster")), lambda *_: None)
    try:
        for task in (
            Task(EDITION, BY_EDITION, assets=STEPS["limesurvey"]),
            Task(EDITION, DRIFT),  # Great Expectations keeps folders of its own beside the lake
        ):
            outcome = worker.attempt(task)
            assert outcome.etat == "calculee", outcome.message
    finally:
        worker.close()
    for table in ("gold/tris", "silver/reponses"):
        absolute, relative = (Lake.at(tmp_path / n).read_bytes(table, EDITION) for n in ("absolu", "lac"))
        assert absolute == relative
