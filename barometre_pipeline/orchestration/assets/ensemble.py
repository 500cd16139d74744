"""Assets that look across editions: indicators, evolutions, reconciliation with what was printed."""

from barometre_pipeline.orchestration.ensemble_steps import changes_step, indicators_step, reconciliation_step
from barometre_pipeline.orchestration.factory import ensemble_assets

indicateurs = ensemble_assets(
    name="indicateurs",
    tables=("gold/indicateurs", "gold/non_calculables"),
    deps=("silver/reponses", "silver/structures", "gold/contexte", "silver/sondes", "silver/agregats"),
    step=indicators_step,
    code=("catalogue", "indicators", "statistics"),
)

evolutions = ensemble_assets(
    name="evolutions",
    tables=("gold/evolutions", "gold/croisements"),
    deps=("gold/indicateurs",),
    step=changes_step,
    code=("catalogue", "indicators", "statistics"),
)

rapprochement = ensemble_assets(
    name="rapprochement",
    tables=("gold/echantillons", "gold/contradictions", "gold/rapprochement"),
    deps=("gold/indicateurs", "gold/non_calculables"),
    step=reconciliation_step,
    code=("catalogue", "audit"),
)

ASSETS = [indicateurs, evolutions, rapprochement]
