"""The text of a document with its numbers marked: lines cut where a number or a statement begins and ends.

No HTML here, and nothing of the text is lost: pieces put together again are the line.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from barometre_pipeline.printed.documents.model import Statement
from barometre_pipeline.publication.verification.cards import Card
from barometre_pipeline.sources.documents.model import DocumentText

_HEADING: Final = "#"


@dataclass(frozen=True)
class Piece:
    """A part of a line: plain, or a number (with its card), or the place of a statement (no text)."""

    texte: str
    fiche: Card | None = None
    affirmation: int = 0
    verdict: str = ""


@dataclass(frozen=True)
class MarkedLine:
    """A line of the document.

    Attributes:
        numero: from 1.
        genre: titre, tableau or texte.
        morceaux: its pieces, in order.
    """

    numero: int
    genre: str
    morceaux: tuple[Piece, ...]


@dataclass
class Block:
    """Lines that stand together, and the place that begins with them (« page 3 »), "" for the same as before."""

    lieu: str = ""
    lignes: list[MarkedLine] = field(default_factory=list)


def blocks(text: DocumentText, cards: Sequence[Card], statements: Iterable[Statement]) -> list[Block]:
    """Return the document, paragraph by paragraph."""
    numbers: dict[int, list[Card]] = defaultdict(list)
    said: dict[int, list[tuple[int, Statement]]] = defaultdict(list)
    for card in cards:
        numbers[card.occurrence.ligne].append(card)
    for rank, statement in enumerate(statements, 1):
        said[statement.ligne].append((rank, statement))
    found: list[Block] = []
    place, apart = "", True
    for number, line in enumerate(text.lignes, 1):
        where = text.lieux[number - 1] if number <= len(text.lieux) else ""
        moved = where != place
        if apart or moved or not found:
            found.append(Block(where if moved else ""))
        apart = not line.strip()
        place = where
        pieces = tuple(_pieces(line, numbers[number], said[number]))
        found[-1].lignes.append(MarkedLine(number, _kind(line), pieces))
    return [b for b in found if b.lieu or any(_shown(line) for line in b.lignes)]


def _shown(line: MarkedLine) -> bool:
    return any(p.texte.strip() or p.fiche or p.affirmation for p in line.morceaux)


def _kind(line: str) -> str:
    if line.lstrip().startswith(_HEADING):
        return "titre"
    return "tableau" if "\t" in line.strip() else "texte"


def _pieces(line: str, cards: Iterable[Card], said: Iterable[tuple[int, Statement]]) -> Iterator[Piece]:
    """Yield the pieces of a line; a number that begins within another has no text of its own."""
    marks: list[tuple[int, int, Piece]] = []
    for card in cards:
        start = min(max(card.occurrence.colonne, 0), len(line))
        end = min(start + len(card.occurrence.texte), len(line))
        marks.append((start, end, Piece("", card)))
    for rank, statement in said:
        start = min(max(statement.colonne, 0), len(line))
        marks.append((start, start, Piece("", None, rank, statement.verdict)))
    at = 0
    for start, end, piece in sorted(marks, key=lambda m: m[:2]):
        begin, stop = max(start, at), max(end, at)
        if begin > at:
            yield Piece(line[at:begin])
        yield Piece(line[begin:stop], piece.fiche, piece.affirmation, piece.verdict)
        at = stop
    if at < len(line):
        yield Piece(line[at:])
