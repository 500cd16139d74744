"""Where the workbooks are written: each in the folder of its edition, told with what the step wrote, none left over."""

from pathlib import Path
from types import SimpleNamespace

import pandas as pd

from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.lake import Lake
from barometre_pipeline.steps import workbook
from barometre_pipeline.tables.declarations.indicators import INDICATEURS
from barometre_pipeline.tables.declarations.publication import TABLEAUX
from barometre_pipeline.tables.declarations.quality import QUALITE
from barometre_pipeline.tables.reading import DeclaredTables
from barometre_pipeline.tables.records import files_written
from barometre_pipeline.tables.registry import ASSETS
from barometre_pipeline.tables.schema import empty_frame, validate
from tests.unit.publication.invented_rows import EDITION, WHOLE, row

EDITIONS = {EDITION: SimpleNamespace(config=SimpleNamespace(titre="Baromètre 2031"))}
NAME = f"publication/{EDITION}/tableaux_{EDITION}.xlsx"


def run(folder: Path, editions: dict[str, SimpleNamespace]) -> pd.DataFrame:
    indicator, category = next((n, c) for n, of in load_catalogue().categories.items() for c in of)
    lake = Lake.at(folder)
    empty = empty_frame(INDICATEURS)
    told = pd.DataFrame([row(indicator, category, WHOLE, 60, 100)])[list(empty.columns)].astype(empty.dtypes)
    lake.write(INDICATEURS.name, told)
    lake.write(QUALITE.name, empty_frame(QUALITE))
    tables = DeclaredTables(lake, ASSETS["tableaux"])
    return workbook.run(editions, tables)[TABLEAUX.name]  # type: ignore[arg-type]


def test_each_edition_has_its_workbook_in_its_folder_and_it_is_told_with_what_the_step_wrote(
    tmp_path, monkeypatch
):
    (tmp_path / f"publication/{EDITION}/graphiques").mkdir(parents=True)
    (tmp_path / f"publication/{EDITION}/graphiques/G1.png").write_bytes(b"png")
    index = run(tmp_path, EDITIONS)
    validate(TABLEAUX, index, "à l’écriture")
    assert index["fichier"].tolist() == [NAME]
    assert index["octets"].iloc[0] == (tmp_path / NAME).stat().st_size
    assert list(files_written(Lake.at(tmp_path), ASSETS["tableaux"], None)) == [NAME]


def test_the_workbook_of_an_edition_that_is_gone_is_removed(tmp_path: Path) -> None:
    old = tmp_path / "publication/2019/tableaux_2019.xlsx"
    old.parent.mkdir(parents=True)
    old.write_bytes(b"old")
    run(tmp_path, EDITIONS)
    assert not old.exists() and (tmp_path / NAME).exists()
    index = run(tmp_path, {})
    validate(TABLEAUX, index, "à l’écriture")
    assert index.empty and not (tmp_path / NAME).exists()
