"""Where things are when nobody says otherwise: the raw folder, the lake, and Dagster's home for a lake.

Addresses only; imports nothing of the package, so that every room may ask.
"""

import hashlib
import os
from pathlib import Path

import platformdirs

PROJECT_ROOT = Path(__file__).resolve().parents[1]


def default_raw() -> Path:
    """Return the raw folder: ``BAROMETRE_RAW``, else ``data_raw`` of the project."""
    return Path(os.environ.get("BAROMETRE_RAW") or PROJECT_ROOT / "data_raw")


def default_lake() -> Path:
    """Return the lake: ``BAROMETRE_LAKE``, which may be an address, else ``data_lake`` of the project."""
    return Path(os.environ.get("BAROMETRE_LAKE") or PROJECT_ROOT / "data_lake")


def default_copies() -> Path:
    """Return the folder of the copies of lakes at an address: ``BAROMETRE_COPIES``, else in the user's cache."""
    return Path(os.environ.get("BAROMETRE_COPIES") or platformdirs.user_cache_path("barometre") / "lacs")


def dagster_home(lake: str | Path) -> Path:
    """Return the folder of a lake's Dagster instance, without creating it.

    ``DAGSTER_HOME`` if set; the project's ``.dagster`` for the project's lake; else a folder of the user's
    state directory, one per lake. Never in the lake, whose bytes depend on the data alone.
    """
    if os.environ.get("DAGSTER_HOME"):
        return Path(os.environ["DAGSTER_HOME"])
    local = Path(lake).resolve()
    if local == PROJECT_ROOT / "data_lake":
        return PROJECT_ROOT / ".dagster"
    digest = hashlib.sha256(os.fsencode(local)).hexdigest()[:12]
    return Path(platformdirs.user_state_dir("barometre")) / f"{local.name}-{digest}"
