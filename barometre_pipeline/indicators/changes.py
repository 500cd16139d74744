"""How each indicator changed between editions: every measure of the change on one row, then one verdict.

Which rows are compared and joined is decided here; the estimates are ``statistics.changes``', what may be concluded
``verdicts``', the sentence ``change_wording``'s.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import special

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.family import Family
from barometre_pipeline.catalogue.indicator import Indicator
from barometre_pipeline.catalogue.populations import BY_REGION
from barometre_pipeline.indicators.answers import EditionAnswers
from barometre_pipeline.indicators.change_wording import ChangeWords, change_sentence
from barometre_pipeline.indicators.evaluation import lines_of
from barometre_pipeline.indicators.populations import Domain, structure_domains
from barometre_pipeline.indicators.verdicts import judge
from barometre_pipeline.statistics.changes import Wave, changes
from barometre_pipeline.tables.declarations.changes import EVOLUTIONS
from barometre_pipeline.tables.declarations.indicators import INDICATOR_KEY
from barometre_pipeline.tables.schema import arranged
from barometre_pipeline.vocabulary import BASE_MINIMALE, REGLE_SERIES, TYPES

# Compared for every indicator of local authorities; the others only where an indicator names them.
POPULATIONS = ("ensemble", "hors_moins_3500", *TYPES)
# Régions hold too few responses for two years to be told apart.
_NOT_COMPARED = (BY_REGION,)
_YEARS = ("edition", "edition_reference")
_KEY = [*_YEARS, *INDICATOR_KEY]
_AS_PRINTED = {
    "part_publiable": "part", "base": "base_publiee", "regle_base": "regle_base", "source_donnees": "source_donnees",
    "trace_id": "trace_id",
}  # fmt: skip
_OF_SERIES = {
    "n": "n", "base": "base", "part_publiable": "part_serie", "part_ponderee": "part_ponderee",
    "base_ponderee": "base_ponderee", "effectif_efficace": "effectif_efficace",
}  # fmt: skip
_POINTS = ("effet_composition", "erreur_type", "panel_ecart_points", "panel_ic_bas", "panel_ic_haut")


@dataclass(frozen=True)
class Microdata:
    """The responses of one edition.

    Attributes:
        edition: partition key.
        reponses: silver ``reponses``.
        structures: silver ``structures``; rows are matched on ``id_reponse``.
        source_donnees: a key of ``vocabulary.SOURCES_DONNEES``.
    """

    edition: str
    reponses: pd.DataFrame
    structures: pd.DataFrame
    source_donnees: str


def compute_changes(
    catalogue: Catalogue,
    family: Family,
    indicateurs: pd.DataFrame,
    editions: Sequence[Microdata],
    liens: pd.DataFrame,
) -> pd.DataFrame:
    """Return one row per share, population and pair of editions where it is known.

    Args:
        catalogue: definitions.
        family: the comparisons that are judged.
        indicateurs: rows of ``gold/indicateurs``, all editions together.
        editions: the editions with microdata that the common codebook knows.
        liens: ``edition, id_reponse, lien``: the same structure over the editions.

    Returns:
        Rows of ``gold/evolutions``; shares are fractions, differences are points.
    """
    table = _values(catalogue, indicateurs)
    if table.empty:
        return pd.DataFrame(columns=EVOLUTIONS.columns)
    judged = _of_survey(catalogue, editions, liens)
    table = table.merge(judged, on=_KEY, how="left") if len(judged) else table
    table = _of_polls(table)
    keys = zip(*(table[c] for c in ("indicateur", "categorie", "population", "modalite")), strict=True)
    table["famille"] = [family.holds(*key) for key in keys]
    table = judge(table)
    words = ChangeWords.of(catalogue)
    # Plain objects: reading Arrow's cells one by one takes longer than writing the sentences.
    rows = table.astype(object).itertuples(index=False)
    table["phrase"] = [change_sentence(row, words) for row in rows]
    counts = {"panel_paires": "int64", "structures_communes": "int64", "comparaisons": "int64"}
    whole = {"n", "base", "base_ponderee"} | {f"{c}_reference" for c in ("n", "base", "base_ponderee")}
    return arranged(EVOLUTIONS, table.astype(counts | dict.fromkeys(whole, "Int64")))


def _values(catalogue: Catalogue, indicateurs: pd.DataFrame) -> pd.DataFrame:
    """Put the values of two editions side by side: as printed, and on the base of series."""
    shares = indicateurs[
        indicateurs["part_publiable"].notna() & ~indicateurs["ventilation"].isin(_NOT_COMPARED)
    ]
    named = ["edition", *INDICATOR_KEY]
    printed = shares.loc[shares["imprime"], [*named, *_AS_PRINTED]].rename(columns=_AS_PRINTED)
    series = shares.loc[shares["regle_base"] == REGLE_SERIES, [*named, *_OF_SERIES]]
    known = printed.merge(series.rename(columns=_OF_SERIES), on=named, how="left")
    frames = []
    for reference, edition in combinations(sorted(known["edition"].unique()), 2):
        after, before = (known[known["edition"] == e] for e in (edition, reference))
        frames.append(after.merge(before, on=list(INDICATOR_KEY), suffixes=("", "_reference")))
    table = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()
    if table.empty:
        return table
    rank = {name: at for at, name in enumerate(catalogue.indicateurs)}
    table = table.rename(columns={"source_donnees_reference": "source_reference"})
    table = table.assign(_rang=table["indicateur"].map(rank)).sort_values(
        [*_YEARS, "_rang", *INDICATOR_KEY[1:]], kind="stable", ignore_index=True
    )
    publics = {name: p.public for name, p in catalogue.populations.by_name.items()}
    sizes = table[["effectif_efficace", "effectif_efficace_reference"]].min(axis=1, skipna=False)
    weighted = 100 * (table["part_ponderee"] - table["part_ponderee_reference"])
    return table.assign(
        public=table["population"].map(publics),
        ecart_points=100 * (table["part"] - table["part_reference"]),
        ecart_serie_points=100 * (table["part_serie"] - table["part_serie_reference"]),
        ecart_pondere_points=weighted.where(sizes >= BASE_MINIMALE),
        note=_notes(catalogue, table),
    )


def _notes(catalogue: Catalogue, table: pd.DataFrame) -> list[str]:
    keys = list(zip(*(table[c] for c in ("indicateur", "categorie", "population", *_YEARS)), strict=True))
    notes = {
        (share, category, people, now, then): catalogue.comparison_note(share, category, people, (then, now))
        for share, category, people, now, then in dict.fromkeys(keys)
    }
    return [notes[k] for k in keys]


def _of_polls(table: pd.DataFrame) -> pd.DataFrame:
    """Fill in what is judged of the shares of a poll, whose weights make the composition equal.

    Both samples are independent; the variance of a weighted share is that of a plain one on Kish's effective size, a
    success and a failure added.
    """
    poll = (table["public"] == "francais").to_numpy()
    variance, sizes = np.zeros(len(table)), []
    for suffix in ("", "_reference"):
        size = table[f"effectif_efficace{suffix}"].to_numpy(float)
        sure = (size * table[f"part_serie{suffix}"].to_numpy(float) + 1) / (size + 2)
        variance += sure * (1 - sure) / size
        sizes.append(size)
    error, change = 100 * np.sqrt(variance), table["ecart_serie_points"].to_numpy(float)
    degrees = sizes[0] + sizes[1] - 2
    own = {
        "ecart_composition_egale": change,
        "erreur_type": error,
        "degres": degrees,
        "p_valeur": 2 * special.stdtr(np.maximum(degrees, 1), -np.abs(change) / error),
        "effectif_juge": sizes[0],
        "effectif_juge_reference": sizes[1],
        "structures_communes": np.zeros(len(table)),
        "panel_paires": np.zeros(len(table)),
    }
    missing = np.full(len(table), np.nan)
    for name in (*own, *(c for c in EVOLUTIONS.columns if c.startswith(("panel_", "effet_")))):
        found = table[name].to_numpy(float) if name in table else missing
        table[name] = np.where(poll, own[name], found) if name in own else found
    return table.fillna({"structures_communes": 0, "panel_paires": 0})


@dataclass(frozen=True)
class _EditionShares:
    """One edition ready to compare: its shares by (indicator, category), and its populations."""

    wave: Wave
    lines: dict[tuple[str, str], int]
    domains: dict[str, Domain]


def _of_survey(catalogue: Catalogue, editions: Sequence[Microdata], liens: pd.DataFrame) -> pd.DataFrame:
    """Return what the responses of two editions say of the change of each share of local authorities."""
    waves = [_wave(catalogue, e, liens) for e in sorted(editions, key=lambda e: e.edition)]
    frames = [f for pair in combinations(waves, 2) for f in _compare(catalogue, *pair)]
    if not frames:
        return pd.DataFrame(columns=_KEY)
    table = pd.concat(frames, ignore_index=True)
    table = table[(table["base"] > 0) & (table["base_reference"] > 0)].rename(
        columns={"effet_reel": "ecart_composition_egale", "panel_difference": "panel_ecart_points"}
    )
    few = table["panel_paires"] < BASE_MINIMALE
    panel = [c for c in map(str, table.columns) if c.startswith("panel_") and c != "panel_paires"]
    table[panel] = table[panel].mask(few)
    scaled = ["ecart_composition_egale", *_POINTS]
    table[scaled] = 100 * table[scaled]
    return table.drop(columns=["base", "base_reference"])


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
        {name: domain.masque for name, domain in domains.items()},
        strates,
        [str(names.get(i, "")) for i in structures["id_reponse"]],
    )
    positions = {(line.indicateur.nom, line.categorie.nom): at for at, line in enumerate(shares)}
    return _EditionShares(wave, positions, domains)


def _compare(catalogue: Catalogue, before: _EditionShares, after: _EditionShares) -> list[pd.DataFrame]:
    frames = []
    common = [k for k in after.lines if k in before.lines]
    asked = {name: _asked(catalogue.indicateurs[name], after.domains) for name in {k[0] for k in common}}
    for name, domain in after.domains.items():
        kept = [k for k in common if name in asked[k[0]]]
        if name not in before.domains or not kept:
            continue
        numbers: NDArray[np.int64] = np.array(
            [(before.lines[k], after.lines[k]) for k in kept], dtype=np.int64
        )
        found = changes(before.wave, after.wave, numbers, name)
        found["indicateur"], found["categorie"] = zip(*kept, strict=True)
        frames.append(
            found.assign(
                edition=after.wave.edition,
                edition_reference=before.wave.edition,
                population=domain.population,
                ventilation=domain.ventilation,
                modalite=domain.modalite,
            )
        )
    return frames


def _asked(indicator: Indicator, domains: Mapping[str, Domain]) -> set[str]:
    """Return the populations an indicator is compared in."""
    named = {indicator.population, *indicator.autres_populations}
    # A sub-population by an answer is its own base; a group of everybody would change it.
    own_base = indicator.population in domains and not domains[indicator.population].systematique
    return named if own_base else named | set(POPULATIONS)
