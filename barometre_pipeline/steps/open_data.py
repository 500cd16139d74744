"""Writes the open-data package: tabulations of every edition, what may be told of them."""

from collections.abc import Iterator, Mapping

import pandas as pd

from barometre_pipeline.editions.model import Edition
from barometre_pipeline.publication.opendata import (
    OpenTable,
    open_groups,
    open_samples,
    open_sensitivity,
    open_tris,
    samples_in_words,
    write_package,
)
from barometre_pipeline.publication.told import told_traces
from barometre_pipeline.steps.frames import written_files
from barometre_pipeline.tables.declarations.tabulations import ANSWER_KEY
from barometre_pipeline.tables.reading import DeclaredTables, Frames

_PUBLISHER = "Observatoire Data Publica"


def run(editions: Mapping[str, Edition], tables: DeclaredTables) -> Frames:
    """Return the index of the files of the package."""
    frames = [_with_effective_size(tables, e) for e in tables.editions("gold/tris")]
    if not frames:
        return {"gold/donnees_ouvertes": written_files([], tables.root())}
    package = write_package(
        [open_tris(pd.concat(frames, ignore_index=True)), *_samples(tables)],
        tables.root() / tables.folder(),
        f"Baromètre de l’{_PUBLISHER}",
        _PUBLISHER,
        samples_in_words(tables.read("gold/terrain")) if tables.exists("gold/terrain") else "",
    )
    files = sorted(p for p in package.parent.iterdir() if p.is_file())
    return {"gold/donnees_ouvertes": written_files(files, tables.root())}


def _samples(tables: DeclaredTables) -> Iterator[OpenTable]:
    """Yield what the samples are, and printed shares under unequal response, where they were computed."""
    if tables.exists("gold/terrain") and tables.exists("gold/qualite"):
        yield open_samples(tables.read("gold/terrain"))
        yield open_groups(tables.read("gold/qualite"))
    if tables.exists("gold/sensibilite") and tables.exists("gold/rapprochement"):
        told = told_traces(tables.read("gold/indicateurs"))
        yield open_sensitivity(tables.read("gold/sensibilite"), tables.read("gold/rapprochement"), told)


def _with_effective_size(tables: DeclaredTables, edition: str) -> pd.DataFrame:
    """Return the tabulations of an edition, each row with the effective size of its weighted share."""
    estimates = tables.read("gold/estimations", edition)[[*ANSWER_KEY, "effectif_efficace"]]
    return tables.read("gold/tris", edition).merge(estimates, on=list(ANSWER_KEY), how="left")
