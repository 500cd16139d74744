"""The version of code changes with what a step imports, near or far, and with nothing else."""

import ast
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from support import REPOSITORY

from barometre_pipeline.provenance.code_version import (
    code_of_asset,
    code_of_table,
    step_module,
)
from barometre_pipeline.provenance.source_tree import SourceTree
from barometre_pipeline.tables.registry import ASSETS, TABLES, declared_in

PACKAGE = REPOSITORY / "barometre_pipeline"
FILES = {
    "__init__.py": "",
    "steps/__init__.py": "",
    "steps/drawing.py": "from maison.shapes.circle import (\n    AREA,\n    round_of,\n)\n\nSTEP = AREA\n",
    "steps/other.py": "import maison.unrelated\n",
    "shapes/__init__.py": "",
    "shapes/circle.py": "def round_of():\n    from maison import late\n    return late\n\nAREA = 1\n",
    "shapes/rules.yaml": "a: 1\n",
    "shapes/tables/areas.csv": "n\n1\n",
    "late.py": 'COMMAND = ["-m", "maison.worker"]\n',
    "worker.py": "from .relative import VALUE\n",
    "relative.py": "VALUE = 1\n",
    "unrelated.py": "X = 1\n",
    "aside/__init__.py": "",
    "aside/rules.yaml": "a: 1\n",
}
DRAWING = ("maison.steps.drawing",)


@pytest.fixture
def house(tmp_path: Path) -> Path:
    for name, content in FILES.items():
        path = tmp_path / "maison" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return tmp_path / "maison"


def version(house: Path, modules: tuple[str, ...] = DRAWING) -> str:
    return SourceTree(house).version(modules)


def add(line: str) -> Callable[[Path], object]:
    return lambda path: path.write_text(path.read_text("utf-8") + line, encoding="utf-8")


@pytest.mark.parametrize(
    "changed",
    [
        "steps/drawing.py",
        "shapes/circle.py",
        "late.py",
        "worker.py",
        "relative.py",
        "shapes/__init__.py",
        "__init__.py",
        "shapes/rules.yaml",
        "shapes/tables/areas.csv",
    ],
)
def test_a_version_changes_with_any_file_of_the_closure(house: Path, changed: str) -> None:
    before = version(house)
    add("# plus\n")(house / changed)
    assert version(house) != before


@pytest.mark.parametrize("changed", ["steps/other.py", "unrelated.py", "aside/rules.yaml"])
def test_a_version_does_not_change_with_a_file_outside_the_closure(house: Path, changed: str) -> None:
    before = version(house)
    add("# plus\n")(house / changed)
    assert version(house) == before
    assert version(house, ("maison.steps.other", "maison.aside")) != before


@pytest.mark.parametrize(
    ("changed", "old", "new"), [("late.py", "worker", "workes"), ("shapes/rules.yaml", "1", "2")]
)
def test_a_version_is_that_of_the_contents_not_of_the_sizes(
    house: Path, changed: str, old: str, new: str
) -> None:
    before = version(house)
    path = house / changed
    content = path.read_text(encoding="utf-8")
    path.write_text(content.replace(old, new), encoding="utf-8")
    assert len(path.read_text(encoding="utf-8")) == len(content)
    assert version(house) != before


def test_a_version_changes_with_the_name_of_a_file_and_not_with_its_place_or_date(
    house: Path, tmp_path: Path
) -> None:
    before = version(house)
    (house / "late.py").touch()
    (tmp_path / "ailleurs").mkdir()
    moved = house.rename(tmp_path / "ailleurs" / "maison")
    assert version(moved) == before
    (moved / "shapes" / "rules.yaml").rename(moved / "shapes" / "regles.yaml")
    assert version(moved) != before


def test_what_python_leaves_behind_is_no_code(house: Path) -> None:
    before = version(house)
    (house / "shapes" / "__pycache__").mkdir()
    (house / "shapes" / "__pycache__" / "circle.cpython-311.pyc").write_bytes(b"x")
    assert version(house) == before


def test_an_import_that_does_not_exist_is_not_of_the_package(house: Path) -> None:
    tree = SourceTree(house)
    assert tree.imports("maison.shapes.circle") == {"maison", "maison.late"}
    with pytest.raises(KeyError):
        tree.version(["maison.steps.absente"])


def test_imports_read_in_the_text_are_those_of_the_parsed_sources() -> None:
    tree = SourceTree(PACKAGE)
    for module, path in tree.modules.items():
        named = set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                named |= {a.name for a in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                named |= {str(node.module), *(f"{node.module}.{a.name}" for a in node.names)}
        assert tree.imports(module) >= (named & tree.modules.keys()) - {module}, module


def test_every_asset_has_its_step_and_the_version_of_its_own_closure() -> None:
    tree = SourceTree(PACKAGE)
    for asset in ASSETS.values():
        assert step_module(asset) in tree.modules
        assert "barometre_pipeline.dagster" not in tree.closure([step_module(asset)])
    versions = {code_of_asset(name) for name in ASSETS}
    assert len(versions) == len(ASSETS)


def test_an_asset_depends_on_the_declaration_of_its_tables() -> None:
    charts = ASSETS["graphiques"]
    tree = SourceTree(PACKAGE)
    declaration = declared_in(TABLES["gold/graphiques"])
    assert code_of_asset("graphiques") == tree.version([step_module(charts), declaration])
    assert "barometre_pipeline.tables.declarations.printed" not in tree.closure(
        [step_module(charts), declaration]
    )


def test_the_code_of_a_table_is_that_of_all_the_steps_before_it() -> None:
    steps = [ASSETS[n] for n in ("tris_a_plat", "nettoyage", "lecture_limesurvey")]
    modules = {m for a in steps for m in (step_module(a), *map(declared_in, a.tables))}
    assert code_of_table("gold/tris") == SourceTree(PACKAGE).version(modules)
    context = {step_module(ASSETS["contexte_edition"]), declared_in(TABLES["gold/contexte"])}
    assert code_of_asset("contexte_edition") == SourceTree(PACKAGE).version(modules | context)


def test_the_versions_of_all_assets_take_a_fraction_of_a_second() -> None:
    started = time.perf_counter()
    tree = SourceTree(PACKAGE)
    for asset in ASSETS.values():
        tree.version([step_module(asset)])
    # Ten times what it takes: the bound catches a new way of doing it, not a busy machine.
    assert time.perf_counter() - started < 3


def test_every_form_of_extract_is_part_of_what_reads_a_survey() -> None:
    tree = SourceTree(PACKAGE)
    forms = {m for m in tree.modules if m.startswith("barometre_pipeline.sources.limesurvey.forms.")}
    assert len(forms) > 8
    assert forms <= tree.closure(["barometre_pipeline.steps.survey_reading"])


def test_no_step_imports_a_module_whose_name_it_composes() -> None:
    tree = SourceTree(PACKAGE)
    steps = [m for m in tree.modules if m.startswith("barometre_pipeline.steps.")]
    composed = {m for m in tree.closure(steps) if 'import_module(f"' in tree.modules[m].read_text("utf-8")}
    assert composed <= {"barometre_pipeline.tables.registry"}, "its declarations are added asset by asset"
