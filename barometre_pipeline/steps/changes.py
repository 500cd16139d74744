"""Follows structures over the editions, and says how each share changed and what may be concluded."""

from collections.abc import Iterable, Mapping

import pandas as pd

from barometre_pipeline.catalogue.family import load_family
from barometre_pipeline.editions.model import Edition
from barometre_pipeline.indicators.changes import compute_changes
from barometre_pipeline.indicators.repeat_respondents import count_panel, link_structures
from barometre_pipeline.matching import list_year
from barometre_pipeline.sources.territories import ReferenceList, available_years, load_reference_list
from barometre_pipeline.steps.catalogue_read import read_catalogue
from barometre_pipeline.steps.frames import stack
from barometre_pipeline.steps.microdata import read_microdata
from barometre_pipeline.tables.declarations.changes import EVOLUTIONS, PANEL
from barometre_pipeline.tables.reading import DeclaredTables, Frames

NO_LINKS = pd.DataFrame(columns=["edition", "id_reponse", "territoire_id", "lien"])


def run(editions: Mapping[str, Edition], tables: DeclaredTables) -> Frames:
    """Return the structures seen twice and the changes; both empty with fewer than two editions."""
    catalogue = read_catalogue(tables)
    present = [e for e in tables.editions("silver/structures") if e in editions]
    data = [read_microdata(tables, e) for e in present]
    structures = {d.edition: d.structures for d in data}
    links = link_structures(structures, _lists(editions, present)) if data else NO_LINKS
    known = catalogue.editions
    mapped = [d for d in data if d.edition in known]
    found = compute_changes(catalogue, load_family(), tables.read("gold/indicateurs"), mapped, links)
    panel = count_panel(structures, links, {d.edition: d.source_donnees for d in data})
    return {"gold/panel": stack(PANEL, [panel]), "gold/evolutions": stack(EVOLUTIONS, [found])}


def _lists(editions: Mapping[str, Edition], wanted: Iterable[str]) -> dict[str, ReferenceList]:
    """Load the official lists of each edition: of its year, else the newest before it; a year only once."""
    loaded: dict[int, ReferenceList] = {}
    found = {}
    for key in wanted:
        raw, year = editions[key].folder.parent, list_year(editions[key].config)
        year = max((y for y in available_years(raw) if y <= year), default=year)
        if year not in loaded:
            loaded[year] = load_reference_list(raw, year)
        found[key] = loaded[year]
    return found
