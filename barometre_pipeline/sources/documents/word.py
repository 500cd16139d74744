"""DOCX to text: paragraphs, headings, lists, tables, text boxes and footnotes, as they print.

Deleted and hidden words, comments, headers and footers stay out. Pages are the printer's: a DOCX has none.
"""

import zipfile
from collections.abc import Callable, Iterator
from typing import Final

from lxml import etree

from barometre_pipeline.errors import InputError
from barometre_pipeline.sources.documents.lines import BULLET, Lines, heading, one_line, superscript
from barometre_pipeline.sources.documents.packages import attribute, child, local, opened, part
from barometre_pipeline.sources.documents.refusals import damaged
from barometre_pipeline.sources.limesurvey.safety import PACKAGE_DAMAGE

_WHAT: Final = "un document Word (.docx)"
_DOCUMENT: Final = "word/document.xml"
# Not printed: deletions, codes of fields, the second writing of a drawing, properties.
_UNSEEN: Final = frozenset(
    {"del", "moveFrom", "instrText", "Fallback", "pPr", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr"}
)
_AS_TEXT: Final = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_TITLE: Final = "title"
_HEADING: Final = "heading "
_OUTLINE_LEVELS: Final = 9  # from this one on, Word means body text
_DAMAGE: Final = (etree.XMLSyntaxError, KeyError, *PACKAGE_DAMAGE)


def read_docx(data: bytes, shown: str) -> Lines:
    """Return the lines of the body, then its footnotes.

    Raises:
        InputError: encrypted, damaged, or no Word document.
    """
    archive = opened(data, shown, _WHAT)
    try:
        return _Reader(archive).read()
    except InputError:
        raise
    except _DAMAGE as error:
        raise damaged(shown, _WHAT) from error


class _Reader:
    """One document being read."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.lines = Lines()
        styles = part(archive, "word/styles.xml")
        self.levels = _heading_levels(styles)
        self.lists = _styles_of_lists(styles)

    def read(self) -> Lines:
        root = part(self.archive, _DOCUMENT)
        body = child(root, "body")
        if body is None:
            raise KeyError(_DOCUMENT)
        self._blocks(body)
        self._notes("word/footnotes.xml", "footnote")
        self._notes("word/endnotes.xml", "endnote")
        return self.lines

    def _blocks(self, parent: etree._Element) -> None:
        for element in parent:
            name = local(element)
            if name == "p":
                self._paragraph(element)
            elif name == "tbl":
                self._table(element)
            elif name not in _UNSEEN:
                self._blocks(element)

    def _paragraph(self, element: etree._Element) -> None:
        boxes: list[etree._Element] = []
        text = _text(element, boxes.append)
        properties = child(element, "pPr")
        level = self._level(properties)
        style = attribute(child(properties, "pStyle"), "val")
        listed = style in self.lists or child(properties, "numPr") is not None
        self.lines.paragraph(
            text.replace("\n", " ") if level else text, heading(level) if level else BULLET if listed else ""
        )
        for box in boxes:
            self._blocks(box)

    def _level(self, properties: etree._Element | None) -> int:
        own = attribute(child(properties, "outlineLvl"), "val")
        if own.isdigit():
            return int(own) + 1 if int(own) < _OUTLINE_LEVELS else 0
        return self.levels.get(attribute(child(properties, "pStyle"), "val"), 0)

    def _table(self, table: etree._Element) -> None:
        self.lines.end_table()
        boxes: list[etree._Element] = []
        for row in (e for e in table.iter() if local(e) == "tr" and _nearest(e, "tbl") is table):
            cells: list[str] = []
            for cell in (e for e in row.iter() if local(e) == "tc" and _nearest(e, "tr") is row):
                cells += _cell(cell, boxes.append)
            self.lines.row(cells)
        self.lines.end_table()
        for box in boxes:
            self._blocks(box)

    def _notes(self, name: str, kind: str) -> None:
        root = part(self.archive, name)
        for note in root if root is not None else ():
            # The separators are notes too, of a type.
            if local(note) == kind and not attribute(note, "type"):
                number = attribute(note, "id")
                self.lines.place = f"note {number}"
                texts = (one_line(_text(p, _ignored)) for p in note.iter() if local(p) == "p")
                self.lines.paragraph(" ".join(filter(None, texts)), f"{superscript(number)} ")


def _styles_of_lists(styles: etree._Element | None) -> set[str]:
    named = (e for e in (styles if styles is not None else ()) if local(e) == "style")
    return {attribute(e, "styleId") for e in named if child(e, "pPr", "numPr") is not None}


def _heading_levels(styles: etree._Element | None) -> dict[str, int]:
    """Return the level of each style of headings; their names are English in every language of Word."""
    found: dict[str, int] = {}
    bases: dict[str, str] = {}
    for style in (e for e in (styles if styles is not None else ()) if local(e) == "style"):
        identifier, name = attribute(style, "styleId"), attribute(child(style, "name"), "val").lower()
        outline = attribute(child(style, "pPr", "outlineLvl"), "val")
        bases[identifier] = attribute(child(style, "basedOn"), "val")
        if name.startswith(_HEADING) and name.removeprefix(_HEADING).isdigit():
            found[identifier] = int(name.removeprefix(_HEADING))
        elif name == _TITLE:
            found[identifier] = 1
        elif outline.isdigit() and int(outline) < _OUTLINE_LEVELS:
            found[identifier] = int(outline) + 1
    for identifier, parent in bases.items():
        base, seen = parent, {identifier}
        while identifier not in found and base and base not in seen:
            seen.add(base)
            if base in found:
                found[identifier] = found[base]
            base = bases.get(base, "")
    return found


def _text(element: etree._Element, box: Callable[[etree._Element], None]) -> str:
    """Return what an element prints in a line; the text boxes anchored in it are told to ``box``."""
    return "".join(_pieces(element, box))


def _ignored(_box: etree._Element) -> None:
    return None


def _pieces(element: etree._Element, box: Callable[[etree._Element], None]) -> Iterator[str]:
    for inner in element:
        name = local(inner)
        if name == "txbxContent":
            box(inner)
        elif name == "t":
            yield inner.text or ""
        elif name in _AS_TEXT:
            yield _AS_TEXT[name]
        elif name in ("footnoteReference", "endnoteReference"):
            yield superscript(attribute(inner, "id"))
        elif name == "r":
            yield from _run(inner, box)
        elif name not in _UNSEEN:
            yield from _pieces(inner, box)


def _run(run: etree._Element, box: Callable[[etree._Element], None]) -> Iterator[str]:
    properties = child(run, "rPr")
    hidden = child(properties, "vanish")
    if hidden is not None and attribute(hidden, "val") not in ("0", "false"):
        return
    text = "".join(_pieces(run, box))
    raised = attribute(child(properties, "vertAlign"), "val") == "superscript"
    already = text.startswith("^{")  # the call of a note is raised by its style too
    yield superscript(text) if raised and not already else text


def _cell(cell: etree._Element, box: Callable[[etree._Element], None]) -> list[str]:
    """Return what a cell says, then an empty one for each other column that it covers."""
    properties = child(cell, "tcPr")
    merged = child(properties, "vMerge")
    goes_on = merged is not None and attribute(merged, "val") != "restart"
    texts = (one_line(_text(p, box)) for p in cell.iter() if local(p) == "p")
    text = "" if goes_on else " ".join(filter(None, texts))
    width = attribute(child(properties, "gridSpan"), "val")
    return [text, *[""] * (int(width) - 1 if width.isdigit() else 0)]


def _nearest(element: etree._Element, name: str) -> etree._Element | None:
    return next((e for e in element.iterancestors() if local(e) == name), None)
