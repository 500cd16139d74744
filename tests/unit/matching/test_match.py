"""Hard names made up from official names; generic words apart, none was typed by a respondent."""

import json
import re

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from barometre_pipeline.matching import match_structures
from barometre_pipeline.sources.territories import ReferenceList
from barometre_pipeline.tables.declarations.silver import APPARIEMENTS
from barometre_pipeline.vocabulary import STRATES, TYPES, VERDICTS


def match(referentiel: ReferenceList, nom: str, siret: str = "") -> pd.Series:
    return match_structures([nom], [siret], referentiel).iloc[0]


@pytest.mark.parametrize(
    ("typed", "official"),
    [
        ("CD64", "Département des Pyrénées-Atlantiques"),
        ("Conseil général de la Corrèze", "Département de la Corrèze"),
        ("dpt du Lot et Garonne", "Département du Lot-et-Garonne"),
        ("CD 2B", "Collectivité de Corse"),
        ("Département du Haut-Rhin", "Collectivité européenne d'Alsace"),
        ("Région Martinique", "Collectivité territoriale de Martinique"),
        ("Conseil régional de Normandie", "Région Normandie"),
        ("Mairie du Havre", "Le Havre"),
        ("Ville de Quimperlé", "Quimperlé"),
        ("Commune de St-Pol-de-Léon", "Saint-Pol-de-Léon"),
        ("VILLE DE VILLEURBANNE", "Villeurbanne"),
        ("Mairie de Ville-d'Avray", "Ville-d'Avray"),
        ("Métropole de Rouen Normandie", "Métropole Rouen Normandie"),
        ("St Etienne Metropole", "Saint-Etienne Métropole"),
        ("communauté urbaine d'Arras", "CU d'Arras"),
        ("com com du Kreiz-Breizh", "CC du Kreiz-Breizh (CCKB)"),
        ("Agglo Grand Avignon", "CA du Grand Avignon (COGA)"),
        ("Comunauté d’agglomération de l’Albigeois", "CA de l'Albigeois (C2A)"),
        ("Lorient Agglomération", "CA Lorient Agglomération"),
    ],
)
def test_a_designated_official_name_is_certain(referentiel: ReferenceList, typed: str, official: str) -> None:
    found = match(referentiel, typed)
    assert (found["nom_officiel"], found["statut"]) == (official, "certain")


@pytest.mark.parametrize(
    ("typed", "official"),
    [
        ("Mairie de Quimprelé", "Quimperlé"),
        ("Conseil départementale de la Dordogme", "Département de la Dordogne"),
        ("Vile de Romorantin Lantenay", "Romorantin-Lanthenay"),
        ("COMMUNEDE SARREGUEMINES", "Sarreguemines"),
        ("Commune de Chalons s/ Saone", "Chalon-sur-Saône"),
        ("MEL", "Métropole Européenne de Lille"),
        ("Métropole TPM", "Métropole Toulon-Provence-Méditerranée"),
        ("Métropole de Marseille", "Métropole d'Aix-Marseille-Provence"),
        ("CAPI", "CA Porte de l'Isère (CAPI)"),
        ("Mairie de Mérignac", "Mérignac"),
    ],
)
def test_a_slip_an_acronym_or_a_part_of_the_name_is_found_without_being_only_guessed(
    referentiel: ReferenceList, typed: str, official: str
) -> None:
    found = match(referentiel, typed)
    assert found["nom_officiel"] == official
    assert found["statut"] in ("probable", "certain")


# Letters of the name, wrong letters: nobody else is near, so that only the tolerance decides.
@pytest.mark.parametrize(
    ("typed", "official"),
    [
        ("Ville de Reqms", "Reims"),  # 5, 1
        ("Ville de Touljuse", "Toulouse"),  # 8, 1
        ("Ville de Toqrczing", "Tourcoing"),  # 9, 2
        ("Ville de Obekhausbeqgen", "Oberhausbergen"),  # 14, 2
        ("Ville de Balqainvzllqers", "Ballainvilliers"),  # 15, 3
    ],
)
def test_a_name_takes_as_many_wrong_letters_as_its_length_allows(
    referentiel: ReferenceList, typed: str, official: str
) -> None:
    found = match(referentiel, typed)
    assert (found["nom_officiel"], found["statut"]) == (official, "probable")


@pytest.mark.parametrize(
    "typed",
    [
        "Ville de Kxné",  # 4, 1
        "Ville de Fzaa",  # 4, 1
        "Ville de Nwmks",  # 5, 2
        "Ville de Mulhowsq",  # 8, 2
        "Ville de Tojjcxing",  # 9, 3
        "Ville de Obxrhwksbergen",  # 14, 3
    ],
)
def test_one_wrong_letter_more_waits_for_a_person(referentiel: ReferenceList, typed: str) -> None:
    found = match(referentiel, typed)
    assert (found["nom_officiel"], found["statut"]) == ("", "a_revoir")


