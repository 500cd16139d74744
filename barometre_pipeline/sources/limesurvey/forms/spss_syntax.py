"""SPSS syntax (.sps) with its data file (.dat): the syntax names the columns that the data lack.

Only this pair of files belongs here.
"""

import re
from datetime import datetime
from pathlib import Path, PureWindowsPath
from typing import Final

from barometre_pipeline.errors import InputError, record_place
from barometre_pipeline.sources.limesurvey.forms.table import MemorySource, decoded_text, refuse_no_response
from barometre_pipeline.sources.limesurvey.model import Questionnaire
from barometre_pipeline.sources.limesurvey.records import records
from barometre_pipeline.sources.limesurvey.safety import read_bytes

_RENAME: Final = re.compile(r"^RENAME VARIABLES \( V(\d+) = (\S+) \)\.", re.M)
_FILE: Final = re.compile(r"/FILE='([^']+)'")
_DATED: Final = re.compile(r"^ V(\d+) DATETIME", re.M)
_REMEDY: Final = (
    "déposer ensemble les deux fichiers SPSS exportés (.sps et .dat), ou exporter les réponses en CSV"
)


def open_source(path: Path, questionnaire: Questionnaire, shown: str) -> MemorySource:
    """Return the responses of the data file that a syntax file describes.

    Raises:
        InputError: no data file beside the syntax, records of another length, or no response.
    """
    syntax = decoded_text(read_bytes(path, shown), shown)
    headings = [name for _, name in sorted((int(n), name) for n, name in _RENAME.findall(syntax))]
    dates = {int(n) - 1 for n in _DATED.findall(syntax)}
    data = _data_file(path, syntax, shown)
    text = decoded_text(read_bytes(data, data.name), data.name)
    cases = [record for record in records(text, ",", data.name, quotechar="'") if record]
    for number, record in enumerate(cases, start=1):
        if len(record) != len(headings):
            raise InputError(
                data.name,
                record_place(number, headings=False),
                "l’enregistrement n’a pas autant de valeurs que la syntaxe SPSS a de variables",
                f"{len(headings)} valeurs séparées par des virgules",
                _REMEDY,
            )
    refuse_no_response(len(cases), shown)
    cells: list[list[str | None]] = [
        [_date(cell) if i in dates else cell for i, cell in enumerate(record)] for record in cases
    ]
    return MemorySource("sps", headings, cells, first_row=1, unmasks=True)


def _data_file(path: Path, syntax: str, shown: str) -> Path:
    named = _FILE.search(syntax)
    files = sorted(p for p in path.parent.iterdir() if p.is_file())
    # The syntax may name the file by its place on the computer that ran it, Windows or not.
    beside = [p for p in files if named and p.name == PureWindowsPath(named[1]).name]
    found = beside or [p for p in files if p.suffix == ".dat"]
    if len(found) == 1:
        return found[0]
    raise InputError(
        shown,
        "",
        "le fichier de données de cette syntaxe SPSS est introuvable",
        "un seul fichier .dat à côté de la syntaxe",
        _REMEDY,
    )


def _date(cell: str) -> str:
    try:
        return f"{datetime.strptime(cell, '%d-%m-%Y %H:%M:%S'):%Y-%m-%d %H:%M:%S}"
    except ValueError:
        return cell
