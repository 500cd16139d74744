"""Assembles Dagster's definitions; nothing else."""

import dagster as dg

import barometre_pipeline.dagster.quiet  # noqa: F401  (before any asset is defined)
from barometre_pipeline.dagster.assets import ALL_ASSETS
from barometre_pipeline.dagster.automation import SCHEDULES, SENSORS
from barometre_pipeline.dagster.checks import CHECKS
from barometre_pipeline.dagster.expectations_checks import GX_CHECKS
from barometre_pipeline.dagster.jobs import JOBS
from barometre_pipeline.dagster.one_writer import one_writer
from barometre_pipeline.dagster.resources import Paths
from barometre_pipeline.folders import default_lake, default_raw


def build(raw: str, lake: str, console: dg.LoggerDefinition | None = None) -> dg.Definitions:
    """Bind every asset, check and job to one raw folder and one lake.

    Args:
        raw: raw folder.
        lake: lake folder or fsspec address.
        console: logger that replaces Dagster's console output, for the command line.
    """
    return dg.Definitions(
        assets=ALL_ASSETS,
        asset_checks=[*CHECKS, *GX_CHECKS],
        jobs=JOBS,
        schedules=SCHEDULES,
        sensors=SENSORS,
        resources={"paths": Paths(raw=raw, lake=lake)},
        loggers={"console": console} if console else None,
        executor=one_writer(dg.in_process_executor, lake),
    )


defs = build(str(default_raw()), str(default_lake()))
