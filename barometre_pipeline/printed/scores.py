"""How many printed figures are found again, apart for each kind of data: the one place that counts and tells it.

A score of demonstration data is never added to one of real data: they were fitted to what they are scored on.
"""

import pandas as pd

from barometre_pipeline.french.numbers import count
from barometre_pipeline.french.spaces import NBSP
from barometre_pipeline.french.words import enumeration
from barometre_pipeline.printed.reconciliation import CALE, CONTRADICTION, ECART, REPRODUIT
from barometre_pipeline.tables.declarations.printed import SCORES
from barometre_pipeline.vocabulary import PREUVES, weakest_source

ALL = ""  # edition of the row that counts all of them
_FITTED = "ajustée à ces chiffres, elle ne prouve rien"


def score(rapprochement: pd.DataFrame) -> pd.DataFrame:
    """Return how each kind of data stands against the printed figures.

    Args:
        rapprochement: rows of ``gold/rapprochement``.

    Returns:
        Rows of ``gold/scores``: for all editions every kind of data and what has none, then for each edition the
        kinds that it has.
    """
    kinds = [
        weakest_source(sources) if computed else ""
        for sources, computed in zip(
            rapprochement["donnees"], rapprochement["valeur_calculee"].notna(), strict=True
        )
    ]
    table = rapprochement.assign(donnees=kinds)
    rows = [_row(ALL, kind, table) for kind in (*PREUVES, "")]
    for edition, printed in table.groupby("edition"):
        found = set(printed["donnees"])
        rows += [_row(str(edition), kind, printed) for kind in (*PREUVES, "") if kind in found]
    return pd.DataFrame(rows, columns=SCORES.columns)


def unexplained(rapprochement: pd.DataFrame) -> pd.DataFrame:
    """Return the figures that real data or published tables do not give, when nothing is known to explain it."""
    facts = rapprochement["donnees"].map(weakest_source).isin(["reelles", "agregats"])
    return rapprochement[facts & (rapprochement["statut"] == ECART) & (rapprochement["explication"] == "")]


def _row(edition: str, kind: str, table: pd.DataFrame) -> dict[str, object]:
    statuses = table.loc[table["donnees"] == kind, "statut"]
    compared = statuses if kind else statuses.head(0)
    counts = {
        "compares": len(compared),
        "retrouves": int(compared.isin([REPRODUIT, CALE]).sum()),
        "ecarts": int((compared == ECART).sum()),
        "contredits": int((compared == CONTRADICTION).sum()),
    }
    missing = len(statuses) - len(compared)
    return {
        "edition": edition,
        "donnees": kind,
        **counts,
        "non_calculables": missing,
        "phrase": _sentence(kind, **counts) if kind else _without_data(missing),
    }


def _sentence(kind: str, compares: int, retrouves: int, ecarts: int, contredits: int) -> str:
    name = PREUVES[kind].capitalize()
    if not compares:
        return f"{name}{NBSP}: aucun chiffre imprimé à comparer"
    found = count(retrouves, "calé" if kind == "demonstration" else "reproduit")
    rest = [
        count(ecarts, "écart") if ecarts else "",
        count(contredits, "contredit", "contredits") if contredits else "",
    ]
    told = enumeration(r for r in rest if r)
    said = f"{name}{NBSP}: {found} sur {compares}" + (f" ({told})" if told else "")
    return f"{said}{NBSP}; {_FITTED}" if kind == "demonstration" else said


def _without_data(missing: int) -> str:
    return f"Sans données dans ce lac{NBSP}: {count(missing, 'chiffre imprimé', 'chiffres imprimés')}"
