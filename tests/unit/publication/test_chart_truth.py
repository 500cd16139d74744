"""A chart that shows anything else than its indicator is found out, whatever was altered; an untouched one never."""

import copy

import drawn
import pandas as pd
import pytest
from declared_rows import built, row, scale
from hypothesis import given
from hypothesis import strategies as st

from barometre_pipeline.publication.charts.truth import untrue

NBSP = "\u00a0"
ROWS = [*scale(), *scale("communes", 50), row("avancee_ou_tres_avancee", 30)]
GOLD = pd.DataFrame(ROWS).set_index("trace_id")
FORMS = {
    "bars": {},
    "stack": {"forme": "barres_empilees", "ventilation": ["ensemble", "communes"]},
    "totals": {
        "forme": "barres_empilees",
        "totaux": [{"libelle": "Avancée", "categorie": "avancee_ou_tres_avancee"}],
    },
    "populations": {"ventilation": ["ensemble", "communes"], "categories": ["faible"]},
}


def chart(form):
    _, spec = built(ROWS, **FORMS[form])
    return spec.donnees.copy(), copy.deepcopy(spec.vega)


def counts():
    rows = [
        row("total", n, kind, 3000, indicator="effectif_repondants", part_publiable=float("nan"), part=float("nan"))
        for kind, n in (("communes", 1234), ("epci", 80))
    ]  # fmt: skip
    chosen = {"indicateur": "effectif_repondants", "ventilation": "types", "forme": "effectifs"}
    _, spec = built(rows, **chosen)
    return spec.donnees.copy(), copy.deepcopy(spec.vega), pd.DataFrame(rows).set_index("trace_id")


def parts(vega):
    """The values of marks of all layers, totals too."""
    return [v for layer in vega["layer"] for v in layer["data"]["values"] if "part" in v]


def found(data, vega, gold=GOLD):
    return " ; ".join(untrue(data, vega, gold))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("which", ["vega", "etroit"])
def test_nothing_is_said_of_a_chart_as_it_is_drawn(form, which):
    _, spec = built(ROWS, **FORMS[form])
    assert len(parts(getattr(spec, which))) == len(spec.donnees)
    assert not found(spec.donnees, getattr(spec, which))


def test_nothing_is_said_of_counts_as_they_are_drawn():
    assert not found(*counts())


@pytest.mark.parametrize("form", FORMS)
@given(data=st.data())
def test_a_changed_value_of_the_data_is_found_in_whichever_row_and_column_it_is(form, data):
    rows, vega = chart(form)
    line = data.draw(st.integers(0, len(rows) - 1))
    column, value = data.draw(
        st.sampled_from(
            [
                ("part_publiable", 0.999), ("part_publiable", float("nan")), ("n", 77), ("base", 78),
                ("population", "epci"), ("categorie", "engage"), ("indicateur", "projet_ia"), ("edition", "2030"),
                ("trace_id", "inconnue"),
            ]
        )
    )  # fmt: skip
    rows.loc[line, column] = value
    assert found(rows, vega)


def test_a_row_of_another_population_under_its_own_name_is_found():
    rows, vega = chart("bars")
    other = GOLD[GOLD["population"] == "communes"].iloc[0]
    rows.loc[0, "trace_id"] = other.name
    assert "la valeur est celle de « communes »" in found(rows, vega)


@pytest.mark.parametrize("form", FORMS)
@given(data=st.data())
def test_a_mark_that_is_not_in_the_data_is_found(form, data):
    rows, vega = chart(form)
    mark = data.draw(st.sampled_from(parts(vega)))
    moved = data.draw(st.integers(0, 1000)) / 1000
    before = mark["part"]
    mark["part"] = moved
    assert bool(found(rows, vega)) == (round(moved, 9) != round(before, 9))


def test_a_mark_drawn_twice_is_found():
    rows, vega = chart("bars")
    for layer in vega["layer"]:
        values = layer["data"]["values"]
        if values and "part" in values[0]:
            values.append(dict(values[0]))
    assert "que ses données n’ont pas" in found(rows, vega)


@pytest.mark.parametrize("form", FORMS)
@given(data=st.data())
def test_a_value_written_otherwise_than_it_is_is_found(form, data):
    rows, vega = chart(form)
    mark = data.draw(st.sampled_from(parts(vega)))
    key = "texte" if "texte" in mark else "t"
    mark[key] = f"{round(100 * mark['part']) + data.draw(st.integers(1, 50))}{NBSP}%"
    assert f"est écrite « {mark[key]} »" in found(rows, vega)


def test_a_star_for_a_small_base_is_no_other_value():
    rows = [row("faible", 5, "regions", 10), row("faible", 20, "communes", 80)]
    _, spec = built(rows, ventilation=["regions", "communes"], categories=["faible"])
    assert any("*" in t for t in drawn.texts(spec.vega))
    assert not found(spec.donnees, spec.vega, pd.DataFrame(rows).set_index("trace_id"))


def test_a_share_of_few_is_written_as_less_than_1_percent():
    rows = scale(base=1000)
    rows[0] |= {"n": 2, "part_publiable": 0.002}
    _, spec = built(rows)
    assert f"<{NBSP}1{NBSP}%" in drawn.texts(spec.vega)
    assert not found(spec.donnees, spec.vega, pd.DataFrame(rows).set_index("trace_id"))


@pytest.mark.parametrize("form", ["bars", "stack", "populations"])
def test_a_text_that_a_reader_sees_and_that_no_mark_stands_for_is_found(form):
    data, vega = chart(form)
    texts = [v for layer in vega["layer"] for v in layer["data"]["values"] if v.get("t") == f"46{NBSP}%"]
    texts = texts or [
        v for layer in vega["layer"] for v in layer["data"]["values"] if v.get("t") == f"20{NBSP}%"
    ]
    texts[0]["t"] = f"64{NBSP}%"
    assert "n’est pas écrit à côté de sa marque" in found(data, vega)


def test_a_grey_end_that_is_not_what_the_answers_of_its_line_leave_is_found():
    rows = [r | {"publiable": r["categorie"] not in ("nsp", "faible")} for r in ROWS]
    _, spec = built(rows, **FORMS["stack"])
    vega = copy.deepcopy(spec.vega)
    rests = [v for layer in vega["layer"] for v in layer["data"]["values"] if "reste" in v]
    assert [round(r["reste"], 9) for r in rests] == [0.24, 0.24] and not found(spec.donnees, vega)
    rests[0]["reste"] = 0.2
    assert "le reste d’une ligne est de 20" in found(spec.donnees, vega)


def test_a_bar_longer_than_its_share_is_found():
    data, vega = chart("bars")
    bars = [v for v in parts(vega) if "x2" in v]
    bars[0]["x2"] = bars[0]["x"] + 2 * (bars[0]["x2"] - bars[0]["x"]) + 5
    assert "n’a pas la longueur de sa part" in found(data, vega)
