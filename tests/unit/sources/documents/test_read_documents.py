"""Documents of every format give their lines in order, what is not printed left out."""

import hashlib
import io
from pathlib import Path

import pytest
from invented_documents import big_numbers, docx, encrypted_pdf, pdf, pptx
from PIL import Image
from pptx import Presentation

from barometre_pipeline.sources.documents.model import DocumentText
from barometre_pipeline.sources.documents.read import read_document


def written(tmp_path: Path, name: str, content: bytes) -> DocumentText:
    path = tmp_path / name
    path.write_bytes(content)
    return read_document(path)


@pytest.mark.parametrize(
    "content",
    [
        "Près de 69 %\n\nà l’été".encode(),
        "\ufeffPrès de 69 %\r\n\r\nà l’été".encode(),
        "Près de 69 %\n\nà l’été".encode("utf-16"),
        "Près de 69 %\n\nà l’été".encode("utf-16-le"),
        "Près de 69 %\n\nà l’été\n".encode("cp1252"),
    ],
    ids=["utf-8", "utf-8 with a mark", "utf-16", "utf-16 without a mark", "windows"],
)
def test_a_text_is_read_as_it_is_whatever_its_encoding(tmp_path: Path, content: bytes) -> None:
    found = written(tmp_path, "note.txt", content)
    assert found.lignes == ("Près de 69 %", "", "à l’été")
    assert found.place(3) == "ligne 3"
    assert found.empreinte == hashlib.sha256(content).hexdigest()


def test_columns_of_a_text_are_those_of_the_file(tmp_path: Path) -> None:
    found = written(tmp_path, "note.md", "  ## Un\ttitre  \x0c\n* 5\u00a0%".encode())
    assert found.lignes == ("  ## Un\ttitre  \x0c", "* 5\u00a0%")


def test_a_pdf_is_read_page_by_page_with_its_places(tmp_path: Path) -> None:
    found = written(tmp_path, "note.pdf", pdf([["Près de 69 %", "des communes"], [], ["« 42 »"]]))
    assert found.lignes == ("Près de 69 %", "des communes", "", "« 42 »")
    assert found.place(2) == "page 1, ligne 2"
    assert found.place(4) == "page 3, ligne 4"


def test_paragraphs_and_cells_of_a_pdf_are_told_by_the_room_between_them(tmp_path: Path) -> None:
    lines = [
        "En 2031, 69 %",
        "des communes.",
        "",
        "Un autre paragraphe.",
        "",
        "Communes\t12\t15",
        "Régions\t40\t38",
    ]
    found = written(tmp_path, "note.pdf", pdf([lines]))
    assert found.lignes == tuple(lines)


def test_columns_of_text_stay_in_the_order_of_the_file(tmp_path: Path) -> None:
    left = ["un deux trois quatre\tcinq six sept huit"] * 3
    assert "\t" not in "".join(written(tmp_path, "note.pdf", pdf([left])).lignes)


def test_a_page_or_a_slide_that_is_a_picture_alone_is_said_not_to_be_read(tmp_path: Path) -> None:
    assert written(tmp_path, "note.pdf", pdf([["69 %"], []])).remarques == (), "an empty page hides nothing"
    drawn = pdf([["69 %"], [], ["42 %"], []], pictures=True)
    (told,) = written(tmp_path, "note.pdf", drawn).remarques
    assert told.replace("\u00a0", " ") == (
        "Sans texte, image seule : page 2 et page 4 ; leurs nombres ne sont pas lus."
    )
    deck = Presentation()
    deck.slides.add_slide(deck.slide_layouts[6]).shapes.add_textbox(0, 0, 99, 99).text_frame.text = "69 %"
    picture = io.BytesIO()
    Image.new("RGB", (2, 2)).save(picture, "PNG")
    deck.slides.add_slide(deck.slide_layouts[6]).shapes.add_picture(picture, 0, 0)
    deck.save(str(tmp_path / "note.pptx"))
    (told,) = read_document(tmp_path / "note.pptx").remarques
    assert "diapositive 2" in told and "ses nombres" in told


