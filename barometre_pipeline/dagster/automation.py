"""What starts a run without a person: a sensor that brings everything up to date, and the yearly schedule.

What is out of date is ``provenance.update``'s; what a run does is in ``jobs``; nothing here computes.
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

import dagster as dg

from barometre_pipeline.alerts import send_alert
from barometre_pipeline.dagster.alerts import RUN_SENSORS
from barometre_pipeline.dagster.assets.raw import observations
from barometre_pipeline.dagster.attempts import attempted, next_key, running, state_tags
from barometre_pipeline.dagster.jobs import ENSEMBLE_JOB, UPDATE, YEARLY
from barometre_pipeline.dagster.metadata import GraphKeys, graph_keys
from barometre_pipeline.dagster.partitions import EDITIONS, register, unregistered
from barometre_pipeline.dagster.resources import Paths
from barometre_pipeline.editions.loader import sources_of
from barometre_pipeline.editions.model import Edition
from barometre_pipeline.errors import BarometreError, InputError
from barometre_pipeline.folders import dagster_home
from barometre_pipeline.french.spaces import NBSP
from barometre_pipeline.french.words import enumeration
from barometre_pipeline.provenance.freshness import Freshness
from barometre_pipeline.provenance.inputs import being_written, listing
from barometre_pipeline.provenance.update import Update, update_of
from barometre_pipeline.tables.raw_inputs import RAW_INPUTS
from barometre_pipeline.tables.registry import ASSETS
from barometre_pipeline.vocabulary import ENSEMBLE
from barometre_pipeline.writer import held_by, refresh

_VERSION: Final = "dagster/data_version"
_BOOKS: Final = "livres_de_codes"  # the part of what looks across editions that comes before them


def sensors(jobs: Sequence[Any]) -> list[dg.SensorDefinition]:
    """Build the sensors; those that start a run are bound to the jobs."""
    bound = dg.sensor(
        name="mise_a_jour_automatique",
        jobs=[job for job in jobs if job.name in (UPDATE, ENSEMBLE_JOB)],
        minimum_interval_seconds=30,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Surveille les données brutes, les YAML et le lac : ce qui n’est plus à jour est recalculé jusqu’à "
        "la dernière page, sans un clic. Un fichier en cours de copie attend d’être entier ; un questionnaire sans "
        "réponse attend ses réponses.",
    )
    return [bound(keep_up_to_date), *RUN_SENSORS]


def keep_up_to_date(context: dg.SensorEvaluationContext, paths: Paths) -> dg.SensorResult | dg.SkipReason:
    """Request what is out of date, once the raw folder has not moved between two looks and nothing is running."""
    try:
        editions = paths.editions()
    except BarometreError as error:
        return dg.SkipReason(str(error))
    before: dict[str, Any] = json.loads(context.cursor or "{}")
    moved = listing(paths.raw_folder())
    seen = list(observations(editions.values(), RAW_INPUTS.values()))
    versions = {f"{e.partition}/{e.asset_key.path[-1]}": e.tags[_VERSION] for e in seen}
    known = before.get("versions", {})
    events = [e for e in seen if known.get(f"{e.partition}/{e.asset_key.path[-1]}") != e.tags[_VERSION]]
    new = unregistered(context.instance, editions)
    reason = _why_wait(context.instance, paths, before.get("listing") == moved)
    requests: list[dg.RunRequest] = []
    reason = reason or _refreshed(paths)
    if not reason:
        todo = update_of(Freshness(paths.open_lake(), editions), editions)
        graph = context.repository_def.asset_graph if context.repository_def else None
        requests = list(_requests(context.instance, todo, graph_keys(graph))) if graph else []
        reason = "" if requests else _nothing(todo, editions)
    return dg.SensorResult(
        run_requests=requests,
        skip_reason=reason or None,
        asset_events=events,
        dynamic_partitions_requests=[EDITIONS.build_add_request(new)] if new else [],
        cursor=json.dumps({"listing": moved, "versions": versions}, sort_keys=True),
    )


def _why_wait(instance: dg.DagsterInstance, paths: Paths, still: bool) -> str:
    """Say why nothing is asked for now, "" if something may be."""
    unfinished = being_written(paths.raw_folder())
    if unfinished:
        return f"Fichiers en cours de copie{NBSP}: {', '.join(unfinished[:3])}."
    if not still:
        return "Les données brutes viennent de changer ; elles seront lues au prochain passage si plus rien ne bouge."
    lake = paths.lake_folder()
    if holder := held_by(lake, dagster_home(lake)):
        return f"Le lac est en cours d’écriture par {holder}."
    return "Un calcul est en cours ou attend son tour." if running(instance) else ""


def _refreshed(paths: Paths) -> str:
    """Take what other machines gave back to the address of the lake, if it has one; say what forbids it, or nothing."""
    lake = paths.lake_folder()
    try:
        refresh(lake, dagster_home(lake))
    except BarometreError as error:
        return str(error)
    return ""


def _requests(instance: dg.DagsterInstance, todo: Update, keys: GraphKeys) -> Iterator[dg.RunRequest]:
    """Yield the runs of all that has not been tried in this state, in the order in which the queue takes them.

    One edition is one run with what looks across editions. Several are a run each, after the codebooks that they are
    computed with and before what compares them.
    """
    new = [k for k in todo.editions if not attempted(instance, k, todo.states[k])]
    if len(new) == 1:
        names = [*todo.assets[new[0]], *todo.across]
        yield _request(instance, UPDATE, new[0], names, todo.states[new[0]], keys)
        return
    state = todo.states[ENSEMBLE]
    books = [name for name in todo.across if not ASSETS[name].reads] if new else []
    if books:
        yield _request(instance, ENSEMBLE_JOB, _BOOKS, books, state, keys)
    for key in new:
        yield _request(instance, UPDATE, key, todo.assets[key], todo.states[key], keys)
    rest = [name for name in todo.across if name not in books]
    if rest and (new or (todo.anyway and not attempted(instance, ENSEMBLE, state))):
        yield _request(instance, ENSEMBLE_JOB, ENSEMBLE, rest, state, keys)


def _request(
    instance: dg.DagsterInstance, job: str, edition: str, names: Iterable[str], state: str, keys: GraphKeys
) -> dg.RunRequest:
    tables = (table.name for name in names for table in ASSETS[name].tables)
    return dg.RunRequest(
        job_name=job,
        run_key=next_key(instance, edition, state),
        partition_key=edition if job == UPDATE else None,
        asset_selection=list(dict.fromkeys(k for table in tables for k in keys.of(table))),
        tags=state_tags(edition, state),
    )


def _nothing(todo: Update, editions: Mapping[str, Edition]) -> str:
    failed = todo.editions
    waiting = [k for k, e in editions.items() if not sources_of(e)]
    told = [
        f"déjà essayé sans succès{NBSP}: {enumeration(failed)} (rien n’a changé depuis)" if failed else "",
        f"attend ses réponses{NBSP}: {enumeration(waiting)}" if waiting else "",
    ]
    return f"{'; '.join(filter(None, told)) or 'Tout est à jour'}."


@dg.schedule(
    name="chaque_annee",
    job_name=YEARLY,
    cron_schedule="0 6 15 9 *",
    execution_timezone="Europe/Paris",
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="Chaque 15 septembre à 6 h, enquête d’été close : télécharge (si un serveur est configuré), calcule et "
    "publie l’édition de l’année. Sans données, ne lance rien, dit pourquoi et alerte.",
)
def every_year(context: dg.ScheduleEvaluationContext, paths: Paths) -> dg.RunRequest | dg.SkipReason:
    """Request the edition of the year of the tick, never another."""
    year = f"{context.scheduled_execution_time:%Y}"
    try:
        editions = paths.editions()
    except BarometreError as error:
        return _skipped(context, year, str(error))
    mine = [k for k in editions if k[:4] == year]
    ready = [k for k in mine if sources_of(editions[k])]
    pulled = bool(os.environ.get("LIMESURVEY_URL"))
    if not ready and not pulled:
        reason = (
            f"aucune réponse n’est encore dans {mine[-1]}/" if mine else f"il n’y a pas de dossier {year}"
        )
        missing = InputError(
            f"{year}/", "", reason, "l’extrait de l’enquête, ou un serveur LimeSurvey configuré (LIMESURVEY_URL)",
            f"déposez l’extrait dans {year}/limesurvey/",
        )  # fmt: skip
        return _skipped(context, year, str(missing))
    key = (ready or mine or [year])[-1]
    register(context.instance, [key])
    return dg.RunRequest(partition_key=key, run_key=f"annee-{year}", tags=state_tags(key, f"annee-{year}"))


def _skipped(context: dg.ScheduleEvaluationContext, year: str, message: str) -> dg.SkipReason:
    """Alert that the year cannot be computed, and say why; a tick tried before its date alerts nobody."""
    due = context.scheduled_execution_time <= datetime.now(UTC)
    alerts = send_alert(f"Baromètre {year}{NBSP}: rien n’a été calculé", message) if due else ()
    for line in (message, *alerts):
        context.log.warning(line)
    return dg.SkipReason(message)


SCHEDULES = [every_year]
