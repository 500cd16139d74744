"""What every table schema shares, and how a broken table is told to an analyst.

One model per table lives in the module of its layer; nothing here names a table.
"""

from typing import Any

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from barometre_pipeline.errors import BarometreError


class TableSchema(pa.DataFrameModel):
    """Base of every table: columns as declared, no coercion, no unknown column."""

    class Config:
        """Strict by default; wide tables relax it and check their free columns themselves."""

        strict = True
        coerce = False
        ordered = False


class SchemaError(BarometreError):
    """A table that does not respect its schema; the message names table, column, rows and rule."""


def validate(table: str, schema: type[pa.DataFrameModel], frame: pd.DataFrame, moment: str) -> pd.DataFrame:
    """Return ``frame`` unchanged if it respects ``schema``.

    Args:
        table: name of the table, ``layer/name``.
        schema: its Pandera model.
        frame: the rows.
        moment: « à l’écriture » or « à la lecture ».

    Raises:
        SchemaError: what was found and expected, without quoting values of the rows.
    """
    try:
        schema.validate(frame, lazy=True)
    except SchemaErrors as error:
        lines = [
            _sentence(case) for _, case in error.failure_cases.groupby(["column", "check"], dropna=False)
        ]
        detail = "\n".join(f"  - {line}" for line in lines[:8])
        # No chain: Pandera's own message quotes the rows, which may hold personal data.
        raise SchemaError(
            f"La table « {table} » ne respecte pas son schéma {moment} :\n{detail}\n"
            "  À faire : la dernière version valide est restée en place ; corrigez l’extrait ou le YAML, puis relancez."
        ) from None
    return frame


def _sentence(cases: pd.DataFrame) -> str:
    first: Any = cases.iloc[0]
    rows = [int(i) for i in cases["index"].dropna().head(3)]
    place = f" (lignes {', '.join(str(r) for r in rows)}{'…' if len(cases) > 3 else ''})" if rows else ""
    # In a failure that concerns the whole frame the "value" is a column name, which may be shown.
    column = first["column"] if isinstance(first["column"], str) else "table"
    if first["check"] in ("column_in_dataframe", "column_in_schema"):
        fault = "absente" if first["check"] == "column_in_dataframe" else "imprévue"
        return f"colonne {fault} : {first['failure_case']}"
    return f"colonne « {column} » : règle {first['check']} non respectée{place}"
