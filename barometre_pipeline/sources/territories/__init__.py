"""Official lists of territories, one folder a year: read, check, count, refresh.

Formats and legal typing belong here; who answered the survey does not (``matching``).
"""

from barometre_pipeline.sources.territories.loader import (
    available_years,
    load_reference_list,
    load_reference_lists,
    write_reference_list,
)
from barometre_pipeline.sources.territories.model import ReferenceList, strate_of

__all__ = [
    "ReferenceList",
    "available_years",
    "load_reference_list",
    "load_reference_lists",
    "strate_of",
    "write_reference_list",
]
