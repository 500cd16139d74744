"""What an auditor who names an unknown value is told, word for word, on the invented catalogue and a long one."""

import dataclasses
from pathlib import Path

import pandas as pd
import pytest
from invented_lake import NBSP, OUI, invented_catalogue

from barometre_pipeline.audit.find_indicator import find_indicator
from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.expression import Expression
from barometre_pipeline.catalogue.indicator import Indicator, IndicatorTheme, ResolvedCategory
from barometre_pipeline.errors import InputError
from barometre_pipeline.lake import Lake

NAMES = [f"maturite_{k:02}" for k in range(1, 13)] + ["abczzzzz", "compose"]
ANSWERS = [f"reponse_{k:02}" for k in range(1, 36)]
WORDS = {"definition": "", "numerateur": "", "base": "", "population": "epci", "mesure": "effectif"}


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    found = Lake.at(tmp_path_factory.mktemp("lac"))
    columns = ["indicateur", "edition", "categorie", "population", "ventilation", "modalite"]
    rows = [
        ("avis_donne", "2031", "oui", "ensemble", "", ""),
        ("avis_donne", "2031", "oui", "ensemble", "taille", "grand"),
        ("avis_donne", "2031", "oui", "ensemble", "autre", "grand"),
        ("avis_donne", "2022", "oui", "ensemble", "", ""),
        ("avis_donne", "2022", "oui", "epci", "", ""),
    ]
    found.write("gold/indicateurs", pd.DataFrame(rows, columns=columns).assign(imprime=True))
    why = pd.DataFrame([], columns=["edition", "indicateur", "categorie", "population", "raison"], dtype=str)
    found.write("gold/non_calculables", why)
    return found


def long_catalogue() -> Catalogue:
    """Return twelve indicators of thirty-five answers, one of another name and one made of two others."""
    parts = (("maturite_01", "reponse_01", "epci"), ("abczzzzz", "", "regions"))
    more = {"compose": {"mesure": "compose", "compose_de": parts}}
    made = tuple(
        Indicator.model_validate({"nom": n, "libelle": n, **WORDS, **more.get(n, {})}) for n in NAMES
    )
    theme = IndicatorTheme(theme="long", libelle="Long", ordre=1, indicateurs=made)
    counted = Expression.model_validate(OUI)
    answers = {a: ResolvedCategory(a, a, counted, {}) for a in ANSWERS}
    return dataclasses.replace(
        invented_catalogue(), themes=(theme,), categories=dict.fromkeys(NAMES, answers)
    )


def refusal(
    lake: Lake,
    indicator: str,
    category: str | None = None,
    population: str | None = None,
    modalite: str | None = None,
    *,
    catalogue: Catalogue | None = None,
    edition: str = "2031",
) -> InputError:
    with pytest.raises(InputError) as refused:
        find_indicator(
            lake, catalogue or long_catalogue(), edition, indicator, category, population, modalite
        )
    return refused.value


def test_at_most_eight_indicators_near_an_unknown_name_are_listed(lake: Lake) -> None:
    said = refusal(lake, "maturite_99")
    assert (said.fichier, said.lieu, said.constat, said.remede) == (
        "catalogue", "",
        f"l’indicateur «{NBSP}maturite_99{NBSP}» n’existe pas{NBSP}; "
        f"vouliez-vous dire «{NBSP}maturite_09{NBSP}»{NBSP}?",
        "corrigez --indicateur",
    )  # fmt: skip
    opening, listed = said.attendu.split(f"{NBSP}: ")
    assert opening == "indicateur parmi"
    assert len(set(listed.split(" ; ")) & set(NAMES[:12])) == len(listed.split(" ; ")) == 8


def test_a_name_that_shares_three_letters_is_near_and_where_none_is_all_are_listed(lake: Lake) -> None:
    assert refusal(lake, "abcdef").attendu == f"indicateur parmi{NBSP}: abczzzzz"
    assert refusal(lake, "0").attendu == f"indicateur parmi{NBSP}: {' ; '.join(NAMES)}"


