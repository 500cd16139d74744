"""``barometre audit``: where a figure comes from, in French, and the same count done again."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.panel import Panel
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from barometre_pipeline.audit.explain import explain, find_figure
from barometre_pipeline.audit.verify import recount
from barometre_pipeline.cli.common import (
    EXIT_FAILED,
    EditionOption,
    JsonOption,
    LakeOption,
    RawOption,
    french_errors,
    stdout,
)
from barometre_pipeline.lake import Lake
from barometre_pipeline.publication.rounding import percent


def audit(
    edition: EditionOption,
    raw: RawOption,
    lake: LakeOption,
    question: Annotated[
        str, typer.Option("--question", metavar="CODE", help="Code de la question, par exemple G3Q03.")
    ],
    modalite: Annotated[
        str | None,
        typer.Option("--modalite", metavar="RÉPONSE", help="Texte de la réponse, par exemple Oui."),
    ] = None,
    sous_question: Annotated[
        str | None,
        typer.Option("--sous-question", metavar="CODE", help="Code ou texte de la sous-question, ou rang."),
    ] = None,
    groupe: Annotated[
        str, typer.Option("--groupe", metavar="GROUPE", help="Groupe de structures, par exemple metropoles.")
    ] = "ensemble",
    verify: Annotated[
        bool, typer.Option("--verify", help="Recompte avec DuckDB sur les fichiers Parquet et compare.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Dit d’où vient un chiffre : question, base, filtres, fichiers, versions, requête."""
    with french_errors():
        store = Lake.at(lake)
        card = explain(store, find_figure(store, edition, question, sous_question, modalite, groupe))
        card["execution"] = _execution(lake, edition)
        if verify:
            n, effectif = recount(store, card["requete"])
            same = n == card["chiffre"]["n"] and effectif == card["base"]["effectif"]
            card["verification"] = {"n": n, "effectif": effectif, "identique": same}
        if as_json:
            typer.echo(json.dumps(card, ensure_ascii=False, indent=2))
        else:
            _show(stdout(), card)
    if verify and not card["verification"]["identique"]:
        raise typer.Exit(EXIT_FAILED)


def _execution(lake: Path, edition: str) -> dict[str, str]:
    """Ask the lake's Dagster instance which run wrote the figures; an absent instance is said, not hidden."""
    from barometre_pipeline.orchestration.run_history import last_run

    return last_run(str(lake), edition)


def _show(console: Console, card: dict[str, Any]) -> None:
    figure = card["chiffre"]
    headline = Text.assemble(
        (percent(figure["part"]), "bold"),
        f"   n = {figure['n']} sur {card['base']['effectif']} ({figure['groupe_libelle']}, édition {figure['edition']})",
    )
    console.print(
        Panel(headline, title=f"Fiche d’audit {card['trace_id']}", title_align="left", expand=False)
    )
    if figure["source_donnees"] != "reelles":
        console.print(f"[bold yellow]{figure['source_donnees_libelle']}[/]")
    _section(console, "Le chiffre", [
        ("Question", f"{figure['question']} — {figure['question_libelle']}"),
        *([("Sous-question", f"{figure['sous_question']} — {figure['sous_question_libelle']}")] if figure["sous_question"] else []),
        ("Réponse", figure["modalite"]),
        ("Groupe", f"{figure['groupe']} — {figure['groupe_libelle']}"),
        ("Part", _shares(figure)),
        ("Données", figure["source_donnees_libelle"]),
    ])  # fmt: skip
    base = card["base"]
    _section(console, "La base", [
        ("Définition", base["definition"]),
        ("Effectif", f"{base['effectif']} structures, dont {base['repondants']} ont répondu à la question"),
    ])  # fmt: skip
    _precision(console, card["precision"])
    _filters(console, card["filtres"])
    _files(console, card)
    versions, execution = card["versions"], card["execution"]
    _section(console, "Versions", [
        ("Code", f"barometre-pipeline {versions['paquet']}, empreinte {versions['code']}"),
        ("YAML", f"{versions['configuration']}, SHA-256 {versions['configuration_sha256'][:16]}…"),
        ("Exécution", " ".join(filter(None, (execution["run_id"], execution["note"])))),
    ])  # fmt: skip
    console.print("\n[bold]Requête DuckDB[/] (à lancer depuis le dossier du lac)")
    console.print(Syntax(card["requete"], "sql", background_color="default", word_wrap=True))
    check = card.get("verification")
    if check:
        verdict = "[green]identique[/]" if check["identique"] else "[bold red]DIFFÉRENT[/]"
        console.print(f"Vérification : n = {check['n']} sur {check['effectif']}, {verdict}")


def _precision(console: Console, precision: dict[str, Any] | None) -> None:
    if precision is None:
        return
    points = f"{precision['erreur_type'] * 100:.1f}".replace(".", ",")
    rows = [
        ("Part redressée", f"{percent(precision['part_ponderee'])}, erreur-type {points} points"),
        ("Intervalle à 95 %", _interval(precision)),
        ("Plan", precision["plan"]),
    ]
    if precision["deff"] is not None:
        rows.append(("Effet de plan", f"{precision['deff']:.2f}".replace(".", ",")))
    if precision["base_faible"]:
        rows.append(("Attention", f"base faible : {precision['base']} structures, à ne pas commenter seule"))
    _section(console, "La précision", rows)


def _interval(precision: dict[str, Any]) -> str:
    scales = (("logit", "logit"), ("bêta (Korn-Graubard)", "beta"))
    known = [
        f"de {percent(precision[f'ic_{key}_bas'])} à {percent(precision[f'ic_{key}_haut'])} ({label})"
        for label, key in scales
        if precision[f"ic_{key}_bas"] is not None
    ]
    return " ; ".join(known) or "n. d."


def _shares(figure: dict[str, Any]) -> str:
    named = (
        ("part", "brute"),
        ("part_ponderee_historique", "redressement historique"),
        ("part_ponderee", "redressée"),
    )
    shown = [
        f"{label} {figure[k]:.6f}".replace(".", ",") + f" ({percent(figure[k])})"
        for k, label in named
        if figure[k] is not None
    ]
    return " ; ".join(shown) or "groupe vide"


def _section(console: Console, title: str, rows: list[tuple[str, str]]) -> None:
    console.print(f"\n[bold]{title}[/]")
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in rows:
        table.add_row(name, Text(value))
    console.print(table)


def _filters(console: Console, steps: list[dict[str, Any]]) -> None:
    console.print("\n[bold]Les filtres[/]")
    table = Table(box=None, padding=(0, 2, 0, 0))
    table.add_column("Étape")
    table.add_column("Écartées", justify="right")
    table.add_column("Restantes", justify="right")
    for step in steps:
        table.add_row(step["etape"], str(step["ecartees"]), str(step["restantes"]))
    console.print(table)


def _files(console: Console, card: dict[str, Any]) -> None:
    console.print("\n[bold]Les fichiers[/]")
    for file in card["fichiers"]:
        console.print(
            f"  {file['role']:<16} {file['fichier']}\n  {'':<16} SHA-256 {file['sha256']}", markup=False
        )
    lines = card["lignes"]
    listed = ", ".join(map(str, lines[:40])) + (
        f"… ({len(lines)} en tout, --json les donne)" if len(lines) > 40 else ""
    )
    console.print(f"  Enregistrements de {card['extrait']} : {listed or 'aucun'}", markup=False)
