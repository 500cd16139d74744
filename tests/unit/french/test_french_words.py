from datetime import date

import pytest

from barometre_pipeline.french.words import alternatives, day, enumeration, rank, uncapitalised


@pytest.mark.parametrize(
    ("words", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a et b"), (["a", "b", "c"], "a, b et c")]
)
def test_a_list_ends_with_a_link_and_no_comma_before_it(words: list[str], text: str) -> None:
    assert enumeration(words) == text


def test_a_list_of_choices_is_linked_by_or() -> None:
    assert enumeration(iter(["csv", "xlsx"]), "ou") == "csv ou xlsx"


def test_a_date_is_written_in_words_that_stay_together() -> None:
    assert day(date(2025, 6, 1)) == "1er\u00a0juin\u00a02025"
    assert day(date(2025, 8, 24), year=False) == "24\u00a0août"


def test_only_the_first_rank_is_er() -> None:
    assert [rank(1), rank(2), rank(11)] == ["1er rang", "2e rang", "11e rang"]


def test_a_sentence_that_goes_on_starts_small() -> None:
    assert uncapitalised("Données réelles") == "données réelles"
    assert uncapitalised("") == ""


def test_answers_read_as_one_phrase_and_a_name_keeps_its_capital():
    assert alternatives(["Une très bonne chose", "Une assez bonne chose"]) == (
        "Une très bonne chose ou une assez bonne chose"
    )
    assert alternatives(["Non", "À l’étude", "RGPD"]) == "Non ou à l’étude ou RGPD"
    assert alternatives(["Oui", "Non, mais c’est prévu"]) == "Oui ou Non, mais c’est prévu"
    assert alternatives(["Bon"]) == "Bon"
