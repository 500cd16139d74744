"""A lake of one's own to tamper with, and the figures that tests verify in it."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
from click.testing import Result
from support import Computed, barometre

CONDITIONAL = (
    "--edition", "2025", "--indicateur", "systeme_ia", "--categorie", "generative",
    "--population", "engage_ou_prevu_ia",
)  # fmt: skip
STRUCTURES = (
    "--edition", "2025", "--indicateur", "projet_data_au_moins_un", "--categorie", "oui", "--population", "epci",
)  # fmt: skip
POLL = (
    "--edition",
    "2025",
    "--indicateur",
    "opinion_guichet",
    "--categorie",
    "humain",
    "--modalite",
    "age=a18_24",
)
PUBLISHED = ("--edition", "2022", "--indicateur", "projet_data_au_moins_un", "--population", "communes")
SMALLEST = (
    "--edition",
    "2025",
    "--indicateur",
    "systeme_ia",
    "--categorie",
    "langage",
    "--population",
    "chaque_type_ia",
)
MENTIONS = (
    "--edition", "2025", "--indicateur", "projet_ia_domaine_projets", "--categorie", "dechets",
    "--population", "engage_ia",
)  # fmt: skip
TABULATED = (
    "--edition", "2025", "--question", "GOUV01", "--modalite", "Oui, nous l’avons déjà adopté",
    "--groupe", "metropoles",
)  # fmt: skip
BOXES = ("--edition", "2025", "--question", "CYBE03", "--sous-question", "SQ001", "--modalite", "Oui")


def verified(computed: Computed, *named: str) -> Result:
    return barometre("audit", "--raw", computed.raw, "--lake", computed.lake, *named, "--verify")


def altered(path: Path, change: Callable[[pd.DataFrame], None]) -> None:
    """Change a table of a lake; the file is written anew, never through its link."""
    table = pd.read_parquet(path, partitioning=None)
    change(table)
    path.unlink()
    table.to_parquet(path)


def added(path: Path, **values: object) -> None:
    """Add a row to a table of a lake: its first one, with these values."""
    table = pd.read_parquet(path, partitioning=None)
    path.unlink()
    pd.concat([table, table.iloc[[0]].assign(**values)], ignore_index=True).to_parquet(path)


def removed(path: Path, response: int | None = None) -> None:
    """Take a response, or every row, out of a table of a lake."""
    table = pd.read_parquet(path, partitioning=None)
    path.unlink()
    (table.head(0) if response is None else table[table["id_reponse"] != response]).to_parquet(path)


def row_of(table: pd.DataFrame, named: tuple[str, ...]) -> pd.Series:
    wanted = dict(zip(named[::2], named[1::2], strict=True))
    keep = (table["edition"] == wanted["--edition"]) & (table["indicateur"] == wanted["--indicateur"])
    for option, column in (("--categorie", "categorie"), ("--population", "population")):
        if option in wanted:
            keep &= table[column] == wanted[option]
    if "--modalite" in wanted:
        keep &= table["modalite"] == wanted["--modalite"].partition("=")[2]
    assert keep.any()
    return keep
