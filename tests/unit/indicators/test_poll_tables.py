"""Indicators of the French from an institute's tables agree with those from its microdata."""

import numpy as np
import pandas as pd
import pytest

from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.indicators.evaluation import compute_poll
from barometre_pipeline.indicators.poll_tables import compute_poll_tables
from barometre_pipeline.tables.declarations.indicators import INDICATEURS
from barometre_pipeline.tables.schema import validate
from tests.unit.indicators.invented import answers

KEYS = ["indicateur", "categorie", "population", "ventilation", "modalite"]


def _tables(poll: pd.DataFrame) -> pd.DataFrame:
    """Count the poll as an institute would: each answer, for the whole and by sex."""
    masks = {("ensemble", "ensemble"): np.ones(len(poll), dtype=bool)}
    masks |= {
        ("sexe", name): (poll["SEXE"] == code).to_numpy() for name, code in (("homme", "1"), ("femme", "2"))
    }
    rows = []
    for column in [c for c in poll.columns if str(c).startswith("Q")]:
        question, _, item = str(column).partition("_")
        for code in [c for c in poll[column].cat.categories if not c.startswith("@")]:
            for (ventilation, modality), mask in masks.items():
                valid = mask & ~poll[column].astype("str").str.startswith("@").to_numpy()
                hit = valid & (poll[column] == code).to_numpy()
                weight = poll["poids"].to_numpy()
                deff = valid.sum() * (weight[valid] ** 2).sum() / weight[valid].sum() ** 2
                counts = (hit.sum(), weight[hit].sum(), valid.sum(), weight[valid].sum(), deff)
                rows.append((question, item, code, ventilation, modality, *counts))
    names = ["question", "sous_question", "modalite", "ventilation", "modalite_ventilation"]
    return pd.DataFrame(rows, columns=[*names, "n", "n_pondere", "base", "base_ponderee", "deff"])


def test_tables_and_microdata_of_one_poll_give_the_same_shares() -> None:
    catalogue = load_catalogue()
    poll = answers(catalogue, "2025", "francais", 200, 5)
    poll["SEXE"] = pd.Categorical(
        np.where(np.arange(200) % 2, "1", "2"), categories=poll["SEXE"].cat.categories
    )
    poll["poids"] = np.random.default_rng(1).uniform(0.5, 2, 200)
    micro = compute_poll(catalogue, "2025", poll, "demonstration").indicateurs
    tables = compute_poll_tables(catalogue, "2025", _tables(poll), "demonstration").indicateurs
    validate(INDICATEURS, tables, "à l’écriture")
    shares = tables[tables["indicateur"] != "effectif_repondants"]
    both = shares.merge(micro, on=KEYS, suffixes=("", "_micro"))
    assert len(both) == len(shares) > 500
    assert both["part_ponderee"].to_numpy() == pytest.approx(both["part_ponderee_micro"].to_numpy())
    assert (both["n"] == both["n_micro"]).all()
    assert (both["base"] == both["base_micro"]).all()
    assert (shares["ic_bas"] <= shares["part_ponderee"] + 1e-9).all()
