"""What a table of an institute leaves uncertain is refused by its place; what is read is true, whatever the layout."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from barometre_pipeline.errors import InputError
from tests.unit.sources.ipsos.printed import (
    ANSWERS,
    BASES,
    PARTS,
    Pen,
    Respondents,
    assert_true,
    read,
    write_table,
)

POLL = Respondents()


def refused(pen: Pen, folder: Path, place: str, finding: str) -> None:
    with pytest.raises(InputError) as error:
        read(pen, POLL, folder)
    assert error.value.fichier == "t.xlsx"
    assert place in error.value.lieu
    assert finding in error.value.constat
    assert "barometre decrire-tableaux" in error.value.remede or "demandez à l’institut" in error.value.remede


def rows_of(kind: str) -> list[list[Any]]:
    return [POLL.count(who, kind) for who in POLL.answers.values()]


def written(rows: Sequence[Sequence[Any]], bases: Sequence[tuple[str, str]] = BASES) -> Pen:
    """Write a table whose answers have these numbers; its first answer is on row 5 + bases."""
    pen = Pen()
    pen.row("Q1. Connaissez-vous ce service ?")
    pen.row()
    pen.banner()
    for name, kind in bases:
        pen.row(name, *POLL.count(POLL.everyone, kind))
    for answer, numbers in zip(ANSWERS, rows, strict=True):
        pen.row(answer, *numbers)
    return pen


def test_percentages_of_a_row_are_refused(tmp_path: Path) -> None:
    rows = [[round(100 * v / numbers[0]) for v in numbers] for numbers in rows_of("n")]
    refused(written(rows), tmp_path, "feuille Q1, ligne 7", "pourcentages sont en ligne")


def test_percentages_of_everyone_in_each_column_are_refused(tmp_path: Path) -> None:
    rows = [[round(100 * v / POLL.people) for v in numbers] for numbers in rows_of("n")]
    refused(written(rows, BASES[:1]), tmp_path, "feuille Q1, ligne 6", "font 100 pour l’ensemble")


@pytest.mark.parametrize("kind", ["n", "n_pondere"])
def test_counts_of_several_choices_must_say_whether_they_are_weighted(tmp_path: Path, kind: str) -> None:
    pen = Pen("Q2")
    pen.row("Q2. Où vous faites-vous aider ?")
    pen.banner()
    for name, base in BASES:
        pen.row(name, *POLL.count(POLL.everyone, base))
    for label, who in POLL.places.items():
        pen.row(label, *POLL.count(who, kind))
    refused(pen, tmp_path, "feuille Q2, ligne 6", "bruts ou pondérés")


@pytest.mark.parametrize("hidden", ["*", "-", None])
def test_a_column_that_says_nothing_of_people_who_are_there_is_refused(tmp_path: Path, hidden: Any) -> None:
    rows = [[*numbers[:3], hidden, *numbers[4:]] for numbers in rows_of("%")]
    refused(written(rows), tmp_path, "feuille Q1", "« age.j » : les réponses y font 0,0")


@pytest.mark.parametrize("number", [3, 90, None])
def test_a_number_that_breaks_the_total_of_its_column_is_refused(tmp_path: Path, number: Any) -> None:
    rows = rows_of("%")
    rows[1][2] = number
    refused(written(rows), tmp_path, "feuille Q1", "« sexe.f »")


@pytest.mark.parametrize("words", ["à venir", "#N/A", "-45", "n.d."])
def test_a_cell_that_is_no_number_is_refused_by_its_column(tmp_path: Path, words: str) -> None:
    rows = rows_of("%")
    rows[2][1] = words
    refused(written(rows), tmp_path, "ligne 9, colonne C", "ce n’est pas un nombre")


@pytest.mark.parametrize("kind", ["n_pondere", "n_decimal"])
def test_weights_without_their_base_are_refused(tmp_path: Path, kind: str) -> None:
    refused(written(rows_of(kind), BASES[:1]), tmp_path, "feuille Q1", "")


def test_a_raw_base_is_a_number_of_people(tmp_path: Path) -> None:
    refused(written(rows_of("%"), (("Base brute", "n_decimal"),)), tmp_path, "ligne 5", "n’est pas entier")


def test_two_bases_must_say_which_is_weighted(tmp_path: Path) -> None:
    bases = (("Base", "n"), ("Base : ensemble", "n_pondere"))
    refused(written(rows_of("%"), bases), tmp_path, "ligne 6", "deux bases différentes")


def test_a_table_without_any_base_is_refused(tmp_path: Path) -> None:
    refused(written(rows_of("%"), ()), tmp_path, "feuille Q1", "aucune base")


def test_a_total_of_answers_is_no_weighted_base(tmp_path: Path) -> None:
    pen = Pen("Q2")
    pen.row("Q2. Où vous faites-vous aider ?")
    pen.banner()
    pen.row("Base NP", *POLL.count(POLL.everyone, "n"))
    counts = [POLL.count(who, "n_decimal") for who in POLL.places.values()]
    for label, numbers in zip(POLL.places, counts, strict=True):
        pen.row(label, *numbers)
    pen.row("Total", *(sum(c) for c in zip(*counts, strict=True)))
    refused(pen, tmp_path, "feuille Q2, ligne 9", "nombre de réponses")


def test_two_columns_of_everyone_are_refused_by_name(tmp_path: Path) -> None:
    pen = Pen()
    pen.row("Q1. Connaissez-vous ce service ?")
    pen.row(None, "Ensemble 2031", *PARTS, "Ensemble 2030")
    for name, kind in BASES:
        pen.row(name, *POLL.count(POLL.everyone, kind), 390)
    for answer, numbers in zip(ANSWERS, rows_of("%"), strict=True):
        pen.row(answer, *numbers, 20)
    refused(pen, tmp_path, "feuille Q1, ligne 2", "Ensemble 2030, Ensemble 2031")


def test_a_row_that_is_not_written_as_the_answers_are_is_refused(tmp_path: Path) -> None:
    pen = Pen("Q2")
    pen.row("Q2. Où vous faites-vous aider ?")
    pen.banner()
    for name, kind in BASES:
        pen.row(name, *POLL.count(POLL.everyone, kind))
    for label, who in POLL.places.items():
        pen.row(label, *POLL.count(who, "%"))
    pen.row("Valeur centrale", 3.1, 3.2, 3.0, 3.3, 3.1, 2.9)
    refused(pen, tmp_path, "feuille Q2, ligne 10", "« Valeur centrale »")


def test_two_tables_of_a_question_must_say_the_same(tmp_path: Path) -> None:
    pen = write_table(Pen("A"), POLL)
    pen.sheet("B")
    write_table(pen, Respondents(seed=8))
    refused(pen, tmp_path, "feuille", "n’a pas la même part")


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    people=st.sampled_from([120, 400, 1000]),
    answers=st.integers(2, 5),
    kind=st.sampled_from(["%", "%,1", "part", "n_pondere", "n_decimal"]),
    names=st.sampled_from([("Base NP", "Base pond."), ("n=", "N pondéré"), ("Unwtd base", "Wtd base")]),
    below=st.booleans(),
    levels=st.sampled_from(["merged", "once", "below", "one"]),
    mark=st.sampled_from(["", " B", "*", " ▲"]),
    nothing=st.sampled_from(["-", "*", 0]),
    words=st.sampled_from(["ST {}", "{} (NET)", "Total {}", None]),
    last=st.lists(st.sampled_from(["Moyenne", "Écart-type", "Total"]), unique=True),
)
def test_whatever_the_layout_shares_and_bases_are_those_of_the_respondents_or_refused(
    seed: int, people: int, answers: int, kind: str, names: tuple[str, str], below: bool, levels: str,
    mark: str, nothing: Any, words: str | None, last: list[str],
) -> None:  # fmt: skip
    poll = Respondents(seed, people, answers)

    def cell(value: Any) -> Any:
        if not value:
            return nothing
        return f"{value}{mark}".replace(".", ",") if mark and kind.startswith("%") else value

    subtotal = [(words.format("Oui"), [cell(v) for v in poll.count(poll.yes, kind)])] if words else []
    numbers = {"Moyenne": [3.1] * 6, "Écart-type": [1.2] * 6, "Total": [100] * 6}
    pen = write_table(
        Pen(), poll, bases=tuple(zip(names, ("n", "n_pondere"), strict=True)), below=below, kind=kind, cell=cell,
        levels=levels, before=subtotal, after=[(name, numbers[name]) for name in last],
    )  # fmt: skip
    rounding = {"%": 0.0051, "%,1": 0.00051, "part": 1e-6}.get(
        kind, 1.1 / min(map(sum, poll.columns)) + 0.002
    )
    with TemporaryDirectory() as folder:
        try:
            found = read(pen, poll, Path(folder))
        except InputError as error:
            # Weights rounded to whole numbers may look like people: it is said, not guessed.
            assert kind == "n_pondere"
            assert "bruts ou pondérés" in error.constat
        else:
            assert_true(found, poll, rounding=rounding)
