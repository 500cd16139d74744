"""PPTX to text: the shapes of each slide in the order in which they are read aloud, its title first.

Speaker notes, comments, numbers of slides, dates and footers stay out. A native chart gives its values as a table.
"""

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any, Final

from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER

from barometre_pipeline.french.numbers import number, percent
from barometre_pipeline.sources.documents.boxes import labelled
from barometre_pipeline.sources.documents.lines import BULLET, Lines, heading, superscript, unread
from barometre_pipeline.sources.documents.packages import attribute, child, local, opened, xml
from barometre_pipeline.sources.documents.refusals import damaged

_WHAT: Final = "une présentation PowerPoint (.pptx)"
_FURNITURE: Final = frozenset({PP_PLACEHOLDER.SLIDE_NUMBER, PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER})
_TITLES: Final = frozenset({PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE})
_UNSEEN: Final = frozenset({"rPr", "pPr", "endParaRPr"})


def read_pptx(data: bytes, shown: str) -> Lines:
    """Return the lines of every slide.

    Raises:
        InputError: encrypted, damaged, or no presentation.
    """
    opened(data, shown, _WHAT).close()
    lines, pictures = Lines(), []
    try:
        for rank, slide in enumerate(Presentation(BytesIO(data)).slides, 1):
            lines.place = f"diapositive {rank}"
            before = len(lines.lines)
            _slide(slide, lines)
            if len(lines.lines) == before and any(hasattr(s, "image") for s in _flat(slide.shapes)):
                pictures.append(lines.place)
    except Exception as error:  # python-pptx lets out whatever a broken part makes Python say
        raise damaged(shown, _WHAT) from error
    lines.remarks += unread(pictures)
    return lines


def _slide(slide: Any, lines: Lines) -> None:
    shapes = list(_flat(slide.shapes))
    shapes.sort(key=lambda s: not _is_title(s))  # stable: the others stay in the order of the slide
    labels = labelled(
        [s for s in shapes if s.has_text_frame and not _is_title(s) and _kind(s) not in _FURNITURE]
    )
    taken = {label.shape_id for label in labels.values()}
    for shape in shapes:
        if _kind(shape) in _FURNITURE or shape.shape_id in taken:
            continue
        if shape.shape_id in labels:  # a number and the words of its own box are read together
            lines.paragraph(
                f"{shape.text_frame.text.strip()}\n{labels[shape.shape_id].text_frame.text.strip()}"
            )
        elif shape.has_text_frame:
            _paragraphs(shape.text_frame._txBody, _is_title(shape), lines)
        elif shape.has_table:
            _table(shape.table, lines)
        elif shape.has_chart:
            _chart(shape.chart, lines)
        else:
            _diagram(shape, slide.part, lines)


def _flat(shapes: Iterable[Any]) -> Iterator[Any]:
    """Yield shapes, those of a group in its place."""
    for shape in shapes:
        if hasattr(shape, "shapes"):
            yield from _flat(shape.shapes)
        else:
            yield shape


def _kind(shape: Any) -> Any:
    return shape.placeholder_format.type if shape.is_placeholder else None


def _is_title(shape: Any) -> bool:
    return _kind(shape) in _TITLES


def _paragraphs(body: etree._Element, title: bool, lines: Lines) -> None:
    for paragraph in (e for e in body if local(e) == "p"):
        text = _text(paragraph)
        properties = child(paragraph, "pPr")
        listed = any(child(properties, name) is not None for name in ("buChar", "buAutoNum"))
        if title:
            lines.paragraph(text.replace("\n", " "), heading(1))
        else:
            lines.paragraph(text, BULLET if listed else "")


def _text(element: etree._Element) -> str:
    return "".join(_pieces(element))


def _pieces(element: etree._Element) -> Iterator[str]:
    for inner in element:
        name = local(inner)
        if name == "t":
            yield inner.text or ""
        elif name == "br":
            yield "\n"
        elif name == "r":
            raised = attribute(child(inner, "rPr"), "baseline")
            text = "".join(_pieces(inner))
            yield superscript(text) if raised.isdigit() and int(raised) > 0 else text
        elif name == "fld" and attribute(inner, "type").startswith(("slidenum", "datetime")):
            continue
        elif name not in _UNSEEN:
            yield from _pieces(inner)


def _table(table: Any, lines: Lines) -> None:
    lines.end_table()
    for row in table.rows:
        lines.row(["" if c.is_spanned else " ".join(map(_text, _paragraphs_of(c))) for c in row.cells])
    lines.end_table()


def _paragraphs_of(cell: Any) -> list[etree._Element]:
    return [e for e in cell.text_frame._txBody if local(e) == "p"]


def _chart(chart: Any, lines: Lines) -> None:
    """Write a chart as a table, its values as its labels show them."""
    if chart.has_title and chart.chart_title.has_text_frame:
        lines.paragraph(chart.chart_title.text_frame.text)
    for plot in chart.plots:
        lines.end_table()
        series = list(plot.series)
        lines.row(["", *(s.name or "" for s in series)])
        values = [list(s.values) for s in series]
        shapes = [_number_format(plot, s) for s in series]
        for rank, category in enumerate(plot.categories):
            shown = (
                _value(v[rank] if rank < len(v) else None, f) for v, f in zip(values, shapes, strict=True)
            )
            lines.row([str(category), *shown])
    lines.end_table()


def _number_format(plot: Any, series: Any) -> str:
    if plot.has_data_labels and not plot.data_labels.number_format_is_linked:
        return str(plot.data_labels.number_format)
    code = next((e for e in series._element.iter() if local(e) == "formatCode"), None)
    return (code.text or "") if code is not None else ""


def _value(value: float | None, shape: str) -> str:
    if value is None:
        return ""
    shown = shape.partition(";")[0]
    decimals = sum(c in "0#" for c in shown.partition(".")[2].rstrip("%"))
    if "%" in shown:
        return percent(value, decimals)
    return number(value, decimals if "0" in shown else None)


def _diagram(shape: Any, part: Any, lines: Lines) -> None:
    """Write the texts of a diagram of shapes (« SmartArt »), which lie in a part of their own."""
    named = next((e for e in shape._element.iter() if local(e) == "relIds"), None)
    if named is None:
        return
    for point in xml(part.related_part(attribute(named, "dm")).blob).iter():
        if local(point) == "pt":
            for paragraph in (e for e in point.iter() if local(e) == "p"):
                lines.paragraph(_text(paragraph))
