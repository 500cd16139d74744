"""Which structures answered two editions: their identifier over the years, and how many there are by type.

Successions between official lists are ``matching.panel``'s; comparing answers is ``variations``'.
"""

from collections.abc import Mapping
from itertools import combinations

import pandas as pd

from barometre_pipeline.matching import ReferenceList, link_editions
from barometre_pipeline.tables.declarations.changes import PANEL
from barometre_pipeline.vocabulary import TYPES

WHOLE = "ensemble"


def territory_ids(structures: pd.DataFrame, referentiel: ReferenceList) -> pd.Series:
    """Return the ``territoire_id`` of each structure: its SIREN, else what its type and INSEE code say.

    A code alone is not enough: 11 is the Aude and the Île-de-France. "" where nothing identifies it.

    Args:
        structures: silver ``structures``.
        referentiel: the lists of the edition's year.
    """
    known = referentiel.territoires
    keys = pd.MultiIndex.from_frame(known[["type", "code_insee"]])
    by_code = pd.Series(known["territoire_id"].to_numpy(), index=keys)
    by_code = by_code[(known["code_insee"] != "").to_numpy() & ~keys.duplicated(keep=False)]
    wanted = pd.MultiIndex.from_frame(structures[["type", "code_insee"]])
    found = pd.Series(by_code.reindex(wanted).fillna("").to_numpy(), index=structures.index, dtype="str")
    return structures["siren"].where(structures["siren"] != "", found).astype("str")


def link_structures(
    structures: Mapping[str, pd.DataFrame], referentiels: Mapping[str, ReferenceList]
) -> pd.DataFrame:
    """Return ``edition, id_reponse, territoire_id, lien``: one ``lien`` per structure over all editions.

    Args:
        structures: silver ``structures`` by edition.
        referentiels: the official lists of each of these editions.
    """
    identified = {
        edition: pd.DataFrame(
            {
                "id_reponse": frame["id_reponse"].to_numpy(),
                "territoire_id": territory_ids(frame, referentiels[edition]).to_numpy(),
            }
        )
        for edition, frame in structures.items()
    }
    return link_editions(identified, referentiels)[["edition", "id_reponse", "territoire_id", "lien"]]


def count_panel(
    structures: Mapping[str, pd.DataFrame], liens: pd.DataFrame, sources: Mapping[str, str]
) -> pd.DataFrame:
    """Count the structures that answered both editions of each pair, by type in the later one.

    Two structures that merged between the editions count once.

    Args:
        structures: silver ``structures`` by edition.
        liens: what ``link_structures`` returns.
        sources: ``source_donnees`` by edition.

    Returns:
        Rows of ``gold/panel``; ``part_du_panel`` is the share of the later edition's responses, NaN without any.
    """
    rows = []
    for reference, edition in combinations(sorted(structures), 2):
        before, after = (
            _identified(structures[e], liens[liens["edition"] == e]) for e in (reference, edition)
        )
        both = after.merge(before, on="lien", suffixes=("", "_reference"))
        for kind in (WHOLE, *TYPES):
            pairs = _of_type(both, kind)
            answers, earlier = _of_type(structures[edition], kind), _of_type(structures[reference], kind)
            rows.append(
                {
                    "edition": edition,
                    "edition_reference": reference,
                    "type": kind,
                    "reponses": len(answers),
                    "reponses_reference": len(earlier),
                    "identifiees": len(_of_type(after, kind)),
                    "identifiees_reference": len(_of_type(before, kind)),
                    "structures_communes": len(pairs),
                    "identifiant_change": int(
                        (pairs["territoire_id"] != pairs["territoire_id_reference"]).sum()
                    ),
                    "type_change": int((pairs["type"] != pairs["type_reference"]).sum()),
                    "part_du_panel": len(pairs) / len(answers) if len(answers) else float("nan"),
                    "source_donnees": sources[edition],
                    "source_reference": sources[reference],
                }
            )
    return pd.DataFrame(rows, columns=PANEL.columns)


def _identified(structures: pd.DataFrame, liens: pd.DataFrame) -> pd.DataFrame:
    joined = structures[["id_reponse", "type"]].merge(liens, on="id_reponse")
    return joined.drop_duplicates("lien")[["type", "territoire_id", "lien"]]


def _of_type(frame: pd.DataFrame, kind: str) -> pd.DataFrame:
    return frame if kind == WHOLE else frame[frame["type"] == kind]
