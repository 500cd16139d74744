"""« rang: k » holds of who ranked the item k, neither better nor worse: of ``rang_max: k`` but not of ``k - 1``."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.catalogue.expression import Expression
from barometre_pipeline.catalogue.indicator import ItemTest
from barometre_pipeline.catalogue.loader import load_codebook
from barometre_pipeline.indicators.answers import YES, EditionAnswers
from barometre_pipeline.vocabulary import SANS_REPONSE

CODING = load_codebook().variables["priorite_data"].editions["2023"]
ITEMS = dict(CODING.items)
RANKS = range(1, 1 + (CODING.rangs or 0))

# Some rank all, some stop on the way.
rankings = st.lists(
    st.tuples(st.permutations(sorted(ITEMS.values())), st.integers(1, len(RANKS))).map(
        lambda drawn: [code if i < drawn[1] else SANS_REPONSE for i, code in enumerate(drawn[0][: len(RANKS)])]
    ),
    min_size=1,
    max_size=12,
)  # fmt: skip


def holds(given_rankings: list[list[str]], statement: Expression) -> list[bool]:
    frame = pd.DataFrame(
        {f"{CODING.question}[{r}]": pd.Categorical([g[r - 1] for g in given_rankings]) for r in RANKS}
    )
    responses = EditionAnswers(frame, load_codebook(), "2023", "collectivites")
    return [value == YES for value in responses.truth(statement).tolist()]


@given(rankings, st.sampled_from(sorted(ITEMS)), st.sampled_from([k for k in RANKS if k > 1]))
def test_exactly_those_who_put_the_item_at_this_rank_are_counted(
    given_rankings: list[list[str]], item: str, rank: int
) -> None:
    exact = holds(given_rankings, ItemTest(rang=rank).on("priorite_data", item))
    assert exact == [ranking[rank - 1] == ITEMS[item] for ranking in given_rankings]


@given(rankings, st.sampled_from(sorted(ITEMS)), st.sampled_from(list(RANKS)))
def test_the_exact_ranks_make_the_ranks_up_to_k(
    given_rankings: list[list[str]], item: str, most: int
) -> None:
    within = holds(given_rankings, ItemTest(rang_max=most).on("priorite_data", item))
    exact = [holds(given_rankings, ItemTest(rang_max=1).on("priorite_data", item))]
    exact += [holds(given_rankings, ItemTest(rang=k).on("priorite_data", item)) for k in range(2, most + 1)]
    assert [sum(ranks) for ranks in zip(*exact, strict=True)] == [int(w) for w in within]


@pytest.mark.parametrize("tests", [{}, {"rang": 2, "rang_max": 3}, {"rang": 2, "coche": True}, {"rang": 1}])
def test_an_item_has_one_test_and_the_first_rank_is_said_otherwise(tests: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        ItemTest.model_validate(tests)


@pytest.mark.parametrize("rank", [2, 3])
def test_the_priorities_of_each_rank_have_the_items_and_the_base_of_the_first(rank: int) -> None:
    catalogue = load_catalogue()
    first, later = (f"priorite_data_rang{r}" for r in (1, rank))
    assert list(catalogue.categories[later]) == list(catalogue.categories[first])
    assert catalogue.indicateurs[later].population == catalogue.indicateurs[first].population
