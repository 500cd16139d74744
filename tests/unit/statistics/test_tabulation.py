"""Tabulation against a count made by hand, and what must hold whatever the answers."""

from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometre_pipeline.statistics.sampling_plan import sampling_plan, strate_counts
from barometre_pipeline.statistics.tabulation import tabulate
from barometre_pipeline.vocabulary import (
    GROUPES,
    REGLE_INCLUSES,
    REGLE_SERIES,
    REGLES_BASE,
    STRATES,
    strates_of_group,
)

STATES = ["@sans_reponse", "@non_posee", "@indetermine"]
QUESTIONS = pd.DataFrame(
    [
        ("q", "q", "", 0, "choix_unique"), ("b[1]", "b", "1", 0, "case"), ("b[2]", "b", "2", 0, "case"),
        ("b[other]", "b", "other", 0, "autre_texte"),
        ("d[1][1]", "d", "1", 1, "choix_unique"), ("d[1][2]", "d", "1", 2, "choix_unique"),
    ],
    columns=["colonne", "question", "sous_question", "echelle", "nature"],
).assign(question_libelle="Question", sous_question_libelle="Sous-question")  # fmt: skip
LABELS = {(c, a): f"Réponse {a}" for c in ("q", "d[1][1]", "d[1][2]") for a in ("A", "B")}
POPULATION = {s: 10 * i for i, s in enumerate(STRATES, start=1) if s != "autres"}
HISTORICAL = {s: n for s, n in POPULATION.items() if s != "communes_moins_3500"}

single = st.sampled_from(["A", "B", *STATES])
box = st.sampled_from(["Y", "N", "@non_posee", "@indetermine"])
row = st.tuples(st.sampled_from(list(STRATES)), single, box, box, single, single, box)
rows_of_answers = st.lists(row, min_size=1, max_size=30)


def frames(rows: list[tuple[str, ...]]) -> tuple[pd.DataFrame, pd.Series]:
    table = pd.DataFrame(rows, columns=["strate", "q", "b[1]", "b[2]", "d[1][1]", "d[1][2]", "b[other]"])
    closed = {
        c: pd.Categorical(table[c], categories=[*(("Y", "N") if c.startswith("b") else ("A", "B")), *STATES])
        for c in table.columns[1:]
    }
    return pd.DataFrame(closed), table["strate"]


def tabulated(
    rows: list[tuple[str, ...]],
    labels: Mapping[tuple[str, str], str] = LABELS,
    rule: str = REGLE_INCLUSES,
    excluded: Mapping[str, frozenset[str]] = MappingProxyType({}),
) -> pd.DataFrame:
    responses, strate = frames(rows)
    plan = sampling_plan(strate_counts(strate), POPULATION, HISTORICAL)
    return tabulate(responses, strate, QUESTIONS, labels, plan, rule, excluded)


@given(rows_of_answers)
def test_counts_and_bases_are_those_counted_by_hand_in_every_group(rows: list[tuple[str, ...]]) -> None:
    table = tabulated(rows).set_index(["question", "sous_question", "modalite", "groupe"])
    for group in GROUPES:
        members = [r for r in rows if r[0] in strates_of_group(group)]
        answers = Counter(r[1] for r in members)
        for code in ("A", "B"):
            line = table.loc[("q", "", f"Réponse {code}", group)]
            assert (line["n"], line["repondants"], line["concernees"], line["effectif"]) == (
                answers[code], answers["A"] + answers["B"], len(members) - answers["@non_posee"], len(members),
            )  # fmt: skip
        assert table.loc[("q", "", "Sans réponse", group), "n"] == answers["@sans_reponse"]


@given(rows_of_answers)
def test_not_asked_nothing_ticked_and_not_ticked_are_three_rows_of_a_multiple_choice(
    rows: list[tuple[str, ...]],
) -> None:
    table = tabulated(rows).set_index(["question", "sous_question", "modalite", "groupe"])["n"]
    for group in GROUPES:
        boxes = [(r[2], r[3], r[6]) for r in rows if r[0] in strates_of_group(group)]
        seen = [b for b in boxes if "Y" in b or "N" in b]
        assert table["b", "", "Non posée", group] == sum(set(b) == {"@non_posee"} for b in boxes)
        assert table["b", "", "Aucune case cochée", group] == sum("Y" not in b for b in seen)
        for place, sub in enumerate(("1", "2", "other")):
            assert table["b", sub, "Oui", group] == sum(b[place] == "Y" for b in boxes)
            assert table["b", sub, "Non cochée", group] == sum(b[place] != "Y" for b in seen)


