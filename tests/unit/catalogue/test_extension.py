"""The codebook of an edition extends the common one, wins over it, and is refused by name where it cannot."""

import pytest
import yaml

from barometre_pipeline.catalogue import extension
from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.catalogue.extension import extended_catalogue
from barometre_pipeline.catalogue.model import VariableEdition, Wording
from barometre_pipeline.catalogue.unmapped import left_to_map
from barometre_pipeline.catalogue.words import rewordings_in_words
from barometre_pipeline.errors import ConfigurationError
from barometre_pipeline.french.spaces import quoted
from barometre_pipeline.vocabulary import REGLE_INCLUSES, REGLE_SERIES

FILE = "2031/codebook.yaml"


def text(**content: object) -> tuple[str, str, str]:
    return (
        "2031",
        FILE,
        yaml.safe_dump({"edition": "2031", "edition_precedente": "2025", **content}, allow_unicode=True),
    )


def extended(**content: object):
    return extended_catalogue((text(**content),))


STRATEGY = next(v for v in load_catalogue().codebook.variables.values() if v.nom == "maturite_data")


def mapping(**more: object) -> dict[str, object]:
    codes = {name: f"B{i}" for i, name in enumerate(STRATEGY.modalites)}
    return {"maturite_data": {"question": "Z1", "modalites": codes, **more}}


def drawn(**more: object) -> dict[str, object]:
    return {"nom": "maturite", "titre": "Maturité", "indicateur": "maturite_data", **more}


def test_without_codebooks_the_catalogue_is_the_common_one():
    assert extended_catalogue(()) is load_catalogue()


def test_an_edition_of_its_codebook_alone_has_columns_codes_a_status_and_the_rule_of_series():
    book = extended(variables=mapping()).codebook
    coding = book.variables["maturite_data"].coding("2031")
    assert coding is not None
    assert (coding.question, coding.colonnes) == ("Z1", {"": "Z1"})
    assert coding.modalites == {name: (f"B{i}",) for i, name in enumerate(STRATEGY.modalites)}
    status = book.status("2031", "collectivites")
    assert status is not None and status.note == f"Voir {FILE}."
    assert book.printed_rule("2031", "collectivites") == REGLE_SERIES
    assert load_catalogue().codebook.status("2031", "collectivites") is None, (
        "the common catalogue is left alone"
    )


def test_the_codebook_says_whether_empty_answers_stay_in_the_base():
    book = extended(variables=mapping(), sans_reponse="incluses").codebook
    assert book.printed_rule("2031", "collectivites") == REGLE_INCLUSES


def test_what_the_codebook_does_not_say_is_as_the_year_before():
    ranked = load_catalogue().codebook.variables["priorite_data"]
    before = ranked.editions["2025"]
    book = extended(variables={"priorite_data": {"question": "Z2"}}).codebook
    own = book.variables["priorite_data"].editions["2031"]
    assert (own.rangs, own.note) == (before.rangs, before.note) and own.question == "Z2"


def test_the_codebook_of_an_edition_wins_over_the_common_one():
    content = ("2025", "2025/codebook.yaml", yaml.safe_dump({"edition": "2025", "variables": mapping()}))
    coding = extended_catalogue((content,)).codebook.variables["maturite_data"].coding("2025")
    assert coding is not None and coding.question == "Z1"


def test_an_answer_added_this_year_is_a_category_of_the_indicators_made_of_the_question():
    more = mapping(nouvelles_modalites={"inconnue": "Nous ne l’avons pas évaluée"})
    more["maturite_data"]["modalites"]["inconnue"] = "B9"  # type: ignore[index]
    catalogue = extended(variables=more)
    assert (
        catalogue.codebook.variables["maturite_data"].modalites["inconnue"] == "Nous ne l’avons pas évaluée"
    )
    made = [
        i for i in catalogue.indicateurs.values() if i.variable == "maturite_data" and i.par_modalite is True
    ]
    assert made and all("inconnue" in catalogue.categories[i.nom] for i in made)


