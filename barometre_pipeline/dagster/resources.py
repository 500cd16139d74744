"""Where the raw data and the lake are, as Dagster resources.

Only addresses belong here; reading and writing is the IO manager's and the sources'.
"""

import os
from pathlib import Path

import dagster as dg

from barometre_pipeline.editions.loader import discover_editions, load_edition
from barometre_pipeline.editions.model import Edition
from barometre_pipeline.lake import Lake

PROJECT_ROOT = Path(__file__).resolve().parents[2]


def default_raw() -> str:
    """Return the raw folder: ``BAROMETRE_RAW``, else ``data_raw`` of the project."""
    return os.environ.get("BAROMETRE_RAW") or str(PROJECT_ROOT / "data_raw")


def default_lake() -> str:
    """Return the lake: ``BAROMETRE_LAKE``, else ``data_lake`` of the project."""
    return os.environ.get("BAROMETRE_LAKE") or str(PROJECT_ROOT / "data_lake")


class Paths(dg.ConfigurableResource[None]):
    """Raw folder and lake; both can be set in the launchpad."""

    raw: str
    lake: str

    def raw_folder(self) -> Path:
        """Return the raw folder as a path."""
        return Path(self.raw)

    def open_lake(self) -> Lake:
        """Open the lake."""
        return Lake.at(self.lake)

    def edition(self, key: str) -> Edition:
        """Load one edition's configuration."""
        return load_edition(self.raw_folder() / key)

    def editions(self) -> dict[str, Edition]:
        """Discover every edition."""
        return discover_editions(self.raw_folder())
