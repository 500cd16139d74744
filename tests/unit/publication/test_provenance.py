"""Values that were not made up, named where most were."""

from barometre_pipeline.publication.provenance import in_words, not_made_up

NBSP = "\u00a0"
MIXED = {
    ("collectivites", "agregats", "2022"),
    ("collectivites", "demonstration", "2024"),
    ("francais", "demonstration", "2022"),
    ("francais", "demonstration", "2024"),
}


def test_published_tables_are_named_with_their_year_and_whose_they_are() -> None:
    assert not_made_up(MIXED) == "les valeurs 2022 des collectivités (tableaux publiés)"
    assert not_made_up(v for v in MIXED if v[0] == "francais") == ""


def test_the_poll_of_a_year_is_told_apart_from_the_survey_of_the_same_year() -> None:
    assert in_words(MIXED) == [
        f"2022, valeurs des collectivités{NBSP}: tableaux agrégés publiés (pas de microdonnées).",
        f"2024, valeurs des collectivités{NBSP}: données de démonstration (synthétiques).",
        f"2022 et 2024, valeurs du sondage auprès des Français{NBSP}: données de démonstration (synthétiques).",
    ]
