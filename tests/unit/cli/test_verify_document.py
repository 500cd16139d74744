"""``barometre verifier`` and ``check --chiffres --brouillon``: what is printed, what is written, how they end.

What is found in a document is not this test's: it is given.
"""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from support import barometre

from barometre_pipeline.lake import Lake
from barometre_pipeline.printed.documents import checked as engine
from barometre_pipeline.tables.declarations.changes import EVOLUTIONS
from barometre_pipeline.tables.declarations.indicators import INDICATEURS, NON_CALCULABLES
from barometre_pipeline.tables.schema import empty_frame
from tests.unit.publication.invented_check import CHECKED, LINES, known

NBSP = "\u00a0"


@pytest.fixture
def lake(tmp_path: Path) -> Path:
    store = Lake.at(tmp_path / "lac")
    row = known().indicateurs.iloc[0].to_dict()
    frame = pd.DataFrame([row]).reindex(columns=INDICATEURS.columns)
    store.write(INDICATEURS.name, pd.concat([frame, frame.assign(edition="2030", trace_id="f" * 16)]))
    for table in (EVOLUTIONS, NON_CALCULABLES):
        store.write(table.name, empty_frame(table))
    return tmp_path / "lac"


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "note.txt"
    path.write_text("\n".join(LINES), encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def given(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    said: dict[str, object] = {"found": CHECKED}

    def check(text, catalogue, computed, edition):
        said["edition"] = edition
        return replace(said["found"], document=text.nom, edition=edition)

    monkeypatch.setattr(engine, "check_document", check)
    monkeypatch.setenv("COLUMNS", "140")
    return said


def test_the_terminal_gives_counts_and_what_is_contradicted_in_full(document: Path, lake: Path) -> None:
    result = barometre("verifier", document, "--lake", lake)
    said = " ".join(result.stdout.replace(NBSP, " ").split())
    assert result.exit_code == 1, "a sure tie is contradicted"
    for told in (
        "« note.txt », édition 2031",
        "5 nombres trouvés : 1 nombre contredit par les données.",
        "• ligne 3 : près de 69 % ; calculé 61,0 %, écart −8,0 points (contredit, lien sûr)",
        "Les données donnent 61 %.",
        "barometre audit 0123456789abcdef --verify",
        "1 affirmation : 1 faux.",
        "• ligne 5 : « en hausse » La part baisse.",
    ):
        assert told in said, told
    assert said.count("Données de démonstration (synthétiques)") == 1


def test_without_a_sure_contradiction_the_command_succeeds(
    document: Path, lake: Path, given: dict[str, object]
) -> None:
    likely = replace(CHECKED.occurrences[0], lien="probable")
    given["found"] = replace(CHECKED, occurrences=(likely,))
    result = barometre("verifier", document, "--lake", lake)
    assert result.exit_code == 0
    assert "contredit, lien probable" in result.stdout
    assert "1 nombre contredit par les données, mais dont le lien" in result.stdout.replace(NBSP, " ")


def test_a_number_that_no_edition_gives_is_listed_with_the_reason(
    document: Path, lake: Path, given: dict[str, object]
) -> None:
    why = "Pas de valeur calculée : la question n’était pas posée en 2023."
    missing = replace(
        CHECKED.occurrences[0], lien="sur", verdict="introuvable", valeur_calculee=None, constat=why
    )
    given["found"] = replace(CHECKED, occurrences=(missing,))
    result = barometre("verifier", document, "--lake", lake)
    said = " ".join(result.stdout.replace(NBSP, " ").split())
    assert result.exit_code == 0
    assert "Introuvables (1) • ligne 3 : près de 69 % (introuvable, lien sûr)" in said
    assert why in said


def test_csv_on_standard_output_is_csv_and_nothing_else(document: Path, lake: Path) -> None:
    result = barometre("verifier", document, "--csv", "-", "--lake", lake)
    assert result.exit_code == 1
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert [r["texte"] for r in rows] == ["69 %", "292", "12", "15", "34 945"]
    assert result.stderr == ""


def test_json_on_standard_output_is_json_and_nothing_else(document: Path, lake: Path) -> None:
    data = json.loads(barometre("verifier", document, "--json", "--lake", lake).stdout)
    assert (data["edition"], len(data["nombres"])) == ("2031", 5)


def test_files_are_written_and_said_to_be(document: Path, lake: Path, tmp_path: Path) -> None:
    table, page = tmp_path / "a" / "nombres.csv", tmp_path / "page.html"
    result = barometre("verifier", document, "--csv", table, "--page", page, "--lake", lake)
    assert "Contredits" in result.stdout
    assert table.read_text("utf-8").startswith("ligne,colonne,texte,statut,")
    assert page.read_text("utf-8").startswith("<!DOCTYPE html>")
    assert str(table) in result.stderr and str(page) in result.stderr


@pytest.mark.parametrize(
    ("words", "given_edition", "expected"),
    [
        ("le baromètre 2030", (), "2030"),
        ("rien", (), "2031"),
        ("le baromètre 2030", ("--edition", "2031"), "2031"),
    ],
)
def test_the_edition_is_the_one_asked_for_else_the_documents_own_else_the_newest(
    document: Path,
    lake: Path,
    given: dict[str, object],
    words: str,
    given_edition: tuple[str, ...],
    expected: str,
) -> None:
    document.write_text(words, encoding="utf-8")
    barometre("verifier", document, *given_edition, "--lake", lake)
    assert given["edition"] == expected


def test_an_edition_that_the_lake_has_not_is_refused(document: Path, lake: Path) -> None:
    asked = barometre("verifier", document, "--edition", "2013", "--lake", lake)
    assert asked.exit_code == 2
    assert "pas d’édition « 2013 »" in asked.stderr and "2030, 2031" in asked.stderr
    document.write_text("le baromètre 2035", encoding="utf-8")
    assert "parle de l’édition 2035" in barometre("verifier", document, "--lake", lake).stderr


def test_what_cannot_be_read_or_was_not_computed_is_told(document: Path, lake: Path, tmp_path: Path) -> None:
    absent = barometre("verifier", tmp_path / "note.txy", "--lake", lake)
    assert absent.exit_code == 2
    assert "vouliez-vous dire «\u00a0note.txt\u00a0»" in absent.stderr
    assert "barometre run" in barometre("verifier", document, "--lake", tmp_path / "vide").stderr


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--csv", "-", "--json"), "la sortie standard"),
        (("--csv", "DOCUMENT"), "le document lui-même"),
        (("--page", "FOLDER"), "un dossier"),
        (("--page", "FOLDER/a", "--csv", "FOLDER/a"), "deux fichiers"),
    ],
)
def test_what_would_be_written_over_something_is_refused(
    document: Path, lake: Path, options: tuple[str, ...], said: str
) -> None:
    before = document.read_bytes()
    places = [o.replace("DOCUMENT", str(document)).replace("FOLDER", str(document.parent)) for o in options]
    result = barometre("verifier", document, *places, "--lake", lake)
    assert result.exit_code == 2
    assert said in result.stderr
    assert document.read_bytes() == before


