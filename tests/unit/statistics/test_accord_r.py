"""Agreement with R's survey package 4.1.1 on the real 2023 responses (../shared, skipped where absent)."""

import numpy as np
import pandas as pd
import pytest

from tests.oracles.designs import stratified
from tests.oracles.estimates import estimate_all

TOLERANCE = 1e-8


@pytest.fixture(scope="module")
def comparison(real_2023) -> pd.DataFrame:
    design = stratified(real_2023.structures["strate"], real_2023.population)
    ours = estimate_all(real_2023.answers, design, list(real_2023.answers.columns))
    reference = real_2023.reference.copy()
    ours[["question", "sous_question"]] = ours["colonne"].astype(str).str.split("|", expand=True)
    reference["groupe"] = reference["domaine"].replace({"toutes": "ensemble"})
    merged = reference.merge(
        ours,
        how="left",
        left_on=["question", "sous_question", "modalite", "groupe"],
        right_on=["question", "sous_question", "code", "groupe"],
        suffixes=("_r", ""),
        validate="one_to_one",
    )
    assert len(merged) == len(reference) == 4098
    return merged


@pytest.mark.parametrize(
    ("reference", "ours"),
    [
        ("part_r", "part_ponderee"),
        ("erreur_type_r", "erreur_type"),
        ("logit_bas", "ic_logit_bas"),
        ("logit_haut", "ic_logit_haut"),
        ("beta_bas", "ic_beta_bas"),
        ("beta_haut", "ic_beta_haut"),
    ],
)
def test_every_row_of_the_reference_agrees_with_r(comparison, reference, ours):
    given = comparison[reference].notna()
    assert given.sum() >= 683
    gap = (comparison.loc[given, reference] - comparison.loc[given, ours]).abs()
    assert gap.notna().all()
    assert gap.max() <= TOLERANCE


def test_every_share_with_a_weight_has_both_intervals_even_where_r_gives_none(comparison):
    bounds = comparison[["ic_logit_bas", "ic_logit_haut", "ic_beta_bas", "ic_beta_haut"]].to_numpy()
    share = comparison["part_ponderee"].to_numpy()
    assert not np.isnan(bounds).any()
    assert ((bounds[:, [0, 2]] <= share[:, None]) & (share[:, None] <= bounds[:, [1, 3]])).all()
