"""The relations between numbers that a claim can state, each true, false or not decidable on what is given.

A relation is a function of a reading and of the arguments written in the formula; ``RELATIONS`` names them all.
"""

import ast
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise, product

from barometre_pipeline.catalogue.words import population_in_words
from barometre_pipeline.printed.bounds import (
    CLOSE,
    HALF,
    Bounds,
    Verdict,
    above,
    at_least,
    every,
    exactly,
    within,
)
from barometre_pipeline.printed.dates import overlap, period
from barometre_pipeline.printed.evidence import PrintedEvidence, Term
from barometre_pipeline.printed.language import term_of, text_of
from barometre_pipeline.printed.reading import Reading

STABLE = 5.0  # points: what is « stable », « légère » or « presque autant »
SIGNIFICANT = 1.96  # standard errors: « nette », « significative »

Arguments = Sequence[ast.expr]


def _leaders(reading: Reading, arguments: Arguments) -> Verdict:
    """Judge ``premiers(indicateur[population, 2025], a, b)``: a, then b, then all that is printed besides."""
    levels = reading.levels(*reading.family(arguments[0]))
    named = [text_of(a) for a in arguments[1:]]
    rivals = [c for c in levels if c not in named]
    if not rivals or not set(named) <= set(levels):
        return None
    chain = [at_least(levels[a], levels[b]) for a, b in pairwise(named)]
    return every([*chain, *(at_least(levels[named[-1]], levels[r]) for r in rivals)])


def _outdone(reading: Reading, arguments: Arguments) -> Verdict:
    """Judge ``devance(indicateur[population, 2025], a)``: some other category is above a."""
    levels = reading.levels(*reading.family(arguments[0]))
    name = text_of(arguments[1])
    others = [above(level, levels[name]) for c, level in levels.items() if c != name and name in levels]
    return True if True in others else None


def _same_leaders(reading: Reading, arguments: Arguments) -> Verdict:
    """Judge ``memes_premiers(indicateur[population], 3, 2023, 2024)``: the same three lead in each edition."""
    indicator, population, _ = reading.family(arguments[0])
    count, editions = int(text_of(arguments[1])), [text_of(a) for a in arguments[2:]]
    printed = [reading.levels(indicator, population, e) for e in editions]
    tops = [_top(levels, count) for levels in printed]
    verdicts: list[Verdict] = []
    for (i, top), (j, levels) in product(enumerate(tops), enumerate(printed)):
        if i == j or top is None:
            continue
        out = [m for m in top if m in levels and _beaten(levels, m) >= count]
        verdicts.append(False if out else True if set(tops[j] or ()) == set(top) else None)
        for member in out[:1] if not reading.decisive else ():
            ahead = [c for c in levels if above(levels[c], levels[member]) is True]
            reading.decisive += [Term(indicator, c, population, editions[j]) for c in (*ahead, member)]
    return every(verdicts) if verdicts and None not in tops else (False if False in verdicts else None)


def _top(levels: Mapping[str, Bounds], count: int) -> list[str] | None:
    """Return the categories that certainly lead what is printed, in its order; None if too little is."""
    leading = [c for c in levels if _beaten(levels, c) < count]
    return leading if len(levels) > count == len(leading) else None


def _beaten(levels: Mapping[str, Bounds], name: str) -> int:
    return sum(above(level, levels[name]) is True for c, level in levels.items() if c != name)


def _rank(reading: Reading, arguments: Arguments) -> Verdict:
    """Judge ``rang(indicateur[population, 2025], a, 3)``: two are above a; all categories must be printed."""
    indicator, population, edition = reading.family(arguments[0])
    levels = reading.levels(indicator, population, edition)
    name, wanted = text_of(arguments[1]), int(text_of(arguments[2]))
    if name not in levels:
        return None
    if _beaten(levels, name) >= wanted:
        return False
    complete = len(levels) == len(reading.given.evidence.categories(indicator))
    return _beaten(levels, name) == wanted - 1 if complete else None


def _all_rise(reading: Reading, arguments: Arguments) -> Verdict:
    """Judge ``toutes_en_hausse(indicateur[population], 2024, 2025)``: each category rises."""
    indicator, population, _ = reading.family(arguments[0])
    before, after = (text_of(a) for a in arguments[1:])
    rises = []
    for category in reading.given.evidence.categories(indicator):
        levels = [reading.known(Term(indicator, category, population, e)).bounds for e in (before, after)]
        rises.append(above(levels[1], levels[0]))
    return every(rises) if rises else None


def _steepest(reading: Reading, arguments: Arguments) -> Verdict:
    """Judge ``plus_forte_hausse(indicateur[population], a, 2023, 2024)``: no category rises more than a."""
    indicator, population, _ = reading.family(arguments[0])
    name, before, after = (text_of(a) for a in arguments[1:])
    then, now = (reading.levels(indicator, population, e) for e in (before, after))
    rises = {c: now[c] - then[c] for c in now if c in then}
    if name not in rises or len(rises) < 2:
        return None
    return every([at_least(rises[name], r) for c, r in rises.items() if c != name])


