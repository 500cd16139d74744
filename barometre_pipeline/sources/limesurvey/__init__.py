"""LimeSurvey: structure files and extracts of responses, read into one shape whatever their form.

Formats belong here; no cleaning, no statistics.
"""

from barometre_pipeline.sources.limesurvey.extract import read_extract
from barometre_pipeline.sources.limesurvey.folder import ExtractFile, list_extracts, read_folder
from barometre_pipeline.sources.limesurvey.personal import personal_columns, personal_system_columns
from barometre_pipeline.sources.limesurvey.structure import read_structure

__all__ = [
    "ExtractFile",
    "list_extracts",
    "personal_columns",
    "personal_system_columns",
    "read_extract",
    "read_folder",
    "read_structure",
]
