"""``barometre rapprocher``: one screen per question, answer or line in doubt; ``editions.settling`` writes it."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.prompt import Prompt
from rich.table import Table

from barometre_pipeline.cli.common import RawOption, french_errors, stdout
from barometre_pipeline.editions.pairing import QuestionPair
from barometre_pipeline.editions.settling import Doubt, Settling, open_settling, refuse, settle
from barometre_pipeline.errors import InputError
from barometre_pipeline.french.numbers import percent
from barometre_pipeline.sources.limesurvey.model import Question

_NOTE = (
    "    Ses mots ont changé : la clé « note » de sa variable dit que l’année ne se compare pas strictement, et aucune "
    "évolution n’est conclue. Si le sens est resté le même, retirez cette clé."
)
_CHOICES = {"o": "oui, la même", "n": "non, une nouvelle", "p": "plus tard", "q": "arrêter"}


def settle_questions(
    raw: RawOption,
    edition: Annotated[
        str, typer.Option(metavar="ANNÉE", help="L’édition dont le livre de codes est à relire.")
    ],
    oui: Annotated[
        list[str] | None,
        typer.Option(
            "--oui",
            metavar="CODE",
            help="Cette question de l’année (B323), ou cette réponse (B323:Z12), est bien celle proposée (répétable).",
        ),
    ] = None,
    non: Annotated[
        list[str] | None,
        typer.Option(
            "--non",
            metavar="CODE",
            help="Cette question ou cette réponse de l’année est nouvelle, même si elle a été rattachée (répétable).",
        ),
    ] = None,
) -> None:
    """Tranche ce qui est resté en doute dans codebook.yaml : un écran par question, réponse ou ligne, et la raison.

    Sans --oui ni --non, chacune est montrée et attend une réponse. Rien n’est écrit sans elle.
    """
    console = stdout()
    with french_errors():
        settling = open_settling(raw, edition)
        given = {**dict.fromkeys(oui or (), "o"), **dict.fromkeys(non or (), "n")}
        for code in _not_waiting(settling, given, edition):
            refuse(settling, code)
            console.print(f"{code} : {_CHOICES['n']}.")
        seen = set[str]()
        while left_now := [d for d in open_settling(raw, edition).doubts if d.line not in seen]:
            doubt, place = left_now[0], f"{len(seen) + 1} sur {len(seen) + len(left_now)}"
            seen.add(doubt.line)
            answer = given.get(doubt.code) or given.get(doubt.pair.after[0].code)
            if given and answer is None:
                continue
            answer = answer or _asked(console, settling, doubt, place, edition)
            if answer == "q":
                break
            if answer in ("o", "n"):
                settle(open_settling(raw, edition), doubt, same=answer == "o")
                console.print(f"{doubt.code} : {_CHOICES[answer]}.")
                if answer == "o":
                    console.print(_NOTE, markup=False)
        left = open_settling(raw, edition)
    _tell_what_is_left(console, left, edition)


def _not_waiting(settling: Settling, given: Mapping[str, str], edition: str) -> list[str]:
    """Return the known questions to refuse.

    Raises:
        InputError: a code is none of the questions or answers in doubt, nor of those that may be refused.
    """
    waiting = {d.code for d in settling.doubts} | {d.pair.after[0].code for d in settling.doubts}
    others = [code for code in given if code not in waiting]
    for code in others:
        if given[code] == "n" and code in settling.accepted:
            continue
        shown = f"{edition}/{settling.path.name}"
        known = code in settling.accepted
        near = get_close_matches(code.upper(), sorted(waiting | {*settling.accepted}), n=1)
        hint = "lancez la commande sans --oui ni --non pour les voir"
        question = code.partition(":")[0]
        if question in settling.asked:
            hint = f"rattachez-la sous « variables » de {shown} : la variable, puis « question: {question} »"
        elif near:
            hint = f"vouliez-vous dire {near[0]} ?"
        raise InputError(
            shown,
            f"--{'oui' if given[code] == 'o' else 'non'} {code}",
            "cette question est déjà rattachée" if known else "rien n’est en doute sous ce code",
            f"un de ceux qui restent en doute : {', '.join(sorted(waiting)) or 'aucun'}",
            f"pour la dire nouvelle : --non {code}" if known else hint,
        )
    return others


def _asked(console: Console, settling: Settling, doubt: Doubt, place: str, edition: str) -> str:
    (before,), (after,) = doubt.pair.before, doubt.pair.after
    table = Table(title=f"Doute {place}, {doubt.code}", title_justify="left", show_lines=True)
    table.add_column("")
    table.add_column(settling.previous)
    table.add_column(edition)
    table.add_row("Question", f"{before.code} {escape(before.text)}", f"{after.code} {escape(after.text)}")
    if doubt.item is None:
        table.add_row("Réponses et lignes", *(escape(_items(doubt.pair, q)) for q in (before, after)))
        what, sure = "question", doubt.pair.confidence
    else:
        what = "réponse" if doubt.item in doubt.pair.answers else "ligne"
        (old,), (new,) = doubt.item.before, doubt.item.after
        table.add_row(what.capitalize(), f"{old.code} {escape(old.text)}", f"{new.code} {escape(new.text)}")
        sure = doubt.item.confidence
    console.print(table)
    reasons = ", ".join(f"{kind} {percent(share)}" for kind, share in doubt.pair.evidence.items())
    why = f" ({reasons})" if doubt.item is None else ""
    console.print(f"Proposition : la même {what}, confiance {percent(sure)}{why}.")
    console.print(" ; ".join(f"{key} : {words}" for key, words in _CHOICES.items()))
    return Prompt.ask(f"Est-ce la même {what} ?", choices=list(_CHOICES), default="p", console=console)


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
