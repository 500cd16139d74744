"""Throw broken files at every reader and count what comes back: read, refused in French, or a fault.

    python -m tools.fuzz [--files 10000] [--seed 1] [--add-to counts.json] [--only yaml] > benchmarks/bench_fuzz.md

Files are small invented extracts, structures, polls, documents and settings of every form, damaged byte by byte, cell
by cell or value by value.
A fault is an exception other than an ``InputError``, or a reader that takes over 20 s or 1 GiB; exits 1 where there is
one, and keeps the file. ``--add-to`` counts several campaigns together.
"""

import argparse
import sys
from pathlib import Path

from barometre_pipeline.french.numbers import number
from tools.fuzz import campaign


def main() -> None:
    """Run a campaign and print its counts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--add-to", type=Path)
    parser.add_argument("--only", default="")
    asked = parser.parse_args()
    found = campaign.run(asked.files, asked.seed, asked.add_to, asked.only)
    print(report(found))
    if found.mib > campaign.MEMORY_MIB:
        found.faults.append(f"mémoire : {found.mib} Mio")
    print(*found.faults[:50], sep="\n", file=sys.stderr)
    sys.exit(1 if found.faults else 0)


def report(found: campaign.Campaign) -> str:
    """Return the counts as a page."""
    lines = [
        "# Fichiers abîmés donnés à chaque lecteur : lus, refusés en français, ou faute",
        "",
        "`python -m tools.fuzz` : petits fichiers inventés de toutes les formes, abîmés octet par octet, cellule par "
        "cellule ou valeur par valeur.",
        f"Une faute est une exception, plus de {campaign.SECONDS:.0f} s ou plus de {campaign.MEMORY_MIB} Mio ; mémoire "
        f"du processus : {found.mib} Mio au plus.",
        "",
        "| lecteur | fichiers | lus | refusés | fautes | le plus long (s) |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name, c in sorted(found.by_reader.items()):
        told = [name, *map(number, (c.files, c.read, c.refused, c.other)), f"{c.slowest:.2f}"]
        lines.append(f"| {' | '.join(told)} |")
    lines.append(
        f"| **total** | **{number(found.files)}** | {number(sum(c.read for c in found.by_reader.values()))} | "
        f"{number(sum(c.refused for c in found.by_reader.values()))} | {len(found.faults)} | |"
    )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
