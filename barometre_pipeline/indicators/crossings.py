"""Practices of local authorities beside what the French expect, field by field.

Both shares are indicators already computed; nothing is estimated here, and nothing is subtracted: the share of the
structures that answered and a weighted opinion are not of one kind. Each side is ranked within itself only.
"""

import pandas as pd

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.indicator import CrossingSide
from barometre_pipeline.tables.declarations.indicators import CROISEMENTS
from barometre_pipeline.tables.schema import arranged

_WHOLE = ("", "type", "strate", "reunion", "reponse")  # ways to cut out a population, not to break it down


def compute_crossings(catalogue: Catalogue, indicateurs: pd.DataFrame) -> pd.DataFrame:
    """Return one row per field and edition where both sides exist.

    Args:
        catalogue: definitions of the crossings.
        indicateurs: all editions together.

    Returns:
        Rows of ``gold/croisements``; crossings are never mixed, rank 1 is the largest share of a side in the edition.
        An interval is that of the share it stands beside: the weighted one where there is one.
    """
    frames = [pd.DataFrame(columns=CROISEMENTS.columns)]
    for crossing in catalogue.croisements:
        pairs = pd.DataFrame(
            [(p.libelle, p.pratique, p.attente, p.note) for p in crossing.paires],
            columns=["domaine", "pratique_categorie", "attente_categorie", "note"],
        )
        left = _practices(indicateurs, crossing.pratique)
        right = _expectations(indicateurs, crossing.attente)
        found = pairs.merge(left, on="pratique_categorie").merge(right, on=["edition", "attente_categorie"])
        found = found.assign(croisement=crossing.nom, mise_en_garde=crossing.mise_en_garde)
        for side in ("pratique", "attente"):
            found[f"rang_{side}"] = _ranks(found, side)
        found = arranged(CROISEMENTS, found.sort_values(["edition", "rang_pratique", "domaine"]))
        if len(found):
            frames.append(found)
    return pd.concat(frames[1:] or frames, ignore_index=True)


def _ranks(found: pd.DataFrame, side: str) -> pd.Series:
    """Rank the answers of one side; one that two fields share is ranked once."""
    keys = ["edition", f"{side}_categorie"]
    each = found.drop_duplicates(keys)
    ranks = each.groupby("edition")[f"{side}_part"].rank(ascending=False, method="min").astype("int64")
    return found[keys].merge(each[keys].assign(rang=ranks), on=keys)["rang"]


def _practices(indicateurs: pd.DataFrame, side: CrossingSide) -> pd.DataFrame:
    rows = _rows(indicateurs, side)
    found = _common(rows, "pratique").assign(
        pratique_part_ponderee=rows["part_ponderee"].where(~rows["redressement_faible"]),
        pratique_base_ponderee=rows["base_ponderee"],
        pratique_effectif_efficace=rows["effectif_efficace"],
    )
    return found.assign(source_donnees=rows["source_donnees"])


def _expectations(indicateurs: pd.DataFrame, side: CrossingSide) -> pd.DataFrame:
    rows = _rows(indicateurs, side)
    return _common(rows, "attente").assign(source_attente=rows["source_donnees"])


def _rows(indicateurs: pd.DataFrame, side: CrossingSide) -> pd.DataFrame:
    return indicateurs[
        (indicateurs["indicateur"] == side.indicateur)
        & (indicateurs["population"] == side.population)
        & indicateurs["ventilation"].isin(_WHOLE)
        & indicateurs["part_publiable"].notna()
        & indicateurs["imprime"]
    ]


def _common(rows: pd.DataFrame, side: str) -> pd.DataFrame:
    # A weighted share that a few answers carry is not shown, and its interval is that of nothing shown.
    shown = ~rows["redressement_faible"]
    return pd.DataFrame(
        {
            "edition": rows["edition"],
            f"{side}_indicateur": rows["indicateur"],
            f"{side}_categorie": rows["categorie"],
            f"{side}_population": rows["population"],
            f"{side}_n": rows["n"],
            f"{side}_base": rows["base"],
            f"{side}_part": rows["part_publiable"],
            f"{side}_ic_bas": rows["ic_bas"].where(shown),
            f"{side}_ic_haut": rows["ic_haut"].where(shown),
        }
    )
