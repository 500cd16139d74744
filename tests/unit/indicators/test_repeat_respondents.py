"""Which structures answered two editions: identifiers over the years, counts by type."""

from pathlib import Path

import pandas as pd
import pytest

from barometre_pipeline.indicators.repeat_respondents import count_panel, link_structures, territory_ids
from barometre_pipeline.sources.territories import ReferenceList, load_reference_lists
from barometre_pipeline.tables.declarations.changes import PANEL
from barometre_pipeline.tables.schema import validate

RAW = Path(__file__).resolve().parents[3] / "data_raw"


@pytest.fixture(scope="module")
def lists() -> dict[str, ReferenceList]:
    return {str(year): r for year, r in load_reference_lists(RAW, [2023, 2024]).items()}


def frame(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """Return structures from (type, siren, INSEE code)."""
    table = pd.DataFrame(rows, columns=["type", "siren", "code_insee"]).astype("str")
    table.insert(0, "id_reponse", range(1, len(table) + 1))
    return table


def commune(lists: ReferenceList, name: str) -> tuple[str, str, str]:
    row = lists.territoires[lists.territoires["nom"] == name].iloc[0]
    return ("communes", str(row["siren"]), str(row["code_insee"]))


def test_an_insee_code_is_read_with_its_type(lists: dict[str, ReferenceList]) -> None:
    """11 is the Aude and the Île-de-France."""
    ids = territory_ids(frame(("departements", "", "11"), ("regions", "", "11")), lists["2023"])
    known = lists["2023"].by_id.loc[ids]
    assert known["nom"].tolist() == ["Département de l'Aude", "Région Île-de-France"]
    assert known["type"].tolist() == ["departements", "regions"]


def test_a_siren_is_kept_and_nothing_is_guessed_without_evidence(lists: dict[str, ReferenceList]) -> None:
    ids = territory_ids(
        frame(("autres", "999000008", ""), ("autres", "", ""), ("communes", "", "99999")), lists["2023"]
    )
    assert ids.tolist() == ["999000008", "", ""]


def test_two_communes_that_merged_are_one_structure_of_the_panel(lists: dict[str, ReferenceList]) -> None:
    """Oullins and Pierre-Bénite became Oullins-Pierre-Bénite on 1 January 2024 (INSEE)."""
    structures = {
        "2023": frame(
            commune(lists["2023"], "Oullins"),
            commune(lists["2023"], "Pierre-Bénite"),
            ("regions", "", "11"),
            ("autres", "", ""),
        ),
        "2024": frame(
            commune(lists["2024"], "Oullins-Pierre-Bénite"), ("regions", "", "11"), ("autres", "", "")
        ),
    }
    linked = link_structures(structures, lists)
    table = count_panel(structures, linked, {"2023": "reelles", "2024": "demonstration"})
    validate(PANEL, table, "à l’écriture")
    by_type = table.set_index("type")
    assert by_type["structures_communes"].to_dict() == {
        "ensemble": 2, "communes": 1, "epci": 0, "metropoles": 0, "departements": 0, "regions": 1, "autres": 0,
    }  # fmt: skip
    assert by_type.loc["communes", "identifiant_change"] == 1
    assert by_type.loc["ensemble", ["reponses", "reponses_reference", "identifiees"]].tolist() == [3, 4, 2]
    assert by_type.loc["ensemble", "part_du_panel"] == pytest.approx(2 / 3)


def test_a_structure_that_changed_type_counts_under_its_new_one(lists: dict[str, ReferenceList]) -> None:
    structures = {"2023": frame(("epci", "200000172", "")), "2024": frame(("metropoles", "200000172", ""))}
    table = count_panel(
        structures, link_structures(structures, lists), dict.fromkeys(structures, "reelles")
    ).set_index("type")
    assert table.loc["metropoles", ["structures_communes", "type_change"]].tolist() == [1, 1]
    assert table.loc["epci", "structures_communes"] == 0
