from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometre_pipeline.cleaning.selection import count_gaps, is_complete, select_responses
from barometre_pipeline.editions.model import EditionConfig
from barometre_pipeline.tables.declarations.silver import REPONSES_ECARTEES
from barometre_pipeline.tables.schema import validate
from barometre_pipeline.vocabulary import MOTIFS

SANS, NON = "@sans_reponse", "@non_posee"
QUESTIONS = pd.DataFrame(
    [("nom", "nom", "texte"), ("q1", "q1", "choix_unique"), ("b[1]", "b", "case"), ("b[2]", "b", "case"),
     ("b[other]", "b", "autre_texte"), ("fin", "fin", "choix_unique")],
    columns=["colonne", "question", "nature"],
).assign(presente=True)  # fmt: skip
COLUMNS = list(QUESTIONS["colonne"])


def frame(rows: Sequence[Sequence[str]], dates: Sequence[str] | None = None) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=COLUMNS, dtype="str")
    table.insert(0, "id_reponse", np.arange(len(rows)) + 100)
    table.insert(1, "ligne", np.arange(len(rows)) + 2)
    table.insert(2, "fichier", "reponses.csv")
    if dates is not None:
        table["submitdate"] = dates
    return table


def config(closing: str | None = "fin", **cleaning: object) -> EditionConfig:
    return EditionConfig.model_validate(
        {
            "edition": "2031", "titre": "t", "limesurvey": {"question_cloture": closing, "question_nom": "nom"},
            "nettoyage": {"cle_structure": "nom", **cleaning},
        }
    )  # fmt: skip


def reasons(rows: Sequence[Sequence[str]], settings: EditionConfig, **more: object) -> dict[int, str]:
    aside = select_responses(frame(rows), QUESTIONS, settings, **more).set_aside  # type: ignore[arg-type]
    return dict(zip(aside["id_reponse"], aside["motif"], strict=True))


FULL = ["Ville d’Ys", "A1", "Y", "N", SANS, "A1"]


def test_a_response_without_any_answer_is_empty_even_with_boxes_left_unticked() -> None:
    assert reasons([[SANS, SANS, "N", "N", SANS, SANS], FULL], config()) == {100: "vide"}


def test_a_response_without_the_closing_answer_is_incomplete() -> None:
    assert reasons([[*FULL[:5], SANS], FULL], config()) == {100: "incomplete"}


def test_a_closing_multiple_choice_is_answered_when_a_box_is_ticked() -> None:
    rows = [
        ["A", "A1", "N", "N", SANS, "A1"],
        ["B", "A1", "N", "Y", SANS, "A1"],
        ["C", "A1", NON, NON, SANS, "A1"],
    ]
    assert list(is_complete(frame(rows), QUESTIONS, config("b"))) == [False, True, False]


def test_without_a_closing_question_a_submit_date_makes_a_response_complete() -> None:
    table = frame([FULL, FULL], ["2031-05-02 10:00:00", ""])
    assert list(is_complete(table, QUESTIONS, config(None))) == [True, False]


def test_of_two_responses_of_one_structure_the_one_with_fewest_gaps_is_kept() -> None:
    rows = [["ville d ys", SANS, "Y", "N", SANS, "A1"], FULL]
    selection = select_responses(frame(rows), QUESTIONS, config())
    assert list(selection.kept) == [1]
    assert selection.set_aside.loc[0, ["motif", "id_retenue"]].tolist() == ["doublon", 101]


def test_of_two_equally_complete_responses_the_first_is_kept() -> None:
    assert reasons([FULL, ["VILLE D’YS", *FULL[1:]]], config()) == {101: "doublon"}


def test_responses_without_a_name_are_never_duplicates_of_each_other() -> None:
    assert reasons([[SANS, *FULL[1:]], [SANS, *FULL[1:]]], config()) == {}


def test_one_response_per_structure_can_be_turned_off() -> None:
    assert reasons([FULL, FULL], config(une_reponse_par_structure=False)) == {}


