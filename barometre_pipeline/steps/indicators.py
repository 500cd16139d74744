"""Computes every indicator of the catalogue for every edition and public that the lake holds."""

from collections.abc import Iterator, Mapping

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.editions.model import Edition
from barometre_pipeline.indicators.aggregates import compute_aggregates
from barometre_pipeline.indicators.evaluation import EvaluatedIndicators, compute_poll, compute_structures
from barometre_pipeline.indicators.poll_tables import compute_poll_tables
from barometre_pipeline.steps.catalogue_read import read_catalogue
from barometre_pipeline.steps.frames import stack
from barometre_pipeline.steps.microdata import known_editions, read_microdata
from barometre_pipeline.tables.declarations.indicators import INDICATEURS, NON_CALCULABLES
from barometre_pipeline.tables.reading import DeclaredTables, Frames
from barometre_pipeline.trace import DataOrigin


def run(editions: Mapping[str, Edition], tables: DeclaredTables) -> Frames:
    """Return the values, and why the others cannot be given.

    An edition that the common codebook does not map to has its tabulations, no indicator.
    """
    catalogue = read_catalogue(tables)
    known = known_editions(catalogue)
    results = [
        *_survey(catalogue, known, tables), *_poll(catalogue, known, tables), *_published(catalogue, known, tables)
    ]  # fmt: skip
    return {
        "gold/indicateurs": stack(INDICATEURS, (r.indicateurs for r in results)),
        "gold/non_calculables": stack(NON_CALCULABLES, (r.non_calculables for r in results)),
    }


def _survey(catalogue: Catalogue, known: set[str], tables: DeclaredTables) -> Iterator[EvaluatedIndicators]:
    for edition in filter(known.__contains__, tables.editions("silver/reponses")):
        data = read_microdata(tables, edition)
        yield compute_structures(
            catalogue,
            edition,
            data.reponses,
            data.structures,
            DataOrigin.of(data.source_donnees, tables.read("bronze/extraits", edition)["sha256"]),
            tables.read("silver/plan_de_sondage", data.edition),
        )


def _poll(catalogue: Catalogue, known: set[str], tables: DeclaredTables) -> Iterator[EvaluatedIndicators]:
    for edition in filter(known.__contains__, tables.editions("silver/sondes")):
        people = tables.read("silver/sondes", edition)
        files = tables.read("bronze/sondage_extraits", edition)
        origin = DataOrigin.of(str(files["source_donnees"].iloc[0]), files["sha256"])
        if len(people):
            yield compute_poll(catalogue, edition, people, origin)
        else:
            yield compute_poll_tables(catalogue, edition, tables.read("gold/sondage_tris", edition), origin)


def _published(
    catalogue: Catalogue, known: set[str], tables: DeclaredTables
) -> Iterator[EvaluatedIndicators]:
    for edition in filter(known.__contains__, tables.editions("silver/agregats")):
        files = tables.read("bronze/agregats_extraits", edition)
        origin = DataOrigin.of(str(files["source_donnees"].iloc[0]), files["sha256"])
        yield compute_aggregates(catalogue, tables.read("silver/agregats", edition), origin)
