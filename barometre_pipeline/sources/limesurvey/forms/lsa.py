"""Archives of a survey (.lsa): structure, responses and timings together.

Only the reading of the responses belongs here. The form tells "never displayed" from "left empty".
"""

from pathlib import Path
from xml.etree.ElementTree import Element

from barometre_pipeline.errors import InputError
from barometre_pipeline.sources.limesurvey.forms.table import MemorySource, refuse_no_response
from barometre_pipeline.sources.limesurvey.model import Questionnaire
from barometre_pipeline.sources.limesurvey.safety import archive_member, optional_member, read_bytes
from barometre_pipeline.sources.limesurvey.structure.lss import parse_xml


def open_source(path: Path, questionnaire: Questionnaire, shown: str) -> MemorySource:
    """Return the responses of an archive, with their timings where it holds some.

    Raises:
        InputError: hostile or broken archive, a response without identifier, or no response.
    """
    data = read_bytes(path, shown)
    responses = parse_xml(archive_member(data, ".lsr", shown), shown)
    headings = _fields(responses, "responses")
    cells = [_cells(row, headings) for row in responses.iterfind("responses/rows/row")]
    refuse_no_response(len(cells), shown)
    stored_timings = optional_member(data, ".lsi", shown)
    if stored_timings is not None:
        headings, cells = _with_timings(headings, cells, parse_xml(stored_timings, shown), shown)
    return MemorySource("lsa", headings, cells, first_row=1, tells_shown=True)


def _fields(document: Element, table: str) -> list[str]:
    return [field.text or "" for field in document.iterfind(f"{table}/fields/fieldname")]


def _cells(row: Element, headings: list[str]) -> list[str | None]:
    """Return the cells of a row: a missing element is null, an empty one an empty text."""
    found = {element.tag.removeprefix("_"): element.text or "" for element in row}
    return [found.get(heading.replace("#", "-")) for heading in headings]


def _with_timings(
    headings: list[str], cells: list[list[str | None]], timings: Element, shown: str
) -> tuple[list[str], list[list[str | None]]]:
    if "id" not in headings:
        raise InputError(
            shown,
            "",
            "les réponses de l’archive n’ont pas d’identifiant",
            "une colonne « id »",
            "exporter de nouveau l’archive depuis LimeSurvey",
        )
    names = [name for name in _fields(timings, "timings") if name != "id"]
    by_id: dict[str | None, list[str | None]] = {}
    for row in timings.iterfind("timings/rows/row"):
        by_id[row.findtext("id")] = _cells(row, names)
    key = headings.index("id")
    blank: list[str | None] = [None] * len(names)
    return headings + names, [[*row, *by_id.get(row[key], blank)] for row in cells]
