"""The publication steps of one edition as plain functions: frames in, files and their index out."""

from pathlib import Path

from barometre_pipeline.editions.model import Edition
from barometre_pipeline.lake import Lake
from barometre_pipeline.orchestration.steps import Frames
from barometre_pipeline.publication.charts import ChartContext, build_charts, write_charts

_FILE_COLUMNS = ("fichier_csv", "json", "svg", "png")


def charts_step(edition: Edition, tables: Frames, lake: Lake) -> Frames:
    """Draw every tabulated question; paths in the index are relative to the lake."""
    folder = f"publication/{edition.key}/graphiques"
    target = Path(str(lake.root / folder))
    context = ChartContext.of_edition(edition.config)
    index = write_charts(build_charts(tables["gold/tris"], tables["bronze/questions"], context), target)
    _forget_others(target, {name for column in _FILE_COLUMNS for name in index[column]})
    for column in _FILE_COLUMNS:
        index[column] = f"{folder}/" + index[column]
    return {"gold/graphiques": index}


def _forget_others(folder: Path, written: set[str]) -> None:
    """Remove the charts of questions the edition no longer has."""
    for path in folder.iterdir():
        if path.is_file() and path.name not in written:
            path.unlink()
