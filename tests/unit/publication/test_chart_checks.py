"""The checks of the lake on charts: green on what the step wrote, red when one file says something else."""

import json
import shutil

import dagster as dg
import pandas as pd
import pytest
from declared_rows import declared, scale, texts_of

from barometre_pipeline.dagster import chart_checks
from barometre_pipeline.dagster.resources import Paths
from barometre_pipeline.lake import Lake
from barometre_pipeline.steps import declared_charts, trends
from barometre_pipeline.tables.declarations.changes import EVOLUTIONS
from barometre_pipeline.tables.reading import DeclaredTables
from barometre_pipeline.tables.registry import ASSETS
from barometre_pipeline.tables.schema import empty_frame

DECLARED, TRENDS = "gold/graphiques_declares", "gold/tendances"
DRAWN, *VALUES = chart_checks.CHECKS


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """The lake that every test here has a copy of: its charts are drawn once."""
    found = Lake.at(tmp_path_factory.mktemp("lac"))
    found.write("gold/indicateurs", pd.DataFrame([*scale(edition="2030"), *scale()]))
    found.write("gold/evolutions", empty_frame(EVOLUTIONS))
    with pytest.MonkeyPatch.context() as environment:
        environment.delenv("BAROMETRE_DESSINS", raising=False)
        return with_charts(found, declared())


@pytest.fixture
def lake(drawn, tmp_path):
    shutil.copytree(drawn.root, tmp_path / "lac")
    return Lake.at(tmp_path / "lac")


def with_charts(lake, *charts):
    ((edition, file, text),) = texts_of(*charts)
    lake.write(
        "gold/livre_de_codes",
        pd.DataFrame({"edition": [edition], "fichier": [file], "sha256": ["0" * 64], "texte": [text]}),
    )
    for asset, step in (("graphiques_declares", declared_charts), ("tendances", trends)):
        for table, frame in step.run({}, DeclaredTables(lake, ASSETS[asset])).items():
            lake.write(table, frame)
    return lake


def verdict(lake, check):
    context = dg.build_asset_check_context(resources={"paths": Paths(raw="", lake=str(lake.root))})
    result = check(context)
    assert result.passed == (result.description is None)
    return "" if result.passed else result.description


def file_of(lake, index, column, name=None):
    table = lake.read(index)
    chosen = table[table["graphique"] == name] if name else table
    return lake.root / chosen[column].iloc[0]


def check_of(index):
    keys = {next(iter(c.check_keys)).asset_key.to_user_string(): c for c in VALUES}
    return next(c for key, c in keys.items() if key.endswith(index.partition("/")[2]))


@pytest.mark.parametrize("index", [DECLARED, TRENDS])
def test_the_values_of_charts_are_those_of_the_indicators_as_the_step_wrote_them(lake, index):
    assert len(lake.read(index)) > 0
    assert verdict(lake, check_of(index)) == ""


@pytest.mark.parametrize("index", [DECLARED, TRENDS])
def test_a_value_altered_in_the_csv_turns_the_check_red_and_names_the_file(lake, index):
    path = file_of(lake, index, "fichier_csv")
    table = pd.read_csv(path)
    table.loc[0, "part_publiable"] += 0.01
    table.to_csv(path, index=False)
    assert path.name in verdict(lake, check_of(index))


@pytest.mark.parametrize("index", [DECLARED, TRENDS])
def test_a_mark_altered_in_the_specification_turns_the_check_red(lake, index):
    path = file_of(lake, index, "json")
    vega = json.loads(path.read_text("utf-8"))
    mark = next(v for layer in vega["layer"] for v in layer["data"]["values"] if "part" in v)
    mark["part"] += 0.01
    path.write_text(json.dumps(vega), "utf-8")
    assert "que ses données n’ont pas" in verdict(lake, check_of(index))


@pytest.mark.parametrize("index", [DECLARED, TRENDS])
def test_an_indicator_computed_again_since_turns_the_check_red(lake, index):
    rows = [*scale(edition="2030"), *scale()]
    for values in rows:
        values["n"] -= 1
        values["part_publiable"] = values["n"] / values["base"]
    lake.write("gold/indicateurs", pd.DataFrame(rows))
    assert "au lieu de" in verdict(lake, check_of(index))


def test_many_faults_are_told_by_their_first_and_their_number(lake):
    for path in (lake.root / "publication" / "graphiques_declares").glob("*.csv"):
        table = pd.read_csv(path)
        pd.concat([table.assign(n=1)] * 4).to_csv(path, index=False)
    lines = verdict(lake, check_of(DECLARED)).splitlines()
    assert len(lines) == 21
    assert lines[-1].startswith("… et ") and lines[-1].endswith(" autres")


def test_a_chart_that_a_codebook_declares_and_that_has_no_value_turns_its_check_red(lake):
    assert verdict(lake, DRAWN) == ""
    with_charts(lake, declared(), declared(nom="vide", indicateur="obstacle_data"))
    told = verdict(lake, DRAWN)
    assert "« vide »".replace(" ", "\u00a0") in told and "essai" not in told
    assert "2031/codebook.yaml" in told


def test_a_chart_that_may_not_tell_what_it_announces_is_no_fault_of_its_declaration(lake):
    rows = [r | {"publiable": r["categorie"] not in ("avancee", "nsp")} for r in scale()]
    lake.write("gold/indicateurs", pd.DataFrame(rows))
    with_charts(lake, declared(annonce=["avancee"]))
    assert "essai" not in set(lake.read(DECLARED)["graphique"])
    assert verdict(lake, DRAWN) == ""
