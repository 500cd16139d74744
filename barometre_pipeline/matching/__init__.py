"""From a typed structure name to an official territory, the reviewer's decisions, and the link between editions.

Names and verdicts belong here; official lists are read in ``sources/territoires``, statistics elsewhere.
"""

from barometre_pipeline.matching.match import match_structures

__all__ = ["match_structures"]
