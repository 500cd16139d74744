"""The poll of the French: SPSS microdata and the tables of a polling institute, read into one shape.

Formats belong here; definitions of indicators and their publication stay out.
"""

from barometre_pipeline.sources.ipsos.config import PollConfig, load_config
from barometre_pipeline.sources.ipsos.model import TRIS_COLUMNS, Poll, PollVariable
from barometre_pipeline.sources.ipsos.reading import read_poll, read_polls
from barometre_pipeline.sources.ipsos.sav import read_sav
from barometre_pipeline.sources.ipsos.workbook import describe_workbook, read_workbook

__all__ = [
    "TRIS_COLUMNS",
    "Poll",
    "PollConfig",
    "PollVariable",
    "describe_workbook",
    "load_config",
    "read_poll",
    "read_polls",
    "read_sav",
    "read_workbook",
]
