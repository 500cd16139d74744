import dataclasses
import json
from datetime import date
from importlib.resources import files

import drawn
import pandas as pd
import pytest
from jsonschema import Draft7Validator
from samples import all_questions, array, asked_only, multiple, questions, ranking, single

from barometre_pipeline.editions.model import EditionConfig
from barometre_pipeline.publication.charts import ChartContext, build_charts
from barometre_pipeline.publication.charts.captions import base, notes
from barometre_pipeline.publication.charts.model import Nature
from barometre_pipeline.publication.charts.palette import DONT_KNOW, NO_ANSWER, RESIDUAL_BAR, luminance
from barometre_pipeline.publication.charts.plot import Plot
from barometre_pipeline.publication.charts.prepare import tables
from barometre_pipeline.publication.charts.vega import series_colours
from barometre_pipeline.sources.period import Period


def table_of(tris, context):
    return next(iter(tables(tris, questions(), context)))


def texts(spec):
    """Every text the specification draws."""
    found = []
    for value in spec.values() if isinstance(spec, dict) else spec:
        if isinstance(value, str):
            found.append(value)
        elif isinstance(value, dict | list):
            found += texts(value)
    return found


def chart_of(tris, context):
    return next(iter(build_charts(tris, questions(), context)))


def test_every_tabulated_question_has_one_chart_in_questionnaire_order(context):
    charts = list(build_charts(all_questions(), questions(), context))
    assert [c.question for c in charts] == ["G1Q01", "G1Q02", "G1Q03", "G1Q04"]
    assert [t.nature for t in tables(all_questions(), questions(), context)] == [
        Nature.SINGLE, Nature.MULTIPLE, Nature.ARRAY, Nature.RANKING,
    ]  # fmt: skip


def test_specifications_are_valid_vega_lite(context):
    schema = json.loads(
        files("altair.vegalite.v6.schema").joinpath("vega-lite-schema.json").read_text("utf-8")
    )
    validator = Draft7Validator(schema)
    for chart in build_charts(all_questions(), questions(), context):
        for vega in (chart.vega, chart.etroit):
            assert not [e.message[:200] for e in validator.iter_errors(vega)]
            assert vega["$schema"].startswith("https://vega.github.io/schema/vega-lite/v6")
            assert '"url"' not in json.dumps(vega)


def test_one_value_is_drawn_for_each_answer_whatever_intervals_are_known(context):
    tris = single().assign(ic_bas=lambda t: t["part"] - 0.02, ic_haut=lambda t: t["part"] + 0.03)
    assert chart_of(tris, context).vega == chart_of(single(), context).vega


def test_the_wide_and_the_narrow_drawing_say_the_same(context):
    for chart in build_charts(all_questions(), questions(), context):
        wide, narrow = ("".join(drawn.texts(s)).replace(" ", "") for s in (chart.vega, chart.etroit))
        assert sorted(wide) == sorted(narrow)
        left, right, _, _ = drawn.sheet(chart.etroit)
        assert right - left == 360


def test_answers_of_a_single_choice_follow_the_questionnaire_with_dont_know_last_and_no_answer_undrawn(
    context,
):
    mixed = {"Je ne sais pas": 6, "Non": 10, "Sans réponse": 4, "Oui": 20}
    plot = table_of(single(answers=mixed), context).plot
    assert [r.label for r in plot.rows] == ["Non", "Oui", "Je ne sais pas"]
    assert [r.residual for r in plot.rows] == [False, False, True]
    assert series_colours(plot)[2:] == [RESIDUAL_BAR]


def test_boxes_are_sorted_with_other_then_dont_know_last(context):
    plot = table_of(multiple(), context).plot
    assert [r.label for r in plot.rows] == [
        "Les moyens",
        "Le temps",
        "Autre",
        "Je ne sais pas",
    ]


def test_an_array_puts_segments_end_to_end_in_answer_order(context):
    plot = table_of(array(), context).plot
    assert [r.label for r in plot.rows] == ["Déchets", "Mobilité"]
    assert [s.label for s in plot.series] == ["Oui", "Prévu", "Non", "Je ne sais pas", "Sans réponse"]
    first = [m for m in plot.marks if m.row == 0]
    assert [m.share for m in first] == [0.6, 0.25, 0.1, 0.05, 0.0]
    assert [m.start for m in first] == pytest.approx([0, 0.6, 0.85, 0.95, 1.0])
    assert series_colours(plot)[3:] == [DONT_KNOW, NO_ANSWER]
    light = [luminance(c) for c in series_colours(plot)]
    assert light == sorted(light)


def test_a_ranking_stacks_ranks_by_item_and_leaves_unfilled_ranks_out(context):
    plot = table_of(ranking(), context).plot
    assert [r.label for r in plot.rows] == ["Services", "Coûts"]
    assert [s.label for s in plot.series] == ["1er rang", "2e rang"]
    assert [m.share for m in plot.marks if m.row == 0] == [0.65, 0.25]


def test_an_answer_nobody_gave_stays_but_an_empty_no_answer_is_not_drawn(context):
    rows = table_of(single(answers={"Oui": 40, "Non": 0, "Sans réponse": 0}), context)
    assert [r.label for r in rows.plot.rows] == ["Oui", "Non"]
    assert rows.data["modalite"].tolist() == ["Oui", "Non", "Sans réponse"]


