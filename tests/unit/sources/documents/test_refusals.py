"""A document that cannot be read is refused with its name, what was found, what was expected and what to do."""

import zipfile
from pathlib import Path

import pytest
from invented_documents import docx, encrypted_pdf, pdf, pptx, rewritten

from barometre_pipeline.errors import InputError
from barometre_pipeline.sources.documents.read import MAX_BYTES, read_document


def refusal(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        read_document(path)
    error = caught.value
    assert error.fichier == path.name
    assert error.constat and error.attendu and error.remede
    assert str(path.parent) not in str(error), "no path of this machine"
    return f"{error.constat} ; {error.remede}"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("note.odt", b"PK", ".docx ou en PDF"),
        ("note.odp", b"PK", ".pptx ou en PDF"),
        ("note.doc", b"\xd0\xcf", ".docx ou en PDF"),
        ("note.dcox", b"PK", "vouliez-vous dire «\u00a0.docx\u00a0»"),
        ("note", b"69 %", "n’a pas d’extension"),
        ("note.txt", b"", "vide"),
        ("note.txt", b"  \n \n", "aucun texte"),
        ("note.txt", bytes(range(256)), "encodage"),
        ("note.txt", "Près de 69 %".encode("mac-roman"), "encodage"),
        ("note.txt", b"\xff\xfe6\x009", "encodage"),
        ("note.pdf", b"69 %", "abîmé"),
        ("note.pdf", pdf([["69 %"]])[:200], "abîmé"),
        ("note.pdf", pdf([[], []]), "ce sont des images"),
        ("note.pdf", encrypted_pdf(["69 %"], "secret"), "mot de passe"),
        ("note.docx", b"69 %", "abîmé"),
        ("note.docx", b"PK\x03\x04 69 %", "abîmée"),
        ("note.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 69", "mot de passe"),
        ("note.pptx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 69", "mot de passe"),
        ("note.pptx", b"69 %", "abîmé"),
        ("note.html", b"<script>69</script>", "aucun texte"),
        ("note.html", b"", "vide"),
    ],
)
def test_what_is_not_a_document_is_refused(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert said in refusal(path)


def test_a_folder_and_what_does_not_exist_are_refused(tmp_path: Path) -> None:
    (tmp_path / "documents.txt").mkdir()
    assert "dossier" in refusal(tmp_path / "documents.txt")
    (tmp_path / "support.txt").touch()
    assert "vouliez-vous dire «\u00a0support.txt\u00a0»" in refusal(tmp_path / "suport.txt")


def test_a_file_of_300_megabytes_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "film.pptx"
    with path.open("wb") as handle:
        handle.truncate(300 * 1024**2)
    said = refusal(path)
    assert "300\u00a0Mio" in said
    assert MAX_BYTES < 300 * 1024**2


def test_packages_with_broken_or_missing_parts_are_refused(tmp_path: Path) -> None:
    word, deck = docx(tmp_path / "a.docx"), pptx(tmp_path / "a.pptx")
    assert "abîmé" in refusal(rewritten(word, "word/document.xml", b"<w:document"))
    assert "abîmé" in refusal(rewritten(deck, "ppt/slides/slide1.xml", b"<p:sld"))
    empty = tmp_path / "vide.docx"
    with zipfile.ZipFile(empty, "w") as archive:
        archive.writestr("autre.xml", "<a/>")
    assert "abîmé" in refusal(empty)
    renamed = pptx(tmp_path / "b.pptx").rename(tmp_path / "b.docx")
    assert "abîmé" in refusal(renamed)


def test_an_archive_that_inflates_beyond_bounds_is_refused(tmp_path: Path) -> None:
    bomb = tmp_path / "bombe.docx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 300 * 1024**2)
    assert "bombe de décompression" in refusal(bomb)


def test_an_external_entity_is_not_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("66 %", encoding="utf-8")
    body = (
        f'<!DOCTYPE d [<!ENTITY s SYSTEM "{secret.as_uri()}">]>'
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        "<w:body><w:p><w:r><w:t>avant &s;</w:t></w:r></w:p></w:body></w:document>"
    )
    path = rewritten(docx(tmp_path / "a.docx"), "word/document.xml", body.encode())
    assert "66 %" not in "".join(read_document(path).lignes)


def test_a_document_whose_packed_text_is_damaged_is_refused(tmp_path: Path) -> None:
    path = docx(tmp_path / "note.docx")
    with zipfile.ZipFile(path) as package:
        place = package.getinfo("word/document.xml")
    data = bytearray(path.read_bytes())
    start = place.header_offset + 30 + len("word/document.xml")
    for offset in range(0, place.compress_size, 7):
        data[start + offset] ^= 0xFF
    path.write_bytes(data)
    assert "abîmé" in refusal(path) or "endommagé" in refusal(path)
