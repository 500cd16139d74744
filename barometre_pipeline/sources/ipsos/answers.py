"""What the codes of one variable mean: answers, points of a scale labelled at its ends, codes set aside.

One variable at a time; what several mean together (boxes, mentions) is ``boxes``'s.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from barometre_pipeline.errors import record_place
from barometre_pipeline.french.numbers import count
from barometre_pipeline.sources.ipsos.columns import Column
from barometre_pipeline.sources.ipsos.pairs import may_be_pair
from barometre_pipeline.vocabulary import NON_POSEE, SANS_REPONSE

NO_OPINION = re.compile(
    r"\b(nsp|n\.?s\.?p\.?p?|ne sai[st] pas|ne se prononce pas|sans (réponse|opinion|avis)|refus\w*|"
    r"non (concernée?|réponse)|préf[eè]re ne pas|pas concernée?|don.?t know|no (answer|opinion)|not applicable|"
    r"prefer not|weiß nicht|keine angabe|dk|n/?a)\b",
    re.IGNORECASE,
)
_NOT_CONCERNED = re.compile(
    r"\b(non concernée?s?|pas concernée?s?|sans objet|not applicable)\b", re.IGNORECASE
)
_LONGEST_SCALE = 101  # from 0 to 100
_USUAL_ENDS = (20, 100)  # of scales longer than 0 to 10


@dataclass(frozen=True)
class Answers:
    """What is kept of a variable.

    Attributes:
        labels: label of each code that is an answer, in order.
        cells: one code per record, ``@sans_reponse`` or ``@non_posee`` where there is no answer.
        notes: what was set aside, in French.
    """

    labels: Mapping[str, str]
    cells: list[str]
    notes: tuple[str, ...] = ()


def read_answers(column: Column) -> Answers | str:
    """Return the answers of a variable, or why it is set aside."""
    if not column.labels:
        return without_labels(column)
    labels = {**column.labels}
    unknown = [code for code in column.valid if code not in labels]
    if unknown:
        labels = _with_points(column, unknown) or labels
    odd = {code: n for code, n in Counter(column.codes).items() if code in unknown and code not in labels}
    answered = sum(n for code, n in Counter(column.codes).items() if code in labels)
    if sum(odd.values()) > answered:
        told = count(len(odd), "code", "codes")
        return f"{told} sans étiquette de valeur, plus souvent donnés que ceux qui en ont une"
    cells = [
        NON_POSEE if code == "" else SANS_REPONSE if code in column.missing or code in odd else code
        for code in column.codes
    ]
    notes = [_told(column, code, n) for code, n in odd.items()]
    notes += not_concerned(column)
    if added := len(labels) - len(column.labels):
        points = count(added, "point d’échelle sans étiquette", "points d’échelle sans étiquette")
        notes.append(f"variable {column.name} : {points}, l’étiquette est la note")
    return Answers(labels, cells, tuple(notes))


def not_concerned(column: Column) -> list[str]:
    """Say which answers may be no answer: whoever is not concerned stays in the base, unless declared missing."""
    return [
        f"variable {column.name} : «\u00a0{label}\u00a0» est une réponse, dans la base ; si ce n’en est pas une, "
        "demandez à l’institut de déclarer ce code manquant"
        for code, label in column.labels.items()
        if _NOT_CONCERNED.search(label) and code in column.codes
    ]


def without_labels(column: Column) -> str:
    """Say what a variable without any label of value seems to be; its cells are not shown."""
    if not column.valid:
        return "aucune étiquette de valeur et aucune réponse"
    if may_be_pair(column):
        return (
            "aucune étiquette de valeur (nombres 1 et 2) ; si ce sont des cases, dites dans sondage.yaml lequel veut "
            "dire « cochée » (code_coche, le code de la question : 1)"
        )
    if column.numeric:
        return "aucune étiquette de valeur (nombres : âge exact, montant, durée ou note)"
    return "aucune étiquette de valeur (texte ou date)"


def _told(column: Column, code: str, times: int) -> str:
    shown = f"le code «\u00a0{code}\u00a0»" if column.numeric else "un code"
    place = record_place(column.codes.index(code) + 1, headings=False)
    return (
        f"variable {column.name} : {shown} n’a pas d’étiquette ; "
        f"{count(times, 'réponse comptée', 'réponses comptées')} comme sans réponse (d’abord {place})"
    )


def _with_points(column: Column, unknown: list[str]) -> dict[str, str] | None:
    """Return the labels of a scale with its points that have none, None where it is no scale.

    A point without label lies between two labelled ones that are no refusal; its label is the point itself.
    """
    ends = [int(c) for c, label in column.labels.items() if _whole(c) and not NO_OPINION.search(label)]
    if not ends or not any(_whole(c) and min(ends) < int(c) < max(ends) for c in unknown):
        return None
    low, high = min(ends), max(ends)
    if high - low >= _LONGEST_SCALE or not _is_scale(column, low, high):
        return None
    points = {str(p): column.labels.get(str(p), str(p)) for p in range(low, high + 1)}
    return points | {c: label for c, label in column.labels.items() if c not in points}


def _is_scale(column: Column, low: int, high: int) -> bool:
    """Tell a scale from a list one of whose answers lacks its label: a list is labelled but for a code or two."""
    inside = sorted(int(c) for c in column.labels if _whole(c) and low <= int(c) <= high)
    if _labelled_at_ends(inside):
        return True
    between = [c for c in column.valid if _whole(c) and low < int(c) < high and c not in column.labels]
    unlabelled = (high - low + 1) - len(inside)
    return 2 * unlabelled >= len(inside) and 3 * len(between) >= unlabelled


def _labelled_at_ends(points: list[int]) -> bool:
    """Tell whether labels stand at the ends, and perhaps the middle, of a usual scale (0 to 10, 1 to 7, 0 to 100).

    Such a scale is known by its labels, however few of its points were given; « 1, 2, 99 » is a list.
    """
    low, high = points[0], points[-1]
    steps = {b - a for a, b in pairwise(points)}
    usual = (low in (0, 1) or low == -high) and (high <= 10 or high in _USUAL_ENDS)
    return usual and len(points) in (2, 3) and len(steps) == 1 and min(steps) > 1


def _whole(code: str) -> bool:
    return re.fullmatch(r"-?\d{1,6}", code) is not None
