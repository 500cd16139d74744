"""Designs as tests write them: national counts by strate, or any weights within strata of a known size."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from barometre_pipeline.statistics.design import SurveyDesign
from barometre_pipeline.statistics.sampling_plan import sampling_plan, strate_counts


def plan_of(strates: ArrayLike | pd.Series, population: Mapping[str, int]) -> pd.DataFrame:
    """Return the plan of a sample, without historical counts."""
    return sampling_plan(strate_counts(pd.Series(np.asarray(strates, dtype=object))), population, {})


def stratified(
    strates: ArrayLike | pd.Series,
    population: Mapping[str, int],
    domaines: Mapping[str, ArrayLike] | None = None,
) -> SurveyDesign:
    """Return the design of a stratified simple random sample."""
    return SurveyDesign.planned(strates, plan_of(strates, population), domaines)


def unequal(
    weights: ArrayLike,
    strates: ArrayLike,
    population: Mapping[str, int],
    domaines: Mapping[str, ArrayLike] | None = None,
) -> SurveyDesign:
    """Return R's ``svydesign(strata = ~s, weights = ~w, fpc = ~N)``, with weights that vary within strata."""
    design = SurveyDesign.weighted(weights, domaines, strates=strates)
    return replace(design, population=np.array([population[s] for s in design.strates], dtype=float))
