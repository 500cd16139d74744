from itertools import pairwise

import pandas as pd

from barometre_pipeline.expectations.drift import asked_again, response_rules, structure_rules

STATES = ["@sans_reponse", "@non_posee", "@indetermine"]


def structures(*strates: str) -> pd.DataFrame:
    return pd.DataFrame({"id_reponse": range(len(strates)), "strate": list(strates)})


def responses(*codes: str, categories: tuple[str, ...] = ("A", "B")) -> pd.DataFrame:
    return pd.DataFrame({"q": pd.Categorical(codes, categories=[*categories, *STATES]), "agents": 1.0})


def test_a_first_edition_is_compared_with_nothing() -> None:
    kinds = {r.kind for r in [*structure_rules(None), *response_rules(responses("A"), None)]}
    assert "ExpectColumnKLDivergenceToBeLessThan" not in kinds
    assert "ExpectTableRowCountToBeBetween" not in kinds


def test_a_column_is_compared_only_where_its_answers_are_those_of_the_previous_edition() -> None:
    same = response_rules(responses("A"), responses("B"), frozenset({"q"}))
    other = response_rules(responses("A"), responses("B", categories=("A", "C", "B")), frozenset({"q"}))
    assert "ExpectColumnKLDivergenceToBeLessThan" in {r.kind for r in same}
    assert "ExpectColumnKLDivergenceToBeLessThan" not in {r.kind for r in other}


def test_a_strate_empty_last_year_is_not_forbidden_this_year() -> None:
    rule = next(r for r in structure_rules(structures("epci", "epci")) if "KLDivergence" in r.kind)
    weights = rule.arguments["partition_object"]["weights"]  # type: ignore[index]
    assert min(weights) > 0
    assert abs(sum(weights) - 1) < 1e-12


def test_numbers_and_dates_are_not_asked_to_be_answered() -> None:
    assert {r.arguments["column"] for r in response_rules(responses("A"), None)} == {"q"}


def questions(**wordings: tuple[str, str]) -> pd.DataFrame:
    rows = [(c, *w) for c, w in wordings.items()]
    return pd.DataFrame(rows, columns=["colonne", "question_libelle", "sous_question_libelle"])


def test_a_code_used_again_for_another_question_is_not_compared_with_the_previous_edition() -> None:
    now = questions(q=("Qui décide ?", ""), r=("Quels freins ?", "Le temps"), s=("Nouvelle", ""))
    before = questions(q=("Qui  décide\u00a0?", ""), r=("Quels freins ?", "Le coût"))
    assert asked_again(now, before) == {"q"}
    rules = response_rules(
        responses("A"), responses("B"), asked_again(questions(q=("Qui signe ?", "")), before)
    )
    assert "ExpectColumnKLDivergenceToBeLessThan" not in {r.kind for r in rules}


def test_editions_as_far_apart_as_the_published_ones_are_no_surprise() -> None:
    kept = (297, 191, 289, 292)  # printed sizes of 2022 to 2025
    for before, now in pairwise(kept):
        rule = next(r for r in structure_rules(structures(*["epci"] * before)) if "RowCount" in r.kind)
        assert rule.arguments["min_value"] <= now <= rule.arguments["max_value"]  # type: ignore[operator]
