import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometre_pipeline.matching.text import fold, in_parentheses, initials, name_key, words


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Œuf-en-Ternois", ["oeuf", "en", "ternois"]),
        ("L’Haÿ-les-Roses", ["l", "hay", "les", "roses"]),
        ("St-Brieuc", ["saint", "brieuc"]),
        ("Ste Maxime", ["sainte", "maxime"]),
        ("CD2A", ["cd", "2a"]),
        ("C.C. du Vexin", ["cc", "du", "vexin"]),
        ("Bar s/ Aube", ["bar", "sur", "aube"]),
        ("Deux Vallées", ["2", "vallees"]),
    ],
)
def test_spellings_of_the_same_word_become_one(typed: str, expected: list[str]) -> None:
    assert words(typed) == expected


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_linking_words_are_dropped_unless_they_are_the_whole_name() -> None:
    assert name_key(["pays", "de", "la", "loire"]) == "pays loire"
    assert name_key(["le", "la"]) == "le la"


def test_initials_skip_linking_words_on_demand() -> None:
    tokens = ["region", "de", "l", "estuaire"]
    assert initials(tokens) == "re"
    assert initials(tokens, links=True) == "rdle"


def test_parentheses_are_set_apart_even_when_left_open() -> None:
    assert in_parentheses("Agglo du Bocage (ADB") == ("Agglo du Bocage", ["ADB"])