@pytest.mark.parametrize(
    ("typed", "type_", "nature"),
    [
        ("Perpignan Méditerranée Métropole", "epci", "CU"),
        ("Limoges Métropole", "epci", "CU"),
        ("Grand Lyon Métropole", "metropoles", "MET69"),
        ("Toulouse Métropole", "metropoles", "METRO"),
        ("Ville de Paris", "communes", "COMMUNE"),
        ("Est Ensemble", "epci", "EPT"),
        ("Département de Mayotte", "departements", "DEP"),
        ("Collectivité territoriale de Corse", "regions", "CTU"),
    ],
)
def test_the_type_is_the_laws_whatever_the_name_says(
    referentiel: ReferenceList, typed: str, type_: str, nature: str
) -> None:
    found = match(referentiel, typed)
    assert (found["type"], found["nature"]) == (type_, nature)


@pytest.mark.parametrize(
    "typed",
    [
        "Syndicat mixte du Pays de Brest",
        "CCAS de Villeurbanne",
        "CCI du Morbihan",
        "Préfecture de la Creuse",
        "SDIS 29",
        "Lycée Jean Moulin de Béziers",
        "Rennes Métropole Habitat",
        "Université de Limoges",
        "Parc naturel régional d’Armorique",
        "Association des maires de l’Orne",
        "Zyxwuv Conseil",
        "Office de tourisme de Quimperlé",
    ],
)
def test_bodies_that_are_not_authorities_are_out_of_scope(referentiel: ReferenceList, typed: str) -> None:
    found = match(referentiel, typed)
    assert (found["statut"], found["type"], found["territoire_id"]) == ("hors_champ", "autres", "")


@pytest.mark.parametrize("typed", ["", "  ", "?", "x", "xxxx", "test", "TEST test", "aucune", None])
def test_nothing_usable_is_empty_or_a_test(referentiel: ReferenceList, typed: str | None) -> None:
    assert match_structures([typed], [""], referentiel)["statut"].iloc[0] == "vide_ou_test"  # type: ignore[list-item]


@pytest.mark.parametrize("typed", ["Mairie", "Communauté de communes", "collectivité territoriale", "CD"])
def test_a_type_without_a_name_waits_for_a_person(referentiel: ReferenceList, typed: str) -> None:
    assert match(referentiel, typed)["statut"] == "a_revoir"


def test_homonyms_wait_for_a_person_with_all_of_them_as_candidates(referentiel: ReferenceList) -> None:
    found = match(referentiel, "Mairie de Saint-Sauveur")
    assert found["statut"] == "a_revoir"
    candidates = json.loads(found["candidats"])
    assert len(candidates) == 3
    assert {c["nom"] for c in candidates} == {"Saint-Sauveur"}
    assert len({c["departement"] for c in candidates}) == 3


@pytest.mark.parametrize("typed", ["Mairie de Saint-Sauveur (05)", "Mairie de Saint-Sauveur, Hautes-Alpes"])
def test_a_department_tells_homonyms_apart(referentiel: ReferenceList, typed: str) -> None:
    assert match(referentiel, typed)["code_insee"] == "05156"


def test_hints_asked_by_the_survey_tell_homonyms_apart(referentiel: ReferenceList) -> None:
    hints = pd.DataFrame({"departement": ["Hautes-Alpes"]})
    found = match_structures(["Mairie de Saint-Sauveur"], [""], referentiel, hints).iloc[0]
    assert found["code_insee"] == "05156"


def test_a_place_that_contradicts_the_only_namesake_sends_to_review(referentiel: ReferenceList) -> None:
    assert match(referentiel, "Mairie de Quimperlé (13)")["statut"] == "a_revoir"


def test_the_commune_code_typed_as_siret_tells_homonyms_apart(referentiel: ReferenceList) -> None:
    found = match(referentiel, "Mairie de Saint-Sauveur", "05156")
    assert (found["code_insee"], found["statut"]) == ("05156", "certain")


def test_a_siren_of_the_list_confirms_a_badly_typed_name(referentiel: ReferenceList) -> None:
    found = match(referentiel, "vill de romoranthin", "214101941 00013")
    assert (found["nom_officiel"], found["statut"]) == ("Romorantin-Lanthenay", "certain")


def test_a_siren_that_contradicts_the_name_is_shown_as_a_conflict(referentiel: ReferenceList) -> None:
    lille = "215903501"
    found = match(referentiel, "Mairie de Quimperlé", lille)
    assert found["statut"] == "a_revoir"
    assert found["preuve"].startswith("conflit")
    assert {c["nom"] for c in json.loads(found["candidats"])} >= {"Lille", "Quimperlé"}


def test_a_commune_and_its_intercommunalite_are_not_confused_by_the_siren(referentiel: ReferenceList) -> None:
    metropole_de_lille = "200093201"
    assert match(referentiel, "Ville de Lille", metropole_de_lille)["statut"] == "a_revoir"


