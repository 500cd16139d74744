"""Ranks, directions and other claims that the printed numbers contradict, whatever their rounding.

Claims of dates are ``periods``', announcements contradict nothing; what another rule has found is not said again.
"""

from collections.abc import Iterator

from barometre_pipeline.catalogue.printed_claims import Claim
from barometre_pipeline.printed.claims import false_beyond_rounding, numbers
from barometre_pipeline.printed.compared import CHANGE_KINDS
from barometre_pipeline.printed.formula import Judgement
from barometre_pipeline.printed.language import relations
from barometre_pipeline.printed.matter import Figure, Printed
from barometre_pipeline.printed.relations import RANKS
from barometre_pipeline.printed.rules.finding import Finding


def claimed(printed: Printed) -> Iterator[Finding]:
    """Find claims that are false on printed numbers, beside the figure that tells."""
    for claim, found in false_beyond_rounding(printed):
        if claim.type == "date" or not found.figures:
            continue
        figures = {str(r["chiffre"]): r for r in printed.figures.to_dict("records")}
        own = claim.document
        judged = claim.ecartes or tuple(f for f in found.figures if figures[f]["document"] == own)
        others = [f for f in found.figures if f not in judged] or list(found.figures)
        text = (
            f"«\u00a0{claim.texte}\u00a0» ({claim.affirmation}, {claim.rubrique})\u00a0: faux d’après "
            f"{numbers(printed.catalogue, found)}"
        )
        settled = frozenset(frozenset((x, y)) for x in judged for y in found.figures if x != y)
        yield Finding(
            _rule(claim, found), _place(claim, figures[others[0]]), figures[others[0]], text, settled
        )


def _rule(claim: Claim, found: Judgement) -> str:
    if relations(claim.formule) & RANKS:
        return "rang"
    return "sens" if claim.type in CHANGE_KINDS else "affirmation"


def _place(claim: Claim, figure: Figure) -> Figure:
    return {
        **{k: figure[k] for k in ("indicateur", "categorie", "population", "edition")},
        "chiffre": claim.affirmation,
        "document": claim.document,
        "rubrique": claim.rubrique,
        "valeur": None,
    }
