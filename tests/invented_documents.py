"""Documents made up for the tests: PDFs written by hand, Word and PowerPoint files by their libraries."""

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

from docx import Document
from docx.oxml import OxmlElement
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches
from pypdf import PdfReader, PdfWriter

_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"


def pdf(pages: Sequence[Sequence[str]], *, pictures: bool = False) -> bytes:
    """Write a PDF, a line of text every 16 points; a page without lines has no text, and maybe a picture.

    An empty line leaves the room of one; one that begins with « # » is drawn larger; what
    stands after a tabulation begins 150 points further on.
    """
    picture = b" /XObject << /I 3 0 R >>" if pictures else b""
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>".encode(),
        _FONT,
    ]
    for i, lines in enumerate(pages):
        drawn = b"".join(_drawn(line) for line in lines)
        content = b"BT /F1 12 Tf 16 TL 50 780 Td\n%sET" % drawn
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >>%s >> >>" % (5 + 2 * i, picture)
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    out, offsets = io.BytesIO(), []
    out.write(b"%PDF-1.4\n")
    for number, body in enumerate(objects, 1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % offset for offset in offsets)
    out.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return out.getvalue()


def _drawn(line: str) -> bytes:
    if line.startswith("# "):
        return b"/F1 20 Tf (%s) Tj T* /F1 12 Tf\n" % _escaped(line.removeprefix("# "))
    cells = [b"(%s) Tj" % _escaped(cell) for cell in line.split("\t")]
    back = b" %d 0 Td" % (-150 * (len(cells) - 1)) if len(cells) > 1 else b""
    return b" 150 0 Td ".join(cells) + back + b" T*\n"


def _escaped(line: str) -> bytes:
    return line.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def encrypted_pdf(lines: Sequence[str], password: str, owner: str = "proprietaire") -> bytes:
    """Write a PDF that opens with a password; "" for one that only forbids copying."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf([lines]))))
    writer.encrypt(password, owner, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def docx(path: Path) -> Path:
    """Write a Word document with headings, a list, a merged table, a raised call, and what must not be read."""
    document = Document()
    document.add_heading("Premiers résultats", 0)
    document.add_heading("La donnée", 2)
    paragraph = document.add_paragraph("En 2031, 69 % des collectivités")
    paragraph.add_run("1").font.superscript = True
    paragraph.add_run(" ont un projet.")
    hidden = paragraph.add_run(" 99 % caché")
    hidden.font.hidden = True
    document.add_paragraph("42 % ont une charte", style="List Bullet")
    table = document.add_table(rows=3, cols=3)
    rows = (("", "2030", "2031"), ("Communes", "12", "15"), ("Régions", "40", "38"))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    table.cell(0, 1).merge(table.cell(0, 2))
    deleted = OxmlElement("w:del")
    deleted.append(document.add_paragraph("88 % effacé")._p.r_lst[0])
    document.add_paragraph("La fin.")._p.append(deleted)
    document.sections[0].header.paragraphs[0].text = "En-tête 77 %"
    document.save(str(path))
    return path


def pptx(path: Path) -> Path:
    """Write two slides: a title, a text, a table, a chart, speaker notes."""
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    box = slide.shapes.add_textbox(Inches(1), Inches(2), Inches(4), Inches(1))
    box.text_frame.text = "69 % des collectivités ont un projet"
    slide.shapes.title.text = "Premiers résultats"
    slide.notes_slide.notes_text_frame.text = "Dire 99 % à l’oral"
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    table = slide.shapes.add_table(2, 3, Inches(1), Inches(1), Inches(5), Inches(1)).table
    for column, text in enumerate(("Communes", "12", "15")):
        table.cell(1, column).text = text
    data = CategoryChartData(number_format="0%")
    data.categories = ["Oui", "Non"]
    data.add_series("2031", (0.69, 0.31))
    slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, Inches(1), Inches(3), Inches(4), Inches(3), data)
    deck.save(str(path))
    return path


def big_numbers(path: Path) -> Path:
    """Write a slide of three numbers in a row, their words in boxes under them, told after all the numbers."""
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    shown = (
        ("74 %", "des villes ont un plan"),
        ("49 %", "des villes testent"),
        ("22 %", "des villes achètent"),
    )
    for rows in (0, 1):
        for rank, pair in enumerate(shown):
            box = slide.shapes.add_textbox(Inches(1 + 2.5 * rank), Inches(1 + rows), Inches(2), Inches(0.8))
            box.text_frame.text = pair[rows]
    deck.save(str(path))
    return path


def rewritten(path: Path, name: str, content: bytes) -> Path:
    """Write a package again with another content for one of its parts."""
    with zipfile.ZipFile(path) as archive:
        parts = {n: archive.read(n) for n in archive.namelist()} | {name: content}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, body in parts.items():
            archive.writestr(each, body)
    return path
