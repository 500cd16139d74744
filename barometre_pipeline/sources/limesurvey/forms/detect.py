"""Which form an extract has, told from its content and never from its name.

Only recognition belongs here; each form has its own reader, imported when it is needed.
"""

from importlib import import_module
from pathlib import Path
from typing import Final

import pyarrow as pa

from barometre_pipeline.errors import InputError, record_place
from barometre_pipeline.french.numbers import number
from barometre_pipeline.sources.limesurvey.forms.delimited import DelimitedSource
from barometre_pipeline.sources.limesurvey.forms.file_bytes import FileBytes
from barometre_pipeline.sources.limesurvey.forms.table import Source, encoding_error
from barometre_pipeline.sources.limesurvey.model import Questionnaire
from barometre_pipeline.sources.limesurvey.safety import check_file, open_archive

MOST_COLUMNS: Final = 10_000
"""Of an extract: a data base of LimeSurvey holds 4 096 at most, and its longest exports add a few for each page."""

_HEAD: Final = 64 * 1024
_UTF32: Final = (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
_BINARY: Final = {
    b"%PDF": "un fichier PDF",
    b"\x89PNG": "une image",
    b"\xff\xd8\xff": "une image",
    b"\xd0\xcf\x11\xe0": "un ancien classeur Excel (.xls)",
    b"PAR1": "un fichier Parquet",
    b"\x1f\x8b": "un fichier compressé (gzip)",
}
# Named in full: what a result is computed with is read off the names in the sources.
_READERS: Final = {
    "excel": "barometre_pipeline.sources.limesurvey.forms.excel",
    "json": "barometre_pipeline.sources.limesurvey.forms.json_form",
    "lsa": "barometre_pipeline.sources.limesurvey.forms.lsa",
    "spss": "barometre_pipeline.sources.limesurvey.forms.spss",
    "spss_syntax": "barometre_pipeline.sources.limesurvey.forms.spss_syntax",
    "stata": "barometre_pipeline.sources.limesurvey.forms.stata",
    "vv": "barometre_pipeline.sources.limesurvey.forms.vv",
}


def open_extract(path: Path, questionnaire: Questionnaire, shown: str) -> Source:
    """Return the reader of an extract.

    Raises:
        InputError: a file that is empty, unsafe, in another encoding than UTF-8, of no known form, or wider than any.
    """
    source = _opened(path, questionnaire, shown)
    # Before anything is made of them: which question a heading is costs time for each.
    if (width := len(source.headings)) > MOST_COLUMNS:
        raise InputError(
            shown,
            record_place(1),
            f"{number(width)} intitulés",
            f"au plus {number(MOST_COLUMNS)}, bien plus que ce qu’une base de LimeSurvey peut tenir",
            "vérifier que c’est bien l’export des réponses, avec une réponse par enregistrement, et non sa transposée",
        )
    return source


def _opened(path: Path, questionnaire: Questionnaire, shown: str) -> Source:
    size = check_file(path, shown)
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    if size <= 2 and not head.strip():  # what the server sends for "no response"
        raise InputError(
            shown,
            "",
            "le serveur n’a exporté aucune réponse (fichier de deux octets)",
            "au moins une réponse",
            "vérifier la plage de réponses et l’état d’avancement choisis, puis exporter de nouveau",
        )
    if head.startswith(_UTF32):
        raise encoding_error(shown, "un texte en UTF-32")
    if head.startswith(_UTF16):
        return _from_utf16(path, shown)
    form = _form(path, head, shown)
    if form == "delimited":
        return DelimitedSource(FileBytes(path), shown)
    source: Source = import_module(_READERS[form]).open_source(path, questionnaire, shown)
    return source


def _from_utf16(path: Path, shown: str) -> DelimitedSource:
    """Read a delimited file that its byte order mark says to be in UTF-16.

    Raises:
        InputError: it is not, whatever the mark says, or it is no delimited text.
    """
    try:
        text = path.read_bytes().decode("utf-16")
        data = text.encode()
    except UnicodeError:
        raise encoding_error(shown, "un texte qui n’est pas en UTF-16, comme sa marque le dit") from None
    if "\x00" in text or _form(path, data[:_HEAD], shown) != "delimited":
        raise encoding_error(shown, "un texte en UTF-16")
    source = DelimitedSource(pa.py_buffer(data), shown)
    source.encoding = "utf-16"
    source.remarks.append(f"{shown}\u00a0: texte en UTF-16, lu d’après sa marque d’ordre des octets")
    return source


def _form(path: Path, head: bytes, shown: str) -> str:
    if head.startswith(b"PK\x03\x04"):
        return _archive_form(path, shown)
    if head.startswith((b"$FL2", b"$FL3")):
        return "spss"
    named = next((name for magic, name in _BINARY.items() if head.startswith(magic)), "")
    if named:
        raise _not_an_extract(shown, named)
    _check_text(head, shown)
    text = head.decode("utf-8-sig", errors="replace").lstrip()
    if text.startswith("{"):
        return "json"
    if text.startswith("<"):
        if "<dta>" in text[:400]:
            return "stata"
        raise _not_an_extract(shown, "une page HTML ou un document XML")
    if "\nGET DATA" in text[:400]:
        return "spss_syntax"
    first, *second = text.split("\n", 2)[:2]
    if (
        second
        and not first.lower().startswith(("sep=", '"sep='))
        and second[0].startswith(("id\t", '"id"\t'))
    ):
        return "vv"
    return "delimited"


def _archive_form(path: Path, shown: str) -> str:
    with open_archive(path.read_bytes(), shown) as archive:
        names = archive.namelist()
    if any(name.endswith(".lsr") for name in names):
        return "lsa"
    if "xl/workbook.xml" in names:
        return "excel"
    raise _not_an_extract(shown, "une archive sans réponses")


def _check_text(head: bytes, shown: str) -> None:
    if b"\x00" in head:
        even, odd = head[::2].count(0), head[1::2].count(0)
        if max(even, odd) > len(head) // 4 and min(even, odd) < len(head) // 50:
            raise encoding_error(shown, "un texte en UTF-16 sans marque d’ordre des octets")
        raise _not_an_extract(shown, "un fichier binaire")
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(head) - 4 or len(head) < _HEAD:
            raise encoding_error(
                shown, "un texte qui n’est pas en UTF-8 (sans doute Latin-1 ou Windows-1252)"
            ) from None


def _not_an_extract(shown: str, what: str) -> InputError:
    return InputError(
        shown,
        "",
        f"c’est {what}, pas un export de réponses",
        "un export LimeSurvey : CSV, Excel (.xlsx), JSON, VV, R, Stata (XML), SPSS ou archive .lsa",
        "exporter les réponses depuis LimeSurvey, par exemple en CSV",
    )