def test_an_official_name_with_a_companys_siren_waits_for_a_person(referentiel: ReferenceList) -> None:
    assert match(referentiel, "Ville de Quimperlé", "552100554")["statut"] == "a_revoir"


def test_a_body_out_of_scope_that_gives_its_towns_siren_waits_for_a_person(
    referentiel: ReferenceList,
) -> None:
    assert match(referentiel, "CCAS de Lille", "215903501")["statut"] == "a_revoir"


def test_two_bodies_in_one_name_wait_for_a_person(referentiel: ReferenceList) -> None:
    assert match(referentiel, "Ville de Niort et Niort Agglo")["statut"] == "a_revoir"


def test_words_left_over_are_never_explained_away(referentiel: ReferenceList) -> None:
    for typed in ("Morbihan Tourisme", "Bretagne Développement Innovation", "Brest Aménagement"):
        assert match(referentiel, typed)["statut"] in ("hors_champ", "a_revoir")


@pytest.mark.parametrize(
    "typed",
    [
        "Mairie d’Asnières",  # a village of that name, and how Asnières-sur-Seine is called
        "DSI Ville de Rennes",  # a service of an authority, named inside
        "CAPB",  # initials of our making, and short
        "Commune de Bâgé-la-Ville",  # merged into another
    ],
)
def test_what_only_looks_settled_waits_for_a_person(referentiel: ReferenceList, typed: str) -> None:
    assert match(referentiel, typed)["statut"] == "a_revoir"


def test_a_department_settles_a_village_that_shares_a_towns_short_name(referentiel: ReferenceList) -> None:
    found = match(referentiel, "Mairie d’Asnières (27)")
    assert (found["code_insee"][:2], found["statut"]) == ("27", "certain")


def test_results_come_in_the_order_asked_with_known_words_only(referentiel: ReferenceList) -> None:
    typed = ["Ville de Lille", "?", "Ville de Quimperlé", "Ville de Lille"]
    found = match_structures(typed, [""] * 4, referentiel)
    assert found["nom_officiel"].tolist() == ["Lille", "", "Quimperlé", "Lille"]
    assert set(found["statut"]) <= set(VERDICTS)
    assert set(found["type"]) <= {*TYPES, ""}
    assert set(found["strate"]) <= {*STRATES, ""}


def test_what_was_typed_is_nowhere_in_the_result(referentiel: ReferenceList) -> None:
    found = match(referentiel, "Camille Fictive, mairie de Zzyx", "999 888 777 66")
    assert not re.search("fictive|zzyx|99988", found.astype(str).str.cat(sep=" "), re.IGNORECASE)


def test_lengths_that_differ_are_refused(referentiel: ReferenceList) -> None:
    with pytest.raises(ValueError, match="same length"):
        match_structures(["a"], [], referentiel)


def test_every_official_name_finds_itself_with_its_siren(referentiel: ReferenceList) -> None:
    """The whole list, 36 000 names, matched against itself: no rule may break an official name."""
    frame = referentiel.territoires[referentiel.territoires["siren"] != ""]
    found = match_structures(frame["nom"].tolist(), frame["siren"].tolist(), referentiel)
    taken = found["territoire_id"] != ""
    assert (found.loc[taken, "territoire_id"].to_numpy() == frame.loc[taken.to_numpy(), "siren"]).all()
    assert found["statut"].isin(["certain", "probable"]).mean() > 0.999


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    at=st.integers(0, 1243),
    upper=st.booleans(),
    hyphens=st.booleans(),
    apostrophe=st.booleans(),
    spaces=st.integers(1, 3),
)
def test_case_hyphens_apostrophes_and_spaces_never_change_an_intercommunalite(
    referentiel: ReferenceList, at: int, upper: bool, hyphens: bool, apostrophe: bool, spaces: int
) -> None:
    epci = referentiel.territoires[referentiel.territoires["type"].isin(["epci", "metropoles"])].iloc[at]
    typed = epci["nom"].upper() if upper else epci["nom"]
    typed = typed.replace("-", " ") if hyphens else typed
    typed = typed.replace("'", "’") if apostrophe else typed
    found = match(referentiel, typed.replace(" ", " " * spaces))
    namesakes = found["statut"] == "a_revoir" and "homonymes" in found["preuve"]
    assert namesakes or found["territoire_id"] == epci["territoire_id"]


def test_what_is_matched_has_the_columns_of_its_table_in_their_types(referentiel: ReferenceList) -> None:
    some = match_structures(["Ville de Quimperlé", "test"], ["", ""], referentiel)
    none = match_structures([], [], referentiel)
    later = {"id_reponse", "origine", "auteur", "liste"}
    assert [c for c in some if c != "nature"] == [c for c in APPARIEMENTS.columns if c not in later]
    assert list(none) == list(some) and len(none) == 0
    for frame in (some, none):
        assert frame.dtypes["population"] == pd.Int64Dtype()
        assert frame.dtypes["score"] == "float64"
        assert frame.dtypes["nom_officiel"] == "str"
