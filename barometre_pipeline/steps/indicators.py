"""Computes indicators of one edition: those asked for, from whatever sources the edition has."""

from collections.abc import Collection, Iterator

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.editions.model import Edition
from barometre_pipeline.indicators.aggregates import compute_aggregates
from barometre_pipeline.indicators.evaluation import EvaluatedIndicators, compute_poll, compute_structures
from barometre_pipeline.indicators.poll_tables import compute_poll_tables
from barometre_pipeline.steps.catalogue_read import read_catalogue
from barometre_pipeline.steps.frames import stack
from barometre_pipeline.steps.microdata import read_microdata
from barometre_pipeline.tables.declarations.indicators import SANS_VALEUR, VALEURS
from barometre_pipeline.tables.reading import DeclaredTables, Frames
from barometre_pipeline.trace import DataOrigin


def run(edition: Edition, tables: DeclaredTables, names: Collection[str]) -> Frames:
    """Return the values of some indicators, and why the others cannot be given.

    An edition that no codebook maps to has its tabulations, no indicator.
    """
    catalogue = read_catalogue(tables)
    key, asked = edition.key, catalogue.only(names)
    results = []
    if key in catalogue.editions and asked.themes:
        results = [*_survey(asked, key, tables), *_poll(asked, key, tables), *_published(asked, key, tables)]
    return {
        VALEURS.name: stack(VALEURS, (r.indicateurs for r in results)),
        SANS_VALEUR.name: stack(SANS_VALEUR, (r.non_calculables for r in results)),
    }


def _survey(catalogue: Catalogue, edition: str, tables: DeclaredTables) -> Iterator[EvaluatedIndicators]:
    if not catalogue.asked_of("collectivites") or edition not in tables.editions("silver/reponses"):
        return
    data = read_microdata(tables, edition)
    yield compute_structures(
        catalogue,
        edition,
        data.reponses,
        data.structures,
        DataOrigin.of(data.source_donnees, tables.read("bronze/extraits", edition)["sha256"]),
        tables.read("silver/plan_de_sondage", edition),
    )


def _poll(catalogue: Catalogue, edition: str, tables: DeclaredTables) -> Iterator[EvaluatedIndicators]:
    if not catalogue.asked_of("francais") or edition not in tables.editions("silver/sondes"):
        return
    people = tables.read("silver/sondes", edition)
    files = tables.read("bronze/sondage_extraits", edition)
    origin = DataOrigin.of(str(files["source_donnees"].iloc[0]), files["sha256"])
    if len(people):
        yield compute_poll(catalogue, edition, people, origin)
    else:
        yield compute_poll_tables(catalogue, edition, tables.read("gold/sondage_tris", edition), origin)


def _published(catalogue: Catalogue, edition: str, tables: DeclaredTables) -> Iterator[EvaluatedIndicators]:
    if edition not in tables.editions("silver/agregats"):
        return
    files = tables.read("bronze/agregats_extraits", edition)
    origin = DataOrigin.of(str(files["source_donnees"].iloc[0]), files["sha256"])
    yield compute_aggregates(catalogue, tables.read("silver/agregats", edition), origin)
