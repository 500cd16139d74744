"""Reads the poll of an edition: its questionnaire, its respondents where they were delivered, its tables."""

import pandas as pd

from barometre_pipeline.editions.model import Edition
from barometre_pipeline.sources.ipsos import read_polls
from barometre_pipeline.sources.ipsos.config import FILE_NAME, PollMethod, load_config
from barometre_pipeline.steps.frames import delivered_files
from barometre_pipeline.tables.declarations.poll import SONDES
from barometre_pipeline.tables.reading import DeclaredTables, Frames
from barometre_pipeline.tables.schema import empty_frame


def run(edition: Edition, tables: DeclaredTables) -> Frames:
    """Return the tables of the poll; ``silver/sondes`` has no row where only tables were delivered."""
    folder = edition.folder / "ipsos"
    # The reference delivery comes first; microdata, where any delivery has them, serve the indicators.
    deliveries = read_polls(folder, edition.key)
    reference = deliveries[0]
    microdata = next((d.sondes for d in deliveries if d.sondes is not None), None)
    config = load_config(folder / FILE_NAME, f"{edition.key}/ipsos/{FILE_NAME}")
    notes = [note for delivery in deliveries for note in delivery.avertissements]
    source = config.source_donnees or edition.config.source_donnees
    return {
        "bronze/sondage_variables": reference.questions().assign(edition=edition.key),
        "bronze/sondage_modalites": reference.modalites().assign(edition=edition.key),
        "bronze/sondage_extraits": delivered_files(edition, "ipsos", source, notes),
        "bronze/sondage_terrain": _fieldwork(edition.key, config.methode),
        "silver/sondes": empty_frame(SONDES) if microdata is None else microdata,
        "gold/sondage_tris": reference.tris.assign(edition=edition.key, source_donnees=source),
    }


def _fieldwork(edition: str, method: PollMethod) -> pd.DataFrame:
    row = {
        "edition": edition,
        "institut": method.institut,
        "debut": method.debut.isoformat() if method.debut else "",
        "fin": method.fin.isoformat() if method.fin else "",
        "mode": method.mode,
        "population_visee": method.population,
        "quotas": ", ".join(method.quotas),
    }
    return pd.DataFrame([row])
