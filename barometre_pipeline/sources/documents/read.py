"""Reads a document whatever its format: the extension says which, bounds come first, refusals are in French.

Each format is read in a module of its own; what the text says is ``printed.documents``'.
"""

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from barometre_pipeline.french.numbers import number
from barometre_pipeline.french.spaces import NBSP
from barometre_pipeline.french.suggestion import did_you_mean
from barometre_pipeline.french.told import in_french
from barometre_pipeline.sources.documents.lines import Lines
from barometre_pipeline.sources.documents.model import DocumentText
from barometre_pipeline.sources.documents.refusals import READ, refused, without_text

MAX_BYTES: Final = 100 * 1024**2
_FOREIGN: Final = (
    f"Ce document ne paraît pas écrit en français{NBSP}: ses mots ne sont pas ceux du catalogue, "
    "et chaque nombre reste à trancher."
)
_TEXTS: Final = (".txt", ".md", ".markdown")
_SAVE_AS: Final = "ouvrez-le dans le logiciel qui l’a écrit et enregistrez-le en {}"
_OTHERS: Final[Mapping[str, str]] = {
    ".odt": _SAVE_AS.format(".docx ou en PDF"),
    ".odp": _SAVE_AS.format(".pptx ou en PDF"),
    ".doc": _SAVE_AS.format(".docx ou en PDF"),
    ".ppt": _SAVE_AS.format(".pptx ou en PDF"),
    ".rtf": _SAVE_AS.format(".docx ou en PDF"),
    ".pages": _SAVE_AS.format(".docx ou en PDF"),
    ".key": _SAVE_AS.format(".pptx ou en PDF"),
}


def read_document(path: Path) -> DocumentText:
    """Return the text of a document.

    Raises:
        InputError: no such file, a format that is not read, damage, a password, no text, too large.
    """
    data = _bytes(path)
    shown, suffix = path.name, path.suffix.lower()
    if suffix not in _READERS:
        raise _unknown(shown, suffix)
    found = _READERS[suffix](data, shown)
    if not any(line.strip() for line in found.lines):
        raise without_text(
            shown, "il n’y a aucun texte dans ce document", "vérifiez qu’il s’agit du bon fichier"
        )
    if not in_french(found.lines):
        found.remarks.append(_FOREIGN)
    digest = hashlib.sha256(data).hexdigest()
    return DocumentText(shown, tuple(found.lines), tuple(found.places), digest, tuple(found.remarks))


def _text(data: bytes, shown: str) -> Lines:
    from barometre_pipeline.sources.documents.plain import decode

    lines = Lines()
    lines.verbatim(decode(data, shown).removesuffix("\n").split("\n"))
    return lines


# Each format loads a library, when such a document comes.


def _pdf(data: bytes, shown: str) -> Lines:
    from barometre_pipeline.sources.documents.pdf import read_pdf

    return read_pdf(data, shown)


def _word(data: bytes, shown: str) -> Lines:
    from barometre_pipeline.sources.documents.word import read_docx

    return read_docx(data, shown)


def _slides(data: bytes, shown: str) -> Lines:
    from barometre_pipeline.sources.documents.slides import read_pptx

    return read_pptx(data, shown)


def _web(data: bytes, shown: str) -> Lines:
    from barometre_pipeline.sources.documents.web import read_html

    return read_html(data, shown)


_READERS: Final[Mapping[str, Callable[[bytes, str], Lines]]] = {
    **dict.fromkeys(_TEXTS, _text),
    ".pdf": _pdf,
    ".docx": _word,
    ".pptx": _slides,
    ".html": _web,
    ".htm": _web,
}


def _bytes(path: Path) -> bytes:
    shown = path.name or str(path)
    if path.is_dir():
        raise refused(shown, "c’est un dossier", "", "donnez un document à la fois")
    if not path.exists():
        there = [p.name for p in path.parent.iterdir()] if path.parent.is_dir() else []
        raise refused(
            shown, f"ce fichier n’existe pas{did_you_mean(path.name, there)}", "", "vérifiez le chemin"
        )
    if not path.is_file():
        raise refused(shown, "ce n’est pas un fichier ordinaire", "", "donnez le document lui-même")
    size = path.stat().st_size
    if size == 0:
        raise refused(shown, "le fichier est vide", "", "vérifiez qu’il a été copié en entier")
    if size > MAX_BYTES:
        weight, most = (f"{number(n // 1024**2)}{NBSP}Mio" for n in (size, MAX_BYTES))
        raise refused(
            shown, f"le fichier pèse {weight}", f"un document de {most} au plus",
            "enregistrez-en une copie sans ses vidéos et avec des images réduites, ou son texte seul",
        )  # fmt: skip
    return path.read_bytes()


def _unknown(shown: str, suffix: str) -> Exception:
    finding = f"le format «{NBSP}{suffix}{NBSP}» n’est pas lu" if suffix else "son nom n’a pas d’extension"
    near = "" if suffix in _OTHERS else did_you_mean(suffix, READ)
    remedy = _OTHERS.get(
        suffix, "enregistrez-le dans l’un de ces formats, ou copiez son texte dans un fichier .txt"
    )
    return refused(shown, f"{finding}{near}", "", remedy)
