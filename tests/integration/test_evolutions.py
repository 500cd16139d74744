"""From a lake of two editions to their changes: official lists, panel, verdicts, group tests."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from support import Computed

from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.editions.loader import discover_editions
from barometre_pipeline.editions.model import Edition, EditionConfig
from barometre_pipeline.indicators.evaluation import compute_structures
from barometre_pipeline.lake import Lake
from barometre_pipeline.sources.territories import load_reference_list
from barometre_pipeline.steps import changes, group_tests
from barometre_pipeline.tables.declarations.changes import EVOLUTIONS, PANEL, TESTS_DE_GROUPES
from barometre_pipeline.tables.declarations.silver import PLAN_DE_SONDAGE
from barometre_pipeline.tables.reading import DeclaredTables, Frames
from barometre_pipeline.tables.registry import ASSETS
from barometre_pipeline.tables.schema import validate
from tests.oracles.designs import plan_of
from tests.unit.indicators.invented import DEMO, answers

RAW = Path(__file__).resolve().parents[2] / "data_raw"
N = 60


def structures(year: int, first: int) -> pd.DataFrame:
    """Take communes and EPCI of the official list of a year: the same order, from a given place."""
    known = load_reference_list(RAW, year).territoires
    parts = [
        known[(known["type"] == kind) & (known["siren"] != "")]
        .sort_values("siren")
        .iloc[first : first + N // 2]
        for kind in ("communes", "epci")
    ]
    chosen = pd.concat(parts, ignore_index=True)
    return pd.DataFrame(
        {
            "edition": str(year),
            "id_reponse": np.arange(1, N + 1),
            "siren": chosen["siren"],
            "code_insee": chosen["code_insee"],
            "population": chosen["population"].astype("Int64"),
            "type": chosen["type"],
            "strate": chosen["strate"],
            "code_departement": "",
            "departement": "",
            "code_region": "",
            "region": "",
            "statut": "certain",
        }
    )


def plan(year: int, strates: pd.Series) -> pd.DataFrame:
    """Count in the official list the strates that answered."""
    known = load_reference_list(RAW, year).territoires["strate"].value_counts()
    national = {str(s): int(known[s]) for s in strates.unique()}
    return plan_of(strates, national).assign(edition=str(year))[PLAN_DE_SONDAGE.columns]


def context(edition: str) -> pd.DataFrame:
    counts = ("reponses_recues", "vides", "incompletes", "douteuses", "doublons", "reponses_retenues")
    words = ("extrait", "configuration", "configuration_sha256", "version_code", "empreinte_code")
    return pd.DataFrame(
        [
            {
                "edition": edition,
                "source_donnees": "demonstration",
                **dict.fromkeys(counts, 0),
                **dict.fromkeys(words, "invente"),
                "premiere_reponse": f"{edition}-06-01",
                "derniere_reponse": f"{edition}-07-01",
                "avertissements": "",
            }
        ]
    )


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    """Return a lake of two invented editions; ten communes and ten EPCI answered both."""
    found, computed = Lake.at(tmp_path_factory.mktemp("lac_evolutions")), []
    for year, first in ((2024, 0), (2025, 20)):
        drawn = answers(load_catalogue(), str(year), "collectivites", N, year)
        drawn.insert(1, "ligne", np.arange(2, N + 2))
        drawn.insert(2, "fichier", "invente.csv")
        found.write("silver/reponses", drawn, str(year))
        who = structures(year, first)
        found.write("silver/structures", who, str(year))
        found.write("silver/plan_de_sondage", plan(year, who["strate"]), str(year))
        found.write("gold/contexte", context(str(year)), str(year))
        who_weighs = plan(year, who["strate"])
        computed.append(
            compute_structures(load_catalogue(), str(year), drawn, who, DEMO, who_weighs).indicateurs
        )
    found.write(
        "gold/indicateurs",
        pd.concat(computed, ignore_index=True).assign(
            publiable=True, raison_retenue="", ponderee_publiable=True
        ),
    )
    return found


@pytest.fixture(scope="module")
def editions() -> dict[str, Edition]:
    return {
        key: Edition(
            config=EditionConfig(edition=key, titre=key), folder=RAW / key, config_file="", config_sha256=""
        )
        for key in ("2024", "2025")
    }


def changes_of(lake: Lake, editions: dict[str, Edition]) -> Frames:
    return changes.run(editions, DeclaredTables(lake, ASSETS["evolutions"]))


def test_two_editions_of_a_lake_give_their_panel_and_their_effects(
    lake: Lake, editions: dict[str, Edition]
) -> None:
    tables = changes_of(lake, editions)
    panel = validate(PANEL, tables["gold/panel"], "à l’écriture").set_index("type")
    table = validate(EVOLUTIONS, tables["gold/evolutions"], "à l’écriture")
    # A territory that came or went between the two lists shifts the others by a place.
    assert panel.loc["communes", "structures_communes"] == pytest.approx(10, abs=2)
    assert panel.loc["epci", "structures_communes"] == pytest.approx(10, abs=2)
    both = panel.loc["ensemble", "structures_communes"]
    assert 0 < table["panel_paires"].max() <= both and 0 < table["structures_communes"].max() <= both
    assert set(table.loc[table["erreur_type"].notna(), "population"]) >= {"ensemble", "communes", "epci"}


def test_the_same_lake_gives_the_same_tables(lake: Lake, editions: dict[str, Edition]) -> None:
    first, second = changes_of(lake, editions), changes_of(lake, editions)
    for name, table in first.items():
        pd.testing.assert_frame_equal(table, second[name])


def test_tables_go_through_the_lake_unchanged(
    lake: Lake, editions: dict[str, Edition], tmp_path: Path
) -> None:
    other = Lake.at(tmp_path)
    for name, table in changes_of(lake, editions).items():
        other.write(name, table)
        pd.testing.assert_frame_equal(other.read(name), table)


def test_a_single_edition_has_no_panel_and_still_its_group_tests(tiny: Computed) -> None:
    lake = Lake.at(tiny.lake)
    tables = changes_of(lake, discover_editions(tiny.raw))
    assert tables["gold/panel"].empty and tables["gold/evolutions"].empty
    validate(PANEL, tables["gold/panel"], "à l’écriture")
    validate(EVOLUTIONS, tables["gold/evolutions"], "à l’écriture")
    found = group_tests.run({}, DeclaredTables(lake, ASSETS["tests_de_groupes"]))["gold/tests_de_groupes"]
    validate(TESTS_DE_GROUPES, found, "à l’écriture")
    assert set(found["edition"]) <= set(lake.editions("silver/reponses"))


def test_the_real_2023_edition_has_a_test_for_each_closed_question(real_2023_lake: Path) -> None:
    lake = Lake.at(real_2023_lake)
    found = group_tests.run({}, DeclaredTables(lake, ASSETS["tests_de_groupes"]))["gold/tests_de_groupes"]
    validate(TESTS_DE_GROUPES, found, "à l’écriture")
    published = lake.read("gold/tris", "2023").drop_duplicates(["question", "sous_question"])
    # A multiple choice has one more line there, for those to whom no box was shown.
    tested = set(zip(found["question"], found["sous_question"], strict=True))
    shown = set(zip(published["question"], published["sous_question"], strict=True))
    assert {q for q, s in shown if (q, s) not in tested} <= {q for q, s in tested if s}
    assert tested <= shown
