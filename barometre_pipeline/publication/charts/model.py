"""What a chart is asked for and what it is once built.

Plain records only: no drawing, no file.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

import pandas as pd

from barometre_pipeline.editions.model import EditionConfig
from barometre_pipeline.french.words import day
from barometre_pipeline.vocabulary import GROUPES

Measure = Literal["part_publiable", "part_publiable_ponderee"]


class Nature(StrEnum):
    """How a question was put, which decides its chart."""

    SINGLE = "choix_unique"
    MULTIPLE = "choix_multiple"
    RANKING = "classement"
    ARRAY = "tableau"


@dataclass(frozen=True)
class ChartContext:
    """What all charts of an edition share.

    Attributes:
        edition: partition key.
        source: sentence after « Source : ».
        source_donnees: key of ``vocabulary.SOURCES_DONNEES``.
        groupe: group of structures shown, key of ``vocabulary.GROUPES``.
        mesure: column of ``tris`` drawn.
        population: who is shown, in words; by default the group's label.
        remarque: what the reader must know besides, in a sentence.
    """

    edition: str
    source: str
    source_donnees: str
    groupe: str = "ensemble"
    mesure: Measure = "part_publiable"
    population: str = ""
    remarque: str = ""

    @classmethod
    def of_edition(cls, config: EditionConfig) -> "ChartContext":
        """Build the context from an edition's YAML."""
        named = config.source_graphiques in config.titre
        source = config.titre if named else f"{config.source_graphiques}, {config.titre}"
        start, end = config.collecte.debut, config.collecte.fin
        if start and end:
            since = day(start, year=start.year != end.year)
            source += f", enquête du {since} au {day(end)}"
        return cls(edition=config.edition, source=source, source_donnees=config.source_donnees)

    @property
    def population_label(self) -> str:
        """Population of the chart as its sub-title says it."""
        if self.population:
            return self.population
        return "Ensemble des structures" if self.groupe == "ensemble" else GROUPES[self.groupe]


@dataclass(frozen=True)
class ChartSpec:
    """One chart, ready to be written.

    Attributes:
        nom: stem of its files; the question code, with a suffix for another view of the same question.
        question: code of the question.
        titre: title, on one line.
        description: what the chart shows, in a sentence or two, for those who cannot see it.
        donnees: rows of ``tris`` in the order shown, and ``pourcentage`` as published.
        vega: the Vega-Lite specification, data included.
        etroit: the same chart for a telephone.
    """

    nom: str
    question: str
    titre: str
    description: str
    donnees: pd.DataFrame
    vega: dict[str, Any]
    etroit: dict[str, Any]
