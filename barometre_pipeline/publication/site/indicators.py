"""The page of an indicator: its values, its charts, its definition, what may be concluded, where it was printed.

Which rows and which words; layout is the template's.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import pandas as pd

from barometre_pipeline.catalogue.indicator import Indicator
from barometre_pipeline.catalogue.words import rewordings_in_words
from barometre_pipeline.csv_files import csv_text
from barometre_pipeline.french.numbers import NONE, percent, whole_percent
from barometre_pipeline.french.spaces import NBSP, quoted, spaced
from barometre_pipeline.french.words import day, enumeration
from barometre_pipeline.publication.site.addresses import indicator_csv, indicator_page, theme_address
from barometre_pipeline.publication.site.charts_shown import TRENDS, Chart, charts, declared_charts
from barometre_pipeline.publication.site.grids import Cell, Grid, Row, counted, crossed, value
from barometre_pipeline.publication.site.model import NAME, SiteContent
from barometre_pipeline.publication.site.printed import PrintedFigure
from barometre_pipeline.publication.site.shares import Shares
from barometre_pipeline.vocabulary import (
    GROUPES,
    RAISONS_EVOLUTION,
    SOURCES_DONNEES,
    VERDICTS_EVOLUTION,
    weakest_source,
)

_BREAKDOWNS: Final = {
    "type": "Par type de structure", "strate": "Par taille de commune", "region_insee": "Par région",
    "sexe": "Par sexe", "age": "Par âge", "profession": "Par profession", "agglomeration": "Par taille d’agglomération",
    "region": "Par région",
}  # fmt: skip
_CSV: Final = (
    "edition", "reponse", "population", "groupe", "n", "base", "pourcentage", "pourcentage_redresse", "ic_bas",
    "ic_haut", "donnees",
)  # fmt: skip


@dataclass(frozen=True)
class Headline:
    """The value quoted first."""

    texte: str
    reponse: str
    compte: str
    intervalle: str


@dataclass(frozen=True)
class Verdict:
    """What may be said of the change of a share between two editions."""

    reponse: str
    depuis: str
    jusqu_a: str
    avant: str
    apres: str
    verdict: str
    raison: str
    phrase: str


@dataclass(frozen=True)
class IndicatorPage:
    """One indicator, in the reader's words."""

    nom: str
    adresse: str
    titre: str
    theme: str
    theme_libelle: str
    theme_adresse: str
    public: str
    population: str
    definition: str
    numerateur: str
    base: str
    edition: str
    entete: Headline | None
    resultats: Grid | None
    series: Grid | None
    ventilations: tuple[Grid, ...]
    tendance: Chart | None
    graphiques: tuple[Chart, ...]
    verdicts: tuple[Verdict, ...]
    notes: tuple[str, ...]
    absences: tuple[str, ...]
    chiffres: tuple[PrintedFigure, ...]
    citation: str
    csv: str
    source_donnees: str
    note_serie: str = ""
    remarque: str = ""  # how printed documents word it, or count it, otherwise


def indicator_pages(
    content: SiteContent, shares: Shares, figures: Mapping[str, list[PrintedFigure]]
) -> Iterator[IndicatorPage]:
    """Yield the page of each indicator that has a value told or a printed figure, in the order of the catalogue."""
    trends = {c.indicateur: c for c in charts(content.tendances, TRENDS)}
    drawn: dict[str, list[Chart]] = {}
    for chart in declared_charts(content, content.declares.sort_values(["edition", "ordre"])):
        drawn.setdefault(chart.indicateur, []).append(chart)
    changes = dict(iter(content.evolutions.groupby("indicateur", sort=False, observed=True)))
    missing = dict(iter(content.non_calculables.groupby("indicateur", sort=False, observed=True)))
    for theme in content.catalogue.themes:
        for indicator in theme.indicateurs:
            name = indicator.nom
            if not shares.whole(name) and name not in figures and name not in drawn:
                continue
            own = shares.latest(name)
            yield IndicatorPage(
                nom=name,
                adresse=indicator_page(name),
                titre=spaced(indicator.libelle),
                theme=theme.theme,
                theme_libelle=spaced(theme.libelle),
                theme_adresse=theme_address(theme.theme),
                public=indicator.public,
                population=spaced(content.catalogue.populations.by_name[indicator.population].libelle),
                definition=spaced(indicator.definition),
                numerateur=spaced(indicator.numerateur),
                base=spaced(indicator.base),
                edition=own,
                entete=_headline(shares, indicator, own),
                resultats=_results(shares, indicator, own),
                series=_series(shares, indicator),
                ventilations=tuple(_breakdowns(content, shares, indicator, own)),
                tendance=trends.get(name),
                graphiques=tuple(reversed(drawn.get(name, []))),
                verdicts=tuple(_verdicts(changes.get(name), content, shares, indicator)),
                notes=_notes(content, shares, indicator),
                absences=_absences(missing.get(name)),
                chiffres=tuple(figures.get(name, ())),
                citation=_citation(content, indicator, own) if own else "",
                csv=indicator_csv(name),
                source_donnees=weakest_source(
                    "; ".join(dict.fromkeys(str(r["source_donnees"]) for r in shares.whole(name)))
                ),
                note_serie=_series_note(content, shares, name),
                remarque=spaced(indicator.remarque),
            )


