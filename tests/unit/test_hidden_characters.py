"""What nobody sees in what is written by hand is refused by its place; letters and signs that people type are not."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometre_pipeline.errors import ConfigurationError, InputError
from barometre_pipeline.hidden_characters import hidden_in
from barometre_pipeline.sources.raw_files import filled_in_by_hand
from barometre_pipeline.yaml_files import read_yaml

HIDDEN = st.sampled_from("\x00\x01\x08\x0b\x0c\x1b\x7f\x85\x9b\u061c\u200e\u200f\u202a\u202e\u2066\u2069")
SEEN = st.text(st.characters(categories=("L", "M", "N", "P", "S", "Zs")), max_size=20)


@given(before=st.lists(SEEN, max_size=3), beside=SEEN, hidden=HIDDEN, after=SEEN)
def test_a_hidden_character_is_told_with_its_line_and_column(
    before: list[str], beside: str, hidden: str, after: str
) -> None:
    text = "\n".join([*before, beside + hidden + after])
    found = hidden_in(text)
    assert found is not None
    assert (found.line, found.column) == (len(before) + 1, len(beside) + 1)
    assert f"U+{ord(hidden):04X}" in found.finding


@given(SEEN)
def test_letters_signs_and_spaces_of_any_language_are_seen(text: str) -> None:
    assert hidden_in(f"{text}\t{text}\r\n👩‍👧 é\u00a0; œ") is None


@pytest.mark.parametrize(
    "line",
    ["titre: a\u202eb", 'titre: "a\\u202eb"', "titre: a # b\u2066c", 'titre: "a\\0b"', "titre: a\x85b"],
)
def test_a_yaml_with_one_is_refused_even_in_a_comment_or_written_as_what_stands_for_it(
    tmp_path: Path, line: str
) -> None:
    path = tmp_path / "edition.yaml"
    path.write_bytes(f'edition: "2031"\n{line}\n'.encode())
    with pytest.raises(ConfigurationError, match="ligne 2, colonne") as caught:
        read_yaml(path, "2031/edition.yaml")
    assert "U+" in caught.value.constat and "retirez" in caught.value.remede


def test_a_table_filled_in_by_hand_with_one_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "correspondances.csv"
    path.write_bytes(b"id_reponse,strate\n11,\0\n")
    with pytest.raises(InputError, match="ligne 2, colonne 4") as caught:
        filled_in_by_hand(path, path.name)
    assert "LimeSurvey" not in str(caught.value)
