"""What RemoteControl can tell about a questionnaire, and the .lss it cannot give.

Fetching and selecting only: writing the structure down is ``tabular``'s, reading it the readers'.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from barometre_pipeline.errors import InputError
from barometre_pipeline.french.words import enumeration
from barometre_pipeline.sources.limesurvey.remote import errors
from barometre_pipeline.sources.limesurvey.remote.session import RemoteSession, public_properties
from barometre_pipeline.sources.limesurvey.remote.staging import as_json
from barometre_pipeline.sources.limesurvey.remote.tabular import rebuild
from barometre_pipeline.sources.limesurvey.structure import read_structure

# How servers and versions say that a method is not for this caller.
_LACKING = (errors.HttpStatusError, errors.AccessDeniedError, errors.ServerFailureError)
FOLDER = "structure_remotecontrol"


@dataclass(frozen=True)
class FetchedStructure:
    """The answers of the server about a survey, as JSON files by relative name."""

    files: dict[str, bytes]
    rebuilt: bytes  # the same as one tab-separated structure, which the readers know
    version: str | None
    build: str | None
    summary: dict[str, Any]
    properties: dict[str, Any]
    warnings: tuple[str, ...]


def fetch_structure(
    session: RemoteSession,
    survey: int,
    properties: Mapping[str, Any],
    ones: frozenset[str],
    progress: Callable[[int, int], None],
) -> FetchedStructure:
    """Ask for all that RemoteControl knows: groups, questions in every language, answers, field map.

    Secrets (mail bounce passwords, API keys) and e-mail settings are left out.

    Args:
        session: logged in.
        survey: its number.
        properties: of the survey, as the server gives them.
        ones: questions whose answers are nothing but 1 and 0.
        progress: told questions done, questions in all.

    Raises:
        RemoteError: a call that every version has fails.
    """
    base = str(properties.get("language") or "")
    languages = [base, *str(properties.get("additional_languages") or "").split()]
    shown = _texts_language(languages)
    warnings: list[str] = []

    def chosen(language: str) -> str | None:
        return None if language == base else language

    def listed(method: str, language: str) -> list[dict[str, Any]]:
        return session.call(method, lambda c: list(getattr(c, method)(survey, language=chosen(language))))

    def properties_of(qid: int) -> dict[str, Any]:
        method = "get_question_properties"
        return session.call(method, lambda c: dict(c.get_question_properties(qid, language=chosen(shown))))

    def texts(language: str) -> dict[str, Any]:
        method = "get_language_properties"
        return public_properties(
            session.call(method, lambda c: dict(c.get_language_properties(survey, language=chosen(language))))
        )

    questions = {language: listed("list_questions", language) for language in languages}
    parents = [q for q in questions[base] if not int(q.get("parent_qid") or 0)]
    detail = {}
    for done, question in enumerate(parents):
        progress(done, len(parents))
        detail[str(question["title"])] = properties_of(int(question["qid"]))
    progress(len(parents), len(parents))
    warnings += assume_boxes(parents, detail, ones)
    contents: dict[str, Any] = {
        "proprietes": public_properties(properties),
        "langues": {language: texts(language) for language in languages},
        "groupes": {language: listed("list_groups", language) for language in languages},
        "questions": questions,
        "proprietes_questions": detail,
    }
    field_map = _optional(session, "get_fieldmap", lambda c: c.get_fieldmap(survey))
    if field_map is None:
        warnings.append(
            "Ce serveur ne donne pas la table des champs (get_fieldmap, versions 4 et suivantes)."
        )
    else:
        contents["champs"] = field_map
    version = _optional(session, "get_site_settings", lambda c: c.get_server_version())
    if version is None:
        warnings.append(
            "La version du serveur n’est donnée qu’aux super-administrateurs : elle manque au manifeste."
        )
    build = _optional(session, "get_site_settings", lambda c: c.session.get_site_settings("buildnumber"))
    summary = _optional(session, "get_summary", lambda c: c.get_summary(survey)) or {}
    return FetchedStructure(
        rebuilt=rebuild(contents, shown),
        files={f"{FOLDER}/{name}.json": as_json(data) for name, data in contents.items()},
        version=None if version is None else str(version),
        build=None if build is None else str(build),
        summary=dict(summary),
        properties=public_properties(properties),
        warnings=tuple(warnings),
    )


def assume_boxes(
    parents: list[dict[str, Any]], detail: dict[str, dict[str, Any]], ones: frozenset[str]
) -> list[str]:
    """Take for boxes the arrays that hold only ones, where the server cannot say what they are; tell so.

    Of an array of check boxes and an array of numbers, an attribute alone makes the difference.
    """
    boxes, numbers = [], []
    for question in parents:
        code = str(question["title"])
        if question.get("type") != ":" or isinstance(detail[code].get("attributes"), Mapping):
            continue
        if code in ones:
            detail[code] = {**detail[code], "attributes": {"multiflexible_checkbox": "1"}}
            boxes.append(code)
        else:
            numbers.append(code)
    return [
        f"{enumeration(codes)} : tableau dont le serveur ne donne pas les réglages, {taken}. Pour en être sûr, "
        "exportez le .lss depuis l’administration et déposez-le dans le dossier limesurvey/ de l’édition."
        for codes, taken in (
            (boxes, "tenu pour des cases à cocher (supposé : ses réponses ne sont que des 1)"),
            (numbers, "tenu pour des nombres (supposé)"),
        )
        if codes
    ]


def _texts_language(languages: list[str]) -> str:
    """French where the survey has it (``fr``, ``fr-CA``…), else the base language."""
    return next((lang for lang in languages if lang.split("-")[0] == "fr"), languages[0])


def _optional(session: RemoteSession, method: str, action: Callable[[Any], Any]) -> Any:
    """Call what some versions lack (HTTP 500) or some accounts may not use; None then."""
    try:
        return session.call(method, action, final=_LACKING)
    except _LACKING:
        return None


def find_lss(edition_folder: Path, survey: int) -> Path | None:
    """Return the newest .lss of this survey lying in the edition's folder, if any."""
    found = []
    for path in sorted((edition_folder / "limesurvey").rglob("*.lss")):
        try:
            questionnaire = read_structure(path, path.relative_to(edition_folder.parent).as_posix())
        except InputError:
            continue  # whoever reads that file will be told; it only cannot be reused
        if questionnaire.survey_id == str(survey):
            found.append(path)
    # Dated folders sort by name; a file straight in limesurvey/ is older than any of them.
    return max(found, key=lambda p: (len(p.parts), p.as_posix()), default=None)


def lss_advice(survey: int, version: str | None) -> str:
    """Say, in French, where the .lss must come from."""
    server = f"LimeSurvey {version}" if version else "ce serveur"
    return (
        f"RemoteControl ne permet pas d’exporter le fichier .lss ({server}) : la structure a été "
        "reconstituée dans "
        f"{rebuilt_name(survey)}, qui suffit à lire les réponses. Pour archiver le questionnaire d’origine, "
        "exportez-le depuis l’administration (questionnaire, menu « Exporter », « Structure du questionnaire "
        "(.lss) ») "
        "et déposez-le dans le dossier limesurvey/ de l’édition."
    )


def rebuilt_name(survey: int) -> str:
    """Name the structure rebuilt from RemoteControl."""
    return f"structure_{survey}_remotecontrol.txt"