def _citation(content: SiteContent, indicator: Indicator, edition: str) -> str:
    """Say how to cite an indicator: its edition, and until when people answered."""
    of = next((e for e in content.editions if e.edition == edition), None)
    end = of.fins.get("francais" if indicator.public == "francais" else "collectivites") if of else None
    until = f", réponses reçues jusqu’au {day(date.fromisoformat(end))}" if end else ""
    return f"{NAME}, {quoted(indicator.libelle)}, édition{NBSP}{edition}{until}."


def _headline(shares: Shares, indicator: Indicator, edition: str) -> Headline | None:
    row = shares.headline(indicator, edition)
    if row is None:
        return None
    return Headline(
        value(row),
        shares.answers(indicator, edition)[str(row["categorie"])],
        counted(row),
        interval(shares, row),
    )


def interval(shares: Shares, row: Row) -> str:
    """Say the interval of a row with the share that it is of, or that none may be told; "" where a count has none."""
    if pd.isna(row["part_publiable"]):
        return ""
    if pd.isna(row["ic_bas"]):
        return "pas d’intervalle publié, la part redressée repose sur trop peu de réponses"
    ends = f"de {percent(float(row['ic_bas']))} à {percent(float(row['ic_haut']))}"
    if row["ic_de"] == "part_ponderee" and not _weighted_is_told(shares, row):
        return f"part redressée{NBSP}: {percent(float(row['part_ponderee']))}, intervalle à 95{NBSP}% {ends}"
    return f"intervalle à 95{NBSP}% {ends}"


def _weighted_is_told(shares: Shares, row: Row) -> bool:
    """Tell whether the published share is the weighted one, as for polls."""
    population = shares.content.catalogue.populations.by_name[str(row["population"])]
    return population.public == "francais"


def _results(shares: Shares, indicator: Indicator, edition: str) -> Grid | None:
    rows = {str(r["categorie"]): r for r in shares.whole(indicator.nom) if r["edition"] == edition}
    if not rows:
        return None
    lines = []
    for category, words in shares.lines(indicator, edition).items():
        if row := rows.get(category):
            cells = Cell(value(row)), Cell(counted(row) or NONE), Cell(_precision(shares, row))
            lines.append((words, cells))
    heads = (
        Cell("Réponse"),
        Cell("Part publiée"),
        Cell("n sur base"),
        Cell("Part redressée et son intervalle à 95\u00a0%"),
    )
    return Grid(f"Résultats de l’édition {edition}", "", heads, tuple(lines))


def _precision(shares: Shares, row: Row) -> str:
    if pd.isna(row["ic_bas"]):
        return NONE
    own = row["ic_de"] == "part" or _weighted_is_told(shares, row)
    share = row["part_publiable"] if own else row["part_ponderee"]
    ends = f"{percent(float(row['ic_bas']))} à {percent(float(row['ic_haut']))}"
    return f"{percent(float(share))} ({ends})"


def _hidden(rows: list[Row], across: str) -> set[tuple[str, str]]:
    return {(str(r["categorie"]), str(r[across])) for r in rows}


def _series(shares: Shares, indicator: Indicator) -> Grid | None:
    rows = shares.whole(indicator.nom)
    hidden = _hidden(shares.whole(indicator.nom, withheld=True), "edition")
    columns = {e: e for e in shares.editions}
    if len({r["edition"] for r in rows}) < 2:
        return None
    return crossed(rows, "edition", columns, shares.lines(indicator), hidden, "Par édition, tel que publié")


def _series_note(content: SiteContent, shares: Shares, name: str) -> str:
    """Say for which editions the rule of the series gives another percentage than the printed one."""
    apart = content.series[content.series["indicateur"] == name]
    keys = zip(apart["categorie"], apart["population"], apart["modalite"], apart["edition"], strict=True)
    rule = dict(zip(keys, apart["part_publiable"], strict=True))
    found = {
        str(r["edition"])
        for r in shares.whole(name)
        for share in [rule.get((r["categorie"], r["population"], r["modalite"], r["edition"]))]
        if share is not None and whole_percent(float(share)) != whole_percent(float(r["part_publiable"]))
    }
    if not found:
        return ""
    return (
        f"Pour {enumeration(sorted(found))}, le graphique est recalculé sans les réponses vides, une seule règle pour "
        f"toutes les années{NBSP}; le tableau et les verdicts gardent les parts de la règle imprimée."
    )


