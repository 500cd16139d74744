"""The sampling plan of an edition: how many structures each strate has, how many answered, whom each speaks for.

Built once when the responses are cleaned, stored, and read by everything that weights; the estimators take the
design made of it (``design``).
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

import numpy as np
import pandas as pd

from barometre_pipeline.tables.declarations.silver import PLAN_DE_SONDAGE
from barometre_pipeline.vocabulary import STRATES

# A strate without respondents is represented by the closest one in size and missions that has some.
VOISINES: Final[Mapping[str, Sequence[str]]] = {
    "communes_moins_3500": ("communes_3500_10000",),
    "communes_3500_10000": ("communes_moins_3500", "communes_10000_100000"),
    "communes_10000_100000": ("communes_3500_10000", "communes_plus_100000"),
    "communes_plus_100000": ("communes_10000_100000", "metropoles"),
    "epci": ("metropoles",),
    "metropoles": ("epci", "communes_plus_100000"),
    "departements": ("regions",),
    "regions": ("departements",),
}
COLUMNS = tuple(c for c in PLAN_DE_SONDAGE.columns if c != "edition")


def sampling_plan(
    sample: Mapping[str, int],
    national: Mapping[str, int],
    historical: Mapping[str, int],
    historical_total: int | None = None,
) -> pd.DataFrame:
    """Say of each strate how many structures exist and answered, which one speaks for it, and its weights.

    ``poids`` is post-stratification: structures represented over respondents, a strate without respondents being
    represented by its nearest neighbour that has some and a national count. ``poids_historique`` is the rule of
    2023, kept to reproduce its figures: national share over sample share, the shares being of
    ``historical_total`` and of the whole sample, strates without a national count included in the latter.

    Args:
        sample: respondents by strate.
        national: structures that exist, by strate; a strate left out has no weight.
        historical: counts of the historical rule, by strate.
        historical_total: what the historical counts are a share of; default, their sum.

    Returns:
        ``COLUMNS``, one row per strate: those of ``vocabulary.STRATES`` first, in their order.

    Raises:
        ValueError: a strate has more respondents than structures that exist.
    """
    names = list(dict.fromkeys([*STRATES, *national, *sample]))
    size = np.array([sample.get(s, 0) for s in names], dtype=float)
    hosts = {s: _representative(s, sample, national) for s in names}
    represented = {
        s: sum(national[other] for other in names if hosts[other] == s) if hosts[s] == s else None
        for s in names
    }
    _check(sample, national)
    counts = np.array([np.nan if represented[s] is None else represented[s] for s in names], dtype=float)
    past = np.array([historical.get(s, np.nan) for s in names], dtype=float)
    total = float(historical_total or np.nansum(past))
    with np.errstate(divide="ignore", invalid="ignore"):
        weight, old = counts / size, (past / total) / (size / size.sum())
    return pd.DataFrame(
        {
            "strate": pd.Series(names, dtype="str"),
            "repondants": size.astype(np.int64),
            "effectif_national": pd.Series([national.get(s) for s in names], dtype="Int64"),
            "strate_representante": pd.Series([hosts[s] for s in names], dtype="str"),
            "effectif_represente": pd.Series([represented[s] for s in names], dtype="Int64"),
            "poids_historique": np.where(size > 0, old, np.nan),
            "poids": np.where(size > 0, weight, np.nan),
        }
    )[list(COLUMNS)]


def _representative(strate: str, sample: Mapping[str, int], national: Mapping[str, int]) -> str:
    """Return the strate whose respondents speak for this one, "" where none can or nobody is counted."""
    if strate not in national:
        return ""
    candidates = (strate, *VOISINES.get(strate, ()))
    return next((s for s in candidates if sample.get(s, 0) > 0 and s in national), "")


def _check(sample: Mapping[str, int], national: Mapping[str, int]) -> None:
    # Against its own count: the structures of a strate without respondents do not make room for more.
    excess = [s for s, total in national.items() if sample.get(s, 0) > total]
    if excess:
        raise ValueError(
            f"plus de réponses que de structures existantes dans : {', '.join(excess)}. "
            "Vérifier les doublons et les effectifs nationaux (redressement.population)."
        )


def strate_counts(strates: pd.Series) -> dict[str, int]:
    """Count the respondents of each strate."""
    return {str(s): int(n) for s, n in strates.value_counts().items()}


def represented_within(plan: pd.DataFrame, strates: Collection[str]) -> pd.Series:
    """Return how many structures of these strates the respondents of each strate speak for.

    A strate that speaks for a neighbour does so only where the neighbour belongs: among the local authorities
    except the smallest communes, nobody stands for the smallest communes.

    Args:
        plan: rows of ``silver/plan_de_sondage``.
        strates: what a part of the country is made of.

    Returns:
        Counts by ``strate_representante``.
    """
    inside = plan[plan["strate"].isin(list(strates)) & (plan["strate_representante"] != "")]
    return inside.groupby("strate_representante")["effectif_national"].sum().astype(float)


def weights_for_itself(plan: pd.DataFrame) -> np.ndarray:
    """Return the weight of a response for its own strate, in the order of the vocabulary; NaN without one."""
    known = plan.set_index("strate").reindex(list(STRATES))
    national, answered = (
        known[c].to_numpy(float, na_value=np.nan) for c in ("effectif_national", "repondants")
    )
    return national / np.where(answered > 0, answered, np.nan)


def weights_for_neighbours(plan: pd.DataFrame, groups: Mapping[str, Collection[str]]) -> np.ndarray:
    """Return what a response of each strate weighs in each group for strates without respondents: (groups, strates)."""
    empty = plan[(plan["strate_representante"] != plan["strate"])]
    answered = plan.set_index("strate")["repondants"].reindex(list(STRATES)).to_numpy(float)
    counts = [
        represented_within(empty, inside).reindex(list(STRATES), fill_value=0.0) for inside in groups.values()
    ]
    weights: np.ndarray = np.array(counts) / np.maximum(answered, 1)
    return weights


def group_weights(plan: pd.DataFrame, groups: Mapping[str, Collection[str]]) -> dict[str, np.ndarray]:
    """Return what a response of each strate weighs in groups of strates, 0 without a weight: group -> (strates,)."""
    own = np.nan_to_num(weights_for_itself(plan))
    more = weights_for_neighbours(plan, groups)
    return {group: own + extra for group, extra in zip(groups, more, strict=True)}


def historical_weights(plan: pd.DataFrame) -> np.ndarray:
    """Return the weight of a response by the rule of 2023, in the order of the vocabulary; NaN without one."""
    return plan.set_index("strate")["poids_historique"].reindex(list(STRATES)).to_numpy(float)


def plan_notes(plan: pd.DataFrame) -> list[str]:
    """Say in French which strates nobody answered for, and who speaks for them: what a reader must know."""
    empty = plan[plan["effectif_national"].notna() & (plan["repondants"] == 0)]
    return [_note(s, host) for s, host in zip(empty["strate"], empty["strate_representante"], strict=True)]


def _note(strate: str, host: str) -> str:
    opening = f"Aucune réponse retenue de la strate « {STRATES.get(strate, strate)} »"
    if host:
        return (
            f"{opening} : dans les parts redressées, elle est représentée par la strate voisine "
            f"« {STRATES.get(host, host)} »."
        )
    return f"{opening}, et d’aucune strate voisine : les parts redressées ne la représentent pas."
