"""From a typed structure name to an official territory, the reviewer's decisions, and the link between
editions.

Names and verdicts belong here; official lists are read in ``sources/territoires``, statistics elsewhere.
"""

from barometre_pipeline.matching.decisions import Decided, apply_decisions, read_decisions, undecided
from barometre_pipeline.matching.edition import decisions_file, list_year, match_edition, match_responses
from barometre_pipeline.matching.match import match_structures
from barometre_pipeline.matching.succession import link_editions, succession
from barometre_pipeline.sources.territories import ReferenceList, load_reference_list

__all__ = [
    "Decided",
    "ReferenceList",
    "apply_decisions",
    "decisions_file",
    "link_editions",
    "list_year",
    "load_reference_list",
    "match_edition",
    "match_responses",
    "match_structures",
    "read_decisions",
    "succession",
    "undecided",
]
