"""The survey design: strates, weights, population counts and domains, built once per edition.

Every estimator takes a ``SurveyDesign`` and none takes loose weights. Who counts for whom is decided in
``plan``; what is estimated belongs to ``engine`` and ``linearisation``.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from barometre_pipeline.statistics.sampling_plan import represented_within
from barometre_pipeline.vocabulary import GROUPES, strates_of_group

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

    A stratum of one response is measured from the overall estimate (R's ``survey.lonely.psu = "adjust"``).

    Attributes:
        strates: names of the H strata of the variance, those that have respondents.
        code_strate: stratum of each of the n responses, -1 outside the design (no population known).
        population: structures each stratum represents, ``inf`` where unknown (no finite population correction).
        echantillon: responses of each stratum.
        poids: weight of each response, 0 outside the design.
        domaines: named masks of the n responses; ``ensemble`` always exists.
        population_de: ``population`` in a domain that leaves out a strate without respondents; same as
            ``population`` in the others.
    """

    strates: tuple[str, ...]
    code_strate: Ints
    population: Floats
    echantillon: Ints
    poids: Floats
    domaines: Mapping[str, Bools]
    population_de: Mapping[str, Floats] = field(default_factory=dict)

    @classmethod
    def planned(
        cls,
        strates: ArrayLike | pd.Series,
        plan: pd.DataFrame,
        domaines: Mapping[str, ArrayLike] | None = None,
        membres: Mapping[str, Collection[str]] | None = None,
    ) -> "SurveyDesign":
        """Build the design of an edition from its stored plan: weight N/n in each strate.

        Equivalent to R's ``svydesign(ids = ~1, strata = ~strate, weights = ~N/n, fpc = ~N)`` on the
        responses whose strate has a national count; the others stay for unweighted counts only. Where no strate
        has one, every response weighs 1 and ``has_population`` is false.

        Args:
            strates: strate of each response, length n.
            plan: rows of ``silver/plan_de_sondage`` of the edition.
            domaines: named masks of length n; default, the twelve groups of ``vocabulary.GROUPES``.
            membres: strates that a domain is made of, every strate for a domain left out; default, those of the
                groups. A strate speaks for a neighbour without respondents only in the domains of both.

        Raises:
            ValueError: the plan counts other respondents than these.
        """
        represented = plan[plan["effectif_represente"].notna()]
        if represented.empty:
            return cls.weighted(np.ones(len(np.asarray(strates))), domaines, strates=strates)
        codes, labels = coded(strates)
        own = represented.set_index("strate")["effectif_represente"]
        names = [s for s in labels if s in own.index]
        position = {s: h for h, s in enumerate(names)}
        lookup = np.array([position.get(s, OUTSIDE) for s in labels] + [OUTSIDE], dtype=np.int64)
        code = lookup[codes]
        total = own.reindex(names).to_numpy(dtype=float)
        sample = np.bincount(code[code >= 0], minlength=len(names)).astype(np.int64)
        if not np.array_equal(sample, represented.set_index("strate")["repondants"].reindex(names)):
            raise ValueError(
                "les structures et le plan de sondage ne viennent pas du même calcul de l’édition."
            )
        weight = np.append(total / sample, 0.0)[code]
        made_of = {g: strates_of_group(g) for g in GROUPES} if membres is None else membres
        spoken_for = {
            m: represented_within(plan, m).reindex(names).to_numpy(float)
            for m in set(map(frozenset, made_of.values()))
        }
        parts = {d: spoken_for[frozenset(m)] for d, m in made_of.items()}
        # Nobody of a domain is in a strate that represents nothing of it.
        parts = {d: np.where(part > 0, part, total) for d, part in parts.items()}
        return cls(
            strates=tuple(names),
            code_strate=code,
            population=total,
            echantillon=sample,
            poids=weight,
            domaines=_domains(domaines if domaines is not None else standard_groups(strates), len(code)),
            population_de={d: part for d, part in parts.items() if not np.array_equal(part, total)},
        )

    @classmethod
    def weighted(
        cls,
        poids: ArrayLike,
        domaines: Mapping[str, ArrayLike] | None = None,
        *,
        strates: ArrayLike | pd.Series | None = None,
    ) -> "SurveyDesign":
        """Build a design from weights made elsewhere, those of a polling institute.

        Without ``strates`` the sample is one stratum drawn with replacement, as R's
        ``svydesign(ids = ~1, weights = ~w)``. The gain in precision of calibration is not counted: intervals
        err on the wide side.

        Args:
            poids: one weight per response; 0 puts a response outside the design.
            domaines: named masks; default ``ensemble`` only, or the twelve groups if ``strates`` are given.
            strates: variance stratum of each response.

        Raises:
            ValueError: lengths differ.
        """
        weight = np.asarray(poids, dtype=float)
        if strates is None:
            strates = pd.Series([WHOLE] * len(weight), dtype="category")
            default: Mapping[str, ArrayLike] = {}
        else:
            default = standard_groups(strates)
        codes, names = coded(strates)
        if len(codes) != len(weight):
            raise ValueError(f"{len(weight)} poids pour {len(codes)} réponses : il en faut un par réponse.")
        code = np.where(weight > 0, codes, OUTSIDE)
        return cls(
            strates=names,
            code_strate=code,
            population=np.full(len(names), np.inf),
            echantillon=np.bincount(code[code >= 0], minlength=len(names)).astype(np.int64),
            poids=np.where(code >= 0, weight, 0.0),
            domaines=_domains(domaines if domaines is not None else default, len(weight)),
        )

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

    def within(self, name: str) -> "SurveyDesign":
        """Return the design as it counts in a domain: weights and populations of what is represented there."""
        part = self.population_de.get(name)
        if part is None:
            return self
        factor = np.append(part / self.population, 0.0)[self.code_strate]
        return replace(self, population=part, poids=self.poids * factor, population_de={})

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
