"""What a claim compares between editions, and why nothing may be concluded of it where that is so.

The limits are the catalogue's notes and the one verdict of ``gold/evolutions``; no number is judged here.
"""

import ast
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.words import category_in_words
from barometre_pipeline.french.spaces import NBSP
from barometre_pipeline.printed.evidence import comparable
from barometre_pipeline.printed.language import name_of, named_editions, path_of, terms_of, text_of
from barometre_pipeline.printed.matter import Figure
from barometre_pipeline.vocabulary import RAISONS_EVOLUTION

CHANGE_KINDS = (
    "direction",
    "doublement",
    "stabilite",
)  # claims that say how something went over the editions
Changes = Mapping[tuple[str, str, str, str, str], Figure]  # by share, edition and edition of reference
_EVERY_RISE = "toutes_en_hausse"  # the one relation that judges the change of each category


def limits(catalogue: Catalogue, conditions: Sequence[ast.expr]) -> str:
    """Return what is to be said against comparing the editions that conditions name together, "" if nothing.

    The catalogue's notes; and populations that are not the same in each edition that one condition compares.
    """
    editions = tuple(sorted({e for c in conditions for e in named_editions(c)}))
    if len(editions) < 2:
        return ""
    shares = dict.fromkeys(s for c in conditions for s in _shares(c))
    notes = [n for s in shares if (n := catalogue.comparison_note(*s, editions))]
    if any(len(_populations(c)) > 1 for c in conditions):
        notes.append("La population n’est pas la même d’une édition à l’autre.")
    return " ".join(dict.fromkeys(notes))


def refusal(catalogue: Catalogue, condition: ast.expr, changes: Changes) -> str:
    """Return why the change that a condition is about is not established, in French; "" if it is, or is no change."""
    for indicator, category, population, before, after in _pairs(catalogue, condition):
        row = changes.get((indicator, category, population, after, before))
        if row is not None and row["raison"]:
            share = f"«{NBSP}{category_in_words(catalogue, indicator, category)}{NBSP}»"
            why = RAISONS_EVOLUTION[str(row["raison"])]
            return f"aucune évolution n’est établie pour {share} de {before} à {after}{NBSP}: {why}"
    return ""


def _populations(condition: ast.expr) -> set[frozenset[str]]:
    """Return the sets of populations that a condition looks at, edition by edition."""
    seen: dict[str, set[str]] = {}
    for term in terms_of(condition):
        seen.setdefault(term.edition, set()).add(term.population)
    return {frozenset(populations) for populations in seen.values()}


def _shares(condition: ast.expr) -> Iterator[tuple[str, str | None, str]]:
    """Yield indicator, category (None: all of them) and population of what a condition names."""
    yield from ((t.indicateur, t.categorie, t.population) for t in terms_of(condition))
    for indicator, population in _families(condition):
        yield indicator, None, population


def _families(condition: ast.AST) -> Iterator[tuple[str, str]]:
    for node in ast.walk(condition):
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
            inside = node.slice.elts[0] if isinstance(node.slice, ast.Tuple) else node.slice
            if path_of(node.value) != ("chiffre",):
                yield name_of(node.value), text_of(inside)


def _pairs(catalogue: Catalogue, condition: ast.expr) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield each share that a condition looks at in several editions, with each two that follow each other."""
    seen: dict[tuple[str, str, str], set[str]] = {}
    for term in terms_of(condition):
        seen.setdefault((term.indicateur, term.categorie, term.population), set()).add(term.edition)
    if isinstance(condition, ast.Call) and name_of(condition.func) == _EVERY_RISE:
        for indicator, population in _families(condition):
            for category in comparable(catalogue, indicator):
                seen[indicator, category, population] = set(named_editions(condition))
    for share, editions in seen.items():
        yield from ((*share, before, after) for before, after in pairwise(sorted(editions)))
