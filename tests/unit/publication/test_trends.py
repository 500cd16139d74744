import json
import re
from itertools import pairwise

import drawn
import pandas as pd
import pytest

from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.lake import Lake
from barometre_pipeline.publication.charts import build_trends, write_charts
from barometre_pipeline.publication.charts.trend_vega import Facet, Point, Trend, trend_specification
from barometre_pipeline.publication.charts.vega import Caption
from barometre_pipeline.publication.told import told_indicators
from barometre_pipeline.steps import trends
from barometre_pipeline.tables.declarations.publication import TENDANCES
from barometre_pipeline.tables.reading import DeclaredTables
from barometre_pipeline.tables.registry import ASSETS
from barometre_pipeline.tables.schema import validate

NBSP = "\u00a0"
BOXES = ("manque_temps", "manque_competences")


def row(year, category, share, indicator="obstacle_data", **changes):
    """One row of ``indicateurs``: 100 structures, weighted share ten points above the published one."""
    values = {
        "edition": str(year), "indicateur": indicator, "categorie": category, "population": "ensemble",
        "ventilation": "", "modalite": "", "regle_base": "sans_reponse_exclues", "imprime": True,
        "n": round(100 * share), "base": 100, "part": share,
        "part_ponderee": share + 0.1, "part_publiable": share, "ic_bas": share + 0.05, "ic_haut": share + 0.15,
        "ic_de": "part_ponderee",
        "publiable": True, "raison_retenue": "", "ponderee_publiable": True, "base_faible": False,
        "base_ponderee": 100,
        "effectif_efficace": 80.0, "redressement_faible": False, "source_donnees": "demonstration",
    }  # fmt: skip
    values |= changes
    keys = ("edition", "indicateur", "categorie", "population", "ventilation", "modalite")
    return values | {"trace_id": "/".join(str(values[k]) for k in keys)}


def published(year, category, share, **changes):
    """A year without microdata: no weighted share, the interval is that of the published one."""
    bare = {"part_ponderee": float("nan"), "ic_bas": share - 0.05, "ic_haut": share + 0.05, "ic_de": "part"}
    return row(year, category, share, **bare, source_donnees="agregats", **changes)


def person(year, category, share, **changes):
    """A poll: the published share is the weighted one."""
    weighted = {"part": share - 0.02, "part_ponderee": share, "ic_bas": share - 0.03, "ic_haut": share + 0.03}
    return row(
        year, category, share, "opinion_usage_croissant_donnees", population="francais", **weighted, **changes
    )


def charts(*rows):
    return list(build_trends(pd.DataFrame(list(rows)), load_catalogue()))


def chart(*rows):
    (only,) = charts(*rows)
    return only


def texts(spec):
    """Every text of a chart; that the drawing has them all is asked in ``test_chart_files``."""
    return drawn.texts(spec.vega)


def layer(spec, kind, **mark):
    found = [m for m in spec.vega["layer"] if m["mark"]["type"] == kind]
    return [m for m in found if all(m["mark"].get(k) == v for k, v in mark.items())]


def points(spec):
    return layer(spec, "circle")[0]["data"]["values"]


def whiskers(spec):
    """The vertical part of thin lines, with their place."""
    marks = [m for one in layer(spec, "rule", strokeWidth=1.25) for m in one["data"]["values"]]
    return [m for m in marks if m["x"] == m["x2"]]


def test_an_indicator_known_for_one_year_has_no_chart():
    assert charts(row(2024, "manque_temps", 0.5)) == []


def test_two_categories_known_for_one_year_each_do_not_make_a_trend():
    assert charts(row(2023, "manque_temps", 0.5), row(2024, "manque_competences", 0.5)) == []


def test_each_point_is_the_published_share_with_its_label():
    spec = chart(row(2023, "manque_temps", 0.7712), row(2024, "manque_temps", 0.5))
    assert [p["part"] for p in points(spec)] == [0.7712, 0.5]
    assert {f"77{NBSP}%", f"50{NBSP}%", "2023", "2024"} <= set(texts(spec))


def test_years_are_placed_by_their_date_and_no_line_crosses_a_year_without_result():
    years = (2022, 2024, 2025)
    spec = chart(*(row(y, "manque_temps", 0.5) for y in years))
    at = {p["annee"]: p["x"] for p in points(spec)}
    assert at[2024] - at[2022] == pytest.approx(2 * (at[2025] - at[2024]))
    segments = [s for one in layer(spec, "rule", strokeWidth=2) for s in one["data"]["values"]]
    assert [(s["x"], s["x2"]) for s in segments] == [(at[2024], at[2025])]
    assert any(t.startswith("Année sans point") for t in texts(spec))


def test_an_interval_of_the_weighted_share_is_not_drawn_at_the_published_one():
    spec = chart(row(2023, "manque_temps", 0.3), row(2024, "manque_temps", 0.4))
    assert whiskers(spec) == []
    assert any("part redressée" in t and "fichier CSV" in t for t in texts(spec))


