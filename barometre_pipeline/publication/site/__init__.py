"""The site: static pages over charts, tables and definitions; the charts are drawn elsewhere."""

from barometre_pipeline.publication.site.model import EditionReport, ReportSection, SiteContent
from barometre_pipeline.publication.site.writing import write_site

__all__ = ["EditionReport", "ReportSection", "SiteContent", "write_site"]
