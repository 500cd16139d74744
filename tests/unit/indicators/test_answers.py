"""Statements of the catalogue evaluated on responses."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometre_pipeline.catalogue.expression import Expression
from barometre_pipeline.catalogue.loader import load_codebook
from barometre_pipeline.catalogue.resolution import NotComputableError
from barometre_pipeline.indicators.answers import (
    NO,
    UNKNOWN,
    YES,
    EditionAnswers,
    all_of,
    any_of,
)
from barometre_pipeline.vocabulary import NON_POSEE, SANS_REPONSE

values = st.lists(st.sampled_from([YES, NO, UNKNOWN]), min_size=3, max_size=3).map(
    lambda v: np.array(v, dtype=np.int8)
)


def _frame(**columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame({name: pd.Categorical(v) for name, v in columns.items()})


def _truth(
    frame: pd.DataFrame, edition: str = "2023", public: str = "collectivites", **statement: object
) -> list[int]:
    responses = EditionAnswers(frame, load_codebook(), edition, public)  # type: ignore[arg-type]
    return responses.truth(Expression.model_validate(statement)).tolist()


@given(values, values)
def test_and_or_obey_de_morgan_in_three_values(a: np.ndarray, b: np.ndarray) -> None:
    def negate(x: np.ndarray) -> np.ndarray:
        return np.where(x == UNKNOWN, UNKNOWN, 1 - x)

    assert negate(any_of([a, b])).tolist() == all_of([negate(a), negate(b)]).tolist()


def test_an_empty_answer_is_unknown_and_a_question_not_shown_is_no() -> None:
    frame = _frame(G09Q01=["AO01", "AO02", SANS_REPONSE, NON_POSEE])
    assert _truth(frame, variable="projet_ia_deja", dans=["oui"]) == [YES, NO, UNKNOWN, NO]


def test_a_null_cell_is_unknown() -> None:
    frame = pd.DataFrame({"G09Q01": pd.Categorical(["AO01", None])})
    assert _truth(frame, variable="projet_ia_deja", dans=["oui"]) == [YES, UNKNOWN]


def test_planned_only_excludes_those_already_engaged() -> None:
    frame = _frame(G09Q01=["AO01", "AO02", "AO02"], G09Q05=["AO01", "AO01", "AO02"])
    planned_only = {
        "tous": [
            {"non": {"variable": "projet_ia_deja", "dans": ["oui"]}},
            {"variable": "projet_ia_prevu", "dans": ["oui"]},
        ]
    }
    assert _truth(frame, **planned_only) == [NO, YES, NO]


def test_a_rank_counts_down_to_the_rank_asked() -> None:
    frame = _frame(
        **{f"G4Q03[{r}]": [code] for r, code in enumerate(["AO05", "AO04", "AO01", "AO02", "AO03"], 1)}
    )
    assert _truth(frame, variable="priorite_data", item="economies_budgetaires", rang_max=3) == [YES]
    assert _truth(frame, variable="priorite_data", item="economies_budgetaires", rang_max=1) == [NO]


def test_one_skipped_row_of_an_array_does_not_make_the_array_unanswered() -> None:
    rows = {f"G4Q01[SQ{i:03d}]": ["AO03", SANS_REPONSE, "AO03"] for i in range(1, 14)}
    rows["G4Q01[SQ001]"] = ["AO01", SANS_REPONSE, SANS_REPONSE]
    assert _truth(_frame(**rows), variable="projet_data_domaine", un_item=True, dans=["engage"]) == [
        YES,
        UNKNOWN,
        NO,
    ]


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ({"variable": "maturite_data", "dans": ["avancee"]}, "n’a pas été posée en 2023"),
        ({"variable": "systeme_ia", "coche": "generative"}, "IA générative"),
        ({"variable": "projet_ia_deja", "dans": ["oui"]}, "G09Q01"),
    ],
)
def test_what_an_edition_cannot_answer_says_why(statement: dict[str, object], words: str) -> None:
    with pytest.raises(NotComputableError, match=words):
        _truth(_frame(autre=["x"]), **statement)


@pytest.mark.parametrize("column", [{"SEXE": ["1", "2"]}, {"sexe": ["homme", "femme"]}])
def test_a_profile_question_is_read_in_codes_or_in_canonical_names(column: dict[str, list[str]]) -> None:
    assert _truth(_frame(**column), "2024", "francais", variable="sexe", dans=["femme"]) == [NO, YES]
