"""The table of estimates of an edition: every published share with how sure it is.

Joins ``engine`` to the rows of ``tabulation``; no formula of its own.
"""

import numpy as np
import pandas as pd

from barometre_pipeline.statistics.design import SurveyDesign
from barometre_pipeline.statistics.engine import estimate_all
from barometre_pipeline.tables.declarations.tabulations import ESTIMATIONS
from barometre_pipeline.tables.schema import empty_frame

KEYS = ("question", "sous_question", "modalite", "groupe")
MEASURES = tuple(c for c in ESTIMATIONS.columns if c not in ("edition", *KEYS, "source_donnees"))


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
        return empty_frame(ESTIMATIONS)[[*KEYS, *MEASURES]]
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
