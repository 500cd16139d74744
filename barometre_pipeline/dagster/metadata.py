"""What an asset tells Dagster about a table: row count, column schema, column lineage, picture.

The words are the declaration's, the preview is ``tables.preview``'s; here they only become Dagster's own types.
"""

import base64
import os
import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

import dagster as dg
import pandas as pd

from barometre_pipeline.lake import Lake
from barometre_pipeline.tables.documentation import column_words
from barometre_pipeline.tables.fields import PNG
from barometre_pipeline.tables.model import FREE, Table
from barometre_pipeline.tables.preview import preview
from barometre_pipeline.tables.registry import TABLES

_INDICATOR: Final = "indicateur"
SITE_VARIABLE: Final = "BAROMETRE_SITE"
_SITE: Final = "http://127.0.0.1:8000"
OWNERS: Final = ["team:observatoire-data-publica"]


def asset_key(table: str) -> dg.AssetKey:
    """Return the key of the asset that a table is: ``gold/tris``."""
    return dg.AssetKey(table.split("/"))


def indicator_key(name: str) -> dg.AssetKey:
    """Return the key of the asset of an indicator."""
    return dg.AssetKey([_INDICATOR, name])


def page(path: str) -> dg.MetadataValue:
    """Return a link to a published page: where « barometre serve » shows it, or ``BAROMETRE_SITE``."""
    return dg.MetadataValue.url(page_address(path))


def page_address(path: str) -> str:
    """Return the address of a published page."""
    site = os.environ.get(SITE_VARIABLE) or _SITE
    return f"{site.rstrip('/')}/{path}"


class GraphKeys:
    """Which assets a table is: one, or those of all indicators.

    Args:
        indicators: names of those that have an asset.
        others: keys of assets that compute indicators without being one.
    """

    def __init__(self, indicators: Iterable[str], others: Iterable[dg.AssetKey] = ()) -> None:
        self._indicators = [*(indicator_key(name) for name in indicators), *others]

    def of(self, table: str) -> list[dg.AssetKey]:
        """Return the keys of a table."""
        return self._indicators if TABLES[table].part else [asset_key(table)]


def graph_keys(graph: Any) -> GraphKeys:
    """Return the keys of an asset graph."""
    keys = graph.get_all_asset_keys()
    return GraphKeys([k.path[1] for k in sorted(keys) if k.path[0] == _INDICATOR])


def table_metadata(table: Table, frame: pd.DataFrame, lake: Lake, keys: GraphKeys) -> dict[str, Any]:
    """Return row count, preview (never of personal data), column schema and lineage, and a picture if it has some.

    ``lake`` is where the pictures that ``frame`` names are.
    """
    columns = [str(c) for c in frame.columns]
    metadata: dict[str, Any] = {
        "dagster/row_count": len(frame),
        "Colonnes": len(frame.columns),
        "dagster/column_schema": column_schema(table, frame),
    }
    lineage = column_lineage(table, columns, keys)
    if lineage is not None:
        metadata["dagster/column_lineage"] = lineage
    if not table.personal:
        metadata["Aperçu"] = dg.MetadataValue.md(preview(frame))
    if PNG.name in table.columns and len(frame):
        first = str(frame[PNG.name].iloc[0])
        metadata["Un graphique"] = _picture(lake, first)
        metadata["Dossier"] = dg.MetadataValue.path(str(lake.root / first.rpartition("/")[0]))
        metadata["En grand"] = page(first.removeprefix("publication/"))
    if table.name == "gold/pages" and len(frame):
        metadata["Site"] = page("site/index.html")
    if table.name == "gold/verifications":
        metadata |= _verifications(frame)
    return metadata


def column_schema(table: Table, frame: pd.DataFrame) -> dg.TableSchema:
    """Describe every column: its type in the lake, its French description and what it comes from."""
    unique = {key[0] for key in table.keys if len(key) == 1}
    described = []
    for name, dtype in frame.dtypes.items():
        column = table.column(str(name))
        described.append(
            dg.TableColumn(
                name=str(name),
                type=str(dtype),
                description=column_words(column) if column else "",
                constraints=dg.TableColumnConstraints(
                    nullable=column is None or column.field.name == FREE or column.field.nullable,
                    unique=str(name) in unique,
                ),
            )
        )
    return dg.TableSchema(columns=described)


def column_lineage(table: Table, columns: Sequence[str], keys: GraphKeys) -> dg.TableColumnLineage | None:
    """Say which columns of other tables each column comes from; None where none comes from a table.

    The free columns of a wide table are one column named ``FREE``, which has its own lineage.
    """
    names = [*columns, FREE] if table.free else list(columns)
    deps = {}
    for name in names:
        column = table.column(name)
        if column is not None and column.refs:
            deps[name] = [dg.TableColumnDep(k, r.column) for r in column.refs for k in keys.of(r.table)]
    return dg.TableColumnLineage(deps) if deps else None


def hashed_files(files: Iterable[tuple[str, str]]) -> str:
    """Return files with their SHA-256, each on a line of its own: side by side, the interface would cut it.

    Args:
        files: names and hashes.
    """
    return "\n\n".join(f"{_in_cell(name)}  \n`{digest}`" for name, digest in files)


def _verifications(frame: pd.DataFrame) -> dict[str, Any]:
    """Return the pages of checked documents and what each says, or that there is no document."""
    if frame.empty:
        return {"État": "aucun document n’est déposé dans le dossier « documents » d’une édition"}
    lines = ["| Édition | Document | En clair |", "| --- | --- | --- |"]
    for row in frame.to_dict("records"):
        shown = _in_cell(row["document"])
        if row["page"]:
            shown = f"[{shown}]({page_address(str(row['page']).removeprefix('publication/'))})"
        lines.append(f"| {row['edition']} | {shown} | {_in_cell(row['resume'])} |")
    return {"Pages": dg.MetadataValue.md("\n".join(lines)), "Documents": page("verification/index.html")}


def _in_cell(text: object) -> str:
    """Return a text that comes from outside as a cell of Markdown: no column, link or tag of its own."""
    return re.sub(r"([\\|\[\]<>`*_])", r"\\\1", " ".join(str(text).split()))


def _picture(lake: Lake, path: str) -> dg.MetadataValue:
    """Return a PNG of the lake as an image shown in the UI."""
    content = base64.b64encode((lake.root / path).read_bytes()).decode("ascii")
    return dg.MetadataValue.md(f"![graphique](data:image/png;base64,{content})")