@pytest.mark.parametrize("variable", list(load_catalogue().codebook.variables.values()), ids=lambda v: v.nom)
def test_an_answer_or_an_item_added_this_year_was_not_offered_by_any_edition_before(variable):
    added = {"nouvelles_modalites": {"ajoutee": "Ajoutée"}} if variable.modalites else {}
    added |= {"nouveaux_items": {"ajoute": "Ajouté"}} if variable.items else {}
    codes = {
        "modalites": {"modalites": {n: f"B{i}" for i, n in enumerate((*variable.modalites, "ajoutee"))}},
        "items": {"items": {n: f"C{i}" for i, n in enumerate((*variable.items, "ajoute"))}},
    }
    own = {k: v for name, said in codes.items() if getattr(variable, name) for k, v in said.items()}
    _, shown, content = text(variables={variable.nom: {"question": "Z1", **own, **added}})
    book = extension._with_edition(
        load_catalogue().codebook, extension.read_codebook(shown, content, "2031"), shown
    )
    for edition in variable.editions:
        assert book.variables[variable.nom].coding(edition) == variable.coding(edition), edition
    now = book.variables[variable.nom].coding("2031")
    assert now is not None and (not variable.items or "ajoute" in now.items)


def test_a_theme_a_population_and_an_indicator_are_added_by_yaml_alone():
    variable = {
        "nom": "agents", "public": "collectivites", "type": "choix_unique", "libelle": "Agents formés",
        "question": "Vos agents sont-ils formés ?", "modalites": {"oui": "Oui", "non": "Non"},
        "editions": {"2031": {"question": "Z9", "modalites": {"oui": "A1", "non": "A2"}}},
    }  # fmt: skip
    formed = {"variable": "agents", "dans": ["oui"]}
    indicator = {
        "nom": "agents_formes", "libelle": "Agents formés", "definition": "Part des collectivités qui forment.",
        "numerateur": "Celles qui forment.", "base": "Toutes.", "variable": "agents", "population": "ensemble",
        "par_modalite": True,
    }  # fmt: skip
    catalogue = extended(
        variables=mapping(),
        themes=[{"theme": "formation", "libelle": "Formation", "ordre": 99, "variables": [variable]}],
        populations=[
            {"nom": "formees", "libelle": "Celles qui forment", "parmi": "ensemble", "condition": formed}
        ],
        indicateurs=[{"theme": "formation", "libelle": "Formation", "ordre": 99, "indicateurs": [indicator]}],
    )
    assert set(catalogue.categories["agents_formes"]) == {"oui", "non"}
    assert catalogue.populations.by_name["formees"].libelle == "Celles qui forment"
    assert [v.nom for v, _ in catalogue.codebook.questionnaire("2031", "collectivites")] == [
        "maturite_data",
        "agents",
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"variables": {"inconnue": {"question": "Z1"}}}, "variables.inconnue"),
        ({"variables": mapping(modalites={"jamais": "A1"})}, "« jamais » inconnu"),
        ({"variables": {v: {"question": "Z1"} for v in ("maturite_data", "choix_open_source")}}, "« Z1 » sert déjà"),
        ({"variables": {"maturite_data": {"modalites": {}}}}, "obligatoire"),
        ({"edition": "2030"}, "« 2030 »"),
        ({"variabels": {}}, "cette clé est inconnue"),
        ({"populations": [{"nom": "ensemble", "libelle": "x"}]}, "ce nom est déjà pris"),
        ({"graphiques": [drawn(indicateur="inconnu")]}, "l’indicateur « inconnu » n’existe pas"),
        ({"graphiques": [drawn(population="inconnue")]}, "la population « inconnue »"),
        ({"graphiques": [drawn(categories=["inconnue"])]}, "« inconnue » n’est pas une catégorie"),
        ({"graphiques": [drawn(ventilation=["communes", "epci"])]}, "une seule catégorie"),
        ({"graphiques": [drawn(forme="barres_empilees", categories=["avancee_ou_tres_avancee"])]}, "réunions"),
        ({"graphiques": [drawn(), drawn()]}, "ce nom est déjà pris"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_the_file_and_the_place(content, said):
    with pytest.raises(ConfigurationError) as error:
        extended(**content)
    told = str(error.value).replace("\u00a0", " ")
    assert said in told
    assert FILE in told


def test_what_sets_two_editions_apart_in_the_same_words_does_not_set_them_apart_from_each_other():
    reworded = extended(variables=mapping(note="Échelle différente"))
    again = (
        "2032",
        "2032/codebook.yaml",
        yaml.safe_dump({"edition": "2032", "edition_precedente": "2031", "variables": mapping()}),
    )
    both = extended_catalogue((text(variables=mapping(note="Échelle différente")), again))
    name = next(i.nom for i in both.indicateurs.values() if i.variable == "maturite_data" and i.par_modalite)
    assert "Échelle différente" in reworded.note(name, ("2025", "2031"))
    assert "Échelle différente" in both.note(name, ("2025", "2032"))
    assert "Échelle différente" not in both.note(name, ("2031", "2032"))


def test_a_question_mapped_to_nothing_is_named_with_the_command_that_mends_it_and_one_said_to_be_new_is_not():
    file = text(variables=mapping(), nouvelles=["Z8"], a_confirmer=["question Q1 → Z7 ? (41 %)"])
    asked = {"Z1": "Maturité ?", "Z8": "Sobriété ?", "Z9": "Formés ?"}
    found = left_to_map(extended_catalogue((file,)), [file], "2031", asked, {})
    assert len(found) == 2
    assert "Z9 «\u00a0Formés ?\u00a0»" in found[0] and "Z8" not in found[0] and FILE in found[0]
    assert "question Q1 → Z7" in found[1]
    assert all("« barometre rapprocher --edition 2031 »" in told for told in found)


def test_what_is_proposed_is_told_once_and_the_command_is_named_only_where_it_can_settle_it():
    left = [
        "question Q1 → Z7 ? (41 %)",
        "Z1 : A1 «\u00a0Oui\u00a0» → B9 «\u00a0Bien sûr\u00a0» ? (46 %)",
        "variable x : sans code",
    ]
    file = text(variables=mapping(), a_confirmer=left)
    asked = {"Z1": "Maturité ?", "Z7": "Sobriété ?"}
    found = left_to_map(extended_catalogue((file,)), [file], "2031", asked, {("Z1", "B9"): "Bien sûr"})
    assert len(found) == len(left)
    assert ["barometre rapprocher" in sentence for sentence in found] == [True, True, False]


def test_an_edition_without_a_mapping_is_told_which_command_proposes_one():
    (found,) = left_to_map(load_catalogue(), [], "2031", {"Z1": "Maturité ?"}, {})
    assert "barometre new-edition 2031" in found and "aucun indicateur" in found


def test_an_answer_of_a_mapped_question_that_means_nothing_is_named_with_where_to_map_it():
    file = text(
        variables={"maturite_data": {"question": "Z1", "modalites": {"avancee": "C1", "faible": "C2"}}}
    )
    offered = {
        ("Z1", "C1"): "Avancée",
        ("Z1", "C2"): "Faible",
        ("Z1", "C9"): "Naissante",
        ("Z2", "C9"): "Autre",
    }
    (told,) = left_to_map(extended_catalogue((file,)), [file], "2031", {"Z1": "Maturité ?"}, offered)
    assert "C9 «\u00a0Naissante\u00a0»" in told and "C1" not in told
    assert "variables.maturite_data.modalites" in told and FILE in told


@pytest.mark.parametrize("key", ["modalites", "items"])
def test_one_code_given_to_two_answers_or_lines_is_refused_with_both_and_the_code(key):
    entry = {
        "question": "Z1",
        "modalites": {"engage": "C7", "non_prevu": "C8"},
        "items": {"eau": "L1", "dechets": "L2"},
    }
    entry[key] = dict.fromkeys(entry[key], "X7")
    with pytest.raises(ConfigurationError) as error:
        extended(variables={"projet_data_domaine": entry})
    first, second = sorted(entry[key])
    told = str(error.value).replace("\u00a0", " ")
    assert f"le code « X7 » est donné à « {first} » et à « {second} »" in told and FILE in told


def test_an_indicator_is_computed_for_the_population_that_a_chart_of_the_edition_shows_it_for():
    mine = {
        "nom": "chartes",
        "libelle": "Ont une charte",
        "condition": {"variable": "maturite_data", "dans": ["avancee"]},
    }
    chart = {"nom": "par_charte", "titre": "Selon", "indicateur": "maturite_data", "forme": "barres_empilees",
             "ventilation": ["ensemble", "communes", "chartes"]}  # fmt: skip
    catalogue = extended(populations=[mine], graphiques=[chart])
    assert "chartes" in catalogue.indicateurs["maturite_data"].autres_populations
    assert (
        "communes" not in catalogue.indicateurs["maturite_data"].autres_populations
    )  # computed for all anyway


def test_an_edition_words_an_answer_in_its_own_way_for_that_year_alone():
    name, common = next(iter(STRATEGY.modalites.items()))
    catalogue = extended(variables=mapping(formulation={"modalites": {name: "D’ici 2031"}}))
    said = catalogue.as_worded("2031")
    assert said.categories["maturite_data"][name].libelle == "D’ici 2031"
    assert said.codebook.variables["maturite_data"].modalites[name] == "D’ici 2031"
    assert catalogue.categories["maturite_data"][name].libelle == common
    assert catalogue.as_worded("2099") is catalogue, "a year without words of its own costs nothing"
    assert rewordings_in_words(catalogue, "maturite_data", ["2025", "2031"]) == (
        f"En 2031, {quoted(common)} se lit {quoted('D’ici 2031')}.",
    )


def test_words_that_the_codebook_does_not_say_are_those_of_the_year_before():
    before = {
        "edition": "2030", "edition_precedente": "2025",
        "variables": mapping(formulation={"question": "Où en êtes-vous ?", "modalites": {"avancee": "Bien"}}),
    }  # fmt: skip
    first = ("2030", "2030/codebook.yaml", yaml.safe_dump(before, allow_unicode=True))
    after = mapping(formulation={"modalites": {"faible": "Peu"}})
    then = yaml.safe_dump({"edition": "2031", "edition_precedente": "2030", "variables": after})
    book = extended_catalogue((first, ("2031", FILE, then))).codebook.variables["maturite_data"]
    own = book.editions["2031"].formulation
    assert own.question == "Où en êtes-vous ?" and own.modalites == {"avancee": "Bien", "faible": "Peu"}


def test_words_of_an_answer_that_does_not_exist_are_refused_by_place():
    with pytest.raises(ConfigurationError, match=r"formulation.modalites.*«\savance\s» inconnu"):
        extended(variables=mapping(formulation={"modalites": {"avance": "Oui"}}))


def test_a_line_added_to_one_of_two_questions_that_the_catalogue_unites_is_told_in_the_codebook_that_adds_it():
    more = {"projet_ia_domaine_prevu": {"question": "Z1", "nouveaux_items": {"sante": "La santé"}}}
    with pytest.raises(ConfigurationError) as caught:
        extended(variables=more)
    assert caught.value.fichier == FILE
    assert caught.value.lieu == "variables.projet_ia_domaine_prevu.nouveaux_items.sante"
    assert "projet_ia_domaine »" in caught.value.constat.replace("\u00a0", " ")
    both = {"question": "Z2", "nouveaux_items": {"sante": "La santé"}}
    assert "sante" in extended(variables=more | {"projet_ia_domaine": both}).categories["projet_ia_domaine"]


def test_years_that_have_the_same_words_are_told_together():
    (told,) = rewordings_in_words(
        load_catalogue(), "opinion_confiance_acteur", ["2022", "2024", "2025"], {"etat", "acteurs_locaux"}
    )
    assert told.startswith("En 2022 et 2024, «\u00a0Les acteurs locaux") and told.count("se lit") == 1


def test_an_answer_and_a_line_of_one_name_are_each_said_in_their_own_words():
    grid = next(v for v in load_catalogue().codebook.variables.values() if v.modalites and v.items)
    asked = VariableEdition(
        question="Z1", formulation=Wording(modalites={"x": "Peut-être"}, items={"x": "Le reste"})
    )
    both = grid.model_copy(
        update={"modalites": {"x": "Incertain"}, "items": {"x": "Autre"}, "editions": {"2031": asked}}
    )
    assert both.rewordings("2031") == {"Incertain": "Peut-être", "Autre": "Le reste"}
