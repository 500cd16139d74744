"""Invented responses in the shape of the silver layer, drawn from the codebook; nothing here is a test."""

import numpy as np
import pandas as pd

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.model import Coding, Public, Variable, VariableType
from barometre_pipeline.trace import DataOrigin
from barometre_pipeline.vocabulary import INDETERMINE, NON_POSEE, SANS_REPONSE, STRATES
from tests.oracles.designs import plan_of

DEMO = DataOrigin.of("demonstration", ["a" * 64])
PRINTED = DataOrigin.of("agregats", ["b" * 64])
MISSING = [SANS_REPONSE, NON_POSEE, INDETERMINE]


def answers(catalogue: Catalogue, edition: str, public: Public, n: int, seed: int) -> pd.DataFrame:
    """Draw n responses to the questionnaire of an edition, conditions ignored, a tenth left empty."""
    rng = np.random.default_rng(seed)
    data: dict[str, object] = {"id_reponse": np.arange(1, n + 1)}
    for variable, codes in catalogue.codebook.questionnaire(edition, public):
        for column in codes.colonnes.values():
            known = _codes(variable, codes)
            values = rng.choice(known, n).astype(object)
            values[rng.random(n) < 0.1] = SANS_REPONSE
            data[column] = pd.Categorical(values, categories=[*known, *MISSING])
    return pd.DataFrame(data)


def _codes(variable: Variable, codes: Coding) -> list[str]:
    if variable.type is VariableType.RANKING:
        return list(codes.items.values())
    if variable.type is VariableType.MULTIPLE or codes.coche_vaut:
        return [codes.coche, "N" if codes.coche == "Y" else "0"]
    return [c for many in codes.modalites.values() for c in many]


def structures(n: int, seed: int) -> pd.DataFrame:
    """Draw n structures, every strate present when n allows it."""
    rng = np.random.default_rng(seed)
    strates = np.array(list(STRATES))
    drawn = np.concatenate([strates, rng.choice(strates, max(n - len(strates), 0))])[:n]
    return pd.DataFrame(
        {
            "id_reponse": np.arange(1, n + 1),
            "strate": drawn,
            "population": pd.array(rng.integers(200, 900_000, n), dtype="Int64"),
            "code_region": rng.choice(["", "11", "53", "84"], n),
        }
    )


def invented_poll(catalogue: Catalogue, edition: str, n: int, seed: int) -> pd.DataFrame:
    """Draw the microdata of a poll, men and women in turn, with weights."""
    poll = answers(catalogue, edition, "francais", n, seed)
    sexes = np.where(np.arange(n) % 2, "1", "2")
    poll["SEXE"] = pd.Categorical(sexes, categories=poll["SEXE"].cat.categories)
    poll["poids"] = np.random.default_rng(seed).uniform(0.5, 2, n)
    return poll


def poll_tables(poll: pd.DataFrame) -> pd.DataFrame:
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


def unweighted(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the plan of structures whose strates have no national count."""
    return plan_of(frame["strate"], {})
