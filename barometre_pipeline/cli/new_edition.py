"""``barometre new-edition``: options and what is said on screen; the work is ``editions.draft``'s."""

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from barometre_pipeline.cli.common import RawOption, french_errors, stderr, stdout
from barometre_pipeline.cli.progress import Advance, Stages
from barometre_pipeline.editions.draft import Draft, draft_edition
from barometre_pipeline.editions.draft_codebook import doubts
from barometre_pipeline.editions.pairing import THRESHOLD, Pairing
from barometre_pipeline.editions.pairing_report import summary
from barometre_pipeline.french.numbers import count


def new_edition(
    edition: Annotated[str, typer.Argument(metavar="ANNÉE", help="La nouvelle édition, par exemple 2026.")],
    raw: RawOption,
    structure: Annotated[
        Path,
        typer.Option(
            metavar="FICHIER",
            exists=True,
            dir_okay=False,
            help="Structure du questionnaire exportée de LimeSurvey (.lss, .lsa ou .txt).",
        ),
    ],
    depuis: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="ANNÉE",
            help="Édition à comparer ; à défaut, la dernière qui a une structure.",
        ),
    ] = None,
    seuil: Annotated[
        float,
        typer.Option(
            metavar="NOMBRE", min=0.5, max=1.0, help="Confiance dès laquelle deux choses sont égales."
        ),
    ] = THRESHOLD,
    demonstration: Annotated[
        bool, typer.Option("--demonstration", help="Les réponses de cette édition seront inventées.")
    ] = False,
    remplacer: Annotated[
        bool, typer.Option("--remplacer", help="Écrase une proposition déjà écrite (et ses corrections).")
    ] = False,
) -> None:
    """Prépare une nouvelle édition : son YAML, et le rapprochement de son questionnaire avec le précédent.

    Écrit edition.yaml, codebook.yaml et rapprochement_questionnaire.md dans <brut>/<année>/, à relire.
    Rien de ce qui est sous le seuil de confiance n’est tenu pour égal.
    """
    with french_errors(), Advance(stderr()) as advance:
        stages = Stages(advance)
        draft = draft_edition(
            raw, edition, structure, previous=depuis, threshold=seuil, replace=remplacer,
            data="demonstration" if demonstration else "reelles", announce=stages.begin,
        )  # fmt: skip
        stages.end()
    if draft.matching is not None:
        stdout().print(_summary(draft.matching, f"{draft.previous} → {edition}"))
    _report(draft, edition)


def _summary(matching: Pairing, title: str) -> Table:
    table = Table(title=title)
    table.add_column("")
    table.add_column("Questions", justify="right")
    table.add_column("Sous-questions et réponses", justify="right")
    for words, questions, items in summary(matching):
        table.add_row(words, str(questions), "" if items is None else str(items))
    return table


def _report(draft: Draft, edition: str) -> None:
    for name in draft.files:
        typer.echo(name)
    console = stderr()
    if draft.previous is None:
        console.print("Aucune édition précédente n’a de structure : rien à rapprocher.", style="yellow")
    reworded = [m for m in draft.matching.questions if m.equal and not m.same_words] if draft.matching else []
    if reworded:
        what = count(len(reworded), "question a", "questions ont")
        console.print(
            f"À vérifier : {what} changé de mots ; leur clé « note » dit que l’année ne se compare pas strictement : "
            "retirez-la de codebook.yaml là où le sens est resté le même.",
            style="yellow", markup=False,
        )  # fmt: skip
    if draft.matching and any(doubts(m) for m in draft.matching.questions):
        console.print(
            f"À trancher : « barometre rapprocher --edition {edition} ».", style="yellow", markup=False
        )
    for note in draft.notes:
        console.print(f"À vérifier : {note}", style="yellow", markup=False)
