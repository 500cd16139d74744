"""Finds computed values by what an auditor holds, where no document prints it: a value on a page of the site, words.

Looking up only; printed figures are ``search``'s, the card of what is found is ``explain_indicator``'s.
"""

from collections.abc import Collection
from typing import Final

from barometre_pipeline.audit.find_indicator import INDICATEURS, is_whole, read_computed
from barometre_pipeline.audit.read import Row, measured
from barometre_pipeline.audit.search import Found, says, wanted
from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.words import category_in_words, indicator_in_words, population_in_words
from barometre_pipeline.french.numbers import number, percent, round_half_even
from barometre_pipeline.french.spaces import NBSP
from barometre_pipeline.lake import Lake

COMPUTED: Final = "valeur calculée"


def search_computed(
    lake: Lake, catalogue: Catalogue, text: str, edition: str, known: Collection[str] = ()
) -> list[Found]:
    """Return the values of an edition that may be told and that a text shows, about whole populations.

    Args:
        lake: where they are.
        catalogue: says their names.
        text: one number at most, and words.
        edition: partition key.
        known: identifiers of rows left out, for a printed figure of the search answers by them.
    """
    numbers, words = wanted(text)
    if len(numbers) != 1:
        return []
    value, unit = numbers[0]
    rows = (r for r in read_computed(lake, INDICATEURS, edition=edition) if r["imprime"] and is_whole(r))
    return [
        Found(str(r["trace_id"]), COMPUTED, people, _shown(r, value), wording)
        for r in rows
        if r["publiable"] and r["trace_id"] not in known and _shows(r, value, unit)
        for people, wording in [_wording(catalogue, r)]
        if says(words, f"{wording} {people} {r['indicateur']} {r['categorie']}")
    ]


def _shows(row: Row, value: float, unit: str) -> bool:
    share = measured(row["part_publiable"])
    if share is None:
        return unit == "" and row["n"] == value
    return unit in ("", "%") and round_half_even(100 * share, _decimals(value)) == value


def _shown(row: Row, value: float) -> str:
    share = measured(row["part_publiable"])
    return number(int(row["n"])) if share is None else percent(share, _decimals(value))


def _decimals(value: float) -> int:
    return 0 if value.is_integer() else len(str(value).partition(".")[2])


def _wording(catalogue: Catalogue, row: Row) -> tuple[str, str]:
    """Return whom a value is about, and what it says of them."""
    name = str(row["indicateur"])
    answer = category_in_words(catalogue, name, str(row["categorie"]))
    said = dict.fromkeys(filter(None, (indicator_in_words(catalogue, name), answer)))
    return population_in_words(catalogue, str(row["population"])), f"{NBSP}: ".join(said)
