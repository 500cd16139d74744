"""Decisions a person took on responses the machine could not settle, replayed on every run.

Only the file of decisions and its effect on matches belong here; listing what awaits one is the command's.
"""

from dataclasses import dataclass
from difflib import get_close_matches
from io import StringIO
from pathlib import Path
from typing import Any

import pandas as pd

from barometre_pipeline.editions.loader import DECISIONS_FILE as FILE
from barometre_pipeline.errors import InputError, record_place
from barometre_pipeline.matching.verdict import CERTAIN, OUT, REVIEW, VOID
from barometre_pipeline.personal_text import impersonal, without_contacts
from barometre_pipeline.sources.raw_files import filled_in_by_hand
from barometre_pipeline.sources.territories import ReferenceList

COLUMNS = ("id_reponse", "decision", "siren", "code", "auteur", "date", "motif")
_SEPARATORS = (",", ";", "\t")
_STATUS = {"territoire": CERTAIN, "hors_champ": OUT, "vide_ou_test": VOID}
_SHOWN = 60  # characters of a cell that a message quotes
_HELP = "colonnes : " + ", ".join(COLUMNS) + " ; decision = territoire, hors_champ ou vide_ou_test"


def read_decisions(path: Path, shown: str) -> pd.DataFrame:
    """Read the decisions of an edition; an absent file means that none was taken.

    Args:
        path: the CSV beside the extract (UTF-8; commas, semicolons or tabs).
        shown: how messages name the file.

    Returns:
        ``COLUMNS`` as text, without what designates a person in what was written freely, and ``ligne`` (1-based
        record number, the heading is 1).

    Raises:
        InputError: a column, a value or an author is missing, a date is not one, or a response is decided
        twice.
    """
    if not path.is_file():
        return pd.DataFrame(columns=[*COLUMNS, "ligne"]).astype("str")
    try:
        text = filled_in_by_hand(path, shown)
        heading = text.partition("\n")[0]
        separator = max(_SEPARATORS, key=heading.count)  # a French spreadsheet writes semicolons
        frame = pd.read_csv(StringIO(text), dtype=str, keep_default_na=False, sep=separator)
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise InputError(
            shown, "", "le fichier n’est pas un CSV en UTF-8.", _HELP, "l’enregistrer en CSV UTF-8"
        ) from error
    missing = [c for c in COLUMNS if c not in frame]
    if missing:
        raise InputError(
            shown,
            record_place(1),
            f"colonnes absentes : {', '.join(missing)}.",
            _HELP,
            "ajouter ces colonnes",
        )
    frame = pd.DataFrame({c: frame[c].str.strip() for c in COLUMNS})
    # Kept past the first layer, and in the history of runs; who decides may give a name.
    frame["auteur"] = frame["auteur"].map(without_contacts)
    frame["motif"] = frame["motif"].map(impersonal)
    frame["ligne"] = [str(n + 2) for n in range(len(frame))]
    _refuse(
        frame, ~frame["decision"].isin(_STATUS), shown, "decision", "décision inconnue.", ", ".join(_STATUS)
    )
    for column in ("id_reponse", "auteur", "motif"):
        _refuse(
            frame, frame[column] == "", shown, column, "case vide.", "une valeur : une décision se justifie"
        )
    _refuse(frame, ~_is_date(frame["date"]), shown, "date", "date illisible.", "une date AAAA-MM-JJ")
    named = (frame["siren"] != "") | (frame["code"] != "")
    asks = frame["decision"] == "territoire"
    _refuse(frame, asks & ~named, shown, "siren", "aucun territoire nommé.", "un SIREN ou un code INSEE")
    twice = frame["id_reponse"].duplicated()
    _refuse(frame, twice, shown, "id_reponse", "réponse décidée deux fois.", "une seule décision par réponse")
    return frame


@dataclass(frozen=True)
class Decided:
    """Matches once decisions are applied, and the decisions that no longer match any response."""

    matches: pd.DataFrame
    unused: pd.DataFrame


