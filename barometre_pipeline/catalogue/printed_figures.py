"""What was printed: figures, charts, documents, and why some figures cannot be reproduced; read from data.

How printed figures stand against computed ones is ``printed``'s.
"""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from barometre_pipeline.catalogue.expression import Strict
from barometre_pipeline.catalogue.loader import FOLDER, load

if TYPE_CHECKING:
    import pandas as pd


def load_figures(path: Path = FOLDER / "figures_publiees.csv") -> "pd.DataFrame":
    """Return the printed figures, one row each; ``valeur`` is a number, the rest text."""
    import pandas as pd

    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    return table.assign(valeur=table["valeur"].astype(float))


def load_charts(path: Path = FOLDER / "graphiques.csv") -> "pd.DataFrame":
    """Return the printed charts, one row each."""
    import pandas as pd

    return pd.read_csv(path, dtype=str, keep_default_na=False)


class Document(Strict):
    """A published document."""

    titre: str
    annee: int


class Renaming(Strict):
    """Printed figures whose provisional name hides another definition."""

    indicateur: str
    population: str
    devient: str
    population_devient: str | None = None
    motif: str


class BaseGiven(Strict):
    """The base that a document gives to the figures of an indicator, in a sentence away from them."""

    document: str
    indicateur: str
    base: str
    motif: str


class DocumentsFile(Strict):
    """The documents, and what is done to their figures when they are imported."""

    documents: dict[str, Document]
    renommages: tuple[Renaming, ...]
    bases: tuple[BaseGiven, ...] = ()


def load_documents(path: Path = FOLDER / "documents.yaml") -> dict[str, str]:
    """Return the title of each document."""
    return {name: document.titre for name, document in load(DocumentsFile, path).documents.items()}


def load_renamings(path: Path = FOLDER / "documents.yaml") -> dict[str, str]:
    """Return the name under which each renamed indicator was first read."""
    return {r.devient: r.indicateur for r in load(DocumentsFile, path).renommages}


@cache
def printed_name(indicator: str, population: str) -> tuple[str, str]:
    """Return the names of an indicator and of its population in the list of printed figures as it was first read."""
    rules = load(DocumentsFile, FOLDER / "documents.yaml").renommages
    same = [r for r in rules if (r.devient, r.population_devient or r.population) == (indicator, population)]
    if same:
        return same[0].indicateur, same[0].population
    return load_renamings().get(indicator, indicator), population


class Explanation(Strict):
    """Why some data do not give some printed figures; every key given must match.

    ``donnees`` names the data of which it is true: what holds of real answers is not said of invented ones.
    """

    motif: str
    donnees: tuple[Literal["reelles", "agregats", "demonstration"], ...] = Field(min_length=1)
    edition: tuple[str, ...] = ()
    indicateur: str | None = None
    categorie: str | None = None
    population: str | None = None
    document: str | None = None


class _ExplanationsFile(Strict):
    explications: tuple[Explanation, ...]


def load_explanations(
    figures: "pd.DataFrame", path: Path = FOLDER / "explications.yaml"
) -> dict[tuple[str, str], str]:
    """Return (figure, kind of data) -> one line of explanation, for the figures that a rule concerns."""
    import pandas as pd

    found: dict[tuple[str, str], str] = {}
    for rule in load(_ExplanationsFile, path).explications:
        mask = pd.Series(True, index=figures.index)
        for column in ("indicateur", "categorie", "population", "document"):
            value = getattr(rule, column)
            mask &= figures[column] == value if value is not None else True
        mask &= figures["edition"].isin(rule.edition) if rule.edition else True
        found |= {(c, d): rule.motif for c in figures.loc[mask, "chiffre"] for d in rule.donnees}
    return found
