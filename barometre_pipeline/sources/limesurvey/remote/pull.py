"""One pull: inventory, pages, structure, manifest, and the dated folder that appears all at once.

The order of the calls and the layout of the folder belong here. How a call is made is ``session``'s,
how pages are cut and joined is ``paging``'s.
"""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from citric import Client

from barometre_pipeline.sources.limesurvey.remote import errors, paging, staging, structure
from barometre_pipeline.sources.limesurvey.remote.paging import InventoryEntry, Page
from barometre_pipeline.sources.limesurvey.remote.session import RemoteSession, RetryPolicy
from barometre_pipeline.sources.limesurvey.remote.settings import RemoteSettings

MANIFEST = "manifest.json"
Files = dict[str, tuple[str, bytes]]  # name -> (role, content)
_FOLDER_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})(-[a-z0-9]+)?")


@dataclass(frozen=True)
class PullRequest:
    """What to fetch and where to put it.

    Attributes:
        edition_folder: ``<raw>/<edition>``; created if need be.
        survey: survey number on the server.
        date: name of the dated folder; None = day of the last response.
        page_size: responses per call.
        restart: forget the pages of an interrupted pull.
    """

    edition_folder: Path
    survey: int
    date: str | None = None
    page_size: int = 200
    restart: bool = False


class Listener:
    """Told how the pull goes; the default says nothing. All texts are French."""

    def step(self, text: str) -> None:
        """A new step begins."""

    def progress(self, done: int, total: int) -> None:
        """``done`` responses of ``total`` are on disk (or questions, during the structure step)."""

    def pause(self, error: errors.RemoteError, seconds: float, attempt: int, attempts: int) -> None:
        """A call failed and will be tried again after ``seconds``."""


@dataclass(frozen=True)
class PullResult:
    """What a pull did.

    Attributes:
        folder: the dated folder.
        responses: responses in it; ``complete`` of them submitted.
        fetched: responses fetched by this run; the others came from an interrupted one.
        sha256: hash of the file of responses.
        unchanged: the folder existed already and the server has nothing new; nothing was written.
        warnings: what a person should know, in French.
    """

    folder: Path
    responses: int
    complete: int
    fetched: int
    sha256: str
    unchanged: bool = False
    warnings: tuple[str, ...] = ()


@dataclass
class _Pull:
    """The state of one pull in progress."""

    session: RemoteSession
    request: PullRequest
    listener: Listener
    server: str
    warnings: list[str] = field(default_factory=list)


