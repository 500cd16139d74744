"""The French sentences that say how a share changed between two editions and what may be concluded from it.

Only words belong here: every number comes from ``changes``, the verdict from ``verdicts``.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import pandas as pd

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.french.numbers import (
    count,
    noun,
    number,
    p_value,
    percent,
    points,
    round_half_even,
    whole_percent,
)
from barometre_pipeline.french.spaces import NBSP, quoted, spaced
from barometre_pipeline.french.words import enumeration
from barometre_pipeline.vocabulary import RAISONS_EVOLUTION, REGLES_BASE, SOURCES_DONNEES

_UNITS = {"collectivites": "réponse", "francais": "personne"}
_DEMONSTRATION = "demonstration"


@dataclass(frozen=True)
class ChangeWords:
    """The wording of what changes: indicators, categories, populations and answers to profile questions."""

    indicators: Mapping[str, str]
    categories: Mapping[tuple[str, str], str]
    populations: Mapping[str, str]
    answers: Mapping[tuple[str, str], str]

    @classmethod
    def of(cls, catalogue: Catalogue) -> Self:
        """Take the wording of a catalogue."""
        return cls(
            {i.nom: spaced(i.libelle) for i in catalogue.indicateurs.values()},
            {
                (i, c): spaced(r.libelle)
                for i, found in catalogue.categories.items()
                for c, r in found.items()
            },
            {p.nom: spaced(p.libelle) for p in catalogue.populations.by_name.values()},
            {
                (v.nom, a): spaced(label)
                for v in catalogue.codebook.variables.values()
                if v.profil
                for a, label in v.modalites.items()
            },
        )

    def quantity(self, row: Any) -> str:
        """Name a share: indicator, category, population."""
        category = self.categories.get((row.indicateur, row.categorie), row.categorie)
        people = self.populations.get(row.population, row.population)
        if row.modalite not in ("", row.population):
            people = f"{people}, {self.answers.get((row.ventilation, row.modalite), row.modalite)}"
        return f"{self.indicators.get(row.indicateur, row.indicateur)}, {quoted(category)} ({people})"


def change_sentence(row: Any, words: ChangeWords) -> str:
    """Say what changed, each measure of the change with its bases, and what may be concluded.

    Args:
        row: a row of ``gold/evolutions``, ``public`` and ``degres`` besides.
        words: the wording of what changes.
    """
    said = [_published(row, words), *_on_one_base(row)]
    if row.raison != "hors_famille":
        said += [*_weighted(row), *_equal_composition(row), *_panel(row)]
    return " ".join([*said, _conclusion(row), *_made_up(row)])


def change_in_points(difference: float) -> str:
    """Return a signed difference in whole points: « +26 points », « −1 point », « moins d’un point »."""
    if difference and round_half_even(difference) == 0:
        return "moins d’un point"
    return points(difference / 100, signed=True)


def _from_to(row: Any, share: str, base: str) -> str:
    unit = _UNITS[row.public]
    before, after = (getattr(row, f"{base}{s}") for s in ("_reference", ""))
    parts = (
        f"{percent(getattr(row, f'{share}{s}'))} en {year} ({size})"
        for s, year, size in (
            ("_reference", row.edition_reference, f"base{NBSP}: {count(int(before), unit)}"),
            ("", row.edition, number(int(after))),
        )
    )
    return ", ".join(parts)


def _published(row: Any, words: ChangeWords) -> str:
    shown = round_half_even(row.ecart_points)
    subtracted = whole_percent(row.part) - whole_percent(row.part_reference)
    note = ""
    if shown != subtracted:
        gap = f"{number(subtracted, signed=True)}{NBSP}{noun(subtracted, 'point')}"
        note = f" (arrondies, les parts diffèrent de {gap})"
    name = "part redressée" if row.public == "francais" else "part publiée"
    text = (
        f"{words.quantity(row)}{NBSP}: {name}, {_from_to(row, 'part', 'base_publiee')}, soit "
        f"{change_in_points(row.ecart_points)}{note}."
    )
    # Nobody left the question empty: the two rules give one base.
    broken = pd.isna(row.base) or pd.isna(row.base_reference)
    if row.regle_base == row.regle_base_reference or (not broken and _one_base(row)):
        return text
    rules = (
        f"{REGLES_BASE[rule]} en {year}"
        for rule, year in ((row.regle_base_reference, row.edition_reference), (row.regle_base, row.edition))
    )
    return f"{text} Ces deux parts n’ont pas la même base{NBSP}: {', '.join(rules)}."


def _one_base(row: Any) -> bool:
    """Tell whether the printed bases are those of the series."""
    return all(getattr(row, f"base{s}") == getattr(row, f"base_publiee{s}") for s in ("", "_reference"))


def _on_one_base(row: Any) -> list[str]:
    if math.isnan(row.ecart_serie_points) or _one_base(row):
        return []
    return [
        f"Sur une même base, réponses vides exclues les deux années{NBSP}: {_from_to(row, 'part_serie', 'base')}, "
        f"soit {change_in_points(row.ecart_serie_points)}."
    ]


def _weighted(row: Any) -> list[str]:
    if row.public == "francais" or math.isnan(row.ecart_pondere_points):
        return []
    return [
        f"Part redressée{NBSP}: {_from_to(row, 'part_ponderee', 'base_ponderee')}, soit "
        f"{change_in_points(row.ecart_pondere_points)}."
    ]


def _equal_composition(row: Any) -> list[str]:
    if math.isnan(row.ecart_composition_egale):
        return []
    interval = _interval(row)
    if row.public == "francais":
        return [f"Écart des parts redressées{NBSP}: {interval}."] if interval else []
    text = (
        f"À composition d’échantillon égale{NBSP}: {change_in_points(row.ecart_composition_egale)}"
        f"{f', {interval}' if interval else ''}"
    )
    if not row.effet_composition:  # one strate has one composition
        return [f"{text}."]
    moved = change_in_points(row.effet_composition)
    return [f"{text}{NBSP}; le changement de composition de l’échantillon explique le reste, {moved}."]


def _interval(row: Any) -> str:
    if math.isnan(row.ic_bas):
        return ""
    level = percent(row.niveau, None if row.niveau == round(row.niveau, 2) else 1)
    bounds = f"de {_bound(row.ic_bas)} à {_bound(row.ic_haut)}{NBSP}points"
    if not row.comparaisons:
        return f"intervalle à {level} {bounds}"
    return f"intervalle à {level} {bounds} (corrigé pour {count(row.comparaisons, 'comparaison')})"


def _bound(value: float) -> str:
    """Write a bound with its sign, and with the decimals that keep it on its side of zero."""
    decimals = next((d for d in range(4) if round_half_even(value, d)), 0)
    return number(value, decimals, signed=True)


def _panel(row: Any) -> list[str]:
    pairs = int(row.panel_paires)
    if math.isnan(row.panel_ecart_points):
        few = f"{count(pairs, 'structure')} {noun(pairs, 'a', 'ont')} répondu les deux fois"
        return [f"{few}, trop peu pour dire comment elles ont changé."] if pairs else []
    shares = row.panel_part_reference, row.panel_part
    # Shares that differ are never written alike: the verdict stands on their difference.
    decimals = next((d for d in range(3) if percent(shares[0], d) != percent(shares[1], d)), 0)
    before, after = (percent(s, decimals) for s in shares)
    move = f"reste à {after}" if before == after else f"passe de {before} à {after}"
    return [
        f"Parmi les {count(pairs, 'structure')} qui ont répondu les deux fois, elle {move} "
        f"({p_value(row.panel_p_valeur)})."
    ]


def _conclusion(row: Any) -> str:
    if not row.raison:
        return f"La {'hausse' if row.verdict == 'hausse_etablie' else 'baisse'} est établie."
    if row.raison == "intervalle":
        return (
            "On ne peut pas conclure à une évolution"
            + f"{NBSP}: {RAISONS_EVOLUTION[row.raison]}, l’écart est de ceux "
            "que le hasard suffit à produire, ce qui ne prouve pas la stabilité."
        )
    why = f"{RAISONS_EVOLUTION[row.raison]}."
    note = f" {spaced(row.note)}" if row.raison == "non_comparable" else ""
    return f"Pas de verdict{NBSP}: {why}{note}"


def _made_up(row: Any) -> list[str]:
    sources = ((row.source_reference, row.edition_reference), (row.source_donnees, row.edition))
    years = [year for source, year in sources if source == _DEMONSTRATION]
    return [f"{SOURCES_DONNEES[_DEMONSTRATION]} en {enumeration(years)}."] if years else []
