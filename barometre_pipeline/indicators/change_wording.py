"""The French sentence that says what the change of one indicator between two editions allows one to conclude.

Only words belong here: every number comes from ``statistics.changes``, every decision from a row of it.
"""

import math
from typing import Any

from barometre_pipeline.french.numbers import count, p_value, percent, points, round_half_even
from barometre_pipeline.french.spaces import NBSP
from barometre_pipeline.vocabulary import BASE_MINIMALE

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
        f"{years[1]} ({change_in_points(row.part - row.part_reference, signed=True)})."
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
        sentences.append(f"Base faible ({count(base, 'réponse')})" + f"{NBSP}: à lire avec prudence.")
    if row.effet_composition:  # one strate has one composition: nothing to split
        sentences.append(_composition(row))
    if row.panel_paires:
        sentences.append(_panel(row))
    return " ".join(sentences)


def change_in_points(difference: float, *, signed: bool = False) -> str:
    """Return a difference in whole points: « 26 points », « 1 point », « moins d’un point »."""
    if difference and round_half_even(100 * difference) == 0:
        return "moins d’un point"
    return points(difference if signed else abs(difference), signed=signed)


def _figures(row: Any, years: tuple[str, str]) -> str:
    return (
        f"De {percent(row.part_ponderee_reference)} en {years[0]} "
        f"({count(row.base_ponderee_reference, 'réponse')}) à {percent(row.part_ponderee)} en {years[1]} "
        f"({count(row.base_ponderee, 'réponse')})"
        f"{NBSP}: {change_in_points(row.difference, signed=True)}, intervalle à 95{NBSP}% de "
        f"{change_in_points(row.ic_bas, signed=True)} à {change_in_points(row.ic_haut, signed=True)}."
    )


def _conclusion(row: Any) -> str:
    if math.isnan(row.p_valeur_bh):
        return "Trop peu de réponses pour conclure."
    note = f" après correction pour {count(row.comparaisons, 'comparaison')}"
    evidence = f"({p_value(row.p_valeur_bh)}{note})"
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
        f"Sans redressement, l’écart de {change_in_points(change, signed=True)} se partage entre "
        f"{change_in_points(row.effet_reel, signed=True)} de changement réel à composition égale (intervalle à "
        f"95{NBSP}% de {change_in_points(row.effet_reel_bas, signed=True)} à "
        f"{change_in_points(row.effet_reel_haut, signed=True)}) "
        f"et {change_in_points(row.effet_composition, signed=True)} dus à la composition de l’échantillon"
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
        f"Parmi {count(row.panel_paires, 'structure')} ayant répondu aux deux éditions, la part {move} "
        f"({p_value(row.panel_p_valeur)})"
    )
    if row.panel_paires < BASE_MINIMALE:
        return f"{opening}{NBSP}; ce nombre est trop faible pour conclure seul."
    return f"{opening}."
