"""What ``deploy/`` holds, run in containers: ``python -m tools.containers``.

Builds deploy/Dockerfile, brings deploy/compose.yaml up whole, computes, kills, stops, saves and restores. Images that
this machine has are used; the others are made of Debian under the same names. Data are invented. Needs root, podman,
debootstrap, podman-compose 1.1 or later, ports 80 and 443, and what pip and apt download from. Prints a table; the
exit code is 1 where something is not as it must be, 2 where something is missing. Not part of the test suite.
"""

import argparse
import os
import shutil
import socket
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

import pytest

from tools.containers.images import made, product
from tools.containers.stack import taken
from tools.containers.walk import Walk
from tools.trial import Table


def missing(program: str) -> list[str]:
    """Return what this machine lacks, in words."""
    lacking = [
        f"le programme « {name} »" for name in ("podman", "debootstrap", program) if not shutil.which(name)
    ]
    if os.geteuid():
        lacking.append("les droits de root")
    lacking += [f"le port {port}, déjà pris" for port in (80, 443) if _is_busy(port)]
    if shutil.which("podman") and (names := taken()):
        lacking.append(f"la place : ces conteneurs ont déjà les noms des nôtres, {', '.join(names)}")
    return lacking


def _is_busy(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0


def main() -> None:
    """Walk, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--work", type=Path, help="a new folder, kept; else one that goes away")
    parser.add_argument("--compose", default="podman-compose", help="podman-compose, where it is not found")
    asked = parser.parse_args()
    if lacking := missing(asked.compose):
        print("Il manque ici : " + " ; ".join(lacking), file=sys.stderr)
        sys.exit(2)
    with ExitStack() as last:
        work = asked.work or Path(
            last.enter_context(tempfile.TemporaryDirectory(prefix="barometre-conteneurs-"))
        )
        work.mkdir(parents=True, exist_ok=True)
        patch = last.enter_context(pytest.MonkeyPatch.context())
        for name in [
            n for n in os.environ if n.startswith(("BAROMETRE_", "AWS_", "LIMESURVEY_", "DAGSTER_"))
        ]:
            patch.delenv(name)
        table = Table.begin()
        made(table, work)
        product(table)
        walk = Walk(work.resolve(), table, asked.compose)
        last.callback(walk.stack.compose, "down", "-v", check=False)
        walk.image_alone()
        for step in (
            walk.up,
            walk.rights,
            walk.entrance,
            walk.computed,
            walk.stopped,
            walk.restored,
            walk.told,
        ):
            step()
    sys.exit(table.end())


if __name__ == "__main__":
    main()
