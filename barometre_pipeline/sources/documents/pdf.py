"""PDF to text, page by page: lines in the order in which pypdf gives them, paragraphs and cells of tables apart.

A PDF says where characters are drawn, and how large, and nothing else. Headings are told by their size (``headings``),
paragraphs and cells by the room between them, except on a page of several columns, whose lines are left in the order of
the file. Words cut at the end of a line are not put
together: whoever understands text does.
"""

import logging
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from io import BytesIO
from typing import Final

from pypdf import PageObject, PasswordType, PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError

from barometre_pipeline.errors import InputError
from barometre_pipeline.sources.documents.headings import drawn_lines, heading_levels, letters
from barometre_pipeline.sources.documents.lines import Lines, heading, unread
from barometre_pipeline.sources.documents.refusals import damaged, locked, without_text

_WHAT: Final = "un PDF"
_SIGNATURE: Final = b"%PDF-"
_HEAD: Final = 1024
# Characters joined by typesetting; a reader sees, and the catalogue writes, two or three letters.
_JOINED: Final = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\u00ad": "", "\x00": ""}
)
_GAP: Final = re.compile(r" {3,}")  # the room between two cells, or two columns
_NARROW_GAP: Final = re.compile(r" {2,}")
_SENTENCE: Final = 4  # words on both sides of a gap from which it parts columns of text, and not cells
_COLUMNS: Final = 3  # lines so parted from which a page is taken for one of several columns
_UNREADABLE: Final = frozenset({"Co", "Cn", "Cc", "Cs"})  # private use, unassigned, control, surrogates
_MOST_UNREADABLE: Final = 0.2  # share of characters from which a text is not one


def read_pdf(data: bytes, shown: str) -> Lines:
    """Return the lines of every page.

    Raises:
        InputError: encrypted, damaged, or without text.
    """
    if _SIGNATURE not in data[:_HEAD]:
        raise damaged(shown, _WHAT)
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it mends is not the reader's matter
    try:
        pages, drawn = _pages(data, shown)
    except InputError:
        raise
    except (DependencyError, FileNotDecryptedError) as error:
        raise locked(shown, _WHAT) from error
    except Exception as error:  # pypdf lets out whatever a broken object makes Python say
        raise damaged(shown, _WHAT) from error
    _check(pages, shown)
    lines = Lines()
    lines.remarks += unread(
        [f"page {n}" for n, page in enumerate(pages, 1) if n in drawn and not page.strip()]
    )
    for number, page in enumerate(pages, 1):
        lines.place = f"page {number}"
        if page.strip():
            lines.verbatim([line.rstrip() for line in page.strip("\n").split("\n")])
    return lines


def _pages(data: bytes, shown: str) -> tuple[list[str], set[int]]:
    """Return the text of each page, and the numbers of those where something is drawn that may be a picture."""
    reader = PdfReader(BytesIO(data))
    # A PDF that only forbids copying opens with an empty password.
    if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
        raise locked(shown, _WHAT)
    pages = [_composed(_page(page)) for page in reader.pages]
    if not pages:
        raise damaged(shown, _WHAT)
    levels = heading_levels(
        [{_composed(text): size for text, size in drawn_lines(p).items()} for p in reader.pages]
    )
    pages = [_headed(text, known) for text, known in zip(pages, levels, strict=True)]
    drawn = {n for n, page in enumerate(reader.pages, 1) if "/XObject" in (page.get("/Resources") or {})}
    return pages, drawn


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text.translate(_JOINED))


def _headed(text: str, levels: Mapping[str, int]) -> str:
    """Return the text of a page, its headings marked; an empty line stands before one."""
    if not levels:
        return text
    marked = []
    for line in text.split("\n"):
        level = levels.get(letters(line), 0)
        marked.append(f"\n{heading(level)}{line.strip()}\n" if level else line)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(marked))


def _page(page: PageObject) -> str:
    """Return the text of a page, laid out as it is drawn where that loses nothing."""
    plain = page.extract_text()
    try:
        drawn = page.extract_text(extraction_mode="layout", layout_mode_strip_rotated=False)
    except Exception:  # the layout is a help; what a broken font makes of it must not cost the page
        return plain
    lines = [line.strip(" ") for line in drawn.split("\n")]
    if _characters(drawn) != _characters(plain) or sum(map(_parts_columns, lines)) >= _COLUMNS:
        return plain
    return re.sub(r"\n{3,}", "\n\n", "\n".join(map(_cells, lines)))


def _cells(line: str) -> str:
    """Return a line with its cells parted by tabulations; in a row, less room parts two numbers."""
    return _NARROW_GAP.sub("\t", line) if _GAP.search(line) else line


def _characters(text: str) -> Counter[str]:
    return Counter(c for c in text if c.isalnum())


def _parts_columns(line: str) -> bool:
    """Tell whether a gap of a line has a piece of sentence on both sides."""
    words = [sum(word[:1].isalpha() for word in str(part).split()) for part in _GAP.split(line)]
    return sum(many >= _SENTENCE for many in words) > 1


def _check(pages: list[str], shown: str) -> None:
    seen = [c for page in pages for c in page if not c.isspace()]
    if not any(c.isalnum() for c in seen):
        raise without_text(
            shown, "aucune page n’a de texte : ce sont des images, comme celles d’un scanneur",
            "demandez le fichier d’origine, ou passez celui-ci par une reconnaissance de caractères",
        )  # fmt: skip
    unreadable = sum(unicodedata.category(c) in _UNREADABLE or c == "\ufffd" for c in seen)
    if unreadable > _MOST_UNREADABLE * len(seen):
        raise without_text(
            shown, "ses polices ne disent pas quelles lettres elles dessinent : le texte en sort illisible",
            "demandez le fichier d’origine, ou exportez de nouveau le PDF avec ses polices entières",
        )  # fmt: skip
