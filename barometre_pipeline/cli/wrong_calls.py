"""What is said of a wrong call: which option, which value, what was expected, what was probably meant.

Typer finds the faults and words them in English; nothing of its sentences is shown. A command words its own with
``WrongValueError``.
"""

import re
from collections.abc import Callable
from typing import Any, Final

import typer

from barometre_pipeline.french.suggestion import did_you_mean

USAGE_ERROR: Final[Any] = typer.BadParameter.__mro__[1]  # the base of them all, which Typer does not export
_YEAR: Final = re.compile(r"\d{4}[a-z0-9_-]*")


class WrongValueError(typer.BadParameter):
    """A value that a command refuses, in its own French words."""


# Ends of Typer's sentences about a path.
_PATHS: Final = {
    "does not exist.": "n’existe pas",
    "is a file.": "est un fichier, il faut un dossier",
    "is a directory.": "est un dossier, il faut un fichier",
    "is not readable.": "n’est pas lisible : demandez le droit de le lire",
    "is not writable.": "n’est pas modifiable : demandez le droit d’y écrire",
}
# What pydantic finds in a value, by its kind.
_VALUES: Final[dict[str, Callable[[dict[str, Any]], str]]] = {
    "int_parsing": lambda _: "n’est pas un nombre entier",
    "int_parsing_size": lambda _: "n’est pas un nombre entier de taille raisonnable",
    "float_parsing": lambda _: "n’est pas un nombre",
    "finite_number": lambda _: "n’est pas un nombre fini",
    "bool_parsing": lambda _: "n’est ni oui ni non (attendu : 1 ou 0)",
    "greater_than_equal": lambda bound: f"est trop petit, il faut au moins {bound['ge']}",
    "less_than_equal": lambda bound: f"est trop grand, il faut au plus {bound['le']}",
}


def in_french(error: Any) -> str:
    """Return one sentence, without a final stop, about a wrong call."""
    if isinstance(error, WrongValueError):
        return f"{error.param_hint} : {error.message}"
    if isinstance(error, typer.BadParameter) and type(error).__name__ != "MissingParameter":
        return f"valeur incorrecte pour {_name(error.param)} : {_value(error)}"
    match type(error).__name__:
        case "NoSuchOption":
            known = [o for p in error.ctx.command.get_params(error.ctx) for o in p.opts]
            return f"l’option {error.option_name} n’existe pas{did_you_mean(error.option_name, known)}"
        case "MissingParameter":
            return f"il manque {_name(error.param)}"
        case "BadOptionUsage":
            takes_none = "does not take a value" in error.message
            return f"l’option {error.option_name} {'n’attend pas de' if takes_none else 'attend une'} valeur"
    return _call(error)


def _call(error: Any) -> str:
    """Word what is wrong with a call as a whole."""
    if unknown := re.match(r"No such command '(.*?)'\.", error.message, flags=re.S):
        known = error.ctx.command.list_commands(error.ctx)
        return f"la commande « {unknown[1]} » n’existe pas{did_you_mean(unknown[1], known)}"
    if error.message.startswith("Missing command"):
        return f"il manque une commande parmi : {', '.join(error.ctx.command.list_commands(error.ctx))}"
    if extra := re.fullmatch(
        r"Got unexpected extra arguments?(?:\(s\))? \((.*)\)", error.message, flags=re.S
    ):
        options = {o for p in error.ctx.command.get_params(error.ctx) for o in p.opts}
        meant = "--edition" in options and _YEAR.fullmatch(extra[1])
        suggestion = f" ; vouliez-vous dire « --edition {extra[1]} » ?" if meant else ""
        return f"argument en trop : {extra[1]}{suggestion}"
    return "cet appel n’est pas compris"


def _name(parameter: Any) -> str:
    if parameter is None:
        return "ce paramètre"
    if parameter.param_type_name == "argument":
        return str(parameter.metavar or parameter.name.upper()).strip("[]{}")
    return str(parameter.opts[-1])


def _value(error: Any) -> str:
    details = getattr(error.__cause__, "errors", None)
    if details is not None:
        fault = details()[0]
        words = _VALUES.get(fault["type"])
        return f"« {fault['input']} » {words(fault.get('ctx', {})) if words else 'ne convient pas'}"
    if path := re.match(r"\w+ '(.*)' (.*)", error.message, flags=re.S):
        return f"« {path[1]} » {_PATHS.get(path[2], 'ne convient pas')}"
    return "cette valeur ne convient pas"
