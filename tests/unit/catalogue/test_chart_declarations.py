"""What a chart may declare: once for every edition, and refused with a sentence where it cannot be drawn."""

import csv
from collections import Counter
from importlib.resources import files

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.catalogue.chart import BREAKDOWNS, Charts, DeclaredChart, years_shown
from barometre_pipeline.catalogue.extension import extended_catalogue
from barometre_pipeline.errors import ConfigurationError

MAP = "barometre_2024-g02"
MATURITY = {"nom": "maturite", "titre": "La maturité", "indicateur": "maturite_data"}
CADRE = tuple(c for c in load_catalogue().graphiques.propres if c.indicateur in ("maturite_data", "cadre_ia"))
EDITIONS = ("2022", "2023", "2024", "2025", "2031")


def chart(**more):
    return DeclaredChart(**(MATURITY | more))


def printed_charts():
    text = files("barometre_pipeline.catalogue").joinpath("graphiques.csv").read_text("utf-8")
    return {row["graphique"]: row for row in csv.DictReader(text.splitlines())}


def with_codebook(*charts, edition="2031"):
    content = {"edition": edition, "edition_precedente": "2025", "graphiques": list(charts)}
    return extended_catalogue(
        ((edition, f"{edition}/codebook.yaml", yaml.safe_dump(content, allow_unicode=True)),)
    )


def test_each_printed_chart_is_declared_exactly_once_but_for_the_map():
    declared = Counter(i for c in load_catalogue().graphiques.communs for i in c.imprimes)
    assert {name for name, times in declared.items() if times > 1} == set()
    assert set(printed_charts()) - set(declared) <= {MAP}
    assert set(declared) <= set(printed_charts())


def test_a_printed_chart_is_declared_with_the_indicator_it_printed():
    named = printed_charts()
    catalogue = load_catalogue()
    for declared in catalogue.graphiques.communs:
        for printed in declared.imprimes:
            asked = named[printed]["indicateur"]
            assert any(name == asked or name.startswith(f"{asked}_") for name in declared.names), printed


def test_no_common_chart_names_an_edition():
    years = {str(y) for y in range(2015, 2041)}
    for declared in load_catalogue().graphiques.communs:
        words = declared.model_dump_json(exclude={"imprimes"})
        assert not [y for y in years if y in words], declared.nom


@pytest.mark.parametrize(
    ("which", "edition", "shown"),
    [
        ("courante", "2031", ("2031",)),
        ("precedente", "2031", ("2025", "2031")),
        ("premiere", "2031", ("2022", "2031")),
        ("toutes", "2031", EDITIONS),
        ("precedente", "2023", ("2022", "2023")),
        ("premiere", "2024", ("2022", "2024")),
        ("toutes", "2024", ("2022", "2023", "2024")),
        ("toutes", "2022", ("2022",)),
    ],
)
def test_the_years_of_a_chart_are_counted_from_its_own_edition(which, edition, shown):
    years = chart(forme="barres_empilees", editions=which)
    assert years_shown(years, edition, EDITIONS) == shown
    assert years_shown(years, edition, EDITIONS[::-1]) == shown


@given(
    known=st.sets(st.integers(2022, 2040).map(str)),
    edition=st.integers(2022, 2040).map(str),
    which=st.sampled_from(["courante", "precedente", "premiere", "toutes"]),
)
def test_a_chart_shows_its_own_edition_last_and_no_later_one(known, edition, which):
    shown = years_shown(chart(forme="barres_empilees", editions=which), edition, sorted(known))
    assert list(shown) == sorted(set(shown)) and set(shown) <= known
    assert all(year <= edition for year in shown)
    assert (edition in shown) == (edition in known)
    before = {e for e in known if e < edition}
    most = {"courante": 0, "precedente": 1, "premiere": 1, "toutes": len(before)}[which]
    assert len({*shown} - {edition}) == min(most, len(before))


def test_a_chart_of_an_edition_stands_in_the_place_of_the_common_one_of_its_name_and_there_only():
    common = (chart(), chart(nom="autre"))
    own = chart(titre="Autrement")
    added = chart(nom="de_plus")
    charts = Charts(common, {"2031": (added, own)})
    assert charts.of("2031") == (added, own, common[1])
    assert charts.of("2025") == common


