"""``barometre check``: is what the lake holds whole, valid and up to date?"""

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table as RichTable

from barometre_pipeline.cli.common import (
    EXIT_FAILED,
    JsonOption,
    LakeOption,
    RawOption,
    chosen_editions,
    french_errors,
    stderr,
    stdout,
)
from barometre_pipeline.lake import Lake
from barometre_pipeline.provenance.freshness import is_fresh
from barometre_pipeline.tables.model import Table
from barometre_pipeline.tables.registry import TABLES
from barometre_pipeline.tables.schema import SchemaError, validate


def check(
    raw: RawOption,
    lake: LakeOption,
    edition: Annotated[
        list[str] | None,
        typer.Option(
            "--edition", metavar="ANNÉE", help="Édition à contrôler (répétable) ; par défaut, toutes."
        ),
    ] = None,
    chiffres: Annotated[
        bool, typer.Option("--chiffres", help="Compare chaque chiffre publié à la valeur calculée.")
    ] = False,
    contradictions: Annotated[
        bool, typer.Option("--contradictions", help="Cherche les contradictions entre les chiffres publiés.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Contrôle le lac (schémas, éditions à jour), ou les chiffres publiés."""
    if chiffres or contradictions:
        _printed_figures(lake, chiffres, contradictions, as_json)
        return
    failed = False
    with french_errors():
        store = Lake.at(lake)
        found = chosen_editions(raw, edition)
        report = RichTable("Édition", "Tables valides", "État")
        for key, config in found.items():
            tables = [t for t in TABLES.values() if t.by_edition and store.exists(t.name, key)]
            broken = [message for t in tables if (message := _problem(store, t, key))]
            fresh = is_fresh(store, config, with_gx=False)
            failed = failed or bool(broken) or not fresh
            report.add_row(
                key, f"{len(tables) - len(broken)}/{len(tables)}", "à jour" if fresh else "à recalculer"
            )
            for message in broken:
                stderr().print(message, markup=False)
        stdout().print(report)
    if failed:
        raise typer.Exit(EXIT_FAILED)


def _printed_figures(lake: Path, figures: bool, contradictions: bool, as_json: bool) -> None:
    from barometre_pipeline.cli.check_figures import check_contradictions, check_figures

    explained = True
    with french_errors():
        if figures:
            explained = check_figures(lake, stdout(), as_json)
        if contradictions:
            check_contradictions(stdout(), as_json)
    if not explained:
        raise typer.Exit(EXIT_FAILED)


def _problem(store: Lake, table: Table, edition: str) -> str | None:
    try:
        validate(table, store.read(table.name, edition), "à la lecture")
    except SchemaError as error:
        return f"Édition {edition} : {error}"
    except (OSError, ValueError):
        return (
            f"Édition {edition} : le fichier de la table « {table.name} » est illisible ; "
            "relancez « barometre run »."
        )
    return None
