"""What a rule is given, and what it returns: two places quoted, and why both cannot be.

Shared by the rules; which rules there are is ``contradictions``'.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.words import population_in_words
from barometre_pipeline.french.numbers import number
from barometre_pipeline.french.spaces import NBSP
from barometre_pipeline.printed.bounds import HALF
from barometre_pipeline.printed.matter import Figure, Printed

KEY = ["indicateur", "categorie", "population", "edition"]


@dataclass(frozen=True)
class Finding:
    """One contradiction.

    Attributes:
        rule: name in ``REGLES_CONTRADICTION``.
        a, b: the two places: ``chiffre``, ``document``, ``rubrique``, ``valeur``; ``a`` has ``KEY`` too.
        text: the contradiction in a French sentence, without its final stop.
        pairs: every pair of places that it settles, so that no other rule says it again.
    """

    rule: str
    a: Figure
    b: Figure
    text: str
    pairs: frozenset[frozenset[str]] = frozenset()

    def settled(self) -> frozenset[frozenset[str]]:
        """Return the pairs of places that are not to be found twice."""
        return self.pairs | {frozenset((str(self.a["chiffre"]), str(self.b["chiffre"])))}

    def row(self) -> dict[str, object]:
        """Return the row of ``gold/contradictions``."""
        places = {
            f"{c}_{side}": figure[c]
            for side, figure in (("a", self.a), ("b", self.b))
            for c in ("chiffre", "document", "rubrique", "valeur")
        }
        return {"regle": self.rule, **{k: self.a[k] for k in KEY}, **places, "constat": self.text}


Rule = Callable[[Printed], Iterator[Finding]]


def quote(figure: Figure, unit: str = "%") -> str:
    """Quote a figure with its place: « 75 % (support_2025-075, IA : projets) »."""
    about = {"part_environ": "environ ", "part_plus_de": "plus de "}.get(str(figure["statistique"]), "")
    unit = "" if figure["statistique"] == "effectif" else f"{NBSP}{unit}"
    return f"{about}{number(figure['valeur'])}{unit} ({figure['chiffre']}, {figure['rubrique']})"


def label(catalogue: Catalogue, population: str) -> str:
    """Name a population in French, between quotation marks."""
    return f"«{NBSP}{population_in_words(catalogue, population)}{NBSP}»"


def rest(printed: Printed, part: Figure, whole: Figure) -> float | None:
    """Return the share of those outside the part, in percent, that is closest to the part's; None without sizes.

    Every plausible pair of sizes and any rounding are allowed: the rest departs from the part by the difference of
    the whole to it, divided by the weight of the rest, which is greatest for the smallest part of the largest whole.
    Sizes or roundings under which the rest can answer as the part does give the part's own share.
    """
    sizes = [printed.plausible_sizes(str(f["edition"]), str(f["population"])) for f in (part, whole)]
    if sizes[0] is None or sizes[1] is None or sizes[1][1] <= sizes[0][0]:
        return None
    gap = float(whole["valeur"]) - float(part["valeur"])
    gap = math.copysign(max(abs(gap) - 2 * HALF, 0), gap)
    edge = float(part["valeur"]) + (math.copysign(HALF, gap) if gap else 0)
    return edge + gap / (1 - sizes[0][0] / sizes[1][1])
