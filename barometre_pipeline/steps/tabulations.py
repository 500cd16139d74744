"""Tabulates every closed question of an edition, says how sure each share is and which may be told, and its trail."""

import pandas as pd

from barometre_pipeline.audit.tabulated import build_trail
from barometre_pipeline.catalogue.disclosure import first_groups, sensitive_columns
from barometre_pipeline.catalogue.extension import extended_catalogue
from barometre_pipeline.cleaning.silver import closed_columns
from barometre_pipeline.editions.codebooks import codebook_of
from barometre_pipeline.editions.model import Edition
from barometre_pipeline.statistics.design import SurveyDesign
from barometre_pipeline.statistics.sampling_plan import group_weights
from barometre_pipeline.statistics.tabulated_estimates import tabulated_estimates
from barometre_pipeline.statistics.tabulation import tabulate
from barometre_pipeline.statistics.told_tabulations import tabulated_columns, tell
from barometre_pipeline.tables.declarations.tabulations import TRIS
from barometre_pipeline.tables.reading import DeclaredTables, Frames
from barometre_pipeline.tables.schema import arranged
from barometre_pipeline.trace import DataOrigin
from barometre_pipeline.vocabulary import GROUPES_EN_STRATES


def run(edition: Edition, tables: DeclaredTables) -> Frames:
    """Return tabulations, their estimates and their cards, for one edition."""
    responses, structures = tables.read("silver/reponses"), tables.read("silver/structures")
    questions = closed_columns(tables.read("bronze/questions"), responses)
    answers = tables.read("bronze/modalites")
    labels = dict(zip(zip(answers["colonne"], answers["code"], strict=True), answers["libelle"], strict=True))
    plan = tables.read("silver/plan_de_sondage")
    catalogue = extended_catalogue(codebook_of(edition))
    rule = catalogue.codebook.printed_rule(edition.key, "collectivites")
    excluded = catalogue.excluded_answers(edition.key, "collectivites")
    tabulated = tabulate(responses, structures["strate"], questions, labels, plan, rule, excluded)
    columns = tabulated_columns(
        tabulated, sensitive_columns(catalogue, edition.key), first_groups(catalogue, edition.key)
    )
    told = tell(tabulated, columns, group_weights(plan, GROUPES_EN_STRATES))
    design = SurveyDesign.planned(structures["strate"], plan)
    common = {"edition": edition.key, "source_donnees": edition.config.source_donnees}
    origin = DataOrigin.of(edition.config.source_donnees, tables.read("bronze/extraits")["sha256"])
    estimates = tabulated_estimates(tabulated, responses, questions, design, rule, excluded)
    return {
        "gold/tris": arranged(TRIS, pd.concat([tabulated, told], axis=1).assign(**common)),
        "gold/fiches": build_trail(tabulated, questions, edition.key, origin),
        "gold/estimations": estimates.assign(**common),
    }
