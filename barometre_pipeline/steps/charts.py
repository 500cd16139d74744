"""The charts of one edition and those of trends as plain functions: frames in, files and their index out."""

from pathlib import Path

from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.editions.model import Edition
from barometre_pipeline.lake import Lake
from barometre_pipeline.publication.charts import ChartContext, build_charts, build_trends, write_charts
from barometre_pipeline.steps.edition import Frames
from barometre_pipeline.tables.declarations.publication import TENDANCES
from barometre_pipeline.tables.reading import read_valid
from barometre_pipeline.tables.schema import empty_frame

TRENDS = "publication/tendances"
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


def trends_step(lake: Lake) -> Frames:
    """Draw the trend of every indicator known for two years; with one edition in the lake, do nothing."""
    target = Path(str(lake.root / TRENDS))
    editions = lake.read("gold/indicateurs", columns=["edition"])["edition"]
    if editions.nunique() < 2:
        if target.exists():
            _forget_others(target, set())
        return {"gold/tendances": empty_frame(TENDANCES)}
    trends = build_trends(read_valid(lake, "gold/indicateurs"), load_catalogue())
    index = write_charts(trends, target).rename(columns={"question": "indicateur"})
    _forget_others(target, {name for column in _FILE_COLUMNS for name in index[column]})
    for column in _FILE_COLUMNS:
        index[column] = f"{TRENDS}/" + index[column]
    return {"gold/tendances": index}


def _forget_others(folder: Path, written: set[str]) -> None:
    """Remove the charts of questions or indicators that are no longer there."""
    for path in folder.iterdir():
        if path.is_file() and path.name not in written:
            path.unlink()
