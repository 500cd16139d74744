"""Which published files a version holds, and the cards that say where each of its figures comes from.

Files are those that the indexes of gold name: what lies beside them, and the pages of the team, are not published.
"""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final

import pandas as pd

from barometre_pipeline.catalogue.extension import catalogue_of
from barometre_pipeline.csv_files import harmless_frame
from barometre_pipeline.lake import Lake
from barometre_pipeline.publication.releases.figures import INDICATOR
from barometre_pipeline.publication.site.addresses import CHART_FILES, is_internal
from barometre_pipeline.tables.reading import read_valid
from barometre_pipeline.tables.registry import TABLES

PUBLICATION: Final = "publication"
_FILES: Final = ("gold/pages", "gold/donnees_ouvertes", "gold/tableaux", "gold/supports")
CHARTS: Final = ("gold/graphiques", "gold/graphiques_declares", "gold/tendances")
_CARDS: Final = (
    "nature", "edition", "indicateur", "categorie", "population", "ventilation", "modalite", "titre", "libelle", "n",
    "base", "numerateur", "base_en_mots", "definition", "condition_sql", "condition_base_sql", "fiche",
)  # fmt: skip


def published_files(lake: Lake) -> list[str]:
    """Return the files that are published, by path from ``publication/``, in order."""
    found = {
        name
        for path in _indexed(lake)
        if not is_internal(name := PurePosixPath(path).relative_to(PUBLICATION).as_posix())
    }
    return sorted(found)


def _indexed(lake: Lake) -> Iterator[str]:
    for table in _FILES:
        if lake.exists(table):
            yield from read_valid(lake, table)["fichier"].astype(str)
    for index in chart_indexes(lake):
        for column in CHART_FILES:
            yield from index[column].astype(str)


def chart_indexes(lake: Lake) -> Iterator[pd.DataFrame]:
    """Yield the indexes of charts, edition by edition where they are so."""
    for table in CHARTS:
        editions: list[str | None] = [*lake.editions(table)] if TABLES[table].by_edition else [None]
        for edition in editions:
            if lake.exists(table, edition):
                yield read_valid(lake, table, edition)


def cards_csv(lake: Lake, figures: pd.DataFrame) -> bytes:
    """Write the cards of figures: who is counted, among whom, in words and, for a question, in SQL on silver.

    Args:
        lake: where the definitions and conditions are.
        figures: as ``published_figures`` returns them.
    """
    catalogue = catalogue_of(lake)
    defined = catalogue.indicateurs
    cards = figures.assign(
        **{
            column: [getattr(defined[i], name) if k == INDICATOR else "" for k, i in _named(figures)]
            for column, name in (
                ("numerateur", "numerateur"),
                ("base_en_mots", "base"),
                ("definition", "definition"),
            )
        }
    )
    conditions = pd.concat([_conditions(lake, e) for e in lake.editions("gold/fiches")] or [_NOTHING])
    on = ["nature", "edition", "indicateur", "categorie", "population"]
    cards = cards.merge(conditions, on=on, how="left", suffixes=("", "_sql"))
    asked = cards["nature"] != INDICATOR
    cards["base_en_mots"] = cards["base_sql"].where(asked, cards["base_en_mots"])
    cards["fiche"] = cards["trace_sql"].where(asked, cards["fiche"])
    return harmless_frame(cards[list(_CARDS)]).to_csv(index=False, lineterminator="\n").encode()


_NOTHING: Final = pd.DataFrame(
    columns=["nature", "edition", "indicateur", "categorie", "population", "base", "condition_sql",
             "condition_base_sql", "trace_sql"], dtype="str",
)  # fmt: skip


def _named(figures: pd.DataFrame) -> Iterator[tuple[str, str]]:
    yield from zip(figures["nature"], figures["indicateur"], strict=True)


def _conditions(lake: Lake, edition: str) -> pd.DataFrame:
    rows = read_valid(lake, "gold/fiches", edition)
    item = rows["sous_question"].astype(str)
    return rows.assign(
        nature="question",
        indicateur=rows["question"].astype(str),
        categorie=(item + " ").where(item != "", "") + rows["modalite"].astype(str),
        population=rows["groupe"].astype(str),
        trace_sql=rows["trace_id"],
    )[_NOTHING.columns]
