"""What a declared chart shows: which rows, in which order, over which years, with which words around."""

import random

import drawn
import pandas as pd
import pytest
from declared_rows import SCALE, built, change, declared, labels, plot, row, said, scale, texts_of

from barometre_pipeline.lake import Lake
from barometre_pipeline.publication.charts import write_charts
from barometre_pipeline.publication.charts.forms import plot_of
from barometre_pipeline.steps import declared_charts
from barometre_pipeline.tables.declarations.changes import EVOLUTIONS
from barometre_pipeline.tables.declarations.publication import GRAPHIQUES_DECLARES
from barometre_pipeline.tables.reading import DeclaredTables
from barometre_pipeline.tables.registry import ASSETS
from barometre_pipeline.tables.schema import empty_frame, validate

NBSP, STAR = "\u00a0", "\u202f*"
STACK = {"forme": "barres_empilees"}
CLAIMED = {"forme": "barres", "categories": ["avancee_ou_tres_avancee"]}


def test_the_answers_of_a_scale_keep_its_order_and_do_not_know_is_last_and_grey():
    shown = plot([*reversed(scale()), row("avancee_ou_tres_avancee", 30), *scale("epci")])
    assert labels(shown) == ["Très avancée", "Avancée", "En développement", "Faible", "Je ne sais pas"]
    assert [m.share for m in shown.marks] == [0.04, 0.26, 0.46, 0.2, 0.04]
    assert [r.residual for r in shown.rows] == [False] * 4 + [True]


def test_items_go_from_the_largest_to_the_smallest_with_other_then_do_not_know_last():
    sizes = {"mobilite": 10, "eau": 70, "autre": 90, "dechets": 40}
    rows = [row(c, n, "hors_moins_3500", indicator="projet_data_domaine") for c, n in sizes.items()]
    shown = plot(rows, indicateur="projet_data_domaine")
    assert [m.share for m in shown.marks] == [0.7, 0.4, 0.1, 0.9]
    assert labels(shown)[-1].startswith("Autre")
    systems = {"generative": 10, "nsp": 95, "vision": 40}
    rows = [row(c, n, "engage_ou_prevu_ia", indicator="systeme_ia") for c, n in systems.items()]
    assert [m.share for m in plot(rows, indicateur="systeme_ia").marks] == [0.4, 0.1, 0.95]


def test_a_total_stands_before_its_parts_apart_from_them_and_in_another_colour():
    given = {"leader": 20, "forte": 30, "impliquee": 50, "pas_du_tout": 50}
    rows = [row(c, n, indicator="implication_direction_generale") for c, n in given.items()]
    cells, spec = built(rows, indicateur="implication_direction_generale")
    shown = plot_of(cells)
    assert labels(shown)[0] == "Impliquée (total)" and not any("(total)" in t for t in labels(shown)[1:])
    bars = drawn.marks(spec.vega)
    assert len({b["couleur"] for b in bars[1:]}) == 1 and bars[0]["couleur"] != bars[1]["couleur"]
    assert bars[1]["y"] - bars[0]["y2"] > bars[2]["y"] - bars[1]["y2"]


def test_years_go_from_the_newest_to_the_oldest_in_bars_as_elsewhere():
    rows = [row("avancee", n, edition=year) for year, n in (("2030", 20), ("2029", 10), ("2031", 30))]
    assert labels(plot(rows, categories=["avancee"], editions="toutes")) == ["2031", "2030", "2029"]


def test_items_are_ranked_by_the_year_of_the_chart_not_by_the_one_before():
    def of(year, sizes):
        return [row(c, n, edition=year, indicator="obstacle_data") for c, n in sizes.items()]

    rows = of("2031", {"manque_temps": 20, "manque_moyens": 60}) + of(
        "2030", {"manque_temps": 90, "manque_moyens": 10}
    )
    shown = plot(rows, indicateur="obstacle_data", forme="barres_groupees", editions="precedente")
    assert [(r.detail, r.continues, r.age) for r in shown.rows] == [
        ("2031", False, 0), ("2030", True, 1), ("2031", False, 0), ("2030", True, 1),
    ]  # fmt: skip
    assert [m.share for m in shown.marks] == [0.6, 0.1, 0.2, 0.9]


