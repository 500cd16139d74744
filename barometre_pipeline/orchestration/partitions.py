"""The partition key of every per-edition asset: the edition.

Editions are discovered from the raw folder and registered in the instance; none is named in code.
"""

import dagster as dg

EDITIONS = dg.DynamicPartitionsDefinition(name="editions")


def register(instance: dg.DagsterInstance, editions: list[str]) -> list[str]:
    """Add the editions the instance does not know yet and return them."""
    new = [e for e in editions if e not in set(instance.get_dynamic_partitions("editions"))]
    if new:
        instance.add_dynamic_partitions("editions", new)
    return new
