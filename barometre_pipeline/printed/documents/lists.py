"""Items of one list that are answers to one question: the others of the list say what one leaves open.

It weighs ties that ``tied`` made; how sure words alone make a tie is ``sureness``'.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from barometre_pipeline.printed.documents.layout import LISTE
from barometre_pipeline.printed.documents.model import A_TRANCHER, ECART, PROBABLE
from barometre_pipeline.printed.documents.tie import Tie

_ITEMS: Final = 3  # that are of one question, from which their list is
_MOST: Final = 0.6  # of the items of a list
_ANSWER: Final = 1.0  # points of an answer that an item says
_APART: Final = (
    0.25  # share of its points by which an item that says its answer is apart from any other reading
)


def agree_in_lists(ties: Sequence[Tie]) -> None:
    """Make likely the items of a list that say an answer to the question that most of its items answer.

    Args:
        ties: of a document, in order; those of items may become ``probable``, none becomes sure.
    """
    for run in _lists(ties):
        heads = {t.site.passage.rang: t for t in reversed(run) if t.best and t.best.propre}
        votes = Counter(t.key[0] for t in heads.values())
        ((common, count),) = votes.most_common(1) or (("", 0),)
        items = len({t.site.passage.rang for t in run})
        if count < max(_ITEMS, _MOST * items) or len({t.key for t in heads.values()}) < count:
            continue
        for tie in run:
            if tie.lien == A_TRANCHER and tie.key[0] == common and not tie.indices and _says(tie):
                tie.lien = PROBABLE
                tie.indices.append("même question que les autres points de la liste")


def _lists(ties: Sequence[Tie]) -> list[list[Tie]]:
    """Return the numbers of each list: items that follow each other."""
    inside = [t for t in ties if t.site.passage.genre == LISTE and not t.site.found.cellule]
    runs: list[list[Tie]] = [inside[:1]]
    for before, tie in pairwise(inside):
        if tie.site.passage.rang - before.site.passage.rang > 1:
            runs.append([])
        runs[-1].append(tie)
    return [run for run in runs if run]


def _says(tie: Tie) -> bool:
    best, *rest = tie.readings
    rival = max((r.total for r in rest), default=0.0)
    said = best.propre and best.points_categorie >= _ANSWER and tie.site.found.genre != ECART
    return said and rival <= (1 - _APART) * best.total