def test_an_interval_of_the_published_share_goes_through_its_point():
    rows = [published(2022, "manque_temps", 0.3), published(2023, "manque_temps", 0.4)]
    spec = chart(*rows)
    for line, point in zip(whiskers(spec), points(spec), strict=True):
        assert line["x"] == point["x"]
        assert line["y2"] < point["y"] < line["y"]
    assert not layer(spec, "rule", strokeWidth=3)
    assert not any("redressée" in t for t in texts(spec))


def test_a_poll_shows_the_weighted_share_with_its_own_interval():
    spec = chart(*(person(y, "tres_bonne_chose", 0.4) for y in (2024, 2025)))
    assert [w["x"] for w in whiskers(spec)] == [p["x"] for p in points(spec)]
    assert any("résultats redressés" in t for t in texts(spec))
    assert any("100 personnes" in t.replace(NBSP, " ") for t in texts(spec))


@pytest.mark.parametrize("share", [0.4, 0.4037, 0.4081])
def test_a_poll_cut_to_what_may_be_told_still_shows_one_share_per_point(share):
    rows = told_indicators(pd.DataFrame([person(y, "tres_bonne_chose", share) for y in (2024, 2025)]))
    (spec,) = build_trends(rows, load_catalogue())
    assert any("de la part redressée, celle du point" in t.replace(NBSP, " ") for t in texts(spec))
    assert [w["x"] for w in whiskers(spec)] == [p["x"] for p in points(spec)]


def test_a_share_without_interval_has_no_thin_line_and_no_note_on_one():
    bare = {"ic_bas": float("nan"), "ic_haut": float("nan"), "ic_de": ""}
    spec = chart(*(row(y, "manque_temps", 0.4, **bare) for y in (2023, 2024)))
    assert whiskers(spec) == []
    assert not any("intervalle" in t for t in texts(spec))


def test_a_small_base_is_a_hollow_point_and_the_footer_says_so():
    spec = chart(row(2023, "manque_temps", 0.4, base=20, base_faible=True), row(2024, "manque_temps", 0.4))
    small, large = points(spec)
    assert small["fond"] == "#ffffff" != large["fond"]
    assert any(t.startswith("Point creux") for t in texts(spec))


def test_the_footer_gives_the_base_of_each_year_and_where_its_data_come_from():
    spec = chart(published(2022, "manque_temps", 0.3, base=297), row(2023, "manque_temps", 0.4, base=1200))
    words = " ".join(texts(spec)).replace(NBSP, " ")
    assert "Base : 297 structures en 2022 ; 1\u202f200 en 2023, réponses vides hors de la base." in words
    assert "2022 : tableaux agrégés publiés (pas de microdonnées) ; 2023 : données de démonstration" in words


def test_made_up_data_are_announced_above_the_chart_with_their_years():
    made_up = [row(y, "manque_temps", 0.4) for y in (2024, 2025)]
    assert "DONNÉES DE DÉMONSTRATION (SYNTHÉTIQUES)" in texts(chart(*made_up))
    mixed = texts(chart(row(2023, "manque_temps", 0.4, source_donnees="reelles"), *made_up))
    assert f"DONNÉES DE DÉMONSTRATION (SYNTHÉTIQUES){NBSP}: 2024 ET 2025" in mixed
    real = [row(y, "manque_temps", 0.4, source_donnees="reelles") for y in (2023, 2024)]
    assert not any("démonstration" in t.lower() for t in texts(chart(*real)))


def test_the_note_on_comparability_is_in_the_footer_and_the_line_is_dashed():
    catalogue = load_catalogue()
    indicator, category = "cyberattaque_severe", "oui"
    note = catalogue.note(indicator, ("2023", "2024"))
    assert note
    rows = [
        row(y, category, 0.4, indicator, population="hors_moins_3500", modalite="hors_moins_3500")
        for y in (2023, 2024)
    ]
    spec = chart(*rows)
    plain = " ".join(texts(spec)).replace(NBSP, " ")
    assert note.replace(NBSP, " ") in plain
    assert len(layer(spec, "rule", strokeWidth=2, strokeDash=[5, 4])) == 1


def test_at_most_six_categories_are_drawn_those_of_the_last_year_and_the_data_hold_all():
    names = list(load_catalogue().categories["opinion_impact_donnees_ameliorer"])[:8]
    rows = [
        row(y, name, share, "opinion_impact_donnees_ameliorer", population="francais")
        for i, name in enumerate(names)
        for y, share in ((2024, 0.8 - i / 10), (2025, 0.1 + i / 10))
    ]
    spec = chart(*rows)
    assert spec.donnees["categorie"].nunique() == 8
    drawn = spec.donnees.loc[spec.donnees["dessine"], "categorie"].drop_duplicates().tolist()
    assert drawn == names[:1:-1]
    assert any(t.startswith("2 autres réponses") for t in texts(spec))


