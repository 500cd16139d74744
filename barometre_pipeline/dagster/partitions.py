"""Partition keys: the editions, one set whatever their sources.

Editions are discovered from the raw folder and registered in the instance; none is named in code.
"""

from collections.abc import Iterable
from typing import Final

import dagster as dg

_NAME: Final = "editions"
EDITIONS: Final = dg.DynamicPartitionsDefinition(name=_NAME)


def unregistered(instance: dg.DagsterInstance, editions: Iterable[str]) -> list[str]:
    """Return the editions that the instance does not know yet, in order."""
    known = set(instance.get_dynamic_partitions(_NAME))
    return sorted(key for key in editions if key not in known)


def register(instance: dg.DagsterInstance, editions: Iterable[str]) -> None:
    """Add the editions the instance does not know yet."""
    if missing := unregistered(instance, editions):
        instance.add_dynamic_partitions(_NAME, missing)


def unregister(instance: dg.DagsterInstance, edition: str) -> None:
    """Remove an edition that is no more."""
    instance.delete_dynamic_partition(_NAME, edition)
