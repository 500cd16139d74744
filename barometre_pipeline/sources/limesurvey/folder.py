"""What lies in an edition's ``limesurvey`` folder: the structure, the extracts, and which of them is used.

Choosing files belongs here; reading them is ``structure``'s and ``extract``'s.
"""

import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Final

from barometre_pipeline.errors import InputError
from barometre_pipeline.french.numbers import count
from barometre_pipeline.sources.limesurvey.cells import as_text
from barometre_pipeline.sources.limesurvey.extract import read_extract, source_file
from barometre_pipeline.sources.limesurvey.forms.detect import open_extract
from barometre_pipeline.sources.limesurvey.forms.joined import Part, completing, part_of
from barometre_pipeline.sources.limesurvey.headings import match_source
from barometre_pipeline.sources.limesurvey.left_aside import DESIGNATED, FEWER, OLDER, UNDECIDED, left_aside
from barometre_pipeline.sources.limesurvey.model import UNDATED, Extract, Questionnaire
from barometre_pipeline.sources.limesurvey.moments import day_order
from barometre_pipeline.sources.limesurvey.safety import check_file, is_zip, optional_member, read_bytes
from barometre_pipeline.sources.limesurvey.structure import looks_like_structure, read_structure

MANIFEST: Final = "manifest.json"
_DATED: Final = re.compile(r"\d{4}-\d{2}-\d{2}.*")
_READ: Final = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".json", ".lsa", ".lss", ".sav", ".sps", ".xml"})
_MAYBE_NOTES: Final = frozenset({".txt", ".json", ".xml"})  # may be something else, and then play no part
_NOTES: Final = frozenset({".md", ".pdf", ".docx", ".odt", ".yaml", ".yml", ".lss", ".sps", ".html"})
_DOCUMENTS: Final = frozenset(
    {".pdf", ".docx", ".odt", ".html"}
)  # notes, or responses in a form that is not read
_SEPARATORS: Final = (
    b"\t",
    b";",
    b",",
    b"|",
    b"{",
    b"<",
    b"\0",
)  # of cells, or of what is told in a structure
_STRUCTURES_FIRST: Final = {".lss": 0, ".lsa": 1, ".txt": 2}
_LOCKS: Final = (".", "~$")  # hidden files, and what office suites leave beside an open file
_HEAD: Final = 64 * 1024
_FAR: Final = timedelta(days=366)


@dataclass(frozen=True)
class ExtractFile:
    """An extract found in a folder, with the structure that explains it.

    Attributes:
        path, shown: the file, and its name relative to the raw folder.
        structure, structure_shown: likewise.
        folder_date: date of the sub-folder it was fetched into, empty beside it.
    """

    path: Path
    shown: str
    structure: Path
    structure_shown: str
    folder_date: str = ""

    @cached_property
    def _told(self) -> tuple[str, int]:
        """Latest date and time written in the responses, empty where the survey keeps none; and how many there are."""
        questionnaire = read_structure(self.structure, self.structure_shown)
        source = open_extract(self.path, questionnaire, self.shown)
        matching = match_source(source, questionnaire, self.shown)
        names = ("submitdate", "datestamp", "startdate")
        stamps = {e.name: i for i, e in matching.entries.items() if e.kind == "system" and e.name in names}
        table = source.read(frozenset(stamps.values()))
        cells = {name: as_text(table.columns[i]) for name, i in stamps.items()}
        order = day_order(list(cells.values()), table.file_numbers)
        last = (column for name, column in cells.items() if name != "startdate")
        found = {stamp for column in last for stamp in order.read(column)[0].dropna()}
        return _latest(stamp for stamp in found if stamp[:10] > UNDATED), len(table.rows)

    @property
    def age(self) -> tuple[str, str]:
        """Greater for the newer of two extracts; never a date of the file system."""
        last, _ = self._told
        return (self.folder_date or last[:10], last)

    @property
    def age_key(self) -> tuple[tuple[str, str], int, str]:
        """Order of the extracts; of two whose dates are the same, the one with more responses is the greater."""
        return (self.age, self._told[1], self.shown)

    def why_not(self, chosen: "ExtractFile") -> str:
        """Say why another extract is used."""
        if self.age != chosen.age:
            return OLDER
        return FEWER if self._told[1] < chosen._told[1] else UNDECIDED

    def read(self, others: Sequence["ExtractFile"] = ()) -> Extract:
        """Return the extract, its structure among its files; ``others`` hold other parts of it."""
        questionnaire = read_structure(self.structure, self.structure_shown)
        extract = read_extract(self.path, questionnaire, self.shown, [(o.path, o.shown) for o in others])
        if self.structure != self.path:
            extract.files += (source_file(self.structure, self.structure_shown, "structure"),)
        return extract


