"""The sampling plan of an edition, from its strates and its YAML; counts that cannot be are told to who wrote them.

How a plan is made is ``statistics.sampling_plan``'s.
"""

from collections.abc import Mapping

import pandas as pd

from barometre_pipeline.editions.model import Edition
from barometre_pipeline.errors import ConfigurationError
from barometre_pipeline.statistics.sampling_plan import sampling_plan, strate_counts


def edition_plan(
    strates: pd.Series, edition: Edition, national: Mapping[str, int], typology: str = ""
) -> pd.DataFrame:
    """Return the sampling plan of the responses kept.

    Args:
        strates: of each response.
        edition: its YAML has the counts of the historical rule.
        national: structures that exist, by strate.
        typology: where the strates come from, in French, where a person may wonder.

    Raises:
        ConfigurationError: a strate has more respondents than structures that exist.
    """
    rules = edition.config.redressement
    try:
        return sampling_plan(strate_counts(strates), national, rules.historique, rules.historique_total)
    except ValueError as error:
        raise ConfigurationError(
            fichier=edition.config_file,
            lieu="clé « redressement.population »" + (f", {typology}" if typology else ""),
            constat=str(error),
            attendu="pour chaque strate, au moins autant de structures dans le pays que dans l’échantillon",
            remede="corrigez ces effectifs, ou l’année du référentiel",
        ) from error
