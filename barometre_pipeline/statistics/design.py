"""The survey design: strates, weights, population counts and domains, built once per edition.

Every estimator takes a ``SurveyDesign`` and none takes loose weights. How weights are made belongs to
``weights``; what is estimated with them to ``estimates``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from barometre_pipeline.statistics.weights import Weighting, merge_empty_strata
from barometre_pipeline.vocabulary import GROUPES, strates_of_group

LonelyPolicy = Literal["ajuster", "ignorer", "refuser"]
OUTSIDE = -1
WHOLE = "ensemble"

Ints = NDArray[np.integer[Any]]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def coded(values: ArrayLike | pd.Series) -> tuple[Ints, tuple[str, ...]]:
    """Return integer codes (-1 for a missing value) and their labels, sorted unless categorical."""
    series = values if isinstance(values, pd.Series) else pd.Series(np.asarray(values, dtype=object))
    if isinstance(series.dtype, pd.CategoricalDtype):
        return series.cat.codes.to_numpy(np.int64), tuple(map(str, series.cat.categories))
    codes, labels = pd.factorize(series, sort=True)
    return codes.astype(np.int64), tuple(map(str, labels))


def standard_groups(strates: ArrayLike | pd.Series) -> dict[str, Bools]:
    """Return the mask of each group of ``vocabulary.GROUPES``, one value per response.

    A response whose strate is missing or unknown belongs to ``ensemble`` only.
    """
    codes, labels = coded(strates)
    masks: dict[str, Bools] = {}
    for group in GROUPES:
        members = [labels.index(s) for s in strates_of_group(group) if s in labels]
        masks[group] = np.isin(codes, members)
    masks[WHOLE] = np.ones(len(codes), dtype=bool)
    return masks


@dataclass(frozen=True, eq=False)
class SurveyDesign:
    """A stratified sample of structures (or a weighted one), ready for every estimator.

    Attributes:
        libelle: what the design is, in French, for the audit card.
        methode: name of the weighting (``poststratification``, ``calage``, ``ipsos``...).
        strates: names of the H strata of the variance, merged ones joined by " + ".
        code_strate: stratum of each of the n responses, -1 outside the design (no population known).
        population: national count of each stratum, ``inf`` where unknown (no finite population correction).
        echantillon: responses of each stratum.
        poids: weight of each response, 0 outside the design.
        domaines: named masks of the n responses; ``ensemble`` always exists.
        strate_isolee: what a stratum of one response adds to a variance: ``ajuster`` measures it from the
            overall estimate (R's ``survey.lonely.psu = "adjust"``), ``ignorer`` adds nothing, ``refuser``
            raises.
        fusions: empty stratum -> stratum whose respondents stand for it ("" where nothing could).
        avertissements: what a reader of the estimates must know, in French.
    """

    libelle: str
    methode: str
    strates: tuple[str, ...]
    code_strate: Ints
    population: Floats
    echantillon: Ints
    poids: Floats
    domaines: Mapping[str, Bools]
    strate_isolee: LonelyPolicy = "ajuster"
    fusions: Mapping[str, str] = field(default_factory=dict)
    avertissements: tuple[str, ...] = ()

    @classmethod
    def stratified(
        cls,
        strates: ArrayLike | pd.Series,
        population: Mapping[str, int],
        domaines: Mapping[str, ArrayLike] | None = None,
        *,
        libelle: str = "Post-stratification sur toutes les strates",
        strate_isolee: LonelyPolicy = "ajuster",
        voisines: Mapping[str, Sequence[str]] | None = None,
    ) -> "SurveyDesign":
        """Build the design of a stratified simple random sample: weight N/n in each strate.

        Equivalent to R's ``svydesign(ids = ~1, strata = ~strate, weights = ~N/n, fpc = ~N)`` on the
        responses whose strate has a population; the others stay for unweighted counts only.

        Args:
            strates: strate of each response, length n.
            population: national count by strate; a strate left out gets no weight.
            domaines: named masks of length n; default, the twelve groups of ``vocabulary.GROUPES``.
            libelle: French description of the design.
            strate_isolee: see the class.
            voisines: for a strate without respondents, the strates that may stand for it, in order.

        Raises:
            ValueError: a strate has more responses than structures in the population.
        """
        codes, labels = coded(strates)
        tally = np.bincount(codes[codes >= 0], minlength=len(labels)).tolist()
        counts = dict(zip(labels, tally, strict=True))
        merged = merge_empty_strata(counts, population, voisines)
        names = tuple(s for s in labels if s in merged.population)
        position = {s: h for h, s in enumerate(names)}
        lookup = np.array([position.get(s, OUTSIDE) for s in labels] + [OUTSIDE], dtype=np.int64)
        code = lookup[codes]
        total = np.array([merged.population[s] for s in names], dtype=float)
        sample = np.array([counts[s] for s in names], dtype=np.int64)
        _check_counts(names, total, sample)
        weight = np.append(total / np.maximum(sample, 1), 0.0)[code]
        return cls(
            libelle=libelle,
            methode="poststratification",
            strates=tuple(merged.labels[s] for s in names),
            code_strate=code,
            population=total,
            echantillon=sample,
            poids=weight,
            domaines=_domains(domaines if domaines is not None else standard_groups(strates), len(code)),
            strate_isolee=strate_isolee,
            fusions=merged.fusions,
            avertissements=merged.warnings,
        )

    @classmethod
    def weighted(
        cls,
        ponderation: Weighting,
        domaines: Mapping[str, ArrayLike] | None = None,
        *,
        strates: ArrayLike | pd.Series | None = None,
        population: Mapping[str, int] | None = None,
        strate_isolee: LonelyPolicy = "ajuster",
    ) -> "SurveyDesign":
        """Build a design from weights made elsewhere (those of a polling institute).

        Without ``strates`` the sample is one stratum drawn with replacement, as R's
        ``svydesign(ids = ~1, weights = ~w)``. With strates and population the finite population
        correction applies. The gain in precision of calibration is not counted: intervals err on the
        wide side.

        Args:
            ponderation: one weight per response; 0 puts a response outside the design.
            domaines: named masks; default ``ensemble`` only, or the twelve groups if ``strates`` are given.
            strates: variance stratum of each response.
            population: national count by stratum; absent, no finite population correction.
            strate_isolee: see the class.

        Raises:
            ValueError: lengths differ, or a stratum has more responses than its population.
        """
        weight = np.asarray(ponderation.poids, dtype=float)
        inside = weight > 0
        if strates is None:
            strates = pd.Series([WHOLE] * len(weight), dtype="category")
            default: Mapping[str, ArrayLike] = {}
        else:
            default = standard_groups(strates)
        codes, names = coded(strates)
        if len(codes) != len(weight):
            raise ValueError(f"{len(weight)} poids pour {len(codes)} réponses : il en faut un par réponse.")
        code = np.where(inside, codes, OUTSIDE)
        sample = np.bincount(code[code >= 0], minlength=len(names)).astype(np.int64)
        total = np.array([(population or {}).get(s, np.inf) for s in names], dtype=float)
        _check_counts(names, total, sample)
        return cls(
            libelle=ponderation.libelle,
            methode=ponderation.methode,
            strates=names,
            code_strate=code,
            population=total,
            echantillon=sample,
            poids=np.where(code >= 0, weight, 0.0),
            domaines=_domains(domaines if domaines is not None else default, len(weight)),
            strate_isolee=strate_isolee,
        )

    def with_domains(self, domaines: Mapping[str, ArrayLike]) -> "SurveyDesign":
        """Return the same design with these domains added (a sub-population defined by an answer)."""
        values: dict[str, Any] = {f: getattr(self, f) for f in self.__dataclass_fields__}
        return SurveyDesign(**{**values, "domaines": _domains({**self.domaines, **domaines}, len(self))})

    def __len__(self) -> int:
        return len(self.code_strate)

    @cached_property
    def inside(self) -> Bools:
        """Responses that carry weight."""
        return self.code_strate >= 0

    @cached_property
    def correction(self) -> Floats:
        """Finite population correction 1 - n/N of each stratum (1 where the population is unknown)."""
        return 1.0 - self.echantillon / self.population

    @cached_property
    def has_population(self) -> bool:
        """Whether population counts are known, so that a finite correction applies."""
        return bool(np.isfinite(self.population).all())

    @cached_property
    def constant_weights(self) -> Bools:
        """Strata in which every response has the same weight."""
        low = np.full(len(self.strates), np.inf)
        high = np.full(len(self.strates), -np.inf)
        np.minimum.at(low, self.code_strate[self.inside], self.poids[self.inside])
        np.maximum.at(high, self.code_strate[self.inside], self.poids[self.inside])
        return low >= high

    def domain(self, name: str) -> Bools:
        """Return the mask of a domain.

        Raises:
            KeyError: no domain has this name; the message lists those that exist.
        """
        if name not in self.domaines:
            raise KeyError(f"domaine inconnu : « {name} » (connus : {', '.join(self.domaines)})")
        return self.domaines[name]

    def degrees_of_freedom(self, mask: Bools) -> int:
        """Return responses minus strata among the weighted responses of a mask (R's ``degf``)."""
        codes = self.code_strate[mask & self.inside]
        return len(codes) - len(np.unique(codes))


def _domains(domaines: Mapping[str, ArrayLike], n: int) -> dict[str, Bools]:
    masks = {name: np.asarray(mask, dtype=bool) for name, mask in domaines.items()}
    masks.setdefault(WHOLE, np.ones(n, dtype=bool))
    wrong = [name for name, mask in masks.items() if mask.shape != (n,)]
    if wrong:
        raise ValueError(f"domaines {', '.join(wrong)} : il faut une valeur par réponse ({n}).")
    return masks


def _check_counts(names: Sequence[str], population: Floats, sample: Ints) -> None:
    excess = [s for s, total, n in zip(names, population, sample, strict=True) if n > total]
    if excess:
        raise ValueError(
            f"plus de réponses que de structures existantes dans : {', '.join(excess)}. "
            "Vérifier les doublons et les effectifs nationaux (redressement.population)."
        )
