"""Which files of the raw folder each raw input is, for an edition, and their SHA-256 at this moment.

What a raw input is called is ``tables.raw_inputs``'; reading what is in the files is ``sources``'.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final

from barometre_pipeline.catalogue.errata import ERRATA_FILE
from barometre_pipeline.catalogue.extension import CODEBOOK_FILE
from barometre_pipeline.editions.loader import PACKAGE_EDITIONS
from barometre_pipeline.editions.model import Edition
from barometre_pipeline.matching import decisions_file, list_year
from barometre_pipeline.sources.documents.folder import documents_of
from barometre_pipeline.sources.limesurvey.folder import is_note
from barometre_pipeline.sources.limesurvey.structure import looks_like_structure
from barometre_pipeline.sources.territories.loader import available_years, earlier_lists, year_folder
from barometre_pipeline.tables import raw_inputs as r
from barometre_pipeline.tables.raw_inputs import RawInput

_MAYBE_STRUCTURE: Final = frozenset({".lss", ".txt", ".xml"})
_BEING_WRITTEN: Final = (".part", ".partial", ".partiel", ".crdownload", ".tmp", ".swp", "~")
_HEAD: Final = 64 * 1024
_KNOWN: dict[Path, tuple[tuple[int, ...], str]] = {}


def raw_hashes(edition: Edition, inputs: Iterable[RawInput]) -> dict[str, dict[str, str]]:
    """Return the SHA-256 of the files of raw inputs as they are now, by input and by name of file.

    To be taken before the files are read: one that changes meanwhile is then known to have changed.
    """
    return {i.name: {name: sha256(path) for name, path in files_of(edition, i).items()} for i in inputs}


def files_of(edition: Edition, raw_input: RawInput) -> dict[str, Path]:
    """Return the files of a raw input by name, relative to the raw folder where they are in it."""
    raw = edition.folder.parent
    return {_shown(p, raw): p for p in sorted(_FILES[raw_input.name](edition)) if p.is_file()}


def data_version(hashes: Mapping[str, str]) -> str:
    """Return what identifies the content of a raw input: the SHA-256 of its file, or of the list of its files."""
    if len(hashes) == 1:
        return next(iter(hashes.values()))
    listing = "".join(f"{digest}  {name}\n" for name, digest in sorted(hashes.items()))
    return hashlib.sha256(listing.encode()).hexdigest() if hashes else "absent"


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file, read again only if its size or its dates have changed since this process did."""
    stat = path.stat()
    mark = (stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)
    known = _KNOWN.get(path)
    if known and known[0] == mark:
        return known[1]
    with path.open("rb") as handle:
        digest = hashlib.file_digest(handle, "sha256").hexdigest()
    _KNOWN[path] = (mark, digest)
    return digest


def being_written(folder: Path) -> list[str]:
    """Return the names of files that a copy or a download has not finished."""
    return sorted(p.name for p in folder.rglob("*") if p.name.endswith(_BEING_WRITTEN))


def listing(folder: Path) -> str:
    """Summarise the files of a folder without reading them: two equal summaries mean that nothing moved."""
    found = []
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        stat = path.stat()
        found.append((path.relative_to(folder).as_posix(), stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns))
    return hashlib.sha256(repr(found).encode()).hexdigest()[:16]


def _survey_files(edition: Edition) -> list[Path]:
    folder = edition.folder / "limesurvey"
    return [p for p in folder.rglob("*") if p.is_file() and not p.name.startswith(".")]


def _reviewed(edition: Edition) -> list[Path]:
    name = edition.config.structures.correspondances
    return [edition.folder / "limesurvey" / name] if name else []


def _structures(edition: Edition) -> list[Path]:
    return [p for p in _survey_files(edition) if p.suffix.lower() in _MAYBE_STRUCTURE and _explains(p)]


def _explains(path: Path) -> bool:
    with path.open("rb") as stream:
        return looks_like_structure(stream.read(_HEAD))


def _extracts(edition: Edition) -> list[Path]:
    others = {*_reviewed(edition), *_structures(edition), *_decisions(edition)}
    return [p for p in _survey_files(edition) if p not in others and not is_note(p)]


def _decisions(edition: Edition) -> list[Path]:
    return [decisions_file(edition)[0]]


def _configuration(edition: Edition) -> list[Path]:
    own = edition.folder / "edition.yaml"
    return [own if own.is_file() else PACKAGE_EDITIONS / edition.key / "edition.yaml"]


def _lists(edition: Edition) -> list[Path]:
    raw, year = edition.folder.parent, list_year(edition.config)
    year = max((y for y in available_years(raw) if y <= year), default=year)
    return [*year_folder(raw, year).glob("*"), *earlier_lists(raw, year)]


_FILES: Final[Mapping[str, Callable[[Edition], list[Path]]]] = {
    r.EXTRACT.name: _extracts,
    r.STRUCTURE.name: _structures,
    r.REVIEWED.name: _reviewed,
    r.DECISIONS.name: _decisions,
    r.CONFIGURATION.name: _configuration,
    r.CODEBOOK.name: lambda edition: [edition.folder / CODEBOOK_FILE],
    r.POLL.name: lambda edition: list((edition.folder / "ipsos").rglob("*")),
    r.PUBLISHED.name: lambda edition: list((edition.folder / "agregats").rglob("*")),
    r.LISTS.name: _lists,
    r.DOCUMENTS.name: lambda edition: documents_of(edition.folder),
    r.ERRATA.name: lambda edition: [edition.folder / ERRATA_FILE],
}


def _shown(path: Path, raw: Path) -> str:
    """Name a file from the raw folder; one that comes with the project, by its folders there."""
    if path.is_relative_to(raw):
        return path.relative_to(raw).as_posix()
    return "/".join(path.parts[-3:])
