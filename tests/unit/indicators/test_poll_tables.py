"""Indicators of the French from an institute's tables agree with those from its microdata."""

import pytest

from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.indicators.evaluation import compute_poll
from barometre_pipeline.indicators.poll_tables import compute_poll_tables
from barometre_pipeline.tables.declarations.indicators import VALEURS
from barometre_pipeline.tables.schema import validate
from tests.unit.indicators.invented import DEMO, invented_poll, poll_tables

KEYS = ["indicateur", "categorie", "population", "ventilation", "modalite"]


def test_tables_and_microdata_of_one_poll_give_the_same_shares() -> None:
    catalogue = load_catalogue()
    poll = invented_poll(catalogue, "2025", 200, 5)
    micro = compute_poll(catalogue, "2025", poll, DEMO).indicateurs
    tables = compute_poll_tables(catalogue, "2025", poll_tables(poll), DEMO).indicateurs
    validate(VALEURS, tables, "à l’écriture")
    shares = tables[tables["indicateur"] != "effectif_repondants"]
    both = shares.merge(micro, on=KEYS, suffixes=("", "_micro"))
    assert len(both) == len(shares) > 500
    assert both["part_ponderee"].to_numpy() == pytest.approx(both["part_ponderee_micro"].to_numpy())
    assert (both["n"] == both["n_micro"]).all()
    assert (both["base"] == both["base_micro"]).all()
    assert (shares["ic_bas"] <= shares["part_ponderee"] + 1e-9).all()
