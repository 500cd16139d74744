"""Options and habits every command shares: where the data are, how an error is told.

No command lives here.
"""

import inspect
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
from rich.console import Console
from typer.main import get_current_context  # type: ignore[attr-defined]  # click's, which Typer carries

from barometre_pipeline.cli.console import WholeConsole
from barometre_pipeline.disk_faults import of_the_disk
from barometre_pipeline.errors import BarometreError, InputError
from barometre_pipeline.folders import dagster_home, default_lake, default_raw
from barometre_pipeline.french.suggestion import did_you_mean
from barometre_pipeline.path_names import require_readable

if TYPE_CHECKING:
    from barometre_pipeline.editions.model import Edition


def _folder(name: str, words: str, default: Callable[[], Path], here: Callable[[Path], Path] | None) -> Any:
    """Return the option of a folder of data: ``--raw``, else ``BAROMETRE_RAW``, else ``data_raw`` of the project.

    Args:
        name: of the option.
        words: its help.
        default: where the data are when nobody says.
        here: gives the folder of this machine for what was asked; none for a command that does not use it.
    """
    return typer.Option(
        f"--{name}",
        metavar="DOSSIER",
        help=words,
        envvar=f"BAROMETRE_{name.upper()}",
        show_default=f"data_{name}",
        default_factory=default,
        file_okay=False,
        callback=here,
    )


def _raw_here(folder: Path) -> Path:
    """Refuse an address of elsewhere: taken for a path, it would make a local folder « s3: »."""
    with french_errors():
        require_readable(folder.absolute(), "--raw")
    from barometre_pipeline.shared_lake.copies import is_address

    if is_address(folder):
        from barometre_pipeline.cli.wrong_calls import WrongValueError

        raise WrongValueError(
            f"« {folder} » est l’adresse d’un autre service, il faut un dossier de cette machine "
            "(un espace distant peut y être monté) : donnez son chemin",
            param_hint="--raw",
        )
    return folder


def lake_here(lake: Path) -> Path:
    """Return the folder of a lake; for an address, the copy of this machine with what the address holds now."""
    from barometre_pipeline.shared_lake.copies import folder_of, is_address

    if not is_address(lake):
        with french_errors():
            require_readable(lake.absolute(), "--lake")
        return lake
    from barometre_pipeline.writer import refresh

    with french_errors():
        folder = folder_of(lake)
        refresh(folder, dagster_home(folder))
    return folder


_RAW: Final = "raw", "Dossier des données brutes, rangé en <édition>/limesurvey/…", default_raw
_LAKE: Final = (
    "lake", "Lac de données produit (Parquet, graphiques, rapport) : un dossier, ou s3://seau/lac.", default_lake
)  # fmt: skip
RawOption = Annotated[Path, _folder(*_RAW, _raw_here)]
LakeOption = Annotated[Path, _folder(*_LAKE, lake_here)]
_UNUSED: Final = {"raw": RawOption, "lake": Annotated[Path, _folder(*_LAKE, None)]}

EditionOption = Annotated[
    str, typer.Option("--edition", metavar="ANNÉE", help="Édition du baromètre, par exemple 2025.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Écrit le résultat en JSON sur la sortie standard.")]

EXIT_FAILED = 1
EXIT_USAGE = 2
EXIT_INTERRUPTED = 130


def stderr() -> Console:
    """Return the console for messages; results go to standard output."""
    return WholeConsole(stderr=True, soft_wrap=True, highlight=False)


def stdout() -> Console:
    """Return the console for results read by a person; wide enough for a table when piped."""
    width = None if sys.stdout.isatty() else int(os.environ.get("COLUMNS", "140"))
    return WholeConsole(width=width, highlight=False)


def print_raw(text: str) -> None:
    """Write a result read by a program on standard output, as it is."""
    sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]
    sys.stdout.write(text)


@contextmanager
def french_errors(code: int = EXIT_FAILED) -> Iterator[None]:
    """Print a known error in French on standard error and leave with an exit code, 1 unless another is asked."""
    try:
        yield
    except BarometreError as error:
        _tell(error)
        raise typer.Exit(code) from error
    except Exception as error:
        told = machine_refused(error)
        if told is None:
            raise
        _tell(told)
        raise typer.Exit(code) from error


def machine_refused(error: BaseException) -> InputError | None:
    """Put into words what the machine refused to the command under way, with the folders that it was given."""
    context = get_current_context(silent=True)
    given = context.params if context else {}
    raw, lake = given.get("raw"), given.get("lake")
    return of_the_disk(error, raw, lake, dagster_home(lake or default_lake()))


def _tell(error: BarometreError) -> None:
    stderr().print(f"[bold red]Erreur[/]\n{_escape(str(error))}")


def _escape(text: str) -> str:
    return text.replace("[", r"\[")


def chosen_editions(raw: Path, asked: list[str] | None) -> dict[str, "Edition"]:
    """Return the editions asked for, or all of them.

    Raises:
        InputError: none exists, or one asked for does not.
    """
    # Imported here: reading YAML and its models would weigh on a page of help.
    from barometre_pipeline.editions.loader import discover_editions

    found = discover_editions(raw)
    if not found:
        raise InputError(
            raw.name, "", "aucune édition dans ce dossier", "un dossier <édition>/limesurvey/ avec un extrait",
            "déposez l’extrait, ou donnez un autre dossier avec --raw",
        )  # fmt: skip
    for key in asked or []:
        if key not in found:
            raise InputError(
                raw.name, "", f"pas d’édition « {key} »{did_you_mean(key, found)}",
                f"une édition parmi : {', '.join(found)}", "corrigez --edition, ou déposez l’extrait",
            )  # fmt: skip
    return {k: found[k] for k in sorted(asked)} if asked else found


def with_folders(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the --raw and --lake options it does not use itself.

    Every command takes both, so that a script can pass them without knowing which one reads what.
    """
    signature = inspect.signature(command)
    missing = {n: o for n, o in _UNUSED.items() if n not in signature.parameters}
    if not missing:
        return command

    @wraps(command)
    def accepting(**options: Any) -> Any:
        return command(**{k: v for k, v in options.items() if k not in missing})

    extra = [inspect.Parameter(n, inspect.Parameter.KEYWORD_ONLY, annotation=o) for n, o in missing.items()]
    kept = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in signature.parameters.values()]
    accepting.__signature__ = signature.replace(parameters=[*kept, *extra])  # type: ignore[attr-defined]
    accepting.__annotations__ = {p.name: p.annotation for p in [*kept, *extra]}
    return accepting
