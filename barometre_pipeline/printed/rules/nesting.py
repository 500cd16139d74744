"""Shares of a population and of its parts that no sample gives together.

Those who answered are counted by strate and by answer; every printed share bounds a sum of those counts, whatever
its rounding, however few did not answer, whatever sizes are plausible. Where no counts satisfy all bounds, the
fewest figures that already cannot hold together are quoted.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.expression import Expression
from barometre_pipeline.french.numbers import number
from barometre_pipeline.french.words import enumeration
from barometre_pipeline.printed.bounds import Bounds
from barometre_pipeline.printed.matter import Figure, Printed
from barometre_pipeline.printed.rules.finding import Finding, label, quote
from barometre_pipeline.printed.rules.sets import by_question, measured, said
from barometre_pipeline.printed.statements import Case, cases, dimensions
from barometre_pipeline.vocabulary import STRATES

MISSING = 0.12  # the most who plausibly leave a question empty
_CELLS = 4000  # more cells than that are not looked at
POLL = "francais"


@dataclass(frozen=True)
class _Placed:
    """A figure as a bound on counts: strates and answers of its population, answers that it counts, all answers."""

    figure: Figure
    strates: frozenset[str]
    everyone: frozenset[Case]
    among: frozenset[Case]
    counted: frozenset[Case]
    share: Bounds


def nested(printed: Printed) -> Iterator[Finding]:
    """Find, in each edition, shares of a whole and of its parts that no sample gives together."""
    shares = measured(printed.catalogue, printed.levels("part", "part_environ", "part_plus_de"))
    for edition, group in shares.groupby("edition", sort=False):
        sizes = _plausible_sizes(printed, str(edition))
        for question in by_question(printed.catalogue, group):
            placed = _place(printed, [f for f, _ in question])
            if len({(p.strates, p.among) for p in placed}) > 1:
                yield from _conflicts(printed, placed, sizes)
    yield from _minimums(printed, shares)


def _plausible_sizes(printed: Printed, edition: str) -> dict[str, Bounds]:
    """Return how many each strate, and the whole, can count."""
    groups = printed.samples.loc[printed.samples["edition"].astype(str) == edition, "groupe"]
    found = {str(g): printed.plausible_sizes(edition, str(g)) for g in groups}
    return {g: Bounds(*sizes) for g, sizes in found.items() if sizes is not None}


def _condition(catalogue: Catalogue, population: str) -> list[Expression] | None:
    """Return the answers that make a population, None where it cannot be read as strates and answers."""
    found: list[Expression] = []
    name: str | None = population
    while name is not None:
        known = catalogue.populations.by_name[name]
        if (
            known.minimum_de
            or known.region
            or known.habitants_min is not None
            or known.habitants_max is not None
        ):
            return None
        found += [known.condition] if known.condition else []
        name = known.parmi
    return found


def _strates(printed: Printed, population: str) -> frozenset[str]:
    """Return the strates of a population, of those it is a part of where it is made by an answer."""
    known = printed.catalogue.populations.by_name[population]
    if known.public == POLL:
        return frozenset([POLL])
    found = printed.strates(population)
    if found is not None:
        return found
    return _strates(printed, known.parmi or "ensemble")


def _place(printed: Printed, figures: Sequence[Figure]) -> list[_Placed]:
    book = printed.catalogue.codebook
    read = []
    space: dict[tuple[str, str], tuple[object, ...]] = {}
    for figure in figures:
        category = printed.catalogue.categories[figure["indicateur"]][figure["categorie"]]
        conditions = _condition(printed.catalogue, str(figure["population"]))
        statements = [*(conditions or ()), category.expression(str(figure["edition"]))]
        looked_at = [dimensions(s, book) for s in statements]
        if conditions is None or None in looked_at:
            continue
        for found in looked_at:
            space |= found or {}
        read.append((figure, statements))
    placed = []
    for figure, statements in read:
        sets = [cases(s, space) for s in statements]
        if any(s is None for s in sets):
            return []
        everyone = (
            cases(Expression(un_de=(statements[-1], Expression(non=statements[-1]))), space) or frozenset()
        )
        among = everyone.intersection(*(s for s in sets[:-1] if s is not None))
        counted = among & (sets[-1] or frozenset())
        strates = _strates(printed, str(figure["population"]))
        placed.append(_Placed(figure, strates, everyone, among, counted, said(figure)))
    return placed


def _conflicts(printed: Printed, placed: list[_Placed], sizes: Mapping[str, Bounds]) -> Iterator[Finding]:
    strates = frozenset().union(*(p.strates for p in placed))
    if not strates <= sizes.keys() or not placed[0].among:
        return
    while len({(p.strates, p.among) for p in placed}) > 1 and not _possible(placed, sizes):
        fewest = list(placed)
        for one in placed:
            without = [p for p in fewest if p is not one]
            if not _possible(without, sizes):
                fewest = without
        if len({(p.strates, p.among) for p in fewest}) > 1:  # else one population is enough: another rule's
            yield _told(printed, fewest, sizes)
        placed = [p for p in placed if p not in fewest]
        if not placed:
            return


def _possible(placed: Sequence[_Placed], sizes: Mapping[str, Bounds]) -> bool:
    """Tell whether some counts satisfy every figure."""
    from scipy import optimize  # heavy to load

    if not placed:
        return True
    strates = sorted(frozenset().union(*(p.strates for p in placed)))
    patterns = sorted({tuple((c in p.among, c in p.counted) for p in placed) for c in placed[0].everyone})
    if len(strates) * len(patterns) > _CELLS:
        return True
    shape = (len(strates), len(patterns))
    answered = 1.0 if POLL in strates else 1 - MISSING  # the base of a poll is everybody
    rows, limits = [], []

    def bound(cells: np.ndarray, most: float) -> None:
        rows.append(cells.ravel())
        limits.append(most)

    for i, strate in enumerate(strates):
        cells = np.zeros(shape)
        cells[i] = 1
        bound(cells, sizes[strate].high)
        bound(-cells, -sizes[strate].low * answered)
    total = sizes.get("ensemble")
    if total is not None and POLL not in strates:
        bound(np.ones(shape), total.high)
        if set(strates) >= STRATES.keys():
            bound(-np.ones(shape), -total.low * answered)
    for j, figure in enumerate(placed):
        inside = np.array([[s in figure.strates] for s in strates], dtype=float)
        among = inside * np.array([[p[j][0] for p in patterns]], dtype=float)
        counted = inside * np.array([[p[j][1] for p in patterns]], dtype=float)
        low, high = max(figure.share.low, 0) / 100, min(figure.share.high, 100) / 100
        bound(low * among - counted, 0)
        bound(counted - high * among, 0)
        bound(-among, -1)
    result = optimize.linprog(np.zeros(shape[0] * shape[1]), A_ub=np.array(rows), b_ub=np.array(limits))
    return int(result.status) != 2  # 2: infeasible


def _told(printed: Printed, fewest: list[_Placed], sizes: Mapping[str, Bounds]) -> Finding:
    fewest = sorted(fewest, key=lambda p: (-len(p.strates), -len(p.among)))
    whole, parts = fewest[0], fewest[1:]
    fitting = [v for v in range(101) if _possible([*parts, replace(whole, share=Bounds(v, v))], sizes)]
    names = enumeration(
        f"{quote(p.figure)} pour {label(printed.catalogue, p.figure['population'])}" for p in parts
    )
    left = (
        f"laissent à {label(printed.catalogue, whole.figure['population'])} entre {number(min(fitting))} et "
        f"{number(max(fitting))}\u00a0%"
        if fitting
        else "ne peuvent déjà pas être vrais ensemble"
    )
    text = f"{names} {left}, quels que soient les arrondis et les tailles plausibles, et non {quote(whole.figure)}"
    return Finding("sous_population", parts[0].figure, whole.figure, text)


def _minimums(printed: Printed, shares: pd.DataFrame) -> Iterator[Finding]:
    """Find a share « in each of these » above the share of one of them."""
    figures = shares.to_dict("records")
    for figure in figures:
        members = printed.catalogue.populations.by_name[str(figure["population"])].minimum_de
        for other in figures:
            same = all(other[c] == figure[c] for c in ("indicateur", "categorie", "edition"))
            if same and other["population"] in members and said(other).high < said(figure).low:
                text = (
                    f"{quote(figure)} pour {label(printed.catalogue, figure['population'])}, mais "
                    f"{quote(other)} pour {label(printed.catalogue, other['population'])}"
                )
                yield Finding("sous_population", figure, other, text)
