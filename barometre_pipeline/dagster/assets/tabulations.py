"""Gold assets of one edition: every tabulation, its audit trail and the edition's context."""

from barometre_pipeline.dagster.factory import edition_assets
from barometre_pipeline.provenance.code_version import code_version
from barometre_pipeline.steps.edition import context_step, tris_step

_CODE = ("sources", "cleaning", "statistics", "audit")

tris = edition_assets(
    name="tris_a_plat",
    tables=("gold/tris", "gold/fiches", "gold/estimations"),
    inputs=("silver/reponses", "silver/structures", "bronze/questions", "bronze/modalites"),
    step=lambda edition, frames, _lake: tris_step(edition, frames),
    code=("statistics", "audit", "cleaning/silver.py"),
)

contexte = edition_assets(
    name="contexte_edition",
    tables=("gold/contexte",),
    inputs=(
        "bronze/reponses_brutes",
        "bronze/extraits",
        "bronze/avertissements",
        "silver/reponses",
        "silver/reponses_ecartees",
    ),
    step=lambda edition, frames, _lake: context_step(edition, frames, code_version(*_CODE)),
    code=_CODE,
)

ASSETS = [tris, contexte]
