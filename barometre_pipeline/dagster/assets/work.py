"""What an asset does when it runs: reads, computes, validates, writes, and records what it read and wrote.

The same for every asset and whoever runs it; what is computed is ``steps``'.
"""

import importlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Final

import dagster as dg
import pyarrow as pa

from barometre_pipeline.dagster.assets.raw import observations
from barometre_pipeline.dagster.resources import Paths
from barometre_pipeline.disk_faults import of_the_disk
from barometre_pipeline.editions.loader import sources_of
from barometre_pipeline.editions.model import Edition
from barometre_pipeline.errors import BarometreError
from barometre_pipeline.folders import dagster_home
from barometre_pipeline.french.spaces import NBSP
from barometre_pipeline.lake import Lake
from barometre_pipeline.provenance.code_version import code_of_asset, step_module
from barometre_pipeline.provenance.freshness import raw_inputs_now, state_of_inputs
from barometre_pipeline.provenance.runs import forget_failure, note_failure, note_run
from barometre_pipeline.provenance.standing import require_every_folder, require_one_computation
from barometre_pipeline.steps.frames import stack
from barometre_pipeline.tables.model import EVERY_SOURCE
from barometre_pipeline.tables.reading import DeclaredTables, Frames
from barometre_pipeline.tables.records import (
    StepRecord,
    files_read,
    files_written,
    forget_record,
    hashes_of,
    read_record,
    step_name,
    write_record,
)
from barometre_pipeline.tables.registry import TABLES, Asset
from barometre_pipeline.tables.schema import validate
from barometre_pipeline.tables.words import impersonal_words

_SOURCES: Final = {
    "limesurvey": "l’enquête auprès des collectivités",
    "ipsos": "le sondage auprès des Français",
    "agregats": "des tableaux publiés",
}


class Work:
    """One asset in one run."""

    def __init__(self, asset: Asset, context: dg.AssetExecutionContext) -> None:
        self.asset, self.context = asset, context
        self.paths: Paths = context.resources.paths
        self.lake: Lake = self.paths.open_lake()
        self.home = dagster_home(self.paths.lake_folder())
        self._state = ""  # of what was read last

    def editions(self) -> Sequence[str | None]:
        """Return the editions of the run; None alone for an asset that looks at all of them."""
        return list(self.context.partition_keys) if self.asset.source else [None]

    def compute(self, key: str | None) -> Frames | None:
        """Run the step, write its tables and record it; None where the edition has no such source.

        Raises:
            dg.Failure: a fault that a person can mend, in their words; nothing was written.
        """
        with self._failing_in_words(key):
            pa.default_memory_pool().release_unused()  # what the step before let go of
            read = [self.paths.edition(key)] if key else list(self.paths.editions().values())
            if key and self.asset.source not in (EVERY_SOURCE, *sources_of(read[0])):
                self.context.log.info(f"Édition {key}{NBSP}: {absent(self.asset, key)['État']}.")
                return None
            if key is None:
                require_every_folder(self.lake, {e.key: e for e in read})
                require_one_computation(self.lake, self.asset)
            record = self._inputs(key, read)
            if self.asset.step.folder or self.asset.step.files:
                # It publishes as it goes: once begun, what is there is of no whole run until it ends.
                forget_record(self.lake, step_name(self.asset), key)
            given: Any = read[0] if key else {e.key: e for e in read}
            frames: Frames = self._step().run(given, self._tables(key))
            for table in self.asset.tables:
                frames[table.name] = impersonal_words(table, frames[table.name])
            self._store(frames, key, "", record)
            return frames

    def compute_part(self, key: str, part: str, names: Sequence[str], whole: bool) -> Frames:
        """Run the step for some indicators of a theme; those of the theme that are not asked for stay as they are.

        Returns:
            The rows of those asked for.

        Raises:
            dg.Failure: as above.
        """
        with self._failing_in_words(key, part):
            edition = self.paths.edition(key)
            record = self._inputs(key, [edition])
            frames: Frames = self._step().run(edition, self._tables(key), names)
            before = read_record(self.lake, step_name(self.asset, part), key)
            kept = frames if whole else self._beside(frames, key, part, names)
            # A part of the theme made of other inputs than the rest is no longer what one run gives.
            same = before is not None and state_of_inputs(before) == state_of_inputs(record)
            self._store(kept, key, part, record if whole or same else None)
            return frames

    def _beside(self, frames: Frames, key: str, part: str, names: Sequence[str]) -> Frames:
        """Return new rows with those that the lake has of the other indicators of the part."""
        together = {}
        for name, new in frames.items():
            there = part in self.lake.parts(name, key)
            old = self.lake.decode(self.lake.read_bytes(name, key, part), name) if there else new.head(0)
            others = old[~old["indicateur"].isin(list(names))]
            together[name] = stack(TABLES[name], [others, new])
        return together

    def _step(self) -> Any:
        # Imported when it runs: a step loads the libraries that it computes with.
        return importlib.import_module(step_module(self.asset))

    def _tables(self, key: str | None) -> DeclaredTables:
        return DeclaredTables(self.lake, self.asset, key)

    # What the step reads is hashed before it is read: a file saved meanwhile is known to be newer.

    def _inputs(self, key: str | None, editions: Iterable[Edition]) -> StepRecord:
        read = list(editions)
        raw = raw_inputs_now(self.asset, read)
        if key:
            for event in observations(read, self.asset.step.raw, raw):
                self.context.log_event(event)
        tables = hashes_of(self.lake, files_read(self.lake, self.asset, key))
        record = StepRecord(code_of_asset(self.asset.name), raw, tables)
        self._state = state_of_inputs(record)
        return record

    def _store(self, frames: Frames, key: str | None, part: str, record: StepRecord | None) -> None:
        """Validate every table, then write them, and record the step; nothing is written if one is broken."""
        for table in self.asset.tables:
            validate(table, frames[table.name], "à l’écriture")
        name = step_name(self.asset, part)
        forget_record(self.lake, name, key)
        for table in self.asset.tables:
            self.lake.write(table.name, frames[table.name], key, part)
            note_run(self.home, table.name, key, self.context.run.run_id)
        if record is not None:
            written = files_written(self.lake, self.asset, key, part)
            write_record(self.lake, name, key, replace(record, written=written))

    @contextmanager
    def _failing_in_words(self, key: str | None, part: str = "") -> Iterator[None]:
        """Make of a fault that a person can mend a failure that Dagster shows in their words, without a stack trace."""
        step, told = step_name(self.asset, part), None
        try:
            yield
        except BarometreError as error:
            told = error
        except Exception as error:
            paths = self.paths
            told = of_the_disk(error, paths.raw_folder(), paths.lake_folder(), self.home)
            if told is None:
                raise
        if told is None:
            forget_failure(self.home, step, key)
            return
        if self._state:
            note_failure(self.home, step, key, self._state, str(told))
        raise dg.Failure(description=str(told), allow_retries=False)


def absent(asset: Asset, edition: str | None) -> dict[str, str]:
    """Say that an edition has no such source, and that nothing was computed."""
    return {
        "État": f"absent{NBSP}: l’édition {edition} n’a pas {_SOURCES[asset.source]}, rien n’a été calculé"
    }
