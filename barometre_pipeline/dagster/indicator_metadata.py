"""What the asset of an indicator tells Dagster about one edition: values, picture, questions, files, links.

Words are ``indicators.presentation``'s, the picture ``publication.charts.thumbnail``'s.
"""

import base64
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

import dagster as dg
import pandas as pd

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.indicator import Indicator
from barometre_pipeline.catalogue.printed_figures import load_figures
from barometre_pipeline.catalogue.words import category_in_words
from barometre_pipeline.dagster.assets.work import Work
from barometre_pipeline.dagster.metadata import asset_key, column_schema, page
from barometre_pipeline.french.numbers import number
from barometre_pipeline.indicators.presentation import (
    columns_of,
    headline,
    printed_rows,
    questions_table,
    values_table,
)
from barometre_pipeline.publication.charts.thumbnail import thumbnail
from barometre_pipeline.tables.declarations.indicators import VALEURS

_MICRODATA: Final = {"collectivites": "silver/reponses", "francais": "silver/sondes"}
_FILES: Final = {
    "bronze/extraits": "brut/extrait",
    "bronze/sondage_extraits": "brut/sondage",
    "bronze/agregats_extraits": "brut/tableaux_publies",
}


def indicator_tags(name: str) -> Mapping[str, str]:
    """Return one tag for each value printed of an indicator: « 77 » in the search box finds the indicator."""
    return {f"chiffre/{_tag(value)}": "" for value in _printed_values().get(name, ())}


def indicator_metadata(
    work: Work,
    catalogue: Catalogue,
    indicator: Indicator,
    edition: str,
    values: pd.DataFrame,
    why: pd.DataFrame,
) -> dict[str, Any]:
    """Return what one edition says of an indicator.

    Args:
        work: the run.
        catalogue: the definitions that were used.
        indicator: which one.
        edition: partition key.
        values: its rows of ``gold/valeurs``.
        why: its rows of ``gold/sans_valeur``.
    """
    columns = columns_of(catalogue, indicator, edition)
    said: dict[str, Any] = {"dagster/row_count": len(values)}
    if line := headline(catalogue, indicator, values):
        said["Chiffre"] = line
    said["Valeurs"] = dg.MetadataValue.md(values_table(catalogue, indicator, values))
    if picture := _picture(catalogue, indicator, values):
        said["Graphique"] = picture
    if len(why):
        said["Non calculable"] = dg.MetadataValue.md("\n".join(f"- {r}" for r in why["raison"].unique()))
    said["Questions"] = dg.MetadataValue.md(questions_table(catalogue, columns, edition))
    said["Fichiers"] = dg.MetadataValue.md(_files(work, edition))
    said["Fiche"] = f"barometre audit --edition {edition} --indicateur {indicator.nom} --verify"
    said["Page du rapport"] = page(f"rapport/edition-{edition}.html")
    said["dagster/column_schema"] = column_schema(VALEURS, values)
    lineage = _lineage(indicator, columns)
    if lineage:
        said["dagster/column_lineage"] = lineage
    return said


def _picture(catalogue: Catalogue, indicator: Indicator, values: pd.DataFrame) -> dg.MetadataValue | None:
    rows = printed_rows(values, indicator)
    rows = rows[
        (rows["population"] == indicator.population) & (rows["modalite"].isin(["", indicator.population]))
    ]
    rows = rows[rows["part_publiable"].notna()].drop_duplicates("categorie")
    if rows.empty:
        return None
    bars = [
        (category_in_words(catalogue, indicator.nom, str(c)) or indicator.libelle, float(p))
        for c, p in zip(rows["categorie"], rows["part_publiable"], strict=True)
    ]
    svg = base64.b64encode(thumbnail(indicator.libelle, bars).encode("utf-8")).decode("ascii")
    return dg.MetadataValue.md(f"![{indicator.libelle}](data:image/svg+xml;base64,{svg})")


def _files(work: Work, edition: str) -> str:
    lines = ["| Fichier reçu | SHA-256 |", "| --- | --- |"]
    for table in _FILES:
        if work.lake.exists(table, edition):
            found = work.lake.read(table, edition, ["fichier", "sha256"])
            lines += [f"| {f} | `{s}` |" for f, s in zip(found["fichier"], found["sha256"], strict=True)]
    return "\n".join(lines)


def _lineage(indicator: Indicator, columns: Mapping[str, str]) -> dg.TableColumnLineage | None:
    publics = ["collectivites", "francais"] if indicator.public == "tous" else [indicator.public]
    tables = [asset_key(_MICRODATA[p]) for p in publics]
    deps = [dg.TableColumnDep(table, column) for table in tables for column in columns]
    counted = ("n", "base", "part", "part_ponderee", "part_publiable", "ic_bas", "ic_haut")
    return dg.TableColumnLineage(dict.fromkeys(counted, deps)) if deps else None


@cache
def _printed_values() -> dict[str, list[float]]:
    figures = load_figures()
    return {str(name): sorted(set(rows)) for name, rows in figures.groupby("indicateur")["valeur"]}


def _tag(value: float) -> str:
    return number(abs(value)).replace(",", "_").replace("\u202f", "")
