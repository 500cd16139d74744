"""Practices of local authorities beside what the French expect, field by field.

Both shares are indicators already computed; nothing is estimated here.
"""

import pandas as pd

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.indicator import CrossingSide
from barometre_pipeline.tables.declarations.indicators import CROISEMENTS
from barometre_pipeline.tables.schema import arranged


def compute_crossings(catalogue: Catalogue, indicateurs: pd.DataFrame) -> pd.DataFrame:
    """Return one row per field and edition where both sides exist.

    Args:
        catalogue: definitions of the crossings.
        indicateurs: all editions together.

    Returns:
        Rows of ``gold/croisements``;
        shares are publishable ones, ``ecart_points`` is practice minus expectation, rank 1 is
        the largest share of the edition.
    """
    frames = []
    for crossing in catalogue.croisements:
        left = _side(indicateurs, crossing.pratique, "pratique")
        right = _side(indicateurs, crossing.attente, "attente")
        pairs = pd.DataFrame(
            [(p.libelle, p.pratique, p.attente, p.note) for p in crossing.paires],
            columns=["domaine", "pratique_categorie", "attente_categorie", "note"],
        )
        found = pairs.merge(left, on="pratique_categorie").merge(right, on=["edition", "attente_categorie"])
        found = found.assign(croisement=crossing.nom)
        for side in ("pratique", "attente"):
            ranks = found.groupby("edition")[f"{side}_part"].rank(ascending=False, method="min")
            found[f"rang_{side}"] = ranks.astype("int64")
        found["ecart_points"] = 100 * (found["pratique_part"] - found["attente_part"])
        frames.append(arranged(CROISEMENTS, found.sort_values(["edition", "rang_pratique", "domaine"])))
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=CROISEMENTS.columns)


def _side(indicateurs: pd.DataFrame, cote: CrossingSide, side: str) -> pd.DataFrame:
    rows = indicateurs[
        (indicateurs["indicateur"] == cote.indicateur)
        & (indicateurs["population"] == cote.population)
        & indicateurs["ventilation"].isin(["", "type", "strate", "reunion", "reponse"])
        & indicateurs["part_publiable"].notna()
        & indicateurs["imprime"]
    ]
    source = "source_donnees" if side == "pratique" else "source_attente"
    return pd.DataFrame(
        {
            "edition": rows["edition"],
            f"{side}_indicateur": rows["indicateur"],
            f"{side}_categorie": rows["categorie"],
            f"{side}_part": rows["part_publiable"],
            f"{side}_base": rows["base"],
            source: rows["source_donnees"],
        }
    )
