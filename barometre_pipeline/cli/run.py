"""``barometre run``: computes the editions and ends with a summary a person reads."""

from collections.abc import Collection
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table

from barometre_pipeline.cli.common import (
    EXIT_FAILED,
    LakeOption,
    RawOption,
    chosen_editions,
    french_errors,
    stderr,
    stdout,
)
from barometre_pipeline.cli.failures import of_this_program
from barometre_pipeline.cli.progress import Advance
from barometre_pipeline.cli.run_progress import RunProgress
from barometre_pipeline.editions.codebooks import catalogue_of_raw
from barometre_pipeline.french.numbers import count
from barometre_pipeline.lake import Lake
from barometre_pipeline.running.editions import default_processes, run_editions
from barometre_pipeline.running.outcome import EditionOutcome
from barometre_pipeline.shared_lake.copies import shown
from barometre_pipeline.vocabulary import ENSEMBLE, PREUVES

_ETATS = {
    "calculee": "calculée",
    "a_jour": "à jour",
    "echec": "[red]échec[/]",
    "en_attente": "attend ses réponses",
}


def run(
    raw: RawOption,
    lake: LakeOption,
    processus: Annotated[
        int,
        typer.Option(
            "--processus",
            metavar="NOMBRE",
            min=0,
            envvar="BAROMETRE_PROCESSUS",
            default_factory=default_processes,
            show_default="autant que de cœurs, 2 au plus",
            help="Processus qui calculent en même temps ; 0 : rien à côté de celui-ci (pour déboguer). "
            "Le résultat ne dépend pas de leur nombre.",
        ),
    ],
    edition: Annotated[
        list[str] | None,
        typer.Option(
            "--edition", metavar="ANNÉE", help="Édition à calculer (répétable) ; par défaut, toutes."
        ),
    ] = None,
    sans_gx: Annotated[
        bool,
        typer.Option("--sans-gx", help="Sans la suite Great Expectations ni ses Data Docs (plus rapide)."),
    ] = False,
    tout_recalculer: Annotated[
        bool, typer.Option("--tout-recalculer", help="Recalcule même ce qui est à jour.")
    ] = False,
) -> None:
    """Calcule les éditions : des extraits bruts aux tris, aux graphiques et aux fiches d’audit."""
    console = stderr()
    with french_errors():
        editions = chosen_editions(raw, edition)
        with Advance(console) as advance:
            progress = RunProgress(advance, lambda: catalogue_of_raw(raw).theme_words)
            outcomes = run_editions(
                editions,
                raw,
                lake,
                with_gx=not sans_gx,
                force=tout_recalculer,
                processes=processus,
                announce=partial(_announce, console, progress),
                listener=progress.tell,
                tell=partial(console.print, markup=False),
            )
    _summary(outcomes, Lake.at(lake), lake)
    for outcome in outcomes:
        _tell_failure(console, outcome)
    failures = [o for o in outcomes if o.etat == "echec" or o.controles_echoues]
    if failures:
        raise typer.Exit(EXIT_FAILED)


def _announce(
    console: Console, progress: RunProgress, editions: int, processes: int, steps: Collection[tuple[str, str]]
) -> None:
    what = count(editions, "édition") if editions else "ce qui réunit les éditions"
    beside = f", sur {processes} processus" if processes > 1 else ""
    console.print(f"Calcul de {what}{beside}…")
    progress.begin(steps)


def _tell_failure(console: Console, outcome: EditionOutcome) -> None:
    if outcome.message:
        console.print(
            f"\n[bold red]{_of(outcome).capitalize()}[/]\n{escape(of_this_program(outcome.message))}"
        )
    for check in outcome.controles_echoues:
        console.print(f"[bold red]Contrôle non tenu, {_of(outcome)}[/] : {escape(check)}")
    for check in outcome.a_completer:
        console.print(f"[bold red]À compléter, {_of(outcome)}[/] : {escape(check)}")
    for check in outcome.avertissements:
        console.print(f"[yellow]Avertissement, {_of(outcome)}[/] : {escape(check)}")


