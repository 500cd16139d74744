"""Runs scripts that each show one fault, and tells which of them the product now passes.

``python -m tools.reliability_cases SCRIPTS LAKE``: the folder of the scripts (exit 0 where the product behaves) and a
lake of the demonstration editions. The scripts were written for other module names: those are rewritten in a copy,
nothing else. Prints a table; the exit code is 1 where one fails.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from barometre_pipeline.dagster.partitions import EDITIONS
from barometre_pipeline.french.numbers import number

_REPOSITORY: Final = Path(__file__).resolve().parents[1]
_TODAY: Final = {
    "barometre_pipeline.orchestration": "barometre_pipeline.dagster",
    "import extraction_limesurvey": "import limesurvey_pull as extraction_limesurvey",
    "'editions_limesurvey'": f"'{EDITIONS.name}'",
}
# What a script reads that is no longer published; the test asks the same of all that is published today.
_REPLACED: Final = {
    "publication.report": _REPOSITORY / "tests" / "integration" / "test_withheld_is_withheld.py"
}
_PATIENCE: Final = 1800.0


def _command(script: Path) -> list[str]:
    """Return what shows whether the product behaves: the script, or the test that took its place."""
    text = script.read_text(encoding="utf-8")
    test = next((test for gone, test in _REPLACED.items() if gone in text), None)
    if test is not None:
        return [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(test)]
    for written, name in _TODAY.items():
        text = text.replace(written, name)
    script.write_text(text, encoding="utf-8")
    return ["bash", str(script)]


def _behaviour(script: Path) -> str:
    """Return the first comment of a script: the fault that it shows."""
    lines = script.read_text(encoding="utf-8").splitlines()
    return next(line[1:].strip() for line in lines if line.startswith("# "))


def main(folder: Path, lake: Path) -> int:
    """Run every script of a folder and print a row for each.

    Args:
        folder: holds ``*.sh`` and what they use.
        lake: of the demonstration editions, already computed.

    Returns:
        1 where a script or the test in its place failed, else 0.
    """
    environment = os.environ | {
        "REPO": str(_REPOSITORY),
        "VENV": sys.prefix,
        "LAKE": str(lake.resolve()),
        "BAROMETRE_DEMONSTRATION": str(lake.resolve()),
    }
    failed = 0
    print("| Script | Ce qu’il montrait | Code | Durée |\n| --- | --- | ---: | ---: |", flush=True)
    with tempfile.TemporaryDirectory() as place:
        copy = Path(shutil.copytree(folder, Path(place) / "scripts"))
        for script in sorted(copy.glob("*.sh")):
            behaviour, command, start = _behaviour(script), _command(script), time.monotonic()
            done = subprocess.run(
                command, cwd=_REPOSITORY, env=environment, capture_output=True, timeout=_PATIENCE, check=False
            )
            failed += done.returncode != 0
            shown = script.name if command[0] == "bash" else f"{script.name}, par {Path(command[-1]).name}"
            spent = number(time.monotonic() - start, 0)
            print(f"| {shown} | {behaviour} | {done.returncode} | {spent} s |", flush=True)
    return int(failed > 0)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scripts", type=Path)
    parser.add_argument("lake", type=Path)
    given = parser.parse_args()
    sys.exit(main(given.scripts, given.lake))
