"""Answers of one population that must add up to others: parts beyond their whole, bounds included.

« Good » is part of « good or correct », read off the definitions by listing the answers for which each holds.
"""

from collections.abc import Iterator, Mapping
from itertools import combinations

import pandas as pd

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.expression import Expression
from barometre_pipeline.french.numbers import number
from barometre_pipeline.printed.bounds import HALF, Bounds, of_figure
from barometre_pipeline.printed.matter import Figure, Printed
from barometre_pipeline.printed.rules.finding import KEY, Finding, quote
from barometre_pipeline.printed.statements import Case, Dimension, cases, dimensions

Placed = tuple[Figure, frozenset[Case]]
Space = dict[Dimension, tuple[object, ...]]


def parts_and_wholes(printed: Printed) -> Iterator[Finding]:
    """Find parts that exceed their whole, or do not make it; exclusive answers that exceed everybody."""
    shares = printed.levels("part", "part_environ", "part_plus_de")
    for _, group in measured(printed.catalogue, shares).groupby(["population", "edition"], sort=False):
        for figures in by_question(printed.catalogue, group):
            yield from _compare_sets(figures)


def measured(catalogue: Catalogue, shares: pd.DataFrame) -> pd.DataFrame:
    """Keep one printing of each value, of shares of respondents only.

    A share of mentions and a share of respondents have no common whole. What is printed with two values is left out:
    nobody knows which one is right. A vague printing gives way to an exact one.
    """
    part = {i.nom for i in catalogue.indicateurs.values() if i.mesure == "part"}
    kept = shares[shares["indicateur"].isin(part)].drop_duplicates([*KEY, "statistique", "valeur"])
    exact = kept["statistique"] == "part"
    clear = kept[exact & (kept[exact].groupby(KEY)["valeur"].transform("nunique") == 1)]
    doubtful = pd.MultiIndex.from_frame(kept.loc[exact, KEY])
    vague = kept[~exact & ~pd.MultiIndex.from_frame(kept[KEY]).isin(doubtful)]
    return pd.concat([clear, vague.drop_duplicates(KEY)]).sort_index()


def by_question(catalogue: Catalogue, group: pd.DataFrame) -> Iterator[list[Placed]]:
    """Gather figures that look at the same answers, each with its set of cases."""
    spaces: list[tuple[Space, list[tuple[Figure, Expression]]]] = []
    for figure in group.to_dict("records"):
        category = catalogue.categories[figure["indicateur"]].get(figure["categorie"])
        if category is None:
            continue
        expression = category.expression(str(figure["edition"]))
        space = dimensions(expression, catalogue.codebook)
        if space is None:
            continue
        kept = []
        members: list[tuple[Figure, Expression]] = [(figure, expression)]
        for other, others in spaces:
            if other.keys() & space.keys():
                space, members = {**other, **space}, others + members
            else:
                kept.append((other, others))
        spaces = [*kept, (space, members)]
    for space, members in spaces:
        sets = [(f, cases(e, space)) for f, e in members]
        yield [(f, s) for f, s in sets if s is not None]


def said(figure: Mapping[object, object]) -> Bounds:
    """Return what a printed share says of the exact one, rounding undone."""
    return of_figure(str(figure["statistique"]), float(str(figure["valeur"])), HALF)


def _compare_sets(figures: list[Placed]) -> Iterator[Finding]:
    for whole, cases_of_whole in figures:
        inside = [(f, s) for f, s in figures if s < cases_of_whole]
        parts = _disjoint([(f, s) for f, s in inside if not any(s < other for _, other in inside)])
        if not parts:
            continue
        low = sum(said(f).low for f, _ in parts)
        high = sum(said(f).high for f, _ in parts)
        complete = frozenset().union(*(s for _, s in parts)) == cases_of_whole
        beyond = low > said(whole).high
        if beyond or (complete and high < said(whole).low):
            verb = "dépassent" if beyond else "ne font pas"
            names = " + ".join(quote(f) for f, _ in parts)
            yield Finding("parties_et_tout", parts[0][0], whole, f"{names} {verb} le tout, {quote(whole)}")
    apart = _disjoint([(f, s) for f, s in figures if not any(s < other for _, other in figures)])
    if len(apart) > 1 and sum(said(f).low for f, _ in apart) > 100:
        names = " + ".join(quote(f) for f, _ in apart)
        total = number(sum(f["valeur"] for f, _ in apart))
        text = f"{names} font {total}\u00a0%, plus que tout"
        yield Finding("parties_et_tout", apart[0][0], apart[-1][0], text)


def _disjoint(figures: list[Placed]) -> list[Placed]:
    """Keep one figure per set, if the sets exclude each other; else nothing can be added up."""
    once = list({s: (f, s) for f, s in reversed(figures)}.values())[::-1]
    exclusive = all(not (a & b) for (_, a), (_, b) in combinations(once, 2))
    return once if exclusive else []
