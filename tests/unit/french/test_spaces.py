from hypothesis import given
from hypothesis import strategies as st

from barometre_pipeline.french.spaces import quoted, spaced

_TEXT = st.text(st.sampled_from("ab «»:;?!%\u00a0\u202f\n\u2011"), max_size=30)


def test_a_line_cannot_break_before_french_punctuation() -> None:
    assert spaced(" Avez-vous  un « plan »\n: oui ? ") == "Avez-vous un «\u00a0plan\u00a0»\u00a0: oui\u00a0?"


@given(_TEXT)
def test_no_ordinary_space_is_left_where_a_line_must_not_break(text: str) -> None:
    shown = spaced(text)
    assert not any(f" {mark}" in shown for mark in ":;?!»%")
    assert "« " not in shown


def test_a_quotation_holds_to_its_marks() -> None:
    assert quoted("Oui ") == "«\u00a0Oui\u00a0»"
