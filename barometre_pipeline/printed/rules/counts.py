"""What no whole number of respondents gives, and sizes of samples that do not fit into each other."""

from collections.abc import Iterator

from barometre_pipeline.catalogue.indicator import TOTAL
from barometre_pipeline.french.numbers import count, number
from barometre_pipeline.printed.bounds import HALF
from barometre_pipeline.printed.matter import Figure, Printed
from barometre_pipeline.printed.rules.finding import Finding, label, quote

_NOISE = 1e-9


def impossible_counts(printed: Printed) -> Iterator[Finding]:
    """Find percentages that no whole count gives, whatever the plausible size and however many answered.

    The largest plausible size gives whatever a smaller one does, and so gives all the figures of a group together:
    a share of b respondents is also one of any multiple of b, of which one is at least half of the largest.
    """
    deduced = {(str(r["edition"]), str(r["groupe"])): r for _, r in printed.samples.iterrows()}
    for figure in printed.levels("part").to_dict("records"):
        key = str(figure["edition"]), str(figure["population"])
        plausible = printed.plausible_sizes(*key) if key in deduced else None
        if plausible is None or given_by_a_count(float(figure["valeur"]), plausible[1]):
            continue
        sample = deduced[key]
        group = label(printed.catalogue, str(sample["groupe"]))
        base = {
            "chiffre": "",
            "document": "échantillon déduit",
            "rubrique": f"{group}, {sample['edition']}\u00a0: {sample['justification']}",
            "valeur": float(sample["effectif"]),
        }
        text = (
            f"{quote(figure)}\u00a0: aucun nombre entier ne le donne sur {_sizes_in_words(*plausible)} "
            f"({group}), ni sur moins si certains n’ont pas répondu"
        )
        yield Finding("effectif_impossible", figure, base, text)


def given_by_a_count(value: float, largest: int) -> bool:
    """Tell whether some count in some base up to ``largest`` is printed as ``value`` percent, halves either way."""
    lost = HALF if value.is_integer() else HALF / 10
    return any(abs(100 * round(value * b / 100) / b - value) <= lost + _NOISE for b in range(1, largest + 1))


def _sizes_in_words(low: int, high: int) -> str:
    if low == high:
        return count(high, "répondant")
    return f"{number(low)} à {number(high)} répondants, toutes tailles plausibles essayées"


def sizes(printed: Printed) -> Iterator[Finding]:
    """Find a part of a sample that is printed larger than the whole, and notices that give two sizes."""
    counts = printed.levels("effectif")
    for _, group in counts.groupby(["indicateur", "categorie", "edition"], sort=False):
        figures = group.to_dict("records")
        for a in figures:
            for b in figures:
                pair = printed.nested(str(a["population"]), str(b["population"]))
                if pair == (a["population"], b["population"]) and a["valeur"] > b["valeur"]:
                    text = (
                        f"{quote(a)} sur {label(printed.catalogue, a['population'])} dépasse {quote(b)} sur "
                        f"{label(printed.catalogue, b['population'])}, qui les comprend"
                    )
                    yield Finding("tailles", a, b, text)
    yield from _sizes_of_notices(printed)


def _sizes_of_notices(printed: Printed) -> Iterator[Finding]:
    """Find a notice that gives another size than what is printed before it, figures first."""
    seen: dict[tuple[str, str], list[Figure]] = {}
    for figure in printed.levels("effectif").to_dict("records"):
        subject = _SUBJECTS.get(str(figure["population"]))
        if subject and figure["categorie"] == TOTAL:
            seen.setdefault((subject, str(figure["edition"])), []).append(figure)
    for notice in printed.notices:
        if notice.champ not in _SUBJECTS.values() or notice.nombre is None:
            continue
        place: Figure = {
            **dict.fromkeys(("indicateur", "categorie", "population"), ""),
            "edition": notice.edition,
            "chiffre": notice.notice,
            "document": notice.document,
            "rubrique": notice.rubrique,
            "valeur": notice.nombre,
        }
        before = seen.setdefault((notice.champ, notice.edition), [])
        other = next((o for o in before if o["valeur"] != notice.nombre), None)
        if other is None:
            before.append(place)
            continue
        text = (
            f"«\u00a0{notice.texte}\u00a0» ({notice.notice}, {notice.rubrique}) et {number(other['valeur'])} "
            f"({other['chiffre']}, {other['rubrique']}) ne sont pas la même taille"
        )
        yield Finding("tailles", place, other, text)


_SUBJECTS = {"ensemble": "taille_collectivites", "francais": "taille_sondage"}
