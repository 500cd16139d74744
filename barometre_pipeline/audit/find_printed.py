"""Finds a printed figure that an auditor names, what was computed for it, and the rows behind.

Looking up only; how printed figures stand against computed ones is decided in ``printed``.
"""

from difflib import get_close_matches
from typing import Any

from barometre_pipeline.audit.find_indicator import INDICATEURS, is_whole, read_computed
from barometre_pipeline.audit.read import Row, measured
from barometre_pipeline.catalogue.printed_figures import load_documents
from barometre_pipeline.catalogue.printed_places import page_in_words
from barometre_pipeline.errors import InputError
from barometre_pipeline.french.numbers import number, percent, points
from barometre_pipeline.french.spaces import NBSP
from barometre_pipeline.french.suggestion import did_you_mean
from barometre_pipeline.lake import Lake
from barometre_pipeline.vocabulary import REGLES_CONTRADICTION, status_in_words, weakest_source

RAPPROCHEMENT, CONTRADICTIONS, SCORES = "gold/rapprochement", "gold/contradictions", "gold/scores"


def find_printed(lake: Lake, identifier: str) -> dict[str, Any]:
    """Return a printed figure, what was computed for it and the contradictions that name it, as plain data.

    Raises:
        InputError: the reconciliation is not computed, or no figure has this name.
    """
    table = read_computed(lake, RAPPROCHEMENT)
    found = [r for r in table if str(r["chiffre"]).casefold() == identifier.casefold()]
    if not found:
        names = [str(r["chiffre"]) for r in table]
        near = get_close_matches(identifier, names, n=5, cutoff=0.5)
        named = f"«{NBSP}{identifier}{NBSP}»{did_you_mean(identifier, near)}"
        raise InputError(RAPPROCHEMENT, "", f"aucun chiffre publié ne s’appelle {named}",
                         f"un identifiant comme{NBSP}: {' ; '.join(near or names[:3])}",
                         "corrigez --chiffre (« barometre export rapprochement » les donne tous)")  # fmt: skip
    row = found[0]
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
            "statut_libelle": status_in_words(str(row["statut"]), str(row["donnees"])),
            "raison": str(row["raison"]),
            "explication": str(row["explication"]),
            "score": _score(lake, weakest_source(str(row["donnees"]))),
            "valeur_calculee": measured(row["valeur_calculee"]),
            "valeur_arrondie": measured(row["valeur_arrondie"]),
            "ecart": measured(row["ecart"]),
            "n": _count(row["n"]),
            "base": _count(row["base"]),
            "donnees": [d for d in str(row["donnees"]).split("; ") if d],
            "trace_id": str(row["trace_id"]),
        },
        "page": page_in_words(*(str(row[c]) for c in ("document", "rubrique", "indicateur", "population"))),
        "contradictions": _contradictions(lake, name),
    }


def rows_behind(lake: Lake, printed: dict[str, Any]) -> list[Row]:
    """Return the row of ``gold/indicateurs`` behind a printed figure, then the earlier one of an evolution."""
    figure = printed["chiffre_publie"]
    trace = printed["rapprochement"]["trace_id"]
    found = read_computed(lake, INDICATEURS, trace_id=trace)[:1]
    if figure["edition_reference"]:
        keys = {c: figure[c] for c in ("indicateur", "categorie", "population")}
        earlier = read_computed(lake, INDICATEURS, edition=figure["edition_reference"], **keys)
        found += [row for row in earlier if row["imprime"] and is_whole(row)][:1]
    return list(found)


def printed_value(figure: Row) -> str:
    """Write a printed figure as its document does: « plus de 50 % », « +14 points »."""
    value = float(figure["valeur_publiee"])
    kind = str(figure["statistique"])
    if kind == "effectif":
        return number(value)
    if kind == "ecart_points":
        return points(value / 100, None, signed=True)
    before = {"part_environ": f"environ{NBSP}", "part_plus_de": f"plus de{NBSP}"}.get(kind, "")
    return f"{before}{percent(value / 100, None)}"


def _score(lake: Lake, source: str) -> str:
    """Return how the data behind the figure stand against all the printed figures, in words."""
    found = read_computed(lake, SCORES, edition="", donnees=source)
    return str(found[0]["phrase"]) if source and found else ""


def _contradictions(lake: Lake, name: str) -> list[dict[str, Any]]:
    table = read_computed(lake, CONTRADICTIONS)
    found = [r for r in table if name in (r["chiffre_a"], r["chiffre_b"])]
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
                    "valeur": measured(r[f"valeur_{side}"]),
                }
                for side in "ab"
            ],
        }
        for r in found
    ]


def _count(value: float | None) -> int | None:
    found = measured(value)
    return None if found is None else int(found)
