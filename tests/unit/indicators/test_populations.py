"""Who is in each population, on eight invented structures."""

import pandas as pd
import pytest

from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.indicators.answers import EditionAnswers
from barometre_pipeline.indicators.populations import Domain, poll_domains, structure_domains
from barometre_pipeline.vocabulary import SANS_REPONSE
from tests.unit.indicators.invented import answers, invented_poll

# The places of the structures, from 0.
STRATES = [
    "communes_moins_3500", "communes_3500_10000", "communes_10000_100000", "communes_plus_100000",
    "epci", "metropoles", "departements", "regions",
]  # fmt: skip
INHABITANTS = [900, 5_000, 49_999, 120_000, 50_000, 600_000, None, 3_000_000]


@pytest.fixture(scope="module")
def found() -> tuple[dict[str, Domain], dict[str, str]]:
    catalogue = load_catalogue()
    frame = answers(catalogue, "2025", "collectivites", 8, 3)
    # GOUV02: whether rules of governance are in place (AO01 is yes).
    frame["GOUV02"] = pd.Categorical(
        ["AO01", "AO01", "AO03", SANS_REPONSE, "AO01", "AO03", "AO03", "AO03"],
        categories=frame["GOUV02"].cat.categories,
    )
    structures = pd.DataFrame({"strate": STRATES, "population": pd.array(INHABITANTS, dtype="Int64")})
    return structure_domains(
        catalogue.populations, structures, EditionAnswers(frame, catalogue.codebook, "2025", "collectivites")
    )


@pytest.mark.parametrize(
    ("population", "members"),
    [
        ("ensemble", {0, 1, 2, 3, 4, 5, 6, 7}),
        ("hors_moins_3500", {1, 2, 3, 4, 5, 6, 7}),
        ("communes", {0, 1, 2, 3}),
        ("communes_plus_3500", {1, 2, 3}),
        ("communes_moins_10000", {0, 1}),
        ("communes_plus_10000", {2, 3}),
        ("communes_3500_100000", {1, 2}),
        ("metropoles_et_regions", {5, 7}),
        ("epci", {4}),
        # 50 000 inhabitants are enough, 49 999 are not, and a structure whose inhabitants are unknown is in neither.
        ("plus_50000", {3, 4, 5, 7}),
        ("moins_50000", {0, 1, 2}),
        # No answer is not « en place ».
        ("regles_gouvernance_en_place", {0, 1, 4}),
    ],
)
def test_each_population_has_its_members_and_nobody_else(
    found: tuple[dict[str, Domain], dict[str, str]], population: str, members: set[int]
) -> None:
    domain = found[0][population]
    assert {i for i, inside in enumerate(domain.masque) if inside} == members
    assert domain.population == population


def test_parts_by_type_and_strate_are_computed_for_every_indicator_and_parts_by_answer_are_not(
    found: tuple[dict[str, Domain], dict[str, str]],
) -> None:
    domains = found[0]
    assert (domains["ensemble"].ventilation, domains["ensemble"].modalite) == ("", "")
    assert (domains["epci"].ventilation, domains["epci"].modalite) == ("type", "epci")
    asked = domains["regles_gouvernance_en_place"]
    assert (asked.ventilation, asked.modalite) == ("reponse", "regles_gouvernance_en_place")
    assert domains["epci"].systematique and domains["ensemble"].systematique and not asked.systematique


def test_a_population_of_a_question_not_asked_does_not_exist_and_says_why() -> None:
    catalogue = load_catalogue()
    frame = answers(catalogue, "2023", "collectivites", 8, 3)
    structures = pd.DataFrame({"strate": STRATES, "population": pd.array(INHABITANTS, dtype="Int64")})
    domains, reasons = structure_domains(
        catalogue.populations, structures, EditionAnswers(frame, catalogue.codebook, "2023", "collectivites")
    )
    assert set(reasons).isdisjoint(domains)
    assert set(domains) | set(reasons) == {
        p.nom
        for p in catalogue.populations.by_name.values()
        if p.public == "collectivites" and not p.minimum_de and not p.region
    }
    assert all("2023" in why for why in reasons.values())


def test_a_poll_has_its_whole_its_named_parts_and_every_answer_of_its_profile() -> None:
    catalogue = load_catalogue()
    people = invented_poll(catalogue, "2025", 6, 1)
    domains, _ = poll_domains(
        catalogue.populations, people, EditionAnswers(people, catalogue.codebook, "2025", "francais")
    )
    assert domains["francais"].masque.all()
    assert (domains["francais"].ventilation, domains["francais"].systematique) == ("", True)
    women = domains["sexe=femme"]
    assert (women.population, women.ventilation, women.modalite) == ("francais", "sexe", "femme")
    assert women.systematique
    assert domains["francaises"].masque.tolist() == women.masque.tolist()
    assert not domains["francaises"].systematique
    assert (women.masque != domains["sexe=homme"].masque).all()
