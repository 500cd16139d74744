"""The comparisons that are judged together: declared by name, none that the catalogue does not define."""

from pathlib import Path

import pytest

from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.catalogue.family import load_family
from barometre_pipeline.errors import ConfigurationError


def write(folder: Path, text: str) -> Path:
    path = folder / "famille.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_share_is_compared_in_the_common_populations_or_in_its_own(tmp_path: Path) -> None:
    family = load_family(
        write(
            tmp_path,
            "populations: [ensemble]\nindicateurs: {projet_ia: [engage], systeme_ia: [generative]}\n",
        )
    )
    assert family.holds("projet_ia", "engage", "ensemble", "")
    assert not family.holds("projet_ia", "engage_ou_prevu", "ensemble", "")
    assert not family.holds("projet_ia", "engage", "epci", "epci")
    assert family.holds("systeme_ia", "generative", "engage_ou_prevu_ia", "engage_ou_prevu_ia")
    assert not family.holds("systeme_ia", "generative", "ensemble", "")
    assert not family.holds("inconnu", "oui", "ensemble", "")


def test_a_part_of_a_population_is_not_the_population(tmp_path: Path) -> None:
    family = load_family(
        write(tmp_path, "populations: [francais]\nindicateurs: {opinion_guichet: [humain]}\n")
    )
    assert family.holds("opinion_guichet", "humain", "francais", "")
    assert not family.holds("opinion_guichet", "humain", "francais", "a18_24")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("populations: [martiens]\nindicateurs: {}\n", "martiens"),
        ("populations: [ensemble]\nindicateurs: {inconnu: [oui]}\n", "inconnu"),
        ("populations: [ensemble]\nindicateurs: {projet_ia: [peut_etre]}\n", "peut_etre"),
        ("populations: [ensemble]\nautre: 1\nindicateurs: {}\n", "autre"),
    ],
)
def test_a_name_that_the_catalogue_does_not_define_is_refused_by_name(
    tmp_path: Path, text: str, told: str
) -> None:
    with pytest.raises(ConfigurationError, match=told):
        load_family(write(tmp_path, text))


def test_the_family_holds_no_answer_that_is_not_one_and_no_two_answers_that_complete_each_other() -> None:
    catalogue, family = load_catalogue(), load_family()
    for name, categories in family.categories.items():
        assert categories <= set(catalogue.categories[name])
        assert not {c for c in categories if c.split(".")[-1] in ("nsp", "autre", "aucun", "non")}
