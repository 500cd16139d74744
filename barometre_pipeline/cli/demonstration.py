"""``barometre demonstration``: write the synthetic editions. Generation itself is ``demonstration``'s."""

from typing import Annotated

import typer

from barometre_pipeline.cli.common import RawOption, french_errors
from barometre_pipeline.french.numbers import count


def demonstration(
    raw: RawOption,
    liste: Annotated[bool, typer.Option("--liste", help="Nommer chaque fichier écrit.")] = False,
) -> None:
    """Écrire les données de démonstration (synthétiques) de toutes les éditions.

    Les réponses sont inventées et calées sur les chiffres imprimés. Relancer la commande redonne les mêmes
    octets ; les fichiers de démonstration déjà présents sont remplacés.
    """
    from tools.demonstration.generate import generate

    with french_errors():
        written = generate(raw)
    for done in written:
        public = "collectivités" if done.public == "collectivites" else "Français"
        lost = len(done.given_up)
        typer.echo(f"{done.edition}, {public} : {done.targets} chiffres visés, {count(lost, 'abandonné')}")
        for key in done.given_up:
            typer.echo(f"  abandonné : {key}")
        for name in done.files if liste else ():
            typer.echo(f"  {name}")
