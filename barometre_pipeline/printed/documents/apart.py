"""Two numbers of one sentence that differ are not of one cell: the one of which less is said leaves it to the other.

It changes readings before they are concluded; what stays on one cell all the same is for ``doubts``.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from barometre_pipeline.printed.documents.model import PART
from barometre_pipeline.printed.documents.tie import Tie, cell_of, key_of


def tell_apart(ties: Sequence[Tie]) -> None:
    """Give the answer that it says next to a number whose best one a neighbour says louder.

    « 10 % ont donné des consignes et 4 % les interdisent » has two answers, whichever of them weighs more.

    Args:
        ties: those of one sentence; their readings may change.
    """
    alone = [t for t in ties if t.site.found.genre == PART and t.redite is None and t.lie_a is None]
    for one, other in combinations([t for t in alone if t.best], 2):
        if cell_of(one) != cell_of(other) or one.site.found.valeur == other.site.found.valeur:
            continue
        weaker, stronger = sorted((one, other), key=_said)
        _leave(weaker, stronger, {t.key for t in ties})


def _said(tie: Tie) -> float:
    return tie.best.points_categorie if tie.best else 0.0


def _leave(tie: Tie, to: Tie, taken: set[tuple[str, str]]) -> None:
    left = tie.best
    if left is None:
        return
    following = next(
        (
            r
            for r in tie.readings[1:]
            if r.indicateur == left.indicateur and r.propre and key_of(r) not in taken
        ),
        None,
    )
    if following is None:
        return
    others = [r for r in tie.readings if key_of(r) not in (key_of(left), key_of(following))]
    tie.readings = [replace(following, total=left.total), *others]
    tie.cede = True
    tie.indices.append(f"l’autre réponse de la phrase est celle de « {to.printed} »")
