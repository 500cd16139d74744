"""In which département and région each structure is, as the official lists say; codes and names.

Recognising a structure is ``identification``'s; here its territory is known already, by its number or its code.
"""

from typing import Final

import pandas as pd

from barometre_pipeline.matching import ReferenceList

PLACE: Final = ("code_departement", "departement", "code_region", "region")


def places_of(structures: pd.DataFrame, lists: ReferenceList | None) -> pd.DataFrame:
    """Return where each structure is, "" where no list has its territory.

    A territory is found by its SIREN, else by its INSEE code among those of its type. An intercommunalité is where
    most of its inhabitants are; what covers several départements by law (a région, the Alsace) has no département.

    Args:
        structures: ``siren, code_insee, type``, "" where unknown.
        lists: official lists of the edition's year, None where there are none.

    Returns:
        Columns ``PLACE``, text, on the index of ``structures``.
    """
    if lists is None:
        return pd.DataFrame("", index=structures.index, columns=list(PLACE), dtype="str")
    known = _territories(lists)
    by_siren = known[known["siren"] != ""].drop_duplicates("siren").set_index("siren")[list(PLACE)]
    coded = known[known["code_insee"] != ""].drop_duplicates(["type", "code_insee"], keep=False)
    by_code = coded.set_index(["type", "code_insee"])[list(PLACE)]
    found = by_siren.reindex(structures["siren"].astype("str")).set_axis(structures.index)
    typed = pd.MultiIndex.from_frame(structures[["type", "code_insee"]].astype("str"))
    other = by_code.reindex(typed).set_axis(structures.index)
    return found.where(found.notna(), other).fillna("").astype("str")


def _territories(lists: ReferenceList) -> pd.DataFrame:
    """Return ``siren, code_insee, type`` of each territory of a year, and its place."""
    territories = lists.territoires
    names = lists.departements.set_index("code")
    regions = lists.departements.drop_duplicates("region").set_index("region")["nom_region"]
    several = lists.collectivites.loc[lists.collectivites["departements"].str.contains(" "), "siren"]
    department = territories["departement"].mask(territories["siren"].isin(set(several) - {""}), "")
    return territories[["siren", "code_insee", "type"]].assign(
        code_departement=department,
        departement=department.map(names["nom"]).fillna(""),
        code_region=territories["region"],
        region=territories["region"].map(regions).fillna(""),
    )
