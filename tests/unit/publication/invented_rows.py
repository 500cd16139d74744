"""Invented rows of gold ``indicateurs``, all told: who answers what of one question, by population."""

import pandas as pd

EDITION = "2031"


def row(
    indicator: str, category: str, place: tuple[str, str, str], n: int, base: int, **more: object
) -> dict[str, object]:
    """One row; ``more`` changes what is not a plain, well-based, unweighted share that may be told."""
    share = n / base
    return {
        "edition": EDITION, "indicateur": indicator, "categorie": category, "population": place[0],
        "ventilation": place[1], "modalite": place[2], "regle_base": "sans_reponse_exclues", "imprime": True,
        "n": n, "base": base, "part": share, "part_publiable": share, "part_ponderee": share,
        "base_ponderee": base, "effectif_efficace": float(base), "redressement_faible": False, "ic_bas": 0.0,
        "ic_haut": 1.0, "ic_de": "part_ponderee", "base_faible": base < 30, "source_donnees": "demonstration",
        "trace_id": "", "publiable": True, "raison_retenue": "", "ponderee_publiable": True,
    } | more  # fmt: skip


WHOLE = ("ensemble", "", "")
COMMUNES, EPCI, REGIONS = (
    ("communes", "type", "communes"),
    ("epci", "type", "epci"),
    ("regions", "type", "regions"),
)
BRETAGNE = ("region_53", "region_insee", "region_53")


def quality(national: dict[str, int]) -> pd.DataFrame:
    """How many structures exist, by group, as gold ``qualite`` says."""
    return pd.DataFrame(
        {
            "edition": EDITION, "public": "collectivites", "ventilation": "groupe",
            "modalite": pd.Series(list(national), dtype="str"),
            "effectif_national": pd.array(list(national.values()), dtype="Int64"),
        }
    )  # fmt: skip