def _of(outcome: EditionOutcome) -> str:
    return "toutes éditions" if outcome.edition == ENSEMBLE else f"édition {outcome.edition}"


def _summary(outcomes: list[EditionOutcome], store: Lake, lake: Path) -> None:
    numbers = ("Reçues", "Retenues", "Écartées", "Tris", "Graphiques", "Contrôles")
    table = Table(
        *("Édition", "État", "Données"),
        *(Column(name, justify="right") for name in numbers),
        title="Résumé",
        title_justify="left",
    )
    notes: list[str] = []
    for outcome in outcomes:
        table.add_row(
            *(_across_row(outcome) if outcome.edition == ENSEMBLE else _summary_row(outcome, store, notes))
        )
    notes += _across_editions(store, before=any(o.etat == "echec" for o in outcomes))
    console = stdout()
    console.print(table)
    for note in notes:
        console.print(note if note.startswith(" ") else f"  • {note}", markup=False)
    console.print(
        f"Où regarder : {shown(lake)}/publication (site, graphiques), « barometre audit », « make dev »",
        markup=False,
    )


def _across_editions(store: Lake, *, before: bool) -> list[str]:
    """Say what was computed over all editions together; ``before``: by an earlier run, for this one failed."""
    if not store.exists("gold/scores"):
        return []
    indicators = store.read("gold/indicateurs", columns=["indicateur"])["indicateur"]
    scores = store.read("gold/scores")
    when = ", d’un calcul précédent" if before else ""
    return [
        f"Toutes éditions{when} : {count(indicators.nunique(), 'indicateur')}, {count(len(indicators), 'valeur')}",
        "Chiffres publiés (barometre check --chiffres) :",
        *(f"    {phrase}" for phrase in scores.loc[scores["edition"] == "", "phrase"]),
    ]


def _across_row(outcome: EditionOutcome) -> list[str]:
    """Tell what became of the work that no edition does alone: its checks are of every edition."""
    return ["Ensemble", _state(outcome), *[""] * 6, _checks(outcome)]


def _state(outcome: EditionOutcome) -> str:
    waiting = ", [red]à compléter[/]" if outcome.a_completer else ""
    return _ETATS[outcome.etat] + waiting


def _summary_row(outcome: EditionOutcome, store: Lake, notes: list[str]) -> list[str]:
    state = _state(outcome)
    if store.exists("bronze/sondage_extraits", outcome.edition):
        said = store.read("bronze/sondage_extraits", outcome.edition)["avertissements"]
        notes += [f"{outcome.edition}, sondage : {n}" for n in str(said.iloc[0]).splitlines() if n]
    if not store.exists("gold/contexte", outcome.edition):
        return [outcome.edition, state, _other_source(outcome.edition, store), *[""] * 5, _checks(outcome)]
    context = store.read("gold/contexte", outcome.edition).iloc[0]
    notes += [f"{outcome.edition} : {n}" for n in str(context["avertissements"]).splitlines() if n]
    return [
        outcome.edition,
        state,
        PREUVES[str(context["source_donnees"])],
        str(context["reponses_recues"]),
        str(context["reponses_retenues"]),
        str(context["reponses_recues"] - context["reponses_retenues"]),
        _rows("gold/tris", outcome.edition, store),
        _rows("gold/graphiques", outcome.edition, store),
        _checks(outcome),
    ]


def _rows(table: str, edition: str, store: Lake) -> str:
    """Count the rows of a table of an edition, nothing where its run did not reach that step."""
    return str(len(store.read(table, edition))) if store.exists(table, edition) else ""


def _checks(outcome: EditionOutcome) -> str:
    ran = outcome.controles_passes + sum(
        len(c) for c in (outcome.controles_echoues, outcome.avertissements, outcome.a_completer)
    )
    return f"{outcome.controles_passes}/{ran}" if ran else "—"


def _other_source(edition: str, store: Lake) -> str:
    """Name the data of an edition without microdata of local authorities."""
    for table in ("bronze/agregats_extraits", "bronze/sondage_extraits"):
        if store.exists(table, edition):
            return PREUVES[str(store.read(table, edition)["source_donnees"].iloc[0])]
    return ""
