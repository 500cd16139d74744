"""Statistics are found wherever French writes them; dates, ages, thresholds, ranks and pages are left alone."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometre_pipeline.printed.documents.found import Found, spelt
from barometre_pipeline.printed.documents.layout import passages
from barometre_pipeline.printed.documents.numbers import numbers_of


def found(*lines: str) -> list[tuple[str, float, str, str]]:
    return [
        (" ".join(p.texte[f.start : f.end].split()), round(f.valeur, 1), f.genre, f.borne)
        for p in passages(lines)
        for f in numbers_of(p)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ainsi 34 % des villes agissent.", [("34 %", 34, "part", "")]),
        ("Ainsi **34,5%** des villes agissent.", [("34,5%", 34.5, "part", "")]),
        ("Soit 34 pour cent des villes.", [("34 pour cent", 34, "part", "")]),
        ("Plus de 34 % des villes.", [("34 %", 34, "part", "plus_de")]),
        ("Près de 34 % des villes.", [("34 %", 34, "part", "pres_de")]),
        ("Auprès de 1 200 personnes.", [("1 200", 1200, "effectif", "")]),
        ("Entre 5 et 10 % des villes.", [("5", 5, "part", ""), ("10 %", 10, "part", "")]),
        ("Trois villes sur quatre agissent.", [("Trois villes sur quatre", 75, "fraction", "")]),
        ("Plus d’une ville sur deux agit.", [("une ville sur deux", 50, "fraction", "plus_de")]),
        ("Moins d’un tiers des villes.", [("un tiers", 33.3, "fraction", "moins_de")]),
        ("Les trois quarts des villes.", [("Les trois quarts", 75, "fraction", "")]),
        ("Un Français sur 10 le dit.", [("Un Français sur 10", 10, "fraction", "")]),
        ("La part baisse de 10 points en 3 ans.", [("10 points", -10, "ecart_points", "")]),
        ("Soit 11 points de moins.", [("11 points", -11, "ecart_points", "")]),
        ("Soit 11 points de mieux.", [("11 points", 11, "ecart_points", "")]),
        ("Une chute (- 5 % en un an).", [("- 5 %", -5, "ecart_points", "")]),
        ("La confiance a perdu 5 % depuis.", [("5 %", -5, "ecart_points", "")]),
        ("La part recule de 15 % à 6 %.", [("15 %", 15, "part", ""), ("6 %", 6, "part", "")]),
        ("La part a plus que doublé.", [("doublé", 2, "autre", "plus_de")]),
        ("Multiplié par huit en un an.", [("Multiplié par huit", 8, "autre", "")]),
        ("Deux fois plus qu’avant.", [("Deux fois plus", 2, "autre", "")]),
        ("Une cinquantaine de projets.", [("Une cinquantaine", 50, "effectif", "environ")]),
        ("Les 292 structures interrogées.", [("292", 292, "effectif", "")]),
        ("Un coût de 3 millions d’euros.", [("3 millions d’euros", 3_000_000, "autre", "")]),
        ("Soixante-dix-sept pour cent des villes.", [("Soixante-dix-sept pour cent", 77, "part", "")]),
        ("Quatre-vingt-quatre % des villes.", [("Quatre-vingt-quatre %", 84, "part", "")]),
        ("On a perdu onze points en trois ans.", [("onze points", -11, "ecart_points", "")]),
        ("En deux ans : ×6 !", [("×6", 6, "autre", "")]),
        ("La part a bondi de 22 %.", [("22 %", 1.2, "autre", "")]),
        ("Le taux de réponse a augmenté de 15 %.", [("15 %", 1.1, "autre", "")]),
        ("Un délai divisé par deux.", [("divisé par deux", 0.5, "autre", "")]),
        ("Parmi les villes, 292 d’entre elles ont répondu.", [("292", 292, "effectif", "")]),
        ("Un bassin de 17 millions d’habitants.", [("17 millions", 17_000_000, "autre", "")]),
        ("14 % ont agi, contre aucune en 2031.", [("14 %", 14, "part", ""), ("aucune", 0, "part", "")]),
    ],
)
def test_a_statistic_is_found_with_its_value_and_its_bound(text: str, expected: list[object]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Du 17 au 22 juillet 2031.",
        "Les communes de plus de 3 500 habitants.",
        "Les communes de 10 000 à 100 000 habitants.",
        "Les personnes de 18 ans et plus, les 25-34 ans.",
        "Dans les 12 prochains mois.",
        "Le règlement (UE) 2016/679 et l’article 5.",
        "Classé en rang 1, 2 ou 3.",
        "La priorité n°1.",
        "De 15h30 à 17h30.",
        "Disponible 24 heures sur 24 et 7 jours sur 7.",
        "Avec des tiers de confiance, un tiers-lieu.",
        "Une 3e édition, page 12.",
        "Page 12 sur 40",
        "Diapositive 3 sur 12, question 4 sur 9.",
        "Une image de 1920×1080.",
        "Retenons trois points de ce rapport.",
        "Plusieurs centaines d’idées, une large majorité.",
    ],
)
def test_what_is_no_statistic_is_left_alone(text: str) -> None:
    assert found(text) == []


def test_the_numbers_alone_in_the_cells_of_a_table_are_found_and_its_headers_are_not() -> None:
    assert found("\t% 2031\t% 2030", "Gestion de l’eau\t46\t22", "Total\t100\t100") == [
        ("46", 46, "part", ""),
        ("22", 22, "part", ""),
        ("100", 100, "part", ""),
        ("100", 100, "part", ""),
    ]


def test_a_sentence_cut_by_a_page_is_one_again_and_its_numbers_keep_their_place() -> None:
    lines = ("Ainsi 40 % des régions et", "", "3", "", "62 % des métropoles agissent.")
    [passage] = [p for p in passages(lines) if "régions" in p.texte]
    second = numbers_of(passage)[1]
    assert passage.place(second.start) == (5, 0)


@given(st.integers(min_value=1, max_value=999))
def test_a_number_in_words_has_the_value_that_it_says(number: int) -> None:
    assert spelt(_in_words(number)) == number


def _in_words(number: int) -> str:
    """Write a number in words as French does: « quatre-vingt-onze », « deux cents »."""
    hundreds, rest = divmod(number, 100)
    start = (
        "" if not hundreds else "cent" if hundreds == 1 else f"{_SMALL[hundreds]} cent{'' if rest else 's'}"
    )
    return f"{start} {_under_a_hundred(rest)}".strip() if rest else start


_SMALL = [
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
    "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf",
]  # fmt: skip
_TENS = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante", 80: "quatre-vingt"}


def _under_a_hundred(number: int) -> str:
    if number < 20:
        return _SMALL[number]
    base = max(t for t in _TENS if t <= number)
    rest = number - base
    if rest == 0:
        return "quatre-vingts" if base == 80 else _TENS[base]
    return (
        f"{_TENS[base]} et {_SMALL[rest]}"
        if rest in (1, 11) and base < 80
        else f"{_TENS[base]}-{_SMALL[rest]}"
    )


@given(st.text(alphabet="0123456789 %,.-–()*\n\t’'àéxsurdeunplus", max_size=200))
def test_numbers_never_overlap_and_lie_in_their_passage(text: str) -> None:
    for passage in passages(text.split("\n")):
        numbers: list[Found] = numbers_of(passage)
        for one, other in pairwise(numbers):
            assert one.end <= other.start
        assert all(0 <= f.start < f.end <= len(passage.texte) for f in numbers)
