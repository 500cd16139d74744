"""``barometre check``: is what the lake holds whole, valid and up to date?"""

from typing import Annotated

import typer
from rich.table import Table as RichTable

from barometre_pipeline.cli.common import (
    EXIT_FAILED,
    LakeOption,
    RawOption,
    chosen_editions,
    french_errors,
    stderr,
    stdout,
)
from barometre_pipeline.lake import Lake
from barometre_pipeline.orchestration.freshness import is_fresh
from barometre_pipeline.schemas.base import SchemaError
from barometre_pipeline.schemas.registry import TABLES, Table


def check(
    raw: RawOption,
    lake: LakeOption,
    edition: Annotated[
        list[str] | None,
        typer.Option("--edition", metavar="ANNÉE", help="Édition à contrôler (répétable) ; par défaut, toutes."),
    ] = None,
) -> None:
    """Contrôle le lac : schéma de chaque table, et éditions à jour."""
    failed = False
    with french_errors():
        store = Lake.at(lake)
        found = chosen_editions(raw, edition)
        report = RichTable()
        for name in ("Édition", "Tables valides", "État"):
            report.add_column(name)
        for key, config in found.items():
            tables = [t for t in TABLES.values() if t.par_edition and store.exists(t.name, key)]
            broken = [message for t in tables if (message := _problem(store, t, key))]
            fresh = is_fresh(store, config, with_gx=False)
            failed = failed or bool(broken) or not fresh
            report.add_row(key, f"{len(tables) - len(broken)}/{len(tables)}", "à jour" if fresh else "à recalculer")
            for message in broken:
                stderr().print(message, markup=False)
        stdout().print(report)
    if failed:
        raise typer.Exit(EXIT_FAILED)


def _problem(store: Lake, table: Table, edition: str) -> str | None:
    try:
        table.validate(store.read(table.name, edition), "à la lecture")
    except SchemaError as error:
        return f"Édition {edition} : {error}"
    except (OSError, ValueError):
        return f"Édition {edition} : le fichier de la table « {table.name} » est illisible ; relancez « barometre run »."
    return None
