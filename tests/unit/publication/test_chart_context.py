"""What all charts of an edition share: the source they name and the population they show."""

from datetime import date

import pytest

from barometre_pipeline.editions.model import EditionConfig
from barometre_pipeline.publication.charts import ChartContext
from barometre_pipeline.sources.period import Period

NBSP = "\u00a0"


def source(titre="Enquête 2031", start=None, end=None, **more):
    config = EditionConfig(edition="2031", titre=titre, collecte=Period(debut=start, fin=end), **more)
    return ChartContext.of_edition(config).source


def test_the_producer_is_named_before_a_title_that_does_not_name_it():
    assert source() == "Observatoire Data Publica, Enquête 2031"
    assert source(source_graphiques="Ipsos") == "Ipsos, Enquête 2031"
    assert source("Baromètre Ipsos", source_graphiques="Ipsos") == "Baromètre Ipsos"


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        (date(2031, 6, 1), date(2031, 8, 31), f", enquête du 1er{NBSP}juin au 31{NBSP}août{NBSP}2031"),
        (date(2030, 12, 2), date(2031, 1, 15),
         f", enquête du 2{NBSP}décembre{NBSP}2030 au 15{NBSP}janvier{NBSP}2031"),
        (date(2031, 6, 1), None, ""),
        (None, date(2031, 8, 31), ""),
    ],
)  # fmt: skip
def test_fieldwork_is_dated_where_both_its_days_are_known_with_the_year_once_if_it_is_one(start, end, told):
    assert source(start=start, end=end) == f"Observatoire Data Publica, Enquête 2031{told}"


def test_a_context_is_that_of_its_edition():
    config = EditionConfig(edition="2031", titre="T", source_donnees="demonstration")
    context = ChartContext.of_edition(config)
    assert (context.edition, context.source_donnees, context.groupe, context.mesure) == (
        "2031", "demonstration", "ensemble", "part_publiable",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("group", "population", "label"),
    [
        ("ensemble", "", "Ensemble des structures"),
        ("epci", "", "EPCI (hors métropoles)"),
        ("epci", "Les EPCI", "Les EPCI"),
    ],
)
def test_the_population_is_the_group_unless_it_is_said_otherwise(group, population, label):
    assert ChartContext("2031", "S", "reelles", groupe=group, population=population).population_label == label
