"""``barometre purger``: removes the personal data of an edition once the time to keep them is over.

What is removed is what was received and what bronze keeps of it; silver, gold and all that is published stay.
"""

import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Final

import typer

from barometre_pipeline.cli.common import (
    EditionOption,
    LakeOption,
    RawOption,
    chosen_editions,
    french_errors,
    stdout,
)
from barometre_pipeline.errors import InputError
from barometre_pipeline.files import write_atomically
from barometre_pipeline.folders import dagster_home
from barometre_pipeline.lake import Lake
from barometre_pipeline.sources.limesurvey.remote.staging import FOLDER as PULLED
from barometre_pipeline.writer import COMMAND_LINE, writing

RECORD: Final = "purge.json"  # beside edition.yaml: what was removed, when
_TABLES: Final = ("bronze/reponses_brutes", "bronze/correspondances")
_STRUCTURE: Final = "structure"


@dataclass(frozen=True)
class Removed:
    """A file that goes: its name in the raw folder or in the lake, its hash, its size."""

    fichier: str
    sha256: str
    octets: int


def purge(
    edition: EditionOption,
    raw: RawOption,
    lake: LakeOption,
    oui: Annotated[
        bool,
        typer.Option("--oui", help="Efface vraiment ; sans elle, la commande dit ce qu’elle effacerait."),
    ] = False,
) -> None:
    """Efface les données personnelles d’une édition, au terme de leur durée de conservation.

    Partent : les réponses reçues, le fichier relu, les téléchargements en cours, et ce que bronze en garde. Restent :
    la structure du questionnaire, silver, gold et tout ce qui est publié, qui se recalcule à partir de silver.
    """
    with french_errors():
        folder = chosen_editions(raw, [edition])[edition].folder
        store = Lake.at(lake)
        if not store.exists("silver/reponses", edition):
            raise InputError(
                f"édition {edition}", "", "elle n’a pas de réponses nettoyées dans ce lac : une purge la perdrait",
                "une édition calculée", "lancez « barometre run », ou corrigez --lake",
            )  # fmt: skip
        with writing(lake, dagster_home(lake), COMMAND_LINE, lambda told: stdout().print(told, markup=False)):
            files = list(_files(folder, store, edition))
            removed = [_described(path, root) for path, root in files]
            if oui:
                _record(folder / RECORD, removed)
                for path, _ in files:
                    path.unlink()
                shutil.rmtree(folder / PULLED, ignore_errors=True)
    for gone in removed:
        stdout().print(f"{gone.fichier} ({gone.octets} octets)", markup=False)
    done = "fichiers effacés" if oui else "fichiers à effacer ; rien ne l’a été : ajoutez --oui"
    stdout().print(f"{len(removed)} {done}.", markup=False)


def _files(folder: Path, lake: Lake, edition: str) -> Iterator[tuple[Path, Path]]:
    """Yield what goes, each with the folder that its name is told from."""
    kept = _structure_files(lake, edition)
    received = folder / "limesurvey"
    for path in sorted(p for p in received.rglob("*") if p.is_file()) if received.is_dir() else ():
        if path.relative_to(folder.parent).as_posix() not in kept:
            yield path, folder.parent
    root = Path(str(lake.root))
    for table in _TABLES:
        for part in lake.parts(table, edition):
            yield Path(str(lake.path(table, edition, part))), root


def _structure_files(lake: Lake, edition: str) -> set[str]:
    """Return the files received that hold the questionnaire alone."""
    if not lake.exists("bronze/extraits", edition):
        return set()
    files = lake.read("bronze/extraits", edition)
    return set(files.loc[files["role"] == _STRUCTURE, "fichier"].astype(str))


def _described(path: Path, root: Path) -> Removed:
    content = path.read_bytes()
    return Removed(path.relative_to(root).as_posix(), hashlib.sha256(content).hexdigest(), len(content))


def _record(path: Path, removed: list[Removed]) -> None:
    """Add to what was removed before: a purge says what it did before it does it."""
    told = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    told.append({"date": f"{date.today():%Y-%m-%d}", "fichiers": [asdict(r) for r in removed]})
    write_atomically(path, (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode())
