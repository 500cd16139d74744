"""How commands end, as programs of a shell: pipes that close, locales, narrow terminals, damaged lakes, faults."""

import json
import os
import pty
import re
import select
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from support import REPOSITORY, Computed, barometre
from tiny_edition import EDITION

PROGRAM = [sys.executable, "-c", "from barometre_pipeline.cli import main; main()"]
NOISE = re.compile(r"Traceback|Exception ignored|BrokenPipe|UnicodeEncodeError")


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, **more}


def called(*arguments: object, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the program."""
    return subprocess.run(
        [*PROGRAM, *map(str, arguments)], cwd=REPOSITORY, env=environment(**variables), capture_output=True,
        encoding="utf-8", check=False, timeout=120,
    )  # fmt: skip


COMMANDS = [
    ["--help"], ["audit", "--help"], ["export", "tris", "--edition", EDITION], ["editions"], ["check"],
    ["audit", "--edition", EDITION, "--question", "publie", "--modalite", "Oui"],
    ["audit", "--edition", EDITION, "--question", "publie", "--modalite", "Oui", "--json"],
    ["diff", EDITION, EDITION], ["diff", EDITION, EDITION, "--json"], ["revue", "--edition", EDITION],
    ["check", "--contradictions"], ["typologie", "--edition", EDITION],
]  # fmt: skip
# One process that has loaded what commands need, and a child of it for each call: the reader of its standard output
# takes all, nothing, or one byte.
CALLER = """
import contextlib, json, os, sys
from importlib import import_module
from barometre_pipeline.cli import Commands, main
for address in Commands.commands_at.values():
    import_module(address.split(":")[0])
import duckdb, pyarrow.parquet, pandera.pandas, barometre_pipeline.audit.search  # noqa

def call(arguments, read):
    (out, out_of), (told, told_by) = os.pipe(), os.pipe()
    child = os.fork()
    if child == 0:
        os.close(out); os.close(told); os.dup2(out_of, 1); os.dup2(told_by, 2)
        sys.argv = ["barometre", *arguments]
        try:
            main()
        except SystemExit as done:
            code = done.code or 0
        except BaseException:
            import traceback; traceback.print_exc(); code = 99
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(code)
    os.close(out_of); os.close(told_by)
    with open(out, "rb") as stream:
        stream.read(read)
    with open(told, encoding="utf-8") as stream:
        words = stream.read()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), words

