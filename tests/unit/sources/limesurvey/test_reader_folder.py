"""An edition's folder: the newest extract is used, the others are named, other files play no part."""

import hashlib
import json
import os
import shutil
import zipfile
from pathlib import Path

import pytest
from reader_survey import CODES, LSS, ROW, TXT, csv_bytes, need_shared

from barometre_pipeline.errors import InputError
from barometre_pipeline.sources.limesurvey import list_extracts, read_folder


def extract_of(day: str, *ids: int) -> bytes:
    rows = [[str(number), f"{day} 10:00:00", *ROW[2:]] for number in ids]
    return csv_bytes([CODES, *rows])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "2026/limesurvey"
    folder.mkdir(parents=True)
    shutil.copy(LSS, folder / "survey.lss")
    return folder


def test_structure_and_extract_are_found_among_other_files(folder, tmp_path):
    (folder / "juillet.csv").write_bytes(extract_of("2026-07-01", 1, 2))
    (folder / "correspondances.csv").write_text("id_reponse,nom_saisi,siren\n1,Exemple,123\n", "utf-8")
    (folder / "decisions.csv").write_text("id_reponse;motif\n1;test\n", "utf-8")
    (folder / "notes.md").write_text("à lire", "utf-8")
    (folder / "lisez-moi.txt").write_text("Notes de l'équipe", "utf-8")
    (folder / "reglages.json").write_text("{}", "utf-8")
    extract = read_folder(folder, tmp_path)
    assert [(file.path, file.role) for file in extract.files] == [
        ("2026/limesurvey/juillet.csv", "reponses"),
        ("2026/limesurvey/survey.lss", "structure"),
    ]
    data = (folder / "juillet.csv").read_bytes()
    assert extract.files[0].sha256 == hashlib.sha256(data).hexdigest()
    assert extract.files[0].size == len(data)
    assert extract.ignored == ()


def test_newest_responses_win_whatever_the_names_and_dates_of_the_files(folder, tmp_path):
    for name, day, stamp in (
        ("a_final.csv", "2026-07-01", 1),
        ("b_interim.csv", "2026-06-01", 2_000_000_000),
    ):
        (folder / name).write_bytes(extract_of(day, 1))
        os.utime(folder / name, (stamp, stamp))
    extract = read_folder(folder, tmp_path)
    assert extract.files[0].path.endswith("a_final.csv")
    assert extract.ignored == ("2026/limesurvey/b_interim.csv",)
    assert any("b_interim.csv" in warning for warning in extract.warnings)


def test_dated_folders_are_ordered_by_their_date(folder, tmp_path):
    (folder / "vieux.csv").write_bytes(extract_of("2026-05-01", 1))
    for day in ("2026-06-15", "2026-07-15"):
        (folder / day).mkdir()
        (folder / day / "reponses_777.csv").write_bytes(extract_of("2026-06-14", 1, 2))
    found = [file.shown for file in list_extracts(folder, tmp_path)]
    assert found == [
        "2026/limesurvey/2026-07-15/reponses_777.csv",
        "2026/limesurvey/2026-06-15/reponses_777.csv",
        "2026/limesurvey/vieux.csv",
    ]


def test_structure_of_the_dated_folder_comes_before_the_one_beside_it(folder, tmp_path):
    (folder / "2026-07-15").mkdir()
    shutil.copy(TXT, folder / "2026-07-15/structure.txt")
    (folder / "2026-07-15/reponses.csv").write_bytes(extract_of("2026-07-14", 1))
    extract = read_folder(folder, tmp_path)
    assert extract.files[1].path == "2026/limesurvey/2026-07-15/structure.txt"


def test_an_extract_can_be_forced(folder, tmp_path):
    (folder / "a.csv").write_bytes(extract_of("2026-07-01", 1))
    (folder / "b.csv").write_bytes(extract_of("2026-06-01", 1))
    assert read_folder(folder, tmp_path, force="b.csv").files[0].path.endswith("b.csv")
    with pytest.raises(InputError, match=r"a\.csv.*b\.csv"):
        read_folder(folder, tmp_path, force="c.csv")


