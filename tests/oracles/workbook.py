"""What a reader of a workbook of tables copies from it: counts, bases and weighted shares, cell by cell.

Words are turned back into names by the public catalogue; no figure comes from anywhere but the file.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pandas as pd

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.indicator import Indicator
from barometre_pipeline.catalogue.words import category_in_words
from barometre_pipeline.french.spaces import spaced
from barometre_pipeline.publication.workbook.banner import survey_banner

COUNT, WEIGHTED = "Effectif", "Part redressée"
_BASES = ("Base", "Réponses citées")
_LETTER = re.compile(r" \([A-Z]{1,2}\)$")
Values = dict[int, float]  # by column
Place = tuple[str, str, str]


class _Everywhere:
    def __contains__(self, place: object) -> bool:
        return True


def workbook_rows(path: Path, edition: str, catalogue: Catalogue) -> pd.DataFrame:
    """Return the cells of the workbook of an edition that are about structures, as rows of indicators."""
    worded = catalogue.as_worded(edition)
    titles = {
        spaced(i.libelle): i
        for i in worded.indicateurs.values()
        if i.mesure != "effectif" and i.public != "francais"
    }
    spreadsheet = openpyxl.load_workbook(path, read_only=True)
    found = [
        dict(row, edition=edition)
        for sheet in spreadsheet.worksheets
        for row in _rows([list(r) for r in sheet.iter_rows(values_only=True)], titles, worded)
    ]
    columns = ["edition", "indicateur", "categorie", "population", "modalite", "n", "base", "part_ponderee"]
    return pd.DataFrame(found, columns=columns)


def _rows(
    lines: list[list[object]], titles: dict[str, Indicator], catalogue: Catalogue
) -> Iterator[dict[str, object]]:
    """Yield the cells of a sheet: a title alone on its line begins a table, two lines of heads its columns."""
    indicator: Indicator | None = None
    places: dict[int, Place] = {}
    bases: Values = {}
    category, told = "", dict[str, Values]()
    for above, line in zip([[], *lines], lines, strict=False):
        name, measure, values = line[0], line[1] if len(line) > 1 else None, line[2:]
        if measure is None and not any(values):
            yield from _cells(indicator, category, places, bases, told)
            category, told = "", {}
            if isinstance(name, str) and name in titles:
                indicator, places, bases = titles[name], {}, {}
        elif measure is None and indicator is not None and not any(isinstance(v, int) for v in values):
            places = _places(indicator, above[2:], values, catalogue) or places
        elif indicator is not None:
            numbers = {k: float(v) for k, v in enumerate(values) if isinstance(v, int | float)}
            if name is not None or (measure in _BASES and not told):
                yield from _cells(indicator, category, places, bases, told)
                category, told = str(name or ""), {}
            if measure in _BASES and not category:
                bases = numbers
            told[str(measure)] = numbers
    yield from _cells(indicator, category, places, bases, told)


def _places(
    indicator: Indicator, groups: list[object], heads: list[object], catalogue: Catalogue
) -> dict[int, Place]:
    banner = survey_banner(catalogue, indicator, _Everywhere())
    named = {(g.title, c.label): c.place for g in banner for c in g.columns}
    group, found = "", {}
    for k, head in enumerate(heads):
        group = str(groups[k]) if k < len(groups) and groups[k] else group
        place = named.get((group, _LETTER.sub("", str(head))))
        if place is not None:
            found[k] = place
    return found


def _cells(
    indicator: Indicator | None, label: str, places: dict[int, Place], bases: Values, told: dict[str, Values]
) -> Iterator[dict[str, object]]:
    if indicator is None or not label:
        return
    under = next((told[b] for b in _BASES if b in told), bases)
    for k, n in told.get(COUNT, {}).items():
        yield {
            "indicateur": indicator.nom, "categorie": label, "population": places[k][0], "modalite": places[k][2],
            "n": int(n), "base": int(under[k]), "part_ponderee": told.get(WEIGHTED, {}).get(k),
        }  # fmt: skip


def named_categories(rows: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Return rows with the names of categories for their words; words that two categories share are left out."""
    known: dict[tuple[str, str, str], list[str]] = {}
    for edition in rows["edition"].unique():
        worded = catalogue.as_worded(edition)
        for indicator in rows.loc[rows["edition"] == edition, "indicateur"].unique():
            for category in worded.categories[indicator]:
                words = spaced(category_in_words(worded, indicator, category))
                known.setdefault((edition, indicator, words), []).append(category)
    names = [
        known.get(k, [])
        for k in rows[["edition", "indicateur", "categorie"]].itertuples(index=False, name=None)
    ]
    one = [len(n) == 1 for n in names]
    return rows[one].assign(categorie=[n[0] for n in names if len(n) == 1])