def apply_decisions(
    matches: pd.DataFrame, decisions: pd.DataFrame, referentiel: ReferenceList, shown: str = FILE
) -> Decided:
    """Replay decisions over matches; a decision always wins over the machine.

    Args:
        matches: ``match_structures`` with ``id_reponse`` as first column.
        decisions: ``read_decisions``.
        referentiel: official lists of the edition's year.
        shown: how messages name the file.

    Returns:
        Matches with two more columns, ``origine`` (« machine » or « decision ») and ``auteur``, and the
        unused
        decisions (``id_reponse`` unknown to the extract).

    Raises:
        InputError: a decision names a territory that the official lists do not have.
    """
    result = matches.copy()
    result["origine"] = "machine"
    result["auteur"] = ""
    positions = {str(i): at for at, i in enumerate(result["id_reponse"])}
    used = decisions["id_reponse"].map(positions.__contains__).astype(bool)
    by_code = _territories_by_code(referentiel)
    item: Any
    for item in decisions[used].itertuples(index=False):
        at = positions[item.id_reponse]
        key = item.siren or by_code.get(item.code, item.code)
        if item.decision == "territoire" and key not in referentiel.by_id.index:
            raise InputError(
                shown,
                record_place(item.ligne),
                f"aucun territoire de la liste {referentiel.year} n’a ce SIREN ou ce code.",
                "un SIREN ou un code INSEE de la liste officielle",
                "corriger cet enregistrement (les candidats sont donnés par « barometre revue »)",
            )
        values = _decided_values(item.decision, key, referentiel)
        values |= {
            "statut": _STATUS[item.decision],
            "preuve": f"décision du {item.date} : {item.motif}",
            "origine": "decision",
            "auteur": item.auteur,
        }
        for column, value in values.items():
            result.loc[result.index[at], column] = value
    unused = decisions.loc[~used].reset_index(drop=True)
    return Decided(result, unused)


def undecided(matches: pd.DataFrame) -> pd.DataFrame:
    """Return the responses that still need a person's decision (what the blocking check counts)."""
    return matches[matches["statut"] == REVIEW].reset_index(drop=True)


def _decided_values(decision: str, key: str, referentiel: ReferenceList) -> dict[str, Any]:
    if decision != "territoire":
        empty = dict.fromkeys(("territoire_id", "siren", "code_insee", "nom_officiel", "nature"), "")
        return {**empty, "type": "autres", "strate": "autres", "population": pd.NA, "score": 0.0}
    t: dict[Any, Any] = referentiel.by_id.loc[key].to_dict()
    same = ("territoire_id", "siren", "code_insee", "nature", "type", "strate")
    return {
        **{c: t[c] for c in same},
        "nom_officiel": t["nom"],
        "population": int(t["population"]),
        "score": 100.0,
    }


def _territories_by_code(referentiel: ReferenceList) -> dict[str, str]:
    """Map INSEE codes of communes (five characters) to territory ids; other codes are ambiguous."""
    frame = referentiel.territoires
    communes = frame[frame["type"] == "communes"]
    return dict(zip(communes["code_insee"].to_numpy(), communes["territoire_id"].to_numpy(), strict=True))


def _is_date(values: pd.Series) -> pd.Series:
    parsed = pd.to_datetime(values, format="%Y-%m-%d", errors="coerce")
    return parsed.notna()


def _refuse(frame: pd.DataFrame, bad: pd.Series, shown: str, column: str, found: str, expected: str) -> None:
    if not bad.any():
        return
    line, value = frame.loc[bad, ["ligne", column]].iloc[0]
    value = value if len(value) <= _SHOWN else f"{value[:_SHOWN]}…"
    quoted = f"{found.rstrip('.')} : «\u00a0{value}\u00a0»." if value and column != "id_reponse" else found
    near = get_close_matches(value.lower(), _STATUS, n=1) if column == "decision" else []
    remedy = f"vouliez-vous dire «\u00a0{near[0]}\u00a0»\u00a0?" if near else "corriger cet enregistrement"
    raise InputError(shown, record_place(line, what=f"colonne {column}"), quoted, expected, remedy)
