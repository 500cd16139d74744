"""Assets that look across editions: indicators, evolutions, reconciliation with what was printed."""

from barometre_pipeline.dagster.factory import ensemble_assets
from barometre_pipeline.publication.report.sections import TABLES_SHOWN
from barometre_pipeline.steps.changes import group_tests_step, panel_step
from barometre_pipeline.steps.charts import trends_step
from barometre_pipeline.steps.indicators import changes_step, indicators_step, reconciliation_step
from barometre_pipeline.steps.report import open_data_step, report_step

indicateurs = ensemble_assets(
    name="indicateurs",
    tables=("gold/indicateurs", "gold/non_calculables"),
    deps=("silver/reponses", "silver/structures", "gold/contexte", "silver/sondes", "silver/agregats"),
    step=lambda lake, _editions: indicators_step(lake),
    code=("catalogue", "indicators", "statistics"),
)

evolutions = ensemble_assets(
    name="evolutions",
    tables=("gold/evolutions", "gold/croisements"),
    deps=("gold/indicateurs",),
    step=lambda lake, _editions: changes_step(lake),
    code=("catalogue", "indicators", "statistics"),
)

effets_de_structure = ensemble_assets(
    name="effets_de_structure",
    tables=("gold/effets_de_structure", "gold/panel"),
    deps=("silver/reponses", "silver/structures", "gold/contexte"),
    step=panel_step,
    code=("catalogue", "indicators", "matching", "statistics"),
)

tests_de_groupes = ensemble_assets(
    name="tests_de_groupes",
    tables=("gold/tests_de_groupes",),
    deps=("silver/reponses", "silver/structures", "bronze/questions", "gold/contexte"),
    step=lambda lake, _editions: group_tests_step(lake),
    code=("indicators/group_tests.py", "statistics"),
)

rapprochement = ensemble_assets(
    name="rapprochement",
    tables=("gold/echantillons", "gold/contradictions", "gold/rapprochement"),
    deps=("gold/indicateurs", "gold/non_calculables"),
    step=lambda lake, _editions: reconciliation_step(lake),
    code=("catalogue", "printed"),
)

tendances = ensemble_assets(
    name="tendances",
    tables=("gold/tendances",),
    deps=("gold/indicateurs",),
    step=lambda lake, _editions: trends_step(lake),
    code=("publication/charts", "french", "catalogue"),
    kinds=frozenset({"vegalite", "svg"}),
    group="publication",
)

rapport = ensemble_assets(
    name="rapport",
    tables=("gold/pages",),
    deps=(
        "gold/tris", "gold/graphiques", "gold/contexte", "silver/structures", "bronze/questions",
        "gold/tendances", *TABLES_SHOWN,
    ),
    step=report_step,
    code=("publication", "french", "catalogue"),
    kinds=frozenset({"html"}),
    group="publication",
)  # fmt: skip

donnees_ouvertes = ensemble_assets(
    name="donnees_ouvertes",
    tables=("gold/donnees_ouvertes",),
    deps=("gold/tris",),
    step=lambda lake, _editions: open_data_step(lake),
    code=("publication/opendata", "statistics/disclosure.py"),
    kinds=frozenset({"csv", "frictionless"}),
    group="publication",
)

ASSETS = [
    indicateurs,
    evolutions,
    effets_de_structure,
    tests_de_groupes,
    rapprochement,
    tendances,
    rapport,
    donnees_ouvertes,
]
