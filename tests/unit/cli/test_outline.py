"""The page of all commands: the same words as each command's own page, and nothing heavy loaded to print it."""

import subprocess
import sys

import pytest

from barometre_pipeline.cli import Commands, app
from barometre_pipeline.cli.outline import help_text

# What takes a noticeable part of a second to import.
_HEAVY = {"pandas", "numpy", "pyarrow", "dagster", "pydantic", "pandera", "duckdb", "scipy", "yaml"}


@pytest.mark.parametrize("name", Commands.commands_at)
def test_the_page_of_all_commands_says_what_the_command_says_of_itself(name):
    import typer

    group = typer.main.get_group(app)
    command = group.get_command(typer.Context(group), name)
    assert " ".join(help_text(Commands.commands_at[name]).split()) == " ".join(command.help.split())


def test_a_command_without_a_text_is_an_error():
    with pytest.raises(LookupError):
        help_text("barometre_pipeline.cli.run:nothing_of_that_name")


def test_help_loads_no_heavy_library():
    code = (
        "import sys; from barometre_pipeline.cli import main\n"
        "try: main()\n"
        "finally: print('|' + ' '.join(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "--help"], capture_output=True, text=True, check=False, timeout=60
    )
    page, modules = done.stdout.rsplit("|", 1)
    assert done.returncode == 0
    assert "Calcule les éditions" in page and "Commandes" in page
    assert not _HEAVY & set(modules.split())
