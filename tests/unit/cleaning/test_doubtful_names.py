import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometre_pipeline.cleaning.doubtful import doubt_about, normalise_name


@pytest.mark.parametrize(
    "name", ["test", "TEST 2", "Test.", "xxx", "aaaa", "toto", "azerty", "néant", "RAS", "nc"]
)
def test_a_placeholder_is_doubtful(name: str) -> None:
    assert doubt_about(name) == "réponse de test ou nom de remplissage"


@pytest.mark.parametrize("name", ["?", "???", "-", "12", "…"])
def test_a_name_without_a_letter_is_doubtful(name: str) -> None:
    assert doubt_about(name) == "le nom ne contient aucune lettre"


@pytest.mark.parametrize("name", ["M. Dupont", "Mme Durand", "Jean Durand", "hélène FONTAINE"])
def test_a_person_is_doubtful(name: str) -> None:
    assert doubt_about(name) == "le nom semble être celui d’une personne"


def test_the_respondents_own_name_is_doubtful_whatever_its_words() -> None:
    assert doubt_about("Quatrevents Zéphyrine", frozenset({"zephyrine", "quatrevents"}))
    assert doubt_about("Quatrevents Zéphyrine") is None


@pytest.mark.parametrize(
    "name",
    [
        "Ville de Saint-Jean", "Marie de Rochefort (mairie)", "Communauté de communes Jean Jaurès", "Région Bretagne",
        "SDE 35", "Département de la Marne", "Métropole Rouen Normandie", "CC du Val d’Or", "Lyon", "Le Mans",
        "Testelin-sur-Mer", "Sainte-Marthe", "Conseil départemental des Landes", "ADULLACT",
    ],
)  # fmt: skip
def test_a_structure_is_not_doubtful(name: str) -> None:
    assert doubt_about(name) is None


@given(st.text(alphabet=" \t\n\u00a0", max_size=5))
def test_an_empty_name_is_unknown_not_doubtful(name: str) -> None:
    assert doubt_about(name) is None


@given(st.text())
def test_the_reason_never_repeats_the_name(name: str) -> None:
    reasons = {
        None,
        "le nom ne contient aucune lettre",
        "réponse de test ou nom de remplissage",
        "le nom semble être celui d’une personne",
    }
    assert doubt_about(name) in reasons


@given(st.text())
def test_normalising_twice_changes_nothing_more(name: str) -> None:
    assert normalise_name(normalise_name(name)) == normalise_name(name)


@given(
    st.sampled_from(["Région Bretagne", "Ville d’Évreux", "test", "Jean Durand", "?"]),
    st.sampled_from([str.upper, str.lower]),
)
def test_case_does_not_change_the_judgement(name: str, change: object) -> None:
    assert doubt_about(change(name)) == doubt_about(name)  # type: ignore[operator]
