"""The thousand people of a synthetic poll: who they are and what each weighs.

Their answers come from ``calibration``, the files from ``poll_files``. Quotas and shares are round invented
numbers, close to those of the country.
"""

import random
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import product

from tools.demonstration.targets import Cell

SIZE = 1000
SHARES: Mapping[str, Mapping[str, float]] = {
    "sexe": {"homme": 0.48, "femme": 0.52},
    "age": {"a18_24": 0.11, "a25_34": 0.15, "a35_44": 0.16, "a45_59": 0.25, "a60_plus": 0.33},
    "profession": {
        "cadres": 0.17, "intermediaires": 0.16, "employes": 0.14,
        "ouvriers": 0.17, "retraites": 0.28, "autres_inactifs": 0.08,
    },
    "agglomeration": {
        "rural": 0.22, "moins_20000": 0.18, "de_20000_a_100000": 0.14, "plus_100000": 0.29, "paris": 0.17,
    },
    "region": {
        "ile_de_france": 0.19, "nord_ouest": 0.23, "nord_est": 0.22, "sud_ouest": 0.11, "sud_est": 0.25,
    },
}  # fmt: skip
_SMALL_TOWNS = ("rural", "moins_20000")
# How much likelier than overall each occupation is at each age; margins are then met again.
_AT_AGE: Mapping[str, tuple[float, ...]] = {  # in the order of SHARES["profession"]
    "a18_24": (0.5, 0.9, 1.2, 1.1, 0.0, 3.0),
    "a25_34": (1.2, 1.3, 1.3, 1.2, 0.0, 0.9),
    "a35_44": (1.4, 1.3, 1.2, 1.2, 0.0, 0.7),
    "a45_59": (1.3, 1.2, 1.2, 1.2, 0.05, 0.8),
    "a60_plus": (0.2, 0.2, 0.2, 0.2, 3.0, 0.6),
}


def people(rng: random.Random) -> tuple[list[Cell], list[dict[str, str]]]:
    """Return the cells of the weighting and one profile per person, cell by cell.

    People are weighted by sex, age and size of town (two classes); a cell of the sample is up to a fifth
    larger or smaller than its share of the country, which is what weights correct.
    """
    keys = list(product(SHARES["sexe"], SHARES["age"], (True, False)))
    small = sum(SHARES["agglomeration"][a] for a in _SMALL_TOWNS)
    shares = [
        SHARES["sexe"][sex] * SHARES["age"][age] * (small if town else 1 - small) for sex, age, town in keys
    ]
    sizes = _whole([share * rng.uniform(0.8, 1.2) for share in shares])
    cells, profiles = [], []
    for (sex, age, town), share, size in zip(keys, shares, sizes, strict=True):
        weight = SIZE * share / size
        profile = {("sexe", ""): sex, ("age", ""): age}
        cells.append(Cell(f"{sex}, {age}, {'petite' if town else 'grande'}", size, weight, 0.5, profile))
        for _ in range(size):
            profiles.append(_profile(sex, age, town, rng))
    return cells, profiles


def _whole(sizes: Sequence[float]) -> list[int]:
    """Round to whole numbers that sum to ``SIZE`` (largest remainders)."""
    scaled = [s * SIZE / sum(sizes) for s in sizes]
    whole = [int(s) for s in scaled]
    order = sorted(range(len(scaled)), key=lambda i: whole[i] - scaled[i])
    for i in order[: SIZE - sum(whole)]:
        whole[i] += 1
    return whole


def _profile(sex: str, age: str, small_town: bool, rng: random.Random) -> dict[str, str]:
    towns = {a: s for a, s in SHARES["agglomeration"].items() if (a in _SMALL_TOWNS) == small_town}
    town = _pick(towns, rng)
    regions = {"ile_de_france": 1.0} if town == "paris" else dict(SHARES["region"]) | {"ile_de_france": 0.03}
    return {
        "sexe": sex,
        "age": age,
        "profession": _pick(_jobs()[age], rng),
        "agglomeration": town,
        "region": _pick(regions, rng),
    }


@cache
def _jobs() -> dict[str, dict[str, float]]:
    """Return the share of the country of each occupation at each age: both margins are those of ``SHARES``."""
    ages, jobs = SHARES["age"], SHARES["profession"]
    table = {a: {j: ages[a] * jobs[j] * k for j, k in zip(jobs, _AT_AGE[a], strict=True)} for a in ages}
    for _ in range(50):
        for job, share in jobs.items():
            whole = sum(table[a][job] for a in ages)
            for age in ages:
                table[age][job] *= share / whole
        for age, share in ages.items():
            whole = sum(table[age].values())
            table[age] = {job: part * share / whole for job, part in table[age].items()}
    return table


def _pick(shares: Mapping[str, float], rng: random.Random) -> str:
    return rng.choices(list(shares), list(shares.values()))[0]
