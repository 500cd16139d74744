"""The vocabulary names what the catalogue has, and no rule names a document or a number of one."""

import re
from pathlib import Path

import pytest
from support import SHARED

import barometre_pipeline.printed.documents as room
from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.catalogue.loader import FOLDER
from barometre_pipeline.catalogue.printed_figures import load_documents
from barometre_pipeline.catalogue.spoken import load_vocabulary

VOCABULARY = FOLDER / "vocabulaire.yaml"
ALLOWED = {
    "1",
    "2",
    "3",
    "7",
    "12",
    "25",
    "34",
}  # ranks, « 7/7 », « 12 prochains mois », « 25-34 ans », « NIS 2 »


def test_every_indicator_has_its_words_and_every_name_is_of_the_catalogue() -> None:
    catalogue, vocabulary = load_catalogue(), load_vocabulary()
    answered = {n for n, c in catalogue.categories.items() if any("." not in name for name in c)}
    spoken = set(vocabulary.indicateurs)
    assert answered <= spoken <= set(catalogue.indicateurs)
    for name, words in vocabulary.indicateurs.items():
        assert set(words.categories) <= set(catalogue.categories[name]), name
        assert words.defaut in {None, "", "total", *catalogue.categories[name]}, name
    assert set(vocabulary.populations) <= set(catalogue.populations.by_name)


def test_no_rule_names_a_document() -> None:
    names = set(load_documents())
    for path in (VOCABULARY, *Path(str(room.__file__)).parent.glob("*.py")):
        assert not [n for n in names if n in path.read_text(encoding="utf-8")], path.name


def test_the_vocabulary_holds_no_number_of_a_document() -> None:
    lines = VOCABULARY.read_text(encoding="utf-8").splitlines()
    phrases = [line for line in lines if not line.lstrip().startswith("#")]
    keys = re.compile(r"^\s*[\w]+:(?: &\w+)?|\b\w*\d+_\w+|rang1|plus_\d+|moins_\d+|fin_\d+")
    numbers = {n for line in phrases for n in re.findall(r"\d+", keys.sub("", line))}
    assert numbers <= ALLOWED


def test_no_sentence_of_a_shared_document_is_in_the_vocabulary() -> None:
    folder = SHARED / "documents"
    if not folder.is_dir():
        pytest.skip("documents partagés absents : pas de dossier ../shared/documents à côté du dépôt")
    longest = max(
        len(p.split()) for w in load_vocabulary().indicateurs.values() for p in (*w.mots, *w.signes)
    )
    assert longest <= 9
