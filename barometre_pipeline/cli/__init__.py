"""The ``barometre`` command line: registers the commands, one module each."""

import typer

from barometre_pipeline.cli.audit import audit
from barometre_pipeline.cli.check import check
from barometre_pipeline.cli.editions import editions
from barometre_pipeline.cli.export import export
from barometre_pipeline.cli.french import FrenchCommand, FrenchGroup, speak_french
from barometre_pipeline.cli.run import run

speak_french()
app = typer.Typer(
    name="barometre",
    cls=FrenchGroup,
    help="Baromètre de l’Observatoire Data Publica : des extraits bruts aux chiffres publiés, et retour.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for command in (run, check, audit, export, editions):
    app.command(cls=FrenchCommand)(command)


def main() -> None:
    """Entry point of the console script."""
    app()
