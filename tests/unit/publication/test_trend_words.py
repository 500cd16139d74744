"""What a trend shows of the indicators and says around it, for an invented catalogue of a few names."""

import pandas as pd
import pytest
from drawn import text_layers

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.indicator import Indicator, IndicatorTheme, ItemTest
from barometre_pipeline.catalogue.model import Codebook, Theme, Variable, VariableEdition, VariableType
from barometre_pipeline.catalogue.populations import GroupNote, Population, Populations
from barometre_pipeline.publication.charts import build_trends

NBSP = "\u00a0"
DEMO = "Données de démonstration (synthétiques)"
APART = (
    f"Les points ne sont pas redressés{NBSP}: la part redressée et son intervalle sont dans le fichier CSV."
)
OUT = "réponses vides hors de la base"
ITEMS = {k: f"Obstacle {k}" for k in "bcdefgh"} | {"temps": "Le temps", "argent": "L’argent : trop peu"}


def invented():
    editions = {y: VariableEdition(question="Q1") for y in ("2022", "2023", "2024", "2026")}
    editions["2025"] = VariableEdition(question="Q1", note="En 2025, la question est : « lesquels ? ».")
    obstacle = Variable(
        nom="obstacle", public="collectivites", type=VariableType.MULTIPLE, libelle="o", question="o ?", items=ITEMS,
        editions=editions,
    )  # fmt: skip
    avis = Variable(
        nom="avis", public="francais", type=VariableType.SINGLE, libelle="a", question="a ?",
        modalites={"oui": "Oui", "non": "Non"}, editions={},
    )  # fmt: skip
    book = Codebook((Theme(theme="t", libelle="T", ordre=1, variables=(obstacle, avis)),), ())
    said = {"definition": "d", "numerateur": "n", "base": "b"}
    ticked = ItemTest(coche=True)
    indicators = (
        Indicator(nom="obstacle", libelle="Obstacles : lesquels ?", variable="obstacle", population="ensemble",
                  par_item=ticked, **said),
        Indicator(nom="avis", libelle="Avis", public="francais", variable="avis", population="francais",
                  par_modalite=True, **said),
        Indicator(nom="citations", libelle="Citations", mesure="mentions", variable="obstacle", population="epci",
                  par_item=ticked, **said),
    )  # fmt: skip
    people = (
        Population(nom="ensemble", libelle="Ensemble : toutes"),
        Population(nom="francais", libelle="Français", public="francais"),
        Population(nom="epci", libelle="EPCI"),
    )
    return Catalogue(
        book,
        Populations({p.nom: p for p in people}),
        (IndicatorTheme(theme="t", libelle="T", ordre=1, indicateurs=indicators),),
        {i.nom: i.resolve(book) for i in indicators},
        (),
    )


def row(year, category, share, indicator="obstacle", **changes):
    """A demonstration year: 100 structures, the weighted share ten points above the published one."""
    values = {
        "edition": str(year), "indicateur": indicator, "categorie": category, "population": "ensemble",
        "ventilation": "", "modalite": "", "regle_base": "sans_reponse_exclues", "imprime": True,
        "n": round(100 * share), "base": 100, "part": share, "part_ponderee": share + 0.1,
        "part_publiable": share, "ic_bas": share + 0.05, "ic_haut": share + 0.15, "ic_de": "part_ponderee",
        "base_faible": False,
        "base_ponderee": 100, "effectif_efficace": 80.0, "redressement_faible": False,
        "source_donnees": "demonstration",
    }  # fmt: skip
    values |= changes
    return values | {"trace_id": f"{indicator}/{category}/{values['edition']}"}


def own(year, category, share, **changes):
    """A year without weights: the interval is that of the published share."""
    bare = {"part_ponderee": float("nan"), "ic_bas": share - 0.05, "ic_haut": share + 0.05, "ic_de": "part"}
    return row(year, category, share, **(bare | {"source_donnees": "agregats"} | changes))


def bare(year, category, share, **changes):
    """A year of which no interval is known."""
    unknown = {"ic_bas": float("nan"), "ic_haut": float("nan"), "ic_de": ""}
    return row(year, category, share, **(unknown | changes))


def person(year, category, share, **changes):
    weighted = {"part": 0.1, "part_ponderee": share, "ic_bas": share - 0.03, "ic_haut": share + 0.03}
    return row(year, category, share, "avis", population="francais", **(weighted | changes))


