"""What every share of ``gold/indicateurs`` would be had those it counts answered more, or less, often.

The published share moves as a whole; the weighted one strate by strate, where the catalogue gives the same share of
each strate of its population. The formulas are ``statistics.sensitivity``'s.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.statistics.sampling_plan import represented_within
from barometre_pipeline.statistics.sensitivity import (
    RATIOS,
    share_if_answering,
    stratified_share_if_answering,
)
from barometre_pipeline.tables.declarations.quality import SAME_VALUE, SENSIBILITE
from barometre_pipeline.tables.schema import arranged, empty_frame
from barometre_pipeline.vocabulary import STRATES

_WEIGHTED = "redressee_"


def sensitivity_of(
    catalogue: Catalogue, indicators: pd.DataFrame, plans: Mapping[str, pd.DataFrame]
) -> pd.DataFrame:
    """Return rows of ``gold/sensibilite``, one for each share; mentions and counts of people have none.

    Args:
        catalogue: what is a share, and which populations are unions of strates.
        indicators: rows of ``gold/indicateurs``.
        plans: sampling plan of each edition of the survey.
    """
    shares = {i.nom for i in catalogue.indicateurs.values() if i.mesure == "part"}
    kept = indicators["indicateur"].isin(shares) & indicators["part_publiable"].notna()
    rows = indicators[kept].reset_index(drop=True)
    if rows.empty:
        return empty_frame(SENSIBILITE)
    published = rows["part_publiable"].to_numpy(float)
    whole = {name: share_if_answering(published, ratio) for name, ratio in RATIOS.items()}
    publics = {name: p.public for name, p in catalogue.populations.by_name.items()}
    opinion = (rows["population"].map(publics) == "francais").to_numpy()
    # A poll is one strate; the weighted share of the survey is filled in strate by strate.
    moved = whole | {_WEIGHTED + name: np.where(opinion, share, np.nan) for name, share in whole.items()}
    groups = catalogue.populations.strata_groups()
    for edition, plan in plans.items():
        mine = np.flatnonzero((rows["edition"] == edition) & ~opinion & rows["part_ponderee"].notna())
        _by_strate(rows, mine, plan, groups, moved)
    return arranged(SENSIBILITE, rows.assign(**moved))


def _by_strate(
    rows: pd.DataFrame,
    mine: NDArray[np.integer],
    plan: pd.DataFrame,
    groups: Mapping[str, tuple[str, ...]],
    moved: Mapping[str, NDArray[np.float64]],
) -> None:
    """Fill in the weighted shares of one edition that are made of the same share of each strate."""
    table = rows.loc[mine]
    own = table[table["population"].isin(list(STRATES)) & (table["modalite"] == table["population"])]
    known = own.set_index([*SAME_VALUE, "population"])[["n", "base"]].astype(float).unstack("population")
    respondents = plan.set_index("strate")["repondants"]
    wanted = pd.MultiIndex.from_frame(table[list(SAME_VALUE)])
    for population in sorted(set(table["population"]) & set(groups)):
        represented = represented_within(plan, groups[population])
        # Who speaks for another strate from outside the population has nobody in it.
        represented = represented[represented.index.isin(groups[population])]
        places = np.flatnonzero(
            table["population"].isin([population]) & table["modalite"].isin(["", population])
        )
        if represented.empty or not set(represented.index) <= set(own["population"]):
            continue
        counts = known.reindex(wanted[places])
        n, base = (counts[c][list(represented.index)].to_numpy(float).T for c in ("n", "base"))
        sizes = respondents.reindex(represented.index).to_numpy(float)[:, None]
        exist = represented.to_numpy(float)[:, None]
        for name, ratio in RATIOS.items():
            with np.errstate(invalid="ignore"):
                shares = stratified_share_if_answering(n, base, sizes, exist, ratio)
            moved[_WEIGHTED + name][mine[places]] = shares
