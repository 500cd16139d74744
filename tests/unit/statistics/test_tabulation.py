"""Tabulation against a count made by hand, and what must hold whatever the answers."""

from collections import Counter
from collections.abc import Mapping

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometre_pipeline.statistics.sampling_plan import sampling_plan, strate_counts
from barometre_pipeline.statistics.tabulation import tabulate
from barometre_pipeline.vocabulary import GROUPES, STRATES, strates_of_group

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


def tabulated(rows: list[tuple[str, ...]], labels: Mapping[tuple[str, str], str] = LABELS) -> pd.DataFrame:
    responses, strate = frames(rows)
    plan = sampling_plan(strate_counts(strate), POPULATION, HISTORICAL)
    return tabulate(responses, strate, QUESTIONS, labels, plan)


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


@given(rows_of_answers)
def test_the_share_of_those_asked_is_n_over_those_asked_and_not_asked_has_none(
    rows: list[tuple[str, ...]],
) -> None:
    for line in tabulated(rows).to_dict("records"):
        if line["absence"] == "non_posee" or not line["concernees"]:
            assert np.isnan(line["part_concernees"]) and np.isnan(line["part_ponderee_concernees"])
        else:
            assert line["part_concernees"] == line["n"] / line["concernees"]
        if line["effectif"]:
            assert line["part"] == line["n"] / line["effectif"]


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
    table = tabulate(responses, strate, QUESTIONS, LABELS, sampling_plan({"autres": 1}, {}, {}))
    assert table[["part_ponderee", "part_ponderee_historique"]].isna().all(axis=None)


def test_the_weighted_share_of_a_group_counts_nobody_in_the_name_of_a_strate_outside_it() -> None:
    rows = [("communes_3500_10000", "A", "Y", "N", "A", "A", "N"), ("epci", "B", "Y", "N", "A", "A", "N")]
    responses, strate = frames(rows)
    national = {"communes_moins_3500": 900, "communes_3500_10000": 60, "epci": 40}
    table = tabulate(responses, strate, QUESTIONS, LABELS, sampling_plan(strate_counts(strate), national, {}))
    answered = table[(table["question"] == "q") & (table["code"] == "A")].set_index("groupe")["part_ponderee"]
    assert answered["ensemble"] == pytest.approx(0.96)
    assert answered["hors_moins_3500"] == pytest.approx(0.6)
