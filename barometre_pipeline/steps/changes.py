"""The steps on changes between editions and tests between groups, as plain functions of what the lake holds.

Computations are ``indicators``'; no rule or formula here.
"""

from collections.abc import Iterable, Mapping

import pandas as pd

from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.cleaning.silver import closed_columns
from barometre_pipeline.editions.model import Edition
from barometre_pipeline.indicators.change_effects import Microdata, compute_effects
from barometre_pipeline.indicators.group_tests import compute_group_tests
from barometre_pipeline.indicators.repeat_respondents import count_panel, link_structures
from barometre_pipeline.lake import Lake
from barometre_pipeline.matching import list_year
from barometre_pipeline.sources.territories import ReferenceList, available_years, load_reference_list
from barometre_pipeline.steps.edition import Frames
from barometre_pipeline.steps.indicators import known_editions
from barometre_pipeline.tables.declarations.changes import EFFETS_DE_STRUCTURE, PANEL, TESTS_DE_GROUPES
from barometre_pipeline.tables.reading import read_valid
from barometre_pipeline.tables.schema import empty_frame


def panel_step(lake: Lake, editions: Mapping[str, Edition]) -> Frames:
    """Follow structures over the editions with microdata, and say what each change is made of."""
    catalogue = load_catalogue()
    present = [e for e in lake.editions("silver/structures") if e in editions]
    if len(present) < 2:
        return {
            "gold/panel": empty_frame(PANEL),
            "gold/effets_de_structure": empty_frame(EFFETS_DE_STRUCTURE),
        }
    data = [_microdata(lake, e) for e in present]
    structures = {d.edition: d.structures for d in data}
    liens = link_structures(structures, _lists(editions, present))
    known = known_editions(catalogue)
    effects = compute_effects(catalogue, [d for d in data if d.edition in known], liens)
    return {
        "gold/panel": count_panel(structures, liens, {d.edition: d.source_donnees for d in data}),
        "gold/effets_de_structure": effects if len(effects) else empty_frame(EFFETS_DE_STRUCTURE),
    }


def group_tests_step(lake: Lake) -> Frames:
    """Test every closed question of every edition between types of structures."""
    frames = []
    for edition in lake.editions("silver/reponses"):
        data = _microdata(lake, edition)
        questions = closed_columns(read_valid(lake, "bronze/questions", edition), data.reponses)
        frames.append(compute_group_tests(data.reponses, data.structures, questions, data.source_donnees))
    filled = [f for f in frames if len(f)]
    table = pd.concat(filled, ignore_index=True) if filled else empty_frame(TESTS_DE_GROUPES)
    return {"gold/tests_de_groupes": table}


def _microdata(lake: Lake, edition: str) -> Microdata:
    source = str(read_valid(lake, "gold/contexte", edition)["source_donnees"].iloc[0])
    return Microdata(
        edition,
        read_valid(lake, "silver/reponses", edition),
        read_valid(lake, "silver/structures", edition),
        source,
    )


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
