"""Silver assets: the responses kept, who gave them, and those set aside."""

from barometre_pipeline.dagster.factory import edition_assets
from barometre_pipeline.steps.edition import silver_step

silver = edition_assets(
    name="nettoyage",
    tables=(
        "silver/reponses",
        "silver/structures",
        "silver/reponses_ecartees",
        "silver/appariements",
        "silver/decisions_sans_objet",
    ),
    inputs=(
        "bronze/reponses_brutes",
        "bronze/questions",
        "bronze/modalites",
        "bronze/correspondances",
    ),
    step=lambda edition, frames, _lake: silver_step(edition, frames),
    code=("cleaning", "matching", "sources/territories", "catalogue/territoires", "statistics/tabulation.py"),
)

ASSETS = [silver]
