"""Documents dropped beside an edition: read, checked, published, again at each change; none of them stops a run.

What is found in a document is given: finding it is ``printed.documents``'.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any

import dagster as dg
import pandas as pd
import pytest
from invented_documents import docx, encrypted_pdf, pdf
from support import Computed, barometre, run, snapshot
from tiny_edition import EDITION, write_edition

from barometre_pipeline.dagster.document_checks import documents_without_contradiction
from barometre_pipeline.dagster.metadata import GraphKeys, table_metadata
from barometre_pipeline.dagster.resources import Paths
from barometre_pipeline.editions.loader import discover_editions, load_edition
from barometre_pipeline.lake import Lake
from barometre_pipeline.printed.documents.model import Checked
from barometre_pipeline.provenance.inputs import files_of
from barometre_pipeline.steps import document_checking, document_reading
from barometre_pipeline.tables.declarations.changes import EVOLUTIONS
from barometre_pipeline.tables.declarations.documents import CHECKING, DOCUMENTS, READING, VERIFICATIONS
from barometre_pipeline.tables.declarations.indicators import INDICATEURS, NON_CALCULABLES
from barometre_pipeline.tables.raw_inputs import DOCUMENTS as RAW
from barometre_pipeline.tables.reading import DeclaredTables, Frames
from barometre_pipeline.tables.registry import ASSETS, TABLES
from barometre_pipeline.tables.schema import empty_frame, validate
from tests.unit.publication.invented_check import CHECKED, LINES

NBSP = "\u00a0"
READ, CHECK = ASSETS[READING.name], ASSETS[CHECKING.name]


@pytest.fixture(autouse=True)
def given(monkeypatch: pytest.MonkeyPatch) -> None:
    """Find in « note… » what the unit tests found, and nothing in the others."""

    def check(text: Any, _catalogue: Any, _computed: Any, edition: str) -> Checked:
        found = CHECKED if text.nom.startswith("note") else replace(CHECKED, occurrences=(), affirmations=())
        return replace(found, document=text.nom, edition=edition)

    monkeypatch.setattr(document_checking, "check_document", check)


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = write_edition(tmp_path / "raw") / "documents"
    folder.mkdir()
    (folder / "note.txt").write_text("\n".join(LINES), encoding="utf-8")
    (folder / "ancien").mkdir()
    docx(folder / "ancien" / "bilan.docx")
    (folder / "scan.pdf").write_bytes(pdf([[]]))
    (folder / "secret.pdf").write_bytes(encrypted_pdf(["69 %"], "secret"))
    (folder / "~$note.docx").write_bytes(b"verrou")
    (folder / ".DS_Store").write_bytes(b"x")
    return tmp_path / "raw"


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    lake = Lake.at(tmp_path / "lac")
    for table in (INDICATEURS, EVOLUTIONS, NON_CALCULABLES):
        lake.write(table.name, empty_frame(table))
    return lake


def step(asset: Any, module: Any, raw: Path, lake: Lake, edition: str | None) -> Frames:
    given: Any = load_edition(raw / edition) if edition else discover_editions(raw)
    frames: Frames = module.run(given, DeclaredTables(lake, asset, edition))
    for name, frame in frames.items():
        lake.write(name, validate(TABLES[name], frame, "à l’écriture"), edition)
    return frames


def both(raw: Path, lake: Lake) -> Frames:
    return step(READ, document_reading, raw, lake, EDITION) | step(CHECK, document_checking, raw, lake, None)


def test_each_document_is_read_and_one_that_cannot_be_is_named_with_what_to_do(raw: Path, lake: Lake) -> None:
    documents = step(READ, document_reading, raw, lake, EDITION)[DOCUMENTS.name].set_index("document")
    assert list(documents.index) == ["bilan.docx", "note.txt", "scan.pdf", "secret.pdf"]
    assert documents.loc["note.txt", "fichier"] == f"{EDITION}/documents/note.txt"
    assert documents.loc["note.txt", "lignes"] == len(LINES)
    assert list(documents["non_lu"] != "") == [False, False, True, True]
    assert "reconnaissance de caractères" in documents.loc["scan.pdf", "non_lu"]
    assert "mot de passe" in documents.loc["secret.pdf", "non_lu"]
    assert set(files_of(load_edition(raw / EDITION), RAW)) == set(documents["fichier"]), (
        "what is watched is read"
    )


def test_each_number_has_a_row_and_each_document_a_page_and_a_csv(raw: Path, lake: Lake) -> None:
    frames = both(raw, lake)
    numbers = frames["gold/documents_verifies"]
    assert list(numbers["texte"]) == [o.texte for o in CHECKED.occurrences]
    assert set(numbers["edition"]) == {EDITION}
    assert list(numbers["edition_du_nombre"])[:4] == ["2031"] * 4
    assert numbers["valeur_calculee"].isna().sum() == 3
    assert list(frames["gold/documents_affirmations"]["verdict"]) == ["faux"]
    documents = frames[VERIFICATIONS.name].set_index("document")
    counted = documents.loc[
        "note.txt", ["nombres", "surs", "probables", "a_trancher", "autres_sources", "contredits"]
    ]
    assert list(counted) == [5, 2, 1, 1, 1, 1]
    root = Path(str(lake.root))
    for name, row in documents.iterrows():
        for column in ("page", "csv"):
            assert bool(row[column]) is (name in ("note.txt", "bilan.docx"))
            assert not row[column] or (root / row[column]).is_file()
    index = (root / "publication/verification/index.html").read_text("utf-8")
    assert Path(documents.loc["note.txt", "page"]).name in index
    assert "mot de passe" in index


def test_the_same_documents_give_the_same_bytes_and_one_that_is_gone_takes_its_files_with_it(
    raw: Path, lake: Lake
) -> None:
    both(raw, lake)
    root = Path(str(lake.root))
    before = snapshot(root)
    both(raw, lake)
    assert snapshot(root) == before
    (raw / EDITION / "documents" / "note.txt").unlink()
    both(raw, lake)
    left = {p.name for p in (root / "publication").rglob("*") if p.is_file()}
    assert len(left) == 3 and not any(name.startswith("note") for name in left)
    for path in (raw / EDITION / "documents").rglob("*.*"):
        path.unlink()
    assert all(frame.empty for frame in both(raw, lake).values())
    assert not any(p.is_file() for p in (root / "publication").rglob("*"))


def test_the_check_names_what_is_contradicted_where_it_is_and_what_to_run(raw: Path, lake: Lake) -> None:
    both(raw, lake)
    context = dg.build_asset_check_context(resources={"paths": Paths(raw=str(raw), lake=str(lake.root))})
    result = documents_without_contradiction(context)
    assert isinstance(result, dg.AssetCheckResult)
    assert not result.passed and result.severity == dg.AssetCheckSeverity.WARN
    said = str(result.description).replace(NBSP, " ")
    assert f"{EDITION}/documents/note.txt, ligne 3 : « 69 % », contredit ; les données donnent 61 %." in said
    assert "barometre audit 0123456789abcdef --verify" in said
    assert f"{EDITION}/documents/secret.pdf : non lu, il est protégé par un mot de passe" in said
    assert said.count("« ") == 1, "what is not sure is not told"


def test_the_interface_leads_to_each_page_and_says_when_there_is_none(raw: Path, lake: Lake) -> None:
    frame = both(raw, lake)[VERIFICATIONS.name]
    keys = GraphKeys([])
    hostile = frame.assign(document="a](javascript:x)|<b>")
    for shown, told in ((frame, "note.txt"), (hostile, r"a\](javascript:x)\|\<b\>")):
        metadata = table_metadata(VERIFICATIONS, shown, lake, keys)
        assert told in metadata["Pages"].value
    assert "verification/index.html" in metadata["Documents"].value
    empty = table_metadata(VERIFICATIONS, empty_frame(VERIFICATIONS), lake, keys)
    assert "aucun document" in empty["État"]


def test_a_run_checks_what_was_dropped_and_again_what_changed(tiny_copy: Computed) -> None:
    raw, lake = tiny_copy.raw, Lake.at(tiny_copy.lake)
    assert lake.read(VERIFICATIONS.name).empty, "no document: an empty table, and a green run"
    folder = raw / EDITION / "documents"
    folder.mkdir()
    (folder / "note.txt").write_text("\n".join(LINES), encoding="utf-8")
    (folder / "secret.pdf").write_bytes(encrypted_pdf(["69 %"], "secret"))
    told = barometre("editions", "--raw", raw, "--lake", tiny_copy.lake)
    assert "à recalculer" in told.stdout
    done = run(raw, tiny_copy.lake)
    assert done.exit_code == 0, done.stderr
    assert "documents_sans_contradiction" in done.stdout + done.stderr
    assert list(lake.read(VERIFICATIONS.name)["contredits"]) == [1, 0]
    assert "à recalculer" not in barometre("editions", "--raw", raw, "--lake", tiny_copy.lake).stdout
    (folder / "note.txt").rename(folder / "autre.txt")
    assert run(raw, tiny_copy.lake).exit_code == 0
    found = lake.read(VERIFICATIONS.name)
    assert list(found["document"]) == ["autre.txt", "secret.pdf"]
    assert list(found["nombres"]) == [0, 0]
    assert isinstance(found, pd.DataFrame)
