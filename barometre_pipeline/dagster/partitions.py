"""Partition keys: the editions, one set per kind of source, since no edition need have every kind.

Editions are discovered from the raw folder and registered in the instance; none is named in code.
"""

from collections.abc import Iterable

import dagster as dg

from barometre_pipeline.editions.loader import SOURCE_FOLDERS, sources_of
from barometre_pipeline.editions.model import Edition

PARTITIONS: dict[str, dg.DynamicPartitionsDefinition] = {
    source: dg.DynamicPartitionsDefinition(name=f"editions_{source}") for source in SOURCE_FOLDERS
}


def unregistered(instance: dg.DagsterInstance, editions: Iterable[Edition]) -> dict[str, list[str]]:
    """Return, by source, the editions that the instance does not know yet."""
    missing: dict[str, list[str]] = {}
    for edition in editions:
        for source in sources_of(edition):
            if edition.key not in instance.get_dynamic_partitions(PARTITIONS[source].name or ""):
                missing.setdefault(source, []).append(edition.key)
    return missing


def register(instance: dg.DagsterInstance, editions: Iterable[Edition]) -> None:
    """Add the editions the instance does not know yet."""
    for source, keys in unregistered(instance, editions).items():
        instance.add_dynamic_partitions(PARTITIONS[source].name or "", keys)
