"""Which survey of the server is an edition's: one rule for the command line and for Dagster.

``LIMESURVEY_ENQUETE`` says no edition, while editions are many: it never brings the survey of one into another's
folder. Reading addresses and passwords is ``settings``'s, the pull itself ``pull``'s.
"""

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from barometre_pipeline.french.words import enumeration
from barometre_pipeline.sources.limesurvey.remote.errors import MissingSettingError
from barometre_pipeline.sources.limesurvey.structure import looks_like_structure

SURVEY_VARIABLE: Final = "LIMESURVEY_ENQUETE"
_MANIFEST: Final = "manifest.json"
_RESPONSES: Final = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".json", ".lsa", ".sav", ".xml"})
_HEAD: Final = 64 * 1024
_YEAR: Final = re.compile(r"\d{4}[a-z0-9_-]*")


@dataclass(frozen=True)
class Pulled:
    """What lies in an edition's folder of LimeSurvey.

    Attributes:
        surveys: numbers of the surveys that were pulled into it.
        by_hand: names of the files that a person put there, structures apart.
    """

    surveys: frozenset[int]
    by_hand: tuple[str, ...]


@dataclass(frozen=True)
class Choice:
    """The survey of an edition, or why there is none.

    Attributes:
        survey: its number, None where nothing gives one to this edition.
        reason: in French, why there is none.
        remedy: in French, what gives one.
        others_only: there is none because all that is configured, or dropped by hand, is for something else: whoever
            did not ask for this edition by name is not to be alarmed.
    """

    survey: int | None
    reason: str = ""
    remedy: str = ""
    others_only: bool = False

    def required(self) -> int:
        """Return the number.

        Raises:
            MissingSettingError: there is none.
        """
        if self.survey is None:
            raise MissingSettingError(self.reason, self.remedy)
        return self.survey


def variable_of(edition: str) -> str:
    """Return the environment variable of an edition's survey: ``LIMESURVEY_ENQUETE_2026``."""
    return f"{SURVEY_VARIABLE}_{re.sub(r'[^A-Z0-9]', '_', edition.upper())}"


def choose_survey(
    edition_folder: Path,
    given: int | None,
    configured: Mapping[str, int],
    environment: Mapping[str, str] | None = None,
) -> Choice:
    """Say which survey is an edition's: its ``edition.yaml`` first, then its own variable, then the common one.

    Args:
        edition_folder: ``<raw>/<edition>``; need not exist.
        given: number given for this pull alone (``--enquete``, launchpad).
        configured: number in ``edition.yaml`` of each edition that has one.
        environment: variables, those of the process by default.

    Raises:
        MissingSettingError: a number is no number, or the one given is not that of ``edition.yaml``.
    """
    environment = os.environ if environment is None else environment
    edition = edition_folder.name
    own = configured.get(edition)
    if given is not None and own is not None and given != own:
        raise MissingSettingError(
            f"le questionnaire demandé ({given}) n’est pas celui de {edition}/edition.yaml ({own})",
            f"corrigez « limesurvey.enquete » dans {edition}/edition.yaml, ou ne donnez pas d’autre numéro",
        )
    for number in (own, given, _number(variable_of(edition), environment)):
        if number is not None:
            return Choice(number)
    common = _number(SURVEY_VARIABLE, environment)
    remedy = (
        f"donnez-le au lancement (--enquete), dans {variable_of(edition)}, ou dans « limesurvey.enquete » de "
        f"{edition}/edition.yaml"
    )
    there = pulled_into(edition_folder)
    if common is None:
        elsewhere = bool(there.by_hand or there.surveys or _names_other_editions(edition, environment))
        reason = f"aucun questionnaire n’est donné pour l’édition {edition}"
        return Choice(None, reason, remedy, others_only=elsewhere)
    against = _not_meant(edition_folder, common, there, configured)
    if against:
        said = f"{SURVEY_VARIABLE} ({common}) ne vaut pas pour l’édition {edition}"
        return Choice(None, f"{said} : {against}", remedy, others_only=True)
    return Choice(common)


def pulled_into(edition_folder: Path) -> Pulled:
    """Look at what lies in an edition's folder, without reading a response."""
    home = edition_folder / "limesurvey"
    folders = [home, *sorted(f for f in home.iterdir() if f.is_dir())] if home.is_dir() else []
    surveys: set[int] = set()
    by_hand: list[str] = []
    for folder in folders:
        survey, pulled = _manifest(folder)
        surveys |= {survey} if survey is not None else set()
        files = (p for p in sorted(folder.iterdir()) if p.is_file() and p.name not in pulled)
        by_hand += [f"{folder.name}/{p.name}" for p in files if _may_hold_responses(p)]
    return Pulled(frozenset(surveys), tuple(by_hand))


def _not_meant(edition_folder: Path, survey: int, there: Pulled, configured: Mapping[str, int]) -> str:
    """Say why the common variable is not about this edition; "" where it is."""
    if there.by_hand:
        return f"son dossier contient un fichier déposé à la main ({there.by_hand[0]})"
    if there.surveys:
        known = enumeration(map(str, sorted(there.surveys)))
        return "" if survey in there.surveys else f"elle a été téléchargée du questionnaire {known}"
    siblings = _siblings(edition_folder)
    owner = [key for key, number in configured.items() if number == survey]
    owner += [folder.name for folder in siblings if survey in pulled_into(folder).surveys]
    if owner:
        return f"c’est celui de l’édition {owner[0]}"
    later = [folder.name for folder in siblings if folder.name > edition_folder.name]
    return f"il vaut pour la plus récente, {max(later)}" if later else ""


def _siblings(edition_folder: Path) -> list[Path]:
    raw = edition_folder.parent
    found = sorted(raw.iterdir()) if raw.is_dir() else []
    return [f for f in found if f.is_dir() and _YEAR.fullmatch(f.name) and f.name != edition_folder.name]


def _names_other_editions(edition: str, environment: Mapping[str, str]) -> bool:
    """Tell whether the survey of another edition is given."""
    own = variable_of(edition)
    return any(n.startswith(f"{SURVEY_VARIABLE}_") and n != own and v.strip() for n, v in environment.items())


def is_configured(environment: Mapping[str, str] | None = None) -> bool:
    """Tell whether anything at all is said of a LimeSurvey server."""
    environment = os.environ if environment is None else environment
    return any(name.startswith("LIMESURVEY_") and value.strip() for name, value in environment.items())


def _number(variable: str, environment: Mapping[str, str]) -> int | None:
    text = environment.get(variable, "").strip()
    if text and not (text.isascii() and text.isdecimal()):
        raise MissingSettingError(f"{variable} n’est pas un nombre", "donnez-y le numéro du questionnaire")
    return int(text) if text else None


def _manifest(folder: Path) -> tuple[int | None, frozenset[str]]:
    """Return the survey and the files that the manifest of a pull names; nothing where there is no such manifest."""
    try:
        manifest = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        names = frozenset(str(file["fichier"]) for file in manifest["fichiers"])
        return int(manifest["enquete"]), names | {_MANIFEST}
    except (OSError, ValueError, KeyError, TypeError):
        return None, frozenset()


def _may_hold_responses(path: Path) -> bool:
    if path.suffix.lower() not in _RESPONSES:
        return False
    with path.open("rb") as stream:
        return not looks_like_structure(stream.read(_HEAD))
