"""What it takes to bring a lake up to date: which assets, for which editions. The same for command line and daemon.

What is out of date is ``freshness``'; computing is ``running``'s or Dagster's.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from barometre_pipeline.editions.loader import sources_of
from barometre_pipeline.editions.model import Edition
from barometre_pipeline.provenance.freshness import Freshness, closure, state_of
from barometre_pipeline.tables.registry import ASSETS
from barometre_pipeline.vocabulary import ENSEMBLE


@dataclass(frozen=True)
class Update:
    """What is not up to date.

    Attributes:
        assets: names of the assets to compute, by edition, and under ``ENSEMBLE`` those that look across editions.
        drift: editions whose drift suite must be passed.
        anyway: what looks across editions is out of date whatever comes of the editions.
        states: what identifies the state of each edition, and of ``ENSEMBLE``: two equal ones are the same work.
    """

    assets: dict[str, list[str]]
    drift: list[str]
    anyway: bool
    states: dict[str, str]

    @property
    def editions(self) -> list[str]:
        """Editions that have something to compute."""
        return [key for key in self.assets if key != ENSEMBLE]

    @property
    def across(self) -> list[str]:
        """Assets that look across editions."""
        return self.assets[ENSEMBLE]


def update_of(
    fresh: Freshness, editions: Mapping[str, Edition], *, drift: bool = True, force: bool = False
) -> Update:
    """Return what some editions need, and what looks across all of them."""
    there = {k: e for k, e in editions.items() if sources_of(e)}
    stale = {k: fresh.of_edition(k) for k in there}
    across = fresh.of_all()
    shared = list(ASSETS) if force else closure(across)
    names = {k: list(ASSETS) if force else closure(s) for k, s in stale.items()}
    # What looks across editions feeds each of them too, as the codebooks do.
    assets = {
        k: [
            n
            for n in ASSETS
            if n in {*names[k], *shared} and ASSETS[n].source and fresh.computes(ASSETS[n], k)
        ]
        for k in there
    }
    together = {*shared, *(n for listed in names.values() for n in listed)}
    states = {k: state_of([*s, *across]) for k, s in stale.items()}
    return Update(
        {
            **{k: listed for k, listed in assets.items() if listed},
            ENSEMBLE: [n for n in ASSETS if n in together and not ASSETS[n].source],
        },
        _drift(fresh, there, assets, force) if drift else [],
        # While editions are to be computed, one of them at least must succeed.
        force or (bool(across) and not any(stale.values())),
        {**states, ENSEMBLE: state_of(across)},
    )


def _drift(
    fresh: Freshness, editions: Mapping[str, Edition], assets: Mapping[str, Collection[str]], force: bool
) -> list[str]:
    surveys = [k for k, e in editions.items() if "limesurvey" in sources_of(e)]
    return [
        k
        for k in surveys
        if force
        or any(ASSETS[n].source == "limesurvey" for n in assets.get(k, ()))
        or not fresh.drift_is_fresh(k)
    ]
