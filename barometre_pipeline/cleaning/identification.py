"""Who gave each response: the reviewed file first, then the reviewer's decisions, then the official lists.

Decides which source wins and what a response needs; recognising a name is ``matching``'s.
"""

from dataclasses import dataclass

import pandas as pd

from barometre_pipeline.editions.model import Edition
from barometre_pipeline.matching import (
    ReferenceList,
    decisions_file,
    list_year,
    match_edition,
    read_decisions,
)
from barometre_pipeline.sources.reviewed import Reviewed, read_reviewed
from barometre_pipeline.sources.territories import load_reference_list
from barometre_pipeline.sources.territories.loader import available_years
from barometre_pipeline.tables.declarations.bronze import CORRESPONDANCES
from barometre_pipeline.tables.declarations.silver import APPARIEMENTS, DECISIONS_SANS_OBJET
from barometre_pipeline.tables.schema import arranged, empty_frame

_MATCHED = [c for c in APPARIEMENTS.columns if c != "liste"]
RECOGNISED = ("certain", "probable", "hors_champ")


@dataclass(frozen=True)
class Identification:
    """What the official lists and the decisions say.

    Attributes:
        matches: rows of ``silver/appariements``, without ``liste``, for the responses that had to be matched.
        unused: decisions that no longer concern any response: ``id_reponse, decision, auteur, date``.
        referentiel: the lists used, None if no response had to be matched.
    """

    matches: pd.DataFrame
    unused: pd.DataFrame
    referentiel: ReferenceList | None


def reviewed_of(edition: Edition) -> Reviewed:
    """Return what a person wrote of who answered; empty where the edition names no such file.

    Raises:
        InputError: the file is absent or cannot be used.
    """
    name = edition.config.structures.correspondances
    if not name:
        return Reviewed(empty_frame(CORRESPONDANCES), [])
    return read_reviewed(edition.folder / "limesurvey" / name, f"{edition.key}/limesurvey/{name}")


def identify(raw: pd.DataFrame, candidates: pd.Series, edition: Edition) -> Identification:
    """Match the candidate rows of ``reponses_brutes`` that no reviewed file covers.

    Args:
        raw: bronze ``reponses_brutes``.
        candidates: boolean, the rows to match.
        edition: its YAML names the question of the structure's name; without one nothing can be matched.

    Raises:
        InputError: the official lists asked for are not there, or the decisions cannot be used.
    """
    rows = raw[candidates.to_numpy()].reset_index(drop=True)
    if rows.empty or edition.config.limesurvey.question_nom is None:
        taken = read_decisions(*decisions_file(edition))  # of no use, which is told; a wrong one is told too
        return Identification(_empty(), _unused(taken), None)
    referentiel = load_reference_list(edition.folder.parent, _year(edition))
    decided = match_edition(rows, edition, referentiel)
    # A decision about a response that was not a candidate (reviewed, incomplete) is not lost, only idle.
    unused = decided.unused
    if len(unused):
        unused = unused[~unused["id_reponse"].isin(set(raw["id_reponse"].astype("str")))]
    return Identification(decided.matches[_MATCHED], _unused(unused), referentiel)


def structure_keys(raw: pd.DataFrame, reviewed: pd.DataFrame, matches: pd.DataFrame) -> pd.Series:
    """Return, for each raw row, the key of the territory recognised, "" where there is none."""
    by_review = reviewed.loc[reviewed["siren"].str.fullmatch(r"\d{9}"), ["id_reponse", "siren"]]
    sure = matches[matches["statut"].isin(("certain", "probable"))]
    keys = dict(zip(sure["id_reponse"].to_numpy(), sure["territoire_id"].to_numpy(), strict=True))
    keys |= dict(zip(by_review["id_reponse"], by_review["siren"], strict=True))
    return pd.Series([keys.get(i, "") for i in raw["id_reponse"].to_numpy()], dtype="str")


def reviewed_or_matched(reviewed: pd.DataFrame, matches: pd.DataFrame) -> pd.DataFrame:
    """Join both sources into one table: ``id_reponse, siren, code_insee, population, type, strate, statut``.

    What needs a decision counts among ``autres`` until a person decides, so that nothing silently enters
    a strate.
    """
    columns = ["id_reponse", "siren", "code_insee", "population", "type", "strate", "statut"]
    extra = matches[~matches["id_reponse"].isin(reviewed["id_reponse"])].copy()
    unsure = ~extra["statut"].isin(RECOGNISED)
    for column, value in (("type", "autres"), ("strate", "autres"), ("siren", ""), ("code_insee", "")):
        extra.loc[unsure, column] = value
    extra.loc[unsure, "population"] = pd.NA
    for column in ("type", "strate"):
        extra[column] = extra[column].replace("", "autres").fillna("autres")
    extra["population"] = extra["population"].astype("Int64")
    return pd.concat([reviewed.assign(statut="relu")[columns], extra[columns]], ignore_index=True)


def lists_for_places(
    edition: Edition, identified: pd.DataFrame, referentiel: ReferenceList | None
) -> ReferenceList | None:
    """Return the official lists that say where structures are: those used to match, else those of the edition's year.

    None where no structure has a number or a code, or where there is no list of that year.
    """
    if referentiel is not None:
        return referentiel
    year, raw = _year(edition), edition.folder.parent
    named = (identified["siren"].fillna("") != "") | (identified["code_insee"].fillna("") != "")
    return load_reference_list(raw, year) if named.any() and year in available_years(raw) else None


def population_counts(edition: Edition, referentiel: ReferenceList | None) -> dict[str, int]:
    """Return the national counts of post-stratification: the YAML's, else the official lists'."""
    declared = edition.config.redressement.population
    if declared:
        return dict(declared)
    if edition.config.structures.annee_referentiel is None and referentiel is None:
        return {}
    lists = referentiel or load_reference_list(edition.folder.parent, _year(edition))
    return {s: n for s, n in lists.population_by_strate().items() if n}


def _year(edition: Edition) -> int:
    """Return the year of the lists: as declared, else the newest that is not after the edition."""
    wanted = list_year(edition.config)
    if edition.config.structures.annee_referentiel is not None:
        return wanted
    return max((y for y in available_years(edition.folder.parent) if y <= wanted), default=wanted)


def _empty() -> pd.DataFrame:
    return empty_frame(APPARIEMENTS)[_MATCHED]


def _unused(decisions: pd.DataFrame) -> pd.DataFrame:
    if decisions.empty:
        return empty_frame(DECISIONS_SANS_OBJET)
    return arranged(DECISIONS_SANS_OBJET, decisions).astype("str")
