"""``barometre demonstration``: start the generator of a checkout. The generator itself stays out of the package."""

import subprocess
import sys
from typing import Annotated

import typer

from barometre_pipeline.cli.common import RawOption, french_errors
from barometre_pipeline.errors import BarometreError
from barometre_pipeline.folders import PROJECT_ROOT


def demonstration(
    raw: RawOption,
    liste: Annotated[bool, typer.Option("--liste", help="Nomme chaque fichier écrit.")] = False,
    bilan: Annotated[
        bool,
        typer.Option(
            "--bilan",
            help="N’écrit rien : dit à quelle distance chaque question est de ce qui était prévu (code 1 si trop).",
        ),
    ] = False,
) -> None:
    """Écrit les données de démonstration (synthétiques) de toutes les éditions.

    Les réponses sont inventées et calées sur les chiffres imprimés ; ce qu’aucun chiffre ne fixe suit les
    répartitions réelles de 2023, l’édition imprimée la plus proche ou un a priori déclaré. Relancer la commande
    redonne les mêmes octets ; les fichiers de démonstration déjà présents sont remplacés. Un dossier qui contient autre
    chose (une édition réelle, un fichier ajouté ou modifié) est refusé, et rien n’y est touché.
    """
    with french_errors():
        if not (PROJECT_ROOT / "tools" / "demonstration").is_dir():
            raise BarometreError(
                "le générateur des données de démonstration n’est pas installé avec le paquet. "
                "À faire : cloner le dépôt, puis y lancer « make run » et « .venv/bin/barometre demonstration »."
            )
    command = [
        sys.executable,
        "-m",
        "tools.demonstration",
        str(raw.resolve()),
        *(["--liste"] if liste else []),
        *(["--bilan"] if bilan else []),
    ]
    raise typer.Exit(subprocess.run(command, cwd=PROJECT_ROOT, check=False).returncode)
