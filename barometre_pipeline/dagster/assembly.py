"""Binds every asset, check, job, sensor and schedule to one raw folder and one lake; nothing else.

What Dagster itself loads is in ``definitions``.
"""

from pathlib import Path

import dagster as dg

import barometre_pipeline.dagster.quiet  # noqa: F401  (before any asset is defined)
from barometre_pipeline.dagster.assets import all_assets
from barometre_pipeline.dagster.automation import SCHEDULES, sensors
from barometre_pipeline.dagster.chart_checks import CHECKS as CHART_CHECKS
from barometre_pipeline.dagster.checks import CHECKS
from barometre_pipeline.dagster.document_checks import documents_without_contradiction
from barometre_pipeline.dagster.executors import chosen_executor
from barometre_pipeline.dagster.expectations_checks import GX_CHECKS
from barometre_pipeline.dagster.jobs import jobs
from barometre_pipeline.dagster.kept_connections import keep_connections
from barometre_pipeline.dagster.new_edition import new_edition_job
from barometre_pipeline.dagster.one_writer import one_writer
from barometre_pipeline.dagster.printed_checks import printed_checks, printed_keys
from barometre_pipeline.dagster.release_checks import frozen_versions_unmoved
from barometre_pipeline.dagster.resources import Paths
from barometre_pipeline.editions.codebooks import catalogue_of_raw


def build(raw: str, lake: str, console: dg.LoggerDefinition | None = None) -> dg.Definitions:
    """Bind every asset, check and job to one raw folder and one lake.

    Args:
        raw: raw folder; the codebooks of its editions say which indicators there are.
        lake: lake folder or fsspec address.
        console: logger that replaces Dagster's console output, for the command line.
    """
    keep_connections()
    catalogue = catalogue_of_raw(Path(raw))
    all_jobs = [*jobs(printed_keys(catalogue)), new_edition_job]
    return dg.Definitions(
        assets=all_assets(catalogue),
        asset_checks=[
            *CHECKS,
            *CHART_CHECKS,
            documents_without_contradiction,
            frozen_versions_unmoved,
            *GX_CHECKS,
            printed_checks(catalogue),
        ],
        jobs=all_jobs,
        schedules=SCHEDULES,
        sensors=sensors(all_jobs),
        resources={"paths": Paths(raw=raw, lake=lake)},
        loggers={"console": console} if console else None,
        executor=one_writer(chosen_executor(), lake),
    )
