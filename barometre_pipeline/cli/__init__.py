"""The ``barometre`` command line: registers the commands, one module each."""

import typer

from barometre_pipeline.cli.audit import audit
from barometre_pipeline.cli.editions import editions
from barometre_pipeline.cli.export import export
from barometre_pipeline.cli.run import run

app = typer.Typer(
    name="barometre",
    help="Baromètre de l’Observatoire Data Publica : des extraits bruts aux chiffres publiés, et retour.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help", "--aide"]},
)
app.command()(run)
app.command()(audit)
app.command()(export)
app.command()(editions)


def main() -> None:
    """Entry point of the console script."""
    app()
