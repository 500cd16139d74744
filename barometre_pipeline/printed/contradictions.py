"""Finds by rule where printed figures contradict each other, or what any sample could give.

Only printed figures, definitions and deduced samples are looked at, never computed values: those are
``reconciliation``'s.
"""

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

import pandas as pd

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.expression import Expression
from barometre_pipeline.french.numbers import number
from barometre_pipeline.printed.deduction import possible_bases
from barometre_pipeline.printed.reconciliation import CLOSE
from barometre_pipeline.printed.statements import Case, Dimension, cases, dimensions
from barometre_pipeline.tables.declarations.printed import CONTRADICTIONS
from barometre_pipeline.tables.schema import arranged
from barometre_pipeline.vocabulary import REGLES_CONTRADICTION

HALF = 0.5  # points lost by rounding one figure
KEY = ["indicateur", "categorie", "population", "edition"]
LEVELS = ("part", "part_environ", "part_plus_de", "effectif")
Figure = Mapping[Any, Any]
Placed = tuple[Figure, frozenset[Case]]
Space = dict[Dimension, tuple[object, ...]]


def find_contradictions(catalogue: Catalogue, figures: pd.DataFrame, samples: pd.DataFrame) -> pd.DataFrame:
    """Return every contradiction, one row each, both places quoted.

    Args:
        catalogue: definitions, which say what is a part of what.
        figures: printed figures.
        samples: deduced samples, one row per ``edition`` and ``groupe``: ``effectif, justification``.

    Returns:
        Rows of ``gold/contradictions``;
        ``constat`` is a French sentence. An impossible count is set against the deduced base.
    """
    levels = figures[figures["statistique"].isin(LEVELS)]
    found = [
        *_different_values(levels),
        *_evolutions(figures[figures["statistique"] == "ecart_points"], levels),
        *_parts_and_wholes(catalogue, levels[levels["statistique"] == "part"]),
        *_impossible_counts(levels[levels["statistique"] == "part"], samples),
    ]
    values = ["valeur_a", "valeur_b"]
    table = pd.DataFrame(found, columns=CONTRADICTIONS.columns).astype(
        {c: "float" if c in values else "str" for c in CONTRADICTIONS.columns}
    )
    rank = {rule: i for i, rule in enumerate(REGLES_CONTRADICTION)}
    order = table.assign(_r=table["regle"].map(rank)).sort_values(["_r", *KEY, "chiffre_a", "chiffre_b"])
    return arranged(CONTRADICTIONS, order).reset_index(drop=True)


def _different_values(levels: pd.DataFrame) -> Iterator[dict[str, object]]:
    for _, group in levels.groupby(KEY, sort=False):
        for a, b in combinations(group.to_dict("records"), 2):
            if not compatible(a, b):
                text = f"{quote(a)} et {quote(b)} disent autre chose de la même part"
                yield _finding("valeurs_differentes", a, b, text)


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


def _evolutions(changes: pd.DataFrame, levels: pd.DataFrame) -> Iterator[dict[str, object]]:
    printed = levels[levels["statistique"].isin(["part", "effectif"])]
    for change in changes.to_dict("records"):
        now, then = (_printed(printed, change, str(change[e])) for e in ("edition", "edition_reference"))
        pairs = [(a, b) for a in now for b in then]
        if not pairs:
            continue
        gaps = [abs(a["valeur"] - b["valeur"] - change["valeur"]) for a, b in pairs]
        # Two levels rounded by half a point each can be a point away from the change of the exact levels.
        if min(gaps) <= 2 * HALF:
            continue
        after, before = pairs[gaps.index(min(gaps))]
        text = (
            f"{quote(change, 'points')} par rapport à {change['edition_reference']}, mais {quote(after)} et "
            f"{quote(before)} en {change['edition_reference']} font {after['valeur'] - before['valeur']:+g}"
        )
        yield _finding("evolution", change, before, text)


def _printed(levels: pd.DataFrame, figure: Figure, edition: str) -> list[Figure]:
    same = levels["edition"] == edition
    for column in ("indicateur", "categorie", "population"):
        same &= levels[column] == figure[column]
    return list(levels[same].to_dict("records"))


