"""Asks whether a vulnerability is known of a package of the locks; to run: ``make vulnerabilities``.

The exit code is 0 where none is known, 1 where some are, 3 where the service did not answer for all of them: nothing is
proved then.
"""

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tools.supply_chain.lock import LOCK, pinned

KNOWN, UNPROVED = 1, 3
_LOCKS: Final = (LOCK, *(LOCK.with_name(f"requirements-{use}.lock") for use in ("dev", "deploy")))


@dataclass(frozen=True)
class Answer:
    """What a service said: vulnerabilities by package, and the packages that it said nothing of."""

    known: dict[str, list[str]]
    unanswered: list[str]

    @property
    def exit_code(self) -> int:
        """Return 0 only where every package was answered for and none has a known vulnerability."""
        return KNOWN if self.known else UNPROVED if self.unanswered else 0


def read_answer(report: dict[str, Any], asked: dict[str, str]) -> Answer:
    """Read a report of pip-audit, which counts as sound a package that its service does not know."""
    known: dict[str, list[str]] = {}
    answered = set()
    for found in report["dependencies"]:
        if "skip_reason" in found:
            continue
        answered.add(found["name"])
        for fault in found["vulns"]:
            fixed = ", ".join(fault["fix_versions"]) or "none"
            known.setdefault(f"{found['name']} {found['version']}", []).append(
                f"{fault['id']} (fixed in {fixed})"
            )
    return Answer(known, sorted(set(asked) - answered))


def ask(program: str) -> Answer:
    """Ask the service of pip-audit about every package of the locks."""
    asked = {name: version for lock in _LOCKS for name, version in pinned(lock).items()}
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder) / "requirements.txt"
        listed.write_text("".join(f"{n}=={v}\n" for n, v in sorted(asked.items())), encoding="utf-8")
        options = ["-r", str(listed), "--disable-pip", "--no-deps", "--progress-spinner", "off", "-f", "json"]
        made = subprocess.run([program, *options], check=False, capture_output=True, text=True)
    if not made.stdout.strip():
        print(made.stderr.strip()[-500:], file=sys.stderr)
        return Answer({}, sorted(asked))
    return read_answer(json.loads(made.stdout), asked)


def main() -> None:
    """Print what is known."""
    answer = ask(sys.argv[1])
    for package, faults in answer.known.items():
        print(f"{package}: {', '.join(faults)}")
    if answer.unanswered:
        print(
            f"no answer for {len(answer.unanswered)} packages ({', '.join(answer.unanswered[:3])}…): nothing is proved"
        )
    elif not answer.known:
        print("no known vulnerability")
    sys.exit(answer.exit_code)


if __name__ == "__main__":
    main()
