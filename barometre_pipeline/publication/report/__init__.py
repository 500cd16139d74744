"""The HTML report: static pages over charts, tables and audit commands; the charts are drawn elsewhere."""

from barometre_pipeline.publication.report.model import EditionReport, Gallery, Section
from barometre_pipeline.publication.report.site import write_report

__all__ = ["EditionReport", "Gallery", "Section", "write_report"]
