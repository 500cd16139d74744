"""Bytes of a text file to text: UTF-8, UTF-16, or Windows-1252 where what it gives can only be French.

Nothing is guessed: what none of these reads is refused.
"""

import codecs
import re
from typing import Final

from barometre_pipeline.sources.documents.refusals import refused

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What a French text of Windows-1252 may hold beside ASCII; read so, another encoding soon gives something else.
_FRENCH: Final = frozenset("àâäæçèéêëîïôöœùûüÿÀÂÄÆÇÈÉÊËÎÏÔÖŒÙÛÜŸ«»‘’“”…–—•·°²³€©®§×±\u00a0\u00ad¹ªº‰™½¼¾µ")
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def decode(data: bytes, shown: str) -> str:
    """Return the text, lines ended by « \\n ».

    Raises:
        InputError: these are no characters, or nothing says of which encoding.
    """
    text = _decoded(data)
    if text is None or _CONTROLS.search(text):
        raise refused(
            shown, "ce ne sont pas des caractères d’un encodage reconnu", "un texte en UTF-8",
            "enregistrez-le de nouveau en UTF-8 depuis le logiciel qui l’a écrit",
        )  # fmt: skip
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(data: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data, encoding)
    if b"\x00" in data:
        return _strictly(data, "utf-16-le" if data[1::2].count(0) > data[::2].count(0) else "utf-16-be")
    text = _strictly(data, "utf-8")
    if text is not None:
        return text
    text = _strictly(data, "cp1252")
    others = {c for c in text or "" if not c.isascii()}
    return text if text is not None and others <= _FRENCH else None


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None
