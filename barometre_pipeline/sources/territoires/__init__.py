"""Official lists of territories, one folder a year: read, check, count, refresh.

Formats and legal typing belong here; who answered the survey does not (``matching``).
"""

from barometre_pipeline.sources.territoires.loader import (
    available_years,
    load_referentiel,
    load_referentiels,
    write_referentiel,
)
from barometre_pipeline.sources.territoires.model import Referentiel, strate_of

__all__ = [
    "Referentiel",
    "available_years",
    "load_referentiel",
    "load_referentiels",
    "strate_of",
    "write_referentiel",
]