def test_populations_keep_the_order_declared_with_their_base_beside_and_a_star_where_it_is_small():
    rows = [
        row("avancee_ou_tres_avancee", 5, "regions", 10),
        row("avancee_ou_tres_avancee", 20, "communes", 80),
    ]
    chosen = {**CLAIMED, "ventilation": ["regions", "communes"]}
    shown = plot(rows, **chosen)
    assert [label.split(" (")[1] for label in labels(shown)] == ["10)", "80)"]
    assert [m.text for m in shown.marks] == [f"50{NBSP}%{STAR}", f"25{NBSP}%"]
    assert "* : base de moins de 30 structures, à lire avec prudence." in said(rows, **chosen)


def test_one_population_has_its_base_under_the_chart_and_no_star():
    rows = scale(base=20)
    assert not any(
        "*" in m.text or "(" in r.label for m, r in zip(plot(rows).marks, plot(rows).rows, strict=True)
    )
    told = said(rows)
    assert "Base : 20 structures, réponses vides hors de la base." in told
    assert "Base de moins de 30 structures" in told


def test_the_answers_of_each_population_stand_end_to_end_and_make_100_percent():
    shown = plot([*scale(), *scale("communes", 50)], ventilation=["ensemble", "communes"], **STACK)
    assert shown.whole == 1 and len(shown.rows) == 2 and len(shown.series) == len(SCALE)
    for line in (0, 1):
        marks = [m for m in shown.marks if m.row == line]
        assert [m.start for m in marks[1:]] == pytest.approx([m.end for m in marks[:-1]])
        assert marks[-1].end == pytest.approx(1)


def years(which, known, **more):
    rows = [r for year in known for r in scale(edition=year)]
    found = built(rows, **{**STACK, "editions": which, **more})
    return None if found is None else found[0].years


KNOWN = ("2022", "2025", "2030", "2031", "2032")


@pytest.mark.parametrize(
    ("which", "shown"),
    [
        ("courante", ("2031",)), ("precedente", ("2030", "2031")), ("premiere", ("2022", "2031")),
        ("toutes", ("2022", "2025", "2030", "2031")),
    ],
)  # fmt: skip
def test_years_are_relative_to_the_edition_and_never_after_it(which, shown):
    assert years(which, KNOWN) == shown


def test_an_edition_that_did_not_ask_has_no_chart_and_one_that_did_alone_has_one():
    assert years("toutes", ("2025", "2030")) is None
    assert years("precedente", ("2031",)) == ("2031",)


PROJECT = {"indicateur": "projet_ia", "categories": ["engage", "prevu_12_mois"], "editions": "toutes"}


def project(year, *categories, population="hors_moins_3500"):
    return [row(c, 20, population, edition=year, indicator="projet_ia") for c in categories]


def test_a_stack_that_lacks_one_of_todays_answers_leaves_that_year_out():
    rows = [
        *project("2031", "engage", "prevu_12_mois"), *project("2030", "engage"),
        *project("2029", "engage", "prevu_12_mois"),
    ]  # fmt: skip
    cells, _ = built(rows, forme="barres_cumulees", **PROJECT)
    assert cells.years == ("2029", "2031")


def test_a_row_that_is_not_printed_or_is_a_breakdown_by_another_question_is_not_shown():
    rows = [
        *scale(), row("faible", 99, imprime=False, trace_id="non imprimée"),
        row("faible", 98, modalite="communes", ventilation="type", trace_id="ventilée"),
    ]  # fmt: skip
    _, spec = built(rows)
    assert set(spec.donnees["trace_id"]) == {r["trace_id"] for r in scale()}


