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
    liste: Annotated[bool, typer.Option("--liste", help="Nommer chaque fichier écrit.")] = False,
) -> None:
    """Écrire les données de démonstration (synthétiques) de toutes les éditions.

    Les réponses sont inventées et calées sur les chiffres imprimés. Relancer la commande redonne les mêmes
    octets ; les fichiers de démonstration déjà présents sont remplacés.
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
    ]
    raise typer.Exit(subprocess.run(command, cwd=PROJECT_ROOT, check=False).returncode)
