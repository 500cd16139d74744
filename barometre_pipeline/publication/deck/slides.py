"""Draws the pages of a document as slides that the office suite edits: texts in placeholders, native charts, tables.

Where things stand is ``geometry``'s; what they say is the pages'.
"""

import io
from collections.abc import Iterable, Sequence
from typing import Any, Final
from xml.sax.saxutils import escape

from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.presentation import Presentation as Slides
from pptx.slide import Slide
from pptx.util import Pt

from barometre_pipeline.french.spaces import NBSP
from barometre_pipeline.publication.charts import palette
from barometre_pipeline.publication.deck import template
from barometre_pipeline.publication.deck.geometry import (
    CONTENT,
    FOOT_TOP,
    GAP,
    LEADING,
    MARGIN,
    SUBTITLE,
    TITLE_TOP,
    Box,
    Sizes,
    fitted,
    height_of,
    sizes_of,
    title_size,
)
from barometre_pipeline.publication.deck.model import (
    ChartPage,
    Deck,
    DividerPage,
    Figure,
    NativeChart,
    TextPage,
)
from barometre_pipeline.publication.deck.office_chart import Frame, add_native_chart, rgb
from barometre_pipeline.publication.deck.office_map import add_map
from barometre_pipeline.publication.office import AUTHOR, MOMENT, same_bytes

_TEXT_SIZES: Final = (16, 15, 14, 13, 12, 11, 10)
_NO_STYLE: Final = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # « no style, no grid »
_COLUMNS: Final = 4  # of key figures


def presentation_bytes(deck: Deck) -> bytes:
    """Return the bytes of the presentation (Office Open XML); the same document gives the same bytes."""
    made = template.blank()
    _cover(made, deck)
    for number, page in deck.numbered:
        if isinstance(page, ChartPage):
            _chart(made, deck, page, number)
        elif isinstance(page, DividerPage):
            _divider(made, deck, page, number)
        else:
            _text(made, deck, page, number)
    properties = made.core_properties
    properties.title, properties.subject, properties.language = deck.title, deck.subtitle, "fr-FR"
    properties.author = properties.last_modified_by = AUTHOR
    properties.comments, properties.revision = deck.warning, 1
    properties.created = properties.modified = MOMENT
    out = io.BytesIO()
    made.save(out)
    theme = next(p for p in made.part.package.iter_parts() if str(p.partname) == f"/{template.THEME}")
    return same_bytes(out.getvalue(), {template.THEME: template.theme(theme.blob)})


def _cover(made: Slides, deck: Deck) -> None:
    slide = _slide(made, template.COVER)
    size = fitted(deck.title, 816, (40, 36, 32, 28, 24), 2, bold=True)
    _write(slide.shapes.title, [deck.title], size)
    _write(_at(slide, template.BODY), [deck.subtitle])
    _write(_at(slide, template.SECTION), deck.dates)
    if deck.warning:
        _write(_at(slide, template.WARNING), [deck.warning])
    _without_empty(slide)


def _divider(made: Slides, deck: Deck, page: DividerPage, number: int) -> None:
    slide = _slide(made, template.DIVIDER)
    _write(slide.shapes.title, [page.title], fitted(page.title, 816, (36, 32, 28, 24), 2, bold=True))
    kind = "Focus" if page.kind == "focus" else "Partie"
    _write(_at(slide, template.BODY), [f"{kind} {page.number}"])
    _foot(slide, deck, number, deck.mark, light=True)


def _text(made: Slides, deck: Deck, page: TextPage, number: int) -> None:
    slide = _slide(made, template.TEXT)
    _write(slide.shapes.title, [page.title], title_size(page.title))
    box = Box(MARGIN, TITLE_TOP + 52, CONTENT, FOOT_TOP - TITLE_TOP - 64)
    texts = [t for b in page.blocks for t in (*([b.heading] if b.heading else []), *b.texts)]
    size = next((s for s in _TEXT_SIZES if _tall(texts, s) <= box.height), _TEXT_SIZES[-1])
    body = _at(slide, template.BODY)
    _put(body, box)
    frame = body.text_frame
    for i, (text, heading) in enumerate(_paragraphs(page)):
        paragraph = frame.paragraphs[0] if i == 0 else frame.add_paragraph()
        paragraph.space_after = Pt(size * (0.1 if heading else 0.5))
        _run(paragraph, text, size, palette.NAVY if heading else None, bold=heading)
    _foot(slide, deck, number, deck.mark)


