"""``barometre retirer``: takes out of the lake an edition whose folder is gone from the raw data.

What was computed of that edition alone goes; the next run computes again, without it, what brings editions together.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Final

import typer

from barometre_pipeline.cli.common import EditionOption, LakeOption, RawOption, french_errors, stdout
from barometre_pipeline.editions.loader import discover_editions, require_edition_key
from barometre_pipeline.errors import InputError
from barometre_pipeline.folders import dagster_home
from barometre_pipeline.french.numbers import count
from barometre_pipeline.french.spaces import NBSP
from barometre_pipeline.french.suggestion import did_you_mean
from barometre_pipeline.lake import LAYERS
from barometre_pipeline.tables.records import FOLDER as RECORDS
from barometre_pipeline.writer import COMMAND_LINE, writing

_OF_EDITION: Final = (RECORDS, "publication", "data_docs")  # what has a folder named as the edition


def withdraw(
    edition: EditionOption,
    raw: RawOption,
    lake: LakeOption,
    oui: Annotated[
        bool,
        typer.Option("--oui", help="Retire vraiment ; sans elle, la commande dit ce qu’elle retirerait."),
    ] = False,
) -> None:
    """Retire du lac une édition dont le dossier n’est plus dans les données brutes.

    Part : tout ce qui a été calculé d’elle seule. Ce qui réunit les éditions (évolutions, site, données ouvertes) est
    refait sans elle par « barometre run ». Aucun fichier des données brutes n’est touché.
    """
    with french_errors():
        require_edition_key(edition)
        if edition in discover_editions(raw):
            raise InputError(
                f"{edition}/", "", "le dossier de cette édition est dans les données brutes, elle serait recalculée",
                "une édition sans dossier", "ôtez d’abord son dossier des données brutes, ou corrigez --edition",
            )  # fmt: skip
        home = dagster_home(lake)
        with writing(lake, home, COMMAND_LINE, lambda told: stdout().print(told, markup=False)):
            folders = list(_folders(lake, edition))
            if not folders:
                raise InputError(
                    f"édition {edition}", "",
                    f"le lac ne garde rien de cette édition{did_you_mean(edition, _held(lake))}",
                    f"une édition parmi{NBSP}: {', '.join(_held(lake)) or 'aucune'}", "corrigez --edition ou --lake",
                )  # fmt: skip
            if oui:
                for folder in folders:
                    shutil.rmtree(folder)
                _forget(home, edition)
    for folder in folders:
        stdout().print(folder.relative_to(lake).as_posix(), markup=False)
    done = (
        f"retirés. Lancez «{NBSP}barometre run{NBSP}» pour refaire sans elle ce qui réunit les éditions"
        if oui
        else f"à retirer{NBSP}; rien ne l’a été{NBSP}: ajoutez --oui"
    )
    stdout().print(f"{count(len(folders), 'dossier', 'dossiers')} {done}.", markup=False, soft_wrap=True)


def _folders(lake: Path, edition: str) -> Iterator[Path]:
    """Yield the folders of the lake that hold an edition alone; its record first, so that nothing looks whole."""
    yield from (p for kind in _OF_EDITION if (p := lake / kind / edition).is_dir())
    for layer in LAYERS:
        yield from sorted(p for p in (lake / layer).glob(f"*/edition={edition}") if p.is_dir())


def _held(lake: Path) -> list[str]:
    found = {p.name.removeprefix("edition=") for layer in LAYERS for p in (lake / layer).glob("*/edition=*")}
    return sorted(found)


def _forget(home: Path, edition: str) -> None:
    """Take the edition out of what Dagster's dialogs offer."""
    from barometre_pipeline.dagster.instance import open_instance
    from barometre_pipeline.dagster.partitions import unregister

    with open_instance(home) as instance:
        unregister(instance, edition)
