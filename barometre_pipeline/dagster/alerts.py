"""What looks at runs when nobody does: alerts on failures and on red checks, and the end of runs whose process is dead.

What an alert says and how it is sent is in the room ``alerts``.
"""

from pathlib import Path

import dagster as dg
from dagster import DagsterEventType

from barometre_pipeline.alerts import send_alert
from barometre_pipeline.alerts.message import Alert, Run, of_failure, of_red_checks
from barometre_pipeline.dagster.failures import check_told, foreseen, run_failure_told
from barometre_pipeline.dagster.live_runs import DEAD, DEAD_TAG, bury_dead

_EVERY_SECONDS = 20

_FROM_OUTSIDE = "marked as failed from outside the execution context"  # what Dagster says of a run that died


@dg.run_failure_sensor(
    name="echec_de_calcul",
    minimum_interval_seconds=_EVERY_SECONDS,
    default_status=dg.DefaultSensorStatus.RUNNING,
    monitor_all_code_locations=True,
    description="Alerte quand un calcul échoue ou s’arrête sans finir, avec le message de la ligne de commande : "
    "dans le journal de l’exécution, sur la sortie d’erreur, et par courriel ou webhook s’ils sont configurés.",
)
def failed_run(context: dg.RunFailureSensorContext) -> None:
    """Say what failed, once; a person at a terminal has been told, unless the process was killed."""
    run = context.dagster_run
    killed = run.tags.get(DEAD_TAG) == run.run_id
    if run.remote_job_origin is None and not killed:
        return
    failures = [foreseen(e) or _unforeseen(e) for e in context.get_step_failure_events()]
    if killed or not failures:
        said = run_failure_told(context.failure_event)
        killed |= _FROM_OUTSIDE in said  # Dagster found it dead before we did
        failures.append(DEAD if killed else said)
    _alert(context, of_failure(_named(run), failures, _red(context, blocking=True), killed))


@dg.run_status_sensor(
    run_status=dg.DagsterRunStatus.SUCCESS,
    name="controles_a_completer",
    minimum_interval_seconds=_EVERY_SECONDS,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Alerte quand un calcul réussi laisse un contrôle rouge : un nom à décider, une question sans "
    "correspondance. Une fois par exécution.",
)
def red_checks(context: dg.RunStatusSensorContext) -> None:
    """Say what a finished run leaves to a person."""
    if red := _red(context, blocking=False):
        _alert(context, of_red_checks(_named(context.dagster_run), red))


@dg.sensor(
    name="executions_interrompues",
    minimum_interval_seconds=_EVERY_SECONDS,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Marque en échec les exécutions dont le processus est mort (tué, machine redémarrée) : elles ne "
    "bloquent pas celles qui attendent.",
)
def dead_runs(context: dg.SensorEvaluationContext) -> dg.SkipReason:
    """Bury the dead."""
    buried = bury_dead(context.instance, Path(context.instance.root_directory))
    named = ", ".join(run.run_id for run in buried)
    return dg.SkipReason(f"Marquées en échec : {named}." if named else "Aucune exécution interrompue.")


def _named(run: dg.DagsterRun) -> Run:
    return Run(run.tags.get("dagster/partition", ""), run.job_name, run.run_id)


def _unforeseen(event: dg.DagsterEvent) -> str:
    """Name an error without its words: they may hold what somebody answered, and an alert leaves the machine."""
    error = event.step_failure_data.error
    kind = (error.cause or error).cls_name if error else "erreur"
    return f"Erreur imprévue à l’étape « {event.step_key} » ({kind}) ; le détail est dans le journal de l’exécution."


def _red(context: dg.RunStatusSensorContext, blocking: bool) -> list[str]:
    """Return what the red checks of a run say, those that stop it too or only the others."""
    entries = context.instance.all_logs(
        context.dagster_run.run_id, of_type=DagsterEventType.ASSET_CHECK_EVALUATION
    )
    checks = [e.dagster_event.asset_check_evaluation_data for e in entries if e.dagster_event]
    red = [c for c in checks if not c.passed and c.severity == dg.AssetCheckSeverity.ERROR]
    return [check_told(c) for c in red if blocking or not c.blocking]


def _alert(context: dg.RunStatusSensorContext, alert: Alert) -> None:
    done = send_alert(alert.titre, alert.message)
    told = "\n\n".join([alert.titre, alert.message, *done])
    context.log.error(told)
    context.instance.report_engine_event(told, context.dagster_run)


RUN_SENSORS = [failed_run, red_checks, dead_runs]
