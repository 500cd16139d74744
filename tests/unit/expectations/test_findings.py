"""What an expectation that does not hold says: what, observed, expected, in the words of the questionnaire."""

import pandas as pd
import pytest

from barometre_pipeline.expectations.drift import DriftRule, response_rules, structure_rules
from barometre_pipeline.expectations.findings import Words, finding

WORDS = Words(
    {"q": "Qui décide ?"}, {"q": {"A1": "Le maire", "A2": "Le service", "@sans_reponse": "Sans réponse"}}
)


def rules(kind: str) -> DriftRule:
    """Return the rule of a kind that two editions of three answers get."""
    frame = pd.DataFrame({"q": pd.Categorical(["A1", "A1", "A2"], categories=["A1", "A2", "@sans_reponse"])})
    structures = pd.DataFrame({"id_reponse": [1, 2, 3], "strate": "epci"})
    every = [*structure_rules(structures), *response_rules(frame, frame, frozenset({"q"}))]
    return next(r for r in every if kind in r.kind and r.arguments.get("column") in ("q", "id_reponse", None))


def said(kind: str, result: dict[str, object]) -> str:
    return finding(rules(kind), result, "silver/structures", WORDS).replace("\u00a0", " ")


def test_too_many_blanks_are_counted_and_the_limit_is_given() -> None:
    found = {"unexpected_percent": 68.2, "unexpected_count": 197, "element_count": 289}
    assert said("NotBeInSet", found) == (
        "q « Qui décide ? » : 68 % de « Sans réponse » (197 sur 289) ; attendu : au plus 60 % de « Sans réponse »"
    )


def test_answers_that_moved_name_the_one_that_moved_most() -> None:
    values = ["A1", "A2", "@sans_reponse"]
    found = {
        "observed_value": 0.4434,
        "details": {
            "observed_partition": {"values": values, "weights": [0.2, 0.7, 0.1]},
            "expected_partition": {"values": values, "weights": [0.3, 0.2, 0.5]},
        },
    }
    assert said("KLDivergence", found) == (
        "q « Qui décide ? » : divergence de 0,44, surtout « Le service » 70 % au lieu de 20 % ; attendu : réponses à "
        "cette question comme à l’édition précédente (divergence de moins de 0,25)"
    )


def test_a_number_of_rows_is_set_against_its_bounds() -> None:
    assert said("RowCount", {"observed_value": 9}) == (
        "silver/structures : 9 lignes ; attendu : entre 1 et 6 structures, d’après l’édition précédente (3)"
    )


def test_what_is_there_and_should_not_be_is_named_three_values_at_most() -> None:
    found = {"unexpected_count": 6, "partial_unexpected_list": [7, 7, 8, 9, 10, 10]}
    told = finding(rules("Unique"), found, "silver/structures", Words()).replace("\u00a0", " ")
    assert told == "id_reponse : 6 lignes à « 7 », « 8 » et « 9 », … ; attendu : une ligne par réponse"


@pytest.mark.parametrize("kind", ["RowCount", "Unique", "BeInSet", "NotBeInSet", "KLDivergence"])
def test_every_kind_of_rule_has_its_own_words(kind: str) -> None:
    from barometre_pipeline.expectations.findings import _OBSERVED

    assert rules(kind).kind in _OBSERVED
