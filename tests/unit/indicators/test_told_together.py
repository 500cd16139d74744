"""Populations that cross the strates tell nothing more of a few structures than the strates told do."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from barometre_pipeline.indicators.answer_sets import AnswerSet, Question
from barometre_pipeline.indicators.told_together import withhold_together
from tests.oracles.crossing import Facts

KEY = ("projet_ia", "engage", "sans_reponse_incluses")
SETS = {KEY[:2]: AnswerSet(Question("q", frozenset({"oui"})), None, True)}


def place(name):
    return (name, "reunion", name)


def settled(members, counted, told, strates, sensible=False):
    """Return which populations are told of one share, ``told`` being so before."""
    rows = {
        place(n): (i, int((mask & counted).sum()), int(mask.sum()))
        for i, (n, mask) in enumerate(members.items())
    }
    found = {row[0]: (p[0] in told, "", False) for p, row in rows.items()}
    sets = {KEY[:2]: AnswerSet(SETS[KEY[:2]].column, None, sensible)}
    withhold_together({KEY: rows}, found, sets, members, {place(s) for s in strates})
    return {p[0] for p, row in rows.items() if found[row[0]][0]}


def test_the_smallest_communes_are_not_what_sizes_leave_of_all_that_is_larger():
    """12 + 25 of less and more than 50 000 inhabitants, without the 34 others whose inhabitants are known: 3."""
    kind = np.repeat(["petite", "moyenne", "grande", "sans_taille"], [41, 60, 88, 30])
    counted = np.concatenate([np.arange(n) < k for n, k in [(41, 3), (60, 9), (88, 25), (30, 18)]])
    members = {
        "petites": kind == "petite",
        "hors_petites": kind != "petite",
        "autres": kind == "sans_taille",
        "moins": np.isin(kind, ["petite", "moyenne"]),
        "plus": kind == "grande",
    }
    before = {"hors_petites", "autres", "moins", "plus"}
    told = settled(members, counted, before, {"petites", "hors_petites", "autres"})
    assert told == {"hors_petites", "autres", "moins"}, "the smaller of the two that tell it is withheld"


@pytest.mark.parametrize(("sensible", "expected"), [(False, {"moins"}), (True, set())])
def test_nobody_of_a_population_tells_that_none_of_a_small_group_inside_did(sensible, expected):
    members = {"moins": np.arange(40) < 31, "huit": np.arange(40) < 8, "reste": np.arange(40) >= 8}
    assert settled(members, np.zeros(40, dtype=bool), {"moins"}, {"huit", "reste"}, sensible) == expected


surveys = st.integers(0, 2**32 - 1).map(np.random.default_rng)


@settings(max_examples=60, deadline=None)
@given(surveys, st.booleans())
def test_whatever_is_told_no_few_are_shown_that_the_strates_do_not_show(rng, sensible):
    n = int(rng.integers(20, 90))
    strate = rng.integers(0, 4, n)
    members = {f"s{i}": strate == i for i in range(4)} | {
        "tous": np.ones(n, dtype=bool),
        "p": rng.random(n) < 0.4,
        "q": rng.random(n) < 0.6,
    }
    members["r"] = ~members["p"] & (rng.random(n) < 0.9)
    counted = rng.random(n) < rng.random()
    strates = {"s0", "s1", "s2", "s3", "tous"}
    before = {name for name in members if rng.random() < 0.7}
    told = settled(members, counted, before, strates, sensible)
    assert told <= before and before & strates <= told

    def facts(of):
        found = Facts()
        kinds = np.unique(np.array(list(members.values())).T, axis=0)
        for name, mask in members.items():
            here = kinds[:, list(members).index(name)].astype(float)
            found.know(np.concatenate([here, here]), int(mask.sum()))
            if name in of:
                found.know(np.concatenate([here, 0 * here]), int((mask & counted).sum()))
        return found

    everything, by_strates = facts(told), facts(told & strates)
    kinds = np.unique(np.array(list(members.values())).T, axis=0)
    for name, mask in members.items():
        here, yes, base = (
            kinds[:, list(members).index(name)].astype(float),
            int((mask & counted).sum()),
            int(mask.sum()),
        )
        if name in told:
            continue
        for cell, count in (
            (np.concatenate([here, 0 * here]), yes),
            (np.concatenate([0 * here, here]), base - yes),
        ):
            if 0 < count < 5 or (sensible and 0 < base < 10 and count == 0):
                assert not everything.shows(cell, count) or by_strates.shows(cell, count)


def test_of_shares_that_tell_one_structure_the_smallest_goes_and_the_others_stay():
    """a without b is one structure."""
    n = 60
    members = {
        "tous": np.ones(n, dtype=bool),
        "un": np.arange(n) < 1,
        "a": np.arange(n) < 30,
        "b": (np.arange(n) >= 1) & (np.arange(n) < 30),
        "c": np.arange(n) >= 20,
    }
    told = settled(members, np.arange(n) % 2 == 0, {"tous", "a", "b", "c"}, {"tous", "un"})
    assert told == {"tous", "a", "c"}


def test_two_answers_of_a_question_are_read_together():
    """« a ou b » of the larger half and a of everybody, b of everybody: few gave either in the smaller half."""
    n = 100
    large = np.arange(n) < 60
    members = {"tous": np.ones(n, dtype=bool), "large": large, "small": ~large}
    given_a, given_b = np.arange(n) % 5 == 0, np.arange(n) % 5 == 1
    given_a[60:] = given_b[60:] = False
    given_a[60:62] = given_b[70:71] = True
    answers = {"a": given_a, "b": given_b, "a+b": given_a | given_b}
    keys = {name: ("i", name, "sans_reponse_incluses") for name in answers}
    sets = {
        k[:2]: AnswerSet(Question("q", frozenset(name.split("+"))), None, False) for name, k in keys.items()
    }
    values, found, index = {}, {}, 0
    told = {("a", "tous"), ("b", "tous"), ("a+b", "large")}
    for name, mask in answers.items():
        for of, inside in members.items():
            values.setdefault(keys[name], {})[place(of)] = (
                index,
                int((mask & inside).sum()),
                int(inside.sum()),
            )
            found[index] = ((name, of) in told, "", False)
            index += 1
    withhold_together(values, found, sets, members, {place("tous")})
    still = {(name, of) for name in answers for of in members if found[values[keys[name]][place(of)][0]][0]}
    assert still == {("a", "tous"), ("b", "tous")}
