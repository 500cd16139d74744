"""Thirty structures are enough and twenty-nine are not, wherever a base is said to be small."""

import numpy as np
import pandas as pd
import pytest

from barometre_pipeline.catalogue.catalogue import Catalogue, load_catalogue
from barometre_pipeline.indicators.evaluation import compute_structures
from barometre_pipeline.indicators.group_tests import compute_group_tests
from barometre_pipeline.statistics.design import WHOLE
from barometre_pipeline.statistics.engine import CodedColumn, estimate_columns
from barometre_pipeline.vocabulary import SANS_REPONSE
from tests.oracles.designs import plan_of, stratified
from tests.unit.indicators.invented import DEMO, answers, structures, unweighted

ENOUGH = pytest.mark.parametrize(("base", "small"), [(29, True), (30, False), (31, False)])


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


@ENOUGH
def test_an_indicator(catalogue: Catalogue, base: int, small: bool) -> None:
    # In 2025 an empty answer leaves the base: 40 responses, of which ``base`` answered.
    frame = answers(catalogue, "2025", "collectivites", 40, 1)
    values = ["AO01"] * base + [SANS_REPONSE] * (40 - base)
    frame["GOUV02"] = pd.Categorical(values, categories=frame["GOUV02"].cat.categories)
    plan = unweighted(structures(40, 1))
    table = compute_structures(catalogue, "2025", frame, structures(40, 1), DEMO, plan).indicateurs
    of = table[(table["indicateur"] == "regles_gouvernance_data") & (table["population"] == "ensemble")]
    assert set(of["base"]) == {base}
    assert set(of["base_faible"]) == {small}


@ENOUGH
def test_an_estimate(base: int, small: bool) -> None:
    strates = pd.Series(["epci"] * 40)
    codes = np.array([1, 0] * 20, dtype=np.int8)
    codes[base:] = -1
    design = stratified(strates, {"epci": 1200}, {})
    table = estimate_columns([CodedColumn("q", codes, ("0", "1"))], design)
    whole = table[table["groupe"].astype("str") == WHOLE]
    assert set(whole["base_faible"]) == {small}


@ENOUGH
def test_a_type_of_a_group_test(base: int, small: bool) -> None:
    kinds = pd.Series(["epci"] * 40 + ["departements"] * base)
    count = len(kinds)
    who = pd.DataFrame(
        {
            "edition": "2030",
            "id_reponse": np.arange(count),
            "type": kinds,
            "strate": kinds,
            "code_region": "",
        }
    )
    drawn = pd.Categorical((["A", "B"] * count)[:count], categories=["A", "B", SANS_REPONSE])
    asked = pd.DataFrame(
        {
            "colonne": ["q"], "question": ["q"], "sous_question": [""], "echelle": [0],
            "question_libelle": ["Q ?"], "sous_question_libelle": [""],
        }
    )  # fmt: skip
    given = pd.DataFrame({"id_reponse": np.arange(count), "q": drawn})
    plan = plan_of(kinds, {"epci": 1200, "departements": 101})
    found = compute_group_tests(given, who, plan, asked, "demonstration")
    assert bool(found["base_faible"].iloc[0]) == small
    assert ("Bases de moins de 30" in found["avertissement"].iloc[0]) == small
