"""SPSS extracts (.sav), read by pyreadstat in a process of their own, which a crash of the library may end.

Only the call and the message belong here; ``spss_child`` is what runs in the other process.
"""

import subprocess
import sys
from pathlib import Path
from typing import Final

import pyarrow as pa

from barometre_pipeline.errors import InputError
from barometre_pipeline.sources.limesurvey.forms.table import MemorySource, refuse_no_response
from barometre_pipeline.sources.limesurvey.model import Questionnaire
from barometre_pipeline.sources.limesurvey.safety import check_file

_CHILD: Final = "barometre_pipeline.sources.limesurvey.forms.spss_child"
_SECONDS: Final = 300


def open_source(path: Path, questionnaire: Questionnaire, shown: str) -> MemorySource:
    """Return the responses of an SPSS file.

    Raises:
        InputError: a file that the library refuses, or on which it crashes or hangs.
    """
    check_file(path, shown)
    root = Path(__file__).parents[4]
    try:
        done = subprocess.run(
            [sys.executable, "-m", _CHILD, str(path.resolve())],
            capture_output=True,
            check=False,
            timeout=_SECONDS,
            cwd=root,
        )
    except subprocess.TimeoutExpired:
        raise _unreadable(shown, "la lecture du fichier SPSS n’aboutit pas") from None
    if done.returncode != 0:
        crashed = done.returncode < 0
        finding = "la bibliothèque de lecture s’est arrêtée brutalement sur ce fichier SPSS"
        raise _unreadable(
            shown, finding if crashed else "le fichier SPSS est refusé par la bibliothèque de lecture"
        )
    table = pa.ipc.open_stream(done.stdout).read_all()
    refuse_no_response(table.num_rows, shown)
    cells = [list(row.values()) for row in table.to_pylist()]
    return MemorySource("sav", table.column_names, cells, first_row=1)


def _unreadable(shown: str, finding: str) -> InputError:
    return InputError(
        shown,
        "",
        finding,
        "un fichier .sav lisible (ceux qu’écrit LimeSurvey 6 ne le sont pas tous)",
        "exporter les réponses en CSV depuis LimeSurvey et retirer le fichier .sav du dossier",
    )
