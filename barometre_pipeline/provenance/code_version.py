"""Fingerprints of the code that defines a result: of an asset, of a table, of the whole pipeline.

What a module is made of is ``source_tree``'s, the identity of data ``data_version``'s.
"""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from barometre_pipeline.provenance.source_tree import SourceTree
from barometre_pipeline.tables.registry import ASSETS, TABLES, Asset, declared_in, upstream

_TREE = SourceTree(Path(__file__).resolve().parents[1])
_PACKAGE = _TREE.root.name


@cache
def code_of_asset(name: str) -> str:
    """Return the fingerprint of what an asset does: its step, the declaration of its tables, and all they import.

    An asset that records the code of a table changes with that code too.
    """
    asset = ASSETS[name]
    recorded = [a for table in asset.code_of for a in upstream(ASSETS, TABLES, table)]
    return _TREE.version(_modules((asset, *recorded)))


@cache
def code_of_table(table: str) -> str:
    """Return the fingerprint of the code that gives a table and all that it is computed from."""
    return _TREE.version(_modules(upstream(ASSETS, TABLES, table)))


@cache
def code_of_drift() -> str:
    """Return the fingerprint of the suite that looks for drift."""
    return _TREE.version([f"{_PACKAGE}.expectations.drift", f"{_PACKAGE}.expectations.runner"])


def step_module(asset: Asset) -> str:
    """Return the full name of the module that does the work of an asset."""
    return f"{_PACKAGE}.steps.{asset.step.module}"


def _modules(assets: Iterable[Asset]) -> set[str]:
    return {m for a in assets for m in (step_module(a), *map(declared_in, a.tables))}
