"""Finds the editions of a raw folder and their YAML: beside the extracts, else in this package.

Nothing here opens an extract.
"""

import hashlib
import re
from pathlib import Path

import yaml
from pydantic import ValidationError

from barometre_pipeline.editions.model import Edition, EditionConfig
from barometre_pipeline.errors import ConfigurationError, InputError

PACKAGE_EDITIONS = Path(__file__).parent
SOURCE_FOLDERS = ("limesurvey", "ipsos", "agregats")
_EDITION_NAME = re.compile(r"\d{4}[a-z0-9_-]*")


def discover_editions(raw: Path) -> dict[str, Edition]:
    """Return the editions of ``raw``, sorted by key.

    An edition is a folder named after a year that holds one of ``SOURCE_FOLDERS``.

    Raises:
        InputError: the raw folder does not exist.
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
    return {p.name: load_edition(p) for p in sorted(raw.iterdir()) if is_edition_folder(p)}


def is_edition_folder(path: Path) -> bool:
    """Tell whether a folder of ``data_raw`` holds an edition (and not, say, ``referentiels``)."""
    return bool(_EDITION_NAME.fullmatch(path.name)) and any((path / s).is_dir() for s in SOURCE_FOLDERS)


def load_edition(folder: Path) -> Edition:
    """Load one edition folder; the YAML beside the extracts wins over the package's.

    Raises:
        ConfigurationError: the YAML is unreadable, has an unknown key or names another edition.
    """
    for path, shown in (
        (folder / "edition.yaml", f"{folder.name}/edition.yaml"),
        (PACKAGE_EDITIONS / folder.name / "edition.yaml", f"editions/{folder.name}/edition.yaml (paquet)"),
    ):
        if path.is_file():
            config, digest = _parse(path, shown)
            break
    else:
        config = EditionConfig(edition=folder.name, titre=f"Édition {folder.name}")
        shown, digest = "(valeurs par défaut, aucun edition.yaml)", hashlib.sha256(b"").hexdigest()
    if config.edition != folder.name:
        raise ConfigurationError(
            fichier=shown,
            lieu="clé « edition »",
            constat=f"« {config.edition} »",
            attendu=f"« {folder.name} », le nom du dossier",
            remede="corrigez la clé ou renommez le dossier",
        )
    return Edition(config=config, folder=folder, config_file=shown, config_sha256=digest)


def _parse(path: Path, shown: str) -> tuple[EditionConfig, str]:
    content = path.read_bytes()
    try:
        data = yaml.safe_load(content.decode("utf-8"))
        return EditionConfig.model_validate(data), hashlib.sha256(content).hexdigest()
    except UnicodeDecodeError as error:
        raise ConfigurationError(
            fichier=shown,
            lieu=f"octet {error.start}",
            constat="ce n’est pas de l’UTF-8",
            attendu="un fichier YAML en UTF-8",
            remede="enregistrez-le en UTF-8",
        ) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise ConfigurationError(
            fichier=shown,
            lieu=f"ligne {mark.line + 1}, colonne {mark.column + 1}" if mark else "",
            constat="la syntaxe YAML est incorrecte",
            attendu="un fichier YAML valide",
            remede="vérifiez l’indentation et les guillemets à cet endroit",
        ) from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(p) for p in first["loc"]) or "racine"
        raise ConfigurationError(
            fichier=shown,
            lieu=f"clé « {place} »",
            constat=_french(first),
            attendu="les clés décrites dans docs/ajouter-une-edition.md",
            remede="corrigez cette clé",
        ) from error


def _french(error: object) -> str:
    assert isinstance(error, dict)
    kind, found = error["type"], error.get("input")
    messages = {
        "extra_forbidden": "cette clé est inconnue",
        "missing": "cette clé est obligatoire et absente",
        "literal_error": f"« {found} » n’est pas une valeur permise",
        "value_error": str(error.get("ctx", {}).get("error", "valeur incorrecte")),
    }
    return messages.get(kind, f"« {found} » n’est pas du type voulu")
