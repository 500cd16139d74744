"""The open-data package: aggregates only, small cells withheld; nothing here reads a response."""

from barometre_pipeline.publication.opendata.model import OpenField, OpenTable
from barometre_pipeline.publication.opendata.package import open_tris, write_package
from barometre_pipeline.publication.opendata.suppression import suppress

__all__ = ["OpenField", "OpenTable", "open_tris", "suppress", "write_package"]
