"""The site as static files: one template for each kind of page, each given what its own module found.

Assembly and files only. No remote asset, no clock: the pages open from a disk and have the same bytes on every run.
"""

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment

from barometre_pipeline.files import write_atomically
from barometre_pipeline.publication.pages import templates
from barometre_pipeline.publication.provenance import not_made_up
from barometre_pipeline.publication.site import addresses
from barometre_pipeline.publication.site.charts_shown import Chart, declared_charts
from barometre_pipeline.publication.site.downloads import downloads
from barometre_pipeline.publication.site.editions import EditionPage, edition_pages
from barometre_pipeline.publication.site.home import PUBLICS, headline_series, key_figures, regional_map
from barometre_pipeline.publication.site.indicators import IndicatorPage, indicator_pages, indicator_table
from barometre_pipeline.publication.site.model import NAME, ReportSection, SiteContent
from barometre_pipeline.publication.site.printed import DocumentPage, by_indicator, document_pages
from barometre_pipeline.publication.site.search import search_index
from barometre_pipeline.publication.site.shares import Shares
from barometre_pipeline.publication.site.tables import section_cells, section_headings
from barometre_pipeline.statistics.disclosure import SMALLEST_GROUP
from barometre_pipeline.vocabulary import RAISONS_RETENUE, REGLES_BASE, VERDICTS_EVOLUTION, weakest_source

_PACKAGE: Final = "barometre_pipeline.publication.site"
_ASSETS: Final = ("site.css", "icone.svg", "recherche.js", "adresse.js")

Files = Iterator[tuple[str, str]]


def write_site(content: SiteContent, folder: Path) -> list[Path]:
    """Write every page, and remove the files of an earlier run that are no longer part of the site.

    Args:
        content: what is shown; charts are linked where they are published, beside ``folder``.
        folder: where the site goes.

    Returns:
        The files written, in order of their paths.
    """
    written = dict(_files(content))
    for name, text in written.items():
        write_atomically(folder / name, text.encode())
    paths = sorted(folder / name for name in written)
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_file() and path not in paths:
            path.unlink()
        elif path.is_dir() and not any(path.iterdir()):
            path.rmdir()
    return paths


def site_templates() -> Environment:
    """Return the templates, with what all pages share: the name of the site and the addresses of its pages."""
    environment = templates(_PACKAGE)
    environment.globals |= {"site": NAME, "adresses": addresses, "publics": PUBLICS}
    return environment


def _files(content: SiteContent) -> Files:
    environment = site_templates()
    shares = Shares(content)
    documents = list(document_pages(content))
    indicators = list(indicator_pages(content, shares, by_indicator(documents, content)))
    editions = list(edition_pages(content))
    environment.globals["veritables"] = _not_made_up(content)
    page = partial(_page, environment, made_up=_made_up(content))
    for name in _ASSETS:
        yield name, environment.get_template(name).render()
    yield "index-recherche.js", search_index(indicators, documents, editions)
    yield addresses.HOME, page("accueil", **_home(content, shares, editions, indicators))
    yield addresses.INDICATORS, page("indicateurs", themes=_by_theme(indicators))
    yield addresses.SEARCH, page("recherche")
    yield from _indicators(content, shares, indicators, page)
    yield from _editions(editions, {i.nom: i.titre for i in indicators}, page)
    yield from _documents(documents, page)
    yield from _common(content, editions, page)


def _page(environment: Environment, kind: str, *, made_up: bool, **given: Any) -> str:
    return environment.get_template(f"{kind}.html.j2").render(demonstration=made_up, **given)


def _made_up(content: SiteContent) -> bool:
    sources = "; ".join(str(s) for s in content.indicateurs["source_donnees"].unique())
    return weakest_source(sources) == "demonstration"


def _not_made_up(content: SiteContent) -> str:
    people = content.catalogue.populations.by_name
    rows = content.indicateurs[["population", "source_donnees", "edition"]].drop_duplicates()
    return not_made_up((people[str(p)].public, str(s), str(e)) for p, s, e in rows.itertuples(index=False))


def _home(
    content: SiteContent, shares: Shares, editions: list[EditionPage], indicators: list[IndicatorPage]
) -> dict[str, Any]:
    last = editions[0].rapport.edition if editions else ""
    figures = {public: key_figures(content, shares, last, public) for public in PUBLICS}
    return {
        "editions": editions,
        "edition": last,
        "chiffres": figures,
        "series": headline_series(content, figures),
        "carte": regional_map(content, last),
        "themes": _by_theme(indicators),
    }


