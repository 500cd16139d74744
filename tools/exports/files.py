"""The bytes of each kind of file: delimited text, workbook, JSON, VV, archive, Stata, SPSS.

Escapes, quotes and marks of the files belong here; what headings and cells say is ``forms``'.
"""

import csv
import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

import openpyxl

from tools.exports.answers import Response
from tools.exports.columns import Column
from tools.exports.forms import (
    Cell,
    Form,
    cell,
    heading,
    system_cells,
    system_names,
    time_headings,
)
from tools.exports.structure import Survey

_NUMBER: Final = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d+)?")
_QUOTED: Final = re.compile(r'[\s"\\]')
Table = tuple[list[str], list[list[Cell]]]


def write(
    form: Form, survey: Survey, columns: Sequence[Column], responses: Sequence[Response], folder: Path
) -> Path:
    """Write the responses in one form and return the file."""
    path = folder / form.name
    path.write_bytes(encoded(form, survey, table_of(form, survey, columns, responses)))
    if form.container == "sps":
        (folder / "spss.dat").write_bytes(_spss_data(table_of(form, survey, columns, responses)[1]))
    return path


def encoded(form: Form, survey: Survey, table: Table) -> bytes:
    """Return a table as the bytes of a form."""
    return _WRITERS[form.container](form, survey, table)


def table_of(form: Form, survey: Survey, columns: Sequence[Column], responses: Sequence[Response]) -> Table:
    """Return the headings and the cells of a form."""
    about, times = system_names(form, survey), time_headings(form, survey)
    ordered = [c for c in columns if not (form.container == "sps" and c.role == "nothing")]
    headings = [heading(form, survey, name) for name in about]
    headings += [heading(form, survey, column) for column in ordered]
    headings += times
    rows: list[list[Cell]] = [
        [
            *system_cells(response, about),
            *(cell(form, survey, column, response.cells[column.code]) for column in ordered),
            *("12.34" for _ in times),
        ]
        for response in responses
    ]
    return headings, rows


def delimited(form: Form, survey: Survey, table: Table) -> bytes:
    """Return a table as text with separators, quoted and ended as the form has it."""
    headings, rows = table
    text = io.StringIO()
    bare = "bare" in form.quirks
    end = "\n" if bare else "\r" if "cr" in form.quirks else "\r\n"
    writer = csv.writer(
        text,
        delimiter=form.separator,
        quoting=csv.QUOTE_MINIMAL if bare else csv.QUOTE_ALL,
        lineterminator=end,
    )
    text.write("Résultats de l’enquête\r\n\r\n" if "title" in form.quirks else "")
    text.write(f"sep={form.separator}\r\n" if "sep" in form.quirks else "")
    writer.writerow(_numbered(headings, form))
    for row in rows:
        masked = "masked" in form.quirks
        writer.writerow([f"'{c}" if masked and c and c.startswith("=") else c or "" for c in row])
    text.write("\r\n" if "blank line" in form.quirks else "")
    if "blank rows" in form.quirks:
        writer.writerows([""] * len(headings) for _ in range(3))
    text.write("Exporté le 28/03/2030\r\n" if "note" in form.quirks else "")
    return text.getvalue().encode("utf-8" if bare else "utf-8-sig")


def _numbered(headings: Sequence[str], form: Form) -> list[str]:
    """Return headings as pandas and readr rename equal ones."""
    times = Counter(headings)
    if "numbered by place" in form.quirks:
        return [f"{h}...{i}" if times[h] > 1 or not h else h for i, h in enumerate(headings, start=1)]
    if "numbered" not in form.quirks:
        return list(headings)
    seen: Counter[str] = Counter()
    found = []
    for name in headings:
        found.append(f"{name}.{seen[name]}" if seen[name] else name)
        seen[name] += 1
    return found


