"""The responses of one edition as the steps that compare editions read them."""

from barometre_pipeline.indicators.changes import Microdata
from barometre_pipeline.tables.reading import DeclaredTables


def read_microdata(tables: DeclaredTables, edition: str) -> Microdata:
    """Read responses, structures and origin of one edition of the survey."""
    return Microdata(
        edition,
        tables.read("silver/reponses", edition),
        tables.read("silver/structures", edition),
        str(tables.read("gold/contexte", edition)["source_donnees"].iloc[0]),
    )
