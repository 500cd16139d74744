"""The empty presentation that slides are added to: master, layouts, fonts, colours; no slide, no value.

Made of the one python-pptx ships, whose layouts are replaced; the fonts are Arial, which every office suite has or
replaces by one of the same widths.
"""

import re
from collections.abc import Sequence
from typing import Final
from xml.sax.saxutils import escape

from lxml import etree
from pptx import Presentation
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.presentation import Presentation as Slides
from pptx.util import Pt

from barometre_pipeline.publication.charts import palette
from barometre_pipeline.publication.deck.geometry import (
    COMMENT,
    CONTENT,
    FOOT_TOP,
    HEIGHT,
    MARGIN,
    SUBTITLE,
    TITLE_TOP,
    WIDTH,
    Box,
)

COVER, DIVIDER, TEXT, CHART = "Couverture", "Partie", "Texte", "Graphique"
BODY, SECTION, NOTES, AUTHOR_BOX, WARNING = 10, 11, 12, 13, 14
FOOTER, NUMBER = 20, 21
SLIDE_NUMBER: Final = "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}"  # of a field, as PowerPoint names it
COMMENT_PROMPT: Final = "Commentaire de l’auteur"
THEME: Final = "ppt/theme/theme1.xml"

_EMU: Final = 12700  # in a point
_WHITE: Final = "#ffffff"
_KEPT: Final = {0: COVER, 2: DIVIDER, 1: TEXT, 5: CHART}
_LEFT_BEHIND: Final = ("/printerSettings", "/thumbnail")


def blank() -> Slides:
    """Return a presentation without slides, with the layouts of the document."""
    made = Presentation()
    made.slide_width, made.slide_height = Pt(WIDTH), Pt(HEIGHT)
    layouts = list(made.slide_layouts)
    for i, layout in enumerate(layouts):
        if i not in _KEPT:
            made.slide_layouts.remove(layout)
            continue
        layout.element.cSld.set("name", _KEPT[i])
        for attribute in ("type", "preserve"):
            layout.element.attrib.pop(attribute, None)
        dark = _KEPT[i] in (COVER, DIVIDER)
        _fill(
            layout.element, [*([] if dark else [_accent()]), *_shapes(_KEPT[i])], palette.NAVY if dark else ""
        )
    _fill(made.slide_master.element, _shapes(""), "")
    for relations in (made.part.rels, made.part.package._rels):
        for key, relation in list(relations.items()):
            if relation.reltype.endswith(_LEFT_BEHIND):
                relations.pop(key)
    return made


def theme(content: bytes) -> bytes:
    """Return a theme with the fonts and the colours of the charts."""
    text = content.decode()
    text = re.sub(r'<a:latin typeface="[^"]*"', '<a:latin typeface="Arial"', text)
    colours = {
        "dk2": palette.NAVY, "lt2": palette.DONT_KNOW, "accent1": palette.NAVY, "accent2": palette.TEAL,
        "accent3": palette.GOLD, "accent4": palette.RESIDUAL_BAR, "accent5": palette.OUTLINE,
        "accent6": palette.WARNING,
    }  # fmt: skip
    for name, colour in colours.items():
        value = f'<a:{name}><a:srgbClr val="{colour[1:].upper()}"/></a:{name}>'
        text = re.sub(rf"<a:{name}>.*?</a:{name}>", value, text, count=1)
    return text.encode()


def solid(colour: str) -> str:
    """Return the XML of a plain colour (« #rrggbb »)."""
    return f'<a:solidFill><a:srgbClr val="{colour[1:].upper()}"/></a:solidFill>'


