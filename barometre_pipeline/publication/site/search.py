"""What can be searched: indicators, printed figures, questions, pages; a script that holds data and does nothing.

The list is a ``.js`` file and not JSON because a page opened from a folder may load the first and not the second.
"""

import json
from collections.abc import Iterable, Iterator

from barometre_pipeline.publication.site.addresses import (
    ACCESSIBILITY,
    CHANGES,
    CORRECTIONS,
    CROSSINGS,
    INDICATORS,
    METHOD,
    OPEN_DATA,
    PRINTED,
)
from barometre_pipeline.publication.site.editions import EditionPage
from barometre_pipeline.publication.site.indicators import IndicatorPage
from barometre_pipeline.publication.site.printed import DocumentPage

Entry = tuple[str, str, str, str]  # kind, title, words beside it, address
PAGES: tuple[Entry, ...] = (
    ("Page", "Tous les indicateurs", "thèmes, liste", INDICATORS),
    ("Page", "Ce qui a changé", "évolutions, hausses, baisses, verdicts", CHANGES),
    (
        "Page",
        "Pratiques et attentes",
        "collectivités et Français, domaine par domaine, croisements",
        CROSSINGS,
    ),
    ("Page", "Chiffres imprimés", "documents, articles, supports", PRINTED),
    (
        "Page",
        "Méthode et qualité",
        "échantillon, redressement, intervalle, marge d’erreur, base, secret, définitions, sondage Ipsos",
        METHOD,
    ),
    ("Page", "Données ouvertes", "téléchargement, CSV, classeur, licence", OPEN_DATA),
    ("Page", "Corrections", "errata, erratum", CORRECTIONS),
    ("Page", "Accessibilité", "déclaration, RGAA", ACCESSIBILITY),
)


def search_index(
    indicators: Iterable[IndicatorPage], documents: Iterable[DocumentPage], editions: Iterable[EditionPage]
) -> str:
    """Return the script that declares the list of what can be found."""
    entries = [*_indicators(indicators), *_figures(documents), *_editions(editions), *PAGES]
    lines = ",\n".join(json.dumps(e, ensure_ascii=False).replace("<", "\\u003c") for e in entries)
    return f"window.INDEX_DU_SITE = [\n{lines}\n];\n"


def _indicators(pages: Iterable[IndicatorPage]) -> Iterator[Entry]:
    for page in pages:
        values = (
            [f"{cells[0].texte} {answer}" for answer, cells in page.resultats.lignes]
            if page.resultats
            else []
        )
        beside = f"{page.theme_libelle}, {page.population}"
        yield "Indicateur", page.titre, f"{beside}. {page.definition} {' ; '.join(values)}", page.adresse


def _figures(pages: Iterable[DocumentPage]) -> Iterator[Entry]:
    for page in pages:
        for _, figures in page.parties:
            for f in figures:
                title = f"{f.valeur} : {f.indicateur}" + (f", {f.reponse}" if f.reponse else "")
                yield (
                    "Chiffre imprimé",
                    title,
                    f"{f.population}, {f.edition}. {f.document}, {f.rubrique}",
                    f.adresse,
                )


def _editions(pages: Iterable[EditionPage]) -> Iterator[Entry]:
    for page in pages:
        yield "Édition", page.rapport.titre, "tous les graphiques", page.adresse
        for part in page.parties:
            for q in part.questions:
                yield (
                    "Question",
                    q.titre,
                    f"édition {page.rapport.edition}, {part.titre}",
                    f"{part.adresse}#{q.ancre}",
                )
