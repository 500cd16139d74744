"""How long the document of each edition takes, from gold to its two files; prints a table.

python -m benchmarks.bench_deck LAKE RAW > benchmarks/bench_deck.md
"""

import sys
import time
from itertools import pairwise
from pathlib import Path

from barometre_pipeline.catalogue.extension import catalogue_of
from barometre_pipeline.editions.loader import load_edition
from barometre_pipeline.lake import Lake
from barometre_pipeline.publication.charts.declared import told_charts
from barometre_pipeline.publication.deck import edition_deck
from barometre_pipeline.publication.deck.slides import presentation_bytes
from barometre_pipeline.publication.deck.typeset import pdf_bytes
from barometre_pipeline.publication.told import told_changes


def main(folder: str, raw: str) -> None:
    lake = Lake.at(Path(folder))
    catalogue = catalogue_of(lake)
    rows, terrain = lake.read("gold/indicateurs"), lake.read("gold/terrain")
    changes = told_changes(lake.read("gold/evolutions"), rows)
    print("# Documents of editions\n")
    print(
        "`python -m benchmarks.bench_deck data_lake data_raw`, two slow cores; seconds from gold, libraries loaded.\n"
    )
    print("| edition | pages | content | slides | PDF | total | .pptx | .pdf |")
    print("|---|---|---|---|---|---|---|---|")
    for edition in sorted(rows["edition"].astype(str).unique()):
        config = load_edition(Path(raw) / edition).config
        marks, made = [time.perf_counter()], []
        deck = edition_deck(
            config, list(told_charts(rows, changes, catalogue, [edition])), terrain, catalogue
        )
        marks.append(time.perf_counter())
        for write in (presentation_bytes, pdf_bytes):
            made.append(write(deck))
            marks.append(time.perf_counter())
        spent = [b - a for a, b in pairwise(marks)]
        cells = [f"{s:.1f}" for s in (*spent, sum(spent))]
        sizes = [f"{len(content) / 1000:.0f} kB" for content in made]
        print(f"| {edition} | {len(deck.pages) + 1} | {' | '.join((*cells, *sizes))} |")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