TRUST = {"tout_a_fait": 0.2, "assez": 0.3, "assez_peu": 0.25, "pas_du_tout": 0.15, "nsp": 0.1}
OPPOSED = {
    "indicateur": "opinion_confiance_acteur", "forme": "barres_divergentes",
    "face_a": ["assez_peu", "pas_du_tout"],
}  # fmt: skip


def trust(item, **changes):
    return [
        row(f"{item}.{a}", round(1000 * s), "francais", 1000, indicator="opinion_confiance_acteur", **changes)
        for a, s in TRUST.items()
    ]


def test_diverging_answers_stand_on_both_sides_of_zero_and_who_does_not_know_on_neither():
    shown = plot([*trust("sante"), *trust("etat")], **OPPOSED)
    for line in (0, 1):
        at = {shown.series[m.series].label: (m.start, m.end) for m in shown.marks if m.row == line}
        assert len(at) == 4
        spans = sorted(at.values())
        assert [a for a, _ in spans] == pytest.approx([-0.4, -0.25, 0, 0.3])
        assert [b for _, b in spans] == pytest.approx([-0.25, 0, 0.3, 0.5])
    assert "n’est pas dessiné : 10 %." in said(trust("sante"), **OPPOSED)


def test_on_both_sides_of_the_axis_the_firmest_answer_is_the_outermost():
    shown = plot(trust("sante"), **OPPOSED)
    across = [shown.series[m.series].label for m in sorted(shown.marks, key=lambda m: m.start)]
    assert across == [
        "Pas confiance du tout",
        "Assez peu confiance",
        "Assez confiance",
        "Tout à fait confiance",
    ]
    assert [s.label for s in shown.series] == across[::-1], "the legend keeps the order of the question"


def test_a_total_is_a_row_of_its_own_at_the_end_of_its_line():
    rows = [*scale(), *scale("communes", 50), row("avancee_ou_tres_avancee", 30)]
    rows += [row("avancee_ou_tres_avancee", 17, "communes", 50)]
    total = {"libelle": "Avancée", "categorie": "avancee_ou_tres_avancee"}
    chosen = {**STACK, "ventilation": ["communes", "ensemble"], "totaux": [total]}
    shown = plot(rows, **chosen)
    assert [(t.row, t.text) for t in sorted(shown.totals, key=lambda t: t.row)] == [
        (0, f"34{NBSP}%"), (1, f"30{NBSP}%"),
    ]  # fmt: skip
    _, spec = built(rows, **chosen)
    assert spec.donnees["categorie"].tolist().count("avancee_ou_tres_avancee") == 2


def test_counts_go_from_the_largest_and_are_written_as_numbers():
    def count(kind, n):
        blank = {"part_publiable": float("nan"), "part": float("nan")}
        return row("total", n, kind, 3000, indicator="effectif_repondants", **blank)

    rows = [count("regions", 9), count("communes", 1234), count("epci", 80)]
    chosen = {"indicateur": "effectif_repondants", "ventilation": "types", "forme": "effectifs"}
    shown = plot(rows, **chosen)
    assert [m.text for m in shown.marks] == ["1\u202f234", "80", "9"]
    assert "%" not in said(rows, **chosen)


def test_a_map_of_responses_is_not_drawn_where_nobody_has_a_known_place():
    blank = {"part_publiable": float("nan"), "part": float("nan"), "indicator": "effectif_repondants"}
    chosen = {"indicateur": "effectif_repondants", "forme": "carte"}
    somewhere = [row("total", n, "region_53", 40, **blank) for n in (0, 7)]
    assert built(somewhere[:1], **chosen) is None
    assert built(somewhere[1:], **chosen) is not None


