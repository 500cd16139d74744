"""Rules about territories kept as data: legal natures, strates, collectivities, words of administrative
names.

Only CSV files and their reader belong here; no rule is decided in Python.
"""

from functools import cache
from importlib.resources import files

import pandas as pd


@cache
def _read(name: str) -> pd.DataFrame:
    with files("barometre_pipeline.catalogue").joinpath("territoires", name).open(encoding="utf-8") as handle:
        return pd.read_csv(handle, dtype=str, keep_default_na=False)


def rules(name: str) -> pd.DataFrame:
    """Return one rule table of ``catalogue/territoires`` as text columns (empty cells are empty strings).

    Args:
        name: file name, such as ``natures.csv``.
    """
    return _read(name).copy()
