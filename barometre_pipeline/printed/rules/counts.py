"""What no whole number of respondents gives, and sizes of samples that do not fit into each other."""

from collections.abc import Iterator

from barometre_pipeline.catalogue.indicator import TOTAL
from barometre_pipeline.french.numbers import number
from barometre_pipeline.printed.deduction import possible_bases
from barometre_pipeline.printed.matter import Figure, Printed
from barometre_pipeline.printed.rules.finding import Finding, label, quote


def impossible_counts(printed: Printed) -> Iterator[Finding]:
    """Find percentages that no whole count gives on the deduced sample, nor on fewer who answered."""
    sizes = {(str(r["edition"]), str(r["groupe"])): r for _, r in printed.samples.iterrows()}
    for figure in printed.levels("part").to_dict("records"):
        sample = sizes.get((str(figure["edition"]), str(figure["population"])))
        if sample is None or possible_bases(float(figure["valeur"]), int(sample["effectif"])):
            continue
        group = label(printed.catalogue, str(sample["groupe"]))
        base = {
            "chiffre": "",
            "document": "échantillon déduit",
            "rubrique": f"{group}, {sample['edition']}\u00a0: {sample['justification']}",
            "valeur": float(sample["effectif"]),
        }
        text = (
            f"{quote(figure)}\u00a0: aucun nombre entier ne le donne sur {sample['effectif']} répondants "
            f"({group}), ni sur moins si certains n’ont pas répondu"
        )
        yield Finding("effectif_impossible", figure, base, text)


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