def _paragraphs(page: TextPage) -> Iterable[tuple[str, bool]]:
    for block in page.blocks:
        if block.heading:
            yield block.heading, True
        yield from ((text, False) for text in block.texts)


def _tall(texts: Sequence[str], size: int) -> float:
    return height_of(texts, CONTENT - 4, size, True) + len(texts) * size * 0.5


def _chart(made: Slides, deck: Deck, page: ChartPage, number: int) -> None:
    slide = _slide(made, template.CHART)
    sizes = sizes_of(page.full_title, page.finding, page.subtitle, page.notes)
    _write(slide.shapes.title, [page.full_title], sizes.title_size)
    _put(slide.shapes.title, sizes.title)
    _write(_at(slide, template.SECTION), [page.section])
    under = _at(slide, template.BODY)
    _put(under, sizes.subtitle)
    lines = [(t, bold) for t, bold in ((page.finding, True), (page.subtitle, False)) if t]
    for i, (text, bold) in enumerate(lines):
        paragraph = under.text_frame.paragraphs[0] if i == 0 else under.text_frame.add_paragraph()
        _run(paragraph, text, SUBTITLE, palette.INK if bold else None, bold=bold)
    notes = _at(slide, template.NOTES)
    _put(notes, sizes.notes)
    _write(notes, page.notes, sizes.note_size)
    _put(_at(slide, template.AUTHOR_BOX), sizes.comment)
    _drawing(slide, page, sizes)
    _foot(slide, deck, number, page.warning.upper())


def _drawing(slide: Slide, page: ChartPage, sizes: Sizes) -> None:
    if page.layers:
        add_map(slide.shapes, page.layers, page.size, sizes.chart, page.description)
    elif page.figures:
        _figures(slide, page.figures, sizes.chart)
    elif page.native:
        frame = add_native_chart(slide.shapes, page.native, sizes.chart, page.description)
        if page.native.columns:
            _totals(slide, page.native, frame)


def _totals(slide: Slide, chart: NativeChart, frame: Frame) -> None:
    """Write the totals at the end of lines, in a table whose rows are as high as they are."""
    rows, columns = len(chart.totals) + 1, len(chart.columns)
    width = frame.totals
    x, y = frame.box.x + frame.box.width, frame.box.y
    shape = slide.shapes.add_table(rows, columns, Pt(x), Pt(y), Pt(width), Pt(frame.above + frame.height))
    shape.name = "Totaux"
    shape._element.nvGraphicFramePr.cNvPr.set(
        "descr", f"{', '.join(chart.columns)}, à la fin de chaque ligne"
    )
    table = shape.table
    table.horz_banding = False
    style = table._tbl.tblPr.find("{*}tableStyleId")
    style.text = _NO_STYLE
    size = max(8, min(12, int(frame.line / LEADING)))
    for i, row in enumerate(table.rows):
        row.height = Pt(frame.above if i == 0 else frame.line)
        for j in range(columns):
            cell = table.cell(i, j)
            cell.margin_left, cell.margin_right, cell.margin_top, cell.margin_bottom = Pt(6), 0, 0, 0
            cell.vertical_anchor = MSO_ANCHOR.BOTTOM if i == 0 else MSO_ANCHOR.MIDDLE
            text = (
                chart.columns[j] if i == 0 else chart.totals[i - 1][j] or NBSP
            )  # a cell without text is taller
            paragraph = cell.text_frame.paragraphs[0]
            if i == 0:
                _run(paragraph, text, 10, palette.MUTED, bold=True)
            else:
                _run(paragraph, text, size, palette.NAVY, bold=True)


