"""The home page: the last edition in key figures, for the two publics, and the series shown first.

Which ones follows from the catalogue: the first indicators of each theme whose changes are judged.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.chart import DeclaredChart
from barometre_pipeline.french.spaces import spaced
from barometre_pipeline.publication.site.addresses import indicator_page
from barometre_pipeline.publication.site.charts_shown import TRENDS, Chart, charts, declared_charts
from barometre_pipeline.publication.site.grids import counted, value
from barometre_pipeline.publication.site.model import SiteContent
from barometre_pipeline.publication.site.shares import Shares

FIGURES: Final = 6  # by public
SERIES: Final = 3
PUBLICS: Final[Mapping[str, str]] = {
    "collectivites": "Les collectivités",
    "francais": "Les Français",
}


@dataclass(frozen=True)
class KeyFigure:
    """A value of the last edition, with what it is and of whom."""

    valeur: str
    reponse: str
    indicateur: str
    nom: str
    page: str
    population: str
    compte: str


def key_figures(content: SiteContent, shares: Shares, edition: str, public: str) -> list[KeyFigure]:
    """Return the key figures of a public: the first of each theme, then the second of each, in the order of themes."""
    by_theme = [list(_of_theme(content, shares, edition, names)) for names in _judged(content, public)]
    turns = [(rank, place) for place, figures in enumerate(by_theme) for rank in range(len(figures))]
    kept = sorted(turns)[:FIGURES]
    return [by_theme[place][rank] for rank, place in sorted(kept, key=lambda t: (t[1], t[0]))]


def _judged(content: SiteContent, public: str) -> Iterator[list[str]]:
    """Yield the indicators judged of each theme, those made of one question before those that are a list of items."""
    for theme in content.catalogue.themes:
        judged = [i for i in theme.indicateurs if i.public == public and content.family.categories.get(i.nom)]
        if judged:
            in_order = sorted(judged, key=lambda i: bool(i.par_item or i.par_item_et_modalite))
            yield [i.nom for i in in_order]


def _of_theme(content: SiteContent, shares: Shares, edition: str, names: list[str]) -> Iterator[KeyFigure]:
    for name in names:
        indicator = content.catalogue.indicateurs[name]
        row = shares.headline(indicator, edition)
        if row is not None and counted(row):
            yield KeyFigure(
                valeur=value(row),
                reponse=shares.answers(indicator, edition)[str(row["categorie"])],
                indicateur=spaced(indicator.libelle),
                nom=name,
                page=indicator_page(name),
                population=spaced(content.catalogue.populations.by_name[indicator.population].libelle),
                compte=counted(row),
            )


def headline_series(content: SiteContent, figures: Mapping[str, list[KeyFigure]]) -> list[Chart]:
    """Return three series: of the key figures, two of local authorities for one of the French."""
    known = {c.indicateur: c for c in charts(content.tendances, TRENDS)}
    sides = [[known[f.nom] for f in figures[public] if f.nom in known] for public in PUBLICS]
    ours, theirs = sides
    kept = [*ours[: SERIES - 1], *theirs[:1]]
    rest = [c for c in (*ours, *theirs) if c not in kept]
    return [*kept, *rest][:SERIES]


def regional_map(content: SiteContent, edition: str) -> Chart | None:
    """Return the map of responses of an edition, where the catalogue declares one and it was drawn."""
    maps = {c.nom for c in _declared(content.catalogue, edition) if c.forme == "carte"}
    drawn = content.declares[
        (content.declares["edition"] == edition) & content.declares["graphique"].isin(maps)
    ]
    return next(declared_charts(content, drawn), None)


def _declared(catalogue: Catalogue, edition: str) -> tuple[DeclaredChart, ...]:
    return catalogue.graphiques.of(edition)
