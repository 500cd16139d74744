from barometre_pipeline.indicators.change_wording import percent, phrase_evolution, points
from barometre_pipeline.statistics.composition import kitagawa
from barometre_pipeline.statistics.evolution import Panel, compare, estimate_from_counts


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def change(before, base_before, after, base_after):
    return compare(
        estimate_from_counts("2022", before, base_before), estimate_from_counts("2025", after, base_after)
    )


def test_a_clear_rise_is_said_to_be_established_with_its_figures():
    text = plain(phrase_evolution(change(51, 100, 77, 100)))
    assert text.startswith("De 51 % en 2022 (100 réponses) à 77 % en 2025 (100 réponses) : +26 points,")
    assert "intervalle à 95 % de +13 points à +39 points." in text
    assert text.endswith("La hausse est établie (p < 0,001).")


def test_a_difference_within_chance_is_not_a_change_nor_stability():
    text = plain(phrase_evolution(change(50, 100, 53, 100)))
    assert "On ne peut pas conclure à une évolution (p = 0,67)" in text
    assert "ne prouve pas la stabilité" in text


def test_the_corrected_p_value_decides():
    text = plain(phrase_evolution(change(40, 100, 56, 100), p_corrigee=0.2, comparaisons=40))
    assert "On ne peut pas conclure" in text
    assert "(p = 0,20 après correction pour 40 comparaisons)" in text


def test_a_small_base_is_said():
    assert "Base faible (20 réponses) : à lire avec prudence." in plain(
        phrase_evolution(change(5, 20, 9, 80))
    )


def test_a_change_made_of_composition_is_said_to_be_so():
    split = kitagawa({"regions": (16, 20), "communes": (16, 80)}, {"regions": (49, 60), "communes": (8, 40)})
    text = plain(phrase_evolution(change(32, 100, 57, 100), split))
    assert "+24 points dus à la composition de l’échantillon" in text
    assert text.endswith("l’essentiel de l’écart tient à qui a répondu, non à un changement de pratiques.")


def test_a_real_fall_hidden_by_composition_is_said():
    split = kitagawa({"regions": (18, 20), "communes": (16, 80)}, {"regions": (48, 60), "communes": (4, 40)})
    text = plain(phrase_evolution(change(34, 100, 52, 100), split))
    assert text.endswith("à composition égale, le mouvement est inverse.")


def test_the_matched_panel_is_told_with_its_limit():
    panel = Panel(14, 5, 1, 6 / 14, 10 / 14, 4 / 14, -0.05, 0.5, 0.21875, True)
    text = plain(phrase_evolution(change(51, 100, 77, 100), panel=panel))
    assert (
        "Parmi 14 structures ayant répondu aux deux éditions, la part passe de 43 % à 71 % (p = 0,22)" in text
    )
    assert text.endswith("ce nombre est trop faible pour conclure seul.")


def test_a_panel_that_did_not_move_is_said_to_stay():
    panel = Panel(5, 0, 0, 0.4, 0.4, 0.0, -0.28, 0.28, 1.0, True)
    text = plain(phrase_evolution(change(51, 100, 77, 100), panel=panel))
    assert "Parmi 5 structures ayant répondu aux deux éditions, la part reste à 40 % (p = 1,00)" in text


def test_an_edition_without_base_cannot_be_compared():
    nan = float("nan")
    empty = estimate_from_counts("2022", 1, 10)
    lost = type(empty)("2025", nan, nan, 0, 0)
    assert "ne peut pas être calculée" in phrase_evolution(compare(empty, lost))


def test_numbers_are_rounded_half_to_even_and_written_in_french():
    assert percent(0.125) == "12\u00a0%" and percent(0.135) == "14\u00a0%"
    assert plain(points(0.004)) == "moins d’un point"
    assert points(0.0) == "0 point"
    assert plain(points(-0.031, signed=True)) == "−3 points"
    assert plain(points(0.01)) == "1 point"
