"""Weights: how each response stands for the structures that did not answer.

The historical rule, post-stratification, raking and Ipsos weights, with their diagnostics, belong here;
what is estimated with them does not.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.integer[Any]]

# A strate without respondents is represented by the closest one in size and missions that has some.
VOISINES: Mapping[str, Sequence[str]] = {
    "communes_moins_3500": ("communes_3500_10000",),
    "communes_3500_10000": ("communes_moins_3500", "communes_10000_100000"),
    "communes_10000_100000": ("communes_3500_10000", "communes_plus_100000"),
    "communes_plus_100000": ("communes_10000_100000", "metropoles"),
    "epci": ("metropoles",),
    "metropoles": ("epci", "communes_plus_100000"),
    "departements": ("regions",),
    "regions": ("departements",),
}

DEFAUT_HISTORIQUE = (
    "Règle de 2023, conservée pour reproduire les chiffres publiés : les communes de moins de "
    "3 500 habitants et les autres structures n’ont aucun poids, bien que les premières soient 87 % "
    "des collectivités ; le total pondéré ne décrit donc que les collectivités restantes."
)


@dataclass(frozen=True, eq=False)
class Weighting:
    """One weight per response and what a reader must know of it.

    Attributes:
        poids: length n, 0 for a response without weight.
        methode: short name.
        libelle: French description.
        avertissements: French sentences (a known flaw, a margin not met...).
    """

    poids: Floats
    methode: str
    libelle: str
    avertissements: tuple[str, ...] = ()


@dataclass(frozen=True)
class MergedStrata:
    """Population counts once the strata without respondents have found a host.

    Attributes:
        population: stratum with respondents -> count it stands for.
        labels: stratum -> its name, with those it absorbed.
        fusions: empty stratum -> host, or "" where none had respondents.
        warnings: French sentences.
    """

    population: dict[str, float]
    labels: dict[str, str]
    fusions: dict[str, str]
    warnings: tuple[str, ...]


def merge_empty_strata(
    sample: Mapping[str, int],
    population: Mapping[str, int],
    voisines: Mapping[str, Sequence[str]] | None = None,
) -> MergedStrata:
    """Give the population of each stratum without respondents to its nearest neighbour that has some.

    Args:
        sample: respondents by stratum.
        population: national count by stratum.
        voisines: candidates by stratum, nearest first; default ``VOISINES``.
    """
    neighbours = VOISINES if voisines is None else voisines
    merged: dict[str, float] = {s: float(n) for s, n in population.items() if sample.get(s, 0) > 0}
    labels = {s: s for s in merged}
    fusions: dict[str, str] = {}
    warnings: list[str] = []
    for stratum, count in population.items():
        if stratum in merged:
            continue
        host = next((v for v in neighbours.get(stratum, ()) if sample.get(v, 0) > 0 and v in population), "")
        fusions[stratum] = host
        if host:
            merged[host] += float(count)
            labels[host] += f" + {stratum}"
            warnings.append(f"Strate « {stratum} » sans répondant : représentée par « {host} ».")
        else:
            warnings.append(
                f"Strate « {stratum} » sans répondant et sans strate voisine : ses {count} structures "
                "ne sont pas représentées."
            )
    return MergedStrata(merged, labels, fusions, tuple(warnings))


def historical_weights(
    strates: ArrayLike | pd.Series, population: Mapping[str, int], total: int | None = None
) -> Weighting:
    """Return the weights of the 2023 publication: national share over sample share of the strate.

    Flawed on purpose (``DEFAUT_HISTORIQUE``): a strate absent from ``population`` gets weight 0 yet counts
    in the sample size.

    Args:
        strates: strate of each response, length n.
        population: national count of the strates that get a weight.
        total: denominator of the national share; default, the sum of ``population``.
    """
    names = np.asarray(strates, dtype=object)
    n = len(names)
    denominator = float(sum(population.values()) if total is None else total)
    weight = np.zeros(n, dtype=np.float64)
    for strate, count in population.items():
        mask = names == strate
        if mask.any():
            weight[mask] = (count / denominator) / (mask.sum() / n)
    return Weighting(
        np.asarray(weight, dtype=np.float64),
        "historique",
        "Redressement historique de 2023",
        (DEFAUT_HISTORIQUE,),
    )


def post_stratification(
    strates: ArrayLike | pd.Series,
    population: Mapping[str, int],
    voisines: Mapping[str, Sequence[str]] | None = None,
) -> Weighting:
    """Return weights N/n on all strates, empty ones merged with a neighbour.

    The weights sum to the population of the strates represented.

    Args:
        strates: strate of each response.
        population: national count by strate; a strate left out gets weight 0.
        voisines: see ``merge_empty_strata``.
    """
    names = pd.Series(np.asarray(strates, dtype=object))
    counts = names.value_counts().to_dict()
    merged = merge_empty_strata({str(k): int(v) for k, v in counts.items()}, population, voisines)
    ratio = {s: total / counts[s] for s, total in merged.population.items()}
    weight = np.asarray(names.map(ratio).fillna(0.0), dtype=np.float64)
    return Weighting(
        weight, "poststratification", "Post-stratification sur toutes les strates", merged.warnings
    )


def ipsos_weights(weights: ArrayLike) -> Weighting:
    """Return the weights of an opinion poll, scaled to a mean of 1.

    Raises:
        ValueError: a weight is missing, infinite or not positive.
    """
    weight = np.asarray(weights, dtype=float)
    wrong = np.flatnonzero(~np.isfinite(weight) | (weight <= 0))
    if len(wrong):
        raise ValueError(
            f"{len(wrong)} poids absents, infinis ou négatifs (le premier au répondant n° {wrong[0] + 1}) : "
            "chaque répondant doit avoir un poids positif."
        )
    return Weighting(weight / weight.mean(), "ipsos", "Redressement de l’institut (Ipsos)")


@dataclass(frozen=True, eq=False)
class Raking:
    """Result of ``raking``.

    Attributes:
        ponderation: the weights.
        iterations: cycles done.
        converge: whether every margin is met within the tolerance.
        ecarts: one row per margin category: ``marge, modalite, cible, obtenu, ecart_relatif``.
        tronques: number of weights held at a bound.
    """

    ponderation: Weighting
    iterations: int
    converge: bool
    ecarts: pd.DataFrame
    tronques: int


@dataclass(frozen=True, eq=False)
class Margin:
    """One margin of a raking: the category of each response and the population of each category."""

    nom: str
    modalites: NDArray[np.object_]
    cibles: Mapping[str, float] = field(default_factory=dict)


def raking(
    margins: Sequence[Margin],
    *,
    initial: ArrayLike | None = None,
    bornes: tuple[float, float] | None = (0.2, 5.0),
    tolerance: float = 1e-10,
    cycles: int = 1000,
) -> Raking:
    """Fit weights to several margins by iterative proportional fitting, within bounds.

    Deming and Stephan (1940). Trimming clips the ratio of a weight to its initial value, then fits again,
    until both hold or ``cycles`` is reached; a margin that the bounds leave unmet is reported, never hidden.

    Args:
        margins: at least one; a response whose category has no target gets weight 0.
        initial: starting weights, length n; default, population / n.
        bornes: lowest and highest ratio of final to initial weight, or None.
        tolerance: largest relative gap to a target that counts as met.
        cycles: most cycles over the margins.

    Raises:
        ValueError: targets of two margins do not sum alike, or a category with a target has no respondent.
    """
    _check_margins(margins)
    total = float(sum(margins[0].cibles.values()))
    coded = [_code_margin(m) for m in margins]
    inside = np.all([codes >= 0 for codes, _ in coded], axis=0)
    start = np.where(inside, total / max(int(inside.sum()), 1), 0.0)
    if initial is not None:
        start = np.where(inside, np.asarray(initial, dtype=float), 0.0)
        start *= total / start.sum()
    weight, gap, done = start.copy(), np.inf, 0
    while gap > tolerance and done < cycles:
        done += 1
        for codes, targets in coded:
            sums = np.bincount(codes[inside], weights=weight[inside], minlength=len(targets))
            factor = np.divide(targets, sums, out=np.ones_like(targets), where=sums > 0)
            weight[inside] *= factor[codes[inside]]
        if bornes is not None:
            weight = np.clip(weight, bornes[0] * start, bornes[1] * start)
        gap = max(_gap(weight, inside, codes, targets) for codes, targets in coded)
    trimmed = 0
    if bornes is not None:
        at_bound = (weight <= bornes[0] * start) | (weight >= bornes[1] * start)
        trimmed = int((inside & at_bound).sum())
    report = _margin_report(margins, coded, weight, inside)
    met = bool(gap <= tolerance)
    names = " × ".join(m.nom for m in margins)
    warnings = () if met else (f"Calage non atteint : écart relatif maximal de {gap:.1%} sur une marge.",)
    result = Weighting(weight, "calage", f"Calage sur marges ({names})", warnings)
    return Raking(result, done, met, report, trimmed)


def _check_margins(margins: Sequence[Margin]) -> None:
    totals = [sum(m.cibles.values()) for m in margins]
    if not margins or max(totals) - min(totals) > 1e-9 * max(totals):
        raise ValueError(
            "les marges d’un calage doivent avoir le même total ; trouvé : "
            + ", ".join(f"{m.nom} = {t:g}" for m, t in zip(margins, totals, strict=True))
        )
    for margin in margins:
        empty = [c for c, t in margin.cibles.items() if t > 0 and not np.any(margin.modalites == c)]
        if empty:
            raise ValueError(
                f"marge « {margin.nom} » : aucun répondant pour {', '.join(empty)} ; "
                "regrouper ces modalités avec une voisine avant le calage."
            )


def _code_margin(margin: Margin) -> tuple[Ints, Floats]:
    position = {c: i for i, c in enumerate(margin.cibles)}
    codes = pd.Series(margin.modalites).map(position).fillna(-1).to_numpy(np.int64)
    return codes, np.array(list(margin.cibles.values()), dtype=float)


def _gap(weight: Floats, inside: NDArray[np.bool_], codes: Ints, targets: Floats) -> float:
    sums = np.bincount(codes[inside], weights=weight[inside], minlength=len(targets))
    return float(np.max(np.abs(sums - targets) / np.where(targets > 0, targets, 1.0)))


def _margin_report(
    margins: Sequence[Margin],
    coded: Sequence[tuple[Ints, Floats]],
    weight: Floats,
    inside: NDArray[np.bool_],
) -> pd.DataFrame:
    parts = []
    for margin, (codes, targets) in zip(margins, coded, strict=True):
        sums = np.bincount(codes[inside], weights=weight[inside], minlength=len(targets))
        parts.append(
            pd.DataFrame(
                {
                    "marge": margin.nom,
                    "modalite": list(margin.cibles),
                    "cible": targets,
                    "obtenu": sums,
                    "ecart_relatif": (sums - targets) / np.where(targets > 0, targets, 1.0),
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


@dataclass(frozen=True)
class WeightDiagnostics:
    """What weights cost in precision.

    Attributes:
        n: responses with a weight.
        n_sans_poids: responses without.
        somme: sum of the weights.
        taille_effective: Kish's (sum w)^2 / sum w^2.
        deff_kish: n / taille_effective, 1 when all weights are equal.
        minimum: lowest weight.
        maximum: highest weight.
        rapport: maximum / minimum.
    """

    n: int
    n_sans_poids: int
    somme: float
    taille_effective: float
    deff_kish: float
    minimum: float
    maximum: float
    rapport: float


def diagnose(weighting: Weighting) -> WeightDiagnostics:
    """Return the diagnostics of a weighting (Kish 1965 for the effective size).

    Raises:
        ValueError: no response has a weight.
    """
    weight = weighting.poids[weighting.poids > 0]
    if not len(weight):
        raise ValueError("aucune réponse n’a de poids : vérifier les strates et les effectifs nationaux.")
    effective = float(weight.sum() ** 2 / (weight**2).sum())
    return WeightDiagnostics(
        n=len(weight),
        n_sans_poids=len(weighting.poids) - len(weight),
        somme=float(weight.sum()),
        taille_effective=effective,
        deff_kish=len(weight) / effective,
        minimum=float(weight.min()),
        maximum=float(weight.max()),
        rapport=float(weight.max() / weight.min()),
    )
