"""Counts every row of ``gold/indicateurs`` again with DuckDB: the oracle of the evaluation in masks.

The conditions are those of the audit cards; rows that share a numerator are counted in one query.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from barometre_pipeline.audit.compile import (
    IndicatorKey,
    compile_aggregates,
    compile_value,
    key_of,
    printed_groups,
    source_of,
)
from barometre_pipeline.audit.counting import LIGNE, AnyCounting, Counting
from barometre_pipeline.audit.sql import identifier, literal
from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.lake import Lake

if TYPE_CHECKING:
    import duckdb

_SILVER = ("silver/reponses", "silver/structures", "silver/sondes", "silver/agregats")
Counts = dict[int, tuple[int, int]]
_ROWID = {LIGNE: "r.rowid"}


def recount_all(lake: Lake, catalogue: Catalogue) -> pd.DataFrame:
    """Return ``gold/indicateurs`` with ``n_sql`` and ``base_sql``, counted from silver by DuckDB."""
    import duckdb

    table = lake.read("gold/indicateurs")
    with duckdb.connect(config={"threads": 1}) as connection:
        columns = _load(lake, connection)
        counts = _count(lake, catalogue, table, connection, columns)
    ordered = [counts[i] for i in range(len(table))]
    return table.assign(n_sql=[n for n, _ in ordered], base_sql=[base for _, base in ordered])


def _load(lake: Lake, connection: "duckdb.DuckDBPyConnection") -> dict[tuple[str, str], list[str]]:
    """Read silver into tables named as the queries name the files; return their columns."""
    columns = {}
    for table in _SILVER:
        for edition in lake.editions(table):
            path = lake.path(table, edition)
            name = identifier(str(path.relative_to(lake.root)))
            connection.execute(f"CREATE TABLE {name} AS SELECT * FROM read_parquet({literal(str(path))})")
            described = connection.execute(f"DESCRIBE {name}").fetchall()
            columns[table, edition] = [str(row[0]) for row in described]
    return columns


def _count(
    lake: Lake,
    catalogue: Catalogue,
    table: pd.DataFrame,
    connection: "duckdb.DuckDBPyConnection",
    columns: dict[tuple[str, str], list[str]],
) -> Counts:
    counts: Counts = {}
    files: dict[tuple[str, str], _Batches] = {}
    printed = {e: printed_groups(lake, e) for e in lake.editions("silver/agregats")}
    for index, row in enumerate(table.to_dict("records")):
        key, source = key_of(row), source_of(catalogue, row)
        if source == "silver/agregats":
            counting: AnyCounting = compile_aggregates(catalogue, key, printed[key.edition])
        else:
            counting = compile_value(catalogue, key, columns[source, key.edition])
        if isinstance(counting, Counting):
            batches = files.setdefault((source, key.edition), _Batches(f"membres {source} {key.edition}"))
            batches.add(index, key, counting)
        else:
            ((n, base),) = connection.execute(counting.count_query()).fetchall()
            counts[index] = int(n), int(base)
    for batches in files.values():
        counts |= batches.count(connection)
    return counts


class _Batches:
    """The rows of one silver file: one query per numerator, over a table of who is in which population."""

    def __init__(self, members: str) -> None:
        self.members = members
        self.places: dict[tuple[str, str, str], tuple[int, Counting]] = {}
        self.numerators: dict[tuple[str, str, str], tuple[Counting, dict[int, int]]] = {}

    def add(self, index: int, key: IndicatorKey, counting: Counting) -> None:
        """Take one row, by its position in ``gold/indicateurs``."""
        where = key.population, key.ventilation, key.modalite
        place, _ = self.places.setdefault(where, (len(self.places), counting))
        _, rows = self.numerators.setdefault((key.indicateur, key.categorie, key.regle_base), (counting, {}))
        rows[place] = index

    def count(self, connection: "duckdb.DuckDBPyConnection") -> Counts:
        """Return ``n`` and ``base`` of every row taken; a population without response has none."""
        members = identifier(self.members)
        connection.execute(f"CREATE TABLE {members} ({LIGNE} BIGINT, place INTEGER)")
        for place, counting in self.places.values():
            connection.execute(f"INSERT INTO {members} {_members_query(counting, place)}")
        counts: Counts = {}
        for counting, rows in self.numerators.values():
            found = connection.execute(_batch_query(counting, self.members)).fetchall()
            counts |= dict.fromkeys(rows.values(), (0, 0))
            counts |= {rows[place]: (int(n), int(base)) for place, n, base in found if place in rows}
        return counts


def _members_query(counting: Counting, place: int) -> str:
    """Return the query of the responses of a counting's population: ``_ligne``, ``place``; for tables in memory."""
    people = replace(counting, values={"place": str(place)}, exclusion="")
    return f"{people.responses_left(_ROWID)}\nSELECT * FROM retenue"


def _batch_query(counting: Counting, members: str) -> str:
    """Return one query for a counting's numerator in every population of a table: ``place``, ``n``, ``base``.

    Args:
        counting: any counting with this numerator; its own population plays no part.
        members: table made of ``members_query``.
    """
    everybody = replace(counting, steps=(), profile=())
    return (
        f"{everybody.responses_left(_ROWID)}\nSELECT place, {counting.n} AS n, {counting.base} AS base\n"
        f"FROM retenue JOIN {identifier(members)} USING ({LIGNE}) GROUP BY place"
    )
