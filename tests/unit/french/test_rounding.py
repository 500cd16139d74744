from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometre_pipeline.french.rounding import percent, round_percent


@pytest.mark.parametrize(
    ("count", "base", "expected"),
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
def test_one_half_goes_to_the_even_percent_as_in_r(count: int, base: int, expected: int) -> None:
    assert round_percent(count / base) == expected


@given(base=st.integers(1, 5000), data=st.data())
def test_any_share_of_two_counts_is_rounded_as_the_exact_fraction(base: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, base))
    # Fraction's own rounding is exact and half to even.
    assert round_percent(count / base) == round(Fraction(count * 100, base))


@given(st.decimals(0, 1, places=6))
def test_a_decimal_share_is_rounded_half_to_even(share: Decimal) -> None:
    with localcontext() as context:
        context.prec = 40
        expected = int((share * 100).quantize(Decimal(1), rounding=ROUND_HALF_EVEN))
    assert round_percent(float(share)) == expected


def test_no_share_is_said_not_rounded() -> None:
    assert round_percent(float("nan")) is None
    assert percent(float("nan")) == "n. d."


def test_a_share_is_written_in_french_with_a_no_break_space() -> None:
    assert percent(0.77) == "77\u00a0%"
