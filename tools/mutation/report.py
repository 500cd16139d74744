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
_SURVIVORS = "Survivors in "
_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
_ROW = re.compile(r"^\| (?P<room>(?!room)\w+) \|.*$", re.MULTILINE)
_TOP = """# Mutation testing

`make mutation` changes the code one place at a time (mutmut) and runs the tests of the room (`ROOMS` in \
`tools/mutation/run.py`), without the shared data: a mutant that no test notices shows what is not tested. It is meant \
for the night, not for CI. `python -m tools.mutation.run --room audit --sample 100 --report docs/mutation.md` tries \
one room and replaces its row and its survivors."""
_HEADINGS = """\
| room | mutants | seed | drawn | tried | killed | score | equivalent | score without them |
|---|---:|---:|---:|---:|---:|---:|---:|---:|"""
_BOTTOM = """\
Mutants are tried in the order of the draw, by batches, and a batch that time cut short is left out: what was tried is \
a random sample. A mutant whose tests took too long counts on neither side.

A mutant is *equivalent* when nothing that can be observed changes. Judgements are kept in \
`tools/mutation/judgements.csv`; one that is missing there is printed by the run and listed below as *not judged*."""
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
    """The mutants tried in one room.

    Attributes:
        room: its name; ``total``: mutants it has.
        seed: of the draw of ``drawn`` mutants.
        timed: False where time ran out before the tests had been timed: nothing could be tried.
        mutants: those drawn first, whose batches ended.
        judged: what people said of those that live.
    """

    room: str
    total: int
    seed: int
    drawn: int
    timed: bool
    mutants: Sequence[Mutant]
    judged: Judgements

    @property
    def tried(self) -> int:
        """Mutants with a result: those whose tests took too long have none."""
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
        if not self.timed:
            return f"{self.room}: time ran out while the tests were being timed, no mutant was tried"
        cut = "" if len(self.mutants) == self.drawn else f" (time ran out, {self.drawn} were drawn)"
        return (
            f"{self.room}: {self.killed} of {self.tried} killed{cut}, {self.percent:.1f} %; {self.equivalent} "
            f"equivalent ({self.percent_of_real:.1f} % of the others), {len(self.unjudged)} not judged"
        )

    def row(self) -> str:
        """Say it as a row of the page."""
        shares = [f"{share:.1f} %" if self.tried else "–" for share in (self.percent, self.percent_of_real)]
        cells = (self.room, self.total, self.seed, self.drawn, self.tried, self.killed, shares[0])
        return f"| {' | '.join(map(str, (*cells, self.equivalent, shares[1])))} |"


def judgements(path: Path) -> Judgements:
    """Return verdict and reason by function and changed lines."""
    with path.open(encoding="utf-8", newline="") as file:
        return {
            (row["function"], row["change"].replace("\r\n", "\n")): (row["verdict"], row["reason"])
            for row in csv.DictReader(file)
        }


def write(path: Path, score: RoomScore) -> None:
    """Put a room in the page of results: what it says of other rooms, and under other headings, stays as it is."""
    head, *parts = _HEADING.split(path.read_text(encoding="utf-8") if path.exists() else "")
    rows = {found["room"]: found[0] for found in _ROW.finditer(head)} | {score.room: score.row()}
    entries = [line for mutant in score.living for line in _entry(mutant, score.judged)] or ["None."]
    texts = dict(zip(parts[::2], (text.strip() for text in parts[1::2]), strict=True))
    texts |= {f"{_SURVIVORS}{score.room}": "\n".join(entries).strip()}
    ordered = sorted(texts.items(), key=lambda part: not part[0].startswith(_SURVIVORS))
    sections = [f"## {heading}\n\n{text}" for heading, text in ordered]
    page = "\n\n".join([_TOP, "\n".join([_HEADINGS, *rows.values()]), _BOTTOM, *sections])
    path.write_text(page + "\n", encoding="utf-8")


def _entry(mutant: Mutant, judged: Judgements) -> list[str]:
    verdict, reason = judged.get((mutant.function, mutant.change), ("not judged", ""))
    said = f"{verdict}: {reason}" if reason else verdict
    return [f"- `{mutant.function}`: {said}", "", "  ```diff", *_indent(mutant.change), "  ```", ""]


def _indent(text: str) -> list[str]:
    return [f"  {line}" for line in text.splitlines()]
