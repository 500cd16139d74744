import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometre_pipeline.matching.identifiers import read_number
from barometre_pipeline.sources.territories.official_codes import luhn

LILLE = "215903501"  # commune de Lille, official list


def test_spaces_dots_and_dashes_do_not_hide_a_siret() -> None:
    assert read_number("215 903 501.000 17").siren == LILLE
    assert read_number(" 215-903-501 ").siren == LILLE


def test_a_wrong_check_digit_is_told_and_not_used() -> None:
    number = read_number("215903502")
    assert number.siren == ""
    assert "clé de contrôle" in number.remark


def test_a_valid_siren_survives_a_wrong_end_of_siret() -> None:
    number = read_number(LILLE + "00099")
    assert number.siren == LILLE
    assert "fin du SIRET" in number.remark


def test_scientific_notation_is_named_for_what_it_is() -> None:
    assert "tableur" in read_number("2,15903501E+13").remark


@pytest.mark.parametrize("typed", ["59350", "2A004"])
def test_five_characters_are_kept_as_a_commune_or_postal_code(typed: str) -> None:
    assert read_number(typed).code == typed


@pytest.mark.parametrize("typed", ["000000000", "11111111111111", "néant", "", "123"])
def test_nothing_is_made_of_fillers(typed: str) -> None:
    assert read_number(typed).siren == ""


@pytest.mark.parametrize(
    ("siren", "kind"), [("215903501", "local"), ("200093201", "local"), ("552100554", "other")]
)
def test_first_digits_say_what_kind_of_body_holds_the_number(siren: str, kind: str) -> None:
    assert luhn(siren)
    assert read_number(siren).kind == kind


@given(st.integers(min_value=10**7, max_value=10**8 - 1), st.integers(0, 8), st.integers(1, 9))
def test_luhn_catches_any_single_wrong_digit(root: int, position: int, shift: int) -> None:
    base = str(root)
    number = next(base + str(d) for d in range(10) if luhn(base + str(d)))
    wrong = number[:position] + str((int(number[position]) + shift) % 10) + number[position + 1 :]
    assert not luhn(wrong)


def test_remarks_never_echo_what_was_typed() -> None:
    for typed in ("215903502", "4.5E+21", "Jean Modèle", "1234567"):
        assert typed not in read_number(typed).remark