@given(rows_of_answers)
def test_the_rows_of_a_question_account_for_everybody_once_in_every_group(
    rows: list[tuple[str, ...]],
) -> None:
    table = tabulated(rows)
    for (question, sub, group), lines in table.groupby(["question", "sous_question", "groupe"]):
        size, asked = lines["effectif"].iloc[0], lines["concernees"].iloc[0]
        assert size == sum(r[0] in strates_of_group(group) for r in rows)
        not_asked = lines.loc[lines["absence"] == "non_posee", "n"].sum()
        total = lines["n"].sum()
        if question != "b":
            assert (total, asked) == (size, size - not_asked)
        elif sub:  # a box: ticked or not, unless the export cannot tell who saw it
            unsure = table[(table["code"] == "@indetermine") & (table["question"] == "b")]
            assert total == asked - unsure.loc[unsure["groupe"] == group, "n"].sum()
        else:
            ticked = lines["repondants"].iloc[0] - lines.loc[lines["absence"] == "sans_reponse", "n"].sum()
            assert (total + ticked, asked) == (size, size - not_asked)


def in_the_base(row: tuple[str, ...], column: str, rule: str) -> bool:
    """Tell by hand who is in the base: asked, or asked and having answered (a box seen is an answer)."""
    if column == "b":
        states = {row[2], row[3], row[6]}
        return bool(states & {"Y", "N"}) or (rule == REGLE_INCLUSES and states != {"@non_posee"})
    answer = row[{"q": 1, "d[1][1]": 4, "d[1][2]": 5}[column]]
    return answer in {"A", "B"} or (rule == REGLE_INCLUSES and answer != "@non_posee")


@given(rows_of_answers, st.sampled_from(list(REGLES_BASE)))
def test_the_published_share_is_n_over_the_base_of_the_rule_and_what_is_outside_has_none(
    rows: list[tuple[str, ...]], rule: str
) -> None:
    for line in tabulated(rows, rule=rule).to_dict("records"):
        column = "b" if line["question"] == "b" else line["colonne"]
        members = [r for r in rows if r[0] in strates_of_group(line["groupe"])]
        base = sum(in_the_base(r, column, rule) for r in members)
        nothing_ticked = line["question"] == "b" and line["absence"] in ("sans_reponse", "non_cochee")
        outside = {"non_posee"} | ({"sans_reponse", "indetermine"} if rule == REGLE_SERIES else set())
        inside = line["absence"] not in outside or nothing_ticked
        assert (line["base"], line["regle_base"], line["dans_base"]) == (base, rule, inside)
        if inside and base:
            assert line["part_publiable"] == line["n"] / base
        else:
            assert np.isnan(line["part_publiable"]) and np.isnan(line["part_publiable_ponderee"])
        if line["effectif"]:
            assert line["part"] == line["n"] / line["effectif"]


@given(rows_of_answers, st.sampled_from(list(REGLES_BASE)))
def test_an_answer_that_the_catalogue_excludes_is_counted_and_leaves_the_base_of_its_column_alone(
    rows: list[tuple[str, ...]], rule: str
) -> None:
    whole = tabulated(rows, rule=rule).set_index(["colonne", "code", "groupe"])
    table = tabulated(rows, rule=rule, excluded={"q": frozenset({"B"})}).set_index(
        ["colonne", "code", "groupe"]
    )
    for group in GROUPES:
        out = table.loc[("q", "B", group)]
        assert not out["dans_base"] and np.isnan(out["part_publiable"])
        assert out["n"] == whole.loc[("q", "B", group), "n"]
        kept = table.loc[("q", "A", group)]
        assert kept["base"] == whole.loc[("q", "A", group), "base"] - out["n"]
    others = table.index.get_level_values("colonne") != "q"
    pd.testing.assert_frame_equal(table[others], whole[others])


def test_who_gave_a_first_choice_and_no_second_is_in_the_base_of_both_ranks_and_who_ranked_nothing_of_none() -> (
    None
):
    ranks = pd.DataFrame(
        [("r[1]", "r", "1", 0, "rang"), ("r[2]", "r", "2", 0, "rang")],
        columns=["colonne", "question", "sous_question", "echelle", "nature"],
    ).assign(question_libelle="Question", sous_question_libelle="Rang")
    choices = [
        ("A", "B"),
        ("B", "@sans_reponse"),
        ("@sans_reponse", "@sans_reponse"),
        ("@non_posee", "@non_posee"),
    ]
    kinds = ["A", "B", *STATES]
    responses = pd.DataFrame(
        {f"r[{k + 1}]": pd.Categorical([c[k] for c in choices], categories=kinds) for k in (0, 1)}
    )
    labels = {(f"r[{k}]", a): a for k in (1, 2) for a in ("A", "B")}
    strate = pd.Series(["epci"] * 4)
    for rule, base in ((REGLE_SERIES, 2), (REGLE_INCLUSES, 3)):
        plan = sampling_plan(strate_counts(strate), POPULATION, HISTORICAL)
        table = tabulate(responses, strate, ranks, labels, plan, rule, {})
        table = table[table["groupe"] == "epci"].set_index(["sous_question", "modalite"])
        assert (table["base"] == base).all()
        assert [table.loc[k, "part_publiable"] for k in (("1", "A"), ("1", "B"), ("2", "B"))] == [
            1 / base
        ] * 3


