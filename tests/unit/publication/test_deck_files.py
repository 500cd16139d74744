"""Where the documents are written: each in the folder of its edition, told with what the step wrote, none left over."""

from pathlib import Path
from types import SimpleNamespace

import dagster as dg
import pandas as pd
import pytest
from declared_rows import scale

from barometre_pipeline.dagster import chart_checks
from barometre_pipeline.dagster.resources import Paths
from barometre_pipeline.editions.model import EditionConfig
from barometre_pipeline.lake import Lake
from barometre_pipeline.steps import deck
from barometre_pipeline.tables.declarations.changes import EVOLUTIONS
from barometre_pipeline.tables.declarations.quality import TERRAIN
from barometre_pipeline.tables.declarations.supports import SUPPORTS, SUPPORTS_VALEURS
from barometre_pipeline.tables.reading import DeclaredTables
from barometre_pipeline.tables.records import files_written
from barometre_pipeline.tables.registry import ASSETS
from barometre_pipeline.tables.schema import empty_frame, validate

EDITION = "2031"
NAMES = [f"publication/{EDITION}/document/barometre_{EDITION}.{kind}" for kind in ("pptx", "pdf")]
EDITIONS = {EDITION: SimpleNamespace(config=EditionConfig(edition=EDITION, titre="Baromètre 2031"))}


@pytest.fixture
def lake(tmp_path):
    found = Lake.at(tmp_path)
    found.write("gold/indicateurs", pd.DataFrame(scale()))
    found.write(EVOLUTIONS.name, empty_frame(EVOLUTIONS))
    found.write(TERRAIN.name, empty_frame(TERRAIN))
    return found


def run(lake, editions):
    frames = deck.run(editions, DeclaredTables(lake, ASSETS["supports"]))
    for table in (SUPPORTS, SUPPORTS_VALEURS):
        validate(table, frames[table.name], "à l’écriture")
        lake.write(table.name, frames[table.name])
    return frames


def test_each_edition_has_its_two_files_and_they_are_told_with_what_the_step_wrote(lake):
    index = run(lake, EDITIONS)[SUPPORTS.name]
    root = Path(str(lake.root))
    assert index["fichier"].tolist() == NAMES and set(index["edition"]) == {EDITION}
    assert index["octets"].tolist() == [(root / n).stat().st_size for n in NAMES]
    assert set(NAMES) <= set(files_written(lake, ASSETS["supports"], None))


def test_the_document_of_an_edition_that_is_gone_is_removed_with_its_values(lake):
    run(lake, EDITIONS)
    frames = run(lake, {})
    assert frames[SUPPORTS.name].empty and frames[SUPPORTS_VALEURS.name].empty
    assert not [n for n in NAMES if (Path(str(lake.root)) / n).exists()]


def test_the_check_on_slides_is_green_on_what_was_written_and_red_once_a_value_changed(lake):
    run(lake, EDITIONS)
    check = chart_checks.CHECKS[-1]
    context = dg.build_asset_check_context(resources={"paths": Paths(raw="", lake=str(lake.root))})
    assert check(context).passed
    changed = pd.DataFrame(scale()).assign(part_publiable=0.123)
    lake.write("gold/indicateurs", changed)
    result = check(context)
    assert not result.passed and NAMES[0] in result.description
