"""When two wordings say the same, and when they only look alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometre_pipeline.editions.pairing_wording import (
    covers,
    distinct_words,
    plain,
    rarity,
    similarity,
    within,
)

FRENCH = st.text(alphabet="abcdéèœ çÀ’-0123 plusmoinsansnon", max_size=40)


@given(FRENCH, FRENCH)
def test_similarity_does_not_depend_on_the_order_and_stays_between_0_and_1(a, b):
    assert similarity(a, b) == pytest.approx(similarity(b, a))
    assert 0 <= similarity(a, b) <= 1


@given(FRENCH)
def test_wording_is_like_itself(text):
    assert similarity(text, text) == 1


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Votre structure utilise-t-elle l’IA ?", "VOTRE STRUCTURE UTILISE-T-ELLE L'IA"),
        ("Etat des données", "État des donnees"),
        ("Bonjour {G01Q01}", "Bonjour {Q7.shown}"),
    ],
)
def test_case_accents_punctuation_and_placeholders_do_not_count(a, b):
    assert similarity(a, b) == 1


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Moins de 3 500 habitants", "Plus de 3 500 habitants"),
        ("Moins de 3 500 habitants", "Moins de 10 000 habitants"),
        ("Nous avons un budget réservé", "Nous n’avons pas de budget réservé"),
        ("Données publiées sans licence", "Données publiées avec une licence"),
        ("Avant la délibération", "Après la délibération"),
        ("Oui", "Non"),
    ],
)
def test_opposites_are_far_apart_however_many_words_they_share(a, b):
    assert similarity(a, b) < 0.5


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Hameçonnage", "Hameçonnage (« phishing »)"),
        ("a formé ses élus", "Les élus ont été formés"),
        ("Données ouvertes", "Open data"),
        ("Social", "Action sociale"),
    ],
)
def test_same_subject_said_otherwise_is_close(a, b):
    assert similarity(a, b) > 0.7


def test_parts_cover_a_whole_only_without_gap_or_overlap():
    assert covers("Département ou région", ["Un département", "Une région"])
    assert not covers("Département ou région", ["Un département"])
    assert not covers("Département ou région", ["Un département", "Une région", "Une région"])
    assert not covers("Commune, département ou région", ["Un département", "Une région"])
    assert not covers("Département ou région", ["Un département", "Une région littorale"])


def test_part_says_less_than_the_whole():
    assert within("Une région", "Département ou région")
    assert not within("Département et région", "Département ou région")


def test_negations_survive_the_removal_of_empty_words():
    assert {"sans", "jamais", "non"} <= distinct_words("sans jamais dire non")


def test_word_shared_by_many_wordings_weighs_less():
    weight = rarity(["Votre structure A", "Votre structure B", "Votre structure C", "Votre structure DPO"])
    assert weight("structure") < weight("dpo")


def test_plain_text_of_a_wording():
    assert plain("  L’Œuvre : où ? ") == "l oeuvre ou"


def test_a_year_that_goes_with_the_edition_is_no_difference_and_another_number_is():
    asked = "Non, mais nous prévoyons de l’adopter d’ici {}"
    assert similarity(asked.format(2026), asked.format(2027)) > 0.85
    assert similarity("Depuis 2019", "Depuis 2022") < 0.5  # what is left of a list of years that moved on
    assert similarity("Avant 2024 ou 2025", "Avant 2025") < 0.5
    assert similarity("Dans les 12 prochains mois", "Dans les 24 prochains mois") < 0.5
