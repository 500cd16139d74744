"""Whatever is typed wrongly, on any command, the answer is in French, names what is wrong, and exits with 2."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from support import barometre
from typer.core import TyperCommand, TyperGroup, TyperOption

from barometre_pipeline.cli import app

ROOT = typer.main.get_command(app)
ENGLISH = re.compile(
    r"\b(Invalid|Error|Usage|Missing|Try|is not|does not|should|value|expected|argument \(|No such|Did you|option is|"
    r"unexpected|requires|Got|COMMAND|ARGS|required|default|directory|Aborted|bool|int range|float range|text|input)\b",
    re.IGNORECASE,
)


def commands(
    group: TyperGroup | TyperCommand = ROOT, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], TyperGroup | TyperCommand]]:
    yield path, group
    if isinstance(group, TyperGroup):
        for name in group.list_commands(typer.Context(group)):
            command = group.get_command(typer.Context(group), name)
            assert command is not None
            yield from commands(command, (*path, name))


COMMANDS = dict(commands())
OPTIONS = [(path, p) for path, c in COMMANDS.items() for p in c.params if p.param_type_name == "option"]


def arguments_of(path: tuple[str, ...]) -> list[str]:
    """Return one value for each argument that a command requires, so that only the option is wrong."""
    return ["x" for p in COMMANDS[path].params if p.param_type_name == "argument" and p.required]


def required_options(path: tuple[str, ...]) -> list[str]:
    """Return the options that a command cannot do without, with a value that is accepted."""
    needed = [p for p in COMMANDS[path].params if p.param_type_name == "option" and p.required]
    return [
        f"{p.opts[-1]}={__file__ if 'file' in p.display_type(typer.Context(ROOT)) else '2031'}"
        for p in needed
    ]


def refused(*arguments: str) -> str:
    """Return what is said of a wrong call, once it is known to be French."""
    result = barometre(*arguments)
    assert result.exit_code == 2, (arguments, result.output)
    assert not result.stdout
    # What the person typed, and the names of options, are theirs; the words around are ours.
    told = re.sub(r"--[\w-]+|« .*? »", "", result.stderr)
    assert not (found := ENGLISH.search(told)), (found, result.stderr)
    assert "Erreur : " in result.stderr.replace("\u00a0", " ")
    return result.stderr.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("path", "option"), OPTIONS, ids=lambda value: " ".join(value) if isinstance(value, tuple) else value.name
)
def test_every_option_given_wrongly_is_answered_in_french(
    path: tuple[str, ...], option: typer.core.TyperOption
) -> None:
    name = option.opts[-1]
    given = [*path, *arguments_of(path)]
    mistyped = name[:-1] + ("zz" if len(name) < 8 else "")
    suggestion = refused(*given, mistyped)
    assert f"l’option {mistyped} n’existe pas" in suggestion
    if option.is_flag:
        assert "n’attend pas de valeur" in refused(*given, f"{name}=1")
        return
    assert f"l’option {name} attend une valeur" in refused(*given, name)
    for value in wrong_values(option):
        assert f"valeur incorrecte pour {name}" in refused(*given, f"{name}={value}"), value


def wrong_values(option: TyperOption) -> Iterator[str]:
    """Yield values that the declaration of an option excludes."""
    words = option.display_type(typer.Context(ROOT))
    if "int" in words or "float" in words:
        yield from ("douze", "", "1;2")
        if option.min is not None:
            yield str(option.min - 1)
        if option.max is not None:
            yield str(option.max + 1)
    if "directory" in words:
        yield __file__
    if words == "<file>":
        yield from (str(Path(__file__).parent), "/n/existe/pas")


@pytest.mark.parametrize("path", list(COMMANDS), ids=" ".join)
def test_every_command_refuses_an_argument_too_many_or_a_command_that_is_none(path: tuple[str, ...]) -> None:
    if isinstance(COMMANDS[path], TyperGroup):
        assert "la commande « zzz » n’existe pas" in refused(*path, "zzz")
    else:
        arguments = [p for p in COMMANDS[path].params if p.param_type_name == "argument"]
        taken = [__file__ if p.metavar == "FICHIER" else "x" for p in arguments]
        assert "argument en trop : y" in refused(*path, *required_options(path), *taken, "y")


@pytest.mark.parametrize("path", [p for p in COMMANDS if arguments_of(p)], ids=" ".join)
def test_every_missing_argument_is_named(path: tuple[str, ...]) -> None:
    (first, *_) = [p for p in COMMANDS[path].params if p.param_type_name == "argument" and p.required]
    assert f"il manque {first.metavar}" in refused(*path)


@pytest.mark.parametrize("path", list(COMMANDS), ids=" ".join)
@pytest.mark.parametrize("width", ["40", "50", "140"])
def test_every_page_of_help_is_in_french_and_whole(
    path: tuple[str, ...], width: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    page = barometre(*path, "--help").stdout
    assert max(map(len, page.splitlines())) <= int(width)
    told = re.sub(r"--[\w-]+|BAROMETRE_\w+|data_\w+", "", page)
    assert not (found := ENGLISH.search(told)), (found, page)
    letters = re.sub(r"[\s│]", "", page)
    for parameter in COMMANDS[path].params:
        assert re.sub(r"\s", "", parameter.help or "") in letters, f"{parameter.name} is cut"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (("rnu",), "« run »"),
        (("edition",), "« editions »"),
        (("review",), "« revue »"),
        (("pull", "lime"), "« limesurvey »"),
        (("audit", "--chifre", "x"), "« --chiffre »"),
        (("pull", "limesurvey", "--editon", "2026"), "« --edition »"),
        (("run", "2025"), "« --edition 2025 »"),
    ],
)
def test_what_was_probably_meant_is_proposed(typed: tuple[str, ...], meant: str) -> None:
    assert f"vouliez-vous dire {meant} ?" in refused(*typed)


def test_what_is_near_nothing_gets_no_proposal() -> None:
    assert "vouliez-vous" not in refused("xylophone")


@pytest.mark.parametrize(
    "command",
    [
        ("run",),
        ("check",),
        ("editions",),
        ("serve",),
        ("export", "tris"),
        ("audit", "77 %"),
        ("publier", "--liste"),
    ],
)
def test_raw_data_at_an_address_are_refused_by_every_command_and_make_no_folder(
    command: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = refused(*command, "--raw", "s3://seau/lac")
    assert "--raw" in said and "dossier de cette machine" in said
    assert list(tmp_path.iterdir()) == []
