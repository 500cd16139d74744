from types import SimpleNamespace

from barometre_pipeline.indicators.change_wording import change_in_points, change_sentence, percent

YEARS = ("2022", "2025")


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def said(before: float, base_before: int, after: float, base_after: int, **more: object) -> str:
    """Say a change of two shares, weighted alike, that no strate and no panel explains unless told."""
    change = after - before
    row = {
        "part_reference": before, "part": after, "part_ponderee_reference": before, "part_ponderee": after,
        "base_ponderee_reference": base_before, "base_ponderee": base_after, "difference": change,
        "ic_bas": change - 0.13, "ic_haut": change + 0.13, "p_valeur_bh": 0.0002, "comparaisons": 40,
        "base_faible": min(base_before, base_after) < 30, "effet_reel": change, "effet_reel_bas": change - 0.1,
        "effet_reel_haut": change + 0.1, "effet_composition": 0.0, "panel_paires": 0,
    }  # fmt: skip
    return plain(change_sentence(SimpleNamespace(**{**row, **more}), YEARS, weighted=True))


def test_a_clear_rise_is_said_to_be_established_with_its_figures():
    text = said(0.51, 100, 0.77, 100)
    assert text.startswith(
        "Sans redressement : 51 % en 2022, 77 % en 2025 (+26 points). Avec redressement : de"
    )
    assert "de 51 % en 2022 (100 réponses) à 77 % en 2025 (100 réponses) : +26 points," in text
    assert "intervalle à 95 % de +13 points à +39 points." in text
    assert text.endswith("La hausse est établie (p < 0,001 après correction pour 40 comparaisons).")


def test_a_difference_within_chance_is_not_a_change_nor_stability():
    text = said(0.5, 100, 0.53, 100, p_valeur_bh=0.67)
    assert "On ne peut pas conclure à une évolution (p = 0,67 après" in text
    assert "ne prouve pas la stabilité" in text


def test_the_corrected_p_value_decides_and_not_the_raw_one():
    text = said(0.4, 100, 0.56, 100, p_valeur=0.02, p_valeur_bh=0.2)
    assert "On ne peut pas conclure" in text
    assert "(p = 0,20 après correction pour 40 comparaisons)" in text


def test_a_p_value_of_five_per_cent_does_not_establish_a_change_and_one_just_under_does():
    assert "On ne peut pas conclure" in said(0.4, 100, 0.56, 100, p_valeur_bh=0.05)
    assert "La hausse est établie" in said(0.4, 100, 0.56, 100, p_valeur_bh=0.0499)


def test_a_small_base_is_said_with_the_smaller_of_the_two():
    assert "Base faible (20 réponses) : à lire avec prudence." in said(0.25, 20, 0.11, 80)
    assert "Base faible" not in said(0.25, 30, 0.11, 80)


def test_a_change_made_of_composition_is_said_to_be_so():
    text = said(0.32, 100, 0.57, 100, effet_reel=0.01, effet_composition=0.24)
    assert "se partage entre +1 point de changement réel à composition égale" in text
    assert "+24 points dus à la composition de l’échantillon" in text
    assert text.endswith("l’essentiel de l’écart tient à qui a répondu, non à un changement de pratiques.")


def test_a_real_fall_hidden_by_composition_is_said():
    text = said(0.34, 100, 0.52, 100, effet_reel=-0.1, effet_composition=0.28)
    assert text.endswith("à composition égale, le mouvement est inverse.")


def test_the_matched_panel_is_told_with_its_limit():
    panel = {"panel_part_reference": 6 / 14, "panel_part": 10 / 14, "panel_p_valeur": 0.21875}
    text = said(0.51, 100, 0.77, 100, panel_paires=14, **panel)
    assert (
        "Parmi 14 structures ayant répondu aux deux éditions, la part passe de 43 % à 71 % (p = 0,22)" in text
    )
    assert text.endswith("ce nombre est trop faible pour conclure seul.")
    assert "trop faible" in said(0.51, 100, 0.77, 100, panel_paires=29, **panel)
    assert "trop faible" not in said(0.51, 100, 0.77, 100, panel_paires=30, **panel)


def test_a_panel_that_did_not_move_is_said_to_stay():
    panel = {"panel_paires": 5, "panel_part_reference": 0.4, "panel_part": 0.4, "panel_p_valeur": 1.0}
    text = said(0.51, 100, 0.77, 100, **panel)
    assert "Parmi 5 structures ayant répondu aux deux éditions, la part reste à 40 % (p = 1,00)" in text


def test_an_edition_without_base_cannot_be_compared():
    nan = float("nan")
    assert "ne peut pas être calculée" in said(0.1, 10, 0.2, 10, difference=nan)


def test_numbers_are_rounded_half_to_even_and_written_in_french():
    assert percent(0.125) == "12\u00a0%" and percent(0.135) == "14\u00a0%"
    assert plain(change_in_points(0.004)) == "moins d’un point"
    assert change_in_points(0.0) == "0\u00a0point"
    assert plain(change_in_points(-0.031, signed=True)) == "−3 points"
    assert plain(change_in_points(0.01)) == "1 point"