def trends(*rows):
    return list(build_trends(pd.DataFrame(list(rows)), invented()))


def trend(*rows):
    (only,) = trends(*rows)
    return only


def footer(chart):
    """Sentences under the chart, one string."""
    return " ".join(text_layers(chart.vega)[-1])


def layer(chart, kind):
    return next(m["data"]["values"] for m in chart.vega["layer"] if m["mark"]["type"] == kind)


TWO_YEARS = (
    row(2023, "temps", 0.3), row(2024, "temps", 0.4), row(2023, "argent", 0.5), row(2024, "argent", 0.2, n=20),
)  # fmt: skip


def test_a_trend_says_what_it_shows_of_whom_and_from_where():
    chart = trend(*TWO_YEARS)
    title = f"Obstacles{NBSP}: lesquels{NBSP}?"
    assert (chart.nom, chart.question, chart.titre) == ("obstacle", "obstacle", title)
    assert (
        chart.description
        == chart.vega["description"]
        == (
            f"{DEMO}. {title}{NBSP}: Le temps, 30{NBSP}% en 2023, 40{NBSP}% en 2024{NBSP}; "
            f"L’argent{NBSP}: trop peu, 50{NBSP}% en 2023, 20{NBSP}% en 2024."
        )
    )
    assert text_layers(chart.vega)[2:] == [
        ["Le temps", f"L’argent{NBSP}: trop peu"],
        [f"30{NBSP}%", f"40{NBSP}%", f"50{NBSP}%", f"20{NBSP}%"],
        [title],
        [f"Ensemble{NBSP}: toutes, en{NBSP}% des structures, de 2023 à 2024"],
        [DEMO.upper()],
        text_layers(chart.vega)[-1],
    ]
    assert footer(chart) == (
        f"Base{NBSP}: 100{NBSP}structures en 2023{NBSP}; 100 en 2024, {OUT}. {APART} Source{NBSP}: Baromètre de "
        f"l’Observatoire Data Publica, enquête auprès des collectivités. {DEMO}."
    )


def test_the_csv_of_a_trend_gives_each_share_as_published_whose_interval_it_has_and_where_it_comes_from():
    data = trend(*TWO_YEARS, own(2022, "temps", 0.2), bare(2024, "c", 0.9), bare(2022, "b", 0.125)).donnees
    assert list(data.columns) == [
        "edition", "indicateur", "indicateur_libelle", "categorie", "categorie_libelle", "population",
        "regle_base", "n", "base", "part_publiable", "pourcentage", "part", "part_ponderee", "base_ponderee",
        "effectif_efficace", "ic_bas", "ic_haut", "ic_de", "base_faible",
        "dessine", "source_donnees", "trace_id",
    ]  # fmt: skip
    shown = data[["categorie", "edition", "categorie_libelle", "pourcentage", "ic_de", "dessine"]]
    assert shown.values.tolist() == [
        ["temps", "2022", "Le temps", 20, "part", True],
        ["temps", "2023", "Le temps", 30, "part_ponderee", True],
        ["temps", "2024", "Le temps", 40, "part_ponderee", True],
        ["argent", "2023", f"L’argent{NBSP}: trop peu", 50, "part_ponderee", True],
        ["argent", "2024", f"L’argent{NBSP}: trop peu", 20, "part_ponderee", True],
        ["b", "2022", "Obstacle b", 12, "", False],
        ["c", "2024", "Obstacle c", 90, "", False],
    ]
    assert set(data["indicateur_libelle"]) == {f"Obstacles{NBSP}: lesquels{NBSP}?"}
    assert data["source_donnees"].tolist() == ["agregats"] + ["demonstration"] * 6
    assert data.loc[0, ["n", "base", "part_publiable", "part", "trace_id"]].tolist() == [
        20, 100, 0.2, 0.2, "obstacle/temps/2022",
    ]  # fmt: skip
    assert data.index.tolist() == list(range(7))


def test_a_category_the_catalogue_does_not_name_keeps_its_own_name():
    chart = trend(*(row(y, "inconnue", 0.3) for y in (2023, 2024)))
    assert "inconnue, 30" in chart.description
    assert set(chart.donnees["categorie_libelle"]) == {"inconnue"}


