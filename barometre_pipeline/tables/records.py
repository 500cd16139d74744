"""What each step read and wrote, recorded in the lake as it ends: the one thing that tells what is up to date.

Whatever ran the step (command line, UI, schedule) writes the same record. Comparing records with what is there now is
``provenance.freshness``'.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from upath import UPath

from barometre_pipeline.files import UNFINISHED, write_atomically
from barometre_pipeline.lake import Lake
from barometre_pipeline.tables.registry import TABLES, Asset
from barometre_pipeline.vocabulary import ENSEMBLE

FOLDER: Final = "empreintes"
Hashes = Mapping[str, str]  # name of a file -> SHA-256


@dataclass(frozen=True)
class StepRecord:
    """One step, for one edition or for all of them together.

    Attributes:
        code: fingerprint of the code.
        raw: by raw input, the files read and their SHA-256, taken before they were read.
        tables: files of the lake read, by path in the lake.
        written: files of the lake written, by path in the lake.
    """

    code: str
    raw: Mapping[str, Hashes] = field(default_factory=dict)
    tables: Hashes = field(default_factory=dict)
    written: Hashes = field(default_factory=dict)


def step_name(asset: Asset, part: str = "") -> str:
    """Return the name under which a step is recorded; a step that writes parts has one record for each."""
    return f"{asset.name}_{part}" if part else asset.name


def write_record(lake: Lake, step: str, edition: str | None, record: StepRecord) -> None:
    """Record a step."""
    content = {
        "code": record.code,
        "brut": dict(record.raw),
        "tables": dict(record.tables),
        "ecrit": dict(record.written),
    }
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
    write_atomically(_path(lake, step, edition), text.encode("utf-8"))


def forget_record(lake: Lake, step: str, edition: str | None) -> None:
    """Drop a record: what was written is no longer what one run of the step gives."""
    _path(lake, step, edition).unlink(missing_ok=True)


def read_record(lake: Lake, step: str, edition: str | None) -> StepRecord | None:
    """Return the record of a step; None where there is none, or one that another version wrote."""
    path = _path(lake, step, edition)
    return _parsed(path) if path.exists() else None


def records(lake: Lake, edition: str | None) -> dict[str, StepRecord]:
    """Return the records of an edition, or of what holds all editions, by step."""
    folder = _path(lake, "", edition).parent
    found = sorted(p for p in folder.iterdir() if p.suffix == ".json") if folder.exists() else []
    return {p.stem: record for p in found if (record := _parsed(p)) is not None}


def recorded_editions(lake: Lake) -> list[str]:
    """Return the editions that a lake holds something computed of, in order."""
    folder = lake.root / FOLDER
    names = [p.name for p in folder.iterdir() if p.is_dir()] if folder.exists() else []
    return sorted(name for name in names if name != ENSEMBLE and records(lake, name))


def generation(lake: Lake) -> str:
    """Return what tells one state of a lake from another: it moves when a step begins to write, and when it ends."""
    folder = lake.root / FOLDER
    found = sorted(folder.rglob("*.json")) if folder.exists() else []
    marks = []
    for path in found:
        with suppress(FileNotFoundError):  # dropped since it was listed
            state = path.stat()
            marks.append((path.relative_to(folder).as_posix(), state.st_mtime, state.st_size))
    return hashlib.sha256(repr(marks).encode()).hexdigest()[:12]


def files_read(lake: Lake, asset: Asset, edition: str | None) -> list[UPath]:
    """Return the files of the lake that a step may read, those that are there now."""
    return [
        lake.path(table, key, part)
        for table in asset.reads
        for key in _keys(lake, table, edition)
        for part in lake.parts(table, key)
    ]


def files_written(lake: Lake, asset: Asset, edition: str | None, part: str = "") -> dict[str, str]:
    """Return the files that a step has written, as they are now: its tables, and what it publishes beside them."""
    tables = [lake.path(t.name, edition, part) for t in asset.tables]
    folder = lake.root / asset.step.folder.format(edition=edition) if asset.step.folder else None
    published = list(folder.rglob("*")) if folder is not None and folder.exists() else []
    published += lake.root.glob(asset.step.files) if asset.step.files else []
    others = (p for p in published if p.is_file() and not p.name.endswith(UNFINISHED))
    return hashes_of(lake, [*(p for p in tables if p.exists()), *others])


def hashes_of(lake: Lake, paths: Iterable[UPath]) -> dict[str, str]:
    """Return the SHA-256 of files of the lake, by path in the lake."""
    named = sorted((p.relative_to(lake.root).as_posix(), p) for p in paths)
    return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in named}


def _keys(lake: Lake, table: str, edition: str | None) -> list[str | None]:
    if not TABLES[table].by_edition:
        return [None]
    return [edition] if edition else [*lake.editions(table)]


def _path(lake: Lake, step: str, edition: str | None) -> UPath:
    return lake.root / FOLDER / (edition or ENSEMBLE) / f"{step}.json"


def _parsed(path: UPath) -> StepRecord | None:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return StepRecord(content["code"], content["brut"], content["tables"], content["ecrit"])
    except (ValueError, KeyError, TypeError):
        return None
