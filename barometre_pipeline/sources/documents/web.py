"""HTML to text: headings, paragraphs, items, tables, as a browser shows them without style.

Scripts, styles, menus and what is hidden stay out; nothing is fetched and nothing is run.
"""

import codecs
import re
from typing import Final

from lxml import etree, html

from barometre_pipeline.sources.documents.lines import BULLET, Lines, heading, one_line, superscript
from barometre_pipeline.sources.documents.plain import decode
from barometre_pipeline.sources.documents.refusals import damaged

_WHAT: Final = "une page HTML"
_UNSEEN: Final = frozenset(
    {"script", "style", "nav", "head", "template", "noscript", "iframe", "svg", "math", "object", "select", "button",
     "textarea", "audio", "video", "canvas"}
)  # fmt: skip
_INLINE: Final = frozenset(
    {"a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font",
     "i", "img", "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub",
     "sup", "time", "tt", "u", "var", "wbr", "input"}
)  # fmt: skip
_HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
_DECLARED: Final = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.I)
_HEAD: Final = 4096
_SPACES: Final = re.compile(r"[ \t\r\n\f]+")


def read_html(data: bytes, shown: str) -> Lines:
    """Return the lines of a page.

    Raises:
        InputError: no text, or no HTML.
    """
    text = _characters(data, shown)
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = html.document_fromstring(text.encode("utf-8"), parser=parser)
        reader = _Reader()
        reader.walk(root)
        reader.end()
    except (etree.ParserError, etree.XMLSyntaxError, RecursionError, ValueError) as error:
        raise damaged(shown, _WHAT) from error
    return reader.lines


def _characters(data: bytes, shown: str) -> str:
    """Return the characters in the encoding that the page declares, else in the one that its bytes are of."""
    declared = _DECLARED.search(data[:_HEAD])
    if declared:
        try:
            encoding = codecs.lookup(declared[1].decode("ascii")).name
            # Browsers take the one for the other.
            return data.decode("cp1252" if encoding == "iso8859-1" else encoding)
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data, shown)


class _Reader:
    """One page being read: words gather until the block that holds them ends."""

    def __init__(self) -> None:
        self.lines = Lines()
        self._words: list[str] = []
        self._prefix = ""

    def walk(self, element: html.HtmlElement) -> None:
        """Read an element and what it holds."""
        name = element.tag if isinstance(element.tag, str) else ""
        if name in _UNSEEN or _hidden(element):
            return
        if name == "table" and not element.xpath(".//table"):
            self.end()
            self._table(element)
        elif name == "br":
            self._words.append("\n")
        elif name == "sup":
            self._words.append(superscript(one_line(element.text_content())))
        elif name in _INLINE:
            self._inside(element)
        else:
            self._block(
                element, heading(_HEADINGS[name]) if name in _HEADINGS else BULLET if name == "li" else ""
            )

    def end(self) -> None:
        """End the block."""
        text = "".join(self._words)
        if text.strip():
            self.lines.paragraph(
                text.replace("\n", " ") if self._prefix.startswith("#") else text, self._prefix
            )
            self._prefix = ""
        self._words = []

    def _block(self, element: html.HtmlElement, prefix: str) -> None:
        self.end()
        self._prefix = prefix or self._prefix  # that of an item stands before the paragraph that it holds
        self._inside(element)
        self.end()
        if prefix:
            self._prefix = ""

    def _inside(self, element: html.HtmlElement) -> None:
        self._say(element.text)
        for inner in element:
            self.walk(inner)
            self._say(inner.tail)

    def _say(self, text: str | None) -> None:
        if text:
            self._words.append(_SPACES.sub(" ", text))

    def _table(self, table: html.HtmlElement) -> None:
        self.lines.end_table()
        for caption in table.iter("caption"):
            self.lines.paragraph(_whole(caption))
        for row in table.iter("tr"):
            cells: list[str] = []
            for cell in row.iterchildren("td", "th"):
                width = cell.get("colspan", "1")
                cells += [_whole(cell), *[""] * (min(int(width), 100) - 1 if width.isdigit() else 0)]
            self.lines.row(cells)
        self.lines.end_table()


def _hidden(element: html.HtmlElement) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return element.get("hidden") is not None or "display:none" in style


def _whole(element: html.HtmlElement) -> str:
    """Return all the text of a cell or caption, in one line."""
    inner = _Reader()
    inner._inside(element)
    inner.end()
    return one_line(" ".join(inner.lines.lines))