def test_only_known_shares_of_the_indicators_own_population_in_a_year_make_a_trend():
    kept = [row(2023, "temps", 0.3), row(2024, "temps", 0.4)]
    out = [
        row(2025, "temps", 0.9, part_publiable=float("nan")),
        row(2025, "temps", 0.9, population="epci", modalite="epci"),
        row(2025, "temps", 0.9, modalite="epci"),
        row("2025-essai", "temps", 0.9),
        row("essai-2025", "temps", 0.9),
        row(2025, "temps", 0.9, indicator="ailleurs"),
    ]
    assert trend(*kept, *out).donnees["edition"].tolist() == ["2023", "2024"]
    named = [row(y, "temps", 0.3, "citations", population="epci", modalite="epci") for y in (2023, 2024)]
    assert trend(*named).donnees["edition"].tolist() == ["2023", "2024"]


def test_trends_come_in_the_order_of_the_catalogue_and_need_one_category_known_twice():
    rows = [
        *(row(y, "temps", 0.3, "citations", population="epci") for y in (2023, 2024)),
        *(row(y, "temps", 0.3) for y in (2023, 2024)),
    ]
    assert [t.nom for t in trends(*rows)] == ["obstacle", "citations"]
    assert trends(row(2023, "temps", 0.3), row(2024, "argent", 0.3), person(2023, "oui", 0.3)) == []


def panels(chart):
    return text_layers(chart.vega)[2]


def test_panels_are_the_largest_last_shares_then_the_alphabet_and_what_is_known_once_has_none():
    last = {"b": 0.2, "c": 0.5, "d": 0.5, "e": 0.1, "f": 0.3, "g": 0.4, "h": 0.05}
    rows = [r for c, s in last.items() for r in (row(2023, c, 0.9 - s), row(2024, c, s))]
    chart = trend(*rows, row(2024, "temps", 0.99))
    assert panels(chart) == [f"Obstacle {c}" for c in "cdgfbe"]
    assert "2 autres réponses dans le fichier CSV." in footer(chart)
    one_left = trend(*rows)
    assert "Une autre réponse dans le fichier CSV." in footer(one_left)
    assert "autre" not in footer(trend(*(r for r in rows if r["categorie"] != "h")))


def test_a_category_that_stopped_is_placed_by_the_last_share_it_had():
    rows = [row(2022, "b", 0.1), row(2023, "b", 0.6), *(row(y, "c", 0.5) for y in (2023, 2024))]
    assert panels(trend(*reversed(rows))) == ["Obstacle b", "Obstacle c"]


def test_details_by_answer_have_a_panel_only_where_there_is_nothing_else():
    details = [row(y, "temps.oui", 0.9) for y in (2023, 2024)]
    assert panels(trend(*details)) == ["temps.oui"]
    assert panels(trend(*details, *(row(y, "temps", 0.1) for y in (2023, 2024)))) == ["Le temps"]


def test_the_base_of_each_year_is_given_with_its_extremes_where_it_varies():
    rows = [
        own(2023, "temps", 0.3, base=1200), own(2024, "temps", 0.4, base=1),
        own(2023, "argent", 0.2, base=1500), own(2024, "argent", 0.2, base=1),
    ]  # fmt: skip
    assert footer(trend(*rows)).startswith(
        f"Base{NBSP}: de 1\u202f200 à 1\u202f500{NBSP}structures en 2023{NBSP}; 1 en 2024, selon la réponse, {OUT}."
    )
    alone = [own(2023, "temps", 0.3, base=1), own(2024, "temps", 0.3, base=40)]
    assert footer(trend(*alone)).startswith(f"Base{NBSP}: 1{NBSP}structure en 2023{NBSP}; 40 en 2024, {OUT}.")


def test_people_and_citations_are_counted_as_such():
    polled = trend(*(person(y, "oui", 0.4) for y in (2024, 2025)))
    assert f"Base{NBSP}: 100{NBSP}personnes en 2024" in footer(polled)
    assert "sondage auprès des Français. Données" in footer(polled)
    assert [f"Français, en{NBSP}% des personnes, de 2024 à 2025, résultats redressés"] in text_layers(
        polled.vega
    )
    cited = [row(y, "temps", 0.3, "citations", population="epci") for y in (2023, 2024)]
    assert f"Base{NBSP}: 100{NBSP}réponses citées en 2023" in footer(trend(*cited))
    assert [f"EPCI, en{NBSP}% des réponses citées, de 2023 à 2024"] in text_layers(trend(*cited).vega)
    assert "enquête auprès des collectivités" in footer(trend(*cited))
    one = [row(y, "temps", 0.3, "citations", population="epci", base=1) for y in (2023, 2024)]
    assert f"Base{NBSP}: 1{NBSP}réponse citée en 2023" in footer(trend(*one))


