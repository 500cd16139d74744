"""The French sentence that says what the change of one indicator between two editions allows one to conclude.

Only words belong here: every number comes from ``statistics.changes``, every decision from a row of it.
"""

import math
from typing import Any

from barometre_pipeline.vocabulary import BASE_MINIMALE

NBSP = "\u00a0"
THRESHOLD = 0.05


def change_sentence(row: Any, years: tuple[str, str], *, weighted: bool) -> str:
    """Say the published shares, then what the weighted ones, the split and the panel allow to conclude.

    Args:
        row: a row of ``statistics.changes.changes`` with ``p_valeur_bh``, which decides, and ``comparaisons``,
            the number of comparisons that it is corrected for.
        years: the earlier edition and the later one.
        weighted: whether both editions have national counts to weight by.
    """
    published = (
        f"Sans redressement{NBSP}: {percent(row.part_reference)} en {years[0]}, {percent(row.part)} en "
        f"{years[1]} ({points(row.part - row.part_reference, signed=True)})."
    )
    how = "Avec redressement" if weighted else "Aucun redressement possible"
    said = _estimated(row, years)
    return f"{published} {how}{NBSP}: {said[0].lower()}{said[1:]}"


def _estimated(row: Any, years: tuple[str, str]) -> str:
    if math.isnan(row.difference):
        return "L’évolution ne peut pas être calculée" + f"{NBSP}: l’une des deux éditions n’a pas de base."
    sentences = [_figures(row, years), _conclusion(row)]
    if row.base_faible:
        base = min(row.base_ponderee_reference, row.base_ponderee)
        sentences.append(f"Base faible ({_count(base, 'réponse')})" + f"{NBSP}: à lire avec prudence.")
    if row.effet_composition:  # one strate has one composition: nothing to split
        sentences.append(_composition(row))
    if row.panel_paires:
        sentences.append(_panel(row))
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


def _figures(row: Any, years: tuple[str, str]) -> str:
    return (
        f"De {percent(row.part_ponderee_reference)} en {years[0]} "
        f"({_count(row.base_ponderee_reference, 'réponse')}) à {percent(row.part_ponderee)} en {years[1]} "
        f"({_count(row.base_ponderee, 'réponse')})"
        f"{NBSP}: {points(row.difference, signed=True)}, intervalle à 95{NBSP}% de "
        f"{points(row.ic_bas, signed=True)} à {points(row.ic_haut, signed=True)}."
    )


def _conclusion(row: Any) -> str:
    if math.isnan(row.p_valeur_bh):
        return "Trop peu de réponses pour conclure."
    note = f" après correction pour {_count(row.comparaisons, 'comparaison')}"
    evidence = f"({_p(row.p_valeur_bh)}{note})"
    if row.p_valeur_bh >= THRESHOLD:
        return (
            f"On ne peut pas conclure à une évolution {evidence}{NBSP}: l’écart est de ceux que le hasard de "
            "l’échantillon suffit à produire, ce qui ne prouve pas la stabilité."
        )
    word = "hausse" if row.difference > 0 else "baisse"
    return f"La {word} est établie {evidence}."


def _composition(row: Any) -> str:
    change = row.part - row.part_reference
    opening = (
        f"Sans redressement, l’écart de {points(change, signed=True)} se partage entre "
        f"{points(row.effet_reel, signed=True)} de changement réel à composition égale (intervalle à "
        f"95{NBSP}% de {points(row.effet_reel_bas, signed=True)} à {points(row.effet_reel_haut, signed=True)}) "
        f"et {points(row.effet_composition, signed=True)} dus à la composition de l’échantillon"
    )
    if round(100 * row.effet_composition) == 0:
        return f"{opening}."
    if row.effet_reel * change < 0:
        return f"{opening}{NBSP}: à composition égale, le mouvement est inverse."
    if abs(row.effet_composition) > abs(row.effet_reel):
        reading = "l’essentiel de l’écart tient à qui a répondu, non à un changement de pratiques"
        return f"{opening}{NBSP}: {reading}."
    return f"{opening}."


def _panel(row: Any) -> str:
    before, after = percent(row.panel_part_reference), percent(row.panel_part)
    move = f"reste à {after}" if before == after else f"passe de {before} à {after}"
    opening = (
        f"Parmi {_count(row.panel_paires, 'structure')} ayant répondu aux deux éditions, la part {move} "
        f"({_p(row.panel_p_valeur)})"
    )
    if row.panel_paires < BASE_MINIMALE:
        return f"{opening}{NBSP}; ce nombre est trop faible pour conclure seul."
    return f"{opening}."


def _count(n: int, noun: str) -> str:
    number = f"{n:,}".replace(",", "\u202f")
    return f"{number}{NBSP}{noun}{'s' if n > 1 else ''}"


def _p(p: float) -> str:
    if p < 0.001:
        return f"p{NBSP}<{NBSP}0,001"
    digits = f"{p:.3f}" if p < 0.1 else f"{p:.2f}"
    return f"p{NBSP}={NBSP}{digits.replace('.', ',')}"
