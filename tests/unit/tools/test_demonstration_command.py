"""The command says what it wrote and what it gave up; making the data is tested elsewhere."""

import typer
from typer.testing import CliRunner

from barometre_pipeline.cli.demonstration import demonstration


def test_help_says_in_french_that_the_data_are_synthetic() -> None:
    app = typer.Typer()
    app.command()(demonstration)
    shown = CliRunner().invoke(app, ["--help"]).output
    assert "synthétiques" in shown
    assert "--raw" in shown
