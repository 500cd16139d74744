import json
import re
import struct
from io import BytesIO
from xml.etree import ElementTree

import pandas as pd
import pytest
from PIL import Image
from samples import all_questions, array, index_of, questions, single

from barometre_pipeline.publication.charts import build_charts, write_charts
from barometre_pipeline.publication.charts.palette import NAVY, RESIDUAL_BAR
from barometre_pipeline.publication.charts.rasterise import Rasteriser, to_png
from barometre_pipeline.publication.charts.render import to_svg
from barometre_pipeline.publication.charts.text import FONT_FOLDER, text_width

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def chart(context):
    return next(iter(build_charts(single(), questions(), context)))


def test_each_chart_has_its_five_files_and_a_line_in_the_index(context, tmp_path):
    index = write_charts(build_charts(all_questions(), questions(), context), tmp_path)
    assert index["question"].tolist() == ["G1Q01", "G1Q02", "G1Q03", "G1Q04"]
    files = ["fichier_csv", "json", "svg", "svg_etroit", "png"]
    assert index.loc[0, files].tolist() == [
        "G1Q01.csv", "G1Q01.vl.json", "G1Q01.svg", "G1Q01-etroit.svg", "G1Q01.png",
    ]  # fmt: skip
    listed = {name for c in files for name in index[c]}
    assert {p.name for p in tmp_path.iterdir()} == listed
    assert pd.read_csv(tmp_path / "G1Q03.csv")["n"].sum() == 80
    assert json.loads((tmp_path / "G1Q03.vl.json").read_text("utf-8"))["layer"]
    # The tests of the report take this for granted.
    again = index_of(build_charts(all_questions(), questions(), context), tmp_path / "b")
    assert again[list(index.columns)].equals(index)


def test_the_same_tabulation_gives_the_same_bytes(context, tmp_path):
    tris = pd.concat([single(), array()], ignore_index=True)  # a drawing of bars, one of stacks
    for folder in ("a", "b"):
        write_charts(build_charts(tris, questions(), context), tmp_path / folder)
    names = sorted(p.name for p in (tmp_path / "a").iterdir())
    assert len(names) == 10
    assert all((tmp_path / "a" / n).read_bytes() == (tmp_path / "b" / n).read_bytes() for n in names)


def test_the_order_in_which_charts_are_drawn_does_not_change_them(context):
    charts = list(build_charts(all_questions(), questions(), context))
    assert [to_svg(c) for c in reversed(charts)][::-1] == [to_svg(c) for c in charts]


def test_the_svg_has_a_title_a_description_and_text_that_stays_text(chart):
    root = ElementTree.fromstring(to_svg(chart))
    assert root.attrib["role"] == "img"
    assert root.findtext(f"{SVG}title") == "Avez-vous une stratégie\u00a0?"
    assert "Oui, 50\u00a0%" in root.findtext(f"{SVG}desc")
    assert "50\u00a0%" in {t.text for t in root.iter(f"{SVG}text")}


def test_the_svg_fetches_nothing_and_has_no_generated_identifier(chart):
    svg = to_svg(chart)
    assert not re.search(r"(?:href|src|url\()", re.sub(r'xmlns:xlink="[^"]*"', "", svg))
    assert ' id="' not in svg


@pytest.mark.parametrize(("narrow", "wide"), [(False, 960), (True, 360)])
def test_all_drawn_text_lies_within_the_image(context, narrow, wide):
    wording = "Une question posée longuement, " * 14
    long = "Une réponse qui prend beaucoup de place sur la ligne, " * 5
    tris = array(items={"SQ001": (long, {long: 20, "Non": 10, "Je ne sais pas": 10})})
    chart = next(iter(build_charts(tris.assign(question_libelle=wording), questions(), context)))
    root = ElementTree.fromstring(to_svg(chart, narrow=narrow))
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    assert width == wide
    for x, y in _positions(root):
        assert 0 <= x <= width
        assert 0 <= y <= height


def _positions(node, dx=0.0, dy=0.0):
    for part in re.findall(r"translate\(([^)]*)\)", node.attrib.get("transform", "")):
        x, _, y = part.partition(",")
        dx, dy = dx + float(x), dy + float(y or 0)
    if node.tag == f"{SVG}text":
        yield dx, dy
    for child in node:
        yield from _positions(child, dx, dy)