def test_dumbbells_join_the_two_years_of_each_population_and_need_both():
    pair = {"forme": "halteres", "editions": "precedente", "categories": ["avancee"],
            "ventilation": ["communes", "regions"]}  # fmt: skip
    rows = [
        row("avancee", n, p, 50, edition=y)
        for y, n in (("2031", 20), ("2030", 10))
        for p in ("communes", "regions")
    ]
    shown = plot(rows, **pair)
    assert [s.label for s in shown.series] == ["2030", "2031"]
    assert sorted((m.row, m.series, m.share) for m in shown.marks) == [
        (0, 0, 0.2), (0, 1, 0.4), (1, 0, 0.2), (1, 1, 0.4),
    ]  # fmt: skip
    assert built(rows[:2], **pair) is None


def test_practices_stand_above_what_is_expected_where_both_sides_are_known():
    from barometre_pipeline.catalogue.catalogue import load_catalogue

    crossing = load_catalogue().croisements[0]
    (first, second, *_), sides = crossing.paires, (crossing.pratique, crossing.attente)
    rows = [
        row(c, n, side.population, indicator=side.indicateur)
        for side, values in zip(
            sides, (((first.pratique, 10), (second.pratique, 40)), ((first.attente, 60),)), strict=True
        )
        for c, n in values
    ]
    chosen = {"croisement": crossing.nom, "forme": "attentes"}
    shown = plot(rows, **chosen)
    assert [(r.detail, r.continues) for r in shown.rows] == [("Collectivités", False), ("Français", True)]
    assert [m.share for m in shown.marks] == [0.1, 0.6]
    assert crossing.mise_en_garde.split(".")[0] in said(rows, **chosen)


@pytest.mark.parametrize(
    ("verdict", "told"),
    [
        ("hausse_etablie", "» : 20 % en 2030, 30 % en 2031, une hausse établie."),
        ("baisse_etablie", "une baisse établie"),
        ("non_etablie", ""),
    ],
)
def test_the_line_under_the_title_says_what_is_established_and_nothing_else(verdict, told):
    rows = [row("avancee_ou_tres_avancee", n, edition=y) for y, n in (("2031", 30), ("2030", 20))]
    moved = change(verdict, 0.2, 0.3, indicateur="maturite_data", categorie="avancee_ou_tres_avancee")
    text = said(rows, [moved], **CLAIMED, editions="precedente")
    assert told in text
    assert ("établie" in text) == bool(told)
    elsewhere = said(rows, [moved | {"population": "communes"}], **CLAIMED, editions="precedente")
    assert "établie" not in elsewhere


def test_no_older_year_is_chosen_because_it_changed_enough():
    rows = [
        row("avancee_ou_tres_avancee", n, edition=y) for y, n in (("2031", 30), ("2030", 27), ("2025", 20))
    ]
    moved = change(
        "hausse_etablie", 0.2, 0.3, indicateur="maturite_data", categorie="avancee_ou_tres_avancee"
    )
    told = [
        said(rows, [moved | {"edition_reference": year}], **CLAIMED, editions="toutes")
        for year in ("2025", "2030")
    ]
    assert ["une hausse établie" in text for text in told] == [False, True]


GROUPED = {"forme": "barres_groupees", "editions": "toutes"}
OWN_WORDS = {"maturite_data": {"question": "Z1", "formulation": {"modalites": {"avancee": "Plutôt avancée"}}}}


def test_the_chart_of_one_year_has_the_words_of_that_year():
    cells, spec = built(scale(), variables=OWN_WORDS)
    assert "Plutôt avancée" in labels(plot_of(cells)) and "Avancée" not in labels(plot_of(cells))
    assert "Plutôt avancée" in set(cells.rows["categorie_libelle"])
    assert "se lit" not in " ".join(drawn.texts(spec.vega))


def test_the_chart_of_several_years_has_the_common_words_and_says_which_year_words_one_otherwise():
    rows = [*scale(), *scale(edition="2030")]
    cells, _ = built(rows, variables=OWN_WORDS, **GROUPED)
    assert "Avancée" in labels(plot_of(cells)) and "Plutôt avancée" not in labels(plot_of(cells))
    note = "En 2031, « Avancée » se lit « Plutôt avancée »."
    assert note in said(rows, variables=OWN_WORDS, **GROUPED)
    of_others = GROUPED | {"categories": ["faible", "nsp"]}
    assert "se lit" not in said(rows, variables=OWN_WORDS, **of_others), (
        "only answers that are shown are told"
    )


