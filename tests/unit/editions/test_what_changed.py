"""A question that only has other codes, one whose answers moved and one that is worded otherwise are told apart."""

import json
from pathlib import Path

import pytest
from support import barometre
from tiny_edition import write_edition
from tiny_lss import write_lss

from barometre_pipeline.editions.pairing import Pairing, pair_questionnaires
from barometre_pipeline.editions.pairing_items import State
from barometre_pipeline.editions.pairing_report import render, summary
from barometre_pipeline.sources.limesurvey.structure import read_structure

ANSWERS = {"A1": "Oui, depuis longtemps", "A2": "Oui, depuis peu", "A3": "Non, c’est prévu", "A4": "Non"}
LINES = {"S1": "La mobilité", "S2": "L’eau et les déchets", "S3": "Le tourisme"}
BEFORE = [
    ("Q1", "L", "Votre collectivité a-t-elle une charte de la donnée ?", ANSWERS),
    ("Q2", "L", "Un élu est-il chargé du numérique ?", ANSWERS),
    ("Q3", "L", "Un portail de données ouvertes est-il en ligne ?", ANSWERS),
    ("Q4", "M", "Dans quels domaines menez-vous des projets ?", LINES),
    ("Q5", "L", "Avez-vous recruté un responsable des données ?", ANSWERS),
]
AFTER = [
    ("Q1", "L", "Votre collectivité a-t-elle une charte de la donnée ?", ANSWERS),
    ("X7", "L", "Un élu est-il chargé du numérique ?", {f"Z{c[1]}": text for c, text in ANSWERS.items()}),
    ("Q3", "L", "Un portail de données ouvertes est-il en ligne ?", dict(reversed(ANSWERS.items()))),
    (
        "X9",
        "M",
        "Dans quels domaines menez-vous des projets ?",
        {"S3": LINES["S3"], "S1": LINES["S1"], "S2": LINES["S2"]},
    ),
    ("Q5", "L", "Avez-vous embauché un responsable des données ?", ANSWERS),
]


@pytest.fixture
def found(tmp_path: Path) -> Pairing:
    sides = [
        read_structure(write_lss(tmp_path / f"{title}.lss", title, questions), "structure")
        for title, questions in (("2030", BEFORE), ("2031", AFTER))
    ]
    return pair_questionnaires(*sides)


def test_each_question_says_what_changed_of_it_and_nothing_else(found: Pairing) -> None:
    told = {m.after[0].code: (m.state, m.other_codes, m.reordered) for m in found.questions}
    assert told == {
        "Q1": (State.IDENTICAL, False, False),
        "X7": (State.IDENTICAL, True, False),
        "Q3": (State.IDENTICAL, False, True),
        "X9": (State.IDENTICAL, True, True),
        "Q5": (State.REWORDED, False, False),
    }


def test_the_summary_counts_recoded_reordered_and_reworded_apart(found: Pairing) -> None:
    questions = {words: n for words, n, _ in summary(found)}
    assert questions["Identiques"] == 4
    assert questions["dont sous d’autres codes"] == questions["dont dans un autre ordre"] == 2
    assert questions["Reformulées ou modifiées"] == 1
    (items,) = [items for words, _, items in summary(found) if words == "dont sous d’autres codes"]
    assert items == len(ANSWERS)


def test_the_report_gives_the_codes_of_what_was_recoded_apart_from_what_was_reworded(found: Pairing) -> None:
    report = render(found, "2030", "2031").replace("\u00a0", " ")
    moved = report.partition("## Questions identiques, recodées ou réordonnées")[2].partition("\n## ")[0]
    assert "### X7 (en 2030 : Q2)" in moved and "A1 « Oui, depuis longtemps » | Z1" in moved
    assert "### Q3" in moved and "autre ordre" in moved and "Q5" not in moved
    reworded = report.partition("## Questions reformulées ou modifiées")[2].partition("\n## ")[0]
    assert "### Q5" in reworded and "X7" not in reworded


def test_diff_of_two_editions_tells_recoded_reordered_and_reworded_apart(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    write_edition(raw, edition="2031", form="codes")
    write_edition(raw, edition="2032", form="codes")
    folder = raw / "2032" / "limesurvey"
    for path in (folder / "limesurvey_survey_900031.lss", *folder.glob("results*.csv")):
        path.write_text(path.read_text("utf-8").replace("heberge", "hebergX"), encoding="utf-8")
    said = barometre("diff", "2031", "2032", "--raw", raw)
    assert said.exit_code == 0, said.output
    assert "dont 1 sous d’autres codes et 0 dont les réponses" in said.stdout.replace("\u00a0", " ")
    assert "reformulées" not in said.stdout
    assert "Colonnes : 0 ajoutées, 0 retirées, 2 sous un autre code" in said.stdout.replace("\u00a0", " ")
    data = json.loads(barometre("diff", "2031", "2032", "--raw", raw, "--json").stdout)
    assert data["colonnes_renommees"] == {"heberge": "hebergX", "heberge[other]": "hebergX[other]"}
    (told,) = data["questions"]
    assert (told["etat"], told["recodee"], told["reordonnee"]) == ("identique", True, False)
    assert (told["avant"][0]["code"], told["apres"][0]["code"]) == ("heberge", "hebergX")
