"""Finds the value that an auditor names: a row of ``gold/indicateurs``.

Looking up only; the card of what is found is ``explain_indicator``'s.
"""

from difflib import get_close_matches

from barometre_pipeline.audit.read import Row, distinct, rows
from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.cleaning.doubtful import normalise_name
from barometre_pipeline.errors import InputError, NotComputedError
from barometre_pipeline.french.spaces import NBSP
from barometre_pipeline.french.suggestion import did_you_mean
from barometre_pipeline.lake import Lake

INDICATEURS = "gold/indicateurs"


def find_indicator(
    lake: Lake,
    catalogue: Catalogue,
    edition: str,
    indicator: str,
    category: str | None,
    population: str | None,
    modalite: str | None,
) -> Row:
    """Find the one row of ``gold/indicateurs`` that an auditor names.

    Categories and populations may be given by their label, whatever the accents, case and punctuation;
    ``modalite`` is an answer to a profile question, ``age=a18_24`` where two questions share it.

    Raises:
        InputError: nothing is computed, or no row or several rows answer to that name; the message lists what
            exists, or says why the edition cannot give it.
    """
    table = read_computed(lake, INDICATEURS, indicateur=indicator)
    known = catalogue.indicateurs
    if indicator not in known:
        near = get_close_matches(indicator, known, n=8, cutoff=0.4) or list(known)
        raise _absent("indicateur", indicator, near, "", "--indicateur")
    if known[indicator].mesure == "compose":
        parts = [" / ".join(part) for part in known[indicator].compose_de]
        raise InputError(INDICATEURS, f"indicateur {indicator}", "il reprend d’autres indicateurs, sans calcul propre",
                         f"un de ceux qu’il reprend{NBSP}: " + " ; ".join(parts), "corrigez --indicateur")  # fmt: skip
    labels = {c.nom: c.libelle for c in catalogue.categories[indicator].values()} or {"total": "Total"}
    if category is None and len(labels) > 1:
        raise InputError(INDICATEURS, f"indicateur {indicator}", f"il a {len(labels)} catégories",
                         f"une parmi{NBSP}: " + " ; ".join(list(labels)[:30]), "précisez --categorie")  # fmt: skip
    chosen = (
        _named(category, labels, "catégorie", "--categorie", indicator) if category else next(iter(labels))
    )
    people = {p.nom: p.libelle for p in catalogue.populations.by_name.values()}
    group = (
        _named(population, people, "population", "--population", indicator)
        if population
        else known[indicator].population
    )
    place = f"édition {edition}, {indicator} / {chosen} / {group}"
    same = [r for r in table if r["categorie"] == chosen and r["imprime"]]
    found = [r for r in same if (r["edition"], r["population"]) == (edition, group)]
    if not found:
        raise InputError(INDICATEURS, place, _why_not(lake, edition, indicator, chosen, group),
                         _what_exists(same, edition),
                         "changez --edition, --categorie ou --population")  # fmt: skip
    return _cut(found, modalite, place)


def _cut(found: list[Row], modalite: str | None, place: str) -> Row:
    if modalite is None:
        return next(row for row in found if is_whole(row))
    kind, _, answer = modalite.rpartition("=")
    cut = [r for r in found if r["modalite"] == answer and kind in ("", r["ventilation"])]
    if len(cut) != 1:
        known = [f"{r['ventilation']}={r['modalite']}" for r in found if r["modalite"]]
        count = "désigne plusieurs ventilations" if cut else "n’y est pas"
        raise InputError(INDICATEURS, place, f"«{NBSP}{modalite}{NBSP}» {count}",
                         f"modalité parmi{NBSP}: {' ; '.join(known) or 'aucune'}", "corrigez --modalite")  # fmt: skip
    return cut[0]


def is_whole(row: Row) -> bool:
    """Tell whether a row is about its whole population, and not one answer to a profile question."""
    return row["modalite"] in ("", row["population"])


def _named(wanted: str, labels: dict[str, str], noun: str, option: str, indicator: str) -> str:
    if wanted in labels:
        return wanted
    found = [n for n, label in labels.items() if same_words(label, wanted) or same_words(n, wanted)]
    if found:
        return found[0]
    near = get_close_matches(wanted, labels, n=12, cutoff=0.4) or list(labels)[:30]
    raise _absent(noun, wanted, near, f"indicateur {indicator}", option)


def _absent(noun: str, wanted: str, near: list[str], place: str, option: str) -> InputError:
    article = "l’" if noun == "indicateur" else "la "
    meant = did_you_mean(wanted, near)
    return InputError("catalogue", place, f"{article}{noun} «{NBSP}{wanted}{NBSP}» n’existe pas{meant}",
                      f"{noun} parmi{NBSP}: {' ; '.join(near)}", f"corrigez {option}")  # fmt: skip


def _why_not(lake: Lake, edition: str, indicator: str, category: str, population: str) -> str:
    if edition not in distinct(lake, INDICATEURS, "edition"):
        return "cette édition n’a pas d’indicateurs dans ce lac"
    why = read_computed(lake, "gold/non_calculables", edition=edition)
    for names in ((indicator, category, ""), (indicator, "", population), ("", "", population)):
        for row in why:
            if (row["indicateur"], row["categorie"], row["population"]) == names:
                return str(row["raison"])
    return "cette population n’est pas calculée pour cet indicateur"


def _what_exists(same: list[Row], edition: str) -> str:
    years = ", ".join(sorted({str(r["edition"]) for r in same})) or "aucune"
    people = list(dict.fromkeys(str(r["population"]) for r in same if r["edition"] == edition))
    return f"éditions{NBSP}: {years}" + (
        f"{NBSP}; populations en {edition}{NBSP}: {', '.join(people)}" if people else ""
    )


def same_words(text: str, wanted: str) -> bool:
    """Tell whether two texts are the same, whatever the accents, case and punctuation."""
    return normalise_name(text) == normalise_name(wanted)


def read_computed(lake: Lake, table: str, **wanted: str) -> list[Row]:
    """Return the rows, with these values, of a table common to all editions.

    Raises:
        InputError: nothing was computed in this lake.
    """
    try:
        return list(rows(lake, table, **wanted))
    except NotComputedError as error:
        raise InputError(table, "", "les indicateurs n’ont pas été calculés dans ce lac", "une table du lac",
                         "lancez « barometre run », avec le même --lake") from error  # fmt: skip
