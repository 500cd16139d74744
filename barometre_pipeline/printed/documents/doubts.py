"""What makes a tie doubtful whatever its words weigh: a negation, a time to come, two numbers on one cell.

A doubt takes certainty away and never gives any; how sure words make a tie is ``sureness``'.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Final

from barometre_pipeline.printed.documents.model import A_TRANCHER, AUTRE, ECART, PROBABLE, SUR
from barometre_pipeline.printed.documents.tie import Tie, cell_of, ranked
from barometre_pipeline.printed.documents.words import flat

_NOT: Final = re.compile(
    r"\b(?:n[’'e]|ne)\s*(?:(?:l|s|m|t)[’'e]\s*|se\s+|y\s+|en\s+)*\w+(?:\s+\w+){0,2}?\s+(pas\s+du\s+tout|pas|aucune?|jamais|guere)\b"
)
_NOT_AT_ALL: Final = re.compile(r"\bn\w*\W[^.;:,%]{0,30}\b(pas\s+du\s+tout)\b[^.;:,%]{0,40}$")
_DENYING: Final = re.compile(r"\bpas\b|\bnon\b|\baucune?\b|\bsans\b|\bjamais\b|\bpeu\b|\bne\b|\bn[’']|\bni\b")
_NO_OPINION: Final = re.compile(r"\bne\s+(?:sais|sait|savent|se\s+prononce\w*)\b|\bnsp\b")
_SHARE: Final = re.compile(r"\b(?:parts?|proportions?|pourcentages?|taux|nombre|recours|usages?)\b")
_COMING: Final = "prev"  # in the names of answers about what is planned
_LATER: Final = re.compile(
    r"\bd.ici\s+(?!la\b)|\bhorizon\b|\b\w+\s+prochains?\s+mois|\bannee\s+(?:a\s+venir|prochaine)|\b(?:devront|devraient|auront|seront|ajout\w+)\b"
)
_THOSE: Final = re.compile(
    r"^[\s*)]*(?:chez|parmi|pour|dans|de)?\s*(?:celles|ceux)\s+(?:qui|ayant)\b|^[\s*)]*(?:quand|lorsqu|des\s+qu)\w*\b"
)
_RANK_OF_ALL: Final = re.compile(
    r"\b(?:est|sont|reste\w*|demeure\w*|devien\w+|constitue\w*|figure\w*\s+comme)\s+(?:\w+\s+)?(?:la|le|leur)\s+"
    r"(?P<rank>(?:toute?\s+)?(?:premiere?|deuxieme|troisieme)\s+\w+|(?:priorite|objectif)\s+principale?)"
)
_WHOLES: Final = ("ensemble", "hors_moins_3500")
_BAR: Final = re.compile(r"\bbarre\s+(?:symbolique\s+)?des\s*$|\bseuil\s+(?:symbolique\s+)?des\s*$")
_BREAK: Final = re.compile(r"[;:]|\b(?:et|mais|tandis|lorsqu\w*|quand|y\s+compris|qui)\b")


def deny(tie: Tie, ties: Sequence[Tie], labels: Mapping[str, Mapping[str, str]]) -> None:
    """Read a negation beside a number: the answer that denies, where there is one; else a person decides.

    Args:
        tie: the number; its readings, certainty and evidence may change.
        ties: those of its sentence, in order.
        labels: indicator -> answer -> its words.
    """
    said = _denied(tie, ties)
    if tie.best is None or not said or tie.site.found.genre == ECART:
        return
    answers = {
        c: plain
        for c, label in labels.get(tie.best.indicateur, {}).items()
        if "." not in c and not _NO_OPINION.search(plain := flat(label))
    }
    if _DENYING.search(answers.get(tie.best.categorie, "")) or _DENYING.search(flat(tie.best.categorie)):
        return
    likely = [c for c, label in answers.items() if said in label] or [
        c for c, label in answers.items() if label in ("non", "aucun", "aucune")
    ]
    tie.indices.append(f"négation « {said} »")
    if len(likely) == 1:
        best = replace(tie.best, categorie=likely[0])
        others = [r for r in tie.readings[1:] if r.categorie != likely[0]]
        tie.readings = [best, *ranked(others)]
        tie.lien = PROBABLE if tie.lien == SUR else tie.lien
    else:
        tie.lien = A_TRANCHER


def _denied(tie: Tie, ties: Sequence[Tie]) -> str:
    """Return the words that deny in the clause that a number opens, or « pas du tout » before it, else ""."""
    passage, start = tie.site.passage, tie.site.found.end
    opened = tie.site.before[-1].end if tie.site.before else tie.site.phrase[0]
    if match := _NOT_AT_ALL.search(flat(passage.texte[opened : tie.site.found.start])):
        return match[1]
    later = [t.site.found.start for t in ties if t.site.found.start >= start]
    right = flat(passage.texte[start : min([*later, tie.site.phrase[1]])])
    cut = _BREAK.search(right)
    match = _NOT.search(right[: cut.start()] if cut else right)
    return match[1] if match else ""


def hesitate(tie: Tie, labels: Mapping[str, Mapping[str, str]]) -> None:
    """Take certainty from a tie whose sentence says what its reading leaves out.

    A time to come where the answer is of today's, « celles qui … » where all are counted, a bar that was crossed.

    Args:
        tie: the number; its certainty and evidence may change.
        labels: indicator -> answer -> its words.
    """
    if tie.best is None or tie.lien == A_TRANCHER:
        return
    passage, (start, end) = tie.site.passage.texte, tie.site.phrase
    before, after = flat(passage[start : tie.site.found.start]), flat(passage[tie.site.found.end : end])
    if tie.cede:
        tie.lien = PROBABLE
    if _BAR.search(before):
        tie.lien = A_TRANCHER
        tie.indices.append("seuil franchi, et non une part mesurée")
        return
    if tie.site.found.genre == AUTRE and ("%" in tie.printed or tie.site.found.valeur < 1):
        _doubt(tie, "croissance relative : de cette part, ou d’autre chose ?")
        tie.lien = (
            tie.lien if tie.lie_a is not None or (tie.best.propre and _SHARE.search(before)) else A_TRANCHER
        )
    answers = labels.get(tie.best.indicateur, {})
    coming = len(answers) > 1 and _COMING not in tie.best.categorie
    if coming and (said := _LATER.search(before) or _LATER.search(_clause_of(tie, after))):
        _doubt(tie, f"« {said[0].strip()} » : à venir, ou déjà fait ?")
    elif (tie.qui != "dite" or tie.population in _WHOLES) and (said := _THOSE.match(after)):
        _doubt(tie, f"« {said[0].strip()} » : population que le catalogue ne nomme pas ?")


def _clause_of(tie: Tie, after: str) -> str:
    later = tie.site.after[0].start - tie.site.found.end if tie.site.after else len(after)
    return after[:later]


def _doubt(tie: Tie, why: str) -> None:
    tie.lien = PROBABLE if tie.lien == SUR else tie.lien
    tie.indices.append(why)


def doubt_rank(tie: Tie, signs: Sequence[tuple[int, int]]) -> None:
    """Take certainty where the sign of an indicator is said of a thing as its rank among all.

    « La qualité du service demeure la première priorité (83 %) » is of those that cite it, or of those that put it
    first: the words do not say.

    Args:
        tie: the number; its certainty and evidence may change.
        signs: where the signs of its indicator stand in its passage.
    """
    (start, end), text = tie.site.phrase, tie.site.passage.texte
    for said in _RANK_OF_ALL.finditer(flat(text[start:end])):
        if any(start + said.start() <= at < start + said.end() for at, _ in signs):
            _doubt(tie, f"« {said['rank']} » : rang parmi tous, ou premier choix ?")
            return


def doubt_all(ties: Sequence[Tie], why: str) -> None:
    """Leave every number of a document to a person, for a reason that holds for the whole of it."""
    for tie in ties:
        tie.lien = A_TRANCHER
        tie.indices.append(why)


def part(ties: Sequence[Tie]) -> None:
    """Take certainty from numbers of one sentence that differ and are tied to one cell: one of them is another's."""
    alone = [t for t in ties if t.best and t.redite is None and not t.site.found.borne]
    for one, other in combinations(alone, 2):
        if cell_of(one) != cell_of(other) or one.site.found.valeur == other.site.found.valeur:
            continue
        if one.lie_a is not None or other.lie_a is not None:
            continue
        weaker = min(one, other, key=lambda t: t.best.total if t.best else 0.0)
        for tie in (one, other):
            tie.indices.append("un autre nombre de la phrase se rattache à la même case")
            tie.lien = A_TRANCHER if tie is weaker else PROBABLE if tie.lien == SUR else tie.lien


def follow_doubts(ties: Sequence[Tie]) -> None:
    """Leave no number surer than the one whose share it says again."""
    order = (A_TRANCHER, PROBABLE, SUR)
    for tie in ties:
        other = ties[tie.lie_a] if tie.lie_a is not None else None
        if other is not None and other.key == tie.key:
            tie.lien = min(tie.lien, other.lien, key=order.index)