def _clear_rise(reading: Reading, arguments: Arguments) -> Verdict:
    """Judge ``nette_hausse(avant, apres)``: up by more than chance gives to samples of these sizes."""
    before, after = (reading.value(a) for a in arguments)
    named = [term_of(a) for a in arguments if isinstance(a, ast.Subscript)]
    rising = above(after, before)
    if rising is not True or len(named) != 2:
        return rising
    sizes = [reading.given.sizes.get((t.edition, t.population)) for t in named]
    if not (sizes[0] and sizes[1]):
        return None
    share = (before.high * sizes[0] + after.low * sizes[1]) / (sizes[0] + sizes[1]) / 100
    error = 100 * (share * (1 - share) * (1 / sizes[0] + 1 / sizes[1])) ** 0.5
    reading.said.append(f"sur {sizes[0]} puis {sizes[1]} répondants")
    return above(after - before, exactly(SIGNIFICANT * error))


def _slight_rise(reading: Reading, arguments: Arguments) -> Verdict:
    before, after = (reading.value(a) for a in arguments)
    return every([above(after, before), at_least(exactly(STABLE), after - before)])


def _stable(reading: Reading, arguments: Arguments) -> Verdict:
    return within(reading.value(arguments[0]), reading.value(arguments[1]), STABLE)


def _about(reading: Reading, arguments: Arguments) -> Verdict:
    return within(reading.value(arguments[0]), reading.value(arguments[1]), CLOSE)


def _almost(reading: Reading, arguments: Arguments) -> Verdict:
    value, limit = (reading.value(a) for a in arguments)
    return every([above(limit, value), within(value, limit, CLOSE)])


def _sum(reading: Reading, arguments: Arguments) -> Verdict:
    """Judge ``somme(tout, partie, partie)``, half a point being lost by each rounding."""
    whole, *parts = (reading.value(a) for a in arguments)
    total = exactly(0)
    for part in parts:
        total = total + part
    return within(total, whole, HALF * (len(parts) + 1))


def _add_up(reading: Reading, arguments: Arguments) -> Verdict:
    """Judge ``totalisent(100, a[population, 2025], b[population, 2025])``: in each category printed, a + b = 100."""
    total = reading.value(arguments[0])
    families = [reading.family(a) for a in arguments[1:]]
    levels = [reading.levels(*f) for f in families]
    shared = [c for c in levels[0] if all(c in other for other in levels)]
    slack = HALF * len(levels)
    sums = []
    for category in shared:
        added = exactly(0)
        for level in levels:
            added = added + level[category]
        sums.append(within(added, total, slack))
    return every(sums) if sums else None


def _stands_for(reading: Reading, arguments: Arguments) -> Verdict:
    """Judge ``porte_sur(chiffre["…"], population)``: the figure is printed for that population or base."""
    figure, wanted = reading.figure(arguments[0]), text_of(arguments[1])
    return wanted in (str(figure["population"]), str(figure.get("base", "")))


def _agrees(reading: Reading, arguments: Arguments) -> Verdict:
    """Judge ``compatible(notice.champ.fin[2025], "2025-07-11")`` against every notice that says it."""
    said = [getattr(notice, part) for notice, part in reading.notices(arguments[0])]
    wanted = period(text_of(arguments[1]))
    agreeing = {overlap(period(text), wanted) for text in said if text}
    return agreeing.pop() if len(agreeing) == 1 else None


def _every_years(reading: Reading, arguments: Arguments) -> Verdict:
    """Judge ``tous_les_ans(population, 2)``: editions that print something about it are that far apart."""
    years = sorted(int(e) for e in _mentions(reading, text_of(arguments[0])))
    gaps = {b - a for a, b in pairwise(years)}
    return gaps == {int(text_of(arguments[1]))} if gaps else None


def _present(reading: Reading, arguments: Arguments) -> Verdict:
    """Judge ``presents(2024, a, b)``: something is printed about each population in that edition."""
    edition = text_of(arguments[0])
    found = [edition in _mentions(reading, text_of(a)) for a in arguments[1:]]
    return True if all(found) else None


def _mentions(reading: Reading, population: str) -> Mapping[str, str]:
    evidence = reading.given.evidence
    found = evidence.printed_for(population) if isinstance(evidence, PrintedEvidence) else {}
    people = population_in_words(evidence.catalogue, population)
    reading.said += [f"{people}, {e}\u00a0: {figure}" for e, figure in sorted(found.items())]
    return found


RELATIONS: dict[str, Callable[[Reading, Arguments], Verdict]] = {
    "premiers": _leaders,
    "devance": _outdone,
    "memes_premiers": _same_leaders,
    "rang": _rank,
    "toutes_en_hausse": _all_rise,
    "plus_forte_hausse": _steepest,
    "nette_hausse": _clear_rise,
    "legere_hausse": _slight_rise,
    "stable": _stable,
    "environ": _about,
    "presque": _almost,
    "somme": _sum,
    "totalisent": _add_up,
    "porte_sur": _stands_for,
    "compatible": _agrees,
    "tous_les_ans": _every_years,
    "presents": _present,
}
RANKS = {"premiers", "devance", "memes_premiers", "rang", "plus_forte_hausse"}
