"""What was not understood in an extract, column by column, with examples that show nobody.

How a value is read is ``amounts``', ``moments``' and ``values``'; here is only how its failure is told.
"""

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

import pandas as pd

from barometre_pipeline.french.numbers import count, noun
from barometre_pipeline.sources.limesurvey.model import Misread
from barometre_pipeline.sources.limesurvey.spreadsheet_errors import is_spreadsheet_error

_EXAMPLES: Final = 3
_LONGEST: Final = 30
_WORD: Final = re.compile(r"[^\W\d_]{4,}|\d{6,}|\S*@\S*")  # a name, a telephone, an address


class Said(NamedTuple):
    """What is said of one answer, and of several."""

    one: str
    several: str


NO_ANSWER: Final = Said("comptée sans réponse", "comptées sans réponse")
OUT_OF_BASE: Final = Said("laissée hors de la base", "laissées hors de la base")
APART: Final = Said("gardée comme une réponse à part", "gardées comme des réponses à part")
TEXT_LOST: Final = Said("gardée, son texte est perdu", "gardées, leur texte est perdu")
NO_NUMBER: Final = Said("n’est pas un nombre", "ne sont pas des nombres")
NO_DATE: Final = Said("n’est pas une date", "ne sont pas des dates")
NO_PAGE: Final = Said("n’est pas un numéro de page", "ne sont pas des numéros de page")
NO_RANKING: Final = Said(
    "n’est pas un classement (une liste JSON)", "ne sont pas des classements (une liste JSON)"
)
NO_BOX: Final = Said(
    "qui n’est ni une case cochée ni une case vide", "qui ne sont ni une case cochée ni une case vide"
)
NOT_ASKED_FOR: Final = Said("hors du questionnaire", "hors du questionnaire")
SPREADSHEET: Final = Said(
    "est une erreur de tableur (formule qui n’a rien donné)",
    "sont des erreurs de tableur (formules qui n’ont rien donné)",
)


def misread(column: str, finding: Said, cells: pd.Series, taken_for: Said) -> Misread:
    """Return what a column holds that was not understood.

    Args:
        column: code.
        finding: in French, what the cells are not.
        cells: those cells, as text.
        taken_for: in French, what they count as.
    """
    return counted(column, finding, len(cells), cells.astype("str").unique(), taken_for)


def counted(column: str, finding: Said, cells: int, texts: Iterable[str], taken_for: Said) -> Misread:
    """Return the same of cells that were counted; ``texts`` are those that they hold."""
    return Misread(column, noun(cells, *finding), cells, examples(texts), noun(cells, *taken_for))


def examples(texts: Iterable[str]) -> tuple[str, ...]:
    """Return a few texts in which long words and numbers are cut, so that nobody can be recognised."""
    shown = dict.fromkeys(map(_shown, texts))
    return tuple(sorted(shown)[:_EXAMPLES])


def _shown(text: str) -> str:
    return text.strip() if is_spreadsheet_error(text) else _WORD.sub("…", text.strip())[:_LONGEST]


def told(found: Misread) -> str:
    """Return a warning of one line."""
    shown = ", ".join(f"«\u00a0{text}\u00a0»" for text in found.examples)
    cells = count(found.count, "réponse", "réponses")
    return f"{found.column}\u00a0: {cells} {found.finding} ({shown})\u00a0; {found.taken_for}"