def _breakdowns(content: SiteContent, shares: Shares, indicator: Indicator, edition: str) -> Iterator[Grid]:
    present = shares.breakdowns(indicator.nom, edition)
    for ventilation, title in _BREAKDOWNS.items():
        if ventilation not in present:
            continue
        rows = shares.groups(indicator.nom, ventilation, edition)
        hidden = _hidden(shares.groups(indicator.nom, ventilation, edition, withheld=True), "modalite")
        columns = _columns(content, ventilation, [str(r["modalite"]) for r in rows], hidden)
        grid = crossed(
            rows,
            "modalite",
            columns,
            shares.lines(indicator, edition),
            hidden,
            f"{title}, édition {edition}",
        )
        if grid is not None:
            yield grid


def _columns(
    content: SiteContent, ventilation: str, told: list[str], hidden: set[tuple[str, str]]
) -> dict[str, str]:
    """Return the groups of a breakdown in their usual order, with their words."""
    known = {*told, *(m for _, m in hidden)}
    variable = content.catalogue.codebook.variables.get(ventilation)
    order = dict.fromkeys([*GROUPES, *(variable.modalites if variable else {}), *sorted(known)])
    people = content.catalogue.populations.by_name
    words = dict(variable.modalites) if variable else {}
    return {
        m: spaced(words.get(m) or (people[m].libelle if m in people else GROUPES.get(m, m)))
        for m in order
        if m in known
    }


def _verdicts(
    changes: pd.DataFrame | None, content: SiteContent, shares: Shares, indicator: Indicator
) -> Iterator[Verdict]:
    if changes is None:
        return
    own = indicator.population
    mine = changes[
        changes["famille"].astype(bool)
        & (changes["population"] == own)
        & changes["modalite"].isin(["", own])
        & (changes["edition"] == changes["edition"].max())
    ]
    words = shares.answers(indicator)
    for row in mine.sort_values("edition_reference", ascending=False, kind="stable").to_dict("records"):
        yield Verdict(
            words.get(str(row["categorie"]), str(row["categorie"])),
            str(row["edition_reference"]),
            str(row["edition"]),
            percent(float(row["part_reference"])),
            percent(float(row["part"])),
            VERDICTS_EVOLUTION[str(row["verdict"])],
            RAISONS_EVOLUTION.get(str(row["raison"]), ""),
            spaced(str(row["phrase"])),
        )


def _notes(content: SiteContent, shares: Shares, indicator: Indicator) -> tuple[str, ...]:
    """Return what limits the comparison of the editions told, then what an edition words otherwise."""
    known = tuple(e for e in shares.editions if any(r["edition"] == e for r in shares.whole(indicator.nom)))
    people = content.catalogue.populations.note(indicator.population, known)
    limits = content.catalogue.notes(indicator.nom, known)
    reworded = rewordings_in_words(content.catalogue, indicator.nom, known)
    notes = [*limits, people, *reworded]
    return tuple(dict.fromkeys(spaced(n) for n in notes if n))


def _absences(missing: pd.DataFrame | None) -> tuple[str, ...]:
    if missing is None:
        return ()
    whole = missing[(missing["categorie"] == "") & (missing["population"] == "")]
    return tuple(
        f"{e}{NBSP}: {spaced(str(r))}." for e, r in zip(whole["edition"], whole["raison"], strict=True)
    )


def indicator_table(content: SiteContent, shares: Shares, indicator: Indicator) -> str:
    """Return the CSV of all that is told of an indicator: whole percentages, bounds of intervals to the hundredth."""
    answers, people = shares.answers(indicator), content.catalogue.populations.by_name
    return csv_text(_CSV, (_line(row, answers, people, content) for row in shares.every(indicator.nom)))


def _line(row: Row, answers: Mapping[str, str], people: Mapping[str, object], content: SiteContent) -> Row:
    ventilation, modality, population = str(row["ventilation"]), str(row["modalite"]), str(row["population"])
    named = _columns(content, ventilation, [modality], set()).get(modality, "") if modality else ""

    def percentage(share: float) -> int | None:
        return None if pd.isna(share) else whole_percent(float(share))

    return {
        "edition": row["edition"],
        "reponse": answers[str(row["categorie"])],
        "population": spaced(str(getattr(people[population], "libelle", population))),
        "groupe": named if modality != population else "",
        "n": int(row["n"]),
        "base": int(row["base"]),
        "pourcentage": percentage(row["part_publiable"]),
        "pourcentage_redresse": percentage(row["part_ponderee"]),
        "ic_bas": None if pd.isna(row["ic_bas"]) else round(float(row["ic_bas"]), 2),
        "ic_haut": None if pd.isna(row["ic_haut"]) else round(float(row["ic_haut"]), 2),
        "donnees": SOURCES_DONNEES[str(row["source_donnees"])],
    }
