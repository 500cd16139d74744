"""What the site is made of: the frames it shows, cut to what may be told, and tables that span editions.

Plain records only; layout is in the templates, figures come ready from gold.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import pandas as pd

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.errata import Erratum
from barometre_pipeline.catalogue.family import Family
from barometre_pipeline.vocabulary import STRUCTURES_DE_LA_BASE

NAME: Final = "Baromètre de l’Observatoire Data Publica"


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
class EditionReport:
    """One edition of the barometer as its pages show it.

    Attributes:
        edition: partition key.
        titre: heading of the page.
        source: sentence after « Source : ».
        source_donnees: key of ``vocabulary.SOURCES_DONNEES``.
        tris: gold ``tris`` of the edition; empty where only its indicators are known.
        graphiques: index that ``write_charts`` returned; of its paths only the file names count.
        dossier_graphiques: address of the charts' folder, relative to the site's folder.
        themes: question code -> heading of its part of the questionnaire.
        faits: label -> value, the edition's key facts (responses received, kept, dates).
        remarques: sentences that warn the reader.
        sections: who answered, and what unequal response would do.
        sondage_fabrique: its poll was made up, though the answers of local authorities were not.
        fins: public -> last day of its fieldwork (ISO), where it is known.
        absents: a sentence for each declared chart that is not there because what it announces may not be told.
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
    sondage_fabrique: bool = False
    fins: Mapping[str, str] = field(default_factory=dict)
    absents: tuple[str, ...] = ()

    @property
    def base_en_mots(self) -> str:
        """Say which structures of a group are the base of its percentages: one rule for the edition."""
        return STRUCTURES_DE_LA_BASE[str(self.tris["regle_base"].iloc[0])]


@dataclass(frozen=True)
class SiteContent:
    """Everything the site shows; nothing that may not be told is in it.

    Attributes:
        editions: in the order of years; the last is the home page's.
        catalogue: names, definitions, populations.
        family: the comparisons that are judged.
        indicateurs: rows of ``gold/indicateurs`` that may be told, with the printed base.
        retenues: rows of it that may not, their keys alone.
        tendances, declares: indexes of charts (``gold/tendances``, ``gold/graphiques_declares``).
        evolutions: rows of ``gold/evolutions`` that may be told.
        rapprochement: ``gold/rapprochement``, as it may be told.
        documents: name -> title of printed documents.
        non_calculables: ``gold/non_calculables``.
        changements: what changed since the edition before.
        croisements: practices beside expectations.
        qualite: samples of all editions.
        equipe: internal checks, for the team's page.
        fichiers: published files to download: ``fichier``, ``octets``.
        errata: corrections of what was published.
        series: rows of ``gold/indicateurs`` that only the rule of the series gives, and that may be told.
        contact: where readers may write, "" where no edition says it.
    """

    editions: tuple[EditionReport, ...]
    catalogue: Catalogue
    family: Family
    indicateurs: pd.DataFrame
    retenues: pd.DataFrame
    tendances: pd.DataFrame
    declares: pd.DataFrame
    evolutions: pd.DataFrame
    rapprochement: pd.DataFrame
    documents: Mapping[str, str]
    non_calculables: pd.DataFrame
    changements: tuple[ReportSection, ...] = ()
    croisements: tuple[ReportSection, ...] = ()
    qualite: tuple[ReportSection, ...] = ()
    equipe: tuple[ReportSection, ...] = ()
    fichiers: pd.DataFrame = field(default_factory=lambda: pd.DataFrame({"fichier": [], "octets": []}))
    errata: tuple[Erratum, ...] = ()
    series: pd.DataFrame = field(
        default_factory=lambda: pd.DataFrame(
            columns=["indicateur", "categorie", "population", "modalite", "edition", "part_publiable"]
        )
    )
    contact: str = ""
