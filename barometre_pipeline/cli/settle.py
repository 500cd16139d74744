"""``barometre rapprocher``: one screen per question in doubt; what is decided is written by ``editions.settling``."""

from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.prompt import Prompt
from rich.table import Table

from barometre_pipeline.cli.common import RawOption, french_errors, stdout
from barometre_pipeline.editions.pairing import QuestionPair
from barometre_pipeline.editions.settling import Doubt, Settling, open_settling, settle
from barometre_pipeline.french.numbers import percent
from barometre_pipeline.sources.limesurvey.model import Question

_CHOICES = {"o": "oui, la même", "n": "non, une nouvelle", "p": "plus tard", "q": "arrêter"}


def settle_questions(
    raw: RawOption,
    edition: Annotated[
        str, typer.Option(metavar="ANNÉE", help="L’édition dont le livre de codes est à relire.")
    ],
    oui: Annotated[
        list[str] | None,
        typer.Option(
            "--oui", metavar="CODE", help="Cette question de l’année est bien celle proposée (répétable)."
        ),
    ] = None,
    non: Annotated[
        list[str] | None,
        typer.Option("--non", metavar="CODE", help="Cette question de l’année est nouvelle (répétable)."),
    ] = None,
) -> None:
    """Tranche les questions restées en doute dans codebook.yaml : un écran par question, la proposition, la raison.

    Sans --oui ni --non, chaque question est montrée et attend une réponse. Rien n’est écrit sans elle.
    """
    console = stdout()
    with french_errors():
        settling = open_settling(raw, edition)
        given = {**dict.fromkeys(oui or (), "o"), **dict.fromkeys(non or (), "n")}
        for place, doubt in enumerate(settling.doubts, start=1):
            code = doubt.pair.after[0].code
            if given and code not in given:
                continue
            answer = given.get(code) or _asked(console, settling, doubt, place, edition)
            if answer == "q":
                break
            if answer in ("o", "n"):
                settle(settling, doubt, same=answer == "o")
                console.print(f"{code} : {_CHOICES[answer]}.")
        left = open_settling(raw, edition)
    _tell_what_is_left(console, left, edition)


def _asked(console: Console, settling: Settling, doubt: Doubt, place: int, edition: str) -> str:
    (before,), (after,) = doubt.pair.before, doubt.pair.after
    table = Table(title=f"Question {place} sur {len(settling.doubts)}", title_justify="left", show_lines=True)
    table.add_column("")
    table.add_column(settling.previous)
    table.add_column(edition)
    table.add_row("Code", before.code, after.code)
    table.add_row("Libellé", escape(before.text), escape(after.text))
    table.add_row("Réponses et lignes", *(escape(_items(doubt.pair, q)) for q in (before, after)))
    console.print(table)
    reasons = ", ".join(f"{kind} {percent(share)}" for kind, share in doubt.pair.evidence.items())
    console.print(f"Proposition : la même question, confiance {percent(doubt.pair.confidence)} ({reasons}).")
    console.print(" ; ".join(f"{key} : {words}" for key, words in _CHOICES.items()))
    return Prompt.ask("Est-ce la même question ?", choices=list(_CHOICES), default="p", console=console)


def _items(pair: QuestionPair, question: Question) -> str:
    side = "before" if question in pair.before else "after"
    return "\n".join(item.text for m in pair.items for item in getattr(m, side))


def _tell_what_is_left(console: Console, left: Settling, edition: str) -> None:
    if not left.doubts and not left.others:
        console.print(f"Tout est tranché. Pour recalculer : « barometre run --edition {edition} ».")
        return
    console.print(f"Reste à trancher dans {edition}/{left.path.name} :")
    for line in (*(d.line for d in left.doubts), *left.others):
        console.print(f"  • {line}", markup=False)
