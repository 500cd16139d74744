"""The open-data package: aggregates only, small cells withheld; nothing here reads a response."""

from barometre_pipeline.publication.opendata.model import OpenField, OpenTable
from barometre_pipeline.publication.opendata.package import open_tris, write_package
from barometre_pipeline.publication.opendata.samples import (
    open_groups,
    open_samples,
    open_sensitivity,
    samples_in_words,
)

__all__ = [
    "OpenField",
    "OpenTable",
    "open_groups",
    "open_samples",
    "open_sensitivity",
    "open_tris",
    "samples_in_words",
    "write_package",
]
