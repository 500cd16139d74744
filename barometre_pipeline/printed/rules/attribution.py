"""One value that documents give to two populations, two bases or two years.

Two groups can answer alike: what is found is one number printed by different documents as the share of different
people, where no document prints both as two numbers.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations

from barometre_pipeline.french.numbers import number
from barometre_pipeline.french.words import enumeration
from barometre_pipeline.printed.matter import Figure, Printed
from barometre_pipeline.printed.rules.finding import Finding, label, quote, rest

TWICE = 2.0  # a rest that answers twice as often, or half as often, as the part is not plausible


def _named(printed: Printed, figure: Figure) -> tuple[str, str, str]:
    """Return what a figure is the share of, under the name it was first read with."""
    name = str(figure["indicateur"])
    return printed.renamed.get(name, name), str(figure["categorie"]), str(figure["edition"])


def two_populations(printed: Printed) -> Iterator[Finding]:
    """Find one value given to a population by one document and to a part of it by another."""
    figures = printed.levels("part").to_dict("records")
    about: dict[tuple[str, str, str], list[Figure]] = defaultdict(list)
    for figure in figures:
        about[_named(printed, figure)].append(figure)
    for group in about.values():
        printed_for = {(str(f["document"]), str(f["population"])) for f in group}
        seen = set()
        for a, b in combinations(group, 2):
            pair = printed.nested(str(a["population"]), str(b["population"]))
            crossed = {(str(a["document"]), str(b["population"])), (str(b["document"]), str(a["population"]))}
            if pair is None or pair in seen or a["valeur"] != b["valeur"] or a["valeur"] in (0, 100):
                continue
            if a["document"] == b["document"] or crossed & printed_for:
                continue  # a document that knows both populations means both numbers
            seen.add(pair)
            part, whole = (a, b) if a["population"] == pair[0] else (b, a)
            yield Finding("deux_populations", whole, part, _told_populations(printed, part, whole))


def _told_populations(printed: Printed, part: Figure, whole: Figure) -> str:
    text = (
        f"{quote(whole)} pour {label(printed.catalogue, whole['population'])} et {quote(part)} pour "
        f"{label(printed.catalogue, part['population'])}\u00a0: un seul nombre pour deux populations"
    )
    if rest(printed, part, whole) is not None:
        share = f"environ {number(whole['valeur'], 0)}\u00a0%"
        text += f", ce qui demande que les autres répondent comme elles ({share})"
    return text + "".join(f"\u00a0; {f['remarque']}" for f in (whole, part) if f.get("remarque"))


def two_bases(printed: Printed) -> Iterator[Finding]:
    """Find one value printed with two bases; values of one question printed so are one contradiction."""
    groups: dict[tuple[tuple[str, str, str], float], dict[str, list[Figure]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for figure in printed.levels("part").to_dict("records"):
        base = " ".join(str(figure.get("base", "")).split())
        if base:
            groups[_named(printed, figure), float(figure["valeur"])][base.casefold()].append(figure)
    often = Counter(base for bases in groups.values() for base, figures in bases.items() for _ in figures)
    told: dict[tuple[str, str, str, str], list[tuple[Figure, Figure]]] = defaultdict(list)
    for (name, _), bases in groups.items():
        first, *others = sorted(bases, key=lambda b: (-often[b], str(bases[b][0]["chiffre"])))
        for other in others:
            told[name[0], name[2], first, other] += [(a, b) for a in bases[first] for b in bases[other]]
    for pairs in told.values():
        a, b = pairs[0]
        more = dict.fromkeys(
            f"{x['chiffre']} et {y['chiffre']}"
            for x, y in pairs[1:]
            if (x["categorie"], x["valeur"]) != (a["categorie"], a["valeur"])
        )
        also = f"\u00a0; de même {enumeration(more)}" if more else ""
        text = (
            f"{quote(a)} porte sur «\u00a0{a['base']}\u00a0» et {quote(b)} sur «\u00a0{b['base']}\u00a0»\u00a0: "
            f"un seul nombre pour deux bases{also}"
        )
        settled = frozenset(frozenset((str(x["chiffre"]), str(y["chiffre"]))) for x, y in pairs)
        yield Finding("deux_bases", a, b, text, settled)


def two_editions(printed: Printed) -> Iterator[Finding]:
    """Find a value that one document gives to a year and another to an earlier or later one.

    The second document prints another value for the first year, which the two populations cannot explain: whatever
    the plausible sizes, those of one and not of the other would have to answer more than twice, or less than half,
    as often.
    """
    figures = printed.levels("part").to_dict("records")
    for a in figures:
        same = [f for f in figures if (f["indicateur"], f["categorie"]) == (a["indicateur"], a["categorie"])]
        for b, c in ((b, c) for b in same for c in same):
            apart = b["document"] == c["document"] != a["document"] and b["population"] == c["population"]
            shifted = (
                b["edition"] == a["edition"] != c["edition"] and c["valeur"] == a["valeur"] != b["valeur"]
            )
            pair = printed.nested(str(a["population"]), str(b["population"])) if apart and shifted else None
            if pair is None:
                continue
            part, whole = (a, b) if a["population"] == pair[0] else (b, a)
            found = rest(printed, part, whole)
            if found is not None and part["valeur"] / TWICE <= found <= part["valeur"] * TWICE:
                continue
            text = (
                f"{quote(a)} en {a['edition']}, mais {quote(b)} en {b['edition']} et {quote(c)} en {c['edition']}"
                f"\u00a0: {number(a['valeur'])}\u00a0% est donné pour deux années"
            )
            if found is not None:
                text += (
                    f"\u00a0; quelles que soient les tailles plausibles, les deux valeurs de {a['edition']} "
                    f"demanderaient {_at_least(found, part)} chez les répondants que l’une compte et l’autre non"
                )
            yield Finding("deux_editions", a, b, text)


def _at_least(share: float, part: Figure) -> str:
    if not 0 <= share <= 100:
        return "moins de 0\u00a0%" if share < 0 else "plus de 100\u00a0%"
    return f"au {'moins' if share > part['valeur'] else 'plus'} {number(share, 0)}\u00a0%"
