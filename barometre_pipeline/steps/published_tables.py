"""Reads an edition of which only the published tables are left."""

from barometre_pipeline.editions.model import Edition
from barometre_pipeline.sources.published.reading import read_aggregates
from barometre_pipeline.steps.frames import delivered_files
from barometre_pipeline.tables.reading import DeclaredTables, Frames


def run(edition: Edition, tables: DeclaredTables) -> Frames:
    """Return the published tables, and the files they were read from."""
    read = read_aggregates(edition.folder / "agregats", edition.key)
    return {
        "bronze/agregats_extraits": delivered_files(edition, "agregats", "agregats", read.notes()),
        "silver/agregats": read.tableaux,
    }
