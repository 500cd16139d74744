"""What ``barometre verifier`` shows: counts by tie and verdict, what is contradicted in full, what is claimed wrongly.

Rendering only: words are ``publication.verification``'s, so that the terminal and the page say the same.
"""

from collections import Counter
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from barometre_pipeline.french.numbers import count
from barometre_pipeline.french.spaces import NBSP, spaced
from barometre_pipeline.french.words import enumeration
from barometre_pipeline.printed.documents.model import (
    A_TRANCHER,
    ARRONDI,
    AUTRE_SOURCE,
    CALE,
    CONTREDIT,
    EXACT,
    INTROUVABLE,
    LIENS,
    NON_JUGE,
    Checked,
)
from barometre_pipeline.publication.verification.cards import Card, Known, card
from barometre_pipeline.publication.verification.page import edition_in_words, source_in_words, summary
from barometre_pipeline.publication.verification.words import AUTRE_SOURCE_EN_MOTS, VERDICTS_AFFIRMATION
from barometre_pipeline.sources.documents.model import DocumentText

_HEADINGS = {
    EXACT: "Exacts",
    CALE: "Calés",
    ARRONDI: "Arrondis autrement",
    CONTREDIT: "Contredits",
    INTROUVABLE: "Introuvables",
    NON_JUGE: "Non jugés",
}
_SHOWN = 40  # contradicted numbers in full
_WRONG = "faux"


def show_verified(console: Console, text: DocumentText, checked: Checked, known: Known) -> None:
    """Print what became of a document."""
    console.print(f"«{NBSP}{checked.document}{NBSP}», édition {checked.edition}", style="bold", markup=False)
    if why := edition_in_words(checked):
        console.print(why, markup=False)
    if words := source_in_words(checked, known):
        console.print(words, style="bold yellow", markup=False)
    for remark in text.remarques:
        console.print(remark, style="bold yellow", markup=False)
    console.print(summary(checked), markup=False)
    if checked.occurrences:
        console.print(_counts(checked))
    cards = [card(rank, found, text, known) for rank, found in enumerate(checked.occurrences, 1)]
    contradicted = sorted((c for c in cards if c.contredit), key=lambda c: not c.sur)
    if contradicted:
        console.print(f"\n[bold]Contredits[/] ({len(contradicted)})")
    for each in contradicted[:_SHOWN]:
        _print_card(console, each)
    if len(contradicted) > _SHOWN:
        console.print(
            f"… et {count(len(contradicted) - _SHOWN, 'autre')}{NBSP}: --csv - les donne tous.", markup=False
        )
    _not_found(console, cards)
    to_decide = sum(o.lien == A_TRANCHER and o.statut != AUTRE_SOURCE for o in checked.occurrences)
    if to_decide:
        told = count(to_decide, "nombre reste", "nombres restent")
        console.print(
            f"\n{told} à trancher{NBSP}: --page FICHIER montre où, et ce que chacun peut être.", markup=False
        )
    _statements(console, text, checked)


def _not_found(console: Console, cards: Sequence[Card]) -> None:
    """Print the numbers that no edition gives, with the reason: a year when the question was not asked, say."""
    missing = [c for c in cards if c.occurrence.verdict == INTROUVABLE and c.occurrence.lien != A_TRANCHER]
    if missing:
        console.print(f"\n[bold]Introuvables[/] ({len(missing)})")
    for each in missing[:_SHOWN]:
        tie = LIENS[each.occurrence.lien]
        console.print(f"• {each.lieu}{NBSP}: {each.imprime} (introuvable, lien {tie})", markup=False)
        console.print(f"  {spaced(each.nom)}, {each.occurrence.edition}", markup=False)
        console.print(f"  {spaced(each.occurrence.constat)}", markup=False)
    if len(missing) > _SHOWN:
        told = count(len(missing) - _SHOWN, "autre")
        console.print(f"… et {told}{NBSP}: --csv - les donne tous.", markup=False)


def _counts(checked: Checked) -> Table:
    """Return the numbers by tie, and by verdict."""
    table = Table("Lien")
    for heading in ("Nombres", *_HEADINGS.values()):
        table.add_column(heading, justify="right")
    for tie, words in LIENS.items():
        mine = [o for o in checked.occurrences if o.lien == tie and o.statut != AUTRE_SOURCE]
        verdicts = Counter(o.verdict for o in mine)
        table.add_row(words, str(len(mine)), *(str(verdicts[v] or "") for v in _HEADINGS))
    others = sum(o.statut == AUTRE_SOURCE for o in checked.occurrences)
    table.add_row(AUTRE_SOURCE_EN_MOTS, str(others), *[""] * len(_HEADINGS))
    return table


def _print_card(console: Console, found: Card) -> None:
    console.print(
        f"• {found.lieu}{NBSP}: {found.imprime}{NBSP}; calculé {found.calcule}, écart {found.ecart} "
        f"({found.etat})",
        markup=False,
    )
    console.print(f"  {spaced(found.nom)}, {found.occurrence.edition}", markup=False)
    if found.occurrence.constat:
        console.print(f"  {spaced(found.occurrence.constat)}", markup=False)
    for command in found.commandes[:1]:
        console.print(f"  {command}", markup=False, style="dim")


def _statements(console: Console, text: DocumentText, checked: Checked) -> None:
    said = checked.affirmations
    if not said:
        return
    counts = Counter(s.verdict for s in said)
    told = enumeration(f"{counts[v]} {words}" for v, words in VERDICTS_AFFIRMATION.items() if counts[v])
    console.print(f"\n{count(len(said), 'affirmation')}{NBSP}: {told}.", markup=False)
    for statement in said:
        if statement.verdict == _WRONG:
            place = text.place(statement.ligne)
            console.print(f"• {place}{NBSP}: «{NBSP}{statement.texte}{NBSP}»", markup=False)
            console.print(f"  {spaced(statement.constat)}", markup=False)
