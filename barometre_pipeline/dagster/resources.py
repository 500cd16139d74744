"""Where the raw data and the lake are, as Dagster resources.

Only addresses belong here; reading and writing is the IO manager's and the sources'.
"""

from pathlib import Path

import dagster as dg

from barometre_pipeline.editions.loader import discover_editions, load_edition
from barometre_pipeline.editions.model import Edition
from barometre_pipeline.errors import InputError
from barometre_pipeline.french.spaces import NBSP
from barometre_pipeline.lake import Lake
from barometre_pipeline.shared_lake.copies import folder_of


class Paths(dg.ConfigurableResource[None]):
    """Raw folder and lake; both can be set in the launchpad."""

    raw: str
    lake: str

    def raw_folder(self) -> Path:
        """Return the raw folder as a path."""
        return Path(self.raw)

    def lake_folder(self) -> Path:
        """Return the folder of this machine that is the lake, or its copy where the lake is an address."""
        return folder_of(self.lake)

    def open_lake(self) -> Lake:
        """Open the lake."""
        return Lake.at(self.lake_folder())

    def edition(self, key: str) -> Edition:
        """Load one edition's configuration.

        Raises:
            InputError: it has no folder.
        """
        folder = self.raw_folder() / key
        if not folder.is_dir():
            raise InputError(
                f"{key}/", "", "cette édition n’a pas, ou plus, de dossier dans les données brutes",
                f"un dossier {key}/ avec ses extraits",
                f"remettez ce dossier, ou retirez l’édition avec «{NBSP}barometre retirer --edition {key}{NBSP}»",
            )  # fmt: skip
        return load_edition(folder)

    def editions(self) -> dict[str, Edition]:
        """Discover every edition."""
        return discover_editions(self.raw_folder())