CI = f"intervalle de confiance à 95{NBSP}%"


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([own(2023, "temps", 0.3), own(2024, "temps", 0.4)],
         f"Trait fin{NBSP}: {CI} de la part publiée, celle du point."),
        ([person(2023, "oui", 0.3), person(2024, "oui", 0.4)],
         f"Trait fin{NBSP}: {CI} de la part redressée, celle du point."),
        ([row(2023, "temps", 0.3), row(2024, "temps", 0.4)], APART),
        ([own(2022, "temps", 0.3), own(2023, "temps", 0.3), row(2024, "temps", 0.4)],
         f"Trait fin (2022 et 2023){NBSP}: {CI} de la part publiée, celle du point. {APART}"),
        ([own(2022, "temps", 0.3), bare(2023, "temps", 0.3)],
         f"Trait fin (2022){NBSP}: {CI} de la part publiée, celle du point."),
        ([bare(2023, "temps", 0.3), bare(2024, "temps", 0.4)], ""),
    ],
)  # fmt: skip
def test_the_footer_says_whose_interval_a_thin_line_is(rows, told):
    said = footer(trend(*rows))
    sentence = said[said.index(f", {OUT}. ") + len(f", {OUT}. ") : said.index(f"Source{NBSP}:")]
    assert sentence.strip() == told


def test_a_point_holds_the_published_share_and_the_interval_of_no_other():
    rows = [own(2022, "temps", 0.3), row(2023, "temps", 0.4, part_ponderee=0.4), row(2024, "temps", 0.4)]
    chart = trend(*rows, bare(2025, "temps", 0.002, n=1))
    assert [(p["annee"], p["part"]) for p in layer(chart, "circle")] == [
        (2022, 0.3), (2023, 0.4), (2024, 0.4), (2025, 0.002),
    ]  # fmt: skip
    at = {p["annee"]: p["x"] for p in layer(chart, "circle")}
    thin = next(m for m in chart.vega["layer"] if m["mark"].get("strokeWidth") == 1.25)["data"]["values"]
    assert [m["x"] for m in thin if m["x"] == m["x2"]] == [at[2022], at[2023]]
    assert chart.donnees.set_index("edition").loc["2024", ["ic_bas", "ic_haut"]].notna().all()
    assert chart.description.endswith(f"40{NBSP}% en 2024, <{NBSP}1{NBSP}% en 2025.")


def test_a_small_base_is_a_hollow_point_with_its_note():
    rows = [row(2023, "temps", 0.3, base_faible=True), row(2024, "temps", 0.4)]
    note = f"Point creux{NBSP}: base de moins de 30, à lire avec prudence."
    assert note in footer(trend(*rows))
    assert [p["fond"] for p in layer(trend(*rows), "circle")] == ["#ffffff", "#323465"]
    assert "creux" not in footer(trend(*TWO_YEARS))


def dashed(chart):
    """Pairs of places joined by a dashed line, and by a plain one."""
    lines = {"strokeDash" in m["mark"]: m["data"]["values"] for m in chart.vega["layer"]
             if m["mark"].get("strokeWidth") == 2 and m["mark"]["type"] == "rule"}  # fmt: skip
    return len(lines.get(True, ())), len(lines.get(False, ()))


NOTE = f"En 2025, la question est{NBSP}: «{NBSP}lesquels{NBSP}?{NBSP}»."


@pytest.mark.parametrize(
    ("years", "lines", "told"),
    [
        ((2023, 2024, 2025), (1, 1), f"Comparaison entre années (ligne tiretée){NBSP}: {NOTE}"),
        ((2024, 2025, 2026), (2, 0), f"Comparaison entre années (ligne tiretée){NBSP}: {NOTE}"),
        (
            (2023, 2025),
            (0, 0),
            f"Comparaison entre années{NBSP}: {NOTE} Année sans point{NBSP}: pas de résultat.",
        ),
        ((2022, 2024), (0, 0), f"Année sans point{NBSP}: pas de résultat."),
    ],
)
def test_what_is_not_comparable_is_told_and_the_line_to_it_dashed(years, lines, told):
    chart = trend(*(bare(y, "temps", 0.3) for y in years))
    assert dashed(chart) == lines
    bases = f"{NBSP}; ".join(f"100 en {y}" for y in years[1:])
    assert footer(chart) == (
        f"Base{NBSP}: 100{NBSP}structures en {years[0]}{NBSP}; {bases}, {OUT}. "
        f"{told} Source{NBSP}: Baromètre de l’Observatoire Data Publica, enquête auprès des collectivités. {DEMO}."
    )


