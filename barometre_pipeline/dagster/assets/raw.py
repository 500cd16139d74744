"""The raw files in the graph: observable assets, whose data version is the SHA-256 of what was found.

A step that reads them observes them too, as it reads (``work``); here they are looked at on demand.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import dagster as dg

from barometre_pipeline.dagster.metadata import OWNERS, hashed_files
from barometre_pipeline.dagster.partitions import EDITIONS
from barometre_pipeline.editions.model import Edition
from barometre_pipeline.provenance.inputs import data_version, raw_hashes
from barometre_pipeline.tables.raw_inputs import EXTRACT, RAW_INPUTS, STRUCTURE, RawInput

GROUP: Final = "brut"
PULL: Final = dg.AssetKey(["extraction_limesurvey"])
_PULLED: Final = (EXTRACT, STRUCTURE)
_VERSION: Final = "dagster/data_version"


def raw_key(raw_input: RawInput) -> dg.AssetKey:
    """Return the key of the asset that a raw input is."""
    return dg.AssetKey([GROUP, raw_input.name])


def observations(
    editions: Iterable[Edition],
    inputs: Iterable[RawInput],
    known: Mapping[str, Mapping[str, str]] | None = None,
) -> Iterator[dg.AssetObservation]:
    """Return what is seen of raw inputs, one observation for each edition.

    Args:
        editions: those to look at.
        inputs: which raw inputs.
        known: hashes already taken of the files of one edition, by raw input.
    """
    listed = list(inputs)
    for edition in editions:
        hashes = raw_hashes(edition, listed) if known is None else known
        for raw_input in listed:
            files = hashes[raw_input.name]
            yield dg.AssetObservation(
                asset_key=raw_key(raw_input),
                partition=edition.key,
                metadata=_metadata(files),
                tags={_VERSION: data_version(files)},
            )


@dg.multi_observable_source_asset(  # type: ignore[untyped-decorator]
    name="observation_des_fichiers",
    specs=[
        dg.AssetSpec(
            key=raw_key(i),
            deps=[PULL] if i in _PULLED else [],
            group_name=GROUP,
            description=f"{i.title}. {i.description}",
            owners=OWNERS,
            tags={"couche": GROUP, "donnees_personnelles": "oui" if i.personal else "non"},
        )
        for i in RAW_INPUTS.values()
    ],
    partitions_def=EDITIONS,
    can_subset=True,
    required_resource_keys={"paths"},
)
def raw_files(context: dg.AssetExecutionContext) -> Iterator[dg.ObserveResult]:
    """Look at the raw files of the editions of the run; nothing is computed from what is seen here."""
    editions = context.resources.paths.editions()
    wanted = [editions[k] for k in context.partition_keys if k in editions]
    inputs = [i for i in RAW_INPUTS.values() if raw_key(i) in context.selected_asset_keys]
    seen = list(observations(wanted, inputs))
    if len(context.partition_keys) == 1 and seen:
        for event in seen:
            yield dg.ObserveResult(asset_key=event.asset_key, metadata=event.metadata, tags=event.tags)
        return
    # A result speaks for all editions of the run; what was seen of each of them is told after it.
    yield from (dg.ObserveResult(asset_key=raw_key(i)) for i in inputs)
    for event in seen:
        context.log_event(event)


def observed_files() -> dg.AssetsDefinition:
    """Return the asset, with what Dagster's decorator has no word for: several editions are looked at in one run."""
    asset: dg.AssetsDefinition = raw_files
    bound: dg.AssetsDefinition = asset.with_attributes(backfill_policy=dg.BackfillPolicy.single_run())
    return bound


def _metadata(files: Mapping[str, str]) -> dict[str, Any]:
    if not files:
        return {"Fichiers": "aucun"}
    return {"Fichiers": dg.MetadataValue.md(hashed_files(files.items()))}