def test_the_codebook_of_an_edition_may_replace_a_common_chart_and_add_its_own():
    name = load_catalogue().graphiques.communs[0].nom
    catalogue = with_codebook(MATURITY | {"nom": name}, MATURITY | {"nom": "propre_a_2031"})
    mine, others = ({c.nom: c for c in catalogue.graphiques.of(e)} for e in ("2031", "2025"))
    assert mine[name].titre == "La maturité"
    assert others[name] == load_catalogue().graphiques.communs[0]
    assert set(mine) - set(others) == {"propre_a_2031"}


def test_two_charts_of_one_codebook_have_two_names():
    with pytest.raises(ConfigurationError, match=r"(?s)maturite.*déjà pris"):
        with_codebook(MATURITY, MATURITY)


DIVERGING = {"forme": "barres_divergentes", "face_a": ["faible"]}
TOTAL = {"libelle": "Avancée"}


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"indicateurs": {"projet_ia": "Projet"}}, "un seul des"),
        ({"indicateur": ""}, "un seul des"),
        ({"population": "epci", "ventilation": ["communes"]}, "« population » ou « ventilation », pas les deux"),
        ({"ventilation": "regions_et_epci"}, "ventilation « regions_et_epci » inconnue"),
        ({"forme": "barres_groupees"}, "« barres_groupees » compare des années"),
        ({"forme": "halteres"}, "« halteres » compare des années"),
        ({"forme": "barres_divergentes"}, "« face_a » va avec « forme: barres_divergentes »"),
        ({"face_a": ["faible"]}, "« face_a » va avec « forme: barres_divergentes »"),
        ({"totaux": [TOTAL]}, "« totaux » demande une forme empilée"),
        ({"indicateur": "", "indicateurs": {"projet_ia": "Projet"}}, "plusieurs indicateurs demandent une forme empil"),
        ({"ventilation": "types"}, "des barres par population demandent une seule catégorie"),
        ({"forme": "barres_groupees", "editions": "toutes", "ventilation": "types"}, "une seule catégorie"),
        ({"editions": "toutes"}, "des barres par année demandent une population et une catégorie"),
        ({"editions": "toutes", "categories": ["avancee"], "ventilation": "types"}, "des barres par année demandent"),
        ({"croisement": "x"}, "un seul des"),
        ({"indicateur": "", "croisement": "x"}, "« croisement » va avec « forme: attentes »"),
    ],
)  # fmt: skip
def test_what_cannot_be_drawn_is_refused_in_french_with_the_name_of_the_chart(more, told):
    with pytest.raises(ValidationError) as refused:
        chart(**more)
    (message,) = (e["msg"] for e in refused.value.errors())
    assert told in message and "« maturite »" in message


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"indicateur": "inconnu"}, "l’indicateur « inconnu » n’existe pas"),
        ({"population": "lunaires"}, "la population « lunaires » n’existe pas"),
        ({"forme": "barres_empilees", "ventilation": ["communes", "lunaires"]}, "« lunaires » n’existe pas"),
        ({"forme": "chiffres_cles"}, "des chiffres clés demandent un indicateur composé"),
        ({"indicateur": "chiffres_cles"}, "des chiffres clés demandent un indicateur composé"),
        ({"forme": "effectifs"}, "des effectifs demandent un indicateur de ce genre"),
        ({"indicateur": "effectif_repondants"}, "des effectifs demandent un indicateur de ce genre"),
        ({"categories": ["inconnue"]}, "« inconnue » n’est pas une catégorie de « maturite_data »"),
        ({"sans": ["inconnue"]}, "« inconnue » n’est ni une catégorie ni une réponse"),
        ({"reponses": ["inconnue"]}, "« inconnue » n’est ni une catégorie ni une réponse"),
        ({"forme": "barres_divergentes", "face_a": ["inconnue"]}, "« inconnue » n’est ni une catégorie ni une"),
        ({"forme": "barres_empilees", "totaux": [TOTAL | {"indicateur": "inconnu"}]},
         "total « Avancée » : l’indicateur « inconnu » n’existe pas"),
        ({"forme": "barres_empilees", "totaux": [TOTAL | {"categorie": "inconnue"}]},
         "total « Avancée » : « inconnue » n’est pas une catégorie"),
        ({"forme": "barres_empilees", "indicateur": "obstacle_data"}, "des barres empilées demandent les réponses"),
        ({"forme": "barres_empilees", "categories": ["avancee_ou_tres_avancee"]}, "sans leurs réunions"),
        ({"indicateur": "", "forme": "attentes", "croisement": "inconnu"}, "« inconnu » n’existe pas"),
    ],
)  # fmt: skip
def test_a_name_that_the_catalogue_does_not_know_is_refused_with_the_file_and_the_chart(more, told):
    with pytest.raises(ConfigurationError) as refused:
        with_codebook(MATURITY | more)
    message = str(refused.value).replace("\u00a0", " ")
    assert told in message
    assert "2031/codebook.yaml" in message and "maturite" in message


