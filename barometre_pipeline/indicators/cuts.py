"""How a sample is cut into parts that rows of indicators are about: strates, régions, profiles of a poll.

Which parts there are, and the groups made of them; what may be told of each is ``disclosure``'s.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pandas as pd

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.model import Public
from barometre_pipeline.catalogue.populations import BY_REGION
from barometre_pipeline.statistics.disclosure import Mask
from barometre_pipeline.statistics.sampling_plan import group_weights
from barometre_pipeline.vocabulary import STRATES

Place = tuple[str, str, str]  # population, breakdown, part of it

WHOLE: Final[Mapping[Public, Place]] = {
    "collectivites": ("ensemble", "", ""),
    "francais": ("francais", "", ""),
}


@dataclass(frozen=True, eq=False)
class Cut:
    """One way of cutting a sample: its parts, and the groups made of them, those that matter most first.

    Attributes:
        parts: where the counts of each part are.
        groups: place -> mask over parts, and over what is left of the whole, last.
        weights: place -> weight of a structure of each part, where shares are weighted by part.
    """

    parts: tuple[Place, ...]
    groups: Mapping[Place, Mask]
    weights: Mapping[Place, np.ndarray] = field(default_factory=dict)


def survey_parts() -> tuple[Place, ...]:
    """Return the places of the strates, in the order of the vocabulary."""
    return tuple(place_of_strate(s) for s in STRATES)


def place_of_strate(strate: str) -> Place:
    """Return where the rows of a strate are."""
    kind = "strate" if strate.startswith("communes_") else "type"
    return strate, kind, strate


def survey_cut(catalogue: Catalogue, plan: pd.DataFrame | None) -> Cut:
    """Return the strates and the populations made of them, by decreasing number of strates."""
    groups = catalogue.populations.strata_groups()
    order = sorted(groups, key=lambda g: -len(groups[g]))
    masks = {g: np.array([*(s in groups[g] for s in STRATES), len(groups[g]) == len(STRATES)]) for g in order}
    weights = group_weights(plan, groups) if plan is not None else {}
    kinds = {g: (g, catalogue.populations.by_name[g].kind, g) for g in order}
    places = {g: (g, "", "") if kinds[g][1] == "" else kinds[g] for g in order}
    return Cut(
        survey_parts(),
        {places[g]: masks[g] for g in order},
        {places[g]: np.append(weights[g], 0.0) for g in weights},
    )


def region_cuts(rows: pd.DataFrame, catalogue: Catalogue) -> list[Cut]:
    """Return the way of cutting the sample by région, where some share is told by région."""
    present = set(rows["population"].astype(str))
    names = [p.nom for p in catalogue.populations.regions().values() if p.nom in present]
    return [_parts_of(tuple((n, BY_REGION, n) for n in names), WHOLE["collectivites"])] if names else []


def _parts_of(places: tuple[Place, ...], whole: Place) -> Cut:
    """Return the whole, and parts of it that exclude one another."""
    masks = np.eye(len(places) + 1, dtype=bool)[:-1]
    everybody = np.ones(len(places) + 1, dtype=bool)
    return Cut(places, {whole: everybody, **dict(zip(places, masks, strict=True))})


def poll_cuts(rows: pd.DataFrame) -> list[Cut]:
    """Return one way of cutting the sample per breakdown of a poll: the whole, and each part."""
    whole = WHOLE["francais"]
    found = []
    parts = rows[(rows["population"] == "francais") & (rows["ventilation"] != "")]
    for kind, of in parts.groupby(parts["ventilation"].astype(str), sort=False):
        places = tuple((whole[0], str(kind), m) for m in of["modalite"].astype(str).drop_duplicates())
        found.append(_parts_of(places, whole))
    return found or [Cut((), {whole: np.ones(1, dtype=bool)})]
