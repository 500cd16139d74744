"""``barometre decrire-tableaux``: options and what is said on screen; recognising tables is ``sources.ipsos``'s."""

from pathlib import Path
from typing import Annotated

import typer
import yaml

from barometre_pipeline.cli.common import french_errors, stderr
from barometre_pipeline.errors import ConfigurationError
from barometre_pipeline.french.numbers import count

_HEADING = "# Où sont les tableaux de l’institut (barometre decrire-tableaux) : à relire.\n"


def describe_tables(
    fichier: Annotated[
        Path,
        typer.Argument(
            metavar="FICHIER",
            exists=True,
            dir_okay=False,
            help="Classeur (.xlsx), à côté de sondage.yaml.",
        ),
    ],
    remplacer: Annotated[
        bool, typer.Option("--remplacer", help="Écrase la description déjà écrite (et ses corrections).")
    ] = False,
) -> None:
    """Propose tableaux.yaml : où sont les tableaux d’un classeur d’institut, à relire et à corriger.

    Sans tableaux.yaml, les tableaux sont reconnus à chaque calcul ; avec lui, il fait foi. Les autres classeurs
    qu’il décrit déjà sont gardés.
    """
    from barometre_pipeline.sources.ipsos import describe_workbook, load_config
    from barometre_pipeline.sources.ipsos.config import FILE_NAME as CONFIG
    from barometre_pipeline.sources.ipsos.layout import FILE_NAME, Layout, load_layout

    target = fichier.with_name(FILE_NAME)
    with french_errors():
        known = dict(load_layout(target, FILE_NAME).classeurs) if target.is_file() else {}
        if fichier.name in known and not remplacer:
            raise ConfigurationError(
                FILE_NAME,
                f"classeurs, {fichier.name}",
                "ce classeur y est déjà décrit",
                "un classeur qui n’y est pas",
                "relisez-le, ou ajoutez --remplacer pour écraser sa description",
            )
        config = load_config(fichier.with_name(CONFIG), CONFIG)
        places, notes = describe_workbook(fichier, fichier.name, config)
        layout = Layout(classeurs={**known, fichier.name: tuple(places)})
        plain = layout.model_dump(mode="json", exclude_defaults=True)
        target.write_text(
            _HEADING + yaml.safe_dump(plain, sort_keys=False, allow_unicode=True, width=120), "utf-8"
        )
    typer.echo(str(target))
    console = stderr()
    console.print(
        f"{count(len(places), 'tableau décrit', 'tableaux décrits')}, à relire : {FILE_NAME} fait foi."
    )
    for note in notes:
        console.print(f"  • {note}", style="yellow", markup=False)