print(json.dumps([[call(arguments, read) for read in (-1, 0, 1)] for arguments in json.load(sys.stdin)]))
"""


@pytest.fixture(scope="module")
def answers(tiny: Computed) -> dict[str, list[tuple[int, str]]]:
    """Return, for each command, exit code and words whether its output is read whole, not at all, or its first byte."""
    folders = ["--raw", str(tiny.raw), "--lake", str(tiny.lake)]
    asked = [c if "--help" in c else [*c, *folders] for c in COMMANDS]
    done = subprocess.run(
        [sys.executable, "-c", CALLER], input=json.dumps(asked), cwd=REPOSITORY, capture_output=True,
        encoding="utf-8", check=True, timeout=300,
    )  # fmt: skip
    return {" ".join(c): answer for c, answer in zip(COMMANDS, json.loads(done.stdout), strict=True)}


@pytest.mark.parametrize("command", [" ".join(c) for c in COMMANDS])
def test_a_reader_that_leaves_early_changes_neither_the_words_nor_the_exit_code(
    answers: dict[str, list[tuple[int, str]]], command: str
) -> None:
    whole, *left = answers[command]
    assert whole[0] in (0, 1)
    for code, told in left:
        assert not NOISE.search(told), told
        assert [code, told] == whole


LOST = [
    ("> /dev/full", "le disque est plein"),
    (">&-", "elle est fermée"),
    (">&- <&-", "elle est fermée"),
    (">&- 2>&- <&-", ""),
    ("> /dev/full 2> /dev/full", ""),
]


@pytest.mark.parametrize(("redirected", "words"), LOST)
@pytest.mark.parametrize(
    "command",
    [
        ["editions"],
        ["export", "tris", "--edition", EDITION],
        ["--help"],
        ["--version"],
        ["diff", EDITION, EDITION, "--json"],
    ],
    ids=" ".join,
)
def test_an_output_that_is_closed_or_full_is_told_once_and_is_no_success(
    tiny: Computed, command: list[str], redirected: str, words: str
) -> None:
    folders = [] if command[0].startswith("--") else ["--raw", str(tiny.raw), "--lake", str(tiny.lake)]
    typed = shlex.join([*PROGRAM, *command, *folders])
    done = subprocess.run(
        ["sh", "-c", f"{typed} {redirected}"],
        cwd=REPOSITORY,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1
    assert not NOISE.search(done.stderr) and "panne" not in done.stderr, done.stderr
    assert done.stderr.count("sortie standard") == bool(words)
    assert words in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("redirected", ["2>&-", "2> /dev/full", "<&-"])
def test_messages_that_nobody_reads_change_nothing_of_a_result(tiny: Computed, redirected: str) -> None:
    typed = shlex.join([*PROGRAM, "export", "tris", "--edition", EDITION, "--lake", str(tiny.lake)])
    done = subprocess.run(
        ["sh", "-c", f"{typed} {redirected}"], cwd=REPOSITORY, capture_output=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, called(*shlex.split(typed)[3:]).stdout.encode())


def test_a_locale_without_accents_still_gets_every_word(tiny: Computed) -> None:
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = called("editions", "--raw", tiny.raw, "--lake", tiny.lake, **plain)
    assert done.returncode == 0 and "Édition inventée" in done.stdout


def test_a_narrow_pipe_cuts_nothing(tiny: Computed, monkeypatch: pytest.MonkeyPatch) -> None:
    for command in (("editions",), ("check",), ("check", "--chiffres")):
        monkeypatch.setenv("COLUMNS", "40")
        narrow = barometre(*command, "--raw", tiny.raw, "--lake", tiny.lake).stdout
        monkeypatch.setenv("COLUMNS", "400")
        wide = barometre(*command, "--raw", tiny.raw, "--lake", tiny.lake).stdout
        assert narrow.count("…") == wide.count("…")
        letters = re.sub(r"[\s│┃]", "", narrow)
        # A list leaves out the headings of columns that are empty here.
        words = set(re.findall(r"\w{4,}", wide)) - {"Calés", "Calculé"}
        assert not [word for word in words if word not in letters], command


@pytest.fixture
def damaged(tiny_copy: Computed) -> Computed:
    for name in (f"gold/tris/edition={EDITION}/tris.parquet", "gold/indicateurs/indicateurs.parquet"):
        (tiny_copy.lake / name).write_bytes(b"PAR1 plus du tout du Parquet")
    return tiny_copy


@pytest.mark.parametrize(
    "command",
    [
        ("export", "tris", "--edition", EDITION),
        ("export", "indicateurs"),
        ("audit", "--edition", EDITION, "--question", "publie"),
        ("audit", "--edition", EDITION, "--indicateur", "projet_data_au_moins_un"),
    ],
    ids=" ".join,
)
def test_a_damaged_table_is_named_with_what_mends_it(damaged: Computed, command: tuple[str, ...]) -> None:
    done = barometre(*command, "--lake", damaged.lake)
    assert done.exit_code == 1
    assert "est illisible" in done.stderr and "barometre run" in done.stderr
    assert command[1].removeprefix("--") in done.stderr or "gold/" in done.stderr


@pytest.mark.parametrize(
    "command",
    [("export", "tris", "--edition", EDITION), ("check",), ("audit", "--chiffre", "x-1"), ("serve",)],
    ids=" ".join,
)
def test_an_empty_lake_says_what_to_run(tiny: Computed, tmp_path: Path, command: tuple[str, ...]) -> None:
    done = barometre(*command, "--raw", tiny.raw, "--lake", tmp_path / "vide")
    assert done.exit_code == 1 and "barometre run" in done.stderr


def test_a_folder_without_the_right_to_write_is_told_as_such(tiny: Computed, tmp_path: Path) -> None:
    (tmp_path / "lac").write_text("un fichier")
    done = barometre("typologie", "--raw", tiny.raw, "--edition", EDITION, "--sortie", tmp_path / "lac" / "x")
    assert done.exit_code == 1 and "À faire" in done.stderr and "Errno" not in done.stderr


def test_a_fault_of_the_program_is_kept_in_a_file_and_told_in_french(tmp_path: Path) -> None:
    broken = (
        "import barometre_pipeline.cli as cli\n"
        "def broken(*_a, **_k): raise KeyError('boum')\n"
        "cli.app = broken\ncli.main()"
    )
    home = {"XDG_STATE_HOME": str(tmp_path), "HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", broken], cwd=REPOSITORY, env=environment(**home), capture_output=True,
        encoding="utf-8", check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 1 and "Traceback" not in done.stderr and "boum" not in done.stderr
    (kept,) = tmp_path.rglob("panne-*.txt")
    assert str(kept) in done.stderr and "À faire" in done.stderr
    assert "KeyError: 'boum'" in kept.read_text(encoding="utf-8")
    assert kept.stat().st_mode & 0o077 == 0


def test_a_run_whose_step_breaks_down_shows_no_stack_trace(tiny_copy: Computed, tmp_path: Path) -> None:
    shutil.rmtree(tiny_copy.lake)
    (tiny_copy.lake / "bronze").mkdir(parents=True)
    (tiny_copy.lake / "bronze" / "reponses_brutes").write_text("un fichier là où il faut un dossier")
    home = {"XDG_STATE_HOME": str(tmp_path), "HOME": str(tmp_path)}
    done = called(
        "run", "--sans-gx", "--processus", "0", "--raw", tiny_copy.raw, "--lake", tiny_copy.lake, **home
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr and "Stack Trace" not in done.stderr and "À faire" in done.stderr
    assert "✗ 2031 · Lecture de l’extrait LimeSurvey" in done.stderr


def test_a_piped_run_tells_steps_in_words_with_durations_and_no_control_character(tiny: Computed) -> None:
    lines = [line for line in tiny.output.splitlines() if line.startswith("  ✓ ")]
    assert len(lines) > 10 and "\x1b" not in tiny.output and "━━━━ " not in tiny.output
    assert all(
        re.fullmatch(r"  ✓ (2031|Toutes éditions) · [A-ZÉ][^_]+ — [\d ]+,\d\xa0s", line) for line in lines
    ), lines
    assert any("Tris à plat" in line for line in lines)


def on_a_terminal(*arguments: object, stop_at: bytes = b"") -> tuple[int, str]:
    """Run the program on a terminal; press Ctrl-C when it has written something, or let it end."""
    child, screen = pty.fork()
    if child == 0:
        os.environ |= {"TERM": "xterm", "COLUMNS": "100"}
        os.execv(PROGRAM[0], [*PROGRAM, *map(str, arguments)])
    shown, limit = b"", time.monotonic() + 120
    while time.monotonic() < limit:
        if select.select([screen], [], [], 1)[0]:
            try:
                shown += os.read(screen, 4096)
            except OSError:
                break
            if stop_at and stop_at in shown:
                os.kill(child, signal.SIGINT)
                stop_at = b""
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return code, shown.decode("utf-8", errors="replace")


def test_on_a_terminal_a_run_draws_a_bar_of_the_steps_known(tiny_copy: Computed) -> None:
    shutil.rmtree(tiny_copy.lake)
    code, shown = on_a_terminal(
        "run", "--sans-gx", "--processus", "0", "--raw", tiny_copy.raw, "--lake", tiny_copy.lake
    )
    assert code == 0
    counts = re.findall(r"(\d+)/(\d+)", re.sub(r"\x1b\[[\d;?]*[A-Za-z]", "", shown))
    assert "Étapes" in shown and len({total for _, total in counts if total != "0"} & {counts[-1][1]}) <= 1
    assert "Tris à plat" in shown


@pytest.mark.usefixtures("interruptible")
@pytest.mark.parametrize("processes", ["0", "1"])
def test_ctrl_c_ends_a_run_in_one_word(tiny_copy: Computed, processes: str) -> None:
    shutil.rmtree(tiny_copy.lake)
    code, shown = on_a_terminal(
        "run", "--sans-gx", "--processus", processes, "--raw", tiny_copy.raw, "--lake", tiny_copy.lake,
        stop_at=b"Lecture de l",
    )  # fmt: skip
    assert code == 130 and "Interrompu." in shown and "Traceback" not in shown


def test_json_is_whole_whatever_the_width(tiny: Computed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    done = barometre(
        "audit",
        "--edition",
        EDITION,
        "--question",
        "publie",
        "--modalite",
        "Oui",
        "--json",
        "--lake",
        tiny.lake,
    )
    assert json.loads(done.stdout)
