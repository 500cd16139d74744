"""The table of estimates of an edition: every published share with how sure it is.

Joins ``engine`` to the rows of ``tabulation``; no formula of its own.
"""

import numpy as np
import pandas as pd

from barometre_pipeline.statistics.design import SurveyDesign
from barometre_pipeline.statistics.engine import estimate_all
from barometre_pipeline.tables.declarations.tabulations import ANSWER_KEY, ESTIMATIONS
from barometre_pipeline.tables.schema import empty_frame

MEASURES = tuple(c for c in ESTIMATIONS.columns if c not in ("edition", *ANSWER_KEY, "source_donnees"))


def tabulated_estimates(
    tabulated: pd.DataFrame, responses: pd.DataFrame, design: SurveyDesign
) -> pd.DataFrame:
    """Return ``ANSWER_KEY`` and ``MEASURES`` for each row of ``tabulated``.

    Args:
        tabulated: output of ``tabulation.tabulate``.
        responses: silver ``reponses``.
        design: the design of the edition, its domains being the groups.

    Returns:
        One row per row of ``tabulated``, in its order; no row where no strate has a national count.
    """
    if not design.has_population or tabulated.empty:
        return empty_frame(ESTIMATIONS)[[*ANSWER_KEY, *MEASURES]]
    columns = list(dict.fromkeys(tabulated["colonne"]))
    estimates = estimate_all(responses, design, columns).drop(columns=["n", "part"])
    for name in ("colonne", "groupe"):
        estimates[name] = estimates[name].astype("str")
    joined = tabulated[["colonne", "code", *ANSWER_KEY]].merge(
        estimates, on=["colonne", "code", "groupe"], how="left"
    )
    result = joined[[*ANSWER_KEY, *MEASURES]]
    # A group none of whose strates has a population (« autres ») has no weighted estimate at all.
    outside = result["base_ponderee"].to_numpy() == 0
    floats = [m for m in MEASURES if m not in ("base", "base_ponderee", "base_faible")]
    result.loc[outside, floats] = np.nan
    return result
