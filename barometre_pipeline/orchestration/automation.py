"""What starts a run without a person: a yearly schedule, a sensor on new or changed extracts, a failure hook.

What a run does is in ``jobs``; nothing here computes.
"""

import hashlib
import json
from pathlib import Path

import dagster as dg

from barometre_pipeline.errors import BarometreError
from barometre_pipeline.orchestration.jobs import edition_job
from barometre_pipeline.orchestration.partitions import EDITIONS, register
from barometre_pipeline.orchestration.resources import Paths


@dg.schedule(
    job=edition_job,
    cron_schedule="0 6 15 9 *",
    execution_timezone="Europe/Paris",
    default_status=dg.DefaultScheduleStatus.STOPPED,
    description="Chaque 15 septembre à 6 h : recalcule l’édition la plus récente, enquête d’été close.",
    required_resource_keys={"paths"},
)
def annuel(context: dg.ScheduleEvaluationContext) -> dg.RunRequest | dg.SkipReason:
    """Rerun the newest edition once a year."""
    editions = list(context.resources.paths.editions())
    if not editions:
        return dg.SkipReason("Aucune édition dans le dossier des données brutes.")
    register(context.instance, editions)
    return dg.RunRequest(partition_key=editions[-1], run_key=f"annuel-{context.scheduled_execution_time:%Y}")


@dg.sensor(
    job=edition_job,
    minimum_interval_seconds=30,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Surveille data_raw : une nouvelle édition devient une partition, un extrait nouveau ou modifié "
    "déclenche le calcul de son édition.",
)
def extraits_nouveaux(context: dg.SensorEvaluationContext, paths: Paths) -> dg.SensorResult | dg.SkipReason:
    """Register new editions and request a run for each edition whose raw files changed.

    At the first evaluation the files present are only recorded: starting the UI must not start a run.
    """
    try:
        editions = paths.editions()
    except BarometreError as error:
        return dg.SkipReason(str(error))
    known = set(context.instance.get_dynamic_partitions("editions"))
    new = [e for e in editions if e not in known]
    seen = {key: _state(edition.folder) for key, edition in editions.items()}
    before: dict[str, str] | None = json.loads(context.cursor) if context.cursor else None
    changed = [] if before is None else [k for k, state in seen.items() if before.get(k) != state]
    return dg.SensorResult(
        run_requests=[dg.RunRequest(partition_key=k, run_key=f"{k}-{seen[k]}") for k in changed],
        dynamic_partitions_requests=[EDITIONS.build_add_request(new)] if new else [],
        cursor=json.dumps(seen, sort_keys=True),
    )


def _state(folder: Path) -> str:
    """Summarise an edition's files by name, size and date; a sensor must not hash gigabytes every minute."""
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    listing = [(p.relative_to(folder).as_posix(), p.stat().st_size, p.stat().st_mtime_ns) for p in files]
    return hashlib.sha256(json.dumps(listing).encode()).hexdigest()[:16]


@dg.run_failure_sensor(
    name="echec_de_calcul",
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Écrit dans le journal du service quelle édition a échoué et ce qu’il faut faire.",
)
def echec_de_calcul(context: dg.RunFailureSensorContext) -> None:
    """Say what failed where the person on duty looks."""
    edition = context.dagster_run.tags.get("dagster/partition", "?")
    context.log.error(
        f"Le calcul de l’édition {edition} a échoué (exécution {context.dagster_run.run_id}) : "
        f"{context.failure_event.message}. La dernière version valide du lac est restée en place."
    )


SCHEDULES = [annuel]
SENSORS = [extraits_nouveaux, echec_de_calcul]
