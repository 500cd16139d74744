"""The structures in doubt, in the words that let a person decide: what was typed, the candidates, the line to copy.

The name of a structure is not personal data; what looks like a person's, or holds an address, is not shown here.
"""

import json
import re
from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from barometre_pipeline.cleaning.doubtful import doubt_about
from barometre_pipeline.french.numbers import count, number
from barometre_pipeline.matching.decisions import COLUMNS

_SHOWN: Final = 10
_ADDRESS: Final = re.compile(r"@|(?:\d[\s.-]*){9}")


def to_decide(
    edition: str, matches: pd.DataFrame, names: Mapping[int, str], file: str, today: str
) -> list[str]:
    """Say what each structure in doubt may be, and how to decide it.

    Args:
        edition: partition key.
        matches: rows of silver ``appariements`` that wait for a decision.
        names: what was typed, by response.
        file: how messages name the file of decisions.
        today: date that the lines to copy carry.

    Returns:
        Lines, a list in Markdown that a terminal shows as it is; none if nothing waits.
    """
    if matches.empty:
        return []
    shown: list[Any] = list(matches.head(_SHOWN).itertuples(index=False))
    lines = [
        f"Pour décider, copiez dans {file} la ligne qui convient, complétée de l’auteur et du motif "
        f"(colonnes : {','.join(COLUMNS)}), puis recalculez :\n"
    ]
    for row in shown:
        candidates = json.loads(row.candidats)
        lines.append(f"- Réponse {row.id_reponse}, {_typed(names.get(row.id_reponse, ''))} : {row.preuve}")
        lines += [f"  - {told(c)} : `{_line(row.id_reponse, c, today)}`" for c in candidates]
        lines.append(f"  - aucun de ceux-là : `{_line(row.id_reponse, None, today)}`")
    if left := len(matches) - len(shown):
        lines.append(f"\net {count(left, 'autre')} : barometre revue --edition {edition}")
    return lines


def told(candidate: Mapping[str, Any]) -> str:
    """Say what territory a candidate is, and how close to what was typed."""
    return (
        f"{candidate['nom']} — {candidate['nature']}, dép. {candidate['departement']}, "
        f"{number(candidate['population'])} hab. ({candidate['territoire_id']}, {number(candidate['score'], 0)})"
    )


def _typed(name: str) -> str:
    if not name:
        return "sans nom"
    if doubt_about(name) or _ADDRESS.search(name):
        return "nom à lire avec « barometre revue »"
    return f"« {name} »"


def _line(response: int, candidate: Mapping[str, Any] | None, today: str) -> str:
    """Return a line of the file of decisions; who decided and why is left to the person."""
    decision = "territoire" if candidate else "hors_champ"
    values = {
        "id_reponse": str(response),
        "decision": decision,
        "siren": candidate["territoire_id"] if candidate else "",
        "date": today,
    }
    return ",".join(values.get(c, "") for c in COLUMNS)
