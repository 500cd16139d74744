"""Jobs: which assets run together. How they run is configuration (``execution`` in the launchpad)."""

import dagster as dg
from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition

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


def _edition_job(
    name: str, source: str, selection: dg.AssetSelection, note: str = ""
) -> UnresolvedAssetJobDefinition:
    return dg.define_asset_job(name, selection=selection, description=_DESCRIPTIONS[source] + note)


limesurvey_job = _edition_job("limesurvey", "limesurvey", _selection("limesurvey"))
JOBS = [
    limesurvey_job,
    dg.define_asset_job("ensemble", selection=_selection(""), description=_DESCRIPTIONS[""]),
    _edition_job(
        "limesurvey_sans_gx",
        "limesurvey",
        _selection("limesurvey") - dg.AssetSelection.checks(_GX_KEY),
        " Sans la suite Great Expectations, longue à charger.",
    ),
    *(_edition_job(s, s, _selection(s)) for s in ("ipsos", "agregats")),
]


def job_of(source: str, with_gx: bool) -> str:
    """Return the name of the job that computes one edition of a source."""
    return "limesurvey_sans_gx" if source == "limesurvey" and not with_gx else source