def test_a_rewording_is_said_once_though_a_total_is_of_the_same_question():
    grid = {
        "totaux": [{"libelle": "Méfiance", "indicateur": "opinion_mefiance_acteur"}],
        "editions": "toutes",
    }
    years = ("2024", "2031")
    rows = [r for y in years for r in trust("acteurs_locaux", edition=y)]
    rows += [row("acteurs_locaux", 400, "francais", 1000, y, "opinion_mefiance_acteur") for y in years]
    assert said(rows, **OPPOSED, **grid).count("se lit") == 1


def test_made_up_data_are_said_to_be_once_above_the_chart_and_to_who_cannot_see_it():
    _, spec = built(scale(source_donnees="demonstration"))
    assert "synthétiques" in spec.description.lower()
    for vega in (spec.vega, spec.etroit):
        assert " ".join(drawn.texts(vega)).lower().count("synthétiques") == 1


def test_the_chart_is_described_with_all_its_values_for_who_cannot_see_it():
    _, spec = built(scale())
    for label, value in (("Très avancée", 4), ("En développement", 46), ("Je ne sais pas", 4)):
        assert f"{label}, {value}{NBSP}%" in spec.description


def test_the_title_names_the_edition_where_it_asks_to():
    _, spec = built(scale(), titre="La maturité en {edition}")
    assert spec.titre == "La maturité en 2031"


def test_the_csv_has_the_values_drawn_and_no_other():
    cells, spec = built([*scale(), *scale("epci"), *scale(edition="2030")])
    assert spec.donnees["part_publiable"].tolist() == [c.valeur for c in cells.values]
    assert spec.donnees["pourcentage"].tolist() == [4, 26, 46, 20, 4]
    assert set(spec.donnees["edition"]) == {"2031"} and set(spec.donnees["population"]) == {"ensemble"}


def test_the_same_rows_give_the_same_bytes_in_whatever_order_they_come(tmp_path):
    rows = [*scale(), *scale("communes", 50), *scale("regions", 10)]
    shuffled = random.Random(7).sample(rows, len(rows))
    for folder, given in (("a", rows), ("b", rows), ("c", shuffled)):
        _, spec = built(given, ventilation=["ensemble", "communes", "regions"], **STACK)
        write_charts([spec], tmp_path / folder)
    files = {folder: sorted((tmp_path / folder).iterdir()) for folder in "abc"}
    assert len(files["a"]) == 5
    assert len({tuple((p.name, p.read_bytes()) for p in files[folder]) for folder in "abc"}) == 1


def test_the_step_writes_what_has_values_and_removes_what_no_longer_is(tmp_path):
    lake = Lake.at(tmp_path)
    folder = tmp_path / "publication" / "graphiques_declares"
    lake.write("gold/indicateurs", pd.DataFrame(scale()))
    lake.write("gold/evolutions", empty_frame(EVOLUTIONS))
    for charts in ((declared(), declared(nom="vide", indicateur="obstacle_data")), ()):
        ((edition, file, text),) = texts_of(*charts)
        books = pd.DataFrame({"edition": [edition], "fichier": [file], "sha256": ["0" * 64], "texte": [text]})
        lake.write("gold/livre_de_codes", books)
        tables = DeclaredTables(lake, ASSETS["graphiques_declares"])
        index = declared_charts.run({}, tables)["gold/graphiques_declares"]
        validate(GRAPHIQUES_DECLARES, index, "à l’écriture")
        names = index["graphique"].tolist()
        assert ("essai" in names) == bool(charts) and "vide" not in names
        assert "maturite_data_ensemble" in names
        ends = (".csv", ".vl.json", ".svg", "-etroit.svg", ".png")
        assert {p.name for p in folder.iterdir()} == {f"2031-{n}{end}" for n in names for end in ends}