def _parts_and_wholes(catalogue: Catalogue, shares: pd.DataFrame) -> Iterator[dict[str, object]]:
    unique = shares.drop_duplicates([*KEY, "valeur"])
    # A share of mentions and a share of respondents have no common whole.
    measured = {i.nom for i in catalogue.indicateurs.values() if i.mesure == "part"}
    unique = unique[unique["indicateur"].isin(measured)]
    for _, group in unique.groupby(["population", "edition"], sort=False):
        for figures in _by_question(catalogue, group):
            yield from _compare_sets(figures)


def _by_question(catalogue: Catalogue, group: pd.DataFrame) -> Iterator[list[Placed]]:
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


def _compare_sets(figures: list[Placed]) -> Iterator[dict[str, object]]:
    for whole, cases_of_whole in figures:
        inside = [(f, s) for f, s in figures if s < cases_of_whole]
        parts = _disjoint([(f, s) for f, s in inside if not any(s < other for _, other in inside)])
        if not parts:
            continue
        total = sum(f["valeur"] for f, _ in parts)
        excess = total - whole["valeur"]
        complete = frozenset().union(*(s for _, s in parts)) == cases_of_whole
        limit = HALF * (len(parts) + 1)
        if excess > limit or (complete and -excess > limit):
            verb = "dépassent" if excess > 0 else "ne font pas"
            names = " + ".join(quote(f) for f, _ in parts)
            yield _finding("parties_et_tout", parts[0][0], whole, f"{names} {verb} le tout, {quote(whole)}")
    apart = _disjoint([(f, s) for f, s in figures if not any(s < other for _, other in figures)])
    total = sum(f["valeur"] for f, _ in apart)
    if len(apart) > 1 and total > 100 + HALF * len(apart):
        names = " + ".join(quote(f) for f, _ in apart)
        yield _finding(
            "parties_et_tout",
            apart[0][0],
            apart[-1][0],
            f"{names} font {number(total)}\u00a0%, plus que tout",
        )


def _disjoint(figures: list[Placed]) -> list[Placed]:
    """Keep one figure per set, if the sets exclude each other; else nothing can be added up."""
    once = list({s: (f, s) for f, s in reversed(figures)}.values())[::-1]
    exclusive = all(not (a & b) for (_, a), (_, b) in combinations(once, 2))
    return once if exclusive else []


def _impossible_counts(shares: pd.DataFrame, samples: pd.DataFrame) -> Iterator[dict[str, object]]:
    sizes = {(str(r["edition"]), str(r["groupe"])): r for _, r in samples.iterrows()}
    for figure in shares.to_dict("records"):
        sample = sizes.get((str(figure["edition"]), str(figure["population"])))
        if sample is None or possible_bases(float(figure["valeur"]), int(sample["effectif"])):
            continue
        base = {
            "chiffre": "",
            "document": "échantillon déduit",
            "rubrique": f"{sample['groupe']}, {sample['edition']}\u00a0: {sample['justification']}",
            "valeur": float(sample["effectif"]),
        }
        text = (
            f"{quote(figure)}\u00a0: aucun nombre entier ne le donne sur {sample['effectif']} répondants "
            f"({sample['groupe']}), ni sur moins si certains n’ont pas répondu"
        )
        yield _finding("effectif_impossible", figure, base, text)


def quote(figure: Figure, unit: str = "%") -> str:
    """Quote a figure with its place: « 75 % (support_2025-075, IA : projets) »."""
    about = {"part_environ": "environ ", "part_plus_de": "plus de "}.get(str(figure["statistique"]), "")
    unit = "" if figure["statistique"] == "effectif" else f"\u00a0{unit}"
    return f"{about}{number(figure['valeur'])}{unit} ({figure['chiffre']}, {figure['rubrique']})"


def _finding(rule: str, a: Figure, b: Figure, text: str) -> dict[str, object]:
    places = {
        f"{c}_{side}": figure[c]
        for side, figure in (("a", a), ("b", b))
        for c in ("chiffre", "document", "rubrique", "valeur")
    }
    return {"regle": rule, **{k: a[k] for k in KEY}, **places, "constat": text}
