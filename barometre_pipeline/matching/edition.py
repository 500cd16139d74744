"""Match the responses of one edition: from bronze columns to matches with the reviewer's decisions.

Only finding the typed columns, the year and the decisions belongs here; matching itself is ``match``'s.
"""

from pathlib import Path

import pandas as pd

from barometre_pipeline.editions.loader import DECISIONS_FILE, SURVEY
from barometre_pipeline.editions.model import Edition, EditionConfig
from barometre_pipeline.matching.decisions import Decided, apply_decisions, read_decisions
from barometre_pipeline.matching.match import match_structures
from barometre_pipeline.sources.territories import ReferenceList
from barometre_pipeline.vocabulary import INDETERMINE, NON_POSEE, SANS_REPONSE

_MISSING = (SANS_REPONSE, NON_POSEE, INDETERMINE)


def list_year(config: EditionConfig) -> int:
    """Return the year of the official lists an edition is matched against."""
    return config.structures.annee_referentiel or int(config.edition[:4])


def decisions_file(edition: Edition) -> tuple[Path, str]:
    """Return the path of an edition's decisions and how messages name it."""
    return edition.folder / SURVEY / DECISIONS_FILE, f"{edition.key}/{SURVEY}/{DECISIONS_FILE}"


def match_responses(
    responses: pd.DataFrame,
    config: EditionConfig,
    referentiel: ReferenceList,
    hints: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Match every row of bronze ``reponses_brutes``; ``id_reponse`` comes first, order is kept."""
    asked = config.limesurvey
    matches = match_structures(
        typed_column(responses, asked.question_nom),
        typed_column(responses, asked.question_siret),
        referentiel,
        hints,
    )
    matches.insert(0, "id_reponse", responses["id_reponse"].to_numpy())
    return matches


def match_edition(responses: pd.DataFrame, edition: Edition, referentiel: ReferenceList) -> Decided:
    """Match an edition's responses and replay the decisions that lie beside its extract.

    Raises:
        InputError: the decisions cannot be used.
    """
    path, shown = decisions_file(edition)
    matches = match_responses(responses, edition.config, referentiel)
    return apply_decisions(matches, read_decisions(path, shown), referentiel, shown)


def typed_column(responses: pd.DataFrame, question: str | None) -> list[str]:
    """Return a free-text column as typed, "" where it is missing or not asked."""
    if question is None or question not in responses:
        return [""] * len(responses)
    return [v if isinstance(v, str) and v not in _MISSING else "" for v in responses[question].to_numpy()]