def test_a_named_breakdown_starts_with_the_population_as_a_whole():
    indicator = load_catalogue().indicateurs["maturite_data"]
    stacked = chart(forme="barres_empilees", ventilation="types")
    assert stacked.populations(indicator) == (indicator.population, *BREAKDOWNS["types"])
    counts = chart(indicateur="effectif_repondants", ventilation="types", forme="effectifs")
    assert counts.populations(load_catalogue().indicateurs["effectif_repondants"]) == BREAKDOWNS["types"]


def test_by_default_a_chart_shows_all_answers_but_their_unions():
    catalogue = load_catalogue()
    indicator, known = catalogue.indicateurs["maturite_data"], catalogue.categories["maturite_data"]
    shown = chart().shown(indicator, known)
    assert "avancee_ou_tres_avancee" in known and "avancee_ou_tres_avancee" not in shown
    assert {*shown} == {*known} - {*indicator.unions}
    assert {*chart(sans=["faible"]).shown(indicator, known)} == {*shown} - {"faible"}


def test_a_grid_shows_the_items_and_the_answers_named_and_not_those_left_out():
    catalogue = load_catalogue()
    indicator, known = (
        catalogue.indicateurs["projet_data_domaine"],
        catalogue.categories["projet_data_domaine"],
    )
    items = [c.partition(".")[0] for c in known if c.endswith(".engage")]
    grid = {"indicateur": "projet_data_domaine", "forme": "barres_cumulees"}
    shown = chart(**grid, reponses=["engage", "prevu_12_mois"], categories=items[:3], sans=items[:1])
    assert [*shown.shown(indicator, known)] == [
        f"{item}.{answer}" for item in items[1:3] for answer in ("engage", "prevu_12_mois")
    ]


def test_an_indicator_that_nobody_drew_has_a_chart_of_its_own_until_one_is_declared():
    added = {"nom": "cadre", "titre": "Le cadre", "indicateur": "cadre_ia"}
    before, after = (Charts((chart(),), {"2031": own}, CADRE) for own in ((), (DeclaredChart(**added),)))
    assert [c.nom for c in before.of("2031")] == ["maturite", "reponses_cadre_ia"]
    assert [c.nom for c in after.of("2031")] == ["cadre", "maturite"]
    assert [c.nom for c in after.of("2030")] == ["maturite", "reponses_cadre_ia"]


def test_the_chart_of_its_own_of_any_indicator_can_be_drawn_those_that_an_edition_adds_included():
    declared = {
        "nom": "maturite_ressentie", "libelle": "Maturité ressentie", "definition": "Ce qu’elle dit d’elle-même.",
        "numerateur": "Qui choisit cette réponse.", "base": "Toutes.", "variable": "maturite_data",
        "population": "ensemble", "par_modalite": True,
    }  # fmt: skip
    theme = {"theme": "usages", "libelle": "Usages", "ordre": 1, "indicateurs": [declared]}
    content = {"edition": "2031", "edition_precedente": "2025", "indicateurs": [theme]}
    catalogue = extended_catalogue((("2031", "2031/codebook.yaml", yaml.safe_dump(content)),))
    charts = {c.names[0]: c for c in catalogue.graphiques.propres}
    assert charts.keys() == catalogue.indicateurs.keys() >= {"maturite_ressentie"}
    known = catalogue.indicateurs, catalogue.categories, catalogue.populations
    assert [fault for c in charts.values() for fault in c.faults(*known)] == []
