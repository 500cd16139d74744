"""What the report is made of: an edition's frames, and sections that span editions.

Plain records only; layout is in the templates, figures come ready from gold.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from barometre_pipeline.vocabulary import STRUCTURES_DE_LA_BASE


@dataclass(frozen=True)
class ReportSection:
    """A table with a title, for what is not a question: evolutions, reconciliation, contradictions.

    Attributes:
        ancre: identifier in the page, letters and hyphens.
        titre: heading.
        chapo: a sentence or two that say how to read the table.
        table: one line per row, shown in this order.
        colonnes: column -> heading, in the order shown; columns left out are not shown.
        parts: columns that hold shares in [0, 1], written as percentages.
        points: columns that hold differences of shares, written in percentage points.
        fines: columns that hold shares which may be very small, written with decimals.
        phrases: sentences shown one by one before the table.
    """

    ancre: str
    titre: str
    chapo: str
    table: pd.DataFrame
    colonnes: Mapping[str, str]
    parts: frozenset[str] = frozenset()
    points: frozenset[str] = frozenset()
    fines: frozenset[str] = frozenset()
    phrases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Gallery:
    """Charts beside those of questions, each folded under its title.

    Attributes:
        ancre: identifier in the page, letters and hyphens.
        titre: heading.
        chapo: a sentence or two that say how to read the charts.
        graphiques: ``titre``, ``description``, ``fichier_csv``, ``json``, ``svg`` and ``png``, one row per
            chart; of the paths only the file names count.
        dossier: address of the charts' folder, relative to the report's folder.
    """

    ancre: str
    titre: str
    chapo: str
    graphiques: pd.DataFrame
    dossier: str


@dataclass(frozen=True)
class EditionReport:
    """One edition of the barometer as its page shows it.

    Attributes:
        edition: partition key.
        titre: heading of the page.
        source: sentence after « Source : ».
        source_donnees: key of ``vocabulary.SOURCES_DONNEES``.
        tris: gold ``tris`` of the edition.
        graphiques: index that ``write_charts`` returned; of its paths only the file names count.
        dossier_graphiques: address of the charts' folder, relative to the report's folder.
        themes: question code -> heading of its part of the questionnaire.
        faits: label -> value, the edition's key facts (responses received, kept, dates).
        remarques: sentences that warn the reader.
        sections: further tables of this edition, before its questions.
        galeries: further charts of this edition, before its questions.
    """

    edition: str
    titre: str
    source: str
    source_donnees: str
    tris: pd.DataFrame
    graphiques: pd.DataFrame
    dossier_graphiques: str
    themes: Mapping[str, str] = field(default_factory=dict)
    faits: Mapping[str, str] = field(default_factory=dict)
    remarques: tuple[str, ...] = ()
    sections: tuple[ReportSection, ...] = ()
    galeries: tuple[Gallery, ...] = ()

    @property
    def base_en_mots(self) -> str:
        """Say which structures of a group are the base of its percentages: one rule for the edition."""
        return STRUCTURES_DE_LA_BASE[str(self.tris["regle_base"].iloc[0])]
