"""Finds a printed figure that an auditor names, what was computed for it, and the rows behind.

Looking up only; how printed figures stand against computed ones is decided in ``printed``.
"""

from difflib import get_close_matches
from typing import Any

import pandas as pd

from barometre_pipeline.audit.find_indicator import INDICATEURS, read_computed
from barometre_pipeline.catalogue.printed_figures import load_documents
from barometre_pipeline.errors import InputError
from barometre_pipeline.french.numbers import number, percent, points
from barometre_pipeline.french.spaces import NBSP
from barometre_pipeline.lake import Lake
from barometre_pipeline.vocabulary import REGLES_CONTRADICTION

RAPPROCHEMENT, CONTRADICTIONS = "gold/rapprochement", "gold/contradictions"
STATUTS = {
    "reproduit": "reproduit",
    "ecart": "écart",
    "non_calculable": "non calculable",
    "contradiction": "contredit par un autre chiffre imprimé",
}


def find_printed(lake: Lake, identifier: str) -> dict[str, Any]:
    """Return a printed figure, what was computed for it and the contradictions that name it, as plain data.

    Raises:
        InputError: the reconciliation is not computed, or no figure has this name.
    """
    table = read_computed(lake, RAPPROCHEMENT)
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
    table = read_computed(lake, INDICATEURS)
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
    kind = str(figure["statistique"])
    if kind == "effectif":
        return number(value)
    if kind == "ecart_points":
        return points(value / 100, None, signed=True)
    before = {"part_environ": f"environ{NBSP}", "part_plus_de": f"plus de{NBSP}"}.get(kind, "")
    return f"{before}{percent(value / 100, None)}"


def _contradictions(lake: Lake, name: str) -> list[dict[str, Any]]:
    table = read_computed(lake, CONTRADICTIONS)
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
