"""The HTML report: static pages over charts, tables and audit commands; the charts are drawn elsewhere."""

from barometre_pipeline.publication.report.model import EditionReport, Gallery, ReportSection
from barometre_pipeline.publication.report.site import write_report

__all__ = ["EditionReport", "Gallery", "ReportSection", "write_report"]
