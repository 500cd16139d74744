"""Makes the command line speak French: headings of the help, and what is said of a wrong call.

The commands' own texts are in their modules; Typer's are in English and have no translation of their own.
"""

import re
import sys
from importlib import import_module
from typing import Any, ClassVar

import typer
from typer.core import TyperCommand, TyperGroup

from barometre_pipeline.cli.common import EXIT_INTERRUPTED, EXIT_USAGE, stderr, with_folders
from barometre_pipeline.cli.outline import help_text

_PANELS = {
    "ARGUMENTS_PANEL_TITLE": "Arguments",
    "OPTIONS_PANEL_TITLE": "Options",
    "COMMANDS_PANEL_TITLE": "Commandes",
    "ERRORS_PANEL_TITLE": "Erreur",
    "DEFAULT_STRING": "[défaut : {}]",
    "ENVVAR_STRING": "[variable : {}]",
    "REQUIRED_LONG_STRING": "[obligatoire]",
    "ABORTED_TEXT": "Interrompu.",
}

# What Typer says, and how a person in front of it would say it.
_SENTENCES = (
    (r"No such command '?(.*?)'?\.?(?: Did you mean (.*?)\??)?$", "la commande « {0} » n’existe pas"),
    (r"No such option:? '?([^ ']*)'?.*", "l’option {0} n’existe pas"),
    (r"Missing (?:option|argument|parameter) '?(.*?)'?\.?$", "il manque {0}"),
    (r"Missing command\.?", "il manque une commande"),
    (r"Option '?(.*?)'? requires an argument\.?", "l’option {0} attend une valeur"),
    (r"Option '?(.*?)'? does not take a value\.?", "l’option {0} n’attend pas de valeur"),
    (r"Got unexpected extra arguments? \((.*)\)", "argument en trop : {0}"),
    (r"Invalid value for '?(.*?)'?: (.*)", "valeur incorrecte pour {0} : {1}"),
    (r"'(.*)' is not a valid (?:integer|int)\.?", "« {0} » n’est pas un nombre entier"),
)


class _FrenchHelp:
    """Headings of the help page and words of --help, the same for the group and for each command."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Print the page under French headings; what draws it is loaded at this moment only."""
        from typer import rich_utils

        for name, text in _PANELS.items():
            setattr(rich_utils, name, text)
        super().format_help(ctx, formatter)  # type: ignore[misc]

    def get_help_option(self, ctx: Any) -> Any:
        """Return Typer's option with a French text."""
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = "Affiche cette aide."
        return option


class FrenchCommand(_FrenchHelp, TyperCommand):
    """A command whose --help is in French."""


class FrenchGroup(_FrenchHelp, TyperGroup):
    """The group of all commands; turns a wrong call into a French sentence and exit code 2."""

    def main(  # type: ignore[override]
        self, args: Any = None, prog_name: str | None = None, **kwargs: Any
    ) -> Any:
        """Run a command line; the exit code is Typer's, but for the words of a wrong call."""
        standalone = kwargs.pop("standalone_mode", True)
        try:
            code = super().main(args, prog_name, standalone_mode=False, **kwargs)
        except typer.BadParameter.__mro__[1] as error:  # type: ignore[misc]  # UsageError, which Typer does not export
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

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Print the page of all commands without importing any: their texts are read in the sources."""
        outline = FrenchGroup(
            name=self.name,
            commands={n: TyperCommand(n, help=help_text(at)) for n, at in self.commands_at.items()},
            params=self.params,
            help=self.help,
            rich_markup_mode=self.rich_markup_mode,
        )
        outline.format_help(ctx, formatter)

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
    console.print(f"Erreur : {translate(error.format_message())}.", markup=False)
    path = context.command_path if context is not None else "barometre"
    console.print(f"Aide : {path} --help", markup=False)


def translate(message: str) -> str:
    """Put one of Typer's sentences into French; a sentence already French is left as it is."""
    text = message.strip().replace("\n", " ")
    for pattern, french in _SENTENCES:
        found = re.fullmatch(pattern, text)
        if found:
            return french.format(
                *(translate(g) if i else g for i, g in enumerate(g or "" for g in found.groups()))
            )
    return text.rstrip(".")
