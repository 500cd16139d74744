"""Finds the value that an auditor names: a row of ``gold/indicateurs``.

Looking up only; the card of what is found is ``explain_indicator``'s.
"""

from difflib import get_close_matches

import pandas as pd

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.cleaning.doubtful import normalise_name
from barometre_pipeline.errors import InputError
from barometre_pipeline.french.spaces import NBSP
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
) -> pd.Series:
    """Find the one row of ``gold/indicateurs`` that an auditor names.

    Categories and populations may be given by their label, whatever the accents, case and punctuation;
    ``modalite`` is an answer to a profile question, ``age=a18_24`` where two questions share it.

    Raises:
        InputError: nothing is computed, or no row or several rows answer to that name; the message lists what
            exists, or says why the edition cannot give it.
    """
    table = read_computed(lake, INDICATEURS)
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
    rows = table[
        (table["edition"] == edition)
        & (table["indicateur"] == indicator)
        & (table["categorie"] == chosen)
        & (table["population"] == group)
    ]
    if rows.empty:
        raise InputError(INDICATEURS, place, _why_not(lake, table, edition, indicator, chosen, group),
                         _what_exists(table, edition, indicator, chosen),
                         "changez --edition, --categorie ou --population")  # fmt: skip
    return _cut(rows, modalite, place)


def _cut(rows: pd.DataFrame, modalite: str | None, place: str) -> pd.Series:
    if modalite is None:
        whole = rows[(rows["modalite"] == "") | (rows["modalite"] == rows["population"])]
        return whole.iloc[0]
    kind, _, answer = modalite.rpartition("=")
    found = rows[(rows["modalite"] == answer) & ((rows["ventilation"] == kind) | (kind == ""))]
    if len(found) != 1:
        known = (rows["ventilation"] + "=" + rows["modalite"])[rows["modalite"] != ""]
        count = "n’y est pas" if found.empty else "désigne plusieurs ventilations"
        raise InputError(INDICATEURS, place, f"«{NBSP}{modalite}{NBSP}» {count}",
                         f"modalité parmi{NBSP}: {' ; '.join(known) or 'aucune'}", "corrigez --modalite")  # fmt: skip
    return found.iloc[0]


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
    return InputError("catalogue", place, f"{article}{noun} «{NBSP}{wanted}{NBSP}» n’existe pas",
                      f"{noun} parmi{NBSP}: {' ; '.join(near)}", f"corrigez {option}")  # fmt: skip


def _why_not(
    lake: Lake, table: pd.DataFrame, edition: str, indicator: str, category: str, population: str
) -> str:
    if edition not in set(table["edition"]):
        return "cette édition n’a pas d’indicateurs dans ce lac"
    why = read_computed(lake, "gold/non_calculables")
    for names in ((indicator, category, ""), (indicator, "", population), ("", "", population)):
        keys = zip(("edition", "indicateur", "categorie", "population"), (edition, *names), strict=True)
        mask = pd.Series(True, index=why.index)
        for column, value in keys:
            mask &= why[column] == value
        if mask.any():
            return str(why.loc[mask, "raison"].iloc[0])
    return "cette population n’est pas calculée pour cet indicateur"


def _what_exists(table: pd.DataFrame, edition: str, indicator: str, category: str) -> str:
    same = table[(table["indicateur"] == indicator) & (table["categorie"] == category)]
    years = ", ".join(sorted(same["edition"].unique())) or "aucune"
    people = list(dict.fromkeys(same.loc[same["edition"] == edition, "population"]))
    return f"éditions{NBSP}: {years}" + (
        f"{NBSP}; populations en {edition}{NBSP}: {', '.join(people)}" if people else ""
    )


def same_words(text: str, wanted: str) -> bool:
    """Tell whether two texts are the same, whatever the accents, case and punctuation."""
    return normalise_name(text) == normalise_name(wanted)


def read_computed(lake: Lake, table: str) -> pd.DataFrame:
    """Read a table common to all editions.

    Raises:
        InputError: nothing was computed in this lake.
    """
    try:
        return lake.read(table)
    except FileNotFoundError as error:
        raise InputError(table, "", "les indicateurs n’ont pas été calculés dans ce lac", "une table du lac",
                         "lancez « barometre run », avec le même --lake") from error  # fmt: skip
