"""Corrections of what was published: what was said, what is true, why; read from ``errata.yaml``.

Which figures changed is found by comparing two lakes; here is only what the team decided to tell.
"""

from datetime import date
from functools import cache
from pathlib import Path

from pydantic import Field

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.expression import Strict
from barometre_pipeline.catalogue.loader import FOLDER, load, problem


class Erratum(Strict):
    """One correction; ``indicateur`` is empty where it is about no figure."""

    date: date
    edition: str
    indicateur: str = ""
    publie: str = Field(min_length=1)
    corrige: str = Field(min_length=1)
    motif: str = Field(min_length=1)


class _File(Strict):
    errata: tuple[Erratum, ...]


@cache
def _listed(path: Path) -> tuple[Erratum, ...]:
    return tuple(sorted(load(_File, path).errata, key=lambda e: e.date, reverse=True))


def load_errata(catalogue: Catalogue, path: Path = FOLDER / "errata.yaml") -> tuple[Erratum, ...]:
    """Return the corrections, newest first.

    Raises:
        ConfigurationError: a correction names an indicator that does not exist.
    """
    found = _listed(path)
    for erratum in found:
        if erratum.indicateur and erratum.indicateur not in catalogue.indicateurs:
            fault = f"l’indicateur « {erratum.indicateur} » n’existe pas"
            raise problem(path, f"erratum du {erratum.date}", fault, "un indicateur du catalogue, ou rien")
    return found
