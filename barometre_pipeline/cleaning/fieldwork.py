"""When the responses that are kept were submitted: days only, and only where the survey keeps dates."""

import pandas as pd

from barometre_pipeline.sources.limesurvey.model import UNDATED


def days_of_responses(raw: pd.DataFrame, kept: pd.Series) -> tuple[str, str]:
    """Return the first and last day (``AAAA-MM-JJ``) on which kept responses were submitted, "" where unknown.

    Args:
        raw: bronze ``reponses_brutes``.
        kept: ``id_reponse`` of the responses kept.
    """
    if "submitdate" not in raw:
        return "", ""
    days = raw.loc[raw["id_reponse"].isin(kept), "submitdate"].dropna().astype("str").str[:10]
    days = days[days.str.fullmatch(r"\d{4}-\d{2}-\d{2}") & (days != UNDATED)]
    return (str(days.min()), str(days.max())) if len(days) else ("", "")
