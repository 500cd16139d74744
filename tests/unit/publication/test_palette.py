import pytest

from barometre_pipeline.publication.charts import palette


@pytest.mark.parametrize("size", range(1, 12))
def test_an_ordered_scale_gets_lighter_step_by_step_so_that_it_reads_in_grey(size):
    scale = [*palette.ordered_scale(size), palette.DONT_KNOW, palette.NO_ANSWER]
    light = [palette.luminance(c) for c in scale]
    assert len(scale) == size + 2
    assert light == sorted(set(light))


@pytest.mark.parametrize("size", range(3, 9))
def test_an_ordered_scale_holds_the_navy_and_the_teal_of_the_observatoire(size):
    assert {palette.NAVY, palette.TEAL} <= set(palette.ordered_scale(size))


@pytest.mark.parametrize("size", range(1, 12))
def test_a_percentage_is_readable_on_every_segment(size):
    for colour in [*palette.ordered_scale(size), palette.DONT_KNOW, palette.NO_ANSWER]:
        assert palette.contrast(colour, palette.text_on(colour)) >= 4.5


@pytest.mark.parametrize("colour", [palette.INK, palette.MUTED, palette.WARNING, palette.NAVY])
def test_text_is_readable_on_white(colour):
    assert palette.contrast(colour, "#ffffff") >= 4.5


def test_contrast_is_that_of_the_standard():
    assert palette.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert palette.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
