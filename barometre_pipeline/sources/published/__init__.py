"""Published tables of an edition whose microdata do not exist.

Reading and checking the tables belong here; the indicators made of them are ``indicators.agregats``'.
"""

from barometre_pipeline.sources.published.reading import Anomaly, PublishedTables, read_aggregates

__all__ = ["Anomaly", "PublishedTables", "read_aggregates"]
