"""Wordings as a person reads them, and the keys under which two spellings of one wording meet.

Only text in, text out belongs here; which heading is which column is ``headings``'.
"""

import html
import re
import unicodedata

_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_HIDDEN_BLOCK = re.compile(r"<!--.*?-->|<(script|style)\b[^>]*>.*?</\1\s*>", re.S | re.I)
_BREAK = re.compile(r"</?(?:br|p|div|li|ul|ol|h[1-6]|tr|td|th|table|hr|blockquote)\b[^>]*>", re.I)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_SPACES = re.compile(r"\s+")
_TYPOGRAPHY = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-"})


def clean(text: str) -> str:
    """Return a wording without tags, entities or superfluous spaces; a lone no-break space is kept."""
    if "<" in text:
        text = _HIDDEN_BLOCK.sub(" ", text)
        text = _TAG.sub("", _BREAK.sub(" ", text))
    if "&" in text:
        text = html.unescape(text)
    return _SPACES.sub(lambda run: run[0] if run[0] in "\u00a0\u202f" else " ", text).strip()


def key(text: str) -> str:
    """Return the form under which two spellings of one wording are equal.

    Tags, entities, every space, invisible characters, typographic variants of quotes and dashes, and the
    decomposition of accents are set aside; letters and their case are kept.
    """
    text = unicodedata.normalize("NFKC", clean(text)).translate(_TYPOGRAPHY)
    text = _SPACES.sub("", _INVISIBLE.sub("", text))
    return unicodedata.normalize("NFKC", text)  # what stood around a space may combine now


def heading_key(text: str) -> str:
    """Return the key of a column heading, where an underscore may stand for a space."""
    return key(text).replace("_", "")
