from pathlib import Path

import pandas as pd
import pytest

from barometre_pipeline.matching import link_editions, succession
from barometre_pipeline.sources.territories import ReferenceList, load_reference_lists

RAW = Path(__file__).resolve().parents[3] / "data_raw"


@pytest.fixture(scope="module")
def years() -> dict[int, ReferenceList]:
    return load_reference_lists(RAW, [2022, 2023, 2024])


def id_of(referentiel: ReferenceList, nom: str) -> str:
    frame = referentiel.territoires
    return str(frame.loc[frame["nom"] == nom, "territoire_id"].iloc[0])


def after(table: pd.DataFrame, territory: str) -> tuple[str, str]:
    row = table.set_index("territoire_id").loc[territory]
    return str(row["suivant"]), str(row["motif"])


def test_two_communes_that_merge_are_followed_to_the_new_one(years: dict[int, ReferenceList]) -> None:
    """Oullins and Pierre-Bénite became Oullins-Pierre-Bénite on 1 January 2024 (INSEE, official code)."""
    table = succession(years[2023], years[2024])
    merged = id_of(years[2024], "Oullins-Pierre-Bénite")
    for before in ("Oullins", "Pierre-Bénite"):
        assert after(table, id_of(years[2023], before)) == (merged, "réuni à un autre territoire")


def test_a_change_of_legal_status_keeps_the_siren(years: dict[int, ReferenceList]) -> None:
    """The Pays de Lunel became a communauté d'agglomération on 1 January 2024."""
    lunel = id_of(years[2023], "CC du Pays de Lunel")
    assert after(succession(years[2023], years[2024]), lunel) == (lunel, "changement de statut")


def test_a_new_name_keeps_the_siren(years: dict[int, ReferenceList]) -> None:
    blain = id_of(years[2022], "CC de la Région de Blain")
    assert after(succession(years[2022], years[2023]), blain) == (blain, "renommé")


def test_nothing_changes_from_a_list_to_itself(years: dict[int, ReferenceList]) -> None:
    table = succession(years[2023], years[2023])
    assert (table["suivant"] == table["territoire_id"]).all()
    assert set(table["motif"]) == {"inchangé"}


def test_every_territory_of_a_list_is_followed_or_said_absent(years: dict[int, ReferenceList]) -> None:
    table = succession(years[2022], years[2024])
    assert len(table) == len(years[2022].territoires)
    assert ((table["suivant"] == "") == (table["motif"] == "absent de la liste suivante")).all()
    assert set(table["suivant"]) - {""} <= set(years[2024].territoires["territoire_id"])


def test_an_epci_that_disappears_is_followed_where_most_inhabitants_went(
    years: dict[int, ReferenceList],
) -> None:
    """An invented dissolution: all communes but one join the neighbour."""
    before, now = years[2023], years[2024]
    gone, host = "200000172", now.communes.loc[now.communes["code"] == "74010", "epci"].iloc[0]
    communes = now.communes.copy()
    members = communes.index[communes["epci"] == gone]
    communes.loc[members[:-1], "epci"] = host
    communes.loc[members[-1], "epci"] = "200070852"
    kept = now.territoires[now.territoires["territoire_id"] != gone]
    dissolved = ReferenceList(
        2024, kept, communes, now.anciennes_communes, now.departements, now.collectivites, {}
    )
    assert after(succession(before, dissolved), gone) == (host, "réuni à un autre territoire")


def test_the_same_structure_has_one_link_over_the_editions(years: dict[int, ReferenceList]) -> None:
    structures = {
        "2022": pd.DataFrame({"id_reponse": [1, 2], "territoire_id": [id_of(years[2022], "Oullins"), ""]}),
        "2023": pd.DataFrame({"id_reponse": [7], "territoire_id": [id_of(years[2023], "Pierre-Bénite")]}),
        "2024": pd.DataFrame(
            {"id_reponse": [9], "territoire_id": [id_of(years[2024], "Oullins-Pierre-Bénite")]}
        ),
    }
    linked = link_editions(structures, {str(y): r for y, r in years.items()})
    assert linked["edition"].tolist() == ["2022", "2023", "2024"]
    assert linked["lien"].nunique() == 1
    assert set(linked["nom_actuel"]) == {"Oullins-Pierre-Bénite"}
    assert linked["motif"].tolist() == ["réuni à un autre territoire"] * 2 + ["inchangé"]
