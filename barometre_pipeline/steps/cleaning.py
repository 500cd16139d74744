"""Keeps and recodes the responses of an edition, plans their weights; sets the others aside, each with its reason."""

import pandas as pd

from barometre_pipeline.cleaning.identification import lists_for_places, population_counts
from barometre_pipeline.cleaning.keeping import keep_responses
from barometre_pipeline.cleaning.plan import edition_plan
from barometre_pipeline.cleaning.silver import silver_responses, silver_structures, without_identity
from barometre_pipeline.editions.model import Edition
from barometre_pipeline.tables.declarations.silver import PLAN_DE_SONDAGE
from barometre_pipeline.tables.reading import DeclaredTables, Frames
from barometre_pipeline.tables.schema import arranged


def run(edition: Edition, tables: DeclaredTables) -> Frames:
    """Return the silver tables of one edition."""
    raw, questions = tables.read("bronze/reponses_brutes"), tables.read("bronze/questions")
    kept = keep_responses(raw, questions, tables.read("bronze/correspondances"), edition)
    selection, found = kept.selection, kept.found
    responses = silver_responses(
        raw,
        without_identity(questions, edition.config),
        tables.read("bronze/modalites"),
        pd.Index(selection.kept),
    )
    lists = lists_for_places(edition, kept.identified, found.referentiel)
    structures = silver_structures(responses, kept.identified, edition.key, lists)
    national = population_counts(edition, found.referentiel)
    plan = edition_plan(structures["strate"], edition, national).assign(edition=edition.key)
    year = str(found.referentiel.year) if found.referentiel else ""
    return {
        "silver/reponses": responses,
        "silver/structures": structures,
        "silver/plan_de_sondage": arranged(PLAN_DE_SONDAGE, plan),
        "silver/reponses_ecartees": selection.set_aside,
        "silver/appariements": found.matches.assign(liste=year),
        "silver/decisions_sans_objet": found.unused,
    }
