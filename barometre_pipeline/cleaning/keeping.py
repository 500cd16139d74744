"""From the responses of an edition to those that are kept, and who gave each: the order in which the rules are asked.

The rules are ``identification``'s and ``selection``'s; nothing is recoded here.
"""

from dataclasses import dataclass

import pandas as pd

from barometre_pipeline.cleaning.identification import (
    Identification,
    identify,
    reviewed_or_matched,
    structure_keys,
)
from barometre_pipeline.cleaning.selection import Selection, matchable, select_responses
from barometre_pipeline.editions.model import Edition


@dataclass(frozen=True)
class Kept:
    """What was kept, what was found out of who answered, and both sources of that as one table."""

    selection: Selection
    found: Identification
    identified: pd.DataFrame


def keep_responses(
    raw: pd.DataFrame, questions: pd.DataFrame, reviewed: pd.DataFrame, edition: Edition
) -> Kept:
    """Decide of the responses of an edition.

    Args:
        raw, questions: bronze tables.
        reviewed: bronze ``correspondances``.
        edition: its rules.
    """
    config = edition.config
    to_match = matchable(raw, questions, config) & ~raw["id_reponse"].isin(reviewed["id_reponse"])
    if config.nettoyage.cle_structure == "nom":
        # Territories play no part in the choice: only what is kept needs one.
        to_match &= raw.index.isin(select_responses(raw, questions, config).kept)
    found = identify(raw, to_match, edition)
    selection = select_responses(raw, questions, config, structure_keys(raw, reviewed, found.matches))
    return Kept(selection, found, reviewed_or_matched(reviewed, found.matches))
