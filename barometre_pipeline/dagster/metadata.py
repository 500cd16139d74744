"""What an asset reports to the person in the Dagster UI: counts, preview, column schema, column lineage, picture."""

import base64
from collections.abc import Sequence
from typing import Any

import dagster as dg
import pandas as pd

from barometre_pipeline.lake import Lake
from barometre_pipeline.tables.registry import TABLES, Table

_PREVIEW_ROWS = 8
_PREVIEW_COLUMNS = 12


def table_metadata(table: Table, frame: pd.DataFrame) -> dict[str, Any]:
    """Return row count, preview (never of personal data) and column schema."""
    metadata: dict[str, Any] = {
        "dagster/row_count": len(frame),
        "Colonnes": len(frame.columns),
        "dagster/column_schema": column_schema(table, frame),
    }
    if not table.personal:
        metadata["Aperçu"] = dg.MetadataValue.md(preview(frame))
    return metadata


def preview(frame: pd.DataFrame) -> str:
    """Return the first rows as a Markdown table."""
    head = frame.iloc[:_PREVIEW_ROWS, :_PREVIEW_COLUMNS]
    lines = ["| " + " | ".join(map(str, head.columns)) + " |", "|" + " --- |" * len(head.columns)]
    lines += ["| " + " | ".join(_cell(v) for v in row) + " |" for row in head.itertuples(index=False)]
    return "\n".join(lines)


def _cell(value: object) -> str:
    if isinstance(value, float):
        return "" if pd.isna(value) else f"{value:.4f}".replace(".", ",")
    text = "" if value is None or value is pd.NA else str(value)
    return text.replace("|", "\\|").replace("\n", " ")[:80]


def column_schema(table: Table, frame: pd.DataFrame) -> dg.TableSchema:
    """Describe every column: its type in the lake and the schema's French description."""
    declared = table.schema.to_schema().columns
    return dg.TableSchema(
        columns=[
            dg.TableColumn(
                name=str(name),
                type=str(dtype),
                description=(declared[name].description or "")
                if name in declared
                else "Colonne de l’enquête",
                constraints=dg.TableColumnConstraints(
                    nullable=bool(declared[name].nullable) if name in declared else True,
                    unique=bool(declared[name].unique) if name in declared else False,
                ),
            )
            for name, dtype in frame.dtypes.items()
        ]
    )


def column_lineage(
    table: Table, columns: Sequence[str], inputs: dict[str, list[str]]
) -> dg.TableColumnLineage | None:
    """Say which input columns each column comes from: as declared, else the same name in an input."""
    deps = {}
    for column in columns:
        pairs = table.lineage.get(column) or tuple(
            (t, column) for t, names in inputs.items() if column in names
        )
        known = [dg.TableColumnDep(dg.AssetKey(t.split("/")), c) for t, c in pairs if t in TABLES]
        if known:
            deps[column] = known
    return dg.TableColumnLineage(deps) if deps else None


def picture(lake: Lake, path: str) -> dg.MetadataValue:
    """Return a PNG of the lake as an image shown in the UI."""
    content = base64.b64encode((lake.root / path).read_bytes()).decode("ascii")
    return dg.MetadataValue.md(f"![graphique](data:image/png;base64,{content})")
