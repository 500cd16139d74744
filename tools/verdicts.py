"""Counts, over every row of ``gold/evolutions``, the verdicts that must never be given.

Run from the repository: ``python -m tools.verdicts LAKE``; exit 1 where there is one.
"""

import sys
from pathlib import Path

from barometre_pipeline.lake import Lake
from barometre_pipeline.tables.rules import forbidden_verdicts


def main(folder: str) -> int:
    """Print each forbidden case with its count, then the verdicts given; return the exit code."""
    table = Lake.at(Path(folder)).read("gold/evolutions")
    cases = forbidden_verdicts(table)
    print(f"{len(table)} évolutions")
    for name, count in cases.items():
        print(f"  {count:6}  {name}")
    print("Verdicts, et première raison de n’en pas donner :")
    given = table["verdict"] + " " + table["raison"]
    for words, count in given.value_counts(sort=False).sort_index().items():
        print(f"  {count:6}  {words}")
    return int(any(cases.values()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
