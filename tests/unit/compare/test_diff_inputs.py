"""`barometre diff` on real files: extracts of every form, lakes, and what is never shown."""

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
import typer
from typer.testing import CliRunner

from barometre_pipeline.cli.diff import diff
from barometre_pipeline.compare.inputs import compare_lakes
from barometre_pipeline.lake import Lake

SHARED = Path(__file__).parents[4] / "shared" / "limesurvey" / "642" / "edition_a"
LSS = SHARED / "structure" / "survey_482026.lss"
APP = typer.Typer()
APP.command()(diff)
KEYS = {"edition": "2031", "question": "Q1", "sous_question": "", "groupe": "ensemble"}


@pytest.fixture
def real() -> Path:
    if not SHARED.is_dir():
        pytest.skip("../shared/limesurvey est absent")
    return SHARED


def run(*arguments: object) -> dict:
    result = CliRunner().invoke(APP, [*map(str, arguments), "--json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def lake(root: Path, answers: dict[int, str], discarded: dict[int, str], n: int) -> Path:
    store = Lake.at(root)
    kept = pd.DataFrame(
        {
            "id_reponse": list(answers),
            "ligne": range(2, len(answers) + 2),
            "fichier": root.name,
            "Q1": pd.Categorical(answers.values()),
        }
    )
    store.write("silver/reponses", kept, "2031")
    store.write(
        "silver/reponses_ecartees",
        pd.DataFrame({"id_reponse": list(discarded), "motif": list(discarded.values())}),
        "2031",
    )
    store.write(
        "gold/tris", pd.DataFrame([{**KEYS, "modalite": "Oui", "n": n, "effectif": 3, "part": n / 3}]), "2031"
    )
    return root


def test_two_runs_name_responses_reasons_figures_and_tables(tmp_path):
    a = lake(tmp_path / "a", {1: "Y", 2: "N", 3: "Y"}, {}, 2)
    b = lake(tmp_path / "b", {1: "Y", 2: "Y"}, {3: "doublon"}, 3)
    found = run(a, b)["editions"]["2031"]
    assert found["reponses"]["retirees"] == [3] and found["motifs"] == {"3": "doublon"}
    assert found["reponses"]["modifiees"] == {"2": ["Q1"]}
    (figure,) = found["chiffres"]
    assert (figure["etat"], figure["n_avant"], figure["n_apres"]) == ("modifié", 2, 3)
    assert found["tables"]["gold/tris"] == "modifié"


def test_run_is_the_same_as_its_copy(tmp_path):
    a = lake(tmp_path / "a", {1: "Y", 2: "N"}, {5: "incomplète"}, 1)
    shutil.copytree(a, tmp_path / "b")
    assert run(a, tmp_path / "b")["identiques"]
    assert compare_lakes(Lake.at(a), Lake.at(tmp_path / "b"), "2031").same


def test_edition_in_one_lake_only_is_all_added(tmp_path):
    a = lake(tmp_path / "a", {1: "Y"}, {}, 1)
    (tmp_path / "vide" / "gold").mkdir(parents=True)
    found = run(tmp_path / "vide", a)["editions"]["2031"]
    assert found["reponses"]["ajoutees"] == [1]
    assert [f["etat"] for f in found["chiffres"]] == ["ajouté"]


def test_tables_in_french_fit_a_terminal(tmp_path):
    a = lake(tmp_path / "a", {1: "Y", 2: "N", 3: "Y"}, {}, 2)
    b = lake(tmp_path / "b", {1: "Y", 2: "Y"}, {3: "doublon"}, 3)
    result = CliRunner().invoke(APP, [str(a), str(b)], env={"COLUMNS": "140"})
    assert "1 retirées" in result.stdout and "doublon" in result.stdout
    assert "66,67\u00a0% → 100,00\u00a0%" in result.stdout


@pytest.mark.parametrize("name", ["absent.csv", "vide"])
def test_nothing_to_compare_is_said_in_french_without_host_path(tmp_path, name):
    (tmp_path / "vide").mkdir()
    result = CliRunner().invoke(APP, [str(tmp_path / name), str(tmp_path / name)])
    assert result.exit_code == 1
    assert "À faire" in result.stderr and str(tmp_path) not in result.stderr


def test_lake_against_extract_is_refused(tmp_path, real):
    a = lake(tmp_path / "a", {1: "Y"}, {}, 1)
    result = CliRunner().invoke(
        APP, [str(a), str(real / "rpc" / "code_short_all.csv"), "--structure", str(LSS)]
    )
    assert result.exit_code == 1 and "lac" in result.stderr


def test_two_forms_of_one_extract_are_the_same(real):
    found = run(real / "admin" / "defaults.csv", real / "rpc" / "code_short_all.csv", "--structure", LSS)
    assert found["identiques"], found["reponses"]


def test_interim_against_final_extract(real, tmp_path):
    """Ids 10 to 25 (19 was deleted) against all 66."""
    home = tmp_path / "2026" / "limesurvey"
    for day, name in (("2026-06-30", "code_short_all_from10_to25.csv"), ("2026-07-31", "full_long_all.csv")):
        (home / day).mkdir(parents=True)
        shutil.copy(real / "rpc" / name, home / day / "reponses.csv")
    shutil.copy(LSS, home)
    found = run(home / "2026-06-30", home / "2026-07-31")["reponses"]
    assert found["ajoutees"] == [i for i in range(1, 68) if not 10 <= i <= 25]
    assert (found["retirees"], found["modifiees"], found["inchangees"]) == ([], {}, 15)


def test_edited_answer_is_named_by_id_and_column_and_never_shown(real, tmp_path):
    content = (real / "rpc" / "code_short_all.csv").read_text(encoding="utf-8-sig")
    secret = "claire.inventee@example.org"
    line = next(row for row in content.splitlines() if row.startswith('"7";'))
    cells = line.split('";"')
    heading = content.splitlines()[0].strip('"').split('";"')
    cells[heading.index("G01Q07")] = secret
    edited = tmp_path / "modifie.csv"
    edited.write_text(content.replace(line, '";"'.join(cells)), encoding="utf-8", newline="")
    arguments = [str(real / "rpc" / "code_short_all.csv"), str(edited), "--structure", str(LSS)]
    assert run(*arguments)["reponses"]["modifiees"] == {"7": ["G01Q07"]}
    shown = CliRunner().invoke(APP, arguments).output
    assert "G01Q07" in shown and secret not in shown
