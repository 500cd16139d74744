"""Office packages (.docx, .pptx): an archive of XML, opened within bounds; what a part says is the formats' own."""

import zipfile
from dataclasses import replace
from typing import Final

from lxml import etree

from barometre_pipeline.errors import InputError
from barometre_pipeline.sources.documents.refusals import damaged, refused
from barometre_pipeline.sources.limesurvey.safety import open_archive

_COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # an encrypted package, or a file of before 2007
_ARCHIVE: Final = b"PK\x03\x04"


def opened(data: bytes, shown: str, what: str) -> zipfile.ZipFile:
    """Return the archive of a package.

    Raises:
        InputError: a password, an old format, damage, members that inflate beyond bounds.
    """
    if data.startswith(_COMPOUND):
        raise refused(
            shown, "il est protégé par un mot de passe, ou d’un format d’avant 2007", f"{what} sans mot de passe",
            f"ouvrez-le, enregistrez-en une copie sans protection comme {what}, et donnez celle-ci",
        )  # fmt: skip
    if not data.startswith(_ARCHIVE):
        raise damaged(shown, what)
    try:
        return open_archive(data, shown)
    except InputError as error:
        told = damaged(shown, what)
        raise replace(told, constat=error.constat) from error


def part(archive: zipfile.ZipFile, name: str) -> etree._Element | None:
    """Return a part as XML; None where the package has none of that name."""
    if name not in archive.namelist():
        return None
    return xml(archive.read(name))


def xml(content: bytes) -> etree._Element:
    """Parse XML that comes from outside: no entity is resolved, nothing is fetched."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    return etree.fromstring(content, parser)


def local(element: etree._Element) -> str:
    """Return the name of an element without its namespace: both generations of the format have the same names."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def attribute(element: etree._Element | None, name: str) -> str:
    """Return an attribute whatever its namespace, "" where there is none."""
    if element is None:
        return ""
    return next((str(v) for k, v in element.attrib.items() if etree.QName(str(k)).localname == name), "")


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """Return the first descendant at the end of a path of names."""
    for name in path:
        element = next((e for e in element if local(e) == name), None) if element is not None else None
    return element
