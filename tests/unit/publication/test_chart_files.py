"""What is written of a chart beside its drawing: the CSV, the specification, and texts put back into the SVG."""

import json
from xml.etree import ElementTree

import pandas as pd
import pytest
from drawn import written

from barometre_pipeline.publication.charts import render
from barometre_pipeline.publication.charts.model import ChartSpec

SVG = "{http://www.w3.org/2000/svg}"


def chart(*texts, **changes):
    layer = written([(0, 20 * (i + 1), t) for i, t in enumerate(texts)], 14, "#000000")
    bar = {
        "data": {"values": [{"a": "<i>"}]},
        "mark": "bar",
        "encoding": {"x": {"field": "a", "type": "nominal"}},
    }
    vega = {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json", "width": 100, "height": 100,
        "layer": [bar, layer, written([(0, 90, "dernier")], 12, "#000000")],
    }  # fmt: skip
    data = pd.DataFrame({"réponse": ["Oui, é", "Non"], "part": [0.5, None]}, index=[4, 7])
    given = {
        "nom": "Q1",
        "question": "Q1",
        "titre": "<T> & T",
        "description": "D < 1 %",
        "donnees": data,
        "vega": vega,
        "etroit": vega | {"width": 50},
    }
    return ChartSpec(**(given | changes))


def test_the_csv_has_a_comma_a_decimal_point_one_header_and_no_index():
    assert render.to_csv(chart()) == 'réponse,part\n"Oui, é",0.5\nNon,\n'


def test_the_specification_is_readable_json_in_french_letters():
    text = render.to_json(chart("Été"))
    assert text.startswith('{\n "$schema"') and text.endswith("}\n") and "Été" in text
    assert {k: v for k, v in json.loads(text).items() if k != "usermeta"} == chart("Été").vega


def test_the_specification_tells_when_the_pictures_beside_it_must_be_drawn_again():
    """It holds all they are drawn from: the narrow drawing, the title, what draws."""
    first = render.to_json(chart("a"))
    changed = [chart("b"), chart("a", etroit=chart("a").vega | {"width": 51}), chart("a", titre="Autre")]
    assert render.to_json(chart("a")) == first
    assert len({first, *map(render.to_json, changed)}) == 4


def test_the_narrow_drawing_has_its_own_svg():
    wide, narrow = (ElementTree.fromstring(render.to_svg(chart("A"), narrow=n)) for n in (False, True))
    assert float(wide.attrib["width"]) - float(narrow.attrib["width"]) == 50
    assert wide.findtext(f"{SVG}title") == narrow.findtext(f"{SVG}title")


def test_the_svg_has_every_text_at_its_place_whatever_its_characters():
    root = ElementTree.fromstring(render.to_svg(chart("A & B", "<b>", "@1@")))
    found = [t.text for t in root.iter(f"{SVG}text")]
    assert [t for t in found if t in ("A & B", "<b>", "@1@", "dernier")] == ["A & B", "<b>", "@1@", "dernier"]
    assert (root.findtext(f"{SVG}title"), root.findtext(f"{SVG}desc")) == ("<T> & T", "D < 1 %")
    assert (root.attrib["role"], root.attrib["lang"]) == ("img", "fr")
    assert [child.tag for child in root][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert render.to_svg(chart("A")).endswith("</svg>\n")


def test_what_is_no_svg_is_refused(monkeypatch):
    class Broken:
        def vegalite_to_svg(self, *_args, **_kwargs):
            return "erreur <svg >"

    monkeypatch.setattr(render, "_vl_convert", Broken)
    with pytest.raises(ValueError, match=r"^vl-convert a rendu autre chose qu’un SVG$"):
        render.to_svg(chart())


def test_no_chart_gives_an_empty_index_with_its_columns(tmp_path):
    index = render.write_charts([], tmp_path / "a" / "b")
    files = ["fichier_csv", "json", "svg", "svg_etroit", "png"]
    assert list(index.columns) == ["question", *files, "titre", "description"]
    assert (tmp_path / "a" / "b").is_dir()


def test_files_take_the_name_of_the_chart_made_safe_and_the_index_its_words(tmp_path):
    (row,) = render.write_charts([chart("é", nom="Q1/é *b", question="Q1")], tmp_path).to_dict("records")
    names = {
        "fichier_csv": "Q1_b.csv", "json": "Q1_b.vl.json", "svg": "Q1_b.svg", "svg_etroit": "Q1_b-etroit.svg",
        "png": "Q1_b.png",
    }  # fmt: skip
    assert row == {"question": "Q1", **names, "titre": "<T> & T", "description": "D < 1 %"}
    assert {p.name for p in tmp_path.iterdir()} == set(names.values())
    assert (tmp_path / "Q1_b.csv").read_text("utf-8").startswith("réponse,part\n")
    assert json.loads((tmp_path / "Q1_b.vl.json").read_text("utf-8"))["layer"]


def test_pictures_are_drawn_again_only_where_what_they_are_drawn_from_changed_or_one_is_missing(tmp_path):
    def written_after(spec):
        before = {p.name: p.stat().st_mtime_ns for p in tmp_path.iterdir()}
        render.write_charts([spec], tmp_path)
        return {p.suffix for p in tmp_path.iterdir() if before.get(p.name) != p.stat().st_mtime_ns}

    pictures = {".svg", ".png", ".json"}
    assert written_after(chart("a")) == {".csv", *pictures}
    assert written_after(chart("a")) <= {".csv"}
    assert written_after(chart("b")) >= pictures
    (tmp_path / "Q1-etroit.svg").unlink()
    assert written_after(chart("b")) >= pictures


def test_another_lake_takes_the_pictures_that_were_kept_of_the_same_chart_and_draws_the_others(
    tmp_path, monkeypatch
):
    monkeypatch.setenv("BAROMETRE_DESSINS", str(tmp_path / "dessins"))
    first, second, drawn = tmp_path / "a", tmp_path / "b", []
    render.write_charts([chart("a", nom="un")], first)
    draw = render.to_svg
    monkeypatch.setattr(render, "to_svg", lambda spec, **way: drawn.append(spec.nom) or draw(spec, **way))
    render.write_charts([chart("a", nom="un"), chart("b", nom="deux")], second)
    assert set(drawn) == {"deux"}
    assert all((second / p.name).read_bytes() == p.read_bytes() for p in first.iterdir())
    assert (second / "deux.png").exists()


def test_charts_whose_names_differ_by_an_accent_or_by_case_have_files_of_their_own(tmp_path):
    specs = [chart(name, nom=name) for name in ("café", "cafè", "Charte", "charte")]
    index = render.write_charts(specs, tmp_path)
    assert index["fichier_csv"].str.lower().nunique() == 4
    assert [index["fichier_csv"][0], index["fichier_csv"][2]] == ["caf_.csv", "Charte.csv"]
    assert len({name.name.lower() for name in tmp_path.glob("*.svg")}) == 8