def test_details_by_answer_stay_out_where_the_indicator_has_its_own_categories():
    rows = [
        row(y, name, share, "mesure_cyber", population="hors_moins_3500", modalite="hors_moins_3500")
        for y in (2024, 2025)
        for name, share in _measures()
    ]
    drawn = chart(*rows).donnees.query("dessine")["categorie"].unique()
    assert list(drawn) == [_measures()[0][0]]


def _measures():
    names = load_catalogue().categories["mesure_cyber"]
    plain = next(n for n in names if "." not in n)
    return [(plain, 0.2), (next(n for n in names if n.startswith(f"{plain}.")), 0.8)]


def test_breakdowns_and_other_populations_are_left_out():
    main = [person(y, "tres_bonne_chose", 0.4) for y in (2024, 2025)]
    women = [person(y, "tres_bonne_chose", 0.6, ventilation="sexe", modalite="femme") for y in (2024, 2025)]
    assert set(chart(*main, *women).donnees["part_publiable"]) == {0.4}


def test_the_data_say_whose_interval_they_give():
    spec = chart(published(2022, "manque_temps", 0.3), row(2023, "manque_temps", 0.4))
    assert spec.donnees["ic_de"].tolist() == ["part", "part_ponderee"]


def test_a_long_series_keeps_its_labels_apart():
    years = tuple(range(2010, 2030))
    found = tuple(Point(y, 0.5, f"50{NBSP}%") for y in years)
    spec = trend_specification(
        Trend(years, (Facet("A", found), Facet("B", found))), Caption("t", "s", "", (), "d")
    )
    (circles,) = [m for m in spec["layer"] if m["mark"]["type"] == "circle"]
    places = sorted({c["x"] for c in circles["data"]["values"]})
    assert min(b - a for a, b in pairwise(places)) > 38
    assert max(places) < spec["width"]


def test_everything_drawn_stays_inside_the_chart():
    rows = [row(y, c, s) for y in (2023, 2024, 2025) for c, s in zip(BOXES, (0.0, 0.85), strict=True)]
    spec = chart(*rows)
    for one in spec.vega["layer"]:
        for mark in one["data"]["values"]:
            if "y" in mark and "x2" in mark:
                assert 0 <= mark["y"] <= spec.vega["height"]
                assert 0 <= mark["x"] <= mark["x2"] <= spec.vega["width"]


def test_the_description_gives_the_figures_in_words():
    spec = chart(row(2023, "manque_temps", 0.3), row(2024, "manque_temps", 0.4))
    assert f"30{NBSP}% en 2023, 40{NBSP}% en 2024" in spec.description
    assert spec.description.startswith("Données de démonstration (synthétiques)")


def test_the_same_indicators_give_the_same_files_in_whatever_order_their_rows_come(tmp_path):
    rows = [row(y, c, 0.3 + i / 10) for y in (2023, 2024) for i, c in enumerate(BOXES)]
    write_charts(charts(*rows), tmp_path / "a")
    write_charts(charts(*reversed(rows)), tmp_path / "b")
    names = sorted(p.name for p in (tmp_path / "a").iterdir())
    ends = ("-etroit.svg", ".csv", ".png", ".svg", ".vl.json")
    assert names == [f"obstacle_data{end}" for end in ends]
    assert all((tmp_path / "a" / n).read_bytes() == (tmp_path / "b" / n).read_bytes() for n in names)


def lake_with(folder, *rows):
    lake = Lake.at(folder)
    lake.write("gold/indicateurs", pd.DataFrame(list(rows)))
    return lake


def test_the_step_writes_the_files_its_index_names_and_forgets_the_others(tmp_path):
    lake = lake_with(tmp_path, *(row(y, "manque_temps", 0.4) for y in (2023, 2024)))
    old = tmp_path / "publication" / "tendances" / "ancien.svg"
    old.parent.mkdir(parents=True)
    old.write_text("x")
    index = trends.run({}, DeclaredTables(lake, ASSETS["tendances"]))["gold/tendances"]
    validate(TENDANCES, index, "à l’écriture")
    assert index["indicateur"].tolist() == ["obstacle_data"]
    listed = {p for c in ("fichier_csv", "json", "svg", "svg_etroit", "png") for p in index[c]}
    assert {p.relative_to(tmp_path).as_posix() for p in old.parent.iterdir()} == listed
    assert json.loads((tmp_path / index["json"].iloc[0]).read_text("utf-8"))["layer"]


def test_with_one_edition_the_step_draws_nothing(tmp_path):
    lake = lake_with(tmp_path, row(2023, "manque_temps", 0.4))
    index = trends.run({}, DeclaredTables(lake, ASSETS["tendances"]))["gold/tendances"]
    validate(TENDANCES, index, "à l’écriture")
    assert index.empty
    assert not (tmp_path / "publication").exists()


def test_french_typography_has_no_ordinary_space_before_high_punctuation():
    spec = chart(published(2022, "manque_temps", 0.3), row(2023, "manque_temps", 0.4))
    assert not [t for t in texts(spec) if re.search(r" [:;?!%»]", t)]
