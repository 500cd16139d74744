"""``barometre referentiels``: refresh a year's official lists, or add one.

Only the command's options and messages belong here; the lists are ``sources/territoires``'s.
"""

import tempfile
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from barometre_pipeline.catalogue.territories import rules
from barometre_pipeline.cli.common import RawOption, french_errors, stderr, stdout
from barometre_pipeline.cli.progress import Advance, Stages
from barometre_pipeline.errors import InputError
from barometre_pipeline.french.numbers import number
from barometre_pipeline.sources.territories import available_years, load_reference_list, write_reference_list
from barometre_pipeline.sources.territories.npm_package import PACKAGE, fetch_package, read_package
from barometre_pipeline.vocabulary import STRATES


def reference_lists(
    raw: RawOption,
    annee: Annotated[
        int | None, typer.Option("--annee", metavar="ANNÉE", help="Année à construire ou à rafraîchir.")
    ] = None,
    depuis: Annotated[
        Path | None,
        typer.Option(
            "--depuis", metavar="CHEMIN", help="Archive .tgz du paquet npm, ou son dossier décompressé."
        ),
    ] = None,
    version: Annotated[
        str | None,
        typer.Option("--version", metavar="X.Y.Z", help="Version du paquet npm (défaut : celle de l’année)."),
    ] = None,
) -> None:
    """Montre les listes officielles présentes, ou (re)construit celles d’une année."""
    with french_errors():
        if annee is not None:
            with Advance(stderr()) as advance, tempfile.TemporaryDirectory() as folder:
                stages = Stages(advance)
                if depuis is None:
                    stages.begin("Téléchargement du paquet")
                    depuis = fetch_package(version or _version_of(annee), Path(folder))
                stages.begin(f"Listes de {annee}")
                write_reference_list(read_package(depuis), annee, raw)
                stages.end()
        _print(raw)


def _version_of(year: int) -> str:
    versions: dict[Any, Any] = rules("versions.csv").set_index("annee")["version"].to_dict()
    if str(year) not in versions:
        raise InputError(
            "catalogue/territoires/versions.csv",
            "",
            f"aucune version du paquet n’est connue pour {year}.",
            f"une année parmi : {', '.join(versions)}",
            f"donner la version avec --version (voir le tableau des millésimes de {PACKAGE}), ou --depuis",
        )
    return str(versions[str(year)])


def _print(raw: Path) -> None:
    table = Table(title="Listes officielles : effectifs nationaux par strate")
    years = available_years(raw)
    table.add_column("Strate")
    counts = []
    for year in years:
        table.add_column(str(year), justify="right")
        counts.append(load_reference_list(raw, year).population_by_strate())
    for strate, label in STRATES.items():
        if strate != "autres":
            table.add_row(label, *(number(c[strate]) for c in counts))
    stdout().print(table)
