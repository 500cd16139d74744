"""Published tables of an edition whose microdata do not exist.

Reading and checking the tables belong here; the indicators made of them are ``indicators.agregats``'.
"""

from barometre_pipeline.sources.agregats.lecture import Agregats, Anomalie, read_aggregates

__all__ = ["Agregats", "Anomalie", "read_aggregates"]
