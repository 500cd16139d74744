"""SPSS files (.sav) read by pyreadstat in a process of their own, so that a crash of the library is a message here.

Only the process and what it hands back belong here; ``spss_child`` runs in it, the readers give cells a meaning.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from barometre_pipeline.sources import spss_child
from barometre_pipeline.sources.limesurvey.safety import check_file

_SECONDS: Final = 300
Cell = float | str | None


class UnreadableSpssError(Exception):
    """A file that the library refuses, or on which it crashes or hangs; its text says which, in French."""


@dataclass(frozen=True)
class MultipleSet:
    """A multiple response set that the file declares.

    Attributes:
        label: its wording.
        variables: as the set names them; SPSS writes them in small letters.
        dichotomous: each variable is a box, else each holds one mention.
        counted: the code that says « ticked », of a dichotomous one.
    """

    label: str
    variables: tuple[str, ...]
    dichotomous: bool
    counted: str | None


@dataclass(frozen=True)
class SpssFile:
    """What an SPSS file holds, as it is written there.

    Attributes:
        values: the cells of each variable, one per row, in the order of the file; None where empty.
        labels: the wording of each variable, where it has one.
        value_labels: by variable, the label of each code.
        missing_ranges: by variable, the ranges (``lo``, ``hi``) of codes that mean "no answer".
        sets: the multiple response sets, by name.
    """

    values: Mapping[str, list[Cell]]
    labels: Mapping[str, str | None]
    value_labels: Mapping[str, dict[float | str, str]]
    missing_ranges: Mapping[str, list[dict[str, Any]]]
    sets: Mapping[str, MultipleSet]


def read_spss(path: Path, shown: str, *, user_missing: bool) -> SpssFile:
    """Read a file in another process.

    Args:
        path: the file.
        shown: its name in messages.
        user_missing: keep the codes declared missing instead of emptying their cells.

    Raises:
        InputError: a link, a device, an empty or oversized file.
        UnreadableSpssError: the library cannot read it.
    """
    check_file(path, shown)
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "cells.json"
        # By its path and not as a module of the package, which would load all that the package's readers need.
        command = [sys.executable, "-I", str(Path(spss_child.__file__).resolve()), str(path.resolve())]
        try:
            done = subprocess.run(
                [*command, str(target), str(int(user_missing))],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise UnreadableSpssError("la lecture du fichier SPSS n’aboutit pas") from None
        if done.returncode < 0:
            raise UnreadableSpssError(
                "la bibliothèque de lecture s’est arrêtée brutalement sur ce fichier SPSS"
            )
        if done.returncode != 0:
            raise UnreadableSpssError("le fichier SPSS est refusé par la bibliothèque de lecture")
        content = json.loads(target.read_bytes().decode("utf-8", "surrogatepass"))
    return SpssFile(
        {name: content["values"][name] for name in content["columns"]},
        content["labels"],
        {name: dict(pairs) for name, pairs in content["value_labels"].items()},
        content["missing_ranges"],
        {
            name: MultipleSet(
                (found["label"] or "").strip(),
                tuple(found["variable_list"]),
                bool(found["is_dichotomy"]),
                None if found["counted_value"] is None else str(found["counted_value"]),
            )
            for name, found in (content["sets"] or {}).items()
        },
    )
