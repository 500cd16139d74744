"""Bronze assets: the extracts as received, registered and put in one shape."""

from barometre_pipeline.dagster.factory import edition_assets
from barometre_pipeline.steps.edition import bronze_step

bronze = edition_assets(
    name="lecture_limesurvey",
    tables=(
        "bronze/reponses_brutes",
        "bronze/questions",
        "bronze/modalites",
        "bronze/extraits",
        "bronze/avertissements",
        "bronze/correspondances",
    ),
    inputs=(),
    step=lambda edition, _frames, _lake: bronze_step(edition),
    code=("sources", "cleaning/bronze.py", "cleaning/requirements.py"),
    kinds=frozenset({"limesurvey", "parquet"}),
)

ASSETS = [bronze]
