import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometre_pipeline.publication.charts.text import line_count, text_width, wrap

WORDS = st.lists(st.text("abcéèœ’-(),0123456789W", min_size=1, max_size=30), min_size=1, max_size=40)


@given(WORDS, st.integers(60, 900))
def test_wrapping_keeps_every_character_and_no_line_is_too_wide(words, width):
    lines = wrap(" ".join(words), width, 14)
    assert "".join(lines).replace(" ", "") == "".join(words)
    assert all(text_width(line, 14) <= width + 0.01 for line in lines)


@given(WORDS)
def test_a_word_that_fits_is_never_cut(words):
    width = max(text_width(w, 14) for w in words) + 1
    assert " ".join(wrap(" ".join(words), width, 14)).split(" ") == words


def test_a_no_break_space_does_not_break():
    text = "Avez-vous une stratégie\u00a0?"
    width = text_width("Avez-vous une stratégie", 14) + 1
    assert wrap(text, width, 14)[-1].endswith("stratégie\u00a0?")


def test_bold_is_wider_and_width_grows_with_size():
    assert text_width("Baromètre", 14) < text_width("Baromètre", 14, bold=True)
    assert text_width("Baromètre", 28) == 2 * text_width("Baromètre", 14)


def test_a_word_does_not_stay_alone_on_the_last_line():
    text = "La structure privilégie systématiquement les solutions ouvertes"
    lines = wrap(text, text_width(text, 14) - 20, 14)
    assert lines == ["La structure privilégie systématiquement", "les solutions ouvertes"]


def test_widths_are_those_of_the_tables_of_helvetica():
    """Thousandths of the size: O 778, u 556, i 222; in bold O 778, u 611, i 278."""
    assert text_width("Oui", 1000) == pytest.approx(1556, abs=0.5)
    assert text_width("Oui", 1000, bold=True) == pytest.approx(1667, abs=0.5)
    assert text_width("", 14) == 0


def test_a_letter_the_font_lacks_counts_as_a_wide_one():
    assert text_width("語", 2048) == 1366
    assert text_width("語", 2048, bold=True) == 1366


# At 2048 pixels a digit is 1139 wide and a space 569.
@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("00 00", 2 * 2278 + 569, ["00 00"]),
        ("00 00", 2 * 2278 + 568, ["00", "00"]),
        ("0000", 2278, ["00", "00"]),
        ("0000", 2277, ["0", "0", "0", "0"]),
        ("0 0000 0", 2 * 2278, ["0", "0000", "0"]),
        ("0  0", 4000, ["0 0"]),
        ("", 4000, []),
        # Four fit on a line, but three and two are more even than four and one.
        ("0 0 0 0 0", 4 * 1139 + 3 * 569, ["0 0 0", "0 0"]),
        ("0 0 0 0 0 0 0", 4 * 1139 + 3 * 569, ["0 0 0 0", "0 0 0"]),
        ("000 0 0", 3 * 1139, ["000", "0 0"]),
    ],
)
def test_a_text_breaks_into_the_fewest_lines_that_fit_and_evens_them_out(text, width, lines):
    assert wrap(text, width, 2048) == lines
    assert line_count(text, width, 2048) == len(lines)


def test_bold_text_is_wrapped_by_its_own_width():
    """« uu » is 1112 thousandths wide, in bold 1222: a column of 1150 holds one and not the other."""
    assert (wrap("uu", 1150, 1000), wrap("uu", 1150, 1000, bold=True)) == (["uu"], ["u", "u"])
    assert (line_count("uu", 1150, 1000), line_count("uu", 1150, 1000, bold=True)) == (1, 2)
    assert wrap("u u u", 1600, 1000, bold=True) == ["u u", "u"]  # 611 + 278 + 611
    assert wrap("u u u", 1499, 1000, bold=True) == ["u", "u", "u"]
