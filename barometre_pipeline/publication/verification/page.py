"""The page of a checked document: a summary, its text with every number marked, a card for each.

Assembly only. One file that fetches nothing and runs nothing: style is in it, and its policy lets no other in. No
clock: the same document and the same data give the same bytes.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

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
    NON_JUGE,
    PROBABLE,
    SUR,
    VERDICTS,
    Checked,
    Statement,
)
from barometre_pipeline.publication.verification import words
from barometre_pipeline.publication.verification.cards import Card, Known, card
from barometre_pipeline.publication.verification.look import environment, policy, style
from barometre_pipeline.publication.verification.marked import blocks
from barometre_pipeline.sources.documents.model import DocumentText
from barometre_pipeline.vocabulary import SOURCES_DONNEES

_TEMPLATE: Final = "verification.html.j2"
_ORDER: Final = (CONTREDIT, INTROUVABLE, ARRONDI, EXACT, CALE, NON_JUGE)
_DEMONSTRATION: Final = "demonstration"
_REAL: Final = "reelles"
_LIKELY: Final = (
    "nombre contredit par les données, mais dont le lien n’est que probable",
    "nombres contredits par les données, mais dont le lien n’est que probable",
)
_LIKELY_TOO: Final = ("autre dont le lien n’est que probable", "autres dont le lien n’est que probable")
_CONTEXT: Final = 60  # characters shown on either side of a statement
_VERDICT_COUNTS: Final = {
    EXACT: "Exacts",
    CALE: "Calés",
    ARRONDI: "Arrondis différemment",
    CONTREDIT: "Contredits",
    INTROUVABLE: "Introuvables",
    NON_JUGE: "Non jugés",
}


@dataclass(frozen=True)
class Legend:
    """A sign, how it is drawn, what it means, and how many numbers bear it."""

    genre: str
    signe: str
    mots: str
    nombre: int


def verification_page(text: DocumentText, checked: Checked, known: Known) -> str:
    """Return the page."""
    cards = [card(rank, found, text, known) for rank, found in enumerate(checked.occurrences, 1)]
    cards_of = Counter(c.genre for c in cards)
    source = source_of(checked, known)
    template = environment().get_template(_TEMPLATE)
    return template.render(
        document=checked.document,
        edition=checked.edition,
        raison_edition=edition_in_words(checked),
        empreinte=text.empreinte,
        remarques=text.remarques,
        politique=policy(),
        style=style(),
        source=source,
        resume=summary(checked),
        legende=_legend(cards),
        faits=_facts(checked),
        verdicts={m: cards_of.get(v, 0) for v, m in _VERDICT_COUNTS.items()},
        contredits=sorted((c for c in cards if c.contredit), key=lambda c: not c.sur),
        arrondis=[c for c in cards if c.genre in (ARRONDI, INTROUVABLE)],
        a_trancher=[c for c in cards if c.genre == A_TRANCHER],
        affirmations=_statements(text, checked.affirmations),
        blocs=blocks(text, cards, checked.affirmations),
        fiches=cards,
        signes_affirmation=words.SIGNES_AFFIRMATION,
        verdicts_affirmation=words.VERDICTS_AFFIRMATION,
    )


def source_of(checked: Checked, known: Known) -> str:
    """Return which data a document was judged by: what proves least of them, "" where none was."""
    fitted = any(o.verdict == CALE for o in checked.occurrences)
    return _DEMONSTRATION if fitted else known.source_of(checked.occurrences)


def source_in_words(checked: Checked, known: Known) -> str:
    """Say which data a document was judged by, "" where they are real or where it was not judged."""
    source = source_of(checked, known)
    return SOURCES_DONNEES[source] if source and source != _REAL else ""


def edition_in_words(checked: Checked) -> str:
    """Say why a document was taken to be of its edition, "" where a person said it."""
    why = spaced(checked.raison_edition)
    return f"Édition {checked.edition}{NBSP}: {why}. --edition en donne une autre." if why else ""


def summary(checked: Checked) -> str:
    """Say in a sentence what became of a document."""
    found = checked.occurrences
    if not found:
        return "Aucune statistique n’a été trouvée dans ce document."
    sure = len(checked.contredits)
    likely = sum(o.verdict == CONTREDIT and o.lien == PROBABLE for o in found)
    told = [
        count(sure, "nombre contredit par les données", "nombres contredits par les données") if sure else "",
        count(likely, *(_LIKELY_TOO if sure else _LIKELY)) if likely else "",
    ]
    wrong = enumeration(filter(None, told)) or "aucun n’est contredit par les données"
    return f"{count(len(found), 'nombre trouvé', 'nombres trouvés')}{NBSP}: {wrong}."


def _facts(checked: Checked) -> Mapping[str, int]:
    """Return the counts at the top of the page."""
    links = Counter(o.lien for o in checked.occurrences if o.statut != AUTRE_SOURCE)
    return {
        "Nombres trouvés": len(checked.occurrences),
        "Liens sûrs": links[SUR],
        "Liens probables": links[PROBABLE],
        "À trancher": links[A_TRANCHER],
        "D’une autre source": sum(o.statut == AUTRE_SOURCE for o in checked.occurrences),
    }


def _legend(cards: Sequence[Card]) -> list[Legend]:
    counts = Counter(c.genre for c in cards)
    found = [Legend(v, words.SIGNES[v], VERDICTS[v], counts[v]) for v in _ORDER]
    found.append(Legend(A_TRANCHER, words.SIGNE_A_TRANCHER, "lien à trancher", counts[A_TRANCHER]))
    found.append(
        Legend(AUTRE_SOURCE, words.SIGNE_AUTRE_SOURCE, words.AUTRE_SOURCE_EN_MOTS, counts[AUTRE_SOURCE])
    )
    return found


def _statements(text: DocumentText, statements: Iterable[Statement]) -> list[dict[str, Any]]:
    """Return the statements with their rank and place, those that are false first."""
    order = list(words.VERDICTS_AFFIRMATION)
    order.sort(key=lambda v: v != "faux")
    listed = [
        {"rang": rank, "dit": said, "lieu": text.place(said.ligne), "contexte": _around(text, said)}
        for rank, said in enumerate(statements, 1)
    ]
    return sorted(listed, key=lambda a: order.index(a["dit"].verdict) if a["dit"].verdict in order else 9)


def _around(text: DocumentText, said: Statement) -> str:
    """Return the words of the line on either side of a statement, cut between two of them."""
    line = text.lignes[said.ligne - 1] if said.ligne <= len(text.lignes) else ""
    start, end = max(0, said.colonne - _CONTEXT), said.colonne + len(said.texte) + _CONTEXT
    cut = line[start:end]
    before = cut.partition(" ")[2] if start else cut
    after = before.rpartition(" ")[0] if end < len(line) else before
    return f"{'…' if start else ''}{after}{'…' if end < len(line) else ''}"