def test_a_doubtful_structure_is_set_aside_unless_the_edition_keeps_it() -> None:
    rows = [["test", *FULL[1:]], FULL]
    assert reasons(rows, config()) == {100: "douteuse"}
    assert reasons(rows, config(conserver_douteuses=True)) == {}


def test_two_names_of_one_recognised_territory_are_one_structure() -> None:
    rows = [FULL, ["Mairie d’Ys", *FULL[1:]]]
    keys = pd.Series(["29001", "29001"])
    assert reasons(rows, config(cle_structure="territoire"), structure_keys=keys) == {101: "doublon"}
    assert reasons(rows, config(cle_structure="nom"), structure_keys=keys) == {}


def test_a_name_left_to_review_is_that_of_its_recognised_twin() -> None:
    rows = [FULL, FULL]
    keys = pd.Series(["29001", ""])
    assert reasons(rows, config(cle_structure="territoire"), structure_keys=keys) == {101: "doublon"}


def test_a_name_that_two_territories_bear_is_nobodys_twin() -> None:
    rows = [FULL, FULL, FULL]
    keys = pd.Series(["29001", "35002", ""])
    assert reasons(rows, config(cle_structure="territoire"), structure_keys=keys) == {}


def test_a_recognised_territory_is_not_doubtful_whatever_its_name() -> None:
    rows = [["Jean Durand", *FULL[1:]]]
    assert reasons(rows, config(cle_structure="territoire"), structure_keys=pd.Series(["29001"])) == {}


def test_a_question_not_shown_and_an_other_text_are_not_gaps() -> None:
    rows = [["a", NON, NON, NON, SANS, "A1"], ["b", SANS, "N", "Y", SANS, "A1"]]
    assert list(count_gaps(frame(rows), QUESTIONS)) == [0, 1]


CELLS = st.tuples(
    st.sampled_from(["Ville d’Ys", "VILLE D'YS", "Is", "test", "?", SANS]),
    st.sampled_from(["A1", SANS]),
    st.sampled_from(["Y", "N", NON]),
    st.sampled_from(["Y", "N", NON]),
    st.sampled_from([SANS, "autre chose"]),
    st.sampled_from(["A1", SANS]),
)


@given(st.lists(CELLS, min_size=1, max_size=12))
def test_each_response_is_kept_or_set_aside_once_with_a_known_reason(rows: list[tuple[str, ...]]) -> None:
    table = frame(rows)
    selection = select_responses(table, QUESTIONS, config())
    aside = validate(REPONSES_ECARTEES, selection.set_aside, "à l’écriture")
    kept = set(table["id_reponse"].iloc[selection.kept])
    assert len(kept) + len(aside) == len(rows)
    assert not kept & set(aside["id_reponse"])
    assert set(aside["motif"]) <= set(MOTIFS)
    duplicates = aside[aside["motif"] == "doublon"]
    assert set(duplicates["id_retenue"]) <= kept, "a duplicate points at a response that is kept"
    assert aside.loc[aside["motif"] != "doublon", "id_retenue"].isna().all()


@given(st.lists(CELLS, min_size=1, max_size=12))
def test_no_reason_repeats_what_was_typed(rows: list[tuple[str, ...]]) -> None:
    detail = select_responses(frame(rows), QUESTIONS, config()).set_aside["detail"]
    assert not detail.str.contains("Ys|Is|YS|\\?").any()


def test_the_selection_does_not_touch_its_input() -> None:
    table = frame([FULL, ["test", *FULL[1:]]])
    before = table.copy()
    select_responses(table, QUESTIONS, config())
    pd.testing.assert_frame_equal(table, before)


def test_the_motives_are_those_the_context_table_counts() -> None:
    assert list(MOTIFS) == ["vide", "incomplete", "douteuse", "doublon"]


@pytest.mark.parametrize("closing", ["fin", "q1"])
def test_the_closing_question_is_the_one_the_yaml_names(closing: str) -> None:
    row = ["Ys", SANS, "Y", "N", SANS, "A1"]
    assert (reasons([row], config(closing)) == {}) is (closing == "fin")
