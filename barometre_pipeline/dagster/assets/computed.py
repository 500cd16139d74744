"""The assets that compute: one multi-asset per declared step, everything about it derived from its tables.

What an asset reads, writes and is made of is said in ``tables.declarations``, what it does in ``steps``; indicators,
which have an asset each, are in ``indicators``.
"""

from collections.abc import Iterator

import dagster as dg

from barometre_pipeline.dagster.assets.raw import raw_key
from barometre_pipeline.dagster.assets.work import Work, absent
from barometre_pipeline.dagster.metadata import OWNERS, GraphKeys, asset_key, table_metadata
from barometre_pipeline.dagster.partitions import EDITIONS
from barometre_pipeline.provenance.code_version import code_of_asset
from barometre_pipeline.provenance.data_version import frames_version
from barometre_pipeline.tables.model import Table
from barometre_pipeline.tables.registry import ASSETS, Asset


def computed_assets(keys: GraphKeys) -> list[dg.AssetsDefinition]:
    """Build the asset of every declared step but those that have an asset for each part."""
    return [_definition(asset, keys) for asset in ASSETS.values() if not asset.part]


def _definition(asset: Asset, keys: GraphKeys) -> dg.AssetsDefinition:
    """Build one multi-asset.

    It depends on what it reads without Dagster loading it: an asset that looks at all editions reads those that
    the lake has, which need not be every partition, and each step reads no more than it must.
    """

    @dg.multi_asset(
        name=asset.name,
        specs=[_spec(asset, table, keys) for table in asset.tables],
        partitions_def=EDITIONS if asset.source else None,
        backfill_policy=dg.BackfillPolicy.single_run() if asset.source else None,
        required_resource_keys={"paths"},
    )
    def computed(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult[None]]:
        work = Work(asset, context)
        produced = {key: work.compute(key) for key in work.editions()}
        for table in asset.tables:
            frames = {edition: found[table.name] for edition, found in produced.items() if found is not None}
            for edition, frame in frames.items():
                context.add_asset_metadata(
                    table_metadata(table, frame, work.lake, keys),
                    asset_key=asset_key(table.name),
                    partition_key=edition,
                )
            for edition in produced.keys() - frames.keys():
                context.add_asset_metadata(
                    absent(asset, edition), asset_key=asset_key(table.name), partition_key=edition
                )
            version = frames_version({edition or "": frame for edition, frame in frames.items()})
            yield dg.MaterializeResult(asset_key=asset_key(table.name), data_version=dg.DataVersion(version))

    return computed


def _spec(asset: Asset, table: Table, keys: GraphKeys) -> dg.AssetSpec:
    return dg.AssetSpec(
        key=asset_key(table.name),
        deps=[*(raw_key(i) for i in asset.step.raw), *(k for t in asset.reads for k in keys.of(t))],
        description=table.description,
        group_name=table.step.group or table.layer,
        owners=OWNERS,
        kinds=set(table.step.kinds),
        tags={"couche": table.layer, "donnees_personnelles": "oui" if table.personal else "non"},
        code_version=code_of_asset(asset.name),
    )
