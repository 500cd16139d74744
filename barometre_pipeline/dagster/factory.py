"""Turns a plain step (frames in, frames out) into Dagster assets partitioned by edition.

Everything an asset needs besides its step (description, owners, kinds, versions, metadata) is set here once.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import dagster as dg
import pandas as pd

from barometre_pipeline.dagster.metadata import table_metadata
from barometre_pipeline.dagster.partitions import PARTITIONS
from barometre_pipeline.editions.model import Edition
from barometre_pipeline.errors import BarometreError
from barometre_pipeline.lake import Lake
from barometre_pipeline.provenance.code_version import code_version
from barometre_pipeline.provenance.data_version import frames_version
from barometre_pipeline.tables.registry import TABLES

Frames = dict[str, pd.DataFrame]
Step = Callable[[Edition, Frames, Lake], Frames]
ExtraMetadata = Callable[[Edition, Frames, Lake], dict[str, Any]]

OWNERS = ["team:observatoire-data-publica"]
GROUPS = {"bronze": "bronze", "silver": "silver", "gold": "gold"}


def edition_assets(
    name: str,
    tables: Sequence[str],
    inputs: Sequence[str],
    step: Step,
    code: Sequence[str],
    kinds: frozenset[str] = frozenset({"pandas", "parquet"}),
    group: str | None = None,
    extra: ExtraMetadata | None = None,
) -> dg.AssetsDefinition:
    """Build the multi-asset that writes ``tables`` from ``inputs`` for each edition of the run.

    Args:
        name: op name.
        tables: full names of the tables produced, all in ``tables.registry``.
        inputs: full names of the tables read.
        step: the work, called once per edition.
        code: subpackages whose source defines the result (code version).
        kinds: what the UI shows as technologies.
        group: Dagster group; the table's layer if None.
        extra: metadata to add to the first table of each edition.
    """
    version = code_version(*code)

    @dg.multi_asset(
        name=name,
        outs={_slug(t): _out(t, version, kinds, group) for t in tables},
        ins={
            _slug(t): dg.AssetIn(key=dg.AssetKey(t.split("/")), input_manager_key="lake_io") for t in inputs
        },
        partitions_def=PARTITIONS[TABLES[tables[0]].source],
        backfill_policy=dg.BackfillPolicy.single_run(),
        required_resource_keys={"paths"},
    )
    def assets(context: dg.AssetExecutionContext, **frames: Any) -> Iterator[dg.Output]:
        paths = context.resources.paths
        lake = paths.open_lake()
        results: dict[str, Frames] = {t: {} for t in tables}
        received = {t: frames[_slug(t)] for t in inputs}
        for key in context.partition_keys:
            try:
                edition = paths.edition(key)
                produced = step(edition, {t: received[t][key] for t in inputs}, lake)
            except BarometreError as error:
                raise dg.Failure(description=str(error), allow_retries=False) from error
            for table in tables:
                results[table][key] = produced[table]
            _report(context, tables, produced, key, extra(edition, produced, lake) if extra else {})
        for table in tables:
            yield dg.Output(
                results[table],
                output_name=_slug(table),
                data_version=dg.DataVersion(frames_version(results[table])),
            )

    return assets


def ensemble_assets(
    name: str,
    tables: Sequence[str],
    deps: Sequence[str],
    step: Callable[[Lake, dict[str, Edition]], Frames],
    code: Sequence[str],
    kinds: frozenset[str] = frozenset({"pandas", "parquet"}),
    group: str | None = None,
    extra: Callable[[Frames, Lake], dict[str, Any]] | None = None,
) -> dg.AssetsDefinition:
    """Build the multi-asset that writes ``tables``, common to all editions, from what the lake holds.

    It depends on every edition the lake has, which need not be every partition: hence dependencies without
    loading, and a step that reads the lake itself.
    """

    @dg.multi_asset(
        name=name,
        outs={_slug(t): _out(t, code_version(*code), kinds, group) for t in tables},
        deps=[dg.AssetKey(t.split("/")) for t in deps],
        required_resource_keys={"paths"},
    )
    def assets(context: dg.AssetExecutionContext) -> Iterator[dg.Output]:
        paths = context.resources.paths
        lake = paths.open_lake()
        try:
            produced = step(lake, paths.editions())
        except BarometreError as error:
            raise dg.Failure(description=str(error), allow_retries=False) from error
        _report(context, tables, produced, None, extra(produced, lake) if extra else {})
        for table in tables:
            version = dg.DataVersion(frames_version({"": produced[table]}))
            yield dg.Output(produced[table], output_name=_slug(table), data_version=version)

    return assets


def _out(table: str, version: str, kinds: frozenset[str], group: str | None) -> dg.AssetOut:
    return dg.AssetOut(
        key=dg.AssetKey(table.split("/")),
        io_manager_key="lake_io",
        description=TABLES[table].description,
        group_name=group or GROUPS[TABLES[table].layer],
        owners=OWNERS,
        kinds=set(kinds),
        tags={
            "couche": TABLES[table].layer,
            "donnees_personnelles": "oui" if TABLES[table].personal else "non",
        },
        code_version=version,
        dagster_type=dg.Any,
    )


def _report(
    context: dg.AssetExecutionContext,
    tables: Sequence[str],
    produced: Frames,
    key: str | None,
    extra: dict[str, Any],
) -> None:
    for position, table in enumerate(tables):
        frame = produced[table]
        metadata = table_metadata(TABLES[table], frame)
        if position == 0:
            metadata |= extra
        context.add_asset_metadata(metadata, asset_key=dg.AssetKey(table.split("/")), partition_key=key)


def _slug(table: str) -> str:
    return table.replace("/", "__")
