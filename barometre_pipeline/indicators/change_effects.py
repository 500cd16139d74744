"""What a change of an indicator between two editions is made of, and what may be concluded from it.

Difference, test, split by strate and panel are computed by ``variations``; sentences by
``statistics.wording``; who is in an indicator's base by ``calcul``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.indicator import Indicator
from barometre_pipeline.indicators.answers import EditionAnswers
from barometre_pipeline.indicators.change_wording import change_sentence
from barometre_pipeline.indicators.evaluation import lines_of
from barometre_pipeline.indicators.populations import Domain, design_of, structure_domains
from barometre_pipeline.statistics.changes import Wave, changes
from barometre_pipeline.statistics.multiplicity import adjust
from barometre_pipeline.tables.declarations.changes import EFFETS_DE_STRUCTURE
from barometre_pipeline.tables.schema import arranged
from barometre_pipeline.vocabulary import REGLE_SERIES, TYPES

# Compared for every indicator; « autres » has no national count, hence no design.
POPULATIONS = ("ensemble", "hors_moins_3500", *(t for t in TYPES if t != "autres"))
_POINTS = {
    "difference": "ecart_pondere_points",
    "erreur_type_difference": "erreur_type",
    "ic_bas": "ic_bas",
    "ic_haut": "ic_haut",
    "effet_reel": "effet_reel",
    "effet_reel_bas": "effet_reel_ic_bas",
    "effet_reel_haut": "effet_reel_ic_haut",
    "effet_composition": "effet_composition",
    "panel_difference": "panel_ecart_points",
    "panel_ic_bas": "panel_ic_bas",
    "panel_ic_haut": "panel_ic_haut",
}


@dataclass(frozen=True)
class Microdata:
    """The responses of one edition.

    Attributes:
        edition: partition key.
        reponses: silver ``reponses``.
        structures: silver ``structures``; rows are matched on ``id_reponse``.
        plan: silver ``plan_de_sondage``.
        source_donnees: a key of ``vocabulary.SOURCES_DONNEES``.
    """

    edition: str
    reponses: pd.DataFrame
    structures: pd.DataFrame
    plan: pd.DataFrame
    source_donnees: str


@dataclass(frozen=True)
class _EditionShares:
    """One edition ready to compare: its shares by (indicator, category), and its populations."""

    wave: Wave
    source: str
    lines: dict[tuple[str, str], int]
    domains: dict[str, Domain]


def compute_effects(catalogue: Catalogue, editions: Sequence[Microdata], liens: pd.DataFrame) -> pd.DataFrame:
    """Return the change of every share of local authorities between every two editions with microdata.

    Shares of mentions and counts have no row: their base is not one of structures.

    Args:
        catalogue: definitions.
        editions: the editions with microdata that the common codebook knows.
        liens: ``edition, id_reponse, lien``: the same structure over the editions.

    Returns:
        Rows of ``gold/effets_de_structure``.
        Shares are fractions, differences and effects are points. ``effet_reel`` and
        ``effet_composition`` add up to ``ecart_points``, the change of the unweighted share as published;
        the test and its interval are those of ``ecart_pondere_points``. Corrected p-values count all the
        comparisons of a pair of editions; Benjamini and Hochberg's decides what ``phrase`` concludes.
    """
    waves = [_wave(catalogue, e, liens) for e in sorted(editions, key=lambda e: e.edition)]
    frames = [_compare(catalogue, before, after) for before, after in combinations(waves, 2)]
    filled = [f for f in frames if len(f)]
    return (
        pd.concat(filled, ignore_index=True) if filled else pd.DataFrame(columns=EFFETS_DE_STRUCTURE.columns)
    )


def _wave(catalogue: Catalogue, data: Microdata, liens: pd.DataFrame) -> _EditionShares:
    structures = data.structures.set_index("id_reponse").reindex(data.reponses["id_reponse"]).reset_index()
    answers = EditionAnswers(data.reponses, catalogue.codebook, data.edition, "collectivites")
    domains, _ = structure_domains(catalogue.populations, structures, answers)
    shares = [
        line
        for indicator in catalogue.indicateurs.values()
        if indicator.public in ("collectivites", "tous") and indicator.mesure == "part"
        for line in lines_of(catalogue, indicator, answers, [])
        if line.regle_base == REGLE_SERIES
    ]
    codes = np.array([line.codes for line in shares], dtype=np.int8).reshape(len(shares), len(structures))
    own = liens[liens["edition"] == data.edition]
    names = dict(zip(own["id_reponse"], own["lien"], strict=True))
    strates = structures["strate"].astype("str")
    wave = Wave(
        data.edition,
        codes,
        design_of(domains, strates, data.plan),
        strates,
        [str(names.get(i, "")) for i in structures["id_reponse"]],
    )
    positions = {(line.indicateur.nom, line.categorie.nom): at for at, line in enumerate(shares)}
    return _EditionShares(wave, data.source_donnees, positions, domains)


def _compare(catalogue: Catalogue, before: _EditionShares, after: _EditionShares) -> pd.DataFrame:
    frames = []
    common = [k for k in after.lines if k in before.lines]
    asked = {name: _asked(catalogue.indicateurs[name], after.domains) for name in {k[0] for k in common}}
    for name, domain in after.domains.items():
        kept = [k for k in common if name in asked[k[0]]]
        if name not in before.domains or not kept:
            continue
        numbers = np.array([(before.lines[k], after.lines[k]) for k in kept], dtype=np.int64)
        found = changes(before.wave, after.wave, numbers, name)
        found["indicateur"], found["categorie"] = zip(*kept, strict=True)
        frames.append(
            found.assign(
                population=domain.population, ventilation=domain.ventilation, modalite=domain.modalite
            )
        )
    table = (
        pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=EFFETS_DE_STRUCTURE.columns)
    )
    table = table[(table["base"] > 0) & (table["base_reference"] > 0)]
    return (
        _finish(catalogue, table, before, after)
        if len(table)
        else pd.DataFrame(columns=EFFETS_DE_STRUCTURE.columns)
    )


def _asked(indicator: Indicator, domains: Mapping[str, Domain]) -> set[str]:
    """Return the populations an indicator is compared in."""
    named = {indicator.population, *indicator.autres_populations}
    # A sub-population by an answer is its own base; a group of everybody would change it.
    own_base = indicator.population in domains and not domains[indicator.population].systematique
    return named if own_base else named | set(POPULATIONS)


def _finish(
    catalogue: Catalogue, table: pd.DataFrame, before: _EditionShares, after: _EditionShares
) -> pd.DataFrame:
    rank = {name: at for at, name in enumerate(catalogue.indicateurs)}
    table = table.assign(_rang=table["indicateur"].map(rank)).sort_values(
        ["_rang", "categorie", "population"], kind="stable", ignore_index=True
    )
    p = table["p_valeur"].to_numpy(float)
    years = (before.wave.edition, after.wave.edition)
    table = table.assign(
        edition=years[1],
        edition_reference=years[0],
        ecart_points=100 * (table["part"] - table["part_reference"]),
        p_valeur_bh=adjust(p, "bh"),
        p_valeur_holm=adjust(p, "holm"),
        comparaisons=int((~np.isnan(p)).sum()),
        source_donnees=after.source,
        source_reference=before.source,
    )
    weighted = before.wave.design.has_population and after.wave.design.has_population
    table["phrase"] = [
        change_sentence(row, years, weighted=weighted) for row in table.itertuples(index=False)
    ]
    table["note"] = _notes(catalogue, table, years)
    for name in _POINTS:
        table[name] = 100 * table[name]
    return arranged(EFFETS_DE_STRUCTURE, table.drop(columns="erreur_type").rename(columns=_POINTS))


def _notes(catalogue: Catalogue, table: pd.DataFrame, years: tuple[str, str]) -> list[str]:
    keys = list(zip(table["indicateur"], table["population"], strict=True))
    notes = {
        (i, p): " ".join(filter(None, (catalogue.note(i, years), catalogue.populations.note(p, years))))
        for i, p in dict.fromkeys(keys)
    }
    return [notes[k] for k in keys]
