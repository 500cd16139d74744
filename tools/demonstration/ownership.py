"""Which files of a raw folder the demonstration wrote: it replaces those, and refuses a folder with anything else.

The record is a list as ``sha256sum`` writes it, beside the editions. What the files say is not looked at here.
"""

import hashlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from barometre_pipeline.editions.model import EditionConfig
from barometre_pipeline.errors import BarometreError, InputError
from barometre_pipeline.files import UNFINISHED, write_atomically
from barometre_pipeline.french.numbers import count
from barometre_pipeline.yaml_files import read_yaml

RECORD: Final = "demonstration.sha256"
_READ_ONLY: Final = "referentiels"
_NO_MATTER: Final = frozenset({".DS_Store", "Thumbs.db", ".gitkeep"})
_SHOWN: Final = 5


def require_ours(raw: Path) -> None:
    """Let pass a folder that holds nothing but demonstration data, official lists and published tables.

    Raises:
        InputError: it holds something else, which is named.
    """
    if raw.exists() and not raw.is_dir():
        raise InputError(raw.name, "", "c’est un fichier", "un dossier", "donnez un autre dossier avec --raw")
    found = list(_strangers(raw, _recorded(raw))) if raw.is_dir() else []
    if found:
        shown = "".join(f"\n    {name} : {why}" for name, why in found[:_SHOWN])
        more = f"\n    et {count(len(found) - _SHOWN, 'autre')}" if len(found) > _SHOWN else ""
        raise InputError(
            raw.name, "", f"ce dossier n’est pas celui d’une démonstration ; rien n’y a été touché{shown}{more}",
            f"un dossier vide, ou ce qu’une démonstration y a écrit, tel quel (les empreintes sont dans {RECORD})",
            "donnez un dossier neuf avec --raw, ou rangez ailleurs ce qui n’est pas à la démonstration",
        )  # fmt: skip


def write_ours(raw: Path, files: Mapping[str, bytes]) -> None:
    """Replace the files of the demonstration and the record of them.

    Raises:
        InputError: something else came into the folder meanwhile.
    """
    require_ours(raw)
    before = _recorded(raw)
    after = {name: frozenset({hashlib.sha256(content).hexdigest()}) for name, content in files.items()}
    # Until the last file is written either content is ours: interrupted, the next call finds its way.
    both = {n: before.get(n, frozenset()) | after.get(n, frozenset()) for n in {*before, *after}}
    _write_record(raw, both)
    for name, content in files.items():
        write_atomically(raw / name, content)
    _write_record(raw, {**before, **after})


def _strangers(raw: Path, recorded: Mapping[str, frozenset[str]]) -> Iterator[tuple[str, str]]:
    """Yield each file that the demonstration did not write as it is, and why it is held to be another's."""
    for path in _inside(raw):
        name = path.relative_to(raw).as_posix()
        if path.is_symlink():
            yield name, "un lien vers un autre endroit"
        elif path.is_dir():
            yield name, "un dossier illisible"
        elif name in recorded:
            if _sha256(path) not in recorded[name]:
                yield name, "modifié depuis que la démonstration l’a écrit"
        elif not (recorded and _is_published(path, name)):
            yield name, "la démonstration ne l’a pas écrit"


def _inside(raw: Path) -> Iterator[Path]:
    """Yield the files, links and unreadable folders of a folder; official lists, which are only read, are left out."""
    refused: list[OSError] = []
    for home, folders, names in os.walk(raw, onerror=refused.append):
        here = Path(home)
        if here == raw:
            folders[:] = [f for f in folders if f != _READ_ONLY]
        yield from (here / f for f in sorted(folders) if (here / f).is_symlink())
        yield from (here / n for n in sorted(names) if not _no_matter(here / n, raw))
    yield from (Path(error.filename) for error in refused)


def _no_matter(path: Path, raw: Path) -> bool:
    """Tell whether a file is the record, what a system leaves about, or a writing that was cut short."""
    return path == raw / RECORD or path.name in _NO_MATTER or path.name.endswith(UNFINISHED)


def _is_published(path: Path, name: str) -> bool:
    """Tell whether a file is of the published tables that stand beside demonstration data in a checkout."""
    edition, _, rest = name.partition("/")
    if rest != "edition.yaml":
        return rest.startswith("agregats/")
    try:
        config = read_yaml(path, name).validate(EditionConfig, "")
    except (BarometreError, OSError):
        return False
    return config.edition == edition and config.source_donnees == "agregats"


def _sha256(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _recorded(raw: Path) -> dict[str, frozenset[str]]:
    """Return the digests of each file, two where the last writing was interrupted; none where there is no record."""
    found: dict[str, frozenset[str]] = {}
    try:
        lines = (raw / RECORD).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return found
    for line in lines:
        digest, _, name = line.partition("  ")
        found[name] = found.get(name, frozenset()) | {digest}
    return found


def _write_record(raw: Path, digests: Mapping[str, frozenset[str]]) -> None:
    lines = [f"{digest}  {name}\n" for name in sorted(digests) for digest in sorted(digests[name])]
    write_atomically(raw / RECORD, "".join(lines).encode())
