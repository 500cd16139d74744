"""Writes the document of an edition: a presentation and a PDF, the same bytes for the same content."""

from pathlib import Path

from barometre_pipeline.files import write_atomically
from barometre_pipeline.publication.deck.model import Deck


def write_deck(deck: Deck, folder: Path) -> list[Path]:
    """Write the two files into a folder; return them."""
    from barometre_pipeline.publication.deck.slides import presentation_bytes  # python-pptx is slow to import
    from barometre_pipeline.publication.deck.typeset import pdf_bytes

    stem = f"barometre_{deck.edition}"
    made = {folder / f"{stem}.pptx": presentation_bytes(deck), folder / f"{stem}.pdf": pdf_bytes(deck)}
    for path, content in made.items():
        write_atomically(path, content)
    return list(made)
