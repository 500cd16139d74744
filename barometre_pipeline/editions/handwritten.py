"""Where each file that people write by hand is read; one of such a name elsewhere, or nearly so named, is refused.

It would change nothing, and nobody would know. What the files say is their readers'.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from barometre_pipeline.errors import InputError
from barometre_pipeline.french.suggestion import closest

_BESIDE: Final = "*"  # in any folder of a source: beside the file that it describes
# Name -> where, from the folder of the edition.
PLACES: Final = {
    "edition.yaml": "",
    "codebook.yaml": "",
    "errata.yaml": "",
    "sondage.yaml": "ipsos",
    "tableaux.yaml": f"ipsos/{_BESIDE}",
    "anomalies.yaml": "agregats",
    "decisions.csv": "limesurvey",
}
_YAML: Final = (".yaml", ".yml")
_CSV: Final = ".csv"
_STEMS: Final = {Path(name).stem: name for name in PLACES if not name.endswith(_CSV)}
_DECISIONS: Final = "decisions.csv"
# « erratum », « codebok » are; « questions », « codes », « redaction » are other words.
_MISTYPED: Final = 0.76
_WORD: Final = re.compile(r"d(?:e\u0301?|é)cisions?", re.IGNORECASE)


def refuse_unread(folder: Path, edition: str) -> None:
    """Refuse a file of an edition that nothing reads and whose name is, or is nearly, that of one written by hand.

    Raises:
        InputError: names it, and where it is read under which name.
    """
    _refuse(sorted(folder.rglob("*")), folder, edition)


def refuse_above(raw: Path) -> None:
    """Refuse such a file beside the folders of the editions, where nothing is read.

    Raises:
        InputError: as above.
    """
    _refuse(sorted(raw.iterdir()), raw, "")


def _refuse(paths: Iterable[Path], root: Path, edition: str) -> None:
    for path in paths:
        place = path.parent.relative_to(root).as_posix().removeprefix(".")
        meant = _meant(path)
        if meant is None or (edition and path.name == meant and _is_read(place, PLACES[meant])):
            continue
        wanted = "/".join(
            filter(None, (edition or "<édition>", PLACES[meant].removesuffix(f"/{_BESIDE}"), meant))
        )
        raise InputError(
            "/".join(filter(None, (edition or root.name, place, path.name))), "",
            f"rien ne lit ce fichier, dont le nom est à peu près celui de {meant}", wanted,
            "renommez-le ou déplacez-le ; donnez-lui un tout autre nom s’il ne doit pas être lu",
        )  # fmt: skip


def _meant(path: Path) -> str | None:
    """Return the file written by hand that a name says, nearly at least; None for any other file, or a folder."""
    kind = path.suffix.lower()
    if kind not in (*_YAML, _CSV) or not path.is_file():
        return None
    if kind == _CSV:  # tables have names of all kinds: only the word itself is taken for a mistake
        return _DECISIONS if _WORD.fullmatch(path.stem) else None
    near = closest(path.stem, _STEMS, _MISTYPED)
    return _STEMS[near] if near else None


def _is_read(place: str, where: str) -> bool:
    folder = where.removesuffix(f"/{_BESIDE}")
    return place == folder or (where != folder and place.startswith(f"{folder}/"))
