"""The folder where an interrupted pull keeps its pages, and the step that makes them a finished pull.

It lies beside ``limesurvey/`` and not in it, so that nobody reads a pull that is not finished.
"""

import hashlib
import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from barometre_pipeline.files import write_atomically
from barometre_pipeline.sources.limesurvey.remote.paging import InventoryEntry, Page, entries_of, fingerprint

FOLDER = ".telechargement"
_STATE = "etat.json"


def sha256(content: bytes) -> str:
    """Return the hexadecimal SHA-256 of some bytes."""
    return hashlib.sha256(content).hexdigest()


def as_json(data: Any) -> bytes:
    """Return readable UTF-8 JSON, ending in a line feed."""
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


@dataclass(frozen=True)
class StoredPage:
    """A page on disk: its ids, the hash of its bytes, the hash of its lines of the inventory."""

    page: Page
    sha256: str
    inventory: str


class Staging:
    """The pages of one survey fetched so far.

    Args:
        edition_folder: ``<raw>/<edition>``.
        survey: survey number.
        server: address, so that pages of two servers never mix.
    """

    def __init__(self, edition_folder: Path, survey: int, server: str) -> None:
        self.folder = edition_folder / FOLDER / str(survey)
        self._server = server
        self._pages: dict[Page, StoredPage] = {}

    def load(self, inventory: tuple[InventoryEntry, ...]) -> tuple[Page, ...]:
        """Return the pages worth keeping: intact on disk and unchanged on the server since."""
        for stored in self._recorded():
            entries = entries_of(inventory, stored.page)
            path = self._path(stored.page)
            if (
                path.is_file()
                and sha256(path.read_bytes()) == stored.sha256
                and fingerprint(entries) == stored.inventory
            ):
                self._pages[stored.page] = stored
        return tuple(sorted(self._pages))

    def keep(self, page: Page, content: bytes, entries: Sequence[InventoryEntry]) -> None:
        """Store a page, then say so in the state file (in this order: a crash between loses one page)."""
        write_atomically(self._path(page), content, private=True)
        self._pages[page] = StoredPage(page, sha256(content), fingerprint(entries))
        state = {
            "serveur": self._server,
            "pages": [
                {
                    "premiere": s.page.first,
                    "derniere": s.page.last,
                    "sha256": s.sha256,
                    "inventaire": s.inventory,
                }
                for _, s in sorted(self._pages.items())
            ],
        }
        write_atomically(self.folder / _STATE, as_json(state), private=True)

    def holds(self, page: Page, content: bytes) -> bool:
        """Tell whether a page is stored with these very bytes."""
        stored = self._pages.get(page)
        return stored is not None and stored.sha256 == sha256(content)

    def contents(self) -> list[bytes]:
        """Return the bytes of every page, by id."""
        return [self._path(p).read_bytes() for p in sorted(self._pages)]

    def discard(self) -> None:
        """Remove the folder, and its parent once empty."""
        shutil.rmtree(self.folder, ignore_errors=True)
        if self.folder.parent.is_dir() and not any(self.folder.parent.iterdir()):
            self.folder.parent.rmdir()

    def _path(self, page: Page) -> Path:
        return self.folder / f"reponses_{page.first}-{page.last}.csv"

    def _recorded(self) -> list[StoredPage]:
        """Read the state file; one that cannot be understood only means starting again."""
        try:
            state = json.loads((self.folder / _STATE).read_text(encoding="utf-8"))
            if state["serveur"] != self._server:
                return []
            return [
                StoredPage(Page(p["premiere"], p["derniere"]), p["sha256"], p["inventaire"])
                for p in state["pages"]
            ]
        except (OSError, ValueError, KeyError, TypeError):
            return []


def publish(contents: dict[str, bytes], ready: Path, target: Path) -> bool:
    """Write all files in ``ready``, then give the folder its final name in one step.

    Returns:
        False if ``target`` appeared meanwhile; nothing was written over.
    """
    shutil.rmtree(ready, ignore_errors=True)
    for name, content in contents.items():
        write_atomically(ready / name, content, private=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        return False
    ready.rename(target)
    return True
