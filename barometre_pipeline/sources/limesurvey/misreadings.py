"""What was not understood in an extract, column by column, with examples that show nobody.

How a value is read is ``amounts``', ``moments``' and ``values``'; here is only how its failure is told.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Final, NamedTuple

import pandas as pd

from barometre_pipeline.french.numbers import count, noun
from barometre_pipeline.personal_text import designates
from barometre_pipeline.sources.limesurvey.model import Misread
from barometre_pipeline.sources.limesurvey.spreadsheet_errors import is_spreadsheet_error

_EXAMPLES: Final = 3
_LONGEST: Final = 30
_CODE: Final = re.compile(r"\w+(?:\[\w+\])*")
# Words that say how a number was written, and nobody's name; each in one form, lower case.
_TOLD: Final = frozenset(
    (
        "environ",
        "plus",
        "moins",
        "entre",
        "agents",
        "euros",
        "habitants",
        "jours",
        "mois",
        "ans",
        "heures",
        "etp",
    )
)


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


def counted(
    column: str,
    finding: Said,
    cells: int,
    texts: Iterable[str],
    taken_for: Said,
    as_is: Callable[[str], bool] = is_spreadsheet_error,
) -> Misread:
    """Return the same of cells that were counted; ``texts`` are those that they hold, ``as_is`` as in ``examples``."""
    return Misread(column, noun(cells, *finding), cells, examples(texts, as_is), noun(cells, *taken_for))


def examples(texts: Iterable[str], as_is: Callable[[str], bool] = is_spreadsheet_error) -> tuple[str, ...]:
    """Return a few texts of which only the form is left (« … ## ## »), so that nobody can be recognised.

    Args:
        texts: as received.
        as_is: tells which are the words of a program, and are shown as they are.
    """
    shown = dict.fromkeys(text.strip() if as_is(text) else form_of(text) for text in texts)
    return tuple(sorted(shown)[:_EXAMPLES])


def form_of(text: str) -> str:
    """Return the form of a text: its words as « … » except those that say how a number was written, digits as « # »."""
    parts: list[str] = []
    for kind, run in groupby(text.strip(), _kind):
        part = "".join(run)
        if kind == "L" and part.lower() not in _TOLD:
            part = "…"
        parts.append("#" * len(part) if kind == "N" else part)
    return "".join(parts)[:_LONGEST]


def name_shown(name: str) -> str:
    """Return the name of a column or a question as it may be told, its form alone where it may be a person's.

    A code in one word and a wording, which has four words and few capitals, are told; « Jeanne Roy 2 » is neither.
    """
    words = [w for w in re.split(r"[\s'’]+", name) if any(map(str.isalpha, w))]
    low = sum(word[0].islower() for word in words)
    told = _CODE.fullmatch(name) is not None or (len(words) >= 4 and 4 * low >= 3 * len(words))
    return name if told and not designates(name) else form_of(name)


def _kind(sign: str) -> str:
    """Tell a letter, in the accents and signs that go with it, a decimal digit of any script, or another sign."""
    category = unicodedata.category(sign)
    return "N" if category == "Nd" else "L" if category[0] in "LMNC" else ""


def told(found: Misread) -> str:
    """Return a warning of one line."""
    shown = ", ".join(f"«\u00a0{text}\u00a0»" for text in found.examples)
    cells = count(found.count, "réponse", "réponses")
    return f"{found.column}\u00a0: {cells} {found.finding} ({shown})\u00a0; {found.taken_for}"
