"""What a run of mutants says: the score of each room and every mutant that lives, with the judgement on it.

A judgement is made by a person and kept in ``judgements.csv``, under the function and the changed lines, which
stay when the numbers that mutmut gives its mutants move.
"""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

JUDGEMENTS = Path(__file__).parent / "judgements.csv"
EQUIVALENT = "equivalent"
_NUMBER = re.compile(r"__mutmut_\d+$")
_MANGLED = re.compile(r"(?:^|\.)x(?:ǁ(?P<owner>\w+)ǁ|_)(?P<name>\w+)$")
Judgements = Mapping[tuple[str, str], tuple[str, str]]


@dataclass(frozen=True)
class Mutant:
    """One change of the code: its name, what became of it, its changed lines where it lives."""

    name: str
    status: str
    change: str

    @property
    def function(self) -> str:
        """The function it changes, ``module.function`` or ``module.Class.method``."""
        mangled = _NUMBER.sub("", self.name)
        found = _MANGLED.search(mangled)
        if found is None:
            return mangled
        return f"{mangled[: found.start()]}.{'.'.join(filter(None, found.groups()))}"

    @property
    def lives(self) -> bool:
        """No test failed."""
        return self.status in ("survived", "no test")


@dataclass(frozen=True)
class RoomScore:
    """The mutants drawn in one room, out of ``total``."""

    room: str
    total: int
    mutants: Sequence[Mutant]
    judged: Judgements

    @property
    def tried(self) -> int:
        """Mutants with a result: those that no time was left for, or that took too long, have none."""
        return sum(m.status not in ("not tried", "timeout") for m in self.mutants)

    @property
    def killed(self) -> int:
        """Mutants at least one test failed on."""
        return sum(m.status == "killed" for m in self.mutants)

    @property
    def living(self) -> list[Mutant]:
        """Mutants no test noticed."""
        return [m for m in self.mutants if m.lives]

    @property
    def unjudged(self) -> list[Mutant]:
        """Mutants no test noticed and nobody has looked at."""
        return [m for m in self.living if (m.function, m.change) not in self.judged]

    @property
    def equivalent(self) -> int:
        """Mutants judged to change nothing that anybody could observe."""
        verdicts = [self.judged.get((m.function, m.change), ("", ""))[0] for m in self.living]
        return verdicts.count(EQUIVALENT)

    @property
    def percent(self) -> float:
        """Share killed of the mutants tried, in percent; equivalent ones are still in the denominator."""
        return 100 * self.killed / self.tried if self.tried else 0.0

    @property
    def percent_of_real(self) -> float:
        """Share killed of the mutants that change something, in percent."""
        real = self.tried - self.equivalent
        return 100 * self.killed / real if real else 0.0

    def line(self) -> str:
        """Say it in one line."""
        return (
            f"{self.room}: {self.killed} of {self.tried} killed ({self.percent:.1f} %), {self.equivalent} "
            f"equivalent ({self.percent_of_real:.1f} % of the others), {len(self.unjudged)} not judged"
        )


def judgements(path: Path) -> Judgements:
    """Return verdict and reason by function and changed lines."""
    with path.open(encoding="utf-8", newline="") as file:
        return {
            (row["function"], row["change"].replace("\r\n", "\n")): (row["verdict"], row["reason"])
            for row in csv.DictReader(file)
        }


def write(path: Path, scores: Sequence[RoomScore], sample: int, seed: int) -> None:
    """Write the page of results."""
    lines = [
        "# Mutation testing",
        "",
        "`make mutation` changes the code one place at a time (mutmut) and runs the tests of the room: a mutant that "
        "no test notices shows what is not tested. It is meant for the night, not for CI.",
        f"Last run: {sample} mutants a room asked for, seed {seed}, with the tests of the room (`ROOMS` in "
        "`tools/mutation/run.py`), without the shared data.",
        "",
        "| room | mutants | tried | killed | score | equivalent | score without them |",
        "|---|---:|---:|---:|---:|---:|---:|",
        *(
            f"| {s.room} | {s.total} | {s.tried} | {s.killed} | {s.percent:.1f} % | {s.equivalent} "
            f"| {s.percent_of_real:.1f} % |"
            for s in scores
        ),
        "",
        "Where far fewer were tried than asked for, time ran out. mutmut takes the mutants with the quickest "
        "tests first: such a score is not that of a random sample. A mutant whose tests took too long counts on "
        "neither side.",
        "",
        "A mutant is *equivalent* when nothing that can be observed changes. Judgements are kept in "
        "`tools/mutation/judgements.csv`; one that is missing there is printed by the run and listed below as "
        "*not judged*.",
    ]
    for score in scores:
        lines += ["", f"## Survivors in {score.room}", ""]
        lines += [line for mutant in score.living for line in _entry(mutant, score.judged)] or ["None."]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _entry(mutant: Mutant, judged: Judgements) -> list[str]:
    verdict, reason = judged.get((mutant.function, mutant.change), ("not judged", ""))
    said = f"{verdict}: {reason}" if reason else verdict
    return [f"- `{mutant.function}`: {said}", "", "  ```diff", *_indent(mutant.change), "  ```", ""]


def _indent(text: str) -> list[str]:
    return [f"  {line}" for line in text.splitlines()]
