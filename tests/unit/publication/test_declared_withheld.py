"""What a declared chart shows of what may not be told: what is left out, what is named, what is drawn in its place."""

import pandas as pd
from declared_rows import built, declared, plot, row, said, scale, texts_of

from barometre_pipeline.catalogue.extension import extended_catalogue
from barometre_pipeline.publication.charts.declared import not_drawn

NBSP = "\u00a0"
STACK = {"forme": "barres_empilees"}


def without(untold, rows):
    return [r | {"publiable": r["categorie"] not in untold} for r in rows]


def rest(rows, **more):
    """What is drawn at the end of the lines of a stack: its name, and row, start and share of each."""
    shown = plot(rows, **STACK, **more)
    last = [m for m in shown.marks if not m.text]
    names = {shown.series[m.series].label for m in last}
    return names, [(m.row, round(m.start, 9), round(m.share, 9)) for m in last]


def test_a_stack_names_the_answers_that_may_not_be_told_and_draws_what_they_leave_of_the_whole():
    rows = without({"tres_avancee", "nsp"}, scale())
    words = said(rows, **STACK)
    assert "Réponses non montrées, de moins de 5 structures ou qui en feraient retrouver une" in words
    assert "« Très avancée » et « Je ne sais pas »." in words
    assert "« Non publié » : ces réponses ensemble, ce qui reste jusqu’à 100 %." in words
    assert rest(rows) == ({"Non publié"}, [(0, 0.92, 0.08)])
    assert rest(scale()) == (set(), []) and "non montrées" not in said(scale(), **STACK)


def test_only_the_lines_that_lack_an_answer_have_a_grey_end_and_the_year_of_a_withheld_answer_is_said():
    rows = [*without({"nsp", "faible"}, scale()), *scale(edition="2030")]
    assert rest(rows, editions="toutes") == ({"Non publié"}, [(0, 0.76, 0.24)])
    assert "« Faible » (2031) et « Je ne sais pas » (2031)." in said(rows, editions="toutes", **STACK)


def test_empty_answers_that_are_in_the_base_end_the_line_under_their_own_name():
    blank = [r for r in scale(regle_base="sans_reponse_incluses") if r["categorie"] != "nsp"]
    assert rest(blank) == ({"Sans réponse"}, [(0, 0.96, 0.04)])
    assert "réponses vides comprises dans la base" in said(blank, **STACK)
    both = without({"faible"}, blank)
    assert rest(both) == ({"Non publié ou sans réponse"}, [(0, 0.76, 0.24)])


def test_what_is_left_by_rounded_shares_alone_is_no_answer():
    rounded = [r | {"part_publiable": round(r["part_publiable"] - 0.0002, 4)} for r in scale()]
    assert rest([r | {"regle_base": "sans_reponse_incluses"} for r in rounded]) == (set(), [])


def test_rounding_is_said_of_lines_that_are_whole_alone():
    thirds = ("tres_avancee", "avancee", "faible")
    whole = [row(c, 1, base=3, part_publiable=1 / 3) for c in thirds]
    assert "La somme des pourcentages" in said(whole, **STACK)
    assert "La somme des pourcentages" not in said(without({"faible"}, whole), **STACK)


def test_bars_of_one_population_name_the_answers_that_may_not_be_told():
    words = said(without({"tres_avancee", "nsp"}, scale()), forme="barres")
    assert "« Très avancée » et « Je ne sais pas »." in words


def test_a_chart_that_may_not_tell_what_its_title_announces_is_not_drawn():
    announced = {"annonce": ["avancee"], **STACK}
    assert built(without({"nsp", "faible"}, scale()), **announced) is not None
    assert built(without({"nsp", "avancee"}, scale()), **announced) is None
    catalogue = extended_catalogue(texts_of(declared(**announced)))
    (why,) = not_drawn(pd.DataFrame(without({"avancee"}, scale())), catalogue, "2031")
    assert why.replace(NBSP, " ") == "« La maturité » : la réponse annoncée n’est pas publiée (« Avancée »)."


def test_a_chart_of_which_one_line_tells_what_its_title_announces_is_drawn_and_not_said_to_be_absent():
    rows = [*without({"nsp", "avancee"}, scale()), *scale("communes")]
    asked = {"annonce": ["avancee"], "ventilation": ["ensemble", "communes"], **STACK}
    assert [r.label for r in plot(rows, **asked).rows] == ["Communes"]
    catalogue = extended_catalogue(texts_of(declared(**asked)))
    assert list(not_drawn(pd.DataFrame(rows), catalogue, "2031")) == []


def test_a_line_that_may_not_tell_what_the_title_announces_is_left_out_and_named():
    rows = [*scale(), *without({"nsp", "avancee"}, scale("communes"))]
    asked = {"annonce": ["avancee"], "ventilation": ["ensemble", "communes"], **STACK}
    assert len(plot(rows, **asked).rows) == 1
    assert "Non montré, car moins de 5 structures y donnent une des réponses : Communes." in said(
        rows, **asked
    )
