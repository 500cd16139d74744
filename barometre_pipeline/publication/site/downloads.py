"""Published files that can be downloaded, by kind, with what each is: documents, open data, workbooks.

What is in the files is decided where they are written.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

import pandas as pd

from barometre_pipeline.french.numbers import number
from barometre_pipeline.french.spaces import NBSP

_KINDS: Final = {
    ".json": "description du paquet (Data Package)",
    ".csv": "tableau (CSV, virgule, UTF-8)",
    ".xlsx": "classeur (XLSX)",
    ".md": "texte (Markdown)",
    ".pdf": "document (PDF)",
    ".pptx": "diapositives modifiables (PPTX)",
}
_TITLES: Final = {
    "documents": "Le document de chaque édition",
    "donnees_ouvertes": "Le paquet de données ouvertes",
    "classeurs": "Les classeurs de tableaux, par édition",
}

_READ_FIRST: Final = (".pdf", ".pptx", ".xlsx")
_BY_SUFFIX: Final = {".xlsx": "classeurs", ".pdf": "documents", ".pptx": "documents"}


@dataclass(frozen=True)
class Download:
    """One file."""

    nom: str
    adresse: str
    genre: str
    taille: str


def downloads(files: pd.DataFrame) -> list[tuple[str, list[Download]]]:
    """Return titles and their files, of an index of paths in the lake and sizes in bytes."""
    found: dict[str, list[Download]] = {title: [] for title in _TITLES.values()}
    for kind, download in _files(files):
        found[_TITLES[kind]].append(download)
    return [(title, of) for title, of in found.items() if of]


def of_edition(files: pd.DataFrame, edition: str) -> tuple[Download, ...]:
    """Return the document of an edition and its workbook: what is not open data in its folder, the PDF first."""
    mine = files[files["fichier"].astype(str).str.startswith(f"publication/{edition}/")]
    found = [d for kind, d in _files(mine) if kind != "donnees_ouvertes"]
    return tuple(sorted(found, key=lambda d: _READ_FIRST.index(PurePosixPath(d.nom).suffix)))


def _files(files: pd.DataFrame) -> Iterator[tuple[str, Download]]:
    for path, size in zip(files["fichier"].astype(str), files["octets"].astype(int), strict=True):
        place = PurePosixPath(path)
        kind = _BY_SUFFIX.get(place.suffix, "donnees_ouvertes")
        address = f"../{place.relative_to('publication')}"
        yield kind, Download(place.name, address, _KINDS.get(place.suffix, "fichier"), _size(size))


def _size(size: int) -> str:
    return f"{number(max(1, round(size / 1000)))}{NBSP}ko"
