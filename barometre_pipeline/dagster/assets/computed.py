"""The assets that compute: one multi-asset per declared step, everything about it derived from its tables.

What an asset reads, writes and is made of is said in ``tables.declarations``, what it does in ``steps``.
"""

import importlib
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import dagster as dg

from barometre_pipeline.dagster.metadata import OWNERS, asset_key, table_metadata
from barometre_pipeline.dagster.partitions import PARTITIONS
from barometre_pipeline.dagster.resources import Paths
from barometre_pipeline.errors import BarometreError
from barometre_pipeline.provenance.code_version import code_of_asset, step_module
from barometre_pipeline.provenance.data_version import frames_version
from barometre_pipeline.tables.model import Table
from barometre_pipeline.tables.reading import DeclaredTables, Frames
from barometre_pipeline.tables.registry import ASSETS, Asset


def computed_assets() -> list[dg.AssetsDefinition]:
    """Build the asset of every declared step."""
    return [_definition(asset) for asset in ASSETS.values()]


def _definition(asset: Asset) -> dg.AssetsDefinition:
    """Build one multi-asset.

    It depends on what it reads without Dagster loading it: an asset that looks at all editions reads those that
    the lake has, which need not be every partition, and each step reads no more than it must.
    """

    @dg.multi_asset(
        name=asset.name,
        outs={_slug(t): _out(t, code_of_asset(asset.name)) for t in asset.tables},
        deps=[asset_key(t) for t in asset.reads],
        partitions_def=PARTITIONS[asset.source] if asset.source else None,
        backfill_policy=dg.BackfillPolicy.single_run() if asset.source else None,
        required_resource_keys={"paths"},
    )
    def computed(context: dg.AssetExecutionContext) -> Iterator[dg.Output]:
        produced = _by_edition(asset, context) if asset.source else {"": _over_editions(asset, context)}
        for edition, frames in produced.items():
            _report(asset, context, frames, edition or None)
        for table in asset.tables:
            frames = {edition: found[table.name] for edition, found in produced.items()}
            yield dg.Output(
                frames if asset.source else frames[""],
                output_name=_slug(table),
                data_version=dg.DataVersion(frames_version(frames)),
            )

    return computed


def _by_edition(asset: Asset, context: dg.AssetExecutionContext) -> dict[str, Frames]:
    """Run the step on each edition of the run."""
    paths: Paths = context.resources.paths
    lake = paths.open_lake()
    return {
        key: _run(asset, partial(paths.edition, key), DeclaredTables(lake, asset, key))
        for key in context.partition_keys
    }


def _over_editions(asset: Asset, context: dg.AssetExecutionContext) -> Frames:
    """Run a step that looks at all editions."""
    paths: Paths = context.resources.paths
    return _run(asset, paths.editions, DeclaredTables(paths.open_lake(), asset))


def _run(asset: Asset, editions: Callable[[], Any], tables: DeclaredTables) -> Frames:
    """Run the step; a fault that a person can mend is a failure told in their words."""
    # Imported when it runs: a step loads the libraries that it computes with.
    step = importlib.import_module(step_module(asset))
    try:
        frames: Frames = step.run(editions(), tables)
    except BarometreError as error:
        raise dg.Failure(description=str(error), allow_retries=False) from error
    return frames


def _out(table: Table, code: str) -> dg.AssetOut:
    return dg.AssetOut(
        key=asset_key(table.name),
        io_manager_key="lake_io",
        description=table.description,
        group_name=table.step.group or table.layer,
        owners=OWNERS,
        kinds=set(table.step.kinds),
        tags={"couche": table.layer, "donnees_personnelles": "oui" if table.personal else "non"},
        code_version=code,
        dagster_type=dg.Any,
    )


def _report(asset: Asset, context: dg.AssetExecutionContext, frames: Frames, edition: str | None) -> None:
    lake = context.resources.paths.open_lake()
    for table in asset.tables:
        context.add_asset_metadata(
            table_metadata(table, frames[table.name], lake),
            asset_key=asset_key(table.name),
            partition_key=edition,
        )


def _slug(table: Table) -> str:
    return table.name.replace("/", "__")