def test_a_pdf_that_only_forbids_copying_is_read(tmp_path: Path) -> None:
    assert written(tmp_path, "note.pdf", encrypted_pdf(["69 %"], "")).lignes == ("69 %",)


def test_a_word_document_gives_headings_items_tables_and_nothing_that_is_not_printed(tmp_path: Path) -> None:
    found = read_document(docx(tmp_path / "note.docx"))
    assert found.lignes == (
        "# Premiers résultats",
        "",
        "## La donnée",
        "",
        "En 2031, 69 % des collectivités^{1} ont un projet.",
        "",
        "• 42 % ont une charte",
        "",
        "\t2030 2031\t",
        "Communes\t12\t15",
        "Régions\t40\t38",
        "",
        "La fin.",
    )


def test_slides_give_their_title_first_then_texts_tables_and_values_of_charts(tmp_path: Path) -> None:
    found = read_document(pptx(tmp_path / "note.pptx"))
    assert found.lignes == (
        "# Premiers résultats",
        "",
        "69 % des collectivités ont un projet",
        "",
        "Communes\t12\t15",
        "",
        "\t2031",
        "Oui\t69\u00a0%",
        "Non\t31\u00a0%",
    )
    assert found.place(3) == "diapositive 1, ligne 3"
    assert found.place(8) == "diapositive 2, ligne 8"


PAGE = """<!doctype html><html><head><meta charset="utf-8"><title>99 %</title><style>p{}</style></head><body>
<nav><ul><li>Menu 98 %</li></ul></nav><script>var a = "97 %";</script><!-- 96 % -->
<h1>Premiers
  résultats</h1><p>En <b>2031</b>, 69&nbsp;% des collectivités<sup>1</sup> ont&shy; un&nbsp;projet<br>ou deux.</p>
<ul><li><p>un quart</p></li><li>un tiers</li></ul><div>Texte<div hidden>95 %</div><p>suite</p></div>
<table><tr><th></th><th colspan="2">Part</th></tr><tr><td>Communes</td><td>12</td><td>15</td></tr></table>
</body></html>"""


def test_a_page_gives_what_a_browser_shows(tmp_path: Path) -> None:
    found = written(tmp_path, "note.html", PAGE.encode())
    assert found.lignes == (
        "# Premiers résultats",
        "",
        "En 2031, 69\u00a0% des collectivités^{1} ont un\u00a0projet",
        "ou deux.",
        "",
        "• un quart",
        "",
        "• un tiers",
        "",
        "Texte",
        "",
        "suite",
        "",
        "\tPart\t",
        "Communes\t12\t15",
    )


def test_the_encoding_that_a_page_declares_is_believed(tmp_path: Path) -> None:
    page = '<meta charset="iso-8859-1"><p>Près de 69 % – l’été</p>'.encode("cp1252")
    assert written(tmp_path, "note.htm", page).lignes == ("Près de 69 % – l’été",)
    assert written(tmp_path, "sans.html", "<p>Près de 69 %</p>".encode()).lignes == ("Près de 69 %",)


def test_the_headings_of_a_pdf_are_told_by_their_size_and_a_large_number_is_none(tmp_path: Path) -> None:
    page = ["# Les obstacles", "Le temps manque", "aux communes.", "# 69 %", "des communes le disent."]
    lines = written(tmp_path, "note.pdf", pdf([page])).lignes
    assert "# Les obstacles" in lines
    assert "69 %" in lines


def test_big_numbers_of_a_slide_are_read_with_the_words_of_the_box_under_them(tmp_path: Path) -> None:
    lines = read_document(big_numbers(tmp_path / "note.pptx")).lignes
    shown = [line for line in lines if line]
    assert shown == [
        "74 %", "des villes ont un plan", "49 %", "des villes testent", "22 %", "des villes achètent",
    ]  # fmt: skip


def test_a_document_in_another_language_is_said_to_be(tmp_path: Path) -> None:
    english = b"74% of the local authorities that answered have carried out a project with the help of data."
    [remark] = written(tmp_path, "note.txt", english).remarques
    assert "ne paraît pas écrit en français" in remark
    assert written(tmp_path, "note.txt", "Les régions ont mené un projet.".encode()).remarques == ()
