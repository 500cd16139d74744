"""Finds the editions of a raw folder and their YAML: beside the extracts, else in this package.

Whether a folder holds responses is the sources' to tell; nothing here reads them.
"""

import hashlib
import os
import re
from collections.abc import Collection
from pathlib import Path

from barometre_pipeline.editions.handwritten import refuse_above, refuse_unread
from barometre_pipeline.editions.model import EVERY, Edition, EditionConfig, LimeSurveyConfig
from barometre_pipeline.errors import ConfigurationError, InputError
from barometre_pipeline.path_names import require_readable
from barometre_pipeline.personal_text import designates, impersonal
from barometre_pipeline.sources.limesurvey.folder import holds_responses, is_note, read_folder
from barometre_pipeline.sources.limesurvey.model import Extract
from barometre_pipeline.sources.regular_files import refuse_irregular
from barometre_pipeline.yaml_files import read_yaml

PACKAGE_EDITIONS = Path(__file__).parent
SURVEY = "limesurvey"
SOURCE_FOLDERS = (SURVEY, "ipsos", "agregats")
DECISIONS_FILE = "decisions.csv"  # beside the extract
_NO_DATA = frozenset({".md", ".pdf", ".yaml", ".yml"})
_EDITION_NAME = re.compile(r"20[0-9]{2}(?:[-_][a-z0-9]+)*")


def discover_editions(raw: Path) -> dict[str, Edition]:
    """Return the editions of ``raw``, sorted by key.

    An edition is a folder named after a year that holds one of ``SOURCE_FOLDERS``.

    Raises:
        InputError: the raw folder does not exist, or a file written by hand is where nothing reads it.
        ConfigurationError: an edition's YAML cannot be used.
    """
    if not raw.is_dir():
        raise InputError(
            fichier=raw.name,
            lieu="",
            constat="le dossier des données brutes n’existe pas",
            attendu="un dossier <brut>/<édition>/limesurvey/…",
            remede="donnez son chemin avec --raw",
        )
    refuse_above(raw)
    return {p.name: load_edition(p) for p in sorted(raw.iterdir()) if is_edition_folder(p)}


def is_edition_key(name: str) -> bool:
    """Tell whether an edition may bear this name: a year, perhaps a dash and words: « 2026 », « 2026-pilote »."""
    return bool(_EDITION_NAME.fullmatch(name))


def require_edition_key(name: str) -> None:
    """Refuse a name that no edition may bear.

    Raises:
        ConfigurationError: it is no year, nor a year followed by a dash and words.
    """
    if not is_edition_key(name):
        raise ConfigurationError(
            fichier="nom de l’édition",
            lieu="",
            constat=f"«\u00a0{name}\u00a0» ne peut pas nommer une édition",
            attendu="une année (2026), au besoin suivie d’un tiret et d’un mot en minuscules sans accent (2026-pilote)",
            remede="corrigez le nom de l’édition",
        )


def is_edition_folder(path: Path) -> bool:
    """Tell whether a folder of ``data_raw`` holds an edition (and not, say, ``referentiels``).

    A link that leads nowhere is one: loading it says so.
    """
    if not is_edition_key(path.name) or path.is_file():
        return False
    return not path.is_dir() or any(os.path.lexists(path / s) for s in SOURCE_FOLDERS)


def sources_of(edition: Edition) -> list[str]:
    """Return the kinds of source an edition has, in the order of ``SOURCE_FOLDERS``.

    A folder that still waits for its data (a questionnaire without responses, notes) is no source yet.
    """
    return [s for s in SOURCE_FOLDERS if _holds_data(edition.folder / s, _written_by_hand(edition))]


def extract_of(edition: Edition) -> Extract:
    """Return the extract of the survey of an edition: the one that its YAML names, else the newest.

    Raises:
        InputError: no structure, no extract, or a file that cannot be read exactly.
    """
    forced = edition.config.limesurvey.extrait
    return read_folder(edition.folder / SURVEY, edition.folder.parent, forced, _written_by_hand(edition))


