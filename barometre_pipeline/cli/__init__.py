"""The ``barometre`` command line: names the commands, one module each, loaded when called."""

from typing import Annotated, ClassVar

import typer

from barometre_pipeline import __version__
from barometre_pipeline.cli.failures import to_the_end
from barometre_pipeline.cli.french import LazyGroup


class Commands(LazyGroup):
    """Every command of ``barometre``, in the order of the help page."""

    commands_at: ClassVar[dict[str, str]] = {
        "run": "barometre_pipeline.cli.run:run",
        "check": "barometre_pipeline.cli.check:check",
        "audit": "barometre_pipeline.cli.audit:audit",
        "verifier": "barometre_pipeline.cli.verify_document:verify_document",
        "export": "barometre_pipeline.cli.export:export",
        "editions": "barometre_pipeline.cli.editions:editions",
        "revue": "barometre_pipeline.cli.review:review",
        "typologie": "barometre_pipeline.cli.typology:typology",
        "diff": "barometre_pipeline.cli.diff:diff",
        "pull": "barometre_pipeline.cli.pull:app",
        "new-edition": "barometre_pipeline.cli.new_edition:new_edition",
        "rapprocher": "barometre_pipeline.cli.settle:settle_questions",
        "decrire-tableaux": "barometre_pipeline.cli.describe_tables:describe_tables",
        "referentiels": "barometre_pipeline.cli.reference_lists:reference_lists",
        "purger": "barometre_pipeline.cli.purge:purge",
        "retirer": "barometre_pipeline.cli.withdraw:withdraw",
        "publier": "barometre_pipeline.cli.publish:publish",
        "demonstration": "barometre_pipeline.cli.demonstration:demonstration",
        "serve": "barometre_pipeline.cli.serve:serve",
    }


app = typer.Typer(
    name="barometre",
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"barometre {__version__}")
        raise typer.Exit


@app.callback()
def barometre(
    _: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Affiche la version et s’arrête."),
    ] = False,
) -> None:
    """Baromètre de l’Observatoire Data Publica : des extraits bruts aux chiffres publiés, et retour."""


def main() -> None:
    """Entry point of the console script."""
    to_the_end(app)