def test_file_changed_since_it_was_fetched_is_refused(folder, tmp_path):
    dated = folder / "2026-07-15"
    dated.mkdir()
    data = extract_of("2026-07-14", 1)
    (dated / "reponses.csv").write_bytes(data)
    entry = {"fichier": "reponses.csv", "sha256": hashlib.sha256(data).hexdigest(), "octets": len(data)}
    (dated / "manifest.json").write_text(json.dumps({"fichiers": [entry | {"role": "reponses"}]}), "utf-8")
    assert len(read_folder(folder, tmp_path).values) == 1
    (dated / "reponses.csv").write_bytes(extract_of("2026-07-14", 1, 2))
    with pytest.raises(InputError, match="SHA-256"):
        read_folder(folder, tmp_path)


@pytest.mark.parametrize(
    "data", [b"", b"\r\n", "déjà;vu".encode("latin-1"), b"%PDF-1.4", extract_of("2026-07-01", 1)[:-20]]
)
def test_broken_extract_stops_the_reading_even_beside_a_good_one(folder, tmp_path, data):
    (folder / "bon.csv").write_bytes(extract_of("2026-06-01", 1))
    (folder / "mauvais.csv").write_bytes(data)
    with pytest.raises(InputError) as error:
        read_folder(folder, tmp_path)
    assert error.value.fichier == "2026/limesurvey/mauvais.csv"


@pytest.mark.parametrize("content", [b"", b"a,b\n1,\0\n", b"\xff\xfe", b"PK\x03\x04"])
def test_what_people_write_beside_the_extracts_is_never_tried_as_one(folder, tmp_path, content):
    (folder / "correspondances.csv").write_bytes(content)
    (folder / "a.csv").write_bytes(extract_of("2026-01-01", 1))
    assert len(read_folder(folder, tmp_path, None, {"correspondances.csv"}).values) == 1
    with pytest.raises(InputError, match="correspondances"):
        read_folder(folder, tmp_path)


def test_no_extract_no_structure_and_no_folder_are_three_messages(folder, tmp_path):
    with pytest.raises(InputError, match="aucun extrait"):
        read_folder(folder, tmp_path)
    (folder / "survey.lss").unlink()
    (folder / "a.csv").write_bytes(extract_of("2026-07-01", 1))
    with pytest.raises(InputError, match="aucune structure"):
        read_folder(folder, tmp_path)
    with pytest.raises(InputError, match="n’existe pas"):
        read_folder(tmp_path / "2099/limesurvey", tmp_path)


def test_archive_alone_is_structure_and_extract(tmp_path):
    folder = tmp_path / "2026/limesurvey"
    folder.mkdir(parents=True)
    shutil.copyfile(
        need_shared("limesurvey/642/edition_b/structure/survey_482025.lsa"), folder / "survey.lsa"
    )
    extract = read_folder(folder, tmp_path)
    assert len(extract.values) == 25
    assert [file.path for file in extract.files] == ["2026/limesurvey/survey.lsa"]


def test_archive_without_responses_is_a_structure_only(folder, tmp_path):
    (folder / "survey.lss").unlink()
    with zipfile.ZipFile(folder / "survey.lsa", "w") as archive:
        archive.write(LSS, "survey_777.lss")
    (folder / "a.csv").write_bytes(extract_of("2026-07-01", 1))
    extract = read_folder(folder, tmp_path)
    assert [file.path for file in extract.files] == ["2026/limesurvey/a.csv", "2026/limesurvey/survey.lsa"]


def test_the_real_edition_is_read_from_its_folder():
    raw = need_shared("data_raw_reel")
    extract = read_folder(raw / "2023/limesurvey", raw)
    assert len(extract.values) == 1053
    assert {file.role for file in extract.files} == {"reponses", "structure"}
