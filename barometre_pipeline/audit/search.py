"""Finds printed figures by what an auditor holds: a value, words, a document, a page.

Looking up only; the card of what is found is ``find_printed``'s and ``explain_indicator``'s.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from barometre_pipeline.audit.find_indicator import read_computed
from barometre_pipeline.audit.find_printed import RAPPROCHEMENT, printed_value
from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.printed_figures import load_documents
from barometre_pipeline.catalogue.printed_places import PAGES
from barometre_pipeline.cleaning.doubtful import normalise_name
from barometre_pipeline.errors import InputError
from barometre_pipeline.french.spaces import NBSP, quoted
from barometre_pipeline.lake import Lake

_NUMBER = re.compile(
    r"([+−-]?)[ \u00a0\u202f]*(\d[\d \u00a0\u202f.]*(?:,\d+)?)[ \u00a0\u202f]*(%|points?|pts?)?", re.I
)
_SHORT = 3  # letters: words shorter than this tell nothing (« la », « de »)
_STEM, _ENDING = 5, 3  # letters compared at least, and left out at most: endings vary
_SHOWN = 8


@dataclass(frozen=True)
class Found:
    """A printed figure that answers to a search."""

    figure: str
    document: str
    place: str
    printed: str
    wording: str


def search_printed(
    lake: Lake,
    catalogue: Catalogue,
    text: str,
    document: str | None = None,
    page: int | None = None,
    edition: str | None = None,
) -> list[Found]:
    """Return the printed figures that have every number and word of a text, in a document, on a page, of an edition.

    The identifier of a figure is enough by itself.

    Numbers are French (« 77 % », « 77,4 % », « 3 500 », « +14 points »); words need neither accents nor endings.

    Raises:
        InputError: nothing answers, with what comes near; or pages were not noted for that document.
    """
    every = read_computed(lake, RAPPROCHEMENT)
    named = [r for r in every if str(r["chiffre"]).casefold() == text.strip().casefold()]
    if named:
        return [_found(r, {str(r["chiffre"]): _wording(catalogue, r)}) for r in named]
    titles = _documents(document) if document is not None else ()
    chosen = [
        r for r in every if (not titles or r["document"] in titles) and edition in (None, str(r["edition"]))
    ]
    if page is not None:
        chosen = list(_on_page(chosen, page, document))
    numbers, words = wanted(text)
    wordings = {str(r["chiffre"]): _wording(catalogue, r) for r in chosen}
    said = [r for r in chosen if says(words, f"{wordings[str(r['chiffre'])]} {r['rubrique']} {r['chiffre']}")]
    found = [r for r in said if all(_prints(r, *n) for n in numbers)]
    if not found:
        raise _nothing(text, (document, page, edition), numbers, said or chosen, wordings)
    return [_found(r, wordings) for r in found]


def printed_rows(lake: Lake, found: Sequence[Found]) -> set[str]:
    """Return the identifiers of the rows that were computed for printed figures."""
    names = {each.figure for each in found}
    return {str(r["trace_id"]) for r in read_computed(lake, RAPPROCHEMENT) if r["chiffre"] in names}


def _documents(wanted: str) -> tuple[str, ...]:
    titles = load_documents()
    if wanted in titles:
        return (wanted,)
    named = tuple(d for d, title in titles.items() if says(_words(wanted), f"{d} {title}"))
    if not named:
        known = " ; ".join(titles)
        raise InputError(RAPPROCHEMENT, "", f"aucun document ne s’appelle {quoted(wanted)}", f"un parmi{NBSP}: {known}",
                         "corrigez --document")  # fmt: skip
    return named


def _on_page(rows: list[Mapping[Any, Any]], page: int, document: str | None) -> Iterator[Mapping[Any, Any]]:
    noted = [(r, m) for r in rows if (m := PAGES.search(str(r["rubrique"])))]
    if not noted:
        raise InputError(RAPPROCHEMENT, f"document {document}" if document else "",
                         "les pages de ces chiffres n’ont pas été relevées", "un document dont les pages le sont",
                         "cherchez sans --page")  # fmt: skip
    for row, match in noted:
        if int(match[1]) <= page <= int(match[2] or match[1]):
            yield row


def wanted(text: str) -> tuple[list[tuple[float, str]], list[str]]:
    """Return the numbers of a text, each with its unit (« % », « points » or nothing), and its words."""
    numbers = []
    for match in _NUMBER.finditer(text):
        digits = re.sub(r"[ \u00a0\u202f.]", "", match[2]).replace(",", ".")
        unit = (match[3] or ("points" if match[1] else "")).lower()
        numbers.append(
            (float(digits) * (-1 if match[1] in ("−", "-") else 1), "points" if unit[:1] == "p" else unit)
        )
    return numbers, _words(_NUMBER.sub(" ", text))


def _words(text: str) -> list[str]:
    return [w for w in normalise_name(text).split() if len(w) >= _SHORT]


def says(words: list[str], text: str) -> bool:
    """Tell whether each word begins as one of the text."""
    known = normalise_name(text).split()
    return all(any(k.startswith(w[: max(_STEM, len(w) - _ENDING)]) for k in known) for w in words)


def _prints(row: Mapping[Any, Any], value: float, unit: str) -> bool:
    kind = str(row["statistique"])
    units = {"effectif": "", "ecart_points": "points"}
    return abs(float(row["valeur_publiee"]) - value) < 1e-9 and unit in ("", units.get(kind, "%"))


def _wording(catalogue: Catalogue, row: Mapping[Any, Any]) -> str:
    """Return what a figure says, with the labels of the catalogue."""
    indicator = catalogue.indicateurs.get(str(row["indicateur"]))
    if indicator is None:
        return str(row["indicateur"])
    category = catalogue.categories[indicator.nom].get(str(row["categorie"]))
    population = catalogue.populations.by_name.get(str(row["population"]))
    parts = [
        indicator.libelle,
        category.libelle if category and category.libelle != indicator.libelle else "",
    ]
    people = f" ({population.libelle}, {row['edition']})" if population else f" ({row['edition']})"
    return f"{NBSP}: ".join(filter(None, parts)) + people


def _found(row: Mapping[Any, Any], wordings: dict[str, str]) -> Found:
    name = str(row["chiffre"])
    return Found(name, str(row["document"]), str(row["rubrique"]), printed_value(row), wordings[name])


def _nothing(
    text: str,
    where: tuple[str | None, int | None, str | None],
    numbers: list[tuple[float, str]],
    among: list[Mapping[Any, Any]],
    wordings: dict[str, str],
) -> InputError:
    named = zip(("document", "page", "édition"), where, strict=True)
    limits = [f"{name} {value}" for name, value in named if value is not None]
    if numbers:
        near = sorted(among, key=lambda r: abs(float(r["valeur_publiee"]) - numbers[0][0]))
    else:
        labels = {w: n for n, w in wordings.items()}
        names = [labels[w] for w in get_close_matches(text, labels, n=_SHOWN, cutoff=0.2)]
        near = [r for r in among if str(r["chiffre"]) in names] or among
    nowhere = "aucun chiffre imprimé à cet endroit"
    lines = []
    for row in near[:_SHOWN]:
        found = _found(row, wordings)
        lines.append(f"{found.figure} ({found.printed}, {found.place}){NBSP}: {found.wording}")
    return InputError(RAPPROCHEMENT, ", ".join(limits),
                      f"aucun chiffre imprimé ne répond à {quoted(text)}" if text else nowhere,
                      "un chiffre de la liste ; les plus proches :\n    " + "\n    ".join(lines),
                      "corrigez la valeur ou les mots, ou nommez l’indicateur avec --indicateur")  # fmt: skip