@given(rows_of_answers)
def test_the_shares_of_a_single_choice_sum_to_one_or_do_not_exist(rows: list[tuple[str, ...]]) -> None:
    table = tabulated(rows)
    table = table[table["question"] != "b"]
    for _, answers in table.groupby(["question", "sous_question", "groupe"]):
        for share in ("part", "part_ponderee_historique", "part_ponderee"):
            assert answers[share].isna().all() or np.isclose(answers[share].sum(), 1)
        assert answers["n"].sum() == answers["effectif"].iloc[0]


@given(rows_of_answers)
def test_the_historical_shares_of_a_multiple_choice_are_shares_of_mentions(
    rows: list[tuple[str, ...]],
) -> None:
    table = tabulated(rows)
    ticks = (table["question"] == "b") & (table["modalite"] == "Oui")
    boxes = table[ticks & (table["sous_question"] != "other")]
    assert (
        table.loc[(table["question"] == "b") & ~table.index.isin(boxes.index), "part_ponderee_historique"]
        .isna()
        .all()
    )
    for _, ticks in boxes.groupby("groupe"):
        shares = ticks["part_ponderee_historique"]
        assert shares.isna().all() or np.isclose(shares.sum(), 1)


@given(rows_of_answers, st.randoms(use_true_random=False))
def test_the_order_of_responses_changes_nothing(rows: list[tuple[str, ...]], random: object) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    pd.testing.assert_frame_equal(tabulated(shuffled), tabulated(rows))


@given(rows_of_answers)
def test_the_groups_are_sums_of_their_strates(rows: list[tuple[str, ...]]) -> None:
    table = tabulated(rows).drop_duplicates(["colonne", "code", "groupe"])
    wide = table.pivot(index=["colonne", "code"], columns="groupe", values="n")
    for group in GROUPES:
        assert (wide[group] == wide[list(strates_of_group(group))].sum(axis=1)).all()


@given(rows_of_answers)
def test_each_figure_exists_once(rows: list[tuple[str, ...]]) -> None:
    keys = ["question", "sous_question", "modalite", "groupe"]
    assert not tabulated(rows).duplicated(keys).any()


@given(rows_of_answers)
def test_an_answer_worded_as_a_missing_state_stays_apart_from_it(rows: list[tuple[str, ...]]) -> None:
    labels = {**LABELS, ("q", "A"): "Sans réponse", ("q", "B"): "Non posée"}
    table = tabulated(rows, labels)
    table = table[(table["question"] == "q") & (table["groupe"] == "ensemble")].set_index("modalite")
    assert table.index.is_unique
    assert table.loc["Sans réponse", "n"] == sum(1 for r in rows if r[1] == "A")
    assert table.loc["Sans réponse (aucune réponse donnée)", "n"] == sum(
        1 for r in rows if r[1] == "@sans_reponse"
    )


def test_two_answers_of_one_wording_say_which_is_which() -> None:
    rows = [("epci", "A", "Y", "N", "A", "A", "N"), ("epci", "B", "Y", "N", "A", "A", "N")]
    table = tabulated(rows, {**LABELS, ("q", "A"): "Autre", ("q", "B"): "Autre"})
    assert {"Autre", "Autre (B)"} <= set(table.loc[table["question"] == "q", "modalite"])


def test_a_group_without_responses_has_no_share_rather_than_zero() -> None:
    table = tabulated([("epci", "A", "Y", "N", "A", "A", "N")])
    assert table.loc[table["groupe"] == "regions", "part"].isna().all()
    assert (table.loc[table["groupe"] == "regions", "effectif"] == 0).all()


def test_the_two_scales_of_an_array_are_two_sub_questions() -> None:
    table = tabulated([("epci", "A", "Y", "N", "A", "B", "N")])
    assert set(table.loc[table["question"] == "d", "sous_question"]) == {"1#1", "1#2"}


def test_no_weighting_gives_no_weighted_share() -> None:
    responses, strate = frames([("autres", "A", "Y", "N", "A", "A", "N")])
    table = tabulate(
        responses, strate, QUESTIONS, LABELS, sampling_plan({"autres": 1}, {}, {}), REGLE_SERIES, {}
    )
    assert table[["part_ponderee", "part_ponderee_historique"]].isna().all(axis=None)


def test_the_weighted_share_of_a_group_counts_nobody_in_the_name_of_a_strate_outside_it() -> None:
    rows = [("communes_3500_10000", "A", "Y", "N", "A", "A", "N"), ("epci", "B", "Y", "N", "A", "A", "N")]
    responses, strate = frames(rows)
    national = {"communes_moins_3500": 900, "communes_3500_10000": 60, "epci": 40}
    plan = sampling_plan(strate_counts(strate), national, {})
    table = tabulate(responses, strate, QUESTIONS, LABELS, plan, REGLE_SERIES, {})
    answered = table[(table["question"] == "q") & (table["code"] == "A")].set_index("groupe")["part_ponderee"]
    assert answered["ensemble"] == pytest.approx(0.96)
    assert answered["hors_moins_3500"] == pytest.approx(0.6)
