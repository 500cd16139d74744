"""Finds what an auditor names: a row of ``gold/indicateurs``, or a printed figure and what was computed for it.

Looking up only; the card of what is found is ``indicator_card``'s.
"""

from difflib import get_close_matches
from typing import Any

import pandas as pd

from barometre_pipeline.audit.indicator_card import INDICATEURS
from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.printed_figures import load_documents
from barometre_pipeline.cleaning.doubtful import normalise_name
from barometre_pipeline.errors import InputError
from barometre_pipeline.french.typography import NBSP, number
from barometre_pipeline.lake import Lake
from barometre_pipeline.vocabulary import REGLES_CONTRADICTION

RAPPROCHEMENT, CONTRADICTIONS = "gold/rapprochement", "gold/contradictions"
STATUTS = {
    "reproduit": "reproduit",
    "ecart": "écart",
    "non_calculable": "non calculable",
    "contradiction": "contredit par un autre chiffre imprimé",
}


def find_value(
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
    table = _read(lake, INDICATEURS)
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
    target = normalise_name(wanted)
    found = [n for n, label in labels.items() if target in (normalise_name(label), normalise_name(n))]
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
    why = _read(lake, "gold/non_calculables")
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


def find_printed(lake: Lake, identifier: str) -> dict[str, Any]:
    """Return a printed figure, what was computed for it and the contradictions that name it, as plain data.

    Raises:
        InputError: the reconciliation is not computed, or no figure has this name.
    """
    table = _read(lake, RAPPROCHEMENT)
    found = table[table["chiffre"].str.casefold() == identifier.casefold()]
    if found.empty:
        near = get_close_matches(identifier, list(table["chiffre"]), n=5, cutoff=0.5)
        raise InputError(RAPPROCHEMENT, "", f"aucun chiffre publié ne s’appelle «{NBSP}{identifier}{NBSP}»",
                         f"un identifiant comme{NBSP}: {' ; '.join(near or table['chiffre'].iloc[:3])}",
                         "corrigez --chiffre (« barometre export rapprochement » les donne tous)")  # fmt: skip
    row = found.iloc[0]
    name, edition = str(row["chiffre"]), str(row["edition"])
    return {
        "chiffre_publie": {
            "chiffre": name,
            "document": str(row["document"]),
            "document_titre": load_documents().get(str(row["document"]), ""),
            "rubrique": str(row["rubrique"]),
            "edition": edition,
            "imprime": printed_value(row),
            "valeur": float(row["valeur_publiee"]),
            "statistique": str(row["statistique"]),
            "edition_reference": str(row["edition_reference"]),
            **{c: str(row[c]) for c in ("indicateur", "categorie", "population")},
        },
        "rapprochement": {
            "statut": str(row["statut"]),
            "statut_libelle": STATUTS[str(row["statut"])],
            "raison": str(row["raison"]),
            "valeur_calculee": _number(row["valeur_calculee"]),
            "valeur_arrondie": _number(row["valeur_arrondie"]),
            "ecart": _number(row["ecart"]),
            "n": None if pd.isna(row["n"]) else int(row["n"]),
            "base": None if pd.isna(row["base"]) else int(row["base"]),
            "donnees": [d for d in str(row["donnees"]).split("; ") if d],
            "trace_id": str(row["trace_id"]),
        },
        "contradictions": _contradictions(lake, name),
    }


def rows_behind(lake: Lake, printed: dict[str, Any]) -> list[pd.Series]:
    """Return the row of ``gold/indicateurs`` behind a printed figure, then the earlier one of an evolution."""
    figure = printed["chiffre_publie"]
    table = _read(lake, INDICATEURS)
    rows = [table[table["trace_id"] == printed["rapprochement"]["trace_id"]]]
    if figure["edition_reference"]:
        whole = (table["modalite"] == "") | (table["modalite"] == table["population"])
        for column in ("indicateur", "categorie", "population"):
            whole &= table[column] == figure[column]
        rows.append(table[whole & (table["edition"] == figure["edition_reference"])])
    return [r.iloc[0] for r in rows if len(r)]


def printed_value(figure: pd.Series) -> str:
    """Write a printed figure as its document does: « plus de 50 % », « +14 points »."""
    value = float(figure["valeur_publiee"])
    text = number(int(value)) if value.is_integer() else f"{value:g}".replace(".", ",")
    kind = str(figure["statistique"])
    if kind == "effectif":
        return text
    if kind == "ecart_points":
        unit = "point" if abs(value) < 2 else "points"
        sign = "+" if value > 0 else ""
        return f"{sign}{text.replace('-', '−')}{NBSP}{unit}"
    before = {"part_environ": f"environ{NBSP}", "part_plus_de": f"plus de{NBSP}"}.get(kind, "")
    return f"{before}{text}{NBSP}%"


def _contradictions(lake: Lake, name: str) -> list[dict[str, Any]]:
    table = _read(lake, CONTRADICTIONS)
    found = table[(table["chiffre_a"] == name) | (table["chiffre_b"] == name)]
    return [
        {
            "regle": str(r["regle"]),
            "regle_libelle": REGLES_CONTRADICTION.get(str(r["regle"]), ""),
            "constat": str(r["constat"]),
            "endroits": [
                {
                    "chiffre": str(r[f"chiffre_{side}"]),
                    "document": str(r[f"document_{side}"]),
                    "rubrique": str(r[f"rubrique_{side}"]),
                    "valeur": float(r[f"valeur_{side}"]),
                }
                for side in "ab"
            ],
        }
        for r in found.to_dict("records")
    ]


def _number(value: float) -> float | None:
    return None if pd.isna(value) else float(value)


def _read(lake: Lake, table: str) -> pd.DataFrame:
    try:
        return lake.read(table)
    except FileNotFoundError as error:
        raise InputError(table, "", "les indicateurs n’ont pas été calculés dans ce lac", "une table du lac",
                         "lancez « barometre run », avec le même --lake") from error  # fmt: skip