@pytest.mark.parametrize("narrow", [False, True])
def test_every_text_of_the_svg_keeps_its_width_in_a_font_that_is_wider(chart, narrow):
    root = ElementTree.fromstring(to_svg(chart, narrow=narrow))
    found = list(root.iter(f"{SVG}text"))
    assert found
    for text in found:
        size, bold = float(text.get("font-size").removesuffix("px")), text.get("font-weight") == "bold"
        assert float(text.get("textLength")) == pytest.approx(text_width(text.text, size, bold), abs=0.06)
        assert text.get("lengthAdjust") == "spacingAndGlyphs"


def test_the_png_is_drawn_without_the_widths_that_other_fonts_need(chart):
    svg = to_svg(chart)
    assert to_png(svg) == to_png(re.sub(r' textLength="[^"]*" lengthAdjust="[^"]*"', "", svg))


def test_the_png_is_twice_the_size_of_the_svg(chart):
    svg = to_svg(chart)
    root = ElementTree.fromstring(svg)
    png = to_png(svg)
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", png[16:24]) == (1920, 2 * round(float(root.attrib["height"])))


@pytest.mark.parametrize("place", range(4))
def test_the_png_is_in_a_palette_and_light(context, place):
    """A long question with many lines weighs the most: it stays under 120 KB."""
    png = to_png(to_svg(list(build_charts(all_questions(), questions(), context))[place]))
    assert Image.open(BytesIO(png)).mode == "P"
    assert len(png) < 120_000


def test_a_tall_chart_is_light_too(context):
    answers = {"Oui, engagé": 10, "Prévu dans les 12 prochains mois": 8, "Non": 18, "Je ne sais pas": 4}
    items = {f"SQ{i:03d}": (f"Un domaine des politiques publiques locales, {i}", answers) for i in range(25)}
    chart = next(iter(build_charts(array(items=items), questions(), context)))
    png = to_png(to_svg(chart))
    assert struct.unpack(">II", png[16:24])[1] > 1400
    assert len(png) < 120_000


def test_the_colours_of_the_svg_are_those_of_the_png(chart):
    """A palette made of what is shown most would lose the colour of a thin segment."""
    svg = to_svg(chart)
    drawn = {c for _, c in Image.open(BytesIO(to_png(svg))).convert("RGB").getcolors(10_000)}
    bars = {c for c in (NAVY, RESIDUAL_BAR) if c in svg}
    assert len(bars) == 2
    assert {tuple(bytes.fromhex(c[1:])) for c in bars} <= drawn


def test_characters_of_french_texts_are_in_the_font_of_the_package(chart):
    """A missing glyph would come from whatever fonts the machine has, and change the bytes."""
    from barometre_pipeline.publication.charts.text import _advances

    needed = set("ÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸŒÆàâäçéèêëîïôöùûüÿœæ«»’“”…–—€%°²\u00a0\u202f−•")
    assert needed <= set(_advances(False)) & set(_advances(True))


def test_a_drawing_that_cannot_be_rasterised_stops_the_run(tmp_path):
    (tmp_path / "a.svg").write_text("pas un dessin", encoding="utf-8")
    with pytest.raises(RuntimeError, match="PNG"), Rasteriser(FONT_FOLDER) as rasteriser:
        rasteriser.submit(tmp_path / "a.svg", tmp_path / "a.png")
    assert not (tmp_path / "a.png").exists()


def test_pictures_that_are_there_already_start_no_process(chart, tmp_path, monkeypatch):
    write_charts([chart], tmp_path)
    monkeypatch.setattr("sys.executable", "/no/such/program")
    write_charts([chart], tmp_path)
    (tmp_path / "G1Q01.png").unlink()
    with pytest.raises(FileNotFoundError, match="program"), Rasteriser(FONT_FOLDER) as rasteriser:
        rasteriser.submit(tmp_path / "G1Q01.svg", tmp_path / "G1Q01.png")


def test_both_ways_of_rasterising_give_the_same_image(chart, tmp_path):
    write_charts([chart], tmp_path)
    assert (tmp_path / "G1Q01.png").read_bytes() == to_png((tmp_path / "G1Q01.svg").read_text("utf-8"))
