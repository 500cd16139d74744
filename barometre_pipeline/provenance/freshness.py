"""Knows whether an edition must be computed again: same raw files, same YAML, same code, same tables on disk.

Compares content, never dates; writes one small record per edition into the lake.
"""

import hashlib
import json
from pathlib import Path

from upath import UPath

from barometre_pipeline.editions.model import Edition
from barometre_pipeline.files import write_atomically
from barometre_pipeline.lake import Lake
from barometre_pipeline.provenance.code_version import code_of_pipeline
from barometre_pipeline.vocabulary import ENSEMBLE


def inputs_of(edition: Edition) -> dict[str, str]:
    """Return what an edition's results depend on: each raw file, the référentiels, the YAML and the code."""
    # Whoever only asks about the whole, as an audit card does, reads no source.
    from barometre_pipeline.sources.raw_files import describe_file

    raw = edition.folder.parent
    folders = [edition.folder, raw / "referentiels"]
    files = sorted(p for f in folders if f.is_dir() for p in f.rglob("*") if p.is_file())
    described = [describe_file(p, raw, "") for p in files]
    hashes = {f.path: f.sha256 for f in described}
    return {**hashes, "(configuration)": edition.config_sha256, "(code)": code_of_pipeline()}


def is_fresh(lake: Lake, edition: Edition, with_gx: bool) -> bool:
    """Tell whether the lake already holds this edition computed from the same inputs."""
    record = _record(lake, edition.key)
    if not record.exists():
        return False
    known = json.loads(record.read_text(encoding="utf-8"))
    if known.get("entrees") != inputs_of(edition) or (with_gx and not known["great_expectations"]):
        return False
    return all(_same(lake, path, digest) for path, digest in known["fichiers"].items())


def remember(lake: Lake, edition: Edition, with_gx: bool) -> None:
    """Record that the edition's files in the lake come from its present inputs."""
    marks = (f"edition={edition.key}", edition.key)
    files = {
        str(p.relative_to(lake.root)): _sha256(p)
        for p in lake.files()
        if any(part in marks for part in p.relative_to(lake.root).parts[:-1])
    }
    content = {"entrees": inputs_of(edition), "fichiers": files, "great_expectations": with_gx}
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
    write_atomically(_record(lake, edition.key), text.encode("utf-8"))


def ensemble_is_fresh(lake: Lake) -> bool:
    """Tell whether what looks across editions was computed from the editions the lake holds, and is still there."""
    record = _record(lake, ENSEMBLE)
    if not record.exists():
        return False
    known = json.loads(record.read_text(encoding="utf-8"))
    if known.get("entrees") != _ensemble_inputs(lake):
        return False
    return all(_same(lake, path, digest) for path, digest in known["fichiers"].items())


def remember_ensemble(lake: Lake) -> None:
    """Record that the files of no single edition come from the editions the lake holds now."""
    folder = _record(lake, ENSEMBLE).parent
    editions = {p.stem for p in folder.iterdir()} - {ENSEMBLE}
    marks = {*editions, *(f"edition={e}" for e in editions), folder.name}
    files = {
        str(p.relative_to(lake.root)): _sha256(p)
        for p in lake.files()
        if not marks.intersection(p.relative_to(lake.root).parts[:-1])
    }
    content = {"entrees": _ensemble_inputs(lake), "fichiers": files}
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
    write_atomically(_record(lake, ENSEMBLE), text.encode("utf-8"))


def _ensemble_inputs(lake: Lake) -> dict[str, str]:
    folder = _record(lake, ENSEMBLE).parent
    known = sorted(p for p in folder.iterdir() if p.stem != ENSEMBLE) if folder.exists() else []
    states = {p.stem: hashlib.sha256(p.read_bytes()).hexdigest() for p in known}
    return {**states, "(code)": code_of_pipeline()}


def _record(lake: Lake, edition: str) -> UPath:
    return lake.root / "empreintes" / f"{edition}.json"


def _same(lake: Lake, path: str, digest: str) -> bool:
    target = lake.root / Path(path).as_posix()
    return bool(target.exists()) and _sha256(target) == digest


def _sha256(path: UPath) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
