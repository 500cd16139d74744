"""SPSS extracts (.sav): their cells as LimeSurvey's CSV would write them.

Only the text of cells and the message belong here; ``spss_process`` reads the file.
"""

from pathlib import Path

from barometre_pipeline.errors import InputError
from barometre_pipeline.sources.limesurvey.forms.table import MemorySource, refuse_no_response
from barometre_pipeline.sources.limesurvey.model import Questionnaire
from barometre_pipeline.sources.spss_process import Cell, UnreadableSpssError, read_spss


def open_source(path: Path, questionnaire: Questionnaire, shown: str) -> MemorySource:
    """Return the responses of an SPSS file.

    Raises:
        InputError: a file that the library refuses, or on which it crashes or hangs.
    """
    try:
        content = read_spss(path, shown, user_missing=False)
    except UnreadableSpssError as error:
        raise InputError(
            shown,
            "",
            str(error),
            "un fichier .sav lisible (ceux qu’écrit LimeSurvey 6 ne le sont pas tous)",
            "exporter les réponses en CSV depuis LimeSurvey et retirer le fichier .sav du dossier",
        ) from None
    columns = [[_as_text(value) for value in cells] for cells in content.values.values()]
    cells = list(zip(*columns, strict=True))
    refuse_no_response(len(cells), shown)
    return MemorySource("sav", list(content.values), cells, first_row=1)


def _as_text(value: Cell) -> str:
    """Return a cell as LimeSurvey's CSV would write it."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).rstrip()
