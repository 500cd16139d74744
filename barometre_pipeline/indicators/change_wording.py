"""French sentences that say what a comparison allows one to conclude.

Only words belong here: every number comes from ``evolution`` and ``composition``.
"""

import math

from barometre_pipeline.statistics.composition import Decomposition
from barometre_pipeline.statistics.evolution import Evolution, Panel

NBSP = "\u00a0"
THRESHOLD = 0.05


def phrase_evolution(
    change: Evolution,
    decomposition: Decomposition | None = None,
    panel: Panel | None = None,
    *,
    p_corrigee: float | None = None,
    comparaisons: int = 1,
) -> str:
    """Return what may be concluded from a change between two editions.

    Args:
        change: the change, with its interval and test.
        decomposition: its split by strate; said when given.
        panel: the change among the structures that answered both; said when it has pairs.
        p_corrigee: p-value corrected for many comparisons, which then decides.
        comparaisons: how many comparisons the correction covers.
    """
    if math.isnan(change.difference):
        return "L’évolution ne peut pas être calculée" + f"{NBSP}: l’une des deux éditions n’a pas de base."
    p = change.p_valeur if p_corrigee is None else p_corrigee
    sentences = [_figures(change), _conclusion(change, p, p_corrigee is not None, comparaisons)]
    if change.base_faible:
        base = min(change.avant.base, change.apres.base)
        sentences.append(f"Base faible ({_count(base, 'réponse')})" + f"{NBSP}: à lire avec prudence.")
    if decomposition is not None:
        sentences.append(_composition(decomposition))
    if panel is not None and panel.paires:
        sentences.append(_panel(panel))
    return " ".join(sentences)


def percent(share: float) -> str:
    """Return a share in whole percent, rounded half to even: « 77 % »."""
    return f"{round(100 * share)}{NBSP}%"


def points(difference: float, *, signed: bool = False) -> str:
    """Return a difference in whole points: « 26 points », « 1 point », « moins d’un point »."""
    value = round(100 * difference)
    if value == 0:
        return "0 point" if difference == 0 else "moins d’un point"
    sign = ("+" if value > 0 else "−") if signed else ""
    return f"{sign}{abs(value)}{NBSP}point{'s' if abs(value) > 1 else ''}"


def _figures(change: Evolution) -> str:
    return (
        f"De {percent(change.avant.part)} en {change.avant.edition} "
        f"({_count(change.avant.base, 'réponse')}) à {percent(change.apres.part)} en {change.apres.edition} "
        f"({_count(change.apres.base, 'réponse')})"
        f"{NBSP}: {points(change.difference, signed=True)}, intervalle à 95{NBSP}% de "
        f"{points(change.ic_bas, signed=True)} à {points(change.ic_haut, signed=True)}."
    )


def _conclusion(change: Evolution, p: float, corrected: bool, comparisons: int) -> str:
    if math.isnan(p):
        return "Trop peu de réponses pour conclure."
    note = f" après correction pour {_count(comparisons, 'comparaison')}" if corrected else ""
    evidence = f"({_p(p)}{note})"
    if p >= THRESHOLD:
        return (
            f"On ne peut pas conclure à une évolution {evidence}{NBSP}: l’écart est de ceux que le hasard de "
            "l’échantillon suffit à produire, ce qui ne prouve pas la stabilité."
        )
    word = "hausse" if change.difference > 0 else "baisse"
    return f"La {word} est établie {evidence}."


def _composition(split: Decomposition) -> str:
    opening = (
        f"Sans redressement, l’écart de {points(split.variation, signed=True)} se partage entre "
        f"{points(split.effet_reel, signed=True)} de changement réel à composition égale (intervalle à "
        f"95{NBSP}% de {points(split.ic_reel_bas, signed=True)} à {points(split.ic_reel_haut, signed=True)}) "
        f"et {points(split.effet_composition, signed=True)} dus à la composition de l’échantillon"
    )
    opposed = split.effet_reel * split.variation < 0
    mostly = abs(split.effet_composition) > abs(split.effet_reel)
    if round(100 * split.effet_composition) == 0:
        return f"{opening}."
    if opposed:
        return f"{opening}{NBSP}: à composition égale, le mouvement est inverse."
    if mostly:
        reading = "l’essentiel de l’écart tient à qui a répondu, non à un changement de pratiques"
        return f"{opening}{NBSP}: {reading}."
    return f"{opening}."


def _panel(panel: Panel) -> str:
    before, after = percent(panel.part_avant), percent(panel.part_apres)
    move = f"reste à {after}" if before == after else f"passe de {before} à {after}"
    opening = (
        f"Parmi {_count(panel.paires, 'structure')} ayant répondu aux deux éditions, la part {move} "
        f"({_p(panel.p_valeur)})"
    )
    return (
        f"{opening}{NBSP}; ce nombre est trop faible pour conclure seul."
        if panel.base_faible
        else f"{opening}."
    )


def _count(n: int, noun: str) -> str:
    number = f"{n:,}".replace(",", "\u202f")
    return f"{number}{NBSP}{noun}{'s' if n > 1 else ''}"


def _p(p: float) -> str:
    if p < 0.001:
        return f"p{NBSP}<{NBSP}0,001"
    digits = f"{p:.3f}" if p < 0.1 else f"{p:.2f}"
    return f"p{NBSP}={NBSP}{digits.replace('.', ',')}"
