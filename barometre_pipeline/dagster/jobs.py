"""Jobs: which assets run together. How they run is configuration (``execution`` in the launchpad)."""

import dagster as dg

from barometre_pipeline.dagster.partitions import PARTITIONS
from barometre_pipeline.tables.registry import TABLES

GX_CHECK = "derive_great_expectations"
_GX_KEY = dg.AssetCheckKey(dg.AssetKey(["silver", "reponses"]), GX_CHECK)

_DESCRIPTIONS = {
    "limesurvey": "L’enquête auprès des collectivités, pour une édition : de l’extrait LimeSurvey aux tris, aux "
    "graphiques et aux fiches d’audit, avec tous les contrôles.",
    "ipsos": "Le sondage auprès des Français, pour une édition : de l’extrait Ipsos aux tris.",
    "": "Ce qui regarde toutes les éditions : indicateurs, évolutions, rapprochement avec les chiffres "
    "publiés, rapport.",
    "agregats": "Une édition dont il ne reste que les tableaux publiés.",
}


def _selection(source: str) -> dg.AssetSelection:
    return dg.AssetSelection.assets(*(t.name.split("/") for t in TABLES.values() if t.source == source))


JOBS = [
    dg.define_asset_job("ensemble", selection=_selection(""), description=_DESCRIPTIONS[""]),
    *(
        dg.define_asset_job(source, selection=_selection(source), description=_DESCRIPTIONS[source])
        for source in PARTITIONS
    ),
    dg.define_asset_job(
        "limesurvey_sans_gx",
        selection=_selection("limesurvey") - dg.AssetSelection.checks(_GX_KEY),
        description=_DESCRIPTIONS["limesurvey"] + " Sans la suite Great Expectations, longue à charger.",
    ),
    dg.define_asset_job(
        "derive",
        selection=dg.AssetSelection.checks(_GX_KEY),
        description="La suite Great Expectations seule, pour une édition déjà calculée.",
    ),
]


def job_of(work: str, with_gx: bool) -> str:
    """Return the name of the job that does a kind of work: a source's, with its drift suite or without, or another."""
    return "limesurvey_sans_gx" if work == "limesurvey" and not with_gx else work
