"""The pieces a DuckDB query is written with: quoted names and texts, files of silver, resolved statements.

Which columns and codes a statement means is ``catalogue.resolution``'s; whole queries are ``counting``'s.
"""

import re
from collections.abc import Mapping

from barometre_pipeline.catalogue.resolution import UNKNOWN_CODES, Leaf


def leaf_sql(leaf: Leaf) -> str:
    """Return a resolved statement; NULL cells make it NULL, which is the catalogue's « unknown »."""
    columns = [identifier(c) for c in leaf.columns]
    values = ", ".join(map(literal, leaf.codes))
    if leaf.one_is_enough and len(columns) > 1:
        rows = ", ".join(columns)
        return f"CASE WHEN coalesce({rows}) IS NOT NULL THEN list_has_any([{rows}], [{values}]) END"
    if len(columns) == 1:
        return f"{columns[0]} IN ({values})"
    return " OR ".join(f"{v} IN ({', '.join(columns)})" for v in map(literal, leaf.codes))


def silver_file(table: str, edition: str) -> str:
    """Return the file of an edition's table, as a query names it."""
    return literal(f"{table}/edition={edition}/{table.rsplit('/', 1)[-1]}.parquet")


def files_read(query: str) -> list[tuple[str, str]]:
    """Return the tables of silver that a query reads, each with its edition."""
    return re.findall(r"'(silver/\w+)/edition=([^/']+)/\w+\.parquet'", query)


def columns_read(query: str) -> set[str]:
    """Return the quoted names of a query."""
    return {name.replace('""', '"') for name in re.findall(r'"((?:[^"]|"")*)"', query)}


def renamed(condition: str, names: Mapping[str, str]) -> str:
    """Return a condition recorded with the names of columns, under the names that DuckDB gives them."""
    for name in columns_read(condition):
        condition = condition.replace(f"r.{identifier(name)}", f"r.{identifier(names.get(name, name))}")
    return condition


def closed(sql: str) -> str:
    """Put brackets around what is not a single statement."""
    return f"({sql})" if " OR " in sql or " AND " in sql else sql


def identifier(name: str) -> str:
    """Quote the name of a column."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: str) -> str:
    """Quote a text."""
    return "'" + value.replace("'", "''") + "'"


def known(cell: str) -> str:
    """Return a cell, NULL where it says « shown and left empty »: SQL's three values are then the catalogue's."""
    for code in UNKNOWN_CODES:
        cell = f"nullif({cell}, {literal(code)})"
    return cell
