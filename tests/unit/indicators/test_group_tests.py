"""Does the answer depend on the type: one test per closed question, and what is said of fragile ones."""

import numpy as np
import pandas as pd
import pytest

from barometre_pipeline.indicators.group_tests import compute_group_tests
from barometre_pipeline.statistics.crosstests import rao_scott
from barometre_pipeline.tables.declarations.changes import TESTS_DE_GROUPES
from barometre_pipeline.tables.schema import validate
from barometre_pipeline.vocabulary import INDETERMINE, NON_POSEE, SANS_REPONSE
from tests.oracles.designs import plan_of, stratified

MISSING = [SANS_REPONSE, NON_POSEE, INDETERMINE]
EACH = 40
TYPES = ["epci", "departements", "autres"]
NATIONAL = {"epci": 1200, "departements": 100}


def answers(**columns: list[str]) -> pd.DataFrame:
    frame = {c: pd.Categorical(v, categories=["A", "B", *MISSING]) for c, v in columns.items()}
    return pd.DataFrame({"id_reponse": np.arange(1, 3 * EACH + 1), **frame})


def structures() -> pd.DataFrame:
    kinds = pd.Series([t for t in TYPES for _ in range(EACH)])
    return pd.DataFrame(
        {
            "edition": "2030",
            "id_reponse": np.arange(1, 3 * EACH + 1),
            "type": kinds,
            "strate": kinds,
        }
    )


PLAN = plan_of(structures()["strate"], NATIONAL)


def questions(*codes: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "colonne": codes,
            "question": codes,
            "sous_question": "",
            "echelle": 0,
            "question_libelle": [f"Question {c} ?" for c in codes],
            "sous_question_libelle": "",
        }
    )


OPPOSED = ["A"] * EACH + ["B"] * (EACH - 5) + ["A"] * 5 + ["A"] * EACH
ALIKE = ["A", "B"] * (3 * EACH // 2)
UNANIMOUS = ["A"] * 3 * EACH
FEW = ["A", "B", "A", "A", "B", "B"] + [NON_POSEE] * (EACH - 6) + ["B"] * EACH + [SANS_REPONSE] * EACH


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    frame = answers(oppose=OPPOSED, pareil=ALIKE, unanime=UNANIMOUS, rare=FEW)
    found = compute_group_tests(
        frame, structures(), PLAN, questions("oppose", "pareil", "unanime", "rare"), "demonstration"
    )
    validate(TESTS_DE_GROUPES, found, "à l’écriture")
    return found.set_index("question")


def test_types_that_answer_differently_are_told_from_those_that_answer_alike(table: pd.DataFrame) -> None:
    assert table.loc["oppose", "p_valeur_holm"] < 0.001
    assert table.loc["pareil", "p_valeur"] > 0.9


def test_the_statistic_is_the_design_based_one_on_those_who_answered(table: pd.DataFrame) -> None:
    frame, who = answers(rare=FEW), structures()
    design = stratified(who["strate"], NATIONAL, {})
    one = rao_scott(frame["rare"], who["type"], design, exclus=MISSING)
    assert table.loc["rare", ["statistique", "p_valeur"]].tolist() == pytest.approx(
        [one.statistique, one.p_valeur]
    )
    assert table.loc["rare", ["base", "types", "modalites"]].tolist() == [EACH + 6, 2, 2]


def test_structures_without_national_count_stay_out(table: pd.DataFrame) -> None:
    assert table.loc["pareil", ["base", "types"]].tolist() == [2 * EACH, 2]


def test_a_question_that_cannot_be_tested_says_why_and_is_not_counted(table: pd.DataFrame) -> None:
    assert np.isnan(table.loc["unanime", "p_valeur"])
    assert table.loc["unanime", "avertissement"] == "Pas de test\u00a0: une seule modalité observée."
    assert set(table["tests"]) == {3}


def test_small_bases_and_rare_crossings_are_said(table: pd.DataFrame) -> None:
    warning = table.loc["rare", "avertissement"].replace("\u00a0", " ")
    assert warning.startswith("Bases de moins de 30 réponses : EPCI (hors métropoles) (6).")
    # Expected: 3 and 43 answers over 6 and 40 structures; 3 x 6 / 46, 3 x 40 / 46 are under 5.
    assert "2 croisements sur 4 attendent moins de 5 réponses" in warning
    assert table.loc["rare", "base_faible"] and not table.loc["pareil", "base_faible"]
    assert table.loc["pareil", "avertissement"] == ""


def test_without_national_counts_there_is_no_design_and_no_test() -> None:
    unknown = plan_of(structures()["strate"], {})
    assert compute_group_tests(
        answers(pareil=ALIKE), structures(), unknown, questions("pareil"), "reelles"
    ).empty


def test_the_order_of_structures_does_not_matter(table: pd.DataFrame) -> None:
    shuffled = structures().sample(frac=1, random_state=4)
    again = compute_group_tests(answers(oppose=OPPOSED), shuffled, PLAN, questions("oppose"), "demonstration")
    assert again["statistique"].iloc[0] == pytest.approx(table.loc["oppose", "statistique"])
