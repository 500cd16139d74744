"""From a declaration to its Pandera schema, its empty frame, and the French refusal of a table that breaks it.

Nothing here names a table. Pandera and pandas load when a table is first checked: importing this costs nothing.
"""

from functools import cache
from typing import TYPE_CHECKING, Any

from barometre_pipeline.errors import BarometreError
from barometre_pipeline.tables.model import Field, Kind, Table

if TYPE_CHECKING:
    import pandas as pd
    import pandera.pandas as pa


class SchemaError(BarometreError):
    """A table that does not respect its schema; the message names table, column, rows and rule."""


@cache
def schema_of(table: Table) -> "pa.DataFrameSchema":
    """Build the schema: columns as declared, no coercion, no unknown column unless the table has free ones."""
    import pandera.pandas as pa

    single = {key[0] for key in table.keys if len(key) == 1}
    several = [list(key) for key in table.keys if len(key) > 1]
    return pa.DataFrameSchema(
        columns={
            c.field.name: pa.Column(
                _dtype(c.field),
                checks=_checks(c.field),
                nullable=c.field.nullable,
                unique=c.field.name in single,
                description=c.field.description,
            )
            for c in table.declared
        },
        checks=[pa.Check(rule.holds, name=rule.name) for rule in table.rules],
        strict=table.free is None,
        coerce=False,
        ordered=False,
        unique=several[0] if several else None,
    )


def empty_frame(table: Table) -> "pd.DataFrame":
    """Return the table without rows, its declared columns in order and typed."""
    import pandas as pd

    return pd.DataFrame(
        {c.field.name: pd.Series(dtype=_EMPTY.get(c.field.kind, "str")) for c in table.declared}
    )


def validate(table: Table, frame: "pd.DataFrame", moment: str) -> "pd.DataFrame":
    """Return ``frame`` unchanged if it respects the schema of ``table``.

    Args:
        table: its declaration.
        frame: the rows.
        moment: « à l’écriture » or « à la lecture ».

    Raises:
        SchemaError: what was found and expected, without quoting values of the rows.
    """
    from pandera.errors import SchemaErrors

    try:
        schema_of(table).validate(
            frame, lazy=True, inplace=True
        )  # nothing is coerced: a copy would be for nothing
    except SchemaErrors as error:
        lines = [
            _sentence(case) for _, case in error.failure_cases.groupby(["column", "check"], dropna=False)
        ]
        detail = "\n".join(f"  - {line}" for line in lines[:8])
        # No chain: Pandera's own message quotes the rows, which may hold personal data.
        raise SchemaError(
            f"La table « {table.name} » ne respecte pas son schéma {moment} :\n{detail}\n"
            "  À faire : la dernière version valide est restée en place ; corrigez l’extrait ou le YAML, puis relancez."
        ) from None
    return frame


def arranged(table: Table, frame: "pd.DataFrame") -> "pd.DataFrame":
    """Return the columns that a table declares, in its order, of a frame that may have more.

    Raises:
        SchemaError: the frame lacks some; the message says where to compute them.
    """
    missing = [c for c in table.columns if c not in frame]
    if missing:
        raise SchemaError(
            f"La table « {table.name} » déclare ce que l’étape « {table.step.name} » ne calcule pas : "
            f"{', '.join(missing)}\n"
            f"  À faire : calculer ces colonnes dans ce qu’appelle steps/{table.step.module}.py, ou les retirer de "
            "tables/declarations/."
        )
    return frame[list(table.columns)]


_EMPTY = {
    Kind.INTEGER: "int64",
    Kind.OPTIONAL_INTEGER: "Int64",
    Kind.NUMBER: "float64",
    Kind.FLAG: "bool",
    Kind.CATEGORY: "category",
}


def _dtype(field: Field) -> Any:
    import pandas as pd

    return {
        Kind.TEXT: str,
        Kind.INTEGER: int,
        Kind.OPTIONAL_INTEGER: pd.Int64Dtype,
        Kind.NUMBER: float,
        Kind.FLAG: bool,
        Kind.CATEGORY: pd.CategoricalDtype,
    }[field.kind]


def _checks(field: Field) -> "list[pa.Check]":
    import pandera.pandas as pa

    checks = []
    if field.low is not None:
        checks.append(pa.Check.ge(field.low))
    if field.high is not None:
        checks.append(pa.Check.le(field.high))
    if field.above is not None:
        checks.append(pa.Check.gt(field.above))
    if field.allowed:
        checks.append(pa.Check.isin(list(field.allowed)))
    if field.pattern:
        checks.append(pa.Check.str_matches(field.pattern))
    if field.filled:
        checks.append(pa.Check.str_length(min_value=1))
    return checks


def _sentence(cases: "pd.DataFrame") -> str:
    first: Any = cases.iloc[0]
    rows = [int(i) for i in cases["index"].dropna().head(3)]
    place = f" (lignes {', '.join(str(r) for r in rows)}{'…' if len(cases) > 3 else ''})" if rows else ""
    # In a failure that concerns the whole frame the "value" is a column name, which may be shown.
    column = first["column"] if isinstance(first["column"], str) else "table"
    if first["check"] in ("column_in_dataframe", "column_in_schema"):
        fault = "absente" if first["check"] == "column_in_dataframe" else "imprévue"
        return f"colonne {fault} : {first['failure_case']}"
    return f"colonne « {column} » : règle {first['check']} non respectée{place}"
