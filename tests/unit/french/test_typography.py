from decimal import ROUND_HALF_EVEN, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometre_pipeline.french.typography import french, number, percent, plural, whole_percent


@given(st.integers(1, 5000), st.data())
def test_a_share_is_rounded_half_to_even_as_exact_arithmetic_does(base, data):
    count = data.draw(st.integers(0, base))
    exact = (Decimal(count) * 100 / Decimal(base)).quantize(Decimal(1), ROUND_HALF_EVEN)
    assert whole_percent(count / base) == int(exact)


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.7712, "77\u00a0%"),
        (0.0, "0\u00a0%"),
        (1.0, "100\u00a0%"),
        (0.125, "12\u00a0%"),
        (float("nan"), "–"),
    ],
)
def test_a_percentage_has_a_no_break_space(share, text):
    assert percent(share) == text


def test_an_answer_somebody_gave_is_never_shown_as_zero():
    assert percent(0.004, exists=True) == "<\u00a01\u00a0%"
    assert percent(0.0, exists=False) == "0\u00a0%"


def test_thousands_are_separated_by_a_narrow_no_break_space():
    assert number(34945) == "34\u202f945"
    assert plural(1, "structure", "structures") == "1\u00a0structure"
    assert plural(1200, "structure", "structures") == "1\u202f200\u00a0structures"


def test_a_line_cannot_break_before_french_punctuation():
    assert french(" Avez-vous  un « plan »\n: oui ? ") == "Avez-vous un «\u00a0plan\u00a0»\u00a0: oui\u00a0?"
