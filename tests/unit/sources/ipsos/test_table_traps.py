"""What a table says that is no answer of this poll: it is left aside by name, or refused by its place."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from barometre_pipeline.errors import InputError
from barometre_pipeline.sources.ipsos.model import Poll
from tests.unit.sources.ipsos.printed import (
    Pen,
    Respondents,
    assert_true,
    read,
    write_table,
)

POLL = Respondents()
SEVERAL = "Q2. Où vous faites-vous aider ? (plusieurs réponses possibles)"


def table_of(rows: Sequence[tuple[str, Any]], title: str = SEVERAL, base: Sequence[Any] = ()) -> Pen:
    """Write a table; a number alone is the same in every column. Its first answer is on row 6."""
    pen = Pen("Q")
    pen.row(title)
    pen.row()
    pen.banner()
    pen.row("Base", *(base or POLL.count(POLL.everyone, "n")))
    for name, numbers in rows:
        pen.row(name, *(numbers if isinstance(numbers, list) else [numbers] * 6))
    return pen


def shares(found: Poll, question: str = "Q2") -> dict[str, float]:
    """Return the share of everyone that each answer has, in per cent."""
    variable = next(v for v in found.variables if v.nom == question)
    tris = found.tris[(found.tris["question"] == question) & (found.tris["ventilation"] == "ensemble")]
    labels = tris["modalite"].map(variable.modalites)
    return {n: round(100 * s, 6) for n, s in zip(labels, tris["part_ponderee"], strict=True)}


def refusal(pen: Pen, folder: Path) -> InputError:
    with pytest.raises(InputError) as error:
        read(pen, POLL, folder)
    return error.value


@pytest.mark.parametrize(
    "name",
    [
        "Rappel 2029",
        "Rappel mars 2029",
        "Rappel",
        "Rappel vague précédente",
        "Évolution (pts)",
        "Écart vs 2029",
    ],
)
def test_a_reminder_of_another_wave_is_left_aside_by_name(tmp_path: Path, name: str) -> None:
    rows = [(a, POLL.count(who, "%")) for a, who in POLL.answers.items()]
    beside = [(name, [-4, 3, -2.5, 0, 12, "+1"]) for _ in rows]
    pen = table_of([row for pair in zip(rows, beside, strict=True) for row in pair], "Q1. Connaissez-vous ?")
    found = read(pen, POLL, tmp_path)
    assert_true(found, POLL)
    assert any(name in note for note in found.avertissements)


def test_a_negative_number_is_refused_by_its_cell(tmp_path: Path) -> None:
    error = refusal(table_of([("Mairie", 62), ("Poste", [31, 30, -4, 33, 31, 32])]), tmp_path)
    assert "ligne 7, colonne D" in error.lieu
    assert "négatif" in error.constat


def test_a_hidden_sheet_is_left_aside_by_name(tmp_path: Path) -> None:
    pen = write_table(Pen("Q1"), POLL)
    pen.sheet("Vague 2029")
    write_table(pen, Respondents(seed=8, answers=3))
    pen.page.sheet_state = "hidden"
    found = read(pen, POLL, tmp_path)
    assert [v.nom for v in found.variables] == ["Q1"]
    assert_true(found, POLL)
    assert any("Vague 2029" in note and "masquée" in note for note in found.avertissements)


@pytest.mark.parametrize(
    ("yes", "no"), [([0.62] * 6, ["38%"] * 6), (["62%"] * 6, [0.38] * 6), (["62%", *[0.62] * 5], ["38%"] * 6)]
)
def test_shares_beside_written_per_cents_are_refused(tmp_path: Path, yes: list[Any], no: list[Any]) -> None:
    error = refusal(table_of([("Oui", yes), ("Non", no)], "Q1. Connaissez-vous ?"), tmp_path)
    assert "à côté de nombres suivis de %" in error.constat


@pytest.mark.parametrize("written", ["1.000", "1,000"])
def test_a_base_that_may_be_one_or_a_thousand_is_refused_by_its_row(tmp_path: Path, written: str) -> None:
    for base in ([written, "480", "520", "300", "300", "400"], [1500, written, 500, 500, 500, 500]):
        error = refusal(table_of([("Oui", 62), ("Non", 38)], base=base), tmp_path)
        assert "ligne 5" in error.lieu
        assert written in error.constat


def test_a_base_may_be_written_with_its_letter(tmp_path: Path) -> None:
    base = [f"n={v}" for v in POLL.count(POLL.everyone, "n")]
    assert shares(read(table_of([("Oui", 62), ("Non", 38)], base=base), POLL, tmp_path)) == {
        "Oui": 62,
        "Non": 38,
    }


@pytest.mark.parametrize("words", ["ns", "n.s.", "NS"])
def test_what_is_not_significant_is_not_nobody(tmp_path: Path, words: str) -> None:
    rows = [(a, POLL.count(who, "%")) for a, who in POLL.answers.items()]
    rows[1][1][3] = words
    assert "ligne 7, colonne E" in refusal(table_of(rows, "Q1. Connaissez-vous ?"), tmp_path).lieu


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("Q1bis. Et vous ?", "Q1bis"),
        ("Q1 bis : Et vous ?", "Q1bis"),
        ("Question 12ter - Et vous ?", "Q12ter"),
    ],
)
def test_a_question_may_be_numbered_in_latin(tmp_path: Path, title: str, code: str) -> None:
    found = read(table_of([("Oui", 62), ("Non", 38)], title), POLL, tmp_path)
    assert [(v.nom, v.libelle) for v in found.variables] == [(code, "Et vous ?")]