def read_folder(
    limesurvey_folder: Path, raw: Path, force: str | None = None, besides: Collection[str] = ()
) -> Extract:
    """Return the newest extract of an edition.

    Args:
        limesurvey_folder: ``<raw>/<edition>/limesurvey``.
        raw: files are named relative to it.
        force: path of the extract to use, relative to ``limesurvey_folder``, instead of the newest.
        besides: names of files of the folder that others read.

    Raises:
        InputError: no structure, no extract, or a file that cannot be read exactly.
    """
    found = list_extracts(limesurvey_folder, raw, besides)
    chosen = found[0] if force is None else _forced(found, limesurvey_folder, raw, force)
    states = [] if force or len(found) == 1 else _states(chosen, found)
    names = {part.shown for part in completing(states[0], states[1:])[0]} if states else set()
    # The part with the most recent date need not be the one with the first columns: names give the order.
    parts = sorted((f for f in found if f == chosen or f.shown in names), key=lambda file: file.shown)
    extract = parts[0].read(parts[1:])
    others = [file for file in found if file not in parts]
    extract.ignored = tuple(file.shown for file in others)
    beside = {part.shown: part for part in states}
    extract.warnings += tuple(
        left_aside(file.shown, DESIGNATED if force else file.why_not(chosen), beside.get(file.shown), extract)
        for file in others
    )
    return extract


def _states(chosen: ExtractFile, found: Sequence[ExtractFile]) -> list[Part]:
    """Return an extract, then those beside it, which hold other parts of it or are other states of it."""
    place = (chosen.structure, chosen.folder_date)
    beside = [file for file in found if file != chosen and (file.structure, file.folder_date) == place]
    questionnaire = read_structure(chosen.structure, chosen.structure_shown)
    return [part_of(file.path, questionnaire, file.shown) for file in (chosen, *beside)] if beside else []


def _latest(stamps: Iterable[str]) -> str:
    """Return the latest moment; one far after all others is a clock that was wrong, and proves nothing."""
    last, *before = sorted(set(stamps), reverse=True) or [""]
    if before and date.fromisoformat(last[:10]) - date.fromisoformat(before[0][:10]) > _FAR:
        return before[0]
    return last


def list_extracts(limesurvey_folder: Path, raw: Path, besides: Collection[str] = ()) -> list[ExtractFile]:
    """Return the extracts of an edition, the newest first.

    The date of the sub-folder it was fetched into tells the age of an extract, else its latest response.

    Raises:
        InputError: no folder, no structure, no extract, or a file that cannot be read.
    """
    shown = _shown(limesurvey_folder, raw)
    if not limesurvey_folder.is_dir():
        raise _nothing(shown, "le dossier n’existe pas")
    folders = [limesurvey_folder, *_dated_folders(limesurvey_folder)]
    files = {folder: _files(folder, raw, besides) for folder in folders}
    structures = {folder: _structures(files[folder], raw) for folder in folders}
    found: list[ExtractFile] = []
    unreadable: list[InputError] = []
    aside: dict[str, str] = {}
    for folder in folders:
        near = structures[folder] or structures[limesurvey_folder]
        date = folder.name[:10] if folder != limesurvey_folder else ""
        for path in files[folder]:
            own = [path] if path in structures[folder] else near
            if path in structures[folder] and not _holds_responses(path, raw):
                continue
            try:
                structure = _explaining(path, _shown(path, raw), own, raw)
            except InputError as error:
                if path.suffix.lower() not in _MAYBE_NOTES:
                    raise
                unreadable.append(error)
                continue
            if structure is not None:
                found.append(ExtractFile(path, _shown(path, raw), structure, _shown(structure, raw), date))
            elif own:
                aside[path.relative_to(limesurvey_folder).as_posix()] = _why_not(
                    path, _shown(path, raw), own[0], raw
                )
    if not found:
        if unreadable:
            raise unreadable[0]
        finding = "il ne contient aucun extrait de réponses"
        if not any(structures.values()):
            finding = "il ne contient aucune structure d’enquête (.lss, .lsa ou .txt)"
        raise _nothing(shown, finding, {**aside, **_not_looked_at(folders, limesurvey_folder)})
    return sorted(found, key=lambda file: file.age_key, reverse=True) if len(found) > 1 else found


