from hypothesis import given
from hypothesis import strategies as st

from barometre_pipeline.publication.charts.text import text_width, wrap

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