def _by_theme(indicators: Iterable[IndicatorPage]) -> list[tuple[str, str, str, list[IndicatorPage]]]:
    found: dict[str, list[IndicatorPage]] = {}
    for page in indicators:
        found.setdefault(page.theme, []).append(page)
    return [
        (
            theme,
            pages[0].theme_libelle,
            "francais" if pages[0].public == "francais" else "collectivites",
            pages,
        )
        for theme, pages in found.items()
    ]


def _indicators(
    content: SiteContent, shares: Shares, indicators: Iterable[IndicatorPage], page: Any
) -> Files:
    for indicator in indicators:
        yield indicator.adresse, page("indicateur", page=indicator)
        definition = content.catalogue.indicateurs[indicator.nom]
        yield indicator.csv, indicator_table(content, shares, definition)


def _editions(editions: Iterable[EditionPage], titles: dict[str, str], page: Any) -> Files:
    for edition in editions:
        report = edition.rapport
        yield edition.adresse, page("edition", page=edition, titres=titles)
        for part in edition.parties:
            yield part.adresse, page("questions", page=edition, partie=part)
        yield (
            addresses.edition_method(report.edition),
            page("methode_edition", page=edition, sections=_tables(report.sections)),
        )
        if edition.parties:
            yield addresses.edition_team(report.edition), page("equipe_edition", page=edition)


def _documents(documents: list[DocumentPage], page: Any) -> Files:
    yield addresses.PRINTED, page("chiffres_imprimes", documents=documents)
    for document in documents:
        yield document.adresse, page("document", page=document)


def _common(content: SiteContent, editions: list[EditionPage], page: Any) -> Files:
    yield addresses.CHANGES, page("sections", **_changes(content))
    yield addresses.CROSSINGS, page("sections", **_crossings(content))
    yield (
        addresses.METHOD,
        page(
            "methode",
            editions=editions,
            sections=_tables(content.qualite),
            regles=REGLES_BASE,
            raisons=[RAISONS_RETENUE[k] for k in ("reponse_rare", "ventilation", "question")],
            groupe_minimal=SMALLEST_GROUP,
            verdicts=VERDICTS_EVOLUTION,
        ),
    )
    yield addresses.OPEN_DATA, page("donnees_ouvertes", groupes=downloads(content.fichiers))
    titles = {name: i.libelle for name, i in content.catalogue.indicateurs.items()}
    yield addresses.CORRECTIONS, page("corrections", errata=content.errata, titres=titles)
    yield addresses.ACCESSIBILITY, page("accessibilite", contact=content.contact)
    yield addresses.TEAM, page("equipe", editions=editions, sections=_tables(content.equipe))


def _changes(content: SiteContent) -> dict[str, Any]:
    return {
        "titre": "Ce qui a changé",
        "chapo": "Ce que l’on peut dire, et ne pas dire, de l’évolution des réponses d’une édition à l’autre.",
        "sections": _tables(content.changements),
        "graphiques": {},
    }


def _crossings(content: SiteContent) -> dict[str, Any]:
    return {
        "titre": "Pratiques et attentes",
        "chapo": "Ce que font les collectivités à côté de ce qu’en attendent les Français, domaine par domaine, sans "
        "rien soustraire : deux questions, deux publics.",
        "sections": _tables(content.croisements),
        "graphiques": _crossing_charts(content),
    }


def _crossing_charts(content: SiteContent) -> dict[str, Chart]:
    """Return the chart of each crossing, by the place of its section: that of the last edition that has one."""
    index = content.declares.sort_values("edition")
    by_name = dict(zip(index["graphique"].astype(str), declared_charts(content, index), strict=True))
    return {f"croisements-{n.replace('_', '-')}": c for n, c in by_name.items()}


def _tables(sections: Iterable[ReportSection]) -> list[dict[str, Any]]:
    return [
        {
            "ancre": s.ancre, "titre": s.titre, "chapo": s.chapo, "phrases": s.phrases,
            "entetes": section_headings(s), "lignes": section_cells(s),
        }
        for s in sections
    ]  # fmt: skip
