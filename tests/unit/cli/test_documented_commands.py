"""What the pages say to type exists, and is accepted as it is written; what is quick to run is run."""

import re
import shlex
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
import typer
from support import REPOSITORY, Computed, barometre
from tiny_edition import EDITION, YAML, write_edition
from typer.core import TyperCommand, TyperGroup

from barometre_pipeline.cli import app

PAGES = sorted(
    [*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").rglob("*.md"), REPOSITORY / "data_lake" / "LISEZMOI.md"]
)
ROOT = typer.main.get_command(app)
# Not run here: they need a server, a network or an institute's workbook, or take minutes; « run » is how the fixture's
# lake is computed, and « verifier » needs indicators, which the invented edition has none of.
NOT_RUN = {
    *(
        "serve",
        "pull",
        "demonstration",
        "referentiels",
        "new-edition",
        "rapprocher",
        "run",
        "decrire-tableaux",
        "verifier",
        "purger",
        "retirer",
    ),
}


def code(page: Path) -> Iterator[str]:
    """Yield what a page shows as code: lines of blocks, then inline spans, which may run over two lines."""
    text = page.read_text(encoding="utf-8")
    blocks = r"^```.*?^```|^(?: {4}|\t).*$"
    for block in re.findall(blocks, text, flags=re.M | re.S if "```" in text else re.M):
        yield from (line.strip() for line in block.splitlines() if not line.startswith("```"))
    for span in re.findall(r"`([^`]+)`", re.sub(blocks, "", text, flags=re.M)):
        yield " ".join(span.split())


def documented() -> Iterator[tuple[str, str]]:
    """Yield (page, what is shown as code) of every page."""
    for page in PAGES:
        yield from ((page.relative_to(REPOSITORY).as_posix(), c) for c in dict.fromkeys(code(page)))


def calls(program: str) -> list[tuple[str, str]]:
    """Return (page, arguments) of each documented call of a program."""
    pattern = re.compile(rf"^(?:\S*/)?{program}(?:\s+(.*))?$")
    found = [(page, pattern.match(shown.partition(" #")[0].strip())) for page, shown in documented()]
    return [(page, match[1] or "") for page, match in found if match]


def words(arguments: str) -> list[str]:
    """Split arguments; what stands in brackets may be left out, and so may be given; « <year> » is a year."""
    arguments = arguments.partition(" > ")[0]
    return shlex.split(re.sub(r"[\[\]]", "", arguments.replace("<year>", "2025")))


def command_of(given: list[str]) -> tuple[TyperGroup | TyperCommand, list[str]]:
    """Return the command that these words name, and the words left over for it."""
    command: TyperGroup | TyperCommand = ROOT
    while isinstance(command, TyperGroup) and given and not given[0].startswith("-"):
        named = command.get_command(typer.Context(command), given[0])
        assert named is not None, f"no command « {given[0]} »"
        command, given = named, given[1:]
    return command, given


def options(command: TyperGroup | TyperCommand) -> set[str]:
    return {o for p in command.get_params(typer.Context(command)) for o in (*p.opts, *p.secondary_opts)}


def commands(
    group: TyperGroup | TyperCommand = ROOT, path: tuple[str, ...] = ()
) -> Iterator[tuple[str, ...]]:
    yield path
    if isinstance(group, TyperGroup):
        for name in group.list_commands(typer.Context(group)):
            command = group.get_command(typer.Context(group), name)
            assert command is not None
            yield from commands(command, (*path, name))


def test_the_pages_are_read() -> None:
    shown = calls("barometre")
    assert ("README.md", "export tris --edition 2025") in shown
    assert ("docs/guide-analyste.md", "audit --chiffre support_2025-010 --verify") in shown
    assert len(shown) > 20


@pytest.mark.parametrize(("page", "arguments"), calls("barometre"))
def test_a_documented_call_is_accepted_as_it_is_written(
    page: str, arguments: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command, left = command_of(words(arguments))
    unknown = {w.partition("=")[0] for w in left if w.startswith("--")} - options(command) - {"--help"}
    assert not unknown, f"{page}: no option {unknown}"
    monkeypatch.chdir(tmp_path)
    for example in (w for w in left if Path(w).suffix):  # a file that a command wants to find
        Path(example).touch()
    if left and isinstance(command, TyperCommand):
        command.make_context(str(command.name), left)


@pytest.mark.parametrize(("page", "shown"), [(p, c) for p, c in documented() if c.startswith("--")])
def test_an_option_quoted_alone_belongs_to_a_command(page: str, shown: str) -> None:
    known = {o for path in commands() for o in options(command_of(list(path))[0])}
    assert shown.split(maxsplit=1)[0] in known, page


@pytest.mark.parametrize(("page", "target"), calls("make"))
def test_a_documented_target_of_make_exists(page: str, target: str) -> None:
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    assert re.search(rf"^{re.escape(target)}:", makefile, flags=re.M), page


@pytest.mark.parametrize(("page", "arguments"), calls("python"))
def test_a_documented_module_exists(page: str, arguments: str) -> None:
    if arguments.startswith("-m "):
        assert find_spec(arguments.split()[1]) is not None, page
    else:
        assert (REPOSITORY / arguments.split(maxsplit=1)[0]).is_file(), page


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_a_file_or_folder_that_a_page_names_exists(page: Path) -> None:
    ours = r"(?:barometre_pipeline|tests|tools|benchmarks|docs)/[\w./-]*"
    named = [REPOSITORY / shown for shown in code(page) if re.fullmatch(ours, shown)]
    linked = [page.parent / to for to in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8"))]
    assert [p for p in (*named, *linked) if not p.exists()] == []


@pytest.mark.parametrize("path", list(commands()), ids=" ".join)
def test_every_command_gives_its_help(path: tuple[str, ...]) -> None:
    page = barometre(*path, "--help")
    assert page.exit_code == 0
    assert "Emploi" in page.stdout and "--help" in page.stdout


FOLDERS = (
    "--raw",
    "RAW",
    "--lake",
    "LAKE",
)  # of the invented edition; LISTED: the same, with a year of official lists
QUICK = [
    ("--version",),
    ("editions", *FOLDERS),
    ("check", *FOLDERS),
    ("check", "--chiffres", "--lake", "LAKE"),
    ("check", "--contradictions", "--lake", "LAKE"),
    ("check", "--affirmations", "--lake", "LAKE"),
    ("export", "tris", "--edition", EDITION, "--lake", "LAKE"),
    ("revue", "--edition", EDITION, "--raw", "LISTED", "--lake", "LAKE"),
    ("typologie", "--edition", EDITION, "--raw", "LISTED", "--lake", "LAKE"),
    ("diff", "LAKE", "LAKE"),
    ("publier", "--liste", "--lake", "LAKE"),
    (
        "audit",
        "--edition",
        EDITION,
        "--question",
        "heberge",
        "--modalite",
        "Autre",
        "--verify",
        "--raw",
        "RAW",
        "--lake",
        "LAKE",
    ),
]


@pytest.mark.parametrize("arguments", QUICK, ids=" ".join)
def test_what_is_quick_runs(tiny: Computed, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    listed = YAML.replace("structures: {", "structures: {annee_referentiel: 2023, ")
    write_edition(tmp_path, yaml=listed)
    places = {"RAW": tiny.raw, "LAKE": tiny.lake, "LISTED": tmp_path}
    result = barometre(*(places.get(a, a) for a in arguments))
    assert result.exit_code == 0, result.stderr
    assert result.stdout.strip()


def test_every_documented_command_is_run_here_or_said_not_to_be() -> None:
    named = {words(arguments)[0] for _, arguments in calls("barometre") if arguments}
    assert {n for n in named if not n.startswith("-")} <= {q[0] for q in QUICK} | NOT_RUN
