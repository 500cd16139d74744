"""Assets of an edition's other sources: the poll of the French, and published tables without microdata."""

from barometre_pipeline.dagster.factory import edition_assets
from barometre_pipeline.steps.sources import aggregates_step, poll_step

sondage = edition_assets(
    name="lecture_ipsos",
    tables=(
        "bronze/sondage_variables",
        "bronze/sondage_modalites",
        "bronze/sondage_extraits",
        "silver/sondes",
        "gold/sondage_tris",
    ),
    inputs=(),
    step=lambda edition, _frames, _lake: poll_step(edition),
    code=("sources/ipsos",),
    kinds=frozenset({"spss", "excel", "parquet"}),
)

agregats = edition_assets(
    name="lecture_agregats",
    tables=("bronze/agregats_extraits", "silver/agregats"),
    inputs=(),
    step=lambda edition, _frames, _lake: aggregates_step(edition),
    code=("sources/published",),
    kinds=frozenset({"csv", "parquet"}),
)

ASSETS = [sondage, agregats]
