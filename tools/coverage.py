"""How often the barometer's 95 % intervals hold the truth: random response, and yes answering twice as often.

``python -m tools.coverage [LAKE] [EDITION]`` draws samples of a known finite population, of the sizes of the sampling
plan of an edition in a lake, and estimates them with the pipeline's own design and engine; it writes
docs/couverture.md. A test fails while that page is not of its plan, these seeds and these shares.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from barometre_pipeline.french.numbers import count, number, percent
from barometre_pipeline.french.spaces import spaced
from barometre_pipeline.lake import Lake
from barometre_pipeline.statistics.design import SurveyDesign, standard_groups
from barometre_pipeline.statistics.engine import CodedColumn, estimate_columns
from barometre_pipeline.statistics.intervals import LEVEL
from barometre_pipeline.statistics.sampling_plan import sampling_plan
from barometre_pipeline.statistics.sensitivity import share_if_answering
from barometre_pipeline.vocabulary import GROUPES, strates_of_group

TARGET: Final = Path(__file__).resolve().parents[1] / "docs" / "couverture.md"
COMMAND: Final = "python -m tools.coverage"
SEED: Final = 20240603
REPLICATES: Final = 10_000  # half a minute in all
TWICE: Final = 2.0
SHARES: Final = (0.05, 0.10, 0.20, 0.30, 0.50, 0.70, 0.80, 0.90, 0.95)
EDITION: Final = "2024"  # what the page is of where no other is asked for
GROUPS: Final = ("ensemble", "hors_moins_3500", "communes", "epci", "departements", "metropoles", "regions")
METHODS: Final = {"logit": "logit", "beta": "Korn-Graubard"}

Ints = NDArray[np.int64]
Plan = Mapping[str, tuple[int, int]]  # strate -> structures that its responses stand for, responses


@dataclass(frozen=True)
class Outcome:
    """What the replicates of one share gave in one group.

    Attributes:
        truth: share in the population of the group.
        held: share of the replicates whose interval holds the truth, by method.
        width: mean length of the interval, by method.
        mean: mean estimate; ``corrected``: the same once yes is taken to have answered twice as often.
    """

    truth: float
    held: dict[str, float]
    width: dict[str, float]
    mean: float
    corrected: float


def plan_of(lake: Lake, edition: str) -> Plan:
    """Return the plan of an edition, strates that nobody answered for counted with those that speak for them.

    Raises:
        NotComputedError: the edition was not computed in this lake.
    """
    lines = lake.read("silver/plan_de_sondage", edition)
    known = lines[(lines["repondants"] > 0) & lines["effectif_represente"].notna()]
    return {
        str(r["strate"]): (int(r["effectif_represente"]), int(r["repondants"]))
        for r in known.to_dict("records")
    }


def groups_of(plan: Plan) -> tuple[str, ...]:
    """Return the groups looked at in which somebody answered."""
    return tuple(g for g in GROUPS if any(s in plan for s in strates_of_group(g)))


def draw_counts(plan: Plan, share: float, ratio: float, replicates: int, rng: np.random.Generator) -> Ints:
    """Draw how many say yes in the sample of each strate, without replacement: (replicates, strates).

    With a ratio above 1, the structures of a strate come forward one after the other, each of those still out
    having ``ratio`` times the chance of the others if it says yes (Wallenius's distribution).
    """
    drawn = []
    for exist, answer in plan.values():
        yes = yes_in(exist, share)
        law = stats.nchypergeom_wallenius(exist, yes, answer, ratio)
        drawn.append(law.rvs(size=replicates, random_state=rng))
    return np.array(drawn, dtype=np.int64).T


def yes_in(exist: int, share: float) -> int:
    """Return how many structures of a strate say yes."""
    return round(exist * share)


def sample_design(plan: Plan) -> SurveyDesign:
    """Return the design of the plan, its domains being the groups looked at."""
    strates = pd.Series(np.repeat(list(plan), [answer for _, answer in plan.values()]))
    weights = sampling_plan({s: a for s, (_, a) in plan.items()}, {s: e for s, (e, _) in plan.items()}, {})
    masks = standard_groups(strates)
    return SurveyDesign.planned(strates, weights, {g: masks[g] for g in groups_of(plan)})


def _columns(plan: Plan, counts: Ints) -> Iterator[CodedColumn]:
    """Write each replicate as a column of answers: in a strate those who say yes come first."""
    sizes = [answer for _, answer in plan.values()]
    rank = np.concatenate([np.arange(size) for size in sizes])
    strate = np.repeat(np.arange(len(sizes)), sizes)
    for i, yes in enumerate(counts):
        yield CodedColumn(str(i), (rank < yes[strate]).astype(np.int8), ("non", "oui"))


def simulate(plan: Plan, share: float, ratio: float, replicates: int = REPLICATES) -> dict[str, Outcome]:
    """Estimate every replicate of one share and compare with the population, group by group."""
    rng = np.random.default_rng([SEED, round(share * 1000), round(ratio * 1000)])
    table = estimate_columns(
        _columns(plan, draw_counts(plan, share, ratio, replicates, rng)), sample_design(plan)
    )
    table = table[table["code"] == "oui"]
    found = {}
    for group in groups_of(plan):
        rows = table[table["groupe"] == group]
        truth = sum(yes_in(plan[s][0], share) for s in strates_of_group(group) if s in plan) / existing(
            plan, group
        )
        estimate = rows["part_ponderee"].to_numpy(float)
        low, high = ({m: rows[f"ic_{m}_{side}"].to_numpy(float) for m in METHODS} for side in ("bas", "haut"))
        found[group] = Outcome(
            truth=truth,
            held={m: float(np.mean((low[m] <= truth) & (truth <= high[m]))) for m in METHODS},
            width={m: float(np.mean(high[m] - low[m])) for m in METHODS},
            mean=float(estimate.mean()),
            corrected=float(share_if_answering(estimate, ratio).mean()),
        )
    return found


def monte_carlo_error(replicates: int = REPLICATES) -> float:
    """Return the standard error of a simulated coverage of 95 %."""
    return float(np.sqrt(LEVEL * (1 - LEVEL) / replicates))


def header(plan: Plan, edition: str) -> str:
    """Return what the page says before its results: the population, the draws, how to run it again."""
    rows = [[GROUPES[s], number(exist), number(answer)] for s, (exist, answer) in plan.items()]
    shares = ", ".join(number(s * 100) for s in SHARES)
    return _typeset(
        "# Couverture simulée des intervalles à 95 %",
        f"Écrit par `{COMMAND}` ; ne rien corriger à la main.",
        "Un intervalle à 95 % devrait contenir la vraie part 95 fois sur 100. On le vérifie ici sur une population "
        f"connue, tirée {number(REPLICATES)} fois par part et par cas, avec le plan, les estimateurs et les "
        "intervalles de la chaîne de traitement (`SurveyDesign`, `estimate_columns`) ; la même part de oui dans chaque "
        f"strate ({shares} %), tirage sans remise.",
        f"Graine : {SEED}. Erreur de simulation (erreur-type d’une couverture de 95 %) : "
        f"{number(monte_carlo_error() * 100, 1)} point.",
        f"Plan de sondage de l’édition {edition} (`silver/plan_de_sondage`) :",
        _markdown(["Strate", "Structures qui existent", "Réponses"], rows),
        "Les structures sans effectif national (« autres ») n’ont pas de part redressée et ne sont pas simulées.",
    )


def page(plan: Plan, edition: str, replicates: int = REPLICATES) -> str:
    """Run both cases and return the page."""
    random, unequal = ({s: simulate(plan, s, ratio, replicates) for s in SHARES} for ratio in (1.0, TWICE))
    return f"{header(plan, edition)}\n" + _typeset(
        "## Réponse au hasard",
        "Couverture, en % : logit / Korn-Graubard.",
        _coverage(plan, random),
        _reading(plan, random),
        "## Les oui répondent deux fois plus souvent",
        "Même population ; dans chaque strate, une structure qui dit oui a deux fois plus de chances de se présenter. "
        "Couverture, en % : logit / Korn-Graubard.",
        _coverage(plan, unequal),
        "Ce que devient la part de l’ensemble, en % : estimation moyenne, puis la même une fois supposé que les oui "
        "ont répondu 2 fois plus souvent (ce que montre la fiche d’audit).",
        _means(unequal),
        "## Ce qu’il faut en retenir",
        _lesson(random, unequal),
    )


def _typeset(*paragraphs: str) -> str:
    """Put paragraphs apart, with the spaces of French."""
    return "\n\n".join("\n".join(map(spaced, p.split("\n"))) for p in paragraphs) + "\n"


def _coverage(plan: Plan, found: dict[float, dict[str, Outcome]]) -> str:
    sizes = {g: sum(plan[s][1] for s in strates_of_group(g) if s in plan) for g in groups_of(plan)}
    headings = ["Part", *(f"{GROUPES[g]} (n = {sizes[g]})" for g in sizes)]
    rows = [
        [percent(s), *(" / ".join(number(by[g].held[m] * 100, 1) for m in METHODS) for g in sizes)]
        for s, by in found.items()
    ]
    return _markdown(headings, rows)


def _means(found: dict[float, dict[str, Outcome]]) -> str:
    rows = [
        [percent(s), percent(by["ensemble"].mean, 1), percent(by["ensemble"].corrected, 1)]
        for s, by in found.items()
    ]
    return _markdown(["Vraie part", "Estimée", "Si les oui ont répondu 2 fois plus"], rows)


def _reading(plan: Plan, random: dict[float, dict[str, Outcome]]) -> str:
    middle, extreme = _band(random, inner=True), _band(random, inner=False)
    worst = min(groups_of(plan), key=lambda g: np.mean([by[g].held["logit"] for by in random.values()]))
    held = [by[worst].held["logit"] for by in random.values()]
    strate = heaviest(plan, worst)
    exist, answer = plan[strate]
    return (
        f"De 20 à 80 %, la couverture de l’ensemble va de {middle['logit']} (logit) et de {middle['beta']} "
        f"(Korn-Graubard) ; au-delà, de {extreme['logit']} et de {extreme['beta']}. La plus faible est celle du "
        f"groupe « {GROUPES[worst]} », de {number(min(held) * 100, 1)} à {percent(max(held), 1)} (logit) : "
        f"{count(answer, 'réponse')} y parlent pour {number(exist)} structures sur {number(existing(plan, worst))} "
        f"({GROUPES[strate]}), et leur variance est mal connue. Dans les petites strates presque toutes interrogées, "
        f"les parts possibles sont peu nombreuses : la couverture saute d’une part à l’autre."
    )


def existing(plan: Plan, group: str) -> int:
    """Return the structures of a group that exist."""
    return sum(plan[s][0] for s in strates_of_group(group) if s in plan)


def heaviest(plan: Plan, group: str) -> str:
    """Return the strate of a group that adds most to the variance of its share, N (N - n) / n."""
    strates = [s for s in strates_of_group(group) if s in plan]
    return max(strates, key=lambda s: plan[s][0] * (plan[s][0] - plan[s][1]) / plan[s][1])


def _band(found: dict[float, dict[str, Outcome]], *, inner: bool) -> dict[str, str]:
    kept = [by["ensemble"].held for s, by in found.items() if (0.2 <= s <= 0.8) is inner]
    return {
        m: f"{number(min(h[m] for h in kept) * 100, 1)} à {percent(max(h[m] for h in kept), 1)}"
        for m in METHODS
    }


def _lesson(random: dict[float, dict[str, Outcome]], unequal: dict[float, dict[str, Outcome]]) -> str:
    half, biased = random[0.5]["ensemble"], unequal[0.5]["ensemble"]
    return (
        f"Pour une part de 50 % dans l’ensemble, l’intervalle logit (long de "
        f"{number(half.width['logit'] * 100, 0)} points en moyenne) contient la vraie part dans "
        f"{percent(half.held['logit'], 1)} des tirages au hasard, et dans {percent(biased.held['logit'], 1)} si les "
        f"oui répondent deux fois plus souvent : l’estimation moyenne y est {percent(biased.mean, 1)}. Un plus grand "
        "échantillon n’y changerait rien. C’est pourquoi chaque intervalle est dit conditionnel, et pourquoi la fiche "
        "donne ce que deviendrait la part."
    )


def _markdown(headings: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    lines = [f"| {' | '.join(headings)} |", "|---" + "|---:" * (len(headings) - 1) + "|"]
    return "\n".join([*lines, *(f"| {' | '.join(map(str, row))} |" for row in rows)])


if __name__ == "__main__":
    where, year = (*sys.argv[1:], *("data_lake", EDITION)[len(sys.argv) - 1 :])
    TARGET.write_text(page(plan_of(Lake.at(where), year), year), encoding="utf-8")
    print(f"{TARGET.name} écrit")
