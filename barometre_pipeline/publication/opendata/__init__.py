"""The open-data package: aggregates only, small cells withheld; nothing here reads a response."""

from barometre_pipeline.publication.opendata.comparability import (
    compared_editions,
    open_changes,
    with_unknown,
)
from barometre_pipeline.publication.opendata.dictionary import open_dictionary
from barometre_pipeline.publication.opendata.model import OpenField, OpenTable
from barometre_pipeline.publication.opendata.package import open_tris, write_package
from barometre_pipeline.publication.opendata.samples import (
    open_groups,
    open_samples,
    open_sensitivity,
    samples_in_words,
)
from barometre_pipeline.publication.opendata.shares import open_shares

__all__ = [
    "OpenField",
    "OpenTable",
    "compared_editions",
    "open_changes",
    "open_dictionary",
    "open_groups",
    "open_samples",
    "open_sensitivity",
    "open_shares",
    "open_tris",
    "samples_in_words",
    "with_unknown",
    "write_package",
]
