"""What a table says that is no answer of this poll: it is left aside by name, or refused by its place."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from barometre_pipeline.errors import InputError
from barometre_pipeline.sources.ipsos import describe_workbook
from barometre_pipeline.sources.ipsos.model import Poll
from tests.unit.sources.ipsos.printed import (
    PARTS,
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
    assert error.lieu.startswith("feuille Q, ligne")
    assert "à côté de nombres suivis de %" in error.constat or "n’est pas entre" in error.constat


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


TOOLS = [("Mail", 80), ("Chat", 60), ("Papier", 20), ("Fax", 7), ("Aucun", 5)]


@pytest.mark.parametrize("order", [TOOLS, TOOLS[::-1], [*TOOLS[1:], TOOLS[0]], [*TOOLS, ("Autre", 33)]])
def test_an_answer_of_several_choices_may_be_the_sum_of_others_by_chance(
    tmp_path: Path, order: list[tuple[str, int]]
) -> None:
    assert shares(read(table_of(order), POLL, tmp_path)) == dict(order)


@pytest.mark.parametrize(
    "net", ["Au moins un", "Au moins un de ces outils", "ST numérique", "Numérique (NET)"]
)
def test_a_net_of_several_choices_is_known_by_its_name(tmp_path: Path, net: str) -> None:
    found = read(table_of([("Mail", 80), ("Chat", 63), (net, 90), ("Aucun", 10)]), POLL, tmp_path)
    assert shares(found) == {"Mail": 80, "Chat": 63, "Aucun": 10}
    assert any(net in note for note in found.avertissements)


@pytest.mark.parametrize("name", ["Ensemble", "Total", "Tous"])
def test_an_answer_named_like_a_total_is_never_left_out_in_silence(tmp_path: Path, name: str) -> None:
    found = read(table_of([("Mail", 47), (name, 9), ("Autre", 11)]), POLL, tmp_path)
    assert any(name in note for note in found.avertissements)
    one = read(table_of([("Maire", 47), (name, 42), ("Autre", 11)], "Q2. En qui ?"), POLL, tmp_path)
    assert shares(one) == {"Maire": 47, name: 42, "Autre": 11}


@pytest.mark.parametrize("order", [["Oui", "Oui", "Non"], ["Oui", "Non", "Oui"], ["Non", "Oui", "oui"]])
def test_two_answers_of_the_same_name_are_refused_by_it(tmp_path: Path, order: list[str]) -> None:
    error = refusal(
        table_of([(n, v) for n, v in zip(order, [32, 30, 38], strict=True)], "Q1. Et ?"), tmp_path
    )
    assert order[2 if order[1] != order[0] else 0] in error.constat
    assert error.lieu.startswith("feuille Q, ligne")


@pytest.mark.parametrize(("no", "made"), [(30, "92,0"), (46, "108,0"), (8, "70,0")])
def test_answers_that_do_not_make_a_hundred_are_told(tmp_path: Path, no: int, made: str) -> None:
    rows = [("Oui", 62), ("Non", no)]
    found = read(table_of(rows, "Q2. Faites-vous confiance ?"), POLL, tmp_path)
    assert any(made in note and "Q2" in note for note in found.avertissements)
    assert (
        made in refusal(table_of(rows, "Q2. Faites-vous confiance ? (une seule réponse)"), tmp_path).constat
    )
    assert not any(made in note for note in read(table_of(rows), POLL, tmp_path).avertissements)


def test_rounded_answers_make_a_hundred(tmp_path: Path) -> None:
    found = read(table_of([("Oui", 33), ("Non", 33), ("Autre", 33)], "Q2. Et ?"), POLL, tmp_path)
    assert not any("%" in note and "ensemble" in note for note in found.avertissements)


@pytest.mark.parametrize("kind", ["%", "%,1", "n_pondere", "n_decimal"])
@pytest.mark.parametrize("seed", range(4))
def test_a_column_of_everyone_of_another_wave_is_refused(tmp_path: Path, kind: str, seed: int) -> None:
    poll, other = Respondents(seed, 1000), Respondents(seed + 60, 1000)
    pen = Pen()
    pen.row("Q1. Connaissez-vous ce service ?")
    pen.banner()
    for name, base in (("Base brute", "n"), ("Base pondérée", "n_pondere")):
        pen.row(name, *poll.count(poll.everyone, base))
    for answer in poll.answers:
        pen.row(
            answer, other.count(other.answers[answer], kind)[0], *poll.count(poll.answers[answer], kind)[1:]
        )
    with pytest.raises(InputError) as error:
        read(pen, poll, tmp_path)
    assert error.value.lieu.startswith("feuille Q1, ligne")


def of_two_blocks(
    first: str | None, second: str | None, poll: Respondents, other: Respondents, kinds: str
) -> Pen:
    """Write the banner twice, each block under its title."""
    pen = Pen()
    pen.row("Q1. Connaissez-vous ce service ?")
    pen.row(None, first, *[None] * 5, second)
    pen.row(None, *["Ensemble", *PARTS] * 2)
    pen.row("Base", *poll.count(poll.everyone, "n"), *other.count(other.everyone, "n"))
    for answer in poll.answers:
        numbers = [
            p.count(p.answers[answer], k) for p, k in zip((poll, other), kinds.split("+"), strict=True)
        ]
        pen.row(answer, *numbers[0], *numbers[1])
    return pen


def test_two_waves_side_by_side_are_refused_by_the_columns_of_both(tmp_path: Path) -> None:
    pen = of_two_blocks("2029", "2030", Respondents(seed=8), POLL, "%+%")
    error = refusal(pen, tmp_path)
    assert error.lieu == "feuille Q1, ligne 3"
    assert "« Ensemble » : B (2029, Ensemble) et H (2030, Ensemble)" in error.constat
    _, notes = describe_workbook(tmp_path / "t.xlsx", "t.xlsx", POLL.config)
    assert any("B (2029, Ensemble)" in note for note in notes)


@pytest.mark.parametrize("named", ["Rappel 2029", "Rappel de la vague 2029"])
@pytest.mark.parametrize("first", [True, False])
def test_a_block_that_says_to_be_a_reminder_is_never_read(tmp_path: Path, named: str, first: bool) -> None:
    old = Respondents(seed=8)
    pen = (
        of_two_blocks(named, "2030", old, POLL, "%+%")
        if first
        else of_two_blocks("2030", named, POLL, old, "%+%")
    )
    assert_true(read(pen, POLL, tmp_path), POLL)


def test_the_banner_may_be_printed_twice_for_counts_and_percentages_or_for_nothing(tmp_path: Path) -> None:
    counts = of_two_blocks("Effectifs", "% colonnes", POLL, POLL, "n+%")
    assert_true(read(counts, POLL, tmp_path), POLL, rounding=0.1)
    assert_true(
        read(of_two_blocks("Page 1", "Page 2", POLL, POLL, "%+%"), POLL, tmp_path), POLL, rounding=0.1
    )


@pytest.mark.parametrize("merged", [True, False])
def test_two_waves_under_one_heading_of_everyone_are_refused(tmp_path: Path, merged: bool) -> None:
    pen = Pen()
    pen.row("Q1. Connaissez-vous ce service ?")
    pen.row(None, "Ensemble", None, "Sexe", None, "Âge")
    if merged:
        pen.merge(2, 3)
    pen.row(None, "Mars 2029", "Mars 2030", *PARTS)
    old = Respondents(seed=8)
    for name, mine, its in [
        ("Base", POLL.everyone, old.everyone),
        *((a, POLL.answers[a], old.answers[a]) for a in POLL.answers),
    ]:
        kind = "n" if name == "Base" else "%"
        pen.row(name, old.count(its, kind)[0], *POLL.count(mine, kind))
    error = refusal(pen, tmp_path)
    assert error.lieu == "feuille Q1, ligne 3"
    assert "Mars 2029" in error.constat
    assert "Mars 2030" in error.constat


def of_regions(pen: Pen, title: str) -> None:
    """Write a table whose columns are regions, as many as the banner has."""
    pen.row(title)
    pen.row(None, "Total", "Nord", "Sud", "Est", "Ouest", "Centre")
    pen.row("Base", 400, 90, 80, 70, 60, 100)
    pen.row("Oui", 52, 50, 53, 51, 54, 52)
    pen.row("Non", 48, 50, 47, 49, 46, 48)


def one_question(pen: Pen, *titles: str) -> None:
    for title in titles:
        pen.row(title)
    pen.banner(levels="one")
    pen.row("Base", *POLL.count(POLL.everyone, "n"))
    for answer, who in POLL.answers.items():
        pen.row(answer, *POLL.count(who, "%"))


@pytest.mark.parametrize("gap", [0, 1, 3])
def test_a_table_under_another_banner_lends_no_title_and_is_named(tmp_path: Path, gap: int) -> None:
    pen = Pen("Tableaux")
    of_regions(pen, "Q5. Région")
    for _ in range(gap):
        pen.row()
    one_question(pen, "Q1. Connaissez-vous ?")
    found = read(pen, POLL, tmp_path)
    assert [(v.nom, v.libelle, v.libelle_item) for v in found.variables] == [("Q1", "Connaissez-vous ?", "")]
    assert_true(found, POLL)
    assert any("Q5 Région" in note for note in found.avertissements)


@pytest.mark.parametrize("title", ["Q5. Région", "Q1. Connaissez-vous ?", "Par région"])
def test_a_table_under_another_banner_is_not_read_in_the_columns_of_this_one(
    tmp_path: Path, title: str
) -> None:
    pen = Pen("Tableaux")
    one_question(pen, "Q1. Connaissez-vous ?")
    pen.row()
    of_regions(pen, title)
    found = read(pen, POLL, tmp_path)
    assert [v.nom for v in found.variables] == ["Q1"]
    assert_true(found, POLL)
    assert any("autre bannière" in note for note in found.avertissements)


def test_a_table_without_a_title_beneath_another_banner_is_refused_and_drafted(tmp_path: Path) -> None:
    pen = Pen("Tableaux")
    of_regions(pen, "Q5. Région")
    pen.row()
    one_question(pen)
    assert "n’a pas de titre" in refusal(pen, tmp_path).constat
    _, notes = describe_workbook(tmp_path / "t.xlsx", "t.xlsx", POLL.config)
    assert any("n’a pas de titre" in note for note in notes)


@pytest.mark.parametrize("note", ["Q3 : voir page suivante", "Q3. Cf. tableau 12", "Q3 - suite page 4"])
@pytest.mark.parametrize("gap", [0, 1])
def test_a_note_that_sends_elsewhere_names_no_question(tmp_path: Path, note: str, gap: int) -> None:
    pen = Pen("Tableaux")
    one_question(pen, "Q1. Connaissez-vous ?")
    pen.row(note)
    for _ in range(gap):
        pen.row()
    one_question(pen, "Q2. Et vos proches ?")
    names = [(v.nom, v.libelle) for v in read(pen, POLL, tmp_path).variables]
    assert names == [("Q1", "Connaissez-vous ?"), ("Q2", "Et vos proches ?")]


def test_the_nearest_title_names_a_table_and_two_together_are_refused(tmp_path: Path) -> None:
    far = Pen("Tableaux")
    far.row("Q9. Un tableau que l’institut a retiré")
    far.row()
    one_question(far, "Q1. Connaissez-vous ?")
    assert [v.nom for v in read(far, POLL, tmp_path).variables] == ["Q1"]
    near = Pen("Tableaux")
    one_question(near, "Q9. Un tableau que l’institut a retiré", "Q1. Connaissez-vous ?")
    assert "Q9 et Q1" in refusal(near, tmp_path).constat


@pytest.mark.parametrize("words", ["ns", "n.d.", "nc", "#N/A", "secret"])
def test_an_answer_whose_numbers_are_all_withheld_is_no_heading(tmp_path: Path, words: str) -> None:
    error = refusal(table_of([("Mail", 47), ("Papier", [words] * 6), ("Autre", 11)]), tmp_path)
    assert "ligne 7" in error.lieu


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    old_title=st.sampled_from(
        ["2029", "Mars 2029", "Vague 4", "", "Rappel 2029", "Rappel vague 4", "Évolution"]
    ),
    new_title=st.sampled_from(["2030", "Mars 2030", "Vague 5", "Ensemble des Français", ""]),
    kind=st.sampled_from(["%", "%,1", "part", "n"]),
    first=st.booleans(),
)
def test_whatever_the_titles_of_two_waves_this_one_is_read_or_both_are_named(
    seed: int, old_title: str, new_title: str, kind: str, first: bool
) -> None:
    poll, old = Respondents(seed), Respondents(seed + 1)
    blocks = [(old_title or None, old), (new_title or None, poll)][:: 1 if first else -1]
    (one, left), (two, right) = blocks
    pen = of_two_blocks(one, two, left, right, f"{kind}+{kind}")
    with TemporaryDirectory() as folder:
        try:
            found = read(pen, poll, Path(folder))
        except InputError as error:
            assert "deux colonnes peuvent être" in error.constat
            assert not old_title.startswith(("Rappel", "Évolution")) or (first and not new_title)
        else:
            assert old_title.startswith(("Rappel", "Évolution"))
            assert_true(found, poll, rounding=1.0 if kind == "n" else 0.0051)


@pytest.mark.parametrize("where", [1, 2, 3])
def test_an_answer_without_any_number_is_named(tmp_path: Path, where: int) -> None:
    rows: list[tuple[str, Any]] = [("Mail", 47), ("Chat", 30), ("Fax", 11)]
    found = read(table_of([*rows[:where], ("Papier", [None] * 6), *rows[where:]]), POLL, tmp_path)
    assert any("Papier" in note for note in found.avertissements)
