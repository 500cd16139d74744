"""Every table of the lake and every asset that writes some: collected from ``declarations``, and what follows.

A table that is not declared there does not exist. What a declaration is made of is ``model``'s.
"""

import importlib
import pkgutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter
from types import ModuleType

from barometre_pipeline.tables import declarations
from barometre_pipeline.tables.model import (
    EVERY_SOURCE,
    LAYERS,
    SOURCES,
    CodeOf,
    ColumnRef,
    DeclarationError,
    Step,
    Table,
)


@dataclass(frozen=True, eq=False)
class Asset:
    """What one step writes, and what it may read to do so.

    Attributes:
        step: its name, the module that does the work, how the Dagster UI shows it.
        tables: written together.
        columns_read: table -> the columns that its own come from, or that its tables say it also reads.
        code_of: tables whose code it records.
    """

    step: Step
    tables: tuple[Table, ...]
    columns_read: Mapping[str, frozenset[str]]
    code_of: tuple[str, ...]

    @property
    def name(self) -> str:
        """Name of its step."""
        return self.step.name

    @property
    def reads(self) -> tuple[str, ...]:
        """Names of the tables that its step may read."""
        return tuple(self.columns_read)

    @property
    def source(self) -> str:
        """Kind of source it comes from, "" if it looks at all editions."""
        return self.tables[0].source

    @property
    def part(self) -> str:
        """What it writes one file of at a time for an edition, "" if an edition has one file a table."""
        return self.tables[0].part


def collect() -> dict[str, Table]:
    """Gather the tables of every module of ``declarations``, by layer, then by kind of source.

    Raises:
        DeclarationError: two tables of one name, or one that two modules name.
    """
    found: dict[str, tuple[Table, str]] = {}
    for module in _modules():
        for table in (v for v in vars(module).values() if isinstance(v, Table)):
            known, where = found.setdefault(table.name, (table, module.__name__))
            if known is not table:
                raise DeclarationError(f"Table « {table.name} » : déclarée deux fois.")
            if where != module.__name__:
                raise DeclarationError(
                    f"Table « {table.name} » : nommée dans {where} et dans {module.__name__}. Celui qui ne la déclare "
                    "pas doit importer l’autre module, et non la table."
                )
    tables = [table for table, _ in found.values()]
    tables.sort(key=lambda t: (LAYERS.index(t.layer), SOURCES.index(t.source)))
    return {t.name: t for t in tables}


def declared_in(table: Table) -> str:
    """Return the name of the module that declares a table."""
    return next(m.__name__ for m in _modules() if table in vars(m).values())


def _modules() -> Iterator[ModuleType]:
    for module in pkgutil.iter_modules(declarations.__path__):
        yield importlib.import_module(f"{declarations.__name__}.{module.name}")


def assets_of(tables: Mapping[str, Table]) -> dict[str, Asset]:
    """Group tables by the asset that writes them, and check that every origin exists.

    Raises:
        DeclarationError: an origin names a table or a column that does not exist, or an asset is partitioned in
            two ways.
    """
    groups: dict[Step, list[Table]] = {}
    for table in tables.values():
        groups.setdefault(table.step, []).append(table)
    return {step.name: _asset(step, tuple(written), tables) for step, written in groups.items()}


def upstream(assets: Mapping[str, Asset], tables: Mapping[str, Table], table: str) -> list[Asset]:
    """Return the asset that writes a table and all those it is computed from, nearest first."""
    found: dict[str, Asset] = {}
    waiting = [tables[table].step.name]
    while waiting:
        name = waiting.pop(0)
        if name not in found:
            found[name] = assets[name]
            waiting += [tables[t].step.name for t in assets[name].reads]
    return list(found.values())


def downstream(assets: Mapping[str, Asset], names: Iterable[str]) -> list[str]:
    """Return assets and all those that are computed from them, in an order in which they can be computed."""
    writer = {table.name: a.name for a in assets.values() for table in a.tables}
    order = TopologicalSorter({a.name: {writer[t] for t in a.reads} for a in assets.values()})
    wanted = set(names)
    found = []
    for name in order.static_order():
        if name in wanted or wanted & {writer[t] for t in assets[name].reads}:
            wanted.add(name)
            found.append(name)
    return found


def _asset(step: Step, written: tuple[Table, ...], tables: Mapping[str, Table]) -> Asset:
    if len({t.source for t in written}) > 1:
        raise DeclarationError(
            f"Étape « {step.name} » : ses tables n’ont pas la même partition ({', '.join(t.name for t in written)})."
        )
    own = {t.name for t in written}
    read: dict[str, set[str]] = {}
    for ref in (r for t in written for r in _checked(t, tables) if r.table not in own):
        read.setdefault(ref.table, set()).add(ref.column)
    codes = dict.fromkeys(
        o.table for t in written for c in t.all_columns for o in c.origins if isinstance(o, CodeOf)
    )
    return Asset(step, written, {t: frozenset(read[t]) for t in tables if t in read}, tuple(codes))


def _checked(table: Table, tables: Mapping[str, Table]) -> Iterator[ColumnRef]:
    named = [(f"colonne « {c.field.name} »", ref) for c in table.all_columns for ref in c.refs]
    for place, ref in (*named, *(("ce qu’elle lit aussi", ref) for ref in table.also)):
        where = f"Table « {table.name} », {place}"
        source = tables.get(ref.table)
        if source is None:
            raise DeclarationError(f"{where} : son origine « {ref} » nomme une table qui n’existe pas.")
        if ref.column not in {c.field.name for c in source.all_columns}:
            raise DeclarationError(f"{where} : son origine « {ref} » nomme une colonne qui n’existe pas.")
        if source.by_edition and table.source not in (source.source, EVERY_SOURCE, ""):
            raise DeclarationError(f"{where} : « {ref} » est d’une autre partition ({source.source}).")
        yield ref


TABLES: dict[str, Table] = collect()
ASSETS: dict[str, Asset] = assets_of(TABLES)


def find_table(name: str) -> Table | None:
    """Find a table by its full name or by its last part (``tris`` for ``gold/tris``)."""
    return TABLES.get(name) or next((t for t in TABLES.values() if t.name.rsplit("/", 1)[-1] == name), None)
