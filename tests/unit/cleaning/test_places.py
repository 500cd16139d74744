"""Where each structure is: département and région of its territory, by number, then by code."""

import pandas as pd
import pytest

from barometre_pipeline.catalogue.populations import load_populations
from barometre_pipeline.cleaning.places import PLACE, places_of
from barometre_pipeline.sources.territories import ReferenceList, load_reference_list
from barometre_pipeline.sources.territories.loader import SHIPPED, available_years


@pytest.fixture(scope="module")
def lists() -> ReferenceList:
    return load_reference_list(SHIPPED, 2025)


def place(lists: ReferenceList | None, siren: str, code: str, kind: str) -> tuple[str, ...]:
    row = pd.DataFrame({"siren": [siren], "code_insee": [code], "type": [kind]}, index=[7])
    found = places_of(row, lists)
    assert list(found.columns) == list(PLACE) and list(found.index) == [7]
    return tuple(found.iloc[0])


def test_a_commune_is_where_its_number_or_its_code_says(lists: ReferenceList) -> None:
    brest = ("29", "Finistère", "53", "Bretagne")
    assert place(lists, "212900195", "", "communes") == brest
    assert place(lists, "", "29019", "communes") == brest
    assert place(lists, "000000000", "29019", "communes") == brest, "a number of no list: the code"


def test_a_code_is_read_among_the_territories_of_its_type(lists: ReferenceList) -> None:
    assert place(lists, "", "11", "regions") == ("", "", "11", "Île-de-France")
    assert place(lists, "", "11", "departements") == ("11", "Aude", "76", "Occitanie")


def test_an_overseas_region_of_one_departement_is_in_it(lists: ReferenceList) -> None:
    assert place(lists, "", "01", "regions") == ("971", "Guadeloupe", "01", "Guadeloupe")


def test_a_territory_of_several_departements_by_law_has_none(lists: ReferenceList) -> None:
    alsace = lists.territoires.query("nature == 'CEA'").iloc[0]
    assert place(lists, str(alsace["siren"]), "", "departements") == ("", "", "44", "Grand Est")


def test_an_intercommunalite_is_where_most_of_its_inhabitants_are(lists: ReferenceList) -> None:
    communes = lists.communes.assign(dep=lists.communes["code"].str[:2])
    people = communes.groupby(["epci", "dep"])["population"].sum().unstack(fill_value=0).drop(index="")
    astride = people[(people > 0).sum(axis=1) > 1]
    siren = str(astride.index[0])
    assert place(lists, siren, "", "epci")[0] == astride.loc[siren].idxmax()


def test_what_no_list_has_is_nowhere(lists: ReferenceList) -> None:
    assert place(lists, "", "", "autres") == ("", "", "", "")
    assert place(None, "212900195", "29019", "communes") == ("", "", "", "")


@pytest.mark.parametrize("year", available_years(SHIPPED))
def test_the_regions_of_the_catalogue_are_those_of_the_official_lists(year: int) -> None:
    listed = load_reference_list(SHIPPED, year)
    regions = listed.territoires[listed.territoires["type"].eq("regions")]["region"].unique()
    official = dict(zip(listed.departements["region"], listed.departements["nom_region"], strict=True))
    known = {code: p.libelle.replace("’", "'") for code, p in load_populations().regions().items()}
    # Mayotte is a département whose council has the powers of a région.
    assert known == {code: official[code] for code in {*regions, "06"}}
