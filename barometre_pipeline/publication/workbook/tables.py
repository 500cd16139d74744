"""From the rows of indicators that may be told to the tables of a workbook: columns, cells, letters, notes.

Shares, counts and bases are those of the rows; only the letters follow from a test, ``statistics.letters``'.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.indicator import TOTAL, Indicator
from barometre_pipeline.catalogue.words import category_in_words, said_once
from barometre_pipeline.french.spaces import NBSP, spaced
from barometre_pipeline.french.words import enumeration
from barometre_pipeline.publication.told import told_indicators
from barometre_pipeline.publication.workbook.banner import is_region, poll_banner, survey_banner
from barometre_pipeline.publication.workbook.model import (
    Cell,
    Group,
    Line,
    Place,
    Sheet,
    TableOfShares,
    Workbook,
)
from barometre_pipeline.publication.workbook.notes import reading_notes, where_from
from barometre_pipeline.statistics.letters import Proportion, exceeded
from barometre_pipeline.vocabulary import BASE_MINIMALE, RAISONS_RETENUE

Row = Mapping[Hashable, Any]
Answer = tuple[str, str]  # indicator, category


class _Anywhere:
    """Every place: what a banner would be if everything could be told."""

    def __contains__(self, place: object) -> bool:
        return True


_ANYWHERE: Final = _Anywhere()
_SAMPLE: Final = "Échantillon"
_FRENCH: Final = "francais"


@dataclass(frozen=True)
class _Rows:
    """Rows of one edition on the base of printed figures: those told, and why the others are not."""

    told: Mapping[Answer, Mapping[Place, Row]]
    withheld: Mapping[Answer, Mapping[Place, str]]
    national: Mapping[str, int]

    @classmethod
    def of(cls, rows: pd.DataFrame, national: Mapping[str, int]) -> "_Rows":
        told = _by_place((r, r) for r in told_indicators(rows).to_dict("records"))
        hidden = rows[~rows["publiable"].astype(bool)].to_dict("records")
        return cls(told, _by_place((r, str(r["raison_retenue"])) for r in hidden), national)

    def of_indicator(self, name: str, french: bool) -> dict[Answer, dict[Place, Row]]:
        """Return the rows told of an indicator and public, by category."""
        found = {
            answer: {p: r for p, r in places.items() if p[0].startswith(_FRENCH) == french}
            for answer, places in self.told.items()
            if answer[0] == name
        }
        return {answer: places for answer, places in found.items() if places}


def edition_workbook(
    edition: str, title: str, indicators: pd.DataFrame, quality: pd.DataFrame, catalogue: Catalogue
) -> Workbook:
    """Return the tables of an edition.

    Args:
        edition: partition key.
        title: of the edition.
        indicators: rows of ``gold/indicateurs`` of the edition.
        quality: rows of ``gold/qualite`` of the edition: how many structures exist, by group.
        catalogue: words.
    """
    catalogue = catalogue.as_worded(edition)
    printed = indicators[indicators["imprime"].astype(bool)]
    known = quality[quality["effectif_national"].notna()]
    national = dict(zip(known["modalite"].astype(str), known["effectif_national"].astype(int), strict=True))
    rows = _Rows.of(printed, national)
    sheets = [_sample(catalogue, rows)]
    for theme in catalogue.themes:
        tables = (_table(catalogue, i, rows, edition, french=i.public == _FRENCH) for i in theme.indicateurs)
        sheets.append(Sheet(spaced(theme.libelle), tuple(t for t in tables if t is not None)))
    sources = set(printed["source_donnees"].astype(str))
    return Workbook(
        edition, title, where_from(sources), tuple(s for s in sheets if s.tables), reading_notes()
    )


def _sample(catalogue: Catalogue, rows: _Rows) -> Sheet:
    """Return who answered: the counts of both publics."""
    tables = [
        _table(catalogue, indicator, rows, "", french=french)
        for indicator in catalogue.indicateurs.values()
        if indicator.mesure == "effectif"
        for french in (False, True)
    ]
    return Sheet(_SAMPLE, tuple(t for t in tables if t is not None))


def _table(
    catalogue: Catalogue, indicator: Indicator, rows: _Rows, edition: str, *, french: bool
) -> TableOfShares | None:
    """Return the table of an indicator; None where nothing of it is told, or where another sheet has it."""
    found = rows.of_indicator(indicator.nom, french)
    counted = indicator.mesure == "effectif"
    if not found or counted == bool(edition):
        return None
    present = dict.fromkeys(place for places in found.values() for place in places)
    banner = poll_banner(catalogue, present) if french else survey_banner(catalogue, indicator, present)
    order = [c for c in (TOTAL, *catalogue.categories[indicator.nom]) if (indicator.nom, c) in found]
    named = said_once(
        {c: spaced(category_in_words(catalogue, indicator.nom, c)) or "Réponses retenues" for c in order}
    )
    cells = [tuple(_cells(banner, found[indicator.nom, c], rows.national, french)) for c in named]
    lines = [Line(label, of) for label, of in zip(named.values(), cells, strict=True) if any(of)]
    if not lines:  # what is told of it is told of populations that no banner has
        return None
    public = "Français" if french else "Collectivités"
    return TableOfShares(
        name=indicator.nom,
        title=spaced(f"{indicator.libelle}, {public}" if counted else indicator.libelle),
        question="" if counted else _wording(catalogue, indicator, edition),
        base=spaced(indicator.base),
        groups=banner,
        lines=tuple(lines),
        counted="" if counted else "Réponses citées" if indicator.mesure == "mentions" else "Base",
        notes=tuple(_notes(catalogue, indicator, rows, french=french)),
    )


def _wording(catalogue: Catalogue, indicator: Indicator, edition: str) -> str:
    variable = catalogue.codebook.variables.get(str(indicator.variable))
    return spaced(variable.wording(edition).question) if variable else ""


def _cells(
    banner: Iterable[Group], places: Mapping[Place, Row], national: Mapping[str, int], french: bool
) -> Iterator[Cell | None]:
    for group in banner:
        rows = [places.get(column.place) for column in group.columns]
        compared = [_proportion(row, national, french) if c.letter else None
                    for row, c in zip(rows, group.columns, strict=True)]  # fmt: skip
        lower = exceeded(compared)
        for row, below in zip(rows, lower, strict=True):
            yield _cell(row, " ".join(group.columns[i].letter for i in below), french) if row else None


def _cell(row: Row, letters: str, french: bool) -> Cell:
    weighted = float(row["part_ponderee"])
    beside = not french and not row["redressement_faible"] and not np.isnan(weighted)
    share = float(row["part_publiable"])
    return Cell(
        share=None if np.isnan(share) else share,
        count=int(row["n"]),
        base=int(row["base"]),
        weighted=weighted if beside else None,
        letters=letters,
        low=bool(row["base_faible"]),
    )


def _proportion(row: Row | None, national: Mapping[str, int], french: bool) -> Proportion | None:
    """Return what is compared of a cell; None where it is empty or too small to be."""
    if row is None or np.isnan(float(row["part_publiable"])):
        return None
    base = int(row["base"])
    size = float(row["effectif_efficace"]) if french else float(base)
    if base < BASE_MINIMALE or not size >= BASE_MINIMALE:
        return None
    exist = national.get(str(row["population"]), 0)
    return Proportion(float(row["part_publiable"]), size, 1 - base / exist if exist >= base else 1.0)


def _notes(catalogue: Catalogue, indicator: Indicator, rows: _Rows, *, french: bool) -> Iterator[str]:
    """Yield what is not told of a table, reason by reason, once."""
    every = _ANYWHERE
    banner = poll_banner(catalogue, every) if french else survey_banner(catalogue, indicator, every)
    shown = {c.place: c.label for g in banner for c in g.columns if not is_region(c.place)}
    columns: dict[str, dict[str, None]] = {}
    answers: dict[str, dict[str, None]] = {}
    regions: set[Place] = set()
    told = {place for answer, places in rows.told.items() if answer[0] == indicator.nom for place in places}
    for answer, places in rows.withheld.items():
        if answer[0] != indicator.nom:
            continue
        for place, reason in places.items():
            if is_region(place):
                regions.add(place)
            elif place in shown and reason == "reponse_rare":
                answers.setdefault(reason, {})[category_in_words(catalogue, *answer)] = None
            elif place in shown:
                columns.setdefault(reason, {})[shown[place]] = None
    untold = len(regions - told)
    for where, found in (
        ("Cases vides", columns),
        ("Réponses non publiées dans certaines colonnes", answers),
    ):
        for reason, names in found.items():
            yield spaced(f"{where}{NBSP}: {enumeration(names)} ({RAISONS_RETENUE[reason]}).")
    if untold:
        yield spaced(f"Régions non publiées{NBSP}: {untold} ({RAISONS_RETENUE['ventilation']}).")


def _by_place(rows: Iterable[tuple[Row, Any]]) -> dict[Answer, dict[Place, Any]]:
    found: dict[Answer, dict[Place, Any]] = {}
    for row, value in rows:
        place = (str(row["population"]), str(row["ventilation"]), str(row["modalite"]))
        found.setdefault((str(row["indicateur"]), str(row["categorie"])), {})[place] = value
    return found
