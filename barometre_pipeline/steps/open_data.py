"""Writes the open-data package: indicators, polls, tabulations, changes, samples, what may be told, a dictionary."""

from collections.abc import Iterator, Mapping

import pandas as pd

from barometre_pipeline.catalogue.model import Public
from barometre_pipeline.editions.model import Edition
from barometre_pipeline.publication.opendata import (
    OpenTable,
    compared_editions,
    open_changes,
    open_dictionary,
    open_groups,
    open_samples,
    open_sensitivity,
    open_shares,
    open_tris,
    samples_in_words,
    with_unknown,
    write_package,
)
from barometre_pipeline.publication.told import told_changes, told_traces
from barometre_pipeline.steps.catalogue_read import read_catalogue
from barometre_pipeline.steps.frames import written_files
from barometre_pipeline.tables.declarations.changes import EVOLUTIONS
from barometre_pipeline.tables.declarations.tabulations import ANSWER_KEY
from barometre_pipeline.tables.reading import DeclaredTables, Frames
from barometre_pipeline.tables.schema import empty_frame

_PUBLISHER = "Observatoire Data Publica"


def run(editions: Mapping[str, Edition], tables: DeclaredTables) -> Frames:
    """Return the index of the files of the package."""
    opened = [*_indicators(tables), *_tabulations(tables), *_samples(tables)]
    if not opened:
        return {"gold/donnees_ouvertes": written_files([], tables.root())}
    statements = tables.read("gold/terrain") if tables.exists("gold/terrain") else None
    package = write_package(
        opened,
        tables.root() / tables.folder(),
        f"Baromètre de l’{_PUBLISHER}",
        _PUBLISHER,
        "" if statements is None else samples_in_words(statements),
        "" if statements is None else max(statements["fin"].astype(str), default=""),
    )
    files = sorted(p for p in package.parent.iterdir() if p.is_file())
    return {"gold/donnees_ouvertes": written_files(files, tables.root())}


def _indicators(tables: DeclaredTables) -> Iterator[OpenTable]:
    """Yield the indicators of both publics, what is judged between editions, and the dictionary."""
    if not tables.exists("gold/indicateurs"):
        return
    indicators, catalogue = tables.read("gold/indicateurs"), read_catalogue(tables)
    printed = indicators[indicators["imprime"].astype(bool)]
    if printed.empty:
        return
    changes = told_changes(
        tables.read("gold/evolutions") if tables.exists("gold/evolutions") else empty_frame(EVOLUTIONS),
        indicators,
    )
    compared = with_unknown(compared_editions(changes), printed)
    publics: tuple[Public, ...] = ("collectivites", "francais")
    shares = [open_shares(indicators, public, catalogue, compared) for public in publics]
    yield from (s for s in shares if len(s.frame))
    yield open_changes(changes, catalogue)
    known = sorted(set(printed["edition"].astype(str)))
    yield from open_dictionary(
        catalogue, known, sorted({str(i) for s in shares for i in s.frame["indicateur"]})
    )


def _tabulations(tables: DeclaredTables) -> Iterator[OpenTable]:
    frames = [_with_effective_size(tables, e) for e in tables.editions("gold/tris")]
    if frames:
        yield open_tris(pd.concat(frames, ignore_index=True))


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
