"""Versions: what is published of an edition, frozen with its hashes, and what moved since.

Reads gold and the files published; whether an edition may be published (up to date, checks) is decided by whoever asks.
"""

from barometre_pipeline.publication.releases.freezing import freeze, make_public, set_embargo
from barometre_pipeline.publication.releases.gaps import Gaps, gaps_since, write_gaps
from barometre_pipeline.publication.releases.shelf import Release, find, latest, releases
from barometre_pipeline.publication.releases.version import (
    check_name,
    embargo_in_words,
    is_over,
    parsed_embargo,
)

__all__ = [
    "Gaps",
    "Release",
    "check_name",
    "embargo_in_words",
    "find",
    "freeze",
    "gaps_since",
    "is_over",
    "latest",
    "make_public",
    "parsed_embargo",
    "releases",
    "set_embargo",
    "write_gaps",
]
