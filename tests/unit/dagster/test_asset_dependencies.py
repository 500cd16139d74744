"""The graph that Dagster shows and follows has an arrow from every table that a step reads, and no other."""

from typing import Any

import dagster as dg
import pytest

from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.catalogue.printed_figures import load_figures
from barometre_pipeline.dagster.assembly import build
from barometre_pipeline.dagster.partitions import EDITIONS
from barometre_pipeline.tables.registry import ASSETS, TABLES


@pytest.fixture(scope="module")
def graph() -> Any:
    return build("raw", "lake").resolve_asset_graph()


def parents(graph: Any, key: str) -> set[str]:
    """Return the tables that an arrow leads from, ``gold/valeurs`` standing for the assets of indicators."""
    found = {"/".join(k.path) for k in graph.get(dg.AssetKey(key.split("/"))).parent_keys}
    return found & set(TABLES) | (
        {"gold/valeurs"} if any(k.startswith("indicateur/") for k in found) else set()
    )


def raw_parents(graph: Any, key: str) -> set[str]:
    found = ("/".join(k.path) for k in graph.get(dg.AssetKey(key.split("/"))).parent_keys)
    return {k.removeprefix("brut/") for k in found if k.startswith("brut/")}


@pytest.mark.parametrize("name", sorted(n for n, a in ASSETS.items() if not a.part))
def test_every_table_follows_the_tables_and_the_raw_files_that_its_step_reads(graph: Any, name: str) -> None:
    asset = ASSETS[name]
    read = {"gold/valeurs" if TABLES[t].part else t for t in asset.reads}
    for table in asset.tables:
        assert parents(graph, table.name) == read, table.name
        assert raw_parents(graph, table.name) == {i.name for i in asset.step.raw}, table.name


def test_there_is_one_asset_for_each_indicator_in_the_group_of_its_theme(graph: Any) -> None:
    catalogue = load_catalogue()
    found = {k.path[1]: graph.get(k) for k in graph.get_all_asset_keys() if k.path[0] == "indicateur"}
    for theme in catalogue.themes:
        for indicator in theme.indicateurs:
            node = found.pop(indicator.nom)
            assert node.group_name == f"indicateurs_{theme.theme}"
            assert node.partitions_def == EDITIONS
            assert indicator.definition in node.description
            assert parents(graph, f"indicateur/{indicator.nom}") == set(ASSETS["indicateurs"].reads)
    assert list(found) == ["ajoutes_depuis"]


def test_a_value_that_was_printed_leads_to_the_indicators_that_print_it(graph: Any) -> None:
    figures = load_figures()
    for name, value in zip(figures["indicateur"], figures["valeur"], strict=True):
        if value == int(value) and name in load_catalogue().indicateurs:
            assert f"chiffre/{int(abs(value))}" in graph.get(dg.AssetKey(["indicateur", name])).tags


def test_the_downloaded_survey_comes_before_the_files_it_writes(graph: Any) -> None:
    pull = dg.AssetKey(["extraction_limesurvey"])
    for name in ("extrait", "structure"):
        assert graph.get(dg.AssetKey(["brut", name])).parent_keys == {pull}


def test_one_set_of_partitions_serves_every_asset(graph: Any) -> None:
    found = {graph.get(k).partitions_def for k in graph.get_all_asset_keys()}
    assert found == {None, EDITIONS}


@pytest.mark.parametrize(
    ("table", "needed"),
    [
        ("silver/reponses", {"bronze/reponses_brutes", "bronze/questions", "bronze/modalites"}),
        ("gold/tris", {"silver/reponses", "silver/structures"}),
        # A poll delivered as tables only, and where each delivery comes from.
        ("indicateur/projet_ia", {"silver/reponses", "silver/sondes", "silver/agregats", "bronze/sondage_extraits",
                                  "gold/sondage_tris"}),
        ("gold/indicateurs", {"gold/valeurs"}),
        ("gold/evolutions", {"gold/indicateurs", "silver/reponses", "silver/structures"}),
        ("gold/rapprochement", {"gold/indicateurs", "gold/non_calculables"}),
        ("gold/pages", {"gold/tris", "gold/graphiques", "gold/evolutions"}),
        ("gold/donnees_ouvertes", {"gold/tris"}),
    ],
)  # fmt: skip
def test_nothing_that_matters_is_missing(graph: Any, table: str, needed: set[str]) -> None:
    assert needed <= parents(graph, table)
