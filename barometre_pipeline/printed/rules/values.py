"""One share or one change printed with two values, and changes that do not follow the levels printed."""

from collections.abc import Iterator
from itertools import combinations

import pandas as pd

from barometre_pipeline.french.numbers import number
from barometre_pipeline.french.words import enumeration
from barometre_pipeline.printed.bounds import CLOSE, HALF
from barometre_pipeline.printed.matter import Figure, Printed
from barometre_pipeline.printed.rules.finding import KEY, Finding, quote


def different_values(printed: Printed) -> Iterator[Finding]:
    """Find what is printed twice with two values; each pair of values once, wherever they are printed."""
    for _, group in printed.levels().groupby(KEY, sort=False):
        yield from _once("de la même part", group)
    changes = printed.levels("ecart_points")
    for _, group in changes.groupby([*KEY, "edition_reference"], sort=False):
        yield from _once("du même écart", group, "points")


def _once(what: str, group: pd.DataFrame, unit: str = "%") -> Iterator[Finding]:
    found: dict[frozenset[tuple[str, float]], list[tuple[Figure, Figure]]] = {}
    printed: list[Figure] = list(group.to_dict("records"))
    for a, b in combinations(printed, 2):
        if not compatible(a, b):
            said = frozenset((str(f["statistique"]), float(f["valeur"])) for f in (a, b))
            found.setdefault(said, []).append((a, b))
    for pairs in found.values():
        first, second = pairs[0]
        places: dict[str, Figure] = {str(f["chiffre"]): f for pair in pairs for f in pair}
        more = enumeration(
            f"{f['chiffre']}, {f['rubrique']}"
            for name, f in places.items()
            if name not in (first["chiffre"], second["chiffre"])
        )
        again = f"\u00a0; l’une ou l’autre valeur est imprimée aussi en {more}" if more else ""
        text = f"{quote(first, unit)} et {quote(second, unit)} disent autre chose {what}{again}"
        settled = frozenset(frozenset(str(f["chiffre"]) for f in pair) for pair in pairs)
        yield Finding("valeurs_differentes", first, second, text, settled)


def compatible(a: Figure, b: Figure) -> bool:
    """Tell whether two printings of the same value agree, given how precise each says it is."""
    bounds = [f for f in (a, b) if f["statistique"] == "part_plus_de"]
    others = [f for f in (a, b) if f["statistique"] != "part_plus_de"]
    if len(bounds) == 2:
        return True
    if bounds:
        slack = CLOSE if others[0]["statistique"] == "part_environ" else HALF
        return bool(others[0]["valeur"] + slack > bounds[0]["valeur"])
    about = "part_environ" in (a["statistique"], b["statistique"])
    return bool(abs(a["valeur"] - b["valeur"]) <= (CLOSE if about else 0))


def changes(printed: Printed) -> Iterator[Finding]:
    """Find printed changes that no levels printed for the two editions give, whatever their rounding."""
    levels = printed.levels("part", "effectif")
    for change in printed.levels("ecart_points").to_dict("records"):
        now, then = (_same(levels, change, str(change[e])) for e in ("edition", "edition_reference"))
        pairs = [(a, b) for a in now for b in then]
        if not pairs:
            continue
        gaps = [abs(a["valeur"] - b["valeur"] - change["valeur"]) for a, b in pairs]
        # Two levels rounded by half a point each can be a point away from the change of the exact levels.
        if min(gaps) <= 2 * HALF:
            continue
        after, before = pairs[gaps.index(min(gaps))]
        given = number(after["valeur"] - before["valeur"], signed=True)
        text = (
            f"{quote(change, 'points')} par rapport à {change['edition_reference']}, mais {quote(after)} et "
            f"{quote(before)} en {change['edition_reference']} font {given}"
        )
        yield Finding("evolution", change, before, text)


def _same(levels: pd.DataFrame, figure: Figure, edition: str) -> list[Figure]:
    same = levels["edition"] == edition
    for column in ("indicateur", "categorie", "population"):
        same &= levels[column] == figure[column]
    return list(levels[same].to_dict("records"))
