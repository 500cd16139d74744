"""What an analyst finds in Dagster: definitions, metadata, checks that block."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pandas as pd
import pytest
from support import Computed
from tiny_edition import EDITION, PERSONAL, write_edition

from barometre_pipeline.dagster.assembly import build
from barometre_pipeline.dagster.checks import PANDERA_CHECK
from barometre_pipeline.editions.model import Edition
from barometre_pipeline.provenance.code_version import code_of_asset
from barometre_pipeline.tables.reading import DeclaredTables, Frames
from barometre_pipeline.tables.registry import ASSETS, TABLES

TABLES_LIMESURVEY = [t for t in TABLES.values() if t.source == "limesurvey"]


@pytest.fixture(scope="module")
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as instance:
        instance.add_dynamic_partitions("editions", [EDITION])
        yield instance


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("dagster")


@pytest.fixture(scope="module")
def materialized(base: Path, instance: dg.DagsterInstance) -> dict[str, dg.AssetMaterialization]:
    """Metadata of every table, from one run of the job through a Dagster instance."""
    write_edition(base / "raw")
    job = build(str(base / "raw"), str(base / "lac")).resolve_job_def("edition")
    result = job.execute_in_process(instance=instance, partition_key=EDITION)
    assert result.success
    events = [e for e in result.all_events if e.is_step_materialization]
    return {"/".join(e.asset_key.path): e.materialization for e in events}


def _execute(computed: Computed, selection: list[str]) -> dg.ExecuteInProcessResult:
    """Materialize some tables again, with their checks."""
    with dg.DagsterInstance.ephemeral() as instance:
        instance.add_dynamic_partitions("editions", [EDITION])
        definitions = build(str(computed.raw), str(computed.lake))
        # What one op writes together is materialized together.
        graph = definitions.resolve_asset_graph()
        keys = {k for t in selection for k in graph.get(dg.AssetKey(t.split("/"))).execution_set_asset_keys}
        assets = dg.AssetSelection.assets(*keys)
        job = dg.define_asset_job("partie", selection=assets)
        bound = dg.Definitions.merge(definitions, dg.Definitions(jobs=[job]))
        return bound.resolve_job_def("partie").execute_in_process(
            instance=instance, partition_key=EDITION, raise_on_error=False
        )


def test_the_definitions_can_be_loaded_and_every_edition_table_is_an_asset() -> None:
    definitions = build("raw", "lake")
    dg.Definitions.validate_loadable(definitions)
    keys = {"/".join(k.path) for k in definitions.resolve_asset_graph().get_all_asset_keys()}
    assert keys >= {t.name for t in TABLES_LIMESURVEY}


@pytest.mark.parametrize("name", [t.name for t in TABLES_LIMESURVEY])
def test_each_asset_says_what_it_is_whose_and_of_which_kind(name: str) -> None:
    graph = build("raw", "lake").resolve_asset_graph()
    node = graph.get(dg.AssetKey(name.split("/")))
    assert node.description == TABLES[name].description
    assert node.group_name in {"bronze", "silver", "gold", "publication"}
    assert node.owners
    assert node.kinds
    assert node.code_version


@pytest.mark.parametrize("name", [t.name for t in TABLES_LIMESURVEY])
def test_each_table_reports_its_rows_and_the_schema_of_its_columns(
    materialized: dict[str, dg.AssetMaterialization], name: str
) -> None:
    metadata = materialized[name].metadata
    assert metadata["dagster/row_count"].value >= 0
    columns = {c.name: c for c in metadata["dagster/column_schema"].value.columns}
    declared = TABLES[name].columns
    assert set(declared) <= set(columns)
    assert all(columns[c].description for c in declared)


def test_figures_report_the_columns_they_come_from(materialized: dict[str, dg.AssetMaterialization]) -> None:
    deps = materialized["gold/tris"].metadata["dagster/column_lineage"].value.deps_by_column
    sources = {"/".join(d.asset_key.path) for d in deps["part_ponderee"]}
    assert sources >= {"silver/reponses", "silver/structures"}
    assert {d.column_name for d in deps["groupe"]} == {"strate"}


@pytest.mark.parametrize("name", [t.name for t in TABLES_LIMESURVEY])
def test_every_column_reports_the_columns_it_comes_from_or_what_it_comes_from_outside_the_lake(
    materialized: dict[str, dg.AssetMaterialization], name: str
) -> None:
    metadata = materialized[name].metadata
    lineage = metadata.get("dagster/column_lineage")
    deps = lineage.value.deps_by_column if lineage else {}
    for column in metadata["dagster/column_schema"].value.columns:
        assert deps.get(column.name) or "Origine :" in column.description, column.name


def test_from_a_figure_one_follows_answers_back_to_the_responses_received(
    materialized: dict[str, dg.AssetMaterialization],
) -> None:
    def before(table: str, column: str) -> set[tuple[str, str]]:
        deps = materialized[table].metadata["dagster/column_lineage"].value.deps_by_column[column]
        return {("/".join(d.asset_key.path), d.column_name) for d in deps}

    assert ("silver/reponses", "*") in before("gold/tris", "n")
    assert ("bronze/reponses_brutes", "*") in before("silver/reponses", "*")
    assert ("bronze/reponses_brutes", "*") in before("silver/reponses", "publie")


@pytest.mark.parametrize(
    ("table", "parents"),
    [
        ("gold/graphiques", {"gold/tris", "bronze/questions", "brut/edition_yaml"}),
        (
            "gold/contradictions",
            {"gold/indicateurs", "gold/non_calculables", "gold/evolutions", "gold/livre_de_codes"},
        ),
        ("silver/agregats", {"brut/tableaux_publies"}),
    ],
)
def test_an_asset_depends_on_the_tables_its_columns_come_from(table: str, parents: set[str]) -> None:
    node = build("raw", "lake").resolve_asset_graph().get(dg.AssetKey(table.split("/")))
    assert {"/".join(k.path) for k in node.parent_keys} == parents


def test_an_asset_has_the_version_of_its_own_code() -> None:
    graph = build("raw", "lake").resolve_asset_graph()
    for asset in (a for a in ASSETS.values() if not a.part):
        for table in asset.tables:
            assert graph.get(dg.AssetKey(table.name.split("/"))).code_version == code_of_asset(asset.name)


def test_a_broken_table_of_a_step_keeps_all_its_tables_from_being_written(
    tiny_copy: Computed, monkeypatch: pytest.MonkeyPatch
) -> None:
    from barometre_pipeline.steps import tabulations

    run = tabulations.run

    def broken(edition: Edition, tables: DeclaredTables) -> Frames:
        return run(edition, tables) | {"gold/fiches": pd.DataFrame({"autre": [1]})}

    monkeypatch.setattr(tabulations, "run", broken)
    shutil.rmtree(tiny_copy.lake / "gold" / "tris")
    result = _execute(tiny_copy, ["gold/tris"])
    failures = [e.step_failure_data.user_failure_data for e in result.all_events if e.is_step_failure]
    assert "gold/fiches" in failures[0].description
    assert not (tiny_copy.lake / "gold" / "tris").exists()


def test_an_edition_mapped_to_nothing_has_the_same_files_from_the_interface_as_from_the_command_line(
    base: Path, materialized: dict[str, dg.AssetMaterialization], tiny: Computed
) -> None:
    assert materialized
    shown, typed = (
        {p.relative_to(lake).as_posix() for p in lake.rglob(f"*{EDITION}*/**/*.parquet")}
        for lake in (base / "lac", tiny.lake)
    )
    assert shown == typed


def test_no_preview_shows_personal_data(materialized: dict[str, dg.AssetMaterialization]) -> None:
    shown = str({name: m.metadata for name, m in materialized.items()})
    assert "Rocheclaire" not in shown
    assert not [p for p in PERSONAL if p in shown]


def test_every_table_of_an_edition_has_its_blocking_pandera_check() -> None:
    graph = build("raw", "lake").resolve_asset_graph()
    for table in TABLES_LIMESURVEY:
        key = dg.AssetCheckKey(dg.AssetKey(table.name.split("/")), PANDERA_CHECK)
        assert graph.get_check_spec(key).blocking, table.name


def test_a_table_corrupted_on_disk_stops_what_reads_it(tiny_copy: Computed) -> None:
    path = tiny_copy.lake / f"silver/structures/edition={EDITION}/structures.parquet"
    pd.read_parquet(path).assign(strate="villages").to_parquet(path, index=False)
    before = (tiny_copy.lake / f"gold/tris/edition={EDITION}/tris.parquet").read_bytes()
    result = _execute(tiny_copy, ["gold/tris", "gold/fiches"])
    assert not result.success
    assert "tris_a_plat" in [e.step_key for e in result.all_events if e.is_step_failure]
    assert (tiny_copy.lake / f"gold/tris/edition={EDITION}/tris.parquet").read_bytes() == before


def test_a_failed_blocking_check_keeps_the_next_layer_from_running(
    tiny_copy: Computed, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A writer that corrupts what it stored: only the check that reads back from disk can see it.
    from barometre_pipeline.lake import Lake

    write = Lake.write

    def corrupting(
        self: Lake, table: str, frame: pd.DataFrame, edition: str | None = None, part: str = ""
    ) -> str:
        if table == "silver/structures":
            frame = frame.assign(strate="villages")
        return write(self, table, frame, edition, part)

    monkeypatch.setattr(Lake, "write", corrupting)
    result = _execute(
        tiny_copy,
        ["silver/reponses", "silver/structures", "silver/reponses_ecartees", "gold/tris", "gold/fiches"],
    )
    assert not result.success
    failed = [e for e in result.get_asset_check_evaluations() if not e.passed]
    assert ("silver/structures", PANDERA_CHECK) in {
        ("/".join(e.asset_key.path), e.check_name) for e in failed
    }
    assert "tris_a_plat" not in [e.step_key for e in result.all_events if e.is_step_start]