def test_a_draft_of_printed_figures_goes_to_standard_output(document: Path, lake: Path) -> None:
    result = barometre("check", "--chiffres", "--brouillon", document, "--lake", lake)
    assert result.exit_code == 0
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert [(r["chiffre"], r["valeur"], r["statistique"]) for r in rows] == [
        ("note-001", "69", "part_environ"), ("note-002", "292", "effectif"), ("note-003", "12", "part"),
    ]  # fmt: skip
    assert f"3{NBSP}lignes à confirmer" in result.stderr


def test_a_draft_is_never_written_over_a_file(document: Path, lake: Path, tmp_path: Path) -> None:
    target = tmp_path / "brouillon.csv"
    call = ("check", "--chiffres", "--brouillon", document, "--sortie", target, "--lake", lake)
    assert barometre(*call).exit_code == 0
    before = target.read_bytes()
    assert before.startswith(b"chiffre,document,rubrique,")
    again = barometre(*call)
    assert again.exit_code == 1
    assert "existe déjà" in again.stderr
    assert target.read_bytes() == before


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--brouillon", "note.txt"), "--chiffres"),
        (("--sortie", "x.csv"), "--brouillon"),
        (
            ("--chiffres", "--brouillon", "note.txt", "--edition", "2030", "--edition", "2031"),
            "d’une édition",
        ),
    ],
)
def test_options_of_a_draft_go_together(lake: Path, options: tuple[str, ...], said: str) -> None:
    result = barometre("check", *options, "--lake", lake)
    assert result.exit_code == 2
    assert said in result.stderr
