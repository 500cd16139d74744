"""The document of an invented edition, and what a reader finds in its two files."""

import io
from types import SimpleNamespace

import pandas as pd
from declared_rows import CHANGES, declared, texts_of
from pptx import Presentation
from pypdf import PdfReader

from barometre_pipeline.catalogue.extension import extended_catalogue
from barometre_pipeline.editions.model import EditionConfig
from barometre_pipeline.publication.charts.declared import told_charts
from barometre_pipeline.publication.deck import edition_deck, values_shown
from barometre_pipeline.publication.deck.slides import presentation_bytes
from barometre_pipeline.publication.deck.typeset import pdf_bytes
from barometre_pipeline.tables.declarations.quality import TERRAIN
from barometre_pipeline.tables.schema import empty_frame

NAME = "essai"


def deck_of(rows, *charts, source="reelles", terrain=None, absent=()):
    """The document of 2031, with the charts that its codebook declares."""
    frame, moved = pd.DataFrame(rows), pd.DataFrame(columns=list(CHANGES))
    catalogue = extended_catalogue(texts_of(*(charts or (declared(),))))
    config = EditionConfig(edition="2031", titre="Baromètre 2031", source_donnees=source)
    known = empty_frame(TERRAIN) if terrain is None else terrain
    return edition_deck(
        config, list(told_charts(frame, moved, catalogue, ["2031"])), known, catalogue, absent
    )


def made(rows, *charts, **more):
    """The same, written and opened again."""
    deck = deck_of(rows, *charts, **more)
    slides, pdf = presentation_bytes(deck), pdf_bytes(deck)
    return SimpleNamespace(
        deck=deck, slides=list(Presentation(io.BytesIO(slides)).slides), pptx=slides,
        pdf=PdfReader(io.BytesIO(pdf)), pdf_bytes=pdf, values=values_shown(deck, pd.DataFrame(rows)),
    )  # fmt: skip


def pages_of(document, chart=NAME):
    """Slides of one chart, in order."""
    numbers = dict.fromkeys(document.values.loc[document.values["graphique"] == chart, "diapositive"])
    return [document.slides[n - 1] for n in numbers]


def charts_of(slide):
    return [shape.chart for shape in slide.shapes if shape.has_chart]


def data(chart):
    """Name of each series, with the values of its categories."""
    plot = chart.plots[0]
    return {s.name: dict(zip(plot.categories, s.values, strict=True)) for s in plot.series}


def texts(slide):
    return "\n".join(s.text_frame.text for s in slide.shapes if s.has_text_frame).replace("\u00a0", " ")
