"""What the document says of its method and of its sources: pages of words, in French, by rule.

How a sample is described is ``gold/terrain``'s statement, as everywhere; here is what a reader of slides needs besides.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import pandas as pd

from barometre_pipeline.french.numbers import count
from barometre_pipeline.french.spaces import NBSP, unbroken
from barometre_pipeline.french.words import uncapitalised
from barometre_pipeline.indicators.quality_wording import period
from barometre_pipeline.publication.charts.region_map import CREDIT
from barometre_pipeline.publication.charts.trends import SURVEYS
from barometre_pipeline.publication.deck.model import Paragraphs, TextPage
from barometre_pipeline.publication.provenance import Provenance, in_words, not_made_up
from barometre_pipeline.statistics.disclosure import SMALLEST_CELL
from barometre_pipeline.vocabulary import BASE_MINIMALE, SOURCES_DONNEES

_WHO: Final = {
    "collectivites": "L’enquête auprès des collectivités",
    "francais": "Le sondage auprès des Français",
}
_ANSWERED: Final = {
    "collectivites": ("structure", "structures"),
    "francais": ("personne interrogée", "personnes interrogées"),
}
READING: Final = (
    ("Collectivités", "La part publiée est celle des structures qui ont répondu, sans redressement : l’échantillon est "
     "volontaire et ne représente pas toutes les collectivités."),
    ("Français", "Sondage par quotas, résultats redressés ; les bases sont en nombre de personnes interrogées."),
    ("Base", "Chaque page dit combien de structures ou de personnes ont répondu à la question, et si les réponses "
     f"vides en font partie. L’astérisque (*) signale une base de moins de {BASE_MINIMALE}, à lire avec prudence."),
    ("Évolution", "Une hausse ou une baisse n’est dite établie que si le hasard et la composition de l’échantillon ne "
     "suffisent pas à l’expliquer. Sans cette mention, rien n’est conclu d’un écart entre deux années."),
    ("Ce qui n’est pas montré", f"Une réponse donnée par moins de {SMALLEST_CELL} structures n’est pas publiée, ni ce "
     "qui permettrait de la retrouver. La page nomme alors le groupe ou la réponse qui manque."),
    ("Arrondis", "Les pourcentages sont arrondis à l’entier : leur somme peut différer de 100 %."),
)  # fmt: skip


def notice_pages(terrain: pd.DataFrame, remarks: Sequence[str], absent: Sequence[str]) -> Iterator[TextPage]:
    """Yield the pages that open a document: each survey, then how to read.

    Args:
        terrain: rows of ``gold/terrain`` of the edition.
        remarks: what the edition's configuration adds.
        absent: charts that are not in the document, and why.
    """
    for row in _rows(terrain):
        texts = tuple(t for t in str(row["enonce"]).split("\n") if t)
        yield TextPage(f"Méthode{NBSP}: {uncapitalised(_WHO[str(row['public'])])}", (Paragraphs("", texts),))
    blocks = [Paragraphs(heading, (unbroken(text),)) for heading, text in READING]
    if absent:
        blocks.append(Paragraphs("Graphiques non montrés", tuple(absent)))
    if remarks:
        blocks.append(Paragraphs("Remarques sur cette édition", tuple(map(unbroken, remarks))))
    yield TextPage("Comment lire ce document", tuple(blocks))


def sources_page(edition: str, terrain: pd.DataFrame, shown: Iterable[Provenance], mapped: bool) -> TextPage:
    """Return the page that closes a document.

    Args:
        edition: the document's.
        terrain: rows of ``gold/terrain`` of the edition.
        shown: public, kind of data and year of the values shown.
        mapped: a map is shown.
    """
    surveys = tuple(f"{SURVEYS[str(r['public'])]}{NBSP}: {r['resume']}" for r in _rows(terrain))
    values = unbroken(
        f"Chaque valeur de ce document est une ligne de la table des indicateurs du baromètre ; le classeur "
        f"tableaux_{edition}.xlsx et les données ouvertes donnent les autres, par type, par taille et par région, "
        "sous Licence Ouverte 2.0."
    )
    blocks = [
        Paragraphs("Enquêtes", surveys),
        Paragraphs("Années montrées", tuple(in_words(shown))),
        Paragraphs("Valeurs", (values,)),
    ]
    if mapped:
        blocks.append(Paragraphs("Carte", (f"{CREDIT}.",)))
    return TextPage("Sources", tuple(b for b in blocks if b.texts))


def made_up(shown: Iterable[Provenance]) -> str:
    """Return the warning of a document of demonstration data, with the values it shows that are not."""
    but = not_made_up(shown)
    return unbroken(
        f"{SOURCES_DONNEES['demonstration']} : aucune valeur de ce document ne vient d’une enquête"
        f"{f', sauf {but}' if but else ''}. Ne{NBSP}pas{NBSP}citer."
    )


def fieldwork(terrain: pd.DataFrame) -> Iterator[str]:
    """Yield for the cover who answered and when, a line for each survey."""
    for row in _rows(terrain):
        public = str(row["public"])
        who = count(int(row["retenues"]), *_ANSWERED[public])
        when = period(row["debut"] or "", row["fin"] or "")
        yield f"{_WHO[public]}{NBSP}: {who}{f', {when}' if when else ''}"


def _rows(terrain: pd.DataFrame) -> Iterator[dict[str, Any]]:
    for public in _WHO:
        for row in terrain[terrain["public"] == public].to_dict("records"):
            yield {str(k): v for k, v in row.items()}
