from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometre_pipeline.french.numbers import (
    count,
    noun,
    number,
    p_value,
    percent,
    points,
    round_half_even,
    whole_percent,
)

NAN = float("nan")


@pytest.mark.parametrize(
    ("part", "base", "expected"),
    [
        (1, 200, 0),
        (3, 200, 2),
        (7, 200, 4),
        (5, 200, 2),
        (29, 200, 14),
        (31, 200, 16),
        (145, 1000, 14),
        (77, 100, 77),
    ],
)
def test_one_half_goes_to_the_even_percent_as_in_r(part: int, base: int, expected: int) -> None:
    assert whole_percent(part / base) == expected


@given(base=st.integers(1, 5000), data=st.data())
def test_any_share_of_two_counts_is_rounded_as_the_exact_fraction(base: int, data: st.DataObject) -> None:
    part = data.draw(st.integers(0, base))
    # Fraction's own rounding is exact and half to even.
    assert whole_percent(part / base) == round(Fraction(part * 100, base))


@given(st.decimals(0, 1, places=6))
def test_a_decimal_share_is_rounded_half_to_even(share: Decimal) -> None:
    with localcontext() as context:
        context.prec = 40
        expected = int((share * 100).quantize(Decimal(1), rounding=ROUND_HALF_EVEN))
    assert whole_percent(float(share)) == expected


@given(st.integers(-10_000_000, 10_000_000), st.integers(0, 4))
def test_a_number_of_few_decimals_is_rounded_half_to_even_at_any_decimal(
    thousandths: int, decimals: int
) -> None:
    expected = round(Fraction(thousandths, 1000), decimals)
    assert round_half_even(thousandths / 1000, decimals) == pytest.approx(float(expected), abs=1e-9)


@pytest.mark.parametrize("rounding", [whole_percent, round_half_even])
def test_what_is_not_there_cannot_be_rounded(rounding) -> None:
    with pytest.raises(ValueError, match="pas de nombre"):
        rounding(NAN)


@given(st.integers(-(10**12), 10**12))
def test_a_whole_number_reads_back_and_has_groups_of_three_after_the_first(value: int) -> None:
    text = number(value)
    assert int(text.replace("\u202f", "").replace("−", "-")) == value
    first, *others = text.removeprefix("−").split("\u202f")
    assert 1 <= len(first) <= 3
    assert all(len(group) == 3 for group in others)


@given(st.integers(-(10**9), 10**9), st.integers(0, 6))
def test_a_number_with_decimals_reads_back(units: int, decimals: int) -> None:
    text = number(units / 10**decimals)
    read = Fraction(text.replace("\u202f", "").replace(",", ".").replace("−", "-"))
    assert read == Fraction(units, 10**decimals)
    assert not ("," in text and text.endswith("0"))


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (34945, None, "34\u202f945"),
        (1234.5, None, "1\u202f234,5"),
        (12.0, None, "12"),
        (-3.25, None, "−3,25"),
        (0.1 + 0.2, None, "0,3"),
        (np.float64(7.5), None, "7,5"),
        (np.int64(3500), None, "3\u202f500"),
        (12, 1, "12,0"),
        (2.345, 2, "2,34"),
        (-0.04, 1, "0,0"),
        (NAN, None, "–"),
    ],
)
def test_a_number_has_a_comma_narrow_spaces_and_a_true_minus(
    value: float, decimals: int | None, text: str
) -> None:
    assert number(value, decimals) == text


def test_a_gain_has_its_sign_only_where_asked_and_zero_has_none() -> None:
    assert number(3, signed=True) == "+3"
    assert number(0, signed=True) == "0"
    assert number(0.04, 1, signed=True) == "0,0"
    assert number(3) == "3"


@pytest.mark.parametrize(
    ("share", "decimals", "text"),
    [
        (0.7712, 0, "77\u00a0%"),
        (0.0, 0, "0\u00a0%"),
        (1.0, 0, "100\u00a0%"),
        (0.125, 0, "12\u00a0%"),
        (0.7712, 1, "77,1\u00a0%"),
        (0.29, None, "29\u00a0%"),
        (0.295, None, "29,5\u00a0%"),
        (NAN, 0, "–"),
    ],
)
def test_a_percentage_has_a_no_break_space(share: float, decimals: int | None, text: str) -> None:
    assert percent(share, decimals) == text


def test_an_answer_somebody_gave_is_never_shown_as_zero() -> None:
    assert percent(0.004, exists=True) == "<\u00a01\u00a0%"
    assert percent(0.006, exists=True) == "1\u00a0%"
    assert percent(0.0, exists=False) == "0\u00a0%"


@pytest.mark.parametrize(
    ("difference", "options", "text"),
    [
        (0.26, {}, "26\u00a0points"),
        (0.014, {}, "1\u00a0point"),
        (0.016, {}, "2\u00a0points"),
        (0.0, {"signed": True}, "0\u00a0point"),
        (0.14, {"signed": True}, "+14\u00a0points"),
        (-0.01, {"signed": True}, "−1\u00a0point"),
        (-0.123, {"decimals": 1, "short": True}, "−12,3\u00a0pt"),
        (0.015, {"decimals": None}, "1,5\u00a0point"),
        (NAN, {}, "–"),
    ],
)
def test_points_agree_with_the_number_shown(difference: float, options: dict[str, object], text: str) -> None:
    assert points(difference, **options) == text


def test_nought_and_one_are_singular_in_french() -> None:
    assert count(0, "structure") == "0\u00a0structure"
    assert count(1, "structure") == "1\u00a0structure"
    assert count(1200, "structure") == "1\u202f200\u00a0structures"
    assert count(2, "réponse citée", "réponses citées") == "2\u00a0réponses citées"
    assert noun(1.9, "point") == "point"
    assert noun(-2, "point") == "points"


def test_a_p_value_has_the_decimals_that_matter_and_is_never_zero() -> None:
    assert p_value(0.0004) == "p\u00a0<\u00a00,001"
    assert p_value(0.0123) == "p\u00a0=\u00a00,012"
    assert p_value(0.253) == "p\u00a0=\u00a00,25"
