"""How many rows of the open data are withheld, by edition and group; prints a table.

python -m benchmarks.bench_opendata LAKE > benchmarks/bench_opendata.md
"""

import sys
from pathlib import Path

import pandas as pd

from barometre_pipeline.catalogue.extension import catalogue_of
from barometre_pipeline.lake import Lake
from barometre_pipeline.publication.opendata.model import WITHHELD

MAIN = "hors_moins_3500"
FILES = {"indicateurs": "population", "tris": "groupe", "sondages": "population"}


def main(folder: str) -> None:
    print("# What the open data withhold\n")
    print(
        "`python -m benchmarks.bench_opendata data_lake`. A row withheld is there, empty, with the reason; a group"
    )
    print("of which nothing may be told is not there at all.\n")
    print("| file | group | edition | rows | withheld | |")
    print("|---|---|---|---:|---:|---:|")
    for name, column in FILES.items():
        path = Path(folder) / "publication" / "donnees_ouvertes" / f"{name}.csv"
        if not path.exists():
            continue
        rows = pd.read_csv(path, dtype={"edition": str})
        for group in ("ensemble", MAIN, "francais"):
            of = rows[rows[column] == group]
            for edition, part in of.groupby("edition"):
                _line(name, group, str(edition), len(part), int((part["statut"] == WITHHELD).sum()))
            if len(of):
                _line(name, group, "all", len(of), int((of["statut"] == WITHHELD).sum()))
    _headline(Lake.at(Path(folder)))


def _headline(lake: Lake) -> None:
    """Count the shares of each indicator in the population that the catalogue cites first, told or not."""
    rows, catalogue = lake.read("gold/indicateurs"), catalogue_of(lake)
    own = rows["indicateur"].map({n: i.population for n, i in catalogue.indicateurs.items()})
    whole = (rows["modalite"] == "") | (rows["modalite"] == rows["population"])
    headline = rows[rows["imprime"].astype(bool) & (rows["population"] == own) & whole]
    print(
        "\nHeadline shares (indicators in the population cited first), rows that are not published at all included:\n"
    )
    print("| population cited first | edition | shares | not told | |")
    print("|---|---|---:|---:|---:|")
    for population in ("ensemble", MAIN, "francais"):
        of = headline[headline["population"] == population]
        for edition, part in [*of.groupby("edition"), ("all", of)] if len(of) else ():
            left = int((~part["publiable"].astype(bool)).sum())
            print(f"| {population} | {edition} | {len(part)} | {left} | {left / len(part):.1%} |")


def _line(name: str, group: str, edition: str, rows: int, hidden: int) -> None:
    print(f"| {name} | {group} | {edition} | {rows} | {hidden} | {hidden / rows:.1%} |")


if __name__ == "__main__":
    main(sys.argv[1])
