"""Printed figures as the site shows them: document by document, each with what it says and where it stands.

Words only; how a printed figure is compared is ``printed``'s.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from barometre_pipeline.french.numbers import number, percent, points
from barometre_pipeline.french.spaces import quoted, spaced
from barometre_pipeline.publication.site.addresses import (
    anchor,
    document_page,
    figure_address,
    indicator_page,
)
from barometre_pipeline.publication.site.grids import base
from barometre_pipeline.publication.site.model import SiteContent
from barometre_pipeline.vocabulary import PREUVES, REGLES_BASE, STATUTS_RAPPROCHEMENT, weakest_source

_ABOUT: Final = {"part_environ": "environ ", "part_plus_de": "plus de "}
_PAGE: Final = re.compile(r"\bp\.\s*(\d+)")
# Both values stand apart on the page: the reason does not repeat them.
_COMPARED: Final = re.compile(r"(?:^|\s*;\s*)calculé [^;]+, imprimé [^;]+$")
_STANDING: Final = {
    "reproduit": "Retrouvé dans les données.",
    "cale": "Retrouvé dans des données de démonstration qui lui ont été ajustées : cela ne prouve rien.",
    "ecart": "Les données donnent une autre valeur.",
    "non_calculable": "Ne peut pas être recalculé.",
    "contradiction": "Un autre document imprime une autre valeur.",
}


@dataclass(frozen=True)
class PrintedFigure:
    """One printed figure and the card that explains it."""

    chiffre: str
    ancre: str
    adresse: str
    document: str
    rubrique: str
    valeur: str
    reponse: str
    indicateur: str
    page: str
    population: str
    edition: str
    statut: str
    explication: str
    calcule: str
    compte: str
    donnees: str
    definition: str
    compte_qui: str
    sur_qui: str
    base: str
    fiche: str


@dataclass(frozen=True)
class DocumentPage:
    """The printed figures of a document, part by part."""

    adresse: str
    titre: str
    parties: tuple[tuple[str, tuple[PrintedFigure, ...]], ...]

    @property
    def nombre(self) -> int:
        """How many figures it prints."""
        return sum(len(figures) for _, figures in self.parties)


def document_pages(content: SiteContent) -> Iterator[DocumentPage]:
    """Yield the page of each document that prints figures of the catalogue, in the order of the list."""
    rules = _rules(content.indicateurs)
    for document, rows in content.rapprochement.groupby("document", sort=False, observed=True):
        title = spaced(content.documents.get(str(document), str(document)))
        figures = [_figure(row, title, content, rules) for row in rows.to_dict("records")]
        yield DocumentPage(
            document_page(str(document)),
            title,
            tuple(parts_of(figures)),
        )


def parts_of(figures: Iterable[PrintedFigure]) -> list[tuple[str, tuple[PrintedFigure, ...]]]:
    """Return the parts of a document, each once with all its figures, in the order of the pages that they name.

    A part that names no page stays after the one that it follows in the list of figures.
    """
    found: dict[str, list[PrintedFigure]] = {}
    for figure in figures:
        found.setdefault(figure.rubrique, []).append(figure)
    page, places = 0, {}
    for part in found:
        named = _PAGE.search(part)
        page = places[part] = int(named[1]) if named else page
    ordered = sorted(found, key=lambda part: places[part])
    return [(part[:1].upper() + part[1:], tuple(found[part])) for part in ordered]


def _rules(indicators: pd.DataFrame) -> dict[str, str]:
    return dict(zip(indicators["trace_id"].astype(str), indicators["regle_base"].astype(str), strict=True))


def _figure(row: Any, title: str, content: SiteContent, rules: dict[str, str]) -> PrintedFigure:
    catalogue = content.catalogue
    indicator = catalogue.indicateurs[row["indicateur"]]
    category = catalogue.categories[indicator.nom].get(row["categorie"])
    population = catalogue.populations.by_name[row["population"]]
    told = pd.notna(row["valeur_arrondie"])
    since = f", depuis {row['edition_reference']}" if row["edition_reference"] else ""
    figure = str(row["chiffre"])
    return PrintedFigure(
        chiffre=figure,
        ancre=anchor(figure),
        adresse=figure_address(str(row["document"]), figure),
        document=title,
        rubrique=spaced(str(row["rubrique"])),
        valeur=printed_value(float(row["valeur_publiee"]), str(row["statistique"])),
        reponse=spaced(category.libelle) if category else "",
        indicateur=spaced(indicator.libelle),
        page=indicator_page(indicator.nom),
        population=spaced(population.libelle),
        edition=f"{row['edition']}{since}",
        statut=spaced(_STANDING[row["statut"]]) if row["statut"] in STATUTS_RAPPROCHEMENT else "",
        explication=_explained(row, content),
        calcule=printed_value(float(row["valeur_arrondie"]), _level(str(row["statistique"]))) if told else "",
        compte=_count(row) if told else "",
        donnees=PREUVES.get(weakest_source(str(row["donnees"])), ""),
        definition=spaced(indicator.definition),
        compte_qui=spaced(indicator.numerateur),
        sur_qui=spaced(indicator.base),
        base=REGLES_BASE.get(rules.get(str(row["trace_id"]), ""), ""),
        fiche=str(row["trace_id"]) if str(row["trace_id"]) in rules else "",
    )


def _explained(row: Any, content: SiteContent) -> str:
    """Return why a figure is what it is in whole sentences, other figures named by their documents."""
    given = (_COMPARED.sub("", str(row["raison"] or "")), str(row["explication"] or ""))
    texts = [_named(t.strip().rstrip("."), content) for t in given]
    return spaced(" ".join(f"{t[:1].upper()}{t[1:]}." for t in texts if t))


def _named(text: str, content: SiteContent) -> str:
    """Put the title of its document in the place of each figure's identifier."""
    names = "|".join(map(re.escape, content.documents))
    if not names:
        return text
    return re.sub(rf"\b({names})-a?\d+\b", lambda found: quoted(content.documents[found[1]]), text)


def printed_value(value: float, kind: str) -> str:
    """Write a value as documents print it: « plus de 50 % », « +14 points », « 292 »."""
    if kind == "effectif":
        return number(value)
    if kind == "ecart_points":
        return points(value / 100, None, signed=True)
    return f"{_ABOUT.get(kind, '')}{percent(value / 100, None)}"


def _level(kind: str) -> str:
    return "part" if kind in _ABOUT else kind


def _count(row: Any) -> str:
    if row["statistique"] in ("effectif", "ecart_points") or pd.isna(row["n"]) or pd.isna(row["base"]):
        return ""
    return f"{number(int(row['n']))} sur {base(int(row['base']))}"


def by_indicator(pages: list[DocumentPage], content: SiteContent) -> dict[str, list[PrintedFigure]]:
    """Return indicator -> its printed figures, in the order of documents."""
    names = dict(zip(content.rapprochement["chiffre"], content.rapprochement["indicateur"], strict=True))
    found: dict[str, list[PrintedFigure]] = {}
    for page in pages:
        for _, figures in page.parties:
            for figure in figures:
                found.setdefault(str(names[figure.chiffre]), []).append(figure)
    return found