def holds_responses(limesurvey_folder: Path, besides: Collection[str] = ()) -> bool:
    """Tell whether a folder holds anything that may be responses: a questionnaire alone waits for them.

    Notes and the files named in ``besides`` are no responses; one of an unknown kind may be some, and is then refused.
    """
    folders = [limesurvey_folder, *_dated_folders(limesurvey_folder)] if limesurvey_folder.is_dir() else []
    files = (
        p for folder in folders for p in folder.iterdir() if p.is_file() and not p.name.startswith(_LOCKS)
    )
    return any(_may_be_responses(path) for path in files if path.name not in (MANIFEST, *besides))


def is_note(path: Path) -> bool:
    """Tell whether a file beside an extract can be neither responses nor a structure: its name is recorded nowhere."""
    suffix = path.suffix.lower()
    if suffix not in _MAYBE_NOTES:
        return suffix == ".md" or suffix in _DOCUMENTS
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    return not any(sign in head for sign in _SEPARATORS)


def _may_be_responses(path: Path) -> bool:
    suffix = path.suffix.lower()
    if suffix in _NOTES:
        return False
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    if suffix == ".lsa" or (is_zip(head) and suffix not in (".xlsx", ".ods")):
        return _holds_responses(path, path.parent)
    return not looks_like_structure(head) and (suffix not in _MAYBE_NOTES or b"\t" in head or b"{" in head)


def _forced(found: list[ExtractFile], folder: Path, raw: Path, force: str) -> ExtractFile:
    wanted = _shown(folder / force, raw)
    for file in found:
        if file.shown == wanted:
            return file
    raise InputError(
        wanted,
        "",
        "l’extrait désigné par la configuration de l’édition n’existe pas ou n’est pas un extrait",
        "un des extraits du dossier : " + ", ".join(file.shown for file in found),
        "corriger la clé « limesurvey.extrait » du fichier edition.yaml",
    )


def _shown(path: Path, raw: Path) -> str:
    return path.relative_to(raw).as_posix() if path.is_relative_to(raw) else path.name


def _dated_folders(folder: Path) -> list[Path]:
    return sorted(sub for sub in folder.iterdir() if sub.is_dir() and _DATED.fullmatch(sub.name))


def _files(folder: Path, raw: Path, besides: Collection[str]) -> list[Path]:
    """Return the files of a folder that may be structure or extract, and check them against its manifest."""
    names = sorted(
        path
        for path in folder.iterdir()
        if path.suffix.lower() in _READ and path.name not in (MANIFEST, *besides)
    )
    files = [path for path in names if not path.name.startswith(_LOCKS) and not path.is_dir()]
    if (folder / MANIFEST).is_file():
        _check_manifest(folder, files, raw)
    return files


