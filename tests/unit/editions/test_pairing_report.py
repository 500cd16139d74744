"""The report a person reads: what is to be decided comes first, and its Markdown holds together."""

import re
from pathlib import Path

import pytest
from tiny_lss import write_lss

from barometre_pipeline.editions.pairing import pair_questionnaires
from barometre_pipeline.editions.pairing_report import render
from barometre_pipeline.sources.limesurvey import read_structure

BEFORE = [
    ("Q1", "L", "Avez-vous une charte | un cadre ?", {"A1": "Oui", "A2": "En cours", "A3": "Non"}),
    (
        "Q2",
        "M",
        "Quels services ?",
        {"SQ001": "Eau et déchets", "SQ002": "Voirie", "SQ003": "Écoles *publiques*"},
    ),
    ("Q3", "S", "Nom du maire", {}),
    ("Q4", "S", "Budget annuel des archives", {}),
]
AFTER = [
    ("Q1", "L", "Avez-vous une charte | un cadre ?", {"A1": "Oui", "B2": "Prévu", "A3": "Non"}),
    (
        "Q2",
        "M",
        "Quels services ?",
        {"SQ001": "Voirie", "SQ002": "Eau", "SQ003": "Déchets", "SQ004": "Écoles"},
    ),
    ("Q4", "S", "Nombre de satellites", {}),
    ("Q5", "S", "Nom du maire", {}),
]


@pytest.fixture
def report(tmp_path: Path) -> str:
    sides = [
        read_structure(write_lss(tmp_path / f"{title}.lss", f"Enquête {title}", questions), "structure")
        for title, questions in (("2030", BEFORE), ("2031", AFTER))
    ]
    return render(pair_questionnaires(*sides), "2030", "2031")


def section(report: str, title: str) -> str:
    return re.split(r"^## ", report.partition(f"## {title}\n")[2], flags=re.M)[0]


def test_code_reused_for_another_question_or_answer_is_to_be_confirmed(report):
    decide = section(report, "À confirmer")
    assert "**Q4**" in decide and "Budget annuel des archives" in decide and "Nombre de satellites" in decide
    assert "sous-question SQ001" in decide and "sous-question SQ002" in decide


def test_place_alone_is_a_question_to_a_person(report):
    assert re.search(r"- \[ \] Q1.*A2 « En cours ».*B2 « Prévu »", section(report, "À confirmer"))


def test_new_gone_and_renamed_are_listed(report):
    assert "Q4 « Nombre de satellites »" in section(report, "Questions nouvelles")
    assert "Q4 « Budget annuel des archives »" in section(report, "Questions disparues")
    assert "### Q5 (en 2030 : Q3)" in section(report, "Questions identiques, recodées ou réordonnées")


def test_every_table_has_rows_of_one_width_whatever_the_wordings_hold(report):
    widths = set()
    for line in report.splitlines():
        if line.startswith("|"):
            widths.add(len(re.findall(r"(?<!\\)\|", line)))
        elif widths:
            assert len(widths) == 1
            widths = set()


def test_wordings_stay_literal(report):
    assert r"charte \| un cadre" in report and r"\*publiques\*" in report


def test_french_typography(report):
    assert not re.search(r"\w [:;?!%»]", report.replace("- [ ]", "")), (
        "espace sécable avant une ponctuation double"
    )