def _figures(slide: Slide, figures: Sequence[Figure], box: Box) -> None:
    """Big numbers in columns, each with what it is and of whom."""
    columns = min(_COLUMNS, len(figures))
    lines = -(-len(figures) // columns)
    width, height = box.width / columns, min(box.height / lines, 180)
    for i, figure in enumerate(figures):
        x, y = box.x + (i % columns) * width, box.y + (i // columns) * height
        shape = slide.shapes.add_textbox(Pt(x), Pt(y), Pt(width - 2 * GAP), Pt(height - GAP))
        shape.name = f"Chiffre clé {i + 1}"
        frame = shape.text_frame
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        inner = width - 2 * GAP
        words = next(
            (s for s in (13, 12, 11, 10, 9)
             if 48 + height_of([figure.words], inner, s) + height_of([figure.people], inner, s - 1) <= height - GAP), 9,
        )  # fmt: skip
        _run(frame.paragraphs[0], figure.number, 36, palette.NAVY, bold=True)
        _run(frame.add_paragraph(), figure.words, words, palette.INK)
        _run(frame.add_paragraph(), figure.people, words - 1, palette.MUTED)


def _slide(made: Slides, layout: str) -> Slide:
    chosen = next(x for x in made.slide_layouts if x.name == layout)
    slide = made.slides.add_slide(chosen)
    names = {p.placeholder_format.idx: p.name for p in chosen.placeholders}
    for placeholder in slide.placeholders:
        placeholder.name = names[placeholder.placeholder_format.idx]
    return slide


def _at(slide: Slide, idx: int) -> Any:
    return next(p for p in slide.placeholders if p.placeholder_format.idx == idx)


def _put(shape: Any, box: Box) -> None:
    shape.left, shape.top, shape.width, shape.height = (Pt(v) for v in (box.x, box.y, box.width, box.height))


def _write(shape: Any, texts: Sequence[str], size: int | None = None) -> None:
    for i, text in enumerate(texts):
        paragraph = shape.text_frame.paragraphs[0] if i == 0 else shape.text_frame.add_paragraph()
        _run(paragraph, text, size)


def _run(
    paragraph: Any, text: str, size: float | None, colour: str | None = None, bold: bool | None = None
) -> None:
    run = paragraph.add_run()
    run.text = text
    run.font.language_id = MSO_LANGUAGE_ID.FRENCH
    if size:
        run.font.size = Pt(size)
    if colour:
        run.font.color.rgb = rgb(colour)
    if bold is not None:
        run.font.bold = bold


def _foot(slide: Slide, deck: Deck, number: int, warning: str, light: bool = False) -> None:
    """Write at the foot of a slide where its data come from if they are not real, the document, the number."""
    colour = palette.GOLD if light else palette.WARNING
    muted = "#ffffff" if light else palette.MUTED
    parts = [(warning, colour, True), (deck.title, muted, False)]
    runs = "".join(
        f'<a:r><a:rPr lang="fr-FR" b="{int(bold)}">{template.solid(c)}</a:rPr>'
        f"<a:t>{escape(t)}{'' if i else '   '}</a:t></a:r>"
        for i, (t, c, bold) in enumerate(parts)
        if t
    )
    field = (
        f'<a:fld id="{template.SLIDE_NUMBER}" type="slidenum"><a:rPr lang="fr-FR">{template.solid(muted)}</a:rPr>'
        f"<a:t>{number}</a:t></a:fld>"
    )
    marks = (("ftr", template.FOOTER, runs, "Pied de page"), ("sldNum", template.NUMBER, field, "Numéro"))
    for kind, idx, content, name in marks:
        identifier = max(int(e.get("id")) for e in slide.element.iter("{*}cNvPr")) + 1
        shape = (
            f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{identifier}" name="{name}"/><p:cNvSpPr>'
            f'<a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="{kind}" idx="{idx}"/></p:nvPr></p:nvSpPr><p:spPr/>'
            f"<p:txBody><a:bodyPr/><a:lstStyle/><a:p>{content}</a:p></p:txBody></p:sp>"
        )
        slide.shapes._spTree.append(parse_xml(shape))


def _without_empty(slide: Slide) -> None:
    """Remove the placeholders that nothing stands in, the author's box aside."""
    for placeholder in list(slide.placeholders):
        if placeholder.has_text_frame and not placeholder.text_frame.text:
            placeholder._element.getparent().remove(placeholder._element)
