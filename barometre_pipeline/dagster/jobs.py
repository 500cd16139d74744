"""Jobs: which assets run together. How they run is configuration (``execution`` in the launchpad)."""

from typing import Any, Final

import dagster as dg

from barometre_pipeline.dagster.assets.pull import limesurvey_pull
from barometre_pipeline.dagster.assets.raw import raw_files
from barometre_pipeline.tables.registry import TABLES

GX_CHECK: Final = "derive_great_expectations"
PRINTED_CHECK: Final = "chiffres_imprimes"
EDITION, ENSEMBLE_JOB, DRIFT_JOB, PRINTED_JOB = "edition", "ensemble", "derive", "chiffres_imprimes"
UPDATE, YEARLY = "mise_a_jour", "annee"

# Read where the instance allows retries (deploy/dagster.yaml): of a run whose process died, not of one that failed. The
# whole run: what a machine had computed of a lake at an address when it died was not given back.
RETRIED: Final = {
    "dagster/max_retries": "1",
    "dagster/retry_strategy": "ALL_STEPS",
    "dagster/retry_on_asset_or_op_failure": "false",
}
ACROSS_TAG: Final = (
    "barometre/reunit"  # two runs that bring all editions together would write the same tables
)

_GX: Final = dg.AssetSelection.checks(dg.AssetCheckKey(dg.AssetKey(["silver", "reponses"]), GX_CHECK))
_ACROSS: Final = dg.AssetSelection.assets(*(t.name.split("/") for t in TABLES.values() if not t.by_edition))


def jobs(printed: list[dg.AssetCheckKey]) -> list[Any]:
    """Build every job.

    Args:
        printed: the checks of indicators against printed figures, which read what looks across editions.
    """
    figures = dg.AssetSelection.checks(*printed)
    received = dg.AssetSelection.assets(limesurvey_pull, raw_files)
    computed = dg.AssetSelection.all(include_sources=True) - received
    return [
        dg.define_asset_job(
            UPDATE,
            tags=RETRIED,
            selection=computed,
            description="Une édition, de l’extrait à la dernière page : enquête, sondage, indicateurs, évolutions, "
            "rapprochement, rapport, données ouvertes, avec tous les contrôles. Une source absente est passée.",
        ),
        dg.define_asset_job(
            YEARLY,
            tags=RETRIED,
            selection=dg.AssetSelection.all(include_sources=True),
            description="La même chose après avoir téléchargé l’enquête du serveur LimeSurvey.",
        ),
        dg.define_asset_job(
            EDITION,
            tags=RETRIED,
            selection=computed - _ACROSS - _GX - figures,
            description="Une édition seule, sans ce qui réunit les éditions ni la suite Great Expectations.",
        ),
        dg.define_asset_job(
            ENSEMBLE_JOB,
            tags=RETRIED | {ACROSS_TAG: "oui"},
            selection=_ACROSS,
            description="Ce qui réunit les éditions : recueil des indicateurs, évolutions, rapprochement, rapport.",
        ),
        dg.define_asset_job(
            DRIFT_JOB,
            tags=RETRIED,
            selection=_GX,
            description="La suite Great Expectations seule, pour une édition déjà calculée.",
        ),
        dg.define_asset_job(
            PRINTED_JOB,
            tags=RETRIED,
            selection=figures,
            description="Chaque indicateur devant les chiffres imprimés auxquels il répond.",
        ),
    ]
