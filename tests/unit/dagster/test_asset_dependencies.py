"""The graph that Dagster shows and follows has an arrow from every table that a step reads, and no other."""

from typing import Any

import dagster as dg
import pytest

from barometre_pipeline.definitions import build
from barometre_pipeline.tables.registry import ASSETS, TABLES


@pytest.fixture(scope="module")
def graph() -> Any:
    return build("raw", "lake").resolve_asset_graph()


def parents(graph: Any, table: str) -> set[str]:
    """Return the tables that an arrow leads from; extracts and other files aside."""
    keys = graph.get(dg.AssetKey(table.split("/"))).parent_keys
    return {"/".join(k.path) for k in keys} & set(TABLES)


@pytest.mark.parametrize("name", sorted(ASSETS))
def test_every_table_follows_what_its_step_reads(graph: Any, name: str) -> None:
    asset = ASSETS[name]
    for table in asset.tables:
        assert parents(graph, table.name) == set(asset.reads), table.name


@pytest.mark.parametrize(
    ("table", "needed"),
    [
        ("silver/reponses", {"bronze/reponses_brutes", "bronze/questions", "bronze/modalites"}),
        ("gold/tris", {"silver/reponses", "silver/structures"}),
        # A poll delivered as tables only, and where each delivery comes from.
        ("gold/indicateurs", {"silver/reponses", "silver/sondes", "silver/agregats", "bronze/sondage_extraits",
                              "gold/sondage_tris"}),
        ("gold/evolutions", {"gold/indicateurs", "silver/reponses", "silver/structures"}),
        ("gold/rapprochement", {"gold/indicateurs", "gold/non_calculables"}),
        ("gold/pages", {"gold/tris", "gold/graphiques", "gold/evolutions"}),
        ("gold/donnees_ouvertes", {"gold/tris"}),
    ],
)  # fmt: skip
def test_nothing_that_matters_is_missing(graph: Any, table: str, needed: set[str]) -> None:
    assert needed <= parents(graph, table)