def test_an_indicator_made_of_others_lists_them(lake: Lake) -> None:
    assert refusal(lake, "compose") == InputError(
        "gold/indicateurs",
        "indicateur compose",
        "il reprend d’autres indicateurs, sans calcul propre",
        f"un de ceux qu’il reprend{NBSP}: maturite_01 / reponse_01 / epci ; abczzzzz /  / regions",
        "corrigez --indicateur",
    )


def test_a_category_that_is_not_given_is_asked_for_with_the_first_thirty(lake: Lake) -> None:
    assert refusal(lake, "maturite_01") == InputError(
        "gold/indicateurs",
        "indicateur maturite_01",
        "il a 35 catégories",
        f"une parmi{NBSP}: {' ; '.join(ANSWERS[:30])}",
        "précisez --categorie",
    )


def test_an_unknown_category_lists_at_most_twelve_near_it_else_the_first_thirty(lake: Lake) -> None:
    assert refusal(lake, "maturite_01", "0") == InputError(
        "catalogue",
        "indicateur maturite_01",
        f"la catégorie «{NBSP}0{NBSP}» n’existe pas",
        f"catégorie parmi{NBSP}: {' ; '.join(ANSWERS[:30])}",
        "corrigez --categorie",
    )
    near = refusal(lake, "maturite_01", "reponse_99").attendu.split(f"{NBSP}: ")[1].split(" ; ")
    assert len(set(near) & set(ANSWERS)) == len(near) == 12


def test_an_unknown_population_is_told_with_those_near_it(lake: Lake) -> None:
    assert refusal(lake, "maturite_01", "reponse_01", "regionz") == InputError(
        "catalogue",
        "indicateur maturite_01",
        f"la population «{NBSP}regionz{NBSP}» n’existe pas{NBSP}; vouliez-vous dire «{NBSP}regions{NBSP}»{NBSP}?",
        f"population parmi{NBSP}: regions",
        "corrigez --population",
    )


def test_a_population_that_was_not_computed_is_told_with_the_years_and_populations_that_were(
    lake: Lake,
) -> None:
    known = {"catalogue": invented_catalogue()}
    assert refusal(lake, "avis_donne", "oui", "regions", **known, edition="2022") == InputError(
        "gold/indicateurs",
        "édition 2022, avis_donne / oui / regions",
        "cette population n’est pas calculée pour cet indicateur",
        f"éditions{NBSP}: 2022, 2031{NBSP}; populations en 2022{NBSP}: ensemble, epci",
        "changez --edition, --categorie ou --population",
    )
    assert refusal(lake, "avis_donne", "non", **known) == InputError(
        "gold/indicateurs",
        "édition 2031, avis_donne / non / ensemble",
        "cette population n’est pas calculée pour cet indicateur",
        f"éditions{NBSP}: aucune",
        "changez --edition, --categorie ou --population",
    )


def test_a_part_of_two_questions_or_of_none_is_told_with_those_that_exist(lake: Lake) -> None:
    for modalite, fault in (("grand", "désigne plusieurs ventilations"), ("a=b=c", "n’y est pas")):
        assert refusal(
            lake, "avis_donne", "oui", None, modalite, catalogue=invented_catalogue()
        ) == InputError(
            "gold/indicateurs",
            "édition 2031, avis_donne / oui / ensemble",
            f"«{NBSP}{modalite}{NBSP}» {fault}",
            f"modalité parmi{NBSP}: taille=grand ; autre=grand",
            "corrigez --modalite",
        )


def test_the_only_category_of_a_size_need_not_be_named(tmp_path: Path) -> None:
    lake = Lake.at(tmp_path)
    columns = ["indicateur", "edition", "categorie", "population", "ventilation", "modalite"]
    lake.write(
        "gold/indicateurs",
        pd.DataFrame([("repondants", "2031", "total", "ensemble", "", "")], columns=columns).assign(
            imprime=True
        ),
    )
    found = find_indicator(lake, invented_catalogue(), "2031", "repondants", None, None, None)
    assert found["categorie"] == "total"


def test_a_lake_without_indicators_asks_for_a_run(tmp_path: Path) -> None:
    assert refusal(Lake.at(tmp_path), "maturite_01") == InputError(
        "gold/indicateurs",
        "",
        "les indicateurs n’ont pas été calculés dans ce lac",
        "une table du lac",
        "lancez « barometre run », avec le même --lake",
    )
