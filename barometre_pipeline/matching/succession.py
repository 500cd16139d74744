"""The same structure from one edition to another: SIREN, mergers and new names, read off the yearly lists.

Only successions between official lists belong here; comparing answers over a panel is statistics.
"""

from collections.abc import Mapping
from itertools import pairwise

import pandas as pd

from barometre_pipeline.matching.text import name_key, words
from barometre_pipeline.sources.territories import ReferenceList

SAME, RENAMED, MERGED, NATURE, ABSENT = (
    "inchangé",
    "renommé",
    "réuni à un autre territoire",
    "changement de statut",
    "absent de la liste suivante",
)
# An intercommunalité that disappears is followed to the one that takes most of its inhabitants.
_MAJORITY = 0.5


def succession(before: ReferenceList, after: ReferenceList) -> pd.DataFrame:
    """Return where each territory of a list is found in a later one.

    A commune is followed by its INSEE code, then by the codes its successor absorbed; an EPCI by its
    SIREN, then
    by where most of its inhabitants went; the rest by their SIREN.

    Returns:
        ``territoire_id, suivant, motif``; ``suivant`` is empty where nothing carries on (a split in parts
        none of
        which holds a majority).
    """
    old, new = before.territoires, after.by_id
    next_id = pd.Series("", index=old.index, dtype="str")
    same = old["territoire_id"].isin(new.index)
    next_id[same] = old.loc[same, "territoire_id"]

    is_commune = old["type"] == "communes"
    next_id[is_commune] = _next_commune(old.loc[is_commune, "code_insee"], after)
    gone = ~same & old["type"].isin(["epci", "metropoles"])
    if gone.any():
        next_id[gone] = old.loc[gone, "siren"].map(_next_epci(before, after)).fillna("")

    frame = pd.DataFrame({"territoire_id": old["territoire_id"], "suivant": next_id})
    frame["motif"] = _reasons(old, next_id, after)
    return frame.reset_index(drop=True)


def link_editions(
    structures: Mapping[str, pd.DataFrame], referentiels: Mapping[str, ReferenceList]
) -> pd.DataFrame:
    """Give every structure of every edition one identifier that holds over the years.

    Args:
        structures: by edition, frames with ``id_reponse`` and ``territoire_id`` (empty ones are left out).
        referentiels: by edition, the lists it was matched against; editions are followed in the order of
        their
            lists' years.

    Returns:
        ``edition, id_reponse, territoire_id, lien, nom_actuel, motif``: ``lien`` is the territory's id in the
        newest list, or its own last known id where it disappears; ``motif`` is the last change met on the
        way.
    """
    order = sorted(referentiels, key=lambda e: (referentiels[e].year, e))
    steps = {
        earlier: succession(referentiels[earlier], referentiels[later]).set_index("territoire_id")
        for earlier, later in pairwise(order)
    }
    parts = []
    for at, edition in enumerate(order):
        if edition not in structures:
            continue
        frame = structures[edition][["id_reponse", "territoire_id"]]
        frame = frame[frame["territoire_id"].fillna("") != ""].reset_index(drop=True)
        link, reason, last = _follow(frame["territoire_id"], [steps[e] for e in order[at:-1]], order[at:])
        names = [referentiels[e].by_id["nom"].get(i, "") for i, e in zip(link, last, strict=True)]
        part = frame.assign(lien=link, nom_actuel=names, motif=reason)
        part.insert(0, "edition", edition)
        parts.append(part)
    columns = ["edition", "id_reponse", "territoire_id", "lien", "nom_actuel", "motif"]
    return pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns)


def _follow(
    ids: pd.Series, steps: list[pd.DataFrame], editions: list[str]
) -> tuple[list[str], list[str], list[str]]:
    links, reasons, last = list(ids), [SAME] * len(ids), [editions[0]] * len(ids)
    for step, edition in zip(steps, editions[1:], strict=True):
        table = dict(zip(step.index, zip(step["suivant"], step["motif"], strict=True), strict=True))
        for at, current in enumerate(links):
            if reasons[at] == ABSENT:
                continue
            following, reason = table.get(current, ("", ABSENT))
            reasons[at] = reason if reason != SAME else reasons[at]
            if following:
                links[at], last[at] = following, edition
    return links, reasons, last


def _next_commune(codes: pd.Series, after: ReferenceList) -> pd.Series:
    communes = after.communes
    ids = communes["siren"].where(communes["siren"] != "", communes["code"])
    by_code = dict(zip(communes["code"], ids, strict=True))
    absorbed = {
        code: owner
        for owner, old in zip(ids, communes["anciens_codes"], strict=True)
        for code in old.split(" ")
        if code
    }
    former = after.anciennes_communes
    merged = {c: by_code[chief] for c, chief in zip(former["code"], former["commune"], strict=True)}
    return codes.map(lambda c: by_code.get(c) or merged.get(c) or absorbed.get(c) or "").astype("str")


def _next_epci(before: ReferenceList, after: ReferenceList) -> dict[str, str]:
    """Map each SIREN of the older list to the EPCI where more than half of its inhabitants are in the
    newer.
    """
    old = before.communes
    successors = _next_commune(old["code"], after)
    communes = after.communes
    ids = communes["siren"].where(communes["siren"] != "", communes["code"])
    result: dict[str, str] = {}
    for column in ("epci", "ept"):
        where = dict(zip(ids, communes[column], strict=True))
        flows = pd.DataFrame(
            {"old": old[column], "new": successors.map(where).fillna(""), "population": old["population"]}
        )
        flows = flows[flows["old"] != ""]
        totals = flows.groupby("old")["population"].sum()
        shares = flows.groupby(["old", "new"])["population"].sum()
        for (siren, target), inhabitants in zip(shares.index.tolist(), shares.tolist(), strict=True):
            if target and inhabitants > _MAJORITY * totals[siren]:
                result[siren] = target
    return result


def _plain(name: str) -> str:
    return name_key(words(name)) if isinstance(name, str) else ""


def _reasons(old: pd.DataFrame, next_id: pd.Series, after: ReferenceList) -> pd.Series:
    new = after.by_id
    known = next_id != ""
    name = next_id.map(new["nom"])
    nature = next_id.map(new["nature"])
    code = next_id.map(new["code_insee"])
    reason = pd.Series(SAME, index=old.index, dtype="str")
    # An accent or a hyphen corrected in the list is not a new name.
    other = known & (name != old["nom"])
    reason[other[other].index[name[other].map(_plain) != old.loc[other, "nom"].map(_plain)]] = RENAMED
    reason[known & (nature != old["nature"])] = NATURE
    other_commune = (old["type"] == "communes") & (code != old["code_insee"])
    other_epci = (old["type"] != "communes") & (next_id != old["territoire_id"])
    # A new SIREN for an unchanged commune code is the mark of a commune nouvelle.
    new_legal_person = (old["type"] == "communes") & (old["siren"] != "") & (next_id != old["territoire_id"])
    reason[known & (other_commune | other_epci | new_legal_person)] = MERGED
    reason[~known] = ABSENT
    return reason
