"""Jobs: which assets run together. How they run is configuration (``execution`` in the launchpad)."""

import dagster as dg

from barometre_pipeline.orchestration.partitions import EDITIONS

GX_CHECK = "derive_great_expectations"
_GX_KEY = dg.AssetCheckKey(dg.AssetKey(["silver", "reponses"]), GX_CHECK)

_PAR_EDITION = dg.AssetSelection.groups("bronze", "silver", "gold", "publication")

edition_job = dg.define_asset_job(
    "edition",
    selection=_PAR_EDITION,
    partitions_def=EDITIONS,
    description="Toute une édition : de l’extrait aux tris, aux graphiques et aux fiches d’audit, avec tous les contrôles.",
)

edition_sans_gx_job = dg.define_asset_job(
    "edition_sans_gx",
    selection=_PAR_EDITION - dg.AssetSelection.checks(_GX_KEY),
    partitions_def=EDITIONS,
    description="La même chose sans la suite Great Expectations, longue à charger.",
)

JOBS = [edition_job, edition_sans_gx_job]


def job_for(with_gx: bool) -> str:
    """Return the name of the job of one edition."""
    return edition_job.name if with_gx else edition_sans_gx_job.name
