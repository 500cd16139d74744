"""All that documents print, and what is known of the samples behind it, as the rules and the claims take it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.populations import Samples
from barometre_pipeline.catalogue.printed_claims import Claim, Notice

LEVELS = ("part", "part_environ", "part_plus_de", "effectif")
Figure = Mapping[Any, Any]


@dataclass(frozen=True)
class Printed:
    """All that documents print, and what is known of it.

    Attributes:
        catalogue: definitions, which say what is a part of what.
        figures: printed figures.
        samples: deduced samples, one row per ``edition`` and ``groupe``.
        sizes: respondents by edition and population.
        renamed: indicator -> the name under which its figures were first read.
        notices, claims: what documents print beside figures.
    """

    catalogue: Catalogue
    figures: pd.DataFrame
    samples: pd.DataFrame
    sizes: Mapping[tuple[str, str], int] = field(default_factory=dict)
    renamed: Mapping[str, str] = field(default_factory=dict)
    notices: Sequence[Notice] = ()
    claims: Sequence[Claim] = ()

    def levels(self, *kinds: str) -> pd.DataFrame:
        """Return the figures that are levels, of these kinds only if any is given."""
        return self.figures[self.figures["statistique"].isin(kinds or LEVELS)]

    def strates(self, population: str) -> frozenset[str] | None:
        """Return the strates of a population, None if it is not a union of strates."""
        groups = self.catalogue.populations.strata_groups()
        return frozenset(groups[population]) if population in groups else None

    def plausible_sizes(self, edition: str, population: str) -> tuple[int, int] | None:
        """Return the smallest and the largest number of respondents that a population may have, None if unknown.

        The size deduced is always among them: composition can make it more likely than percentages alone do.
        """
        samples = self.samples
        rows = samples[(samples["edition"].astype(str) == edition) & (samples["groupe"] == population)]
        if rows.empty:
            known = self.sizes.get((edition, population))
            return None if known is None else (known, known)
        size, low, high = (int(rows.iloc[0][c]) for c in ("effectif", "plausible_min", "plausible_max"))
        return min(low, size), max(high, size)

    def nested(self, a: str, b: str) -> tuple[str, str] | None:
        """Return (part, whole) if one population is a part of the other by its strates."""
        ours, theirs = self.strates(a), self.strates(b)
        if ours is None or theirs is None or ours == theirs:
            return None
        return (a, b) if ours < theirs else (b, a) if theirs < ours else None


def sample_sizes(samples: pd.DataFrame, known: Samples) -> dict[tuple[str, str], int]:
    """Return the number of respondents by edition and population: deduced, or published in full."""
    deduced = {(str(r["edition"]), str(r["groupe"])): int(r["effectif"]) for _, r in samples.iterrows()}
    return {(e, "ensemble"): total for e, total in known.totaux.items()} | deduced
