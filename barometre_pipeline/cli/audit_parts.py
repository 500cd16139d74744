"""The pieces of an audit card that are shown alike whatever the figure: rows of text, filters, files, query.

What a card says is decided by the modules that call these.
"""

from typing import Any

from rich.console import Console
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

_SHOWN = 40  # record numbers on screen; --json gives them all


def show_query(console: Console, query: str) -> None:
    """Print the query, and where to run it."""
    console.print("\n[bold]Requête DuckDB[/] (à lancer depuis le dossier du lac)")
    console.print(Syntax(query, "sql", background_color="default", word_wrap=True))


def show_verification(console: Console, check: dict[str, Any] | None, base: str) -> None:
    """Print what the query gave, where it was run; ``base`` is the key of the denominator."""
    if check:
        verdict = "[green]identique[/]" if check["identique"] else "[bold red]DIFFÉRENT[/]"
        console.print(f"Vérification : n = {check['n']} sur {check[base]}, {verdict}")


def show_section(console: Console, title: str, rows: list[tuple[str, str]]) -> None:
    """Print a heading and its rows of name and value."""
    console.print(f"\n[bold]{title}[/]")
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in rows:
        table.add_row(name, Text(value))
    console.print(table)


def show_filters(console: Console, steps: list[dict[str, Any]]) -> None:
    """Print how many responses each filter left."""
    console.print("\n[bold]Les filtres[/]")
    table = Table(box=None, padding=(0, 2, 0, 0))
    table.add_column("Étape")
    table.add_column("Écartées", justify="right")
    table.add_column("Restantes", justify="right")
    for step in steps:
        table.add_row(step["etape"], str(step["ecartees"]), str(step["restantes"]))
    console.print(table)


def show_files(console: Console, card: dict[str, Any]) -> None:
    """Print the files with their hashes, and the records counted."""
    console.print("\n[bold]Les fichiers[/]")
    for file in card["fichiers"]:
        console.print(
            f"  {file['role']:<16} {file['fichier']}\n  {'':<16} SHA-256 {file['sha256']}", markup=False
        )
    if not card["extrait"]:
        return
    lines = card["lignes"]
    listed = ", ".join(map(str, lines[:_SHOWN])) + (
        f"… ({len(lines)} en tout, --json les donne)" if len(lines) > _SHOWN else ""
    )
    console.print(f"  Enregistrements de {card['extrait']} : {listed or 'aucun'}", markup=False)
