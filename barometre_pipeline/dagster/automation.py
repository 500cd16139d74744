"""What starts a run without a person: a yearly schedule, a sensor on new or changed extracts.

What a run does is in ``jobs``, what is told of one in ``alerts``; nothing here computes.
"""

import hashlib
import json
from pathlib import Path

import dagster as dg

from barometre_pipeline.dagster.alerts import RUN_SENSORS
from barometre_pipeline.dagster.jobs import JOBS, job_of
from barometre_pipeline.dagster.partitions import PARTITIONS, register, unregistered
from barometre_pipeline.dagster.resources import Paths
from barometre_pipeline.editions.loader import sources_of
from barometre_pipeline.errors import BarometreError

_JOBS = {job.name: job for job in JOBS}


def _annual(source: str) -> dg.ScheduleDefinition:
    """Build the yearly schedule of one kind of source."""

    @dg.schedule(
        name=f"annuel_{source}",
        job=_JOBS[source],
        cron_schedule="0 6 15 9 *",
        execution_timezone="Europe/Paris",
        default_status=dg.DefaultScheduleStatus.STOPPED,
        description="Chaque 15 septembre à 6 h, enquête d’été close : recalcule l’édition la plus récente.",
        required_resource_keys={"paths"},
    )
    def annual(context: dg.ScheduleEvaluationContext) -> dg.RunRequest | dg.SkipReason:
        editions = context.resources.paths.editions()
        register(context.instance, editions.values())
        keys = [k for k, e in editions.items() if source in sources_of(e)]
        if not keys:
            return dg.SkipReason("Aucune édition de ce type dans le dossier des données brutes.")
        return dg.RunRequest(partition_key=keys[-1], run_key=f"annuel-{context.scheduled_execution_time:%Y}")

    return annual


@dg.sensor(
    name="extraits_nouveaux",
    jobs=JOBS,
    minimum_interval_seconds=30,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Surveille data_raw : une nouvelle édition devient une partition, un extrait nouveau ou modifié "
    "déclenche le calcul de son édition.",
)
def new_extracts(context: dg.SensorEvaluationContext, paths: Paths) -> dg.SensorResult | dg.SkipReason:
    """Register new editions and request a run for each edition whose raw files or YAML changed.

    At the first evaluation the files present are only recorded: starting the UI must not start a run.
    """
    try:
        editions = paths.editions()
    except BarometreError as error:
        return dg.SkipReason(str(error))
    seen = {
        f"{k}/{s}": f"{_state(e.folder / s)}-{e.config_sha256[:8]}"
        for k, e in editions.items()
        for s in sources_of(e)
    }
    before: dict[str, str] | None = json.loads(context.cursor) if context.cursor else None
    changed = [] if before is None else [k for k, state in seen.items() if before.get(k) != state]
    new = unregistered(context.instance, editions.values())
    return dg.SensorResult(
        run_requests=[
            dg.RunRequest(
                job_name=job_of(source, with_gx=True), partition_key=key, run_key=f"{key}-{seen[change]}"
            )
            for change in changed
            for key, source in [change.split("/")]
        ],
        dynamic_partitions_requests=[PARTITIONS[s].build_add_request(keys) for s, keys in new.items()],
        cursor=json.dumps(seen, sort_keys=True),
    )


def _state(folder: Path) -> str:
    """Summarise an edition's files by name, size and date; a sensor must not hash gigabytes every minute."""
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    listing = [(p.relative_to(folder).as_posix(), p.stat().st_size, p.stat().st_mtime_ns) for p in files]
    return hashlib.sha256(json.dumps(listing).encode()).hexdigest()[:16]


SCHEDULES = [_annual(s) for s in PARTITIONS if s in _JOBS]
SENSORS = [new_extracts, *RUN_SENSORS]