def _xlsx(form: Form, survey: Survey, table: Table) -> bytes:
    headings, rows = table
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    table_rows: list[list[Cell]] = [[*headings], *rows]
    for row in table_rows:
        sheet.append([_excel(text) for text in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _excel(text: Cell) -> str | float | int | None:
    if not text:
        return None
    if text.startswith("="):
        return f"={text}"
    if _NUMBER.fullmatch(text):
        return float(text) if "." in text else int(text)
    return text


def _json(form: Form, survey: Survey, table: Table) -> bytes:
    headings, rows = table
    responses: list[dict[str, object]] = [
        dict(zip(headings, (c or "" for c in row), strict=True)) for row in rows
    ]
    if form.version <= 3:
        responses = [{str(row[0]): answers} for row, answers in zip(rows, responses, strict=True)]
    return json.dumps({"responses": responses}).encode()


def _vv(form: Form, survey: Survey, table: Table) -> bytes:
    headings, rows = table
    lines = ["\t".join(f'"Question {i}"' for i in range(len(headings))), "\t".join(headings)]
    lines += ["\t".join(map(_vv_cell, row)) for row in rows]
    return ("\n".join(lines) + "\n").encode()


def _vv_cell(text: Cell) -> str:
    if text is None:
        return "{question_not_shown}"
    text = text.strip().replace("{", "{lbrace}").replace("\n", "{newline}").replace("\t", "{tab}")
    text = "{quote}" + text[1:] if text.startswith('"') else text
    if not _QUOTED.search(text):
        return text
    return '"' + re.sub(r'(?<!\\)"', '""', text) + '"'


def _lsa(form: Form, survey: Survey, table: Table) -> bytes:
    headings, rows = table
    names = [
        "_" + name.replace("#", "-") if name[0].isdigit() else name.replace("#", "-") for name in headings
    ]
    fields = "".join(f"<fieldname>{escape(name)}</fieldname>" for name in headings)
    lines = []
    for row in rows:
        cells = (
            f"<{n}/>" if c == "" else f"<{n}><![CDATA[{c}]]></{n}>"
            for n, c in zip(names, row, strict=True)
            if c is not None
        )
        lines.append(f"<row>{''.join(cells)}</row>")
    body = f"<responses><fields>{fields}</fields><rows>{''.join(lines)}</rows></responses>"
    document = f"<LimeSurveyDocType>Responses</LimeSurveyDocType>{body}"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(f"survey_{survey.sid}.lss", survey.data)
        archive.writestr(
            f"survey_{survey.sid}_responses.lsr",
            f'<?xml version="1.0" encoding="UTF-8"?>\n<document>{document}</document>',
        )
    return out.getvalue()


def _stata(form: Form, survey: Survey, table: Table) -> bytes:
    headings, rows = table
    names = "".join(f'<variable varname="{escape(name)}"/>' for name in headings)
    lines = []
    for number, row in enumerate(rows, start=1):
        cells = (
            f'<v varname="{escape(name)}">{escape((text or "")[:244].strip())}</v>'
            for name, text in zip(headings, row, strict=True)
        )
        lines.append(f'<o num="{number}">{"".join(cells)}</o>')
    body = f"<descriptors><varlist>{names}</varlist></descriptors><data>{''.join(lines)}</data>"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<dta>\n{body}\n</dta>'.encode()


def _sps(form: Form, survey: Survey, table: Table) -> bytes:
    headings = table[0]
    variables = "\n".join(f" V{i} A20" for i in range(1, len(headings) + 1))
    renamed = "\n".join(f"RENAME VARIABLES ( V{i} = {name} )." for i, name in enumerate(headings, start=1))
    head = "*$Rev: 121017 $ all 2.\nSET UNICODE=ON.\nGET DATA\n /TYPE=TXT\n /FILE='spss.dat'\n /VARIABLES=\n"
    return f"\ufeff{head}{variables}\n.\n{renamed}\n".encode()


def _spss_data(rows: Sequence[Sequence[Cell]]) -> bytes:
    lines = [",".join(_spss_cell(text or "") for text in row) for row in rows]
    return ("\ufeff" + "\n".join(lines) + "\n").encode()


def _spss_cell(text: str) -> str:
    text = re.sub(r"\s+", " ", text).strip().replace("'", "''")
    return text if not text or _NUMBER.fullmatch(text) else f"'{text}'"


_WRITERS: Final[dict[str, Callable[[Form, Survey, Table], bytes]]] = {
    "csv": delimited, "xlsx": _xlsx, "json": _json, "vv": _vv, "lsa": _lsa, "stata": _stata, "sps": _sps,
}  # fmt: skip
