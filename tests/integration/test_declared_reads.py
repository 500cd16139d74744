"""Each step reads every table that its tables declare, and no column that they do not name."""

import importlib
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest
from support import REPOSITORY
from tiny_edition import write_edition

from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.editions.loader import discover_editions
from barometre_pipeline.editions.model import Edition
from barometre_pipeline.lake import Lake
from barometre_pipeline.provenance.code_version import step_module
from barometre_pipeline.provenance.inputs import files_of
from barometre_pipeline.tables.declarations.poll import SONDAGE_TERRAIN, SONDAGE_TRIS, SONDES
from barometre_pipeline.tables.model import FREE
from barometre_pipeline.tables.reading import DeclaredTables
from barometre_pipeline.tables.registry import ASSETS, TABLES, Asset
from barometre_pipeline.tables.schema import empty_frame, validate
from tests.unit.indicators.invented import invented_poll, poll_tables

DATA_RAW = REPOSITORY / "data_raw"
COMPUTED, COPIED, PUBLISHED = "2025", "2024", "2022"  # years that the catalogue knows


@dataclass(frozen=True)
class NarrowTables(DeclaredTables):
    """Gives each table with the columns that the asset declares to read, and no other."""

    def read(self, table: str, edition: str | None = None) -> pd.DataFrame:
        whole = super().read(table, edition)
        named = self.asset.columns_read[table]
        return whole[[c for c in whole if c in named or (FREE in named and c not in TABLES[table].columns)]]


CHART = f"""edition: '{COMPUTED}'
edition_precedente: '2024'
graphiques:
- {{nom: maturite, titre: La maturité, indicateur: maturite_data}}
"""


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """Return one edition of the survey and one that exists only as published tables."""
    raw = tmp_path / "raw"
    for edition in (COMPUTED, COPIED):
        write_edition(raw, edition=edition)
    (raw / COMPUTED / "codebook.yaml").write_text(CHART, encoding="utf-8")
    shutil.copytree(DATA_RAW / PUBLISHED / "agregats", raw / PUBLISHED / "agregats")
    shutil.copy(DATA_RAW / PUBLISHED / "edition.yaml", raw / PUBLISHED)
    (raw / "referentiels").mkdir()
    (raw / "referentiels" / COPIED).symlink_to(DATA_RAW / "referentiels" / COPIED)
    return raw


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    """Return a lake that holds a poll with microdata and one without: reading them reads no table."""
    lake, catalogue = Lake.at(tmp_path / "lac"), load_catalogue()
    poll = invented_poll(catalogue, COMPUTED, 60, 1).drop(columns="id_reponse")
    lake.write("silver/sondes", poll, COMPUTED)
    lake.write("silver/sondes", empty_frame(SONDES), COPIED)
    counted = poll_tables(invented_poll(catalogue, COPIED, 60, 2))
    added = {c: float("nan") for c in ("part_ponderee", "marge")}
    tris = counted.assign(edition=COPIED, source_donnees="demonstration", **added)
    lake.write("gold/sondage_tris", tris[SONDAGE_TRIS.columns], COPIED)
    for edition in (COMPUTED, COPIED):
        file = {"edition": edition, "fichier": "invente.sav", "sha256": "0" * 64, "octets": 1}
        lake.write(
            "bronze/sondage_extraits",
            pd.DataFrame([{**file, "source_donnees": "demonstration", "avertissements": ""}]),
            edition,
        )
        method = dict.fromkeys(SONDAGE_TERRAIN.columns, "") | {"edition": edition}
        lake.write(SONDAGE_TERRAIN.name, pd.DataFrame([method]), edition)
    return lake


@dataclass
class Watch:
    """Notes the files of a folder that are opened, while it is on."""

    folder: Path
    opened: set[str] | None = None

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        if (
            self.opened is not None
            and event == "open"
            and isinstance(arguments[0], str | bytes | os.PathLike)
        ):
            path = Path(os.fsdecode(arguments[0]))
            if path.is_relative_to(self.folder) and path.is_file():
                self.opened.add(path.relative_to(self.folder).as_posix())


def compute(asset: Asset, editions: dict[str, Edition], lake: Lake, watch: Watch) -> set[str]:
    """Run the step of an asset and return the tables that it read; the survey is computed once, then copied."""
    step = importlib.import_module(step_module(asset))
    keys = {"limesurvey": (COMPUTED,), "agregats": (PUBLISHED,), "": (None,)}
    seen: set[str] = set()
    for edition in keys.get(asset.source, (COMPUTED, COPIED, PUBLISHED)):
        tables = NarrowTables(lake, asset, edition)
        more = [list(load_catalogue().indicateurs)] if asset.part else []
        given = [editions[edition]] if edition else list(editions.values())
        watch.opened = set()
        frames = step.run(given[0] if edition else editions, tables, *more)
        opened, watch.opened = watch.opened, None
        declared = {name for e in given for i in asset.step.raw for name in files_of(e, i)}
        assert opened <= declared, f"{asset.name} lit {opened - declared}"
        seen |= tables.seen
        for table in asset.tables:
            frame = validate(table, frames[table.name], "à l’écriture")
            lake.write(table.name, frame, edition)
            if edition == COMPUTED and not asset.part:
                copied = frame.assign(edition=COPIED) if "edition" in frame else frame
                lake.write(table.name, copied, COPIED)
    return seen


def test_every_declared_table_is_read_no_undeclared_column_and_no_undeclared_raw_file(
    raw: Path, lake: Lake
) -> None:
    editions = discover_editions(raw)
    watch = Watch(raw)
    sys.addaudithook(watch)
    waiting = [a for a in ASSETS.values() if a.source != "ipsos"]
    written = {t.name for t in ASSETS["lecture_ipsos"].tables}
    while waiting:
        asset = next(a for a in waiting if set(a.reads) <= written)
        waiting.remove(asset)
        written |= {t.name for t in asset.tables}
        assert compute(asset, editions, lake, watch) == set(asset.reads), asset.name
    assert written == set(TABLES)
