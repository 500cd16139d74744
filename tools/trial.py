"""What a trial prints of what it did, and how it compares two lakes byte for byte."""

import hashlib
import time
from dataclasses import dataclass, field
from pathlib import Path

from barometre_pipeline.french.numbers import count, number


@dataclass
class Table:
    """What was looked at, as it is found."""

    wrong: int = 0
    begun: float = field(default_factory=time.monotonic)

    @classmethod
    def begin(cls) -> "Table":
        """Print the head of the table."""
        print("| à | ce qui est fait | mesuré | |\n|---|---|---|---|", flush=True)
        return cls()

    def row(self, what: str, measured: str, well: bool = True) -> None:
        """Print a line."""
        self.wrong += not well
        seconds = number(time.monotonic() - self.begun, 0)
        print(f"| {seconds} s | {what} | {measured} | {'conforme' if well else 'NON'} |", flush=True)

    def compared(self, what: str, one: dict[str, str], other: dict[str, str]) -> None:
        """Print the line of two lakes that must have the same files, by the digests of their files."""
        wrong = told_apart(one, other)
        if wrong:
            print(f"  {wrong[:10]}")
        self.row(what, f"{len(one)} objets, {len(wrong)} différents", bool(one) and not wrong)

    def end(self) -> bool:
        """Print how many lines are not as they must be; tell whether there are any."""
        print(f"\n{count(self.wrong, 'ligne non conforme', 'lignes non conformes')}")
        return bool(self.wrong)


def digest(data: bytes) -> str:
    """Return the SHA-256 of bytes."""
    return hashlib.sha256(data).hexdigest()


def files(lake: Path) -> dict[str, str]:
    """Return the digest of every file of a lake in a folder, by its name in it."""
    return {p.relative_to(lake).as_posix(): digest(p.read_bytes()) for p in lake.rglob("*") if p.is_file()}


def told_apart(one: dict[str, str], other: dict[str, str]) -> list[str]:
    """Return the names that are not in both with the same digest."""
    return sorted(n for n in one.keys() | other.keys() if one.get(n) != other.get(n))
