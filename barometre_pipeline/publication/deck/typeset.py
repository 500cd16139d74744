"""The document as a tagged PDF (PDF/UA-1): headings, paragraphs, figures with their words, and the charts as SVG.

Sets the pages that ``slides`` draws too; how they look is ``deck.typ``'s.
"""

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any, Final

from barometre_pipeline.publication.charts import palette
from barometre_pipeline.publication.charts.render import svg_of
from barometre_pipeline.publication.charts.sheet import framed
from barometre_pipeline.publication.charts.text import FONT_FOLDER
from barometre_pipeline.publication.deck.model import ChartPage, Deck, DividerPage, Page, TextPage
from barometre_pipeline.publication.deck.picture import SHEET, picture_of
from barometre_pipeline.publication.office import AUTHOR

_STANDARD: Final = "ua-1"


def pdf_bytes(deck: Deck) -> bytes:
    """Return the bytes of the PDF; the same document gives the same bytes."""
    import typst

    pages, pictures = [], {}
    for number, page in deck.numbered:
        told = _told(page)
        if isinstance(page, ChartPage) and not page.figures:
            told["image"] = f"page-{number}.svg"
            pictures[told["image"]] = svg_of(_picture(page), page.full_title, page.description).encode()
        pages.append(told)
    content = {
        "titre": deck.title, "sous_titre": deck.subtitle, "auteur": AUTHOR, "avertissement": deck.warning,
        "mention": deck.mark,
        "dates": deck.dates, "pages": pages,
        "couleurs": {n.lower(): getattr(palette, n) for n in ("NAVY", "TEAL", "GOLD", "INK", "MUTED", "WARNING")},
    }  # fmt: skip
    layout = files("barometre_pipeline.publication.deck").joinpath("deck.typ").read_bytes()
    source = {
        "main.typ": layout,
        "contenu.json": json.dumps(content, ensure_ascii=False).encode(),
        **pictures,
    }
    made: bytes = typst.compile(
        source,
        font_paths=[str(FONT_FOLDER)],
        ignore_system_fonts=True,
        pdf_standards=[_STANDARD],
        timestamp=0,
    )
    return made


def _picture(page: ChartPage) -> dict[str, Any]:
    if page.layers:
        return framed(
            [dict(layer) for layer in page.layers], None, page.size[0], round(page.size[1]), fmt=SHEET
        )
    return picture_of(page.plot, page.tallest)


def _told(page: Page) -> dict[str, Any]:
    if isinstance(page, TextPage):
        blocks: list[Mapping[str, Any]] = [{"titre": b.heading, "textes": b.texts} for b in page.blocks]
        return {"genre": "texte", "titre": page.title, "blocs": blocks}
    if isinstance(page, DividerPage):
        kind = "Focus" if page.kind == "focus" else "Partie"
        return {"genre": "partie", "titre": page.title, "rang": f"{kind} {page.number}"}
    return {
        "genre": "graphique", "titre": page.full_title, "partie": page.section, "constat": page.finding,
        "sous_titre": page.subtitle, "avertissement": page.warning.upper(), "notes": page.notes,
        "description": page.description,
        "chiffres": [{"nombre": f.number, "mots": f.words, "qui": f.people} for f in page.figures],
    }  # fmt: skip
