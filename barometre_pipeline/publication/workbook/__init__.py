"""The workbook of tables that a survey institute would deliver: one sheet per theme, banners, letters, notes.

Rows are those of ``gold/indicateurs`` that may be told; nothing is counted again here.
"""

from barometre_pipeline.publication.workbook.files import write_workbook
from barometre_pipeline.publication.workbook.tables import edition_workbook

__all__ = ["edition_workbook", "write_workbook"]
