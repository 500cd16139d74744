"""`barometre diff` of two editions looks into them: questions, counts, structures, configuration; never an answer."""

import json
import shutil
from pathlib import Path

import pytest
from support import barometre
from tiny_edition import KEPT, PERSONAL, RESPONSES, YAML, edited, write_edition


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """Two editions: in the second a question reworded, one added, one dropped, an answer changed, a response gone."""
    root = tmp_path / "raw"
    write_edition(root, edition="2031", form="codes")
    yaml = YAML + "source_graphiques: Une autre maison\n"
    write_edition(root, edition="2032", form="codes", responses=RESPONSES[1:], yaml=yaml)
    lss = root / "2032" / "limesurvey" / "limesurvey_survey_900031.lss"
    text = lss.read_text(encoding="utf-8")
    for before, after in {
        "Publiez-vous des données ouvertes ?": "Publiez-vous vos données ouvertes au public ?",
        "Chez un « prestataire »": "Chez un prestataire français",
        "Combien d’agents traitent des données ?": "Quel est le code postal du siège ?",
    }.items():
        assert before in text
        text = text.replace(before, after)
    lss.write_text(text, encoding="utf-8")
    return root


def said(raw: Path, *arguments: object) -> str:
    result = barometre("diff", *map(str, arguments), "--raw", raw)
    assert result.exit_code == 0, result.output
    return " ".join(result.stdout.replace("\u00a0", " ").split())


def test_two_keys_or_two_folders_say_the_same_of_questions_counts_and_configuration(raw: Path) -> None:
    shown = said(raw, "2031", "2032")
    assert shown == said(raw, raw / "2031", raw / "2032")
    assert "Publiez-vous vos données ouvertes au public" in shown
    assert "Chez un prestataire français" in shown
    assert "Combien d’agents traitent des données" in shown and "code postal du siège" in shown
    assert "source_graphiques Observatoire Data Publica Une autre maison" in shown.replace("│ ", "")


def test_counts_and_types_are_those_of_each_edition(raw: Path) -> None:
    found = json.loads(said(raw, "2031", "2032", "--json"))
    counts = {name.replace("\u00a0", " "): values for name, values in found["comptes"].items()}
    assert counts["Réponses reçues"] == [len(RESPONSES), len(RESPONSES) - 1]
    assert counts["Réponses retenues"] == [len(KEPT), len(KEPT) - 1]
    assert counts["Retenues : Régions"] == [1, 1]
    assert counts["Retenues : EPCI (hors métropoles)"] == [2, 2]


def test_nothing_that_a_person_typed_is_shown(raw: Path) -> None:
    texts = said(raw, "2031", "2032") + said(raw, "2031", "2032", "--json")
    names = [r["structure"] for r in RESPONSES if r.get("structure", "") not in ("", "test")]
    assert not [word for word in (*PERSONAL, *names) if word in texts]


def test_two_versions_of_one_edition_also_name_the_responses_that_changed(raw: Path, tmp_path: Path) -> None:
    later = tmp_path / "plus_tard"
    write_edition(later, edition="2031", form="codes", responses=edited(11, heberge="A2"))
    found = json.loads(said(raw, raw / "2031", later / "2031", "--json"))
    assert found["reponses"]["modifiees"] == {"11": ["heberge"]}
    assert found["questions"] == [] and found["configuration"] == {}


def test_an_edition_and_an_extract_are_not_compared(raw: Path) -> None:
    result = barometre("diff", "2031", raw / "2032" / "limesurvey", "--raw", raw)
    assert result.exit_code == 1 and "une édition" in result.stderr and "un extrait" in result.stderr


def test_a_key_mistyped_gets_the_one_meant(raw: Path) -> None:
    result = barometre("diff", "2031", "2023", "--raw", raw)
    assert result.exit_code == 1 and "« 2032 »" in result.stderr.replace("\u00a0", " ")


def test_an_edition_without_survey_is_compared_by_its_configuration(raw: Path) -> None:
    shutil.rmtree(raw / "2032" / "limesurvey")
    (raw / "2032" / "ipsos").mkdir()
    assert "n’a pas d’enquête LimeSurvey" in said(raw, "2031", "2032")
