"""Corrections of what was published: what was said, what is true, why; ``errata.yaml``, common or beside an edition.

Which figures changed is found against the versions frozen (``publication.releases``), which drafts the entries; here is
only what the team decided to tell.
"""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Final

from pydantic import Field

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.expression import Strict
from barometre_pipeline.catalogue.loader import FOLDER, problem, shown
from barometre_pipeline.yaml_files import read_yaml

ERRATA_FILE: Final = "errata.yaml"  # of the catalogue, and beside the extracts of an edition
_GUIDE: Final = "les clés décrites dans docs/publier.md"


class Erratum(Strict):
    """One correction; ``indicateur`` is empty where it is about no figure of the catalogue.

    ``version`` is the one that holds what was wrong, "" where nothing was frozen.
    """

    date: date
    edition: str
    version: str = ""
    indicateur: str = ""
    publie: str = Field(min_length=1)
    corrige: str = Field(min_length=1)
    motif: str = Field(min_length=1)


class ErrataFile(Strict):
    """What a file of corrections may say."""

    errata: tuple[Erratum, ...]


def load_errata(
    catalogue: Catalogue, editions: Iterable[Path] = (), path: Path = FOLDER / ERRATA_FILE
) -> tuple[Erratum, ...]:
    """Return the corrections, newest first.

    Args:
        catalogue: the indicators that they may name.
        editions: folders of editions, each of which may have its own file.
        path: the common file.

    Raises:
        ConfigurationError: a file says something impossible, a correction names an indicator that does not exist, or,
            beside an edition, another edition.
    """
    found = _read(path, shown(path), catalogue)
    for folder in editions:
        if (beside := folder / ERRATA_FILE).is_file():
            own = _read(beside, f"{folder.name}/{ERRATA_FILE}", catalogue)
            for erratum in own:
                if erratum.edition != folder.name:
                    raise problem(
                        f"{folder.name}/{ERRATA_FILE}", f"erratum du {erratum.date}",
                        f"il corrige l’édition {erratum.edition}", f"l’édition {folder.name}, celle du dossier",
                    )  # fmt: skip
            found += own
    return tuple(sorted(found, key=lambda e: e.date, reverse=True))


def _read(path: Path, name: str, catalogue: Catalogue) -> list[Erratum]:
    errata = read_yaml(path, name).validate(ErrataFile, _GUIDE).errata
    for erratum in errata:
        if erratum.indicateur and erratum.indicateur not in catalogue.indicateurs:
            fault = f"l’indicateur « {erratum.indicateur} » n’existe pas"
            raise problem(name, f"erratum du {erratum.date}", fault, "un indicateur du catalogue, ou rien")
    return list(errata)
