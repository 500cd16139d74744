"""Makes the command line speak French: pages of help, and how a call that went wrong ends.

The commands' own texts are in their modules, what is said of a wrong call in ``wrong_calls``.
"""

import re
import sys
from importlib import import_module
from typing import Any, ClassVar

import typer
from typer.core import TyperCommand, TyperGroup

from barometre_pipeline.cli.common import EXIT_INTERRUPTED, EXIT_USAGE, french_errors, stderr, with_folders
from barometre_pipeline.cli.outline import help_text
from barometre_pipeline.cli.wrong_calls import USAGE_ERROR, in_french

_SUBCOMMAND = ("COMMAND [ARGS]...", "COMMANDE [ARGUMENTS]…")


class _FrenchHelp:
    """The page of --help, and how a call is written, the same for the group and for each command."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Print the page; what draws it is loaded at this moment only."""
        from barometre_pipeline.cli.help_page import show_help

        show_help(self, ctx, self.commands_in_words(ctx))

    def commands_in_words(self, _ctx: Any) -> dict[str, str]:
        """Return the help of each command of a group, by name."""
        return {}

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write the line that shows how to call a command."""
        pieces = " ".join(self.collect_usage_pieces(ctx)).replace(*_SUBCOMMAND)  # type: ignore[attr-defined]
        formatter.write_usage(ctx.command_path, re.sub(r"[{}]", "", pieces), prefix="Emploi : ")

    def parse_args(self, ctx: Any, args: list[str]) -> Any:
        """Parse, and let a fault know which command it belongs to."""
        try:
            return super().parse_args(ctx, args)  # type: ignore[misc]
        except USAGE_ERROR as error:
            error.ctx = error.ctx or ctx
            raise

    def get_help_option(self, ctx: Any) -> Any:
        """Return Typer's option with a French text."""
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = "Affiche cette aide."
        return option


class FrenchCommand(_FrenchHelp, TyperCommand):
    """A command whose --help is in French."""


class FrenchGroup(_FrenchHelp, TyperGroup):
    """A group of commands: a wrong call gives a French sentence and exit code 2, a known error exit code 1."""

    def commands_in_words(self, ctx: Any) -> dict[str, str]:
        """Return the help of each command, by name."""
        found = {name: self.get_command(ctx, name) for name in self.list_commands(ctx)}
        return {name: command.help or "" for name, command in found.items() if command is not None}

    def main(  # type: ignore[override]
        self, args: Any = None, prog_name: str | None = None, **kwargs: Any
    ) -> Any:
        """Run a command line; the exit code is Typer's, but for the words of a wrong call."""
        standalone = kwargs.pop("standalone_mode", True)
        try:
            # What a command does not tell itself is told here.
            with french_errors():
                code = super().main(args, prog_name, standalone_mode=False, **kwargs)
        except typer.Exit as done:
            code = done.exit_code
        except USAGE_ERROR as error:
            _tell(error)
            sys.exit(EXIT_USAGE)
        except typer.Abort:
            code = EXIT_INTERRUPTED
        if code == EXIT_INTERRUPTED:  # what Typer makes of Ctrl-C
            stderr().print("Interrompu.")
            sys.exit(code)
        if standalone:
            sys.exit(code or 0)
        return code


class LazyGroup(FrenchGroup):
    """A group whose commands are imported when called, since some load heavy libraries."""

    commands_at: ClassVar[dict[str, str]] = {}

    def commands_in_words(self, ctx: Any) -> dict[str, str]:
        """Return the help of each command without importing any: their texts are read in the sources."""
        return {name: help_text(address) for name, address in self.commands_at.items()}

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of the commands, in the order they are declared."""
        return list(self.commands_at)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Import one command, or None if there is none of that name."""
        if cmd_name not in self.commands_at:
            return None
        module, attribute = self.commands_at[cmd_name].split(":")
        target = getattr(import_module(module), attribute)
        if isinstance(target, typer.Typer):
            return _group(target, cmd_name)
        single = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
        single.command(cmd_name, cls=FrenchCommand)(with_folders(target))
        return typer.main.get_command(single)


def _group(app: typer.Typer, name: str) -> Any:
    """Build a sub-group (``pull``) that speaks French and whose commands take --raw and --lake."""
    app.info.name, app.info.cls = name, FrenchGroup
    for command in app.registered_commands:
        command.cls = FrenchCommand
        if command.callback is not None:
            command.callback = with_folders(command.callback)
    group = typer.main.get_group(app)
    group.name = name
    return group


def _tell(error: Any) -> None:
    context = getattr(error, "ctx", None)
    console = stderr()
    if type(error).__name__ == "NoArgsIsHelpError":
        return
    if context is not None:
        console.print(context.get_usage(), markup=False)
    sentence = in_french(error)
    console.print(f"Erreur : {sentence}{'' if sentence.endswith('?') else '.'}", markup=False)
    path = context.command_path if context is not None else "barometre"
    console.print(f"Aide : {path} --help", markup=False)
