"""Invented responses in the shape of the silver layer, drawn from the codebook; nothing here is a test."""

import numpy as np
import pandas as pd

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.model import Coding, Public, Variable, VariableType
from barometre_pipeline.vocabulary import INDETERMINE, NON_POSEE, SANS_REPONSE, STRATES

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
            "poids": 1.0,
        }
    )
