"""The table of estimates of an edition: every published share with how sure it is.

Joins ``engine`` to the rows of ``tabulation``; no formula of its own.
"""

import numpy as np
import pandas as pd

from barometre_pipeline.statistics.design import SurveyDesign
from barometre_pipeline.statistics.engine import estimate_all

KEYS = ("question", "sous_question", "modalite", "groupe")
MEASURES = (
    "base", "base_ponderee", "part_ponderee", "erreur_type", "ic_logit_bas", "ic_logit_haut", "ic_beta_bas",
    "ic_beta_haut", "base_faible", "deff",
)  # fmt: skip


def national_counts(structures: pd.DataFrame) -> dict[str, int]:
    """Recover N_h from silver ``structures``, where each response of strate h weighs N_h / n_h."""
    weighted = structures[structures["poids"].notna()]
    totals = weighted.groupby("strate", sort=True)["poids"].sum()
    return {str(s): round(float(n)) for s, n in totals.items()}


def estimations(tabulated: pd.DataFrame, responses: pd.DataFrame, structures: pd.DataFrame) -> pd.DataFrame:
    """Return ``KEYS`` and ``MEASURES`` for each row of ``tabulated``.

    Args:
        tabulated: output of ``tabulation.tabulate``.
        responses: silver ``reponses``.
        structures: silver ``structures``, aligned with ``responses``.

    Returns:
        One row per row of ``tabulated``, in its order; no row where no strate has a national count.

    Raises:
        ValueError: a strate has more responses than structures in the country.
    """
    population = national_counts(structures)
    if not population or tabulated.empty:
        return _empty()
    design = SurveyDesign.stratified(structures["strate"], population)
    columns = list(dict.fromkeys(tabulated["colonne"]))
    estimates = estimate_all(responses, design, columns).drop(columns=["n", "part"])
    for name in ("colonne", "groupe"):
        estimates[name] = estimates[name].astype("str")
    joined = tabulated[["colonne", "code", *KEYS]].merge(
        estimates, on=["colonne", "code", "groupe"], how="left"
    )
    result = joined[[*KEYS, *MEASURES]]
    # A group none of whose strates has a population (« autres ») has no weighted estimate at all.
    outside = result["base_ponderee"].to_numpy() == 0
    floats = [m for m in MEASURES if m not in ("base", "base_ponderee", "base_faible")]
    result.loc[outside, floats] = np.nan
    return result


def _empty() -> pd.DataFrame:
    kinds = {"base": "int64", "base_ponderee": "int64", "base_faible": "bool", **dict.fromkeys(KEYS, "str")}
    return pd.DataFrame({c: pd.Series(dtype=kinds.get(c, "float64")) for c in (*KEYS, *MEASURES)})