def _shapes(layout: str) -> list[str]:
    """Return the placeholders of a layout, "" for the master: title first, then in the order they are read."""
    whole = Box(MARGIN, 150, CONTENT, 330)
    title = _placeholder(
        2, "Titre", "title", 0, Box(MARGIN, TITLE_TOP, CONTENT, 58), 24, palette.NAVY, bold=True
    )
    foot = [
        _placeholder(
            90, "Pied de page", "ftr", FOOTER, Box(MARGIN, FOOT_TOP, CONTENT - 60, 18), 9, palette.MUTED
        ),
        _placeholder(
            91,
            "Numéro",
            "sldNum",
            NUMBER,
            Box(MARGIN + CONTENT - 50, FOOT_TOP, 50, 18),
            9,
            palette.MUTED,
            right=True,
        ),
    ]
    if layout == COVER:
        return [
            _placeholder(2, "Titre", "title", 0, Box(70, 120, 820, 96), 40, _WHITE, bold=True, bottom=True),
            _placeholder(3, "Sous-titre", "body", BODY, Box(70, 226, 820, 34), 22, palette.TEAL),
            _placeholder(4, "Terrain", "body", SECTION, Box(70, 284, 820, 60), 15, _WHITE),
            _placeholder(
                5, "Avertissement", "body", WARNING, Box(70, 380, 820, 56), 18, palette.GOLD, bold=True
            ),
        ]
    if layout == DIVIDER:
        return [
            _placeholder(2, "Titre", "title", 0, Box(70, 220, 820, 110), 36, _WHITE, bold=True),
            _placeholder(3, "Rang", "body", BODY, Box(70, 180, 820, 34), 18, palette.TEAL),
            *foot,
        ]
    if layout == TEXT:
        return [
            title,
            _placeholder(3, "Texte", "body", BODY, Box(MARGIN, 100, CONTENT, 400), 14, palette.INK),
            *foot,
        ]
    if layout == CHART:
        beside = Box(MARGIN + CONTENT - COMMENT, 150, COMMENT, 300)
        return [
            title,
            _placeholder(3, "Partie", "body", SECTION, Box(MARGIN + 66, 20, CONTENT - 66, 16), 10, palette.MUTED),
            _placeholder(4, "Sous-titre", "body", BODY, Box(MARGIN, 104, CONTENT, 34), SUBTITLE, palette.MUTED),
            _placeholder(5, COMMENT_PROMPT, "body", AUTHOR_BOX, beside, 13, palette.INK, prompt=COMMENT_PROMPT),
            _placeholder(6, "Notes", "body", NOTES, Box(MARGIN, 460, CONTENT, 46), 9, palette.MUTED),
            *foot,
        ]  # fmt: skip
    return [title, _placeholder(3, "Texte", "body", 1, whole, 14, palette.INK), *foot]


def _placeholder(
    number: int,
    name: str,
    kind: str,
    idx: int,
    box: Box,
    size: int,
    colour: str,
    *,
    bold: bool = False,
    right: bool = False,
    bottom: bool = False,
    prompt: str = "",
) -> str:
    index = f' idx="{idx}"' if idx else ""
    own = ' hasCustomPrompt="1"' if prompt else ""
    weight = ' b="1"' if bold else ' b="0"'
    anchor = "b" if bottom else "t"
    field = f'<a:fld id="{SLIDE_NUMBER}" type="slidenum"><a:rPr lang="fr-FR"/><a:t>‹N°›</a:t></a:fld>'
    run = (
        field if kind == "sldNum" else f'<a:r><a:rPr lang="fr-FR"/><a:t>{escape(prompt or name)}</a:t></a:r>'
    )
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{escape(name)}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f'<p:nvPr><p:ph type="{kind}"{index}{own}/></p:nvPr></p:nvSpPr>'
        f"<p:spPr>{_frame(box)}<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></p:spPr>"
        f'<p:txBody><a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="{anchor}"><a:noAutofit/></a:bodyPr>'
        f'<a:lstStyle><a:lvl1pPr marL="0" indent="0" algn="{"r" if right else "l"}"><a:spcBef>'
        f'<a:spcPts val="0"/></a:spcBef><a:buNone/><a:defRPr sz="{size * 100}"{weight}>'
        f'{solid(colour)}<a:latin typeface="Arial"/></a:defRPr></a:lvl1pPr></a:lstStyle>'
        f"<a:p>{run}</a:p></p:txBody></p:sp>"
    )  # fmt: skip


def _frame(box: Box) -> str:
    x, y, cx, cy = (round(v * _EMU) for v in (box.x, box.y, box.width, box.height))
    return f'<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{cx}" cy="{cy}"/></a:xfrm>'


def _accent() -> str:
    """The gold stroke of the charts."""
    return (
        '<p:sp><p:nvSpPr><p:cNvPr id="80" name="Filet"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>'
        f'<p:spPr>{_frame(Box(MARGIN, 26, 56, 4))}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f"{solid(palette.GOLD)}<a:ln><a:noFill/></a:ln></p:spPr></p:sp>"
    )  # fmt: skip


def _fill(slide: etree._Element, shapes: Sequence[str], background: str) -> None:
    """Put shapes in the place of those that a layout or the master has."""
    tree = slide.cSld.spTree
    for child in list(tree)[2:]:
        tree.remove(child)
    for shape in shapes:
        tree.append(parse_xml(shape.replace("<p:sp>", f"<p:sp {nsdecls('p', 'a')}>", 1)))
    if background:
        for old in slide.cSld.findall("{*}bg"):
            slide.cSld.remove(old)
        colour = f"{solid(background)}<a:effectLst/>"
        slide.cSld.insert(0, parse_xml(f"<p:bg {nsdecls('p', 'a')}><p:bgPr>{colour}</p:bgPr></p:bg>"))