def _written_by_hand(edition: Edition) -> set[str]:
    """Return the names of what people write beside the extracts, which is none."""
    reviewed = edition.config.structures.correspondances
    return {DECISIONS_FILE, Path(reviewed).name} if reviewed else {DECISIONS_FILE}


def _holds_data(folder: Path, written_by_hand: Collection[str]) -> bool:
    if folder.name == SURVEY:
        return holds_responses(folder, written_by_hand)
    files = (p for p in folder.rglob("*") if p.is_file() and not p.name.startswith("."))
    return any(p.suffix.lower() not in _NO_DATA for p in files)


def survey_numbers(raw: Path, edition: str) -> dict[str, int]:
    """Return the number of the LimeSurvey survey of each edition whose YAML has one.

    Args:
        raw: raw folder.
        edition: looked at even where it has no folder yet.

    Raises:
        ConfigurationError: an edition's YAML cannot be used.
    """
    there = {p.name for p in raw.iterdir() if p.is_dir()} if raw.is_dir() else set()
    keys = sorted({edition, *filter(is_edition_key, there)})
    numbers = {key: load_edition(raw / key).config.limesurvey.enquete for key in keys}
    return {key: number for key, number in numbers.items() if number is not None}


def load_edition(folder: Path) -> Edition:
    """Load one edition folder; the YAML beside the extracts wins over the package's.

    Raises:
        InputError: something in the folder is no file that can be read, or has a name that cannot be kept.
        ConfigurationError: the YAML is unreadable, has an unknown key or names another edition.
    """
    for place in (folder, *(folder / s for s in SOURCE_FOLDERS)):
        refuse_irregular(place, place.relative_to(folder.parent).as_posix())
    for path, shown in (
        (folder / "edition.yaml", f"{folder.name}/edition.yaml"),
        (PACKAGE_EDITIONS / folder.name / "edition.yaml", f"editions/{folder.name}/edition.yaml (paquet)"),
    ):
        if path.exists():  # a folder or a pipe of that name is told, never taken for nothing
            file = read_yaml(path, shown)
            config = file.validate(EditionConfig, "les clés décrites dans docs/ajouter-une-edition.md")
            digest = hashlib.sha256(file.content).hexdigest()
            break
    else:
        undescribed = LimeSurveyConfig(nombres_et_dates=(EVERY,))
        config = EditionConfig(edition=folder.name, titre=f"Édition {folder.name}", limesurvey=undescribed)
        shown, digest = "(valeurs par défaut, aucun edition.yaml)", hashlib.sha256(b"").hexdigest()
    if config.edition != folder.name:
        raise ConfigurationError(
            fichier=shown,
            lieu="clé « edition »",
            constat=f"« {config.edition} »",
            attendu=f"« {folder.name} », le nom du dossier",
            remede="corrigez la clé ou renommez le dossier",
        )
    _refuse_names(folder)
    refuse_unread(folder, folder.name)
    return Edition(config=config, folder=folder, config_file=shown, config_sha256=digest)


def _refuse_names(folder: Path) -> None:
    """Refuse a file whose name designates a person, or is no text: names are recorded, and shown, everywhere."""
    for path in sorted(folder.rglob("*")):
        require_readable(path.name, f"nom du fichier, dans l’édition {folder.name}")
        words = path.name.replace("_", " ")
        reason = designates(words)
        if reason and not (path.is_file() and is_note(path)):
            raise InputError(
                fichier=f"{path.parent.relative_to(folder.parent).as_posix()}/{impersonal(words)}",
                lieu="nom du fichier",
                constat=f"il désigne une personne ({reason})",
                attendu="un nom qui ne désigne personne : les noms des fichiers sont enregistrés et montrés",
                remede="renommez le fichier",
            )
