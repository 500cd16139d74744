"""Writes the workbook of tables of every edition, each in the folder of its edition."""

from collections.abc import Mapping

import pandas as pd

from barometre_pipeline.editions.model import Edition
from barometre_pipeline.publication.workbook import edition_workbook, write_workbook
from barometre_pipeline.steps.catalogue_read import read_catalogue
from barometre_pipeline.tables.declarations.publication import TABLEAUX, WORKBOOK
from barometre_pipeline.tables.reading import DeclaredTables, Frames
from barometre_pipeline.tables.schema import empty_frame


def run(editions: Mapping[str, Edition], tables: DeclaredTables) -> Frames:
    """Return the index of the workbooks; one of an edition that the lake no longer has is removed."""
    catalogue, root = read_catalogue(tables), tables.root()
    indicators, quality = tables.read("gold/indicateurs"), tables.read("gold/qualite")
    rows = []
    for key in sorted(set(indicators["edition"].astype(str)) & editions.keys()):
        path = root / f"publication/{key}/tableaux_{key}.xlsx"
        of = indicators[indicators["edition"] == key], quality[quality["edition"] == key]
        write_workbook(edition_workbook(key, editions[key].config.titre, *of, catalogue), path)
        rows.append((key, path.relative_to(root).as_posix(), path.stat().st_size))
    kept = {root / name for _, name, _ in rows}
    for path in root.glob(WORKBOOK.files):
        if path not in kept:
            path.unlink()
    if not rows:
        return {TABLEAUX.name: empty_frame(TABLEAUX)}
    index = pd.DataFrame(rows, columns=TABLEAUX.columns)
    return {TABLEAUX.name: index.astype({"edition": "str", "fichier": "str"})}
