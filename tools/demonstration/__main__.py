"""``python -m tools.demonstration [RAW] [--liste]``: write the synthetic editions and say what was given up."""

import sys
from pathlib import Path

import typer

from barometre_pipeline.cli.common import french_errors
from barometre_pipeline.french.numbers import count
from tools.demonstration.generate import generate


def main() -> None:
    """Write under the folder given, ``data_raw`` by default."""
    named = [argument for argument in sys.argv[1:] if argument != "--liste"]
    with french_errors():
        written = generate(Path(named[0] if named else "data_raw"))
    for done in written:
        public = "collectivités" if done.public == "collectivites" else "Français"
        lost = count(len(done.given_up), "abandonné")
        typer.echo(f"{done.edition}, {public} : {done.targets} chiffres visés, {lost}")
        for key in done.given_up:
            typer.echo(f"  abandonné : {key}")
        for name in done.files if "--liste" in sys.argv else ():
            typer.echo(f"  {name}")


if __name__ == "__main__":
    main()
