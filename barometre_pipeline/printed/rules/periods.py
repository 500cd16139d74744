"""Dates of the notices that cannot all be: two periods for one survey, a rhythm not kept, a year set against itself."""

from collections.abc import Iterator
from itertools import combinations, pairwise

from barometre_pipeline.catalogue.printed_claims import Notice
from barometre_pipeline.printed.dates import overlap, period
from barometre_pipeline.printed.matter import Figure, Printed
from barometre_pipeline.printed.rules.finding import Finding, quote


def dates(printed: Printed) -> Iterator[Finding]:
    """Find every contradiction of dates."""
    yield from _two_periods(printed)
    yield from _rhythm(printed)
    yield from _own_reference(printed)


def _place(notice: Notice) -> Figure:
    return {
        "indicateur": "", "categorie": "", "population": "", "edition": notice.edition, "chiffre": notice.notice,
        "document": notice.document, "rubrique": notice.rubrique, "valeur": notice.nombre,
    }  # fmt: skip


def _cited(notice: Notice) -> str:
    return f"«\u00a0{notice.texte}\u00a0» ({notice.notice}, {notice.rubrique})"


def _two_periods(printed: Printed) -> Iterator[Finding]:
    told: set[tuple[str, ...]] = set()
    for a, b in combinations([n for n in printed.notices if n.debut or n.fin], 2):
        if (a.champ, a.edition) != (b.champ, b.edition) or _agree(a, b):
            continue
        said = (a.champ, a.edition, *sorted(f"{n.debut}/{n.fin}" for n in (a, b)))
        if said not in told:
            told.add(said)
            yield Finding(
                "dates", _place(a), _place(b), f"{_cited(a)} et {_cited(b)} ne sont pas la même période"
            )


def _agree(a: Notice, b: Notice) -> bool:
    """Tell whether two periods can be one: the same ends as far as both say them, or an overlap where one is vague."""
    if a.vague or b.vague:
        spans = [(period(n.debut or n.fin)[0], period(n.fin or n.debut)[1]) for n in (a, b)]
        return overlap(spans[0], spans[1])
    ends = [(a.debut, b.debut), (a.fin, b.fin)]
    return all(overlap(period(x), period(y)) for x, y in ends if x and y)


def _rhythm(printed: Printed) -> Iterator[Finding]:
    """Find a poll said to come every so many years where documents print two that are closer."""
    polls: dict[str, Figure] = {}
    for figure in printed.levels("effectif").to_dict("records"):
        if figure["population"] == "francais":
            polls.setdefault(str(figure["edition"]), figure)
    years = sorted(polls)
    for notice in printed.notices:
        if notice.champ != "periodicite_sondage" or notice.nombre is None:
            continue
        for earlier, later in pairwise(years):
            if int(later) - int(earlier) < notice.nombre:
                text = (
                    f"{_cited(notice)}, mais {quote(polls[earlier])} en {earlier} et "
                    f"{quote(polls[later])} en {later}"
                )
                yield Finding("dates", _place(notice), polls[later], text)
                break


def _own_reference(printed: Printed) -> Iterator[Finding]:
    """Find a change that is said to be measured from its own edition, or from a later one."""
    for notice in printed.notices:
        if notice.champ != "reference_evolution" or (notice.nombre or 0) < int(notice.edition):
            continue
        base = {
            "chiffre": "",
            "document": notice.document,
            "rubrique": f"édition {notice.edition}",
            "valeur": float(notice.edition),
        }
        text = (
            f"{_cited(notice)}\u00a0: une évolution de {notice.edition} ne peut se mesurer que par rapport à "
            "une édition antérieure"
        )
        yield Finding("dates", _place(notice), base, text)
