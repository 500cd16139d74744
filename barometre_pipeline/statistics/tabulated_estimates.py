"""The table of estimates of an edition: every published share, with how sure it is.

Joins ``engine`` to the rows of ``tabulation``; no formula of its own.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from barometre_pipeline.statistics.design import SurveyDesign
from barometre_pipeline.statistics.distributions import distributions
from barometre_pipeline.statistics.engine import estimate_columns
from barometre_pipeline.tables.declarations.tabulations import ANSWER_KEY, ESTIMATIONS
from barometre_pipeline.tables.schema import empty_frame

MEASURES = tuple(c for c in ESTIMATIONS.columns if c not in ("edition", *ANSWER_KEY, "source_donnees"))


def tabulated_estimates(
    tabulated: pd.DataFrame,
    responses: pd.DataFrame,
    questions: pd.DataFrame,
    design: SurveyDesign,
    rule: str,
    excluded: Mapping[str, frozenset[str]],
) -> pd.DataFrame:
    """Return ``ANSWER_KEY`` and ``MEASURES`` for each row of ``tabulated`` that is in the base of its question.

    Args:
        tabulated: output of ``tabulation.tabulate``.
        responses: silver ``reponses``.
        questions: bronze ``questions``, closed columns only, those that were tabulated.
        design: the design of the edition, its domains being the groups.
        rule: key of ``vocabulary.REGLES_BASE``, the one of ``tabulated``.
        excluded: as for ``tabulated``.

    Returns:
        In the order of ``tabulated``, without what is outside the base; no row where no strate has a national count.
    """
    if not design.has_population or tabulated.empty:
        return empty_frame(ESTIMATIONS)[[*ANSWER_KEY, *MEASURES]]
    columns = (
        d.among_base(rule) for together in distributions(responses, questions, excluded) for d in together
    )
    estimates = estimate_columns(columns, design).drop(columns=["n", "part"])
    estimates = estimates.rename(columns={"part_ponderee": "part_publiable_ponderee"})
    for name in ("colonne", "groupe"):
        estimates[name] = estimates[name].astype("str")
    in_base = tabulated.loc[tabulated["dans_base"], ["colonne", "code", *ANSWER_KEY]]
    joined = in_base.merge(estimates, on=["colonne", "code", "groupe"], how="left")
    result = joined[[*ANSWER_KEY, *MEASURES]]
    # A group none of whose strates has a population (« autres ») has no weighted estimate at all.
    outside = result["base_ponderee"].to_numpy() == 0
    floats = [m for m in MEASURES if m not in ("base", "base_ponderee", "base_faible")]
    result.loc[outside, floats] = np.nan
    return result