def test_what_limits_a_population_is_told_too():
    catalogue = invented()
    notes = (GroupNote(population="ensemble", edition="2024", note="En 2024, sans les syndicats."),)
    populations = Populations(catalogue.populations.by_name, notes)
    changed = Catalogue(
        catalogue.codebook, populations, catalogue.themes, catalogue.categories, catalogue.croisements
    )
    (chart,) = build_trends(pd.DataFrame([bare(y, "temps", 0.3) for y in (2023, 2024, 2025)]), changed)
    assert f"(ligne tiretée){NBSP}: {NOTE} En 2024, sans les syndicats." in footer(chart)
    assert dashed(chart) == (2, 0)


def test_each_kind_of_data_is_named_with_its_years_and_made_up_ones_above_the_chart():
    chart = trend(
        own(2022, "temps", 0.3), row(2023, "temps", 0.3), row(2024, "temps", 0.3), own(2025, "temps", 0.3),
    )  # fmt: skip
    assert footer(chart).endswith(
        f"enquête auprès des collectivités. 2022 et 2025{NBSP}: tableaux agrégés publiés (pas de microdonnées){NBSP}; "
        f"2023 et 2024{NBSP}: données de démonstration (synthétiques)."
    )
    assert [f"{DEMO.upper()}{NBSP}: 2023 ET 2024"] in text_layers(chart.vega)
    assert chart.description.startswith(f"{DEMO}{NBSP}: 2023 et 2024. Obstacles")
    real = trend(*(own(y, "temps", 0.3, source_donnees="reelles") for y in (2023, 2024)))
    assert footer(real).endswith("collectivités. Données réelles.")
    assert real.description.startswith("Obstacles")
    assert len(text_layers(real.vega)) == 7  # no line of warning


def test_a_year_whose_empty_answers_cannot_be_taken_out_is_told_and_joined_to_no_other():
    rows = [bare(2022, "temps", 0.3, regle_base="sans_reponse_incluses")]
    chart = trend(*rows, *(bare(y, "temps", 0.4) for y in (2023, 2024)))
    assert dashed(chart) == (0, 1)
    assert (
        f"2022{NBSP}: réponses vides comprises dans la base, faute de pouvoir les en retirer{NBSP}; série rompue"
        in footer(chart)
    )
    same = trend(*(bare(y, "temps", 0.4) for y in (2022, 2023, 2024)))
    assert dashed(same) == (0, 2)
    assert "rompue" not in footer(same)


def test_of_two_bases_the_trend_draws_that_of_series():
    printed = bare(2023, "temps", 0.3, regle_base="sans_reponse_incluses")
    data = trend(printed, bare(2023, "temps", 0.45), bare(2024, "temps", 0.5)).donnees
    assert data["part_publiable"].tolist() == [0.45, 0.5]


def test_a_weighted_share_that_few_responses_carry_is_not_drawn_and_its_absence_is_told():
    few = [row(y, "temps", 0.3, effectif_efficace=11.7, redressement_faible=True) for y in (2023, 2024)]
    chart = trend(*few)
    assert "Les points ne sont pas" not in footer(chart)
    assert "Part redressée non donnée" in footer(chart)
    assert chart.donnees["ic_de"].tolist() == ["", ""]
    assert chart.donnees[["part_ponderee", "ic_bas", "ic_haut"]].isna().all(axis=None)


def test_the_reader_is_told_how_many_responses_have_a_weight():
    some = [row(2023, "temps", 0.3, base_ponderee=61), row(2024, "temps", 0.3, base_ponderee=66)]
    assert "sur les seules réponses qui ont un poids (61 en 2023 et 66 en 2024), sont" in footer(trend(*some))
    other = row(2024, "argent", 0.2, base_ponderee=1066, base=1100)
    words = footer(trend(*some, other, row(2023, "argent", 0.2)))
    assert "(de 61 à 100 en 2023 et de 66 à 1\u202f066 en 2024)" in words
    assert "qui ont un poids" not in footer(trend(*(row(y, "temps", 0.3) for y in (2023, 2024))))