def _check_manifest(folder: Path, files: list[Path], raw: Path) -> None:
    shown = _shown(folder / MANIFEST, raw)
    try:
        entries = json.loads((folder / MANIFEST).read_text("utf-8"))["fichiers"]
        names = [str(entry.get("fichier") or entry["nom"]) for entry in entries]
        declared = dict(zip(names, (str(entry["sha256"]) for entry in entries), strict=True))
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise InputError(
            shown,
            "",
            "le manifeste du téléchargement est illisible",
            "la liste « fichiers », chacun avec son nom et son empreinte sha256",
            "télécharger de nouveau l’extrait dans un autre dossier daté",
        ) from error
    for path in files:
        if path.name in declared and source_file(path, "", "").sha256 != declared[path.name]:
            raise InputError(
                _shown(path, raw),
                "",
                "le fichier n’est plus celui qui a été téléchargé (son empreinte SHA-256 a changé)",
                f"l’empreinte inscrite dans {shown}",
                "remettre le fichier d’origine, ou télécharger de nouveau l’extrait",
            )


def _structures(files: Iterable[Path], raw: Path) -> list[Path]:
    found = []
    for path in files:
        if path.suffix.lower() not in _MAYBE_NOTES:
            check_file(path, _shown(path, raw))
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
        if path.suffix.lower() in (".lss", ".lsa") or looks_like_structure(head):
            found.append(path)
    return sorted(found, key=lambda path: (_STRUCTURES_FIRST.get(path.suffix.lower(), 3), path.name))


def _holds_responses(path: Path, raw: Path) -> bool:
    """Tell whether a structure file is an archive that has responses too."""
    data = read_bytes(path, _shown(path, raw))
    return is_zip(data) and optional_member(data, ".lsr", _shown(path, raw)) is not None


def _explaining(path: Path, shown: str, structures: list[Path], raw: Path) -> Path | None:
    """Return the structure that knows most headings of a file, or nothing where it is no extract."""
    best: tuple[int, Path] | None = None
    for structure in structures:
        questionnaire = read_structure(structure, _shown(structure, raw))
        score = _known_headings(path, shown, questionnaire)
        if score and (best is None or score > best[0]):
            best = (score, structure)
    return best[1] if best else None


def _known_headings(path: Path, shown: str, questionnaire: Questionnaire) -> int:
    source = open_extract(path, questionnaire, shown)
    try:
        matching = match_source(source, questionnaire, shown)
    except InputError:
        return 0
    kinds = [entry.kind for entry in matching.entries.values()]
    return len(kinds) if "column" in kinds and len(kinds) > len(matching.unknown) else 0


def _why_not(path: Path, shown: str, structure: Path, raw: Path) -> str:
    """Say why a file is no extract of a survey."""
    questionnaire = read_structure(structure, _shown(structure, raw))
    try:
        source = open_extract(path, questionnaire, shown)
        matching = match_source(source, questionnaire, shown)
    except InputError as error:
        return error.constat
    known = len(matching.entries)
    seen = count(len(source.headings), "colonne")
    return f"{count(known, 'intitulé reconnu', 'intitulés reconnus')} sur {seen}, aucune question de {structure.name}"


def _not_looked_at(folders: list[Path], home: Path) -> dict[str, str]:
    """Return the files of a kind that is never read."""
    files = (p for folder in folders for p in sorted(folder.iterdir()) if p.is_file())
    return {
        p.relative_to(home).as_posix(): "fichier de verrou d’une suite bureautique, sans données"
        if p.name.startswith(("~$", ".~lock"))
        else f"les fichiers «\u00a0{p.suffix or p.name}\u00a0» ne sont pas lus"
        for p in files
        if p.name.startswith(("~$", ".~lock"))
        or (
            p.suffix.lower() not in _READ | _NOTES - _DOCUMENTS
            and not p.name.startswith(".")
            and p.name != MANIFEST
        )
    }


def _nothing(shown: str, finding: str, aside: Mapping[str, str] | None = None) -> InputError:
    said = "\u00a0; ".join(f"{name} ({reason})" for name, reason in (aside or {}).items())
    return InputError(
        shown,
        "",
        finding + (f". Laissés de côté\u00a0: {said}" if said else ""),
        "un export des réponses et la structure de l’enquête",
        "y déposer l’export des réponses (CSV par exemple) et la structure (.lss), ou une archive .lsa",
    )
