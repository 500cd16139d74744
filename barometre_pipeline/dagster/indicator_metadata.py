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
from barometre_pipeline.dagster.metadata import asset_key, hashed_files, page
from barometre_pipeline.french.numbers import number
from barometre_pipeline.indicators.presentation import (
    columns_of,
    headline,
    printed_rows,
    questions_table,
    values_table,
)
from barometre_pipeline.publication.charts.thumbnail import thumbnail
from barometre_pipeline.publication.site.addresses import indicator_page

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
    catalogue: Catalogue,
    indicator: Indicator,
    edition: str,
    values: pd.DataFrame,
    why: pd.DataFrame,
    files: str,
) -> dict[str, Any]:
    """Return what one edition says of an indicator.

    Args:
        catalogue: the definitions that were used.
        indicator: which one.
        edition: partition key.
        values: its rows of ``gold/valeurs``.
        why: its rows of ``gold/sans_valeur``.
        files: what ``files_received`` says of the edition.
    """
    columns = columns_of(catalogue, indicator, edition)
    said: dict[str, Any] = {"dagster/row_count": len(values)}
    rows = printed_rows(values, indicator)
    if line := headline(catalogue, rows):
        said["Chiffre"] = line
    said["Valeurs"] = dg.MetadataValue.md(values_table(catalogue, rows))
    if picture := _picture(catalogue, indicator, rows):
        said["Graphique"] = picture
    if len(why):
        said["Non calculable"] = dg.MetadataValue.md("\n".join(f"- {r}" for r in why["raison"].unique()))
    said["Questions"] = dg.MetadataValue.md(questions_table(catalogue, columns, edition))
    said["Fichiers"] = dg.MetadataValue.md(files)
    said["Fiche"] = f"barometre audit --edition {edition} --indicateur {indicator.nom} --verify"
    said["Page du site"] = page(f"site/{indicator_page(indicator.nom)}")
    lineage = _lineage(indicator, columns)
    if lineage:
        said["dagster/column_lineage"] = lineage
    return said


def files_received(work: Work, edition: str) -> str:
    """Return the files that an edition was read from, with their SHA-256."""
    read = [
        work.lake.read(table, edition, ["fichier", "sha256"])
        for table in _FILES
        if work.lake.exists(table, edition)
    ]
    return hashed_files((str(f), str(h)) for found in read for f, h in found.itertuples(index=False))


def _picture(catalogue: Catalogue, indicator: Indicator, rows: pd.DataFrame) -> dg.MetadataValue | None:
    whole = (rows["population"] == indicator.population) & rows["modalite"].isin(["", indicator.population])
    shown = rows.loc[whole & rows["part_publiable"].notna(), ["categorie", "part_publiable"]]
    shown = shown.drop_duplicates("categorie")
    if shown.empty:
        return None
    bars = [
        (category_in_words(catalogue, indicator.nom, str(c)) or indicator.libelle, float(p))
        for c, p in zip(shown["categorie"], shown["part_publiable"], strict=True)
    ]
    svg = base64.b64encode(thumbnail(indicator.libelle, bars).encode("utf-8")).decode("ascii")
    return dg.MetadataValue.md(f"![{indicator.libelle}](data:image/svg+xml;base64,{svg})")


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
