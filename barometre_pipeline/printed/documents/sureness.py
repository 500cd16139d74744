"""How sure a tie is: by what is said beside the number, and by how far the next reading is.

The thresholds are few and stand here; they were set on documents, and no document is named.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from barometre_pipeline.catalogue.indicator import TOTAL
from barometre_pipeline.printed.documents.lexicon import Lexicon
from barometre_pipeline.printed.documents.model import A_TRANCHER, EFFECTIF, PROBABLE, SUR
from barometre_pipeline.printed.documents.people import DITE
from barometre_pipeline.printed.documents.scores import Scored
from barometre_pipeline.printed.documents.tie import Tie, cell_of
from barometre_pipeline.printed.documents.topic import Marks, headed, signed

# How far the best reading must be from that of another indicator (share of its points), from another answer of the
# same one (share of the answer's points), and its points.
_SURE: Final = (0.2, 0.25, 6.0)
_CLEAR: Final = (0.5, 0.5, 5.0)  # far from the next, fewer points are enough
_CLEAR_HEADED: Final = (0.5, 0.5, 12.0)  # where only a heading close by has the signs
_HEADED: Final = 0.5
_APART: Final = (0.5, 0.3, 8.0)  # of an answer that the sentence says, whatever names its indicator
_IN_FULL: Final = 4.0  # points of a union, from which a phrase says it whole and its parts are no rivals
_BESIDE: Final = (0.1, 0.25, 5.0)  # of an answer listed beside a sure one to the same question
_LIKELY: Final = (0.03, 0.05, 4.0)
_COUNTED: Final = (0.03, 0.05, 2.0)  # of a count beside the signs of what is counted
_NAMED: Final = 1.5  # points of the words of an indicator without signs, in the sentence of the number
NEAR: Final = 0.3  # reach from which the signs of an indicator stand beside a number
_SEEN: Final = 0.1
_TOLD: Final = 1.7  # points of an indicator whose signs only headings and earlier sentences have
_UNNAMED: Final = (
    0.65,
    7.0,
)  # points of an indicator and of its answer, under which signs alone name it badly
_STRONG: Final = 10.0  # points of an indicator named by the sentence, from which its best answer is likely
_UNTOLD: Final = 15.0  # points under which a reading that its sentence does not say is to be decided
_SPECIFIC: Final = (
    0.3  # of the reading kept, from which another answer said in the sentence makes a default doubtful
)
_DECLARED: Final = 2.0  # points of an answer that a phrase says, and not one word of a label
_AS_SPECIFIC: Final = 0.55  # the same, where the sentence says the answer meant too


def said(tie: Tie, marks: Sequence[Marks], lexicon: Lexicon) -> float:
    """Return how near the sentence of a number names the indicator kept, by its signs or by its subject."""
    if tie.best is None or tie.autour is None:
        return 0.0
    name = tie.best.indicateur
    if name not in lexicon.signes and name not in lexicon.sujets:  # its words then are its signs
        words = tie.best.preuves.indicateur if tie.best.preuves and tie.best.preuves.ici else {}
        return 1.0 if sum(points for points, _ in words.values()) >= _NAMED else 0.0
    return signed(name, tie.autour, marks, lexicon)


def conclude(tie: Tie, ties: Sequence[Tie], marks: Sequence[Marks], lexicon: Lexicon) -> str:
    """Return how sure a tie is: sur, probable or a_trancher."""
    best, around = tie.best, tie.autour
    if best is None or around is None:
        return A_TRANCHER
    shared = ties[tie.lie_a] if tie.lie_a is not None else None
    if shared is not None and shared.key == tie.key:
        return shared.lien
    near = said(tie, marks, lexicon)
    heading = headed(best.indicateur, around, marks, lexicon)
    seen = max(near, heading)
    default = lexicon.defauts.get(best.indicateur) == best.categorie
    margins = (*_margins(tie, lexicon), best.total)
    here = near >= NEAR
    specific = default and _more_specific(tie, _AS_SPECIFIC if best.propre else _SPECIFIC)
    named = (best.propre and not specific) or tie.somme or (default and here and not specific)
    told = here or best.points_indicateur >= _TOLD
    clear = (here or heading >= _HEADED) and _reached(margins, _CLEAR if here else _CLEAR_HEADED)
    spoken = here or all(other in lexicon.signes for other in lexicon.siblings.get(best.indicateur, ()))
    if here and heading < _HEADED and not tie.suite and _hardly_named(best):
        spoken = False
    if spoken and named and seen >= _SEEN and (clear or (told and _reached(margins, _SURE))):
        counted_whole = tie.site.found.genre != EFFECTIF or (best.categorie == TOTAL and here)
        return SUR if counted_whole else PROBABLE
    if best.propre and not specific and not here and _reached(margins, _APART):
        return SUR
    counted = tie.site.found.genre == EFFECTIF and seen >= NEAR  # nothing else is counted
    meant = default and seen >= _SEEN and (here or counted or best.total >= _UNTOLD)
    named_itself = here and best.points_indicateur >= _STRONG
    if _goes_on_surely(tie) and margins[0] >= _SURE[0]:
        return SUR
    heard = best.propre or tie.suite or tie.somme or meant or named_itself
    if heard and _reached(margins, _COUNTED if counted and here else _LIKELY):
        return PROBABLE
    return PROBABLE if _goes_on(tie) else A_TRANCHER


def agree(ties: Sequence[Tie], lexicon: Lexicon) -> None:
    """Make sure the answers that a sentence lists beside sure ones to the same question: « l’eau (78 %), la santé … ».

    Args:
        ties: those of one sentence, concluded; some of the likely ones may become sure.
        lexicon: which answers are read apart.
    """
    cells = Counter(cell_of(t) for t in ties)
    for tie in ties:
        best = tie.best
        if tie.lien != PROBABLE or best is None or not best.propre or tie.lie_a is not None:
            continue
        beside = [t for t in ties if t.lien == SUR and t.key[0] == best.indicateur and t.key != tie.key]
        if beside and cells[cell_of(tie)] == 1 and _reached((*_margins(tie, lexicon), best.total), _BESIDE):
            tie.lien = SUR


def _hardly_named(best: Scored) -> bool:
    """Tell whether next to no word names the indicator, and none says its answer at length."""
    return best.points_indicateur < _UNNAMED[0] and best.points_categorie < _UNNAMED[1]


def _goes_on_surely(tie: Tie) -> bool:
    """Tell whether a sentence says nothing but a group, and goes on with a number that is surely tied."""
    before = tie.suite_de
    goes_on = before is not None and before.key == tie.key and before.lien == SUR
    return goes_on and tie.qui == DITE and not any(r.propre for r in tie.readings)


def _goes_on(tie: Tie) -> bool:
    """Tell whether a sentence says nothing itself, and goes on with a number that is tied."""
    before = tie.suite_de
    return before is not None and before.key == tie.key and before.lien != A_TRANCHER


def _more_specific(tie: Tie, share: float) -> bool:
    """Tell whether the sentence says an answer of another indicator, where the one kept goes without saying."""
    best, *rest = tie.readings
    least = _DECLARED if best.propre else 0.0
    others = [r for r in rest if r.propre and r.indicateur != best.indicateur and r.points_categorie >= least]
    return any(r.total >= share * best.total for r in others)


def _margins(tie: Tie, lexicon: Lexicon) -> tuple[float, float]:
    best, *rest = tie.readings
    rival = next((r.total for r in rest if r.indicateur != best.indicateur), 0.0)
    mine = [r for r in rest if r.indicateur == best.indicateur]
    in_full = best.propre and best.points_categorie >= _IN_FULL
    within = lexicon.members[best.indicateur].get(best.categorie, frozenset()) if in_full else frozenset()
    other = next(
        (
            r
            for r in mine
            if r.categorie not in within and lexicon.apart(best.indicateur, best.categorie, r.categorie)
        ),
        None,
    )
    if other is None or tie.somme:
        return 1 - rival / best.total, 1.0
    if lexicon.defauts.get(best.indicateur) == best.categorie and not best.propre and not other.propre:
        # Other sentences say it, of their numbers.
        return 1 - rival / best.total, 1 - other.points_categorie / _DECLARED
    return 1 - rival / best.total, 1 - other.points_categorie / max(best.points_categorie, 1e-9)


def _reached(margins: tuple[float, float, float], wanted: tuple[float, float, float]) -> bool:
    return all(have >= need for have, need in zip(margins, wanted, strict=True))
