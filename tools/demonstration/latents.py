"""What makes a respondent answer alike from one question, and from one edition, to the next.

Everybody has a lasting leaning, one more per question and per row, and a little of the year's own; all of them
are read off a hash of the respondent's name, so that a structure met in two editions is the same structure.
"""

import hashlib
from dataclasses import dataclass
from statistics import NormalDist

from barometre_pipeline.catalogue.expression import Expression
from barometre_pipeline.catalogue.model import Variable, VariableType
from tools.demonstration.associations import associations
from tools.demonstration.states import Asked, leaf_columns, outcomes
from tools.demonstration.targets import ABSENT, Column

DO_NOT_KNOW = "nsp"
_NORMAL = NormalDist()
# Shares of the variance: the respondent, the question, the row, the year. They sum to one. The first two are what
# the rows of a question have in common, and are replaced by what was measured where it was.
_LEANING = {"general": 0.22, "question": 0.18, "row": 0.47, "year": 0.13}
_BOXES = {"general": 0.05, "question": 0.0, "row": 0.80, "year": 0.15}
_SILENCE = {"general": 0.25, "question": 0.25, "row": 0.25, "year": 0.25}


@dataclass(frozen=True)
class Latents:
    """Leanings of the respondents of one edition.

    Attributes:
        edition: key, of which only the year's own part depends.
    """

    edition: str

    def leaning(self, who: str, column: Column, boxes: bool = False) -> float:
        """Return how far up the list of answers somebody stands (standard normal)."""
        return self._mixed("avis", who, column, _leaning(column[0], boxes))

    def silence(self, who: str, column: Column) -> float:
        """Return how willing somebody is to leave a question empty."""
        return self._mixed("silence", who, column, _SILENCE)

    def doubt(self, who: str, column: Column) -> float:
        """Return how willing somebody is to say that they do not know: the less advanced, the more."""
        return 0.8 * self._mixed("doute", who, column, _LEANING) - 0.6 * self.leaning(who, column)

    def statement(self, who: str, leaf: Expression, asked: Asked) -> float:
        """Return how willing somebody is to make a statement true."""
        variable, coding = asked[leaf.variable or ""]
        columns = leaf_columns(leaf, asked)
        if leaf.dans is None:
            return max(self.leaning(who, c, variable.type is VariableType.MULTIPLE) for c in columns)
        order = [o for o in outcomes(variable, coding) if o not in (ABSENT, DO_NOT_KNOW)]
        ranks = [order.index(answer) for answer in leaf.dans if answer in order]
        if len(ranks) == len(order):
            return -self.silence(who, columns[0])
        up = not ranks or 2 * sum(ranks) <= len(ranks) * (len(order) - 1)
        return max(self.leaning(who, column) * (1 if up else -1) for column in columns)

    def _mixed(self, kind: str, who: str, column: Column, shares: dict[str, float]) -> float:
        name, item = column
        parts = {
            "general": (kind, who),
            "question": (kind, who, name),
            "row": (kind, who, name, item),
            "year": (kind, who, name, item, self.edition),
        }
        return sum(float(share**0.5) * _normal(*parts[part]) for part, share in shares.items() if share)


def common(variable: Variable) -> float:
    """Return the share of the variance that the columns of a question have in common."""
    shares = _leaning(variable.nom, variable.type is VariableType.MULTIPLE)
    return shares["general"] + shares["question"]


def _leaning(question: str, boxes: bool) -> dict[str, float]:
    """Return the shares of the variance of a question's leanings: measured, or else supposed."""
    usual = _BOXES if boxes else _LEANING
    measured = associations().get(question)
    if measured is None:
        return usual
    general = min(usual["general"], measured)
    left = (1 - measured) / (usual["row"] + usual["year"])
    return {
        "general": general,
        "question": measured - general,
        "row": left * usual["row"],
        "year": left * usual["year"],
    }


def willingness(who: str, edition: str) -> float:
    """Return how readily a structure takes part: mostly its own, a little the year's."""
    return 0.85 * _normal("participation", who) + 0.53 * _normal("participation", who, edition)


def _normal(*parts: str) -> float:
    digest = hashlib.blake2b("|".join(parts).encode(), digest_size=7).digest()
    return _NORMAL.inv_cdf((int.from_bytes(digest, "big") + 0.5) / 2**56)
