"""Whether a share may be compared with that of an earlier edition, and the changes that are judged, as an open table.

What is comparable, and what may be concluded, are ``gold/evolutions``'; here is only how it is told.
"""

from collections.abc import Mapping
from typing import Final

import pandas as pd

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.words import category_in_words, indicator_in_words, population_in_words
from barometre_pipeline.publication.opendata.model import OpenField, OpenTable, open_field
from barometre_pipeline.tables.declarations.changes import EVOLUTIONS
from barometre_pipeline.tables.declarations.indicators import INDICATOR_KEY

NO_EARLIER, COMPARABLE, UNKNOWN = "premiere", "comparable", "inconnue"
_NOT: Final = ("serie_rompue", "non_comparable")
_POINTS: Final = ("ecart_points", "ecart_composition_egale")


def compared_editions(changes: pd.DataFrame) -> dict[tuple[str, ...], tuple[str, str]]:
    """Return, for each share, the latest earlier edition that has it and whether the two compare.

    Args:
        changes: rows of gold ``evolutions``, those told.

    Returns:
        (edition, indicator, category, population, breakdown, group) -> (earlier edition, ``comparable``,
        ``serie_rompue`` or ``non_comparable``).
    """
    columns = ["edition", *INDICATOR_KEY, "edition_reference", "raison"]
    ordered = changes.sort_values("edition_reference", kind="stable")
    found = {}
    for *key, earlier, reason in zip(*(ordered[c].astype(str) for c in columns), strict=True):
        found[tuple(key)] = earlier, reason if reason in _NOT else COMPARABLE
    return found


def with_unknown(
    found: Mapping[tuple[str, ...], tuple[str, str]], indicators: pd.DataFrame
) -> dict[tuple[str, ...], tuple[str, str]]:
    """Add the shares that an earlier edition has too, and of whose comparison nothing is told.

    Args:
        found: what ``compared_editions`` returned.
        indicators: printed rows of gold ``indicateurs``.
    """
    editions: dict[tuple[str, ...], list[str]] = {}
    for edition, *key in zip(*(indicators[c].astype(str) for c in ("edition", *INDICATOR_KEY)), strict=True):
        editions.setdefault(tuple(key), []).append(edition)
    unknown = {
        (edition, *key): (max(earlier), UNKNOWN)
        for key, known in editions.items()
        for edition in known
        if (earlier := [e for e in known if e < edition])
    }
    return unknown | dict(found)


def open_changes(changes: pd.DataFrame, catalogue: Catalogue) -> OpenTable:
    """Turn rows of gold ``evolutions`` into an open table: the comparisons that are declared and judged.

    Args:
        changes: rows told.
        catalogue: words.
    """
    judged = changes[changes["famille"].astype(bool)]
    keys = ["edition", "edition_reference", *INDICATOR_KEY]
    judged = judged.sort_values(keys, kind="stable", ignore_index=True)
    triples = list(
        zip(*(judged[c].astype(str) for c in ("indicateur", "categorie", "population")), strict=True)
    )
    frame = judged.assign(
        indicateur_libelle=[indicator_in_words(catalogue, i) for i, _, _ in triples],
        categorie_libelle=[category_in_words(catalogue, i, c) for i, c, _ in triples],
        population_libelle=[population_in_words(catalogue, p) for _, _, p in triples],
        **{c: judged[c].round(0) + 0.0 for c in _POINTS},
        **{c: judged[c].str.replace("\n", " ") for c in ("phrase", "note")},
    )
    text = "dans les mots du catalogue."
    return OpenTable(
        "evolutions",
        "Ce qui a changé entre deux éditions, et ce que l’on peut en conclure",
        "Une ligne par part dont le catalogue déclare la comparaison et par couple d’éditions. Le verdict vient d’un "
        "seul test, corrigé du nombre de comparaisons ; « raison » est la première raison de ne pas conclure.",
        frame,
        (
            *(open_field(EVOLUTIONS, c) for c in ("edition", "edition_reference", "indicateur")),
            OpenField("indicateur_libelle", "string", "Ce que mesure l’indicateur", f"Libellé, {text}"),
            open_field(EVOLUTIONS, "categorie"),
            OpenField("categorie_libelle", "string", "La réponse", f"Libellé, {text}"),
            open_field(EVOLUTIONS, "population"),
            OpenField("population_libelle", "string", "Qui est dans la base", f"Libellé, {text}"),
            open_field(EVOLUTIONS, "ventilation", "pour l’ensemble"),
            open_field(EVOLUTIONS, "modalite", "pour l’ensemble"),
            *(open_field(EVOLUTIONS, c) for c in ("base_publiee", "base_publiee_reference")),
            *(open_field(EVOLUTIONS, c, "pour un effectif") for c in ("part", "part_reference")),
            open_field(EVOLUTIONS, "ecart_points", "pour un effectif", ", au point près"),
            open_field(EVOLUTIONS, "ecart_composition_egale", "si elle ne se calcule pas", ", au point près"),
            open_field(EVOLUTIONS, "verdict"),
            open_field(EVOLUTIONS, "raison", "si l’évolution est établie"),
            open_field(EVOLUTIONS, "phrase", "si rien n’est à dire"),
            open_field(EVOLUTIONS, "note", "si rien ne limite la comparaison"),
            *(open_field(EVOLUTIONS, c) for c in ("source_donnees", "source_reference")),
        ),
        tuple(keys),
    )
