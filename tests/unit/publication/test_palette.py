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


NAVY, TEAL = (50, 52, 101), (51, 187, 201)
BETWEEN = [(50.3, 97, 134.3), (50.7, 142, 167.7)]  # a third and two thirds of the way


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (0, []),
        (1, [NAVY]),
        (2, [NAVY, TEAL]),
        # Gold, (225, 180, 77), goes 42 % of the way to white; from six answers on two golds, pure and 55 %.
        (3, [NAVY, TEAL, (237.6, 211.5, 151.8)]),
        (5, [NAVY, *BETWEEN, TEAL, (237.6, 211.5, 151.8)]),
        (6, [NAVY, *BETWEEN, TEAL, (225, 180, 77), (241.5, 221.25, 174.9)]),
    ],
)
def test_a_scale_goes_from_navy_to_teal_in_equal_steps_then_to_pale_gold(size, expected):
    scale = palette.ordered_scale(size)
    assert all(len(c) == 7 and c.startswith("#") for c in scale)
    found = [tuple(int(c[i : i + 2], 16) for i in (1, 3, 5)) for c in scale]
    assert len(found) == len(expected)
    for colour, wanted in zip(found, expected, strict=True):
        assert colour == pytest.approx(wanted, abs=0.51)


@pytest.mark.parametrize(
    ("colour", "light"),
    [
        ("#000000", 0.0),
        ("#ffffff", 1.0),
        ("#ff0000", 0.2126),
        ("#00ff00", 0.7152),
        ("#0000ff", 0.0722),
        # Half of the scale is a fifth of the light; under 10 of 255 the scale is a straight line.
        ("#808080", 0.2159),
        ("#0a0a0a", 10 / 255 / 12.92),
    ],
)
def test_the_luminance_of_a_colour_is_that_of_the_standard(colour, light):
    assert palette.luminance(colour) == pytest.approx(light, abs=5e-5)


def test_contrast_is_the_same_both_ways_and_text_is_black_or_white_whichever_reads_better():
    assert palette.contrast("#777777", "#ffffff") == palette.contrast("#ffffff", "#777777")
    assert palette.contrast("#336699", "#336699") == 1
    assert [palette.text_on(c) for c in ("#000000", "#323465", "#33bbc9", "#ffffff")] == [
        "#ffffff", "#ffffff", "#000000", "#000000",
    ]  # fmt: skip