def test_the_csv_keeps_the_rows_of_tris_and_adds_the_published_percentage(context):
    chart = chart_of(single(), context)
    assert chart.donnees["pourcentage"].tolist() == [50, 25, 15, 10]
    assert chart.donnees["n"].tolist() == [20, 10, 6, 4]
    assert set(chart.donnees["groupe"]) == {"ensemble"}


def test_percentages_are_french_and_the_footer_has_base_and_source(context):
    told = texts(chart_of(single(), context).vega)
    assert "50\u00a0%" in told
    blank = "«\u00a0Sans réponse\u00a0»\u00a0: 4\u00a0structures (10\u00a0%)"
    assert f"Base\u00a0: 40\u00a0structures répondantes. {blank}." in told
    assert any(t.startswith("Source\u00a0: Observatoire Data Publica, baromètre 2031.") for t in told)


def test_made_up_data_say_so_above_the_chart_in_the_footer_and_to_screen_readers(context):
    chart = chart_of(single(), context)
    told = texts(chart.vega)
    assert "DONNÉES DE DÉMONSTRATION (SYNTHÉTIQUES)" in told
    assert any("Source" in t and "Données de démonstration (synthétiques)" in t for t in told)
    assert chart.description.startswith("Données de démonstration (synthétiques)")


def test_real_data_are_not_called_made_up(context):
    real = dataclasses.replace(context, source_donnees="reelles")
    chart = chart_of(single(source="reelles"), real)
    assert "émonstration" not in json.dumps(chart.vega, ensure_ascii=False)


def test_a_small_base_is_marked(context):
    regions = dataclasses.replace(context, groupe="regions")
    told = " ".join(texts(chart_of(single(), regions).vega))
    assert "Base faible (moins de 30 structures)" in told
    assert "Base faible" not in " ".join(texts(chart_of(single(), context).vega))


def test_long_labels_are_wrapped_not_cut(context):
    long = " ".join(["une réponse très détaillée"] * 9)
    wording = "Considérant que " + "la question est longue, " * 16 + "que répondez-vous ?"
    chart = chart_of(single(wording=wording, answers={long: 30, "Non": 10}), context)
    told = " ".join(texts(chart.vega["layer"])).replace("\u00a0", " ")
    words = wording.split() + long.split()
    assert len(wording) > 380
    assert all(w in told for w in words)
    assert "…" not in told


def test_a_thin_segment_has_its_percentage_too(context):
    items = {"SQ001": ("Mobilité", {"Oui": 39, "Non": 1})}
    chart = chart_of(array(items=items), context)
    for spec in (chart.vega, chart.etroit):
        assert {"98\u00a0%", "2\u00a0%"} <= set(texts(spec["layer"]))


def test_a_group_nobody_belongs_to_has_no_chart(context):
    empty = single().assign(part_publiable=float("nan"), effectif=0, concernees=0, n=0)
    assert list(build_charts(empty, questions(), context)) == []


def test_a_conditional_question_is_drawn_and_described_on_those_asked(context):
    tris = asked_only(multiple(boxes={"SQ001": ("Le temps", 12), "SQ002": ("Les moyens", 30)}), share=0.9)
    table = table_of(tris, context)
    assert (table.base, table.effectif) == ((36, 36), 40)
    assert [(r.label, m.share) for r, m in zip(table.plot.rows, table.plot.marks, strict=True)] == [
        ("Les moyens", 30 / 36), ("Le temps", 12 / 36), ("Autre", 1.0),
    ]  # fmt: skip
    assert base(table) == (
        "Base\u00a0: 36\u00a0structures concernées sur 40, la question n’a pas été posée aux 4 autres. "
        "«\u00a0Aucune case cochée\u00a0»\u00a0: 4\u00a0structures (11\u00a0%)."
    )
    chart = chart_of(tris, context)
    assert "Ensemble des structures, 36 concernées sur 40, en\u00a0% des structures concernées," in " ".join(
        texts(chart.vega)
    )
    assert "Non posée" not in set(chart.donnees["modalite"])


def test_rounding_is_explained_only_where_it_shows():
    thirds = {"A": 1, "B": 1, "C": 1}
    tris = array(items={"SQ001": ("Mobilité", thirds)}, groups={"ensemble": 3})
    context = ChartContext("2031", "x", "reelles")
    assert any("arrondis" in n for n in notes(table_of(tris, context).plot, 100))
    assert not notes(Plot((), ()), 100)


def test_the_source_names_the_fieldwork_of_the_edition():
    config = EditionConfig(
        edition="2031", titre="Baromètre 2031 de l’Observatoire Data Publica",
        collecte=Period(debut=date(2031, 6, 1), fin=date(2031, 8, 31)),
    )  # fmt: skip
    source = ChartContext.of_edition(config).source
    assert source == (
        "Baromètre 2031 de l’Observatoire Data Publica, enquête du 1er\u00a0juin au 31\u00a0août\u00a02031"
    )


def test_tris_read_back_from_parquet_give_the_same_charts(context, tmp_path):
    all_questions().to_parquet(tmp_path / "t.parquet")
    again = pd.read_parquet(tmp_path / "t.parquet")
    first = [c.vega for c in build_charts(all_questions(), questions(), context)]
    assert [c.vega for c in build_charts(again, questions(), context)] == first
