"""The poll of the French: SPSS microdata and the tables of a polling institute, read into one shape.

Formats belong here; definitions of indicators and their publication stay out.
"""

from barometre_pipeline.sources.ipsos.config import SondageConfig, load_config
from barometre_pipeline.sources.ipsos.model import TRIS_COLUMNS, Sondage, Variable
from barometre_pipeline.sources.ipsos.reading import read_sondage, read_sondages
from barometre_pipeline.sources.ipsos.sav import read_sav
from barometre_pipeline.sources.ipsos.tableaux import read_tableaux

__all__ = [
    "TRIS_COLUMNS",
    "Sondage",
    "SondageConfig",
    "Variable",
    "load_config",
    "read_sav",
    "read_sondage",
    "read_sondages",
    "read_tableaux",
]
