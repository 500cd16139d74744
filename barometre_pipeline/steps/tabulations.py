"""Tabulates every closed question of an edition, says how sure each share is, and writes its audit trail."""

import pandas as pd

from barometre_pipeline.audit.tabulated import build_trail
from barometre_pipeline.cleaning.silver import closed_columns
from barometre_pipeline.editions.model import Edition
from barometre_pipeline.errors import ConfigurationError
from barometre_pipeline.statistics.estimations import estimations
from barometre_pipeline.statistics.tabulation import tabulate
from barometre_pipeline.statistics.weights import weights_by_strate
from barometre_pipeline.tables.declarations.tabulations import TRIS
from barometre_pipeline.tables.reading import DeclaredTables, Frames


def run(edition: Edition, tables: DeclaredTables) -> Frames:
    """Return tabulations, their estimates and their cards, for one edition."""
    responses, structures = tables.read("silver/reponses"), tables.read("silver/structures")
    questions = closed_columns(tables.read("bronze/questions"), responses)
    answers = tables.read("bronze/modalites")
    labels = dict(zip(zip(answers["colonne"], answers["code"], strict=True), answers["libelle"], strict=True))
    weights = weights_by_strate(structures)
    tabulated = tabulate(responses, structures["strate"], questions, labels, weights)
    common = {"edition": edition.key, "source_donnees": edition.config.source_donnees}
    return {
        "gold/tris": tabulated.assign(**common)[TRIS.columns],
        "gold/fiches": build_trail(tabulated, questions, edition.key),
        "gold/estimations": _estimated(edition, tabulated, responses, structures).assign(**common),
    }


def _estimated(
    edition: Edition, tabulated: pd.DataFrame, responses: pd.DataFrame, structures: pd.DataFrame
) -> pd.DataFrame:
    try:
        return estimations(tabulated, responses, structures)
    except ValueError as error:
        raise ConfigurationError(
            fichier=edition.config_file,
            lieu="clé « redressement.population »",
            constat=str(error),
            attendu="pour chaque strate, au moins autant de structures dans le pays que dans l’échantillon",
            remede="corrigez ces effectifs, ou l’année du référentiel",
        ) from error
