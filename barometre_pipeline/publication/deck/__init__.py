"""The document of an edition: slides with charts that the office suite edits, and the same pages as a tagged PDF.

Values, titles and notes are those of the declared charts (``publication.charts``); nothing is counted or chosen again.
"""

from barometre_pipeline.publication.deck.content import edition_deck
from barometre_pipeline.publication.deck.files import write_deck
from barometre_pipeline.publication.deck.truth import values_shown

__all__ = ["edition_deck", "values_shown", "write_deck"]
