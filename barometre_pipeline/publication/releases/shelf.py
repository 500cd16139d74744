"""The versions of a lake: where each lies, what its manifest says, whether its files are still those it froze.

Public ones are under ``publication/versions``; one under embargo is outside of what is served, for its owner only.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

import pandas as pd
from upath import UPath

from barometre_pipeline.errors import InputError
from barometre_pipeline.french.spaces import NBSP
from barometre_pipeline.lake import Lake
from barometre_pipeline.publication.releases.figures import figures_of_csv
from barometre_pipeline.publication.releases.version import order

PUBLIC: Final = "publication/versions"
EMBARGOED: Final = "sous_embargo"
TOUCHED: Final = "versions_touchees"  # what moved since the last version of each edition
MANIFEST: Final = "manifeste.json"
FIGURES_FILE: Final = "chiffres.csv"
CARDS_FILE: Final = "fiches.csv"
README: Final = "LISEZMOI.md"


@dataclass(frozen=True)
class Manifest:
    """What a version says of itself.

    Attributes:
        edition, version: what it is.
        titre: of the edition.
        donnees: what proves least among its sources, key of ``vocabulary.PREUVES``.
        code: version of this program.
        chiffres: how many figures it publishes; they are in ``chiffres.csv``.
        fichiers: SHA-256 of each file, by path in the version.
        embargo: moment it ends, ISO 8601 with its time zone; "" where there was none.
    """

    edition: str
    version: str
    titre: str
    donnees: str
    code: str
    chiffres: int
    fichiers: Mapping[str, str] = field(default_factory=dict)
    embargo: str = ""

    def content(self) -> bytes:
        """Return its file."""
        return (json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()

    @property
    def made_up(self) -> bool:
        """Whether some of its data are demonstration data."""
        return self.donnees == "demonstration"


@dataclass(frozen=True)
class Release:
    """A version that was frozen: its folder, whether the public may read it, its manifest."""

    folder: UPath
    public: bool
    manifest: Manifest

    @property
    def name(self) -> str:
        """Edition and version: « 2025, version 1.0 »."""
        return f"{self.manifest.edition}, version {self.manifest.version}"

    def figures(self) -> pd.DataFrame:
        """Return the figures it publishes."""
        return figures_of_csv((self.folder / FIGURES_FILE).read_bytes())

    def altered(self) -> list[str]:
        """Return, in words, what differs from what was frozen: files changed, gone, or added."""
        listed = self.manifest.fichiers
        there = {p.relative_to(self.folder).as_posix(): p for p in self.folder.rglob("*") if p.is_file()}
        there.pop(MANIFEST, None)
        changed = [
            n for n in sorted(listed.keys() & there.keys()) if digest(there[n].read_bytes()) != listed[n]
        ]
        return [
            *(f"{n}{NBSP}: modifié" for n in changed),
            *(f"{n}{NBSP}: absent" for n in sorted(listed.keys() - there.keys())),
            *(f"{n}{NBSP}: n’est pas de la version" for n in sorted(there.keys() - listed.keys())),
        ]


def digest(content: bytes) -> str:
    """Return the SHA-256 of a content."""
    return hashlib.sha256(content).hexdigest()


def folder_of(lake: Lake, edition: str, version: str, public: bool) -> UPath:
    """Return where a version lies."""
    return lake.root / (PUBLIC if public else EMBARGOED) / edition / version


def releases(lake: Lake, edition: str | None = None) -> list[Release]:
    """Return the versions of a lake, by edition, then in their order; one that was never finished is not one."""
    found = [*_in(lake, True), *_in(lake, False)]
    kept = [r for r in found if edition in (None, r.manifest.edition)]
    return sorted(kept, key=lambda r: (r.manifest.edition, order(r.manifest.version), r.public))


def find(lake: Lake, edition: str, version: str) -> Release | None:
    """Return a version, the public one where an interrupted publication left two."""
    return next((r for r in reversed(releases(lake, edition)) if r.manifest.version == version), None)


def latest(lake: Lake) -> list[Release]:
    """Return the last version of each edition."""
    return list({r.manifest.edition: r for r in releases(lake)}.values())


def _in(lake: Lake, public: bool) -> Iterator[Release]:
    root = lake.root / (PUBLIC if public else EMBARGOED)
    for path in sorted(root.glob(f"*/*/{MANIFEST}")) if root.exists() else ():
        yield Release(path.parent, public, _read(path))


def _read(path: UPath) -> Manifest:
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        manifest = Manifest(**content)
        order(manifest.version)
    except (ValueError, TypeError) as error:
        shown = "/".join(path.parts[-3:])
        raise InputError(
            shown, "", "ce manifeste est illisible", "un manifeste écrit par «\u00a0barometre publier\u00a0»",
            "remettez la copie que vous gardez de cette version",
        ) from error  # fmt: skip
    return manifest
