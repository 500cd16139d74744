"""The engine on the columns of a frame, as most tests need it."""

from collections.abc import Sequence

import pandas as pd

from barometre_pipeline.statistics.design import SurveyDesign
from barometre_pipeline.statistics.engine import coded_column, estimate_columns


def estimate_all(responses: pd.DataFrame, design: SurveyDesign, columns: Sequence[str]) -> pd.DataFrame:
    """Return the estimates of the columns named, which are categorical; every code is in the base."""
    return estimate_columns((coded_column(c, responses[c]) for c in columns), design)
