import pandas as pd

from barometre_pipeline.expectations.drift import response_rules, structure_rules

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
    same = response_rules(responses("A"), responses("B"))
    other = response_rules(responses("A"), responses("B", categories=("A", "C", "B")))
    assert "ExpectColumnKLDivergenceToBeLessThan" in {r.kind for r in same}
    assert "ExpectColumnKLDivergenceToBeLessThan" not in {r.kind for r in other}


def test_a_strate_empty_last_year_is_not_forbidden_this_year() -> None:
    rule = next(r for r in structure_rules(structures("epci", "epci")) if "KLDivergence" in r.kind)
    weights = rule.arguments["partition_object"]["weights"]  # type: ignore[index]
    assert min(weights) > 0
    assert abs(sum(weights) - 1) < 1e-12


def test_numbers_and_dates_are_not_asked_to_be_answered() -> None:
    assert {r.arguments["column"] for r in response_rules(responses("A"), None)} == {"q"}
