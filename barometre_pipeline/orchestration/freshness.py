"""Knows whether an edition must be computed again: same raw files, same YAML, same code, same tables on disk.

Compares content, never dates; writes one small record per edition into the lake.
"""

import json
from pathlib import Path

from barometre_pipeline.editions.model import Edition
from barometre_pipeline.lake import Lake
from barometre_pipeline.orchestration.code_version import code_version
from barometre_pipeline.sources.files import describe_file

_PARTS = (
    "audit", "catalogue", "cleaning", "editions", "expectations", "indicators", "matching", "orchestration",
    "publication", "sources", "statistics",
)  # fmt: skip


def inputs_of(edition: Edition, lake: Lake) -> dict[str, str]:
    """Return what an edition's results depend on: each raw file, the référentiels, the YAML and the code."""
    raw = edition.folder.parent
    folders = [edition.folder, raw / "referentiels"]
    files = sorted(p for f in folders if f.is_dir() for p in f.rglob("*") if p.is_file())
    hashes = {describe_file(p, raw, "").path: describe_file(p, raw, "").sha256 for p in files}
    return {**hashes, "(configuration)": edition.config_sha256, "(code)": code_version(*_PARTS)}


def is_fresh(lake: Lake, edition: Edition, with_gx: bool) -> bool:
    """Tell whether the lake already holds this edition computed from the same inputs."""
    record = _record(lake, edition.key)
    if not record.exists():
        return False
    known = json.loads(record.read_text(encoding="utf-8"))
    if known["entrees"] != inputs_of(edition, lake) or (with_gx and not known["great_expectations"]):
        return False
    return all(_same(lake, path, size) for path, size in known["fichiers"].items())


def remember(lake: Lake, edition: Edition, with_gx: bool) -> None:
    """Record that the edition's files in the lake come from its present inputs."""
    marks = (f"edition={edition.key}", edition.key)
    files = {
        str(p.relative_to(lake.root)): p.stat().st_size
        for p in lake.files()
        if any(part in marks for part in p.relative_to(lake.root).parts[:-1])
    }
    content = {"entrees": inputs_of(edition, lake), "fichiers": files, "great_expectations": with_gx}
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
    lake.write_bytes(_record(lake, edition.key), text.encode("utf-8"))


def _record(lake: Lake, edition: str):  # noqa: ANN202  (UPath or Path, as the lake's root)
    return lake.root / "empreintes" / f"{edition}.json"


def _same(lake: Lake, path: str, size: int) -> bool:
    target = lake.root / Path(path).as_posix()
    return target.exists() and target.stat().st_size == size
