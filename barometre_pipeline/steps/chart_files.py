"""Files of charts in the lake: written into one folder, indexed by their path, those of before removed."""

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from barometre_pipeline.publication.charts import write_charts
from barometre_pipeline.publication.charts.model import ChartSpec
from barometre_pipeline.tables.fields import FICHIER_CSV, JSON, PNG, SVG, SVG_ETROIT

_FILES = [f.name for f in (FICHIER_CSV, JSON, SVG, SVG_ETROIT, PNG)]


def publish_charts(specs: Iterable[ChartSpec], root: Path, folder: str) -> pd.DataFrame:
    """Write charts into a folder of the lake; paths in the index returned are relative to the lake."""
    target = root / folder
    index = write_charts(specs, target)
    forget_other_charts(target, {name for column in _FILES for name in index[column]})
    return index.assign(**{column: f"{folder}/" + index[column] for column in _FILES})


def keep_charts(specs: Iterable[ChartSpec], folder: Path) -> None:
    """Write charts that are for the team alone into a folder that only its owner reads."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    index = write_charts(specs, folder)
    forget_other_charts(folder, {name for column in _FILES for name in index[column]})


def forget_other_charts(folder: Path, written: set[str]) -> None:
    """Remove the charts of questions or indicators that are no longer there."""
    for path in folder.iterdir() if folder.exists() else ():
        if path.is_file() and path.name not in written:
            path.unlink()