def pull(
    settings: RemoteSettings,
    request: PullRequest,
    *,
    listener: Listener | None = None,
    policy: RetryPolicy | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> PullResult:
    """Fetch structure and responses (all completion states) into ``<edition>/limesurvey/<date>/``.

    Nothing existing is overwritten. Interrupted, it leaves its pages in ``<edition>/.telechargement`` and the
    next call goes on from there, fetching again only what changed on the server.

    Raises:
        RemoteError: one subclass per failure the user can act on.
    """
    if request.date is not None:
        _check_folder_name(request.date)
    listener = listener or Listener()
    listener.step("Connexion au serveur")
    with RemoteSession(settings, policy, listener.pause) as session:
        job = _Pull(session, request, listener, settings.url)
        if settings.unencrypted:
            job.warnings.append(
                "L’adresse du serveur est en http : le mot de passe circule en clair. Préférez https."
            )
        return _run(job, now)


def _run(job: _Pull, now: Callable[[], datetime]) -> PullResult:
    request = job.request
    properties = job.session.call(
        "get_survey_properties", lambda c: dict(c.get_survey_properties(request.survey))
    )
    if properties.get("active") == "N":
        raise errors.InactiveSurveyError
    job.listener.step("Inventaire des réponses")
    inventory = _fetch_inventory(job)
    target = request.edition_folder / "limesurvey" / (request.date or _last_day(inventory))
    store = staging.Staging(request.edition_folder, request.survey, job.server)
    if request.restart:
        store.discard()
    fetched = _fetch_pages(job, store, inventory)
    responses = paging.join_pages(store.contents())
    job.listener.step("Structure du questionnaire")
    fetched_structure = structure.fetch_structure(
        job.session, request.survey, properties, paging.questions_of_ones(responses), job.listener.progress
    )
    job.warnings += fetched_structure.warnings
    files: Files = {_file_name(request.survey): ("reponses", responses)}
    files |= {name: ("structure_remotecontrol", content) for name, content in fetched_structure.files.items()}
    if target.exists():
        store.discard()
        return _already_there(target, job, inventory, files)
    copied = structure.find_lss(request.edition_folder, request.survey)
    if copied is None:
        files[structure.rebuilt_name(request.survey)] = ("structure", fetched_structure.rebuilt)
        job.warnings.append(structure.lss_advice(request.survey, fetched_structure.version))
    else:
        files[copied.name] = ("structure", copied.read_bytes())
    manifest = {
        **_manifest(job, inventory, fetched_structure, now()),
        "structure_lss": copied.relative_to(request.edition_folder).as_posix() if copied else None,
        "fichiers": [
            {"fichier": name, "role": role, "octets": len(content), "sha256": staging.sha256(content)}
            for name, (role, content) in sorted(files.items())
        ],
    }
    contents = {name: content for name, (_, content) in files.items()} | {MANIFEST: staging.as_json(manifest)}
    if not staging.publish(contents, store.folder / "pret", target):
        raise errors.AlreadyPulledError(_shown(job, target))
    store.discard()
    return PullResult(
        folder=target,
        responses=len(inventory),
        complete=sum(e.complete for e in inventory),
        fetched=fetched,
        sha256=staging.sha256(responses),
        warnings=tuple(job.warnings),
    )


def _shown(job: _Pull, target: Path) -> str:
    return f"{job.request.edition_folder.name}/limesurvey/{target.name}"


def _file_name(survey: int) -> str:
    return f"reponses_{survey}.csv"


def _check_folder_name(name: str) -> None:
    match = _FOLDER_NAME.fullmatch(name)
    try:
        if match:
            date.fromisoformat(match[1])
            return
    except ValueError:
        pass
    raise errors.MissingSettingError(
        f"« {name} » n’est pas une date", "donnez --date AAAA-MM-JJ, au besoin suivie de -2, -3…"
    )


def _fetch_inventory(job: _Pull) -> tuple[InventoryEntry, ...]:
    def fetch(client: Client) -> tuple[InventoryEntry, ...]:
        fields = list(paging.INVENTORY_FIELDS)
        return paging.read_inventory(_export(client, job.request.survey, fields=fields))

    inventory = job.session.call("export_responses", fetch)
    if not inventory:
        raise errors.NoResponsesError
    return inventory


def _export(client: Client, survey: int, **options: Any) -> bytes:
    return client.export_responses(
        survey,
        file_format="csv",
        completion_status="all",
        heading_type="code",
        response_type="short",
        **options,
    )


def _last_day(inventory: tuple[InventoryEntry, ...]) -> str:
    day = max(e.last_day for e in inventory)
    if not day:
        raise errors.UndatedSurveyError
    _check_folder_name(day)
    return day


def _fetch_pages(job: _Pull, store: staging.Staging, inventory: tuple[InventoryEntry, ...]) -> int:
    """Fetch every page; return how many responses are new to this folder.

    What is missing comes first; then pages kept from an interrupted pull are compared with the server, for an answer
    can be edited without any date of the inventory moving.
    """
    ids = [e.id for e in inventory]
    kept = store.load(inventory)
    pages = paging.plan_pages(ids, kept, job.request.page_size)
    already = sum(len(paging.entries_of(inventory, p)) for p in kept)
    job.listener.step(f"Réponses (reprise : {already} déjà là)" if already else "Réponses")
    job.listener.progress(already, len(ids))
    fetched = 0
    for page in pages:
        entries = paging.entries_of(inventory, page)
        store.keep(page, _fetch_page(job, page, entries), entries)
        fetched += len(entries)
        job.listener.progress(already + fetched, len(ids))
    if kept:
        job.listener.step("Comparaison des réponses déjà là avec le serveur")
    for page in kept:
        entries = paging.entries_of(inventory, page)
        content = _fetch_page(job, page, entries)
        if not store.holds(page, content):
            store.keep(page, content, entries)
            fetched += len(entries)
    return fetched


def _fetch_page(job: _Pull, page: Page, entries: Sequence[InventoryEntry]) -> bytes:
    return job.session.call("export_responses", _page_fetcher(job.request.survey, page, entries))


def _page_fetcher(survey: int, page: Page, entries: Sequence[InventoryEntry]) -> Callable[[Client], bytes]:
    def fetch(client: Client) -> bytes:
        content = _export(client, survey, from_response_id=page.first, to_response_id=page.last)
        paging.check_page(content, [e.id for e in entries])
        return content

    return fetch


def _already_there(
    target: Path, job: _Pull, inventory: tuple[InventoryEntry, ...], files: Files
) -> PullResult:
    """Say that there is nothing new where the bytes are the same; refuse to touch anything else."""
    try:
        manifest = json.loads((target / MANIFEST).read_text(encoding="utf-8"))
        known = {str(f["fichier"]): str(f["sha256"]) for f in manifest["fichiers"]}
        survey = manifest["enquete"]
    except (OSError, ValueError, KeyError, TypeError):
        known, survey = {}, None
    if survey != job.request.survey:
        raise errors.AlreadyPulledError(_shown(job, target))
    changed = {r for name, (r, content) in files.items() if known.get(name) != staging.sha256(content)}
    if changed:
        what = "ses réponses diffèrent" if "reponses" in changed else "sa structure diffère"
        raise errors.AlreadyPulledError(_shown(job, target), what)
    return PullResult(
        folder=target,
        responses=len(inventory),
        complete=sum(e.complete for e in inventory),
        fetched=0,
        sha256=known[_file_name(job.request.survey)],
        unchanged=True,
        warnings=tuple(job.warnings),
    )


def _manifest(
    job: _Pull, inventory: tuple[InventoryEntry, ...], fetched: structure.FetchedStructure, now: datetime
) -> dict[str, Any]:
    complete = sum(e.complete for e in inventory)
    announced = fetched.summary.get("full_responses")
    if announced is not None and int(announced) != len(inventory):
        job.warnings.append(
            f"Le résumé du serveur annonce {announced} réponses, l’inventaire en a {len(inventory)} : des "
            "réponses "
            "sont arrivées ou parties pendant le téléchargement."
        )
    return {
        "edition": job.request.edition_folder.name,
        "enquete": job.request.survey,
        "origine": "export_responses csv, intitulés « code », réponses courtes, tous états",
        "telecharge_le": now.astimezone(UTC).isoformat(timespec="seconds"),
        "serveur": {"adresse": job.server, "version": fetched.version, "construction": fetched.build},
        "derniere_reponse": max(e.last_day for e in inventory) or None,
        "reponses": {
            "total": len(inventory),
            "completes": complete,
            "incompletes": len(inventory) - complete,
        },
        "resume_serveur": fetched.summary,
        "inventaire": paging.fingerprint(inventory),
        "proprietes": fetched.properties,
        "avertissements": list(job.warnings),
    }
