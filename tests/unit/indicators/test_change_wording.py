"""The sentence of a change: its quantity, its bases, its composition, its verdict, each said once."""

from types import SimpleNamespace

import numpy as np
import pandas as pd

from barometre_pipeline.indicators.change_wording import ChangeWords, change_in_points, change_sentence

NAN = float("nan")
WORDS = ChangeWords(
    {"projets": "Projets"},
    {("projets", "oui"): "Au moins un"},
    {"epci": "EPCI"},
    {("age", "jeune"): "18 à 24 ans"},
)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def said(**more: object) -> str:
    row = {
        "indicateur": "projets", "categorie": "oui", "population": "epci", "ventilation": "type", "modalite": "epci",
        "public": "collectivites", "edition": "2025", "edition_reference": "2024",
        "part": 0.77, "part_reference": 0.51, "ecart_points": 26.0, "base_publiee": 100, "base_publiee_reference": 90,
        "regle_base": "sans_reponse_exclues", "regle_base_reference": "sans_reponse_exclues",
        "base": 100, "base_reference": 90, "part_serie": 0.77, "part_serie_reference": 0.51, "ecart_serie_points": 26.0,
        "part_ponderee": NAN, "part_ponderee_reference": NAN, "base_ponderee": 0, "base_ponderee_reference": 0,
        "ecart_pondere_points": NAN, "ecart_composition_egale": 24.0, "effet_composition": 2.0, "niveau": 0.95,
        "ic_bas": 12.0, "ic_haut": 36.0, "comparaisons": 40, "panel_paires": 0, "panel_ecart_points": NAN,
        "panel_part": NAN, "panel_part_reference": NAN, "panel_p_valeur": NAN, "verdict": "hausse_etablie",
        "raison": "", "note": "", "source_donnees": "reelles", "source_reference": "reelles",
    }  # fmt: skip
    return plain(change_sentence(SimpleNamespace(**{**row, **more}), WORDS))


def test_an_established_rise_is_said_whole() -> None:
    assert said() == (
        "Projets, « Au moins un » (EPCI) : part publiée, 51 % en 2024 (base : 90 réponses), 77 % en 2025 (100), soit "
        "+26 points. À composition d’échantillon égale : +24 points, intervalle à 95 % de +12 à +36 points (corrigé "
        "pour 40 comparaisons) ; le changement de composition de l’échantillon "
        "explique le reste, +2 points. La hausse est établie."
    )


def test_a_fall_is_called_a_fall() -> None:
    assert said(verdict="baisse_etablie").endswith("La baisse est établie.")


def test_bounds_carry_their_sign_and_are_never_rounded_to_the_other_side_of_zero() -> None:
    text = said(ic_bas=0.03, ic_haut=-0.4)
    assert "de +0,03 à −0,4 points" in text


def test_a_difference_of_rounded_shares_that_is_not_the_one_shown_is_noted() -> None:
    text = said(part=0.774, part_reference=0.516, ecart_points=25.8)
    assert "soit +26 points (arrondies, les parts diffèrent de +25 points)." in text
    assert "arrondies" not in said()


def test_two_rules_of_base_are_told_with_the_change_on_one_base() -> None:
    text = said(regle_base_reference="sans_reponse_incluses", base_reference=60, part_serie_reference=0.6,
                ecart_serie_points=17.0)  # fmt: skip
    assert (
        "Ces deux parts n’ont pas la même base : réponses vides comprises dans la base en 2024, réponses vides hors de "
        "la base en 2025. Sur une même base, réponses vides exclues les deux années : 60 % en 2024 (base : 60 "
        "réponses), 77 % en 2025 (100), soit +17 points." in text
    )
    # Nobody left the question empty: the two rules give the same.
    assert "même base" not in said(regle_base_reference="sans_reponse_incluses")


def test_a_broken_series_says_its_two_bases_and_no_change_on_one() -> None:
    text = said(regle_base_reference="sans_reponse_incluses", base_reference=pd.NA, ecart_serie_points=NAN,
                ecart_composition_egale=NAN, ic_bas=NAN, verdict="non_jugee", raison="serie_rompue")  # fmt: skip
    assert "n’ont pas la même base" in text and "Sur une même base" not in text
    assert text.endswith("Pas de verdict : une des deux années n’existe qu’avec les réponses vides dans la base, la "
                         "série est rompue.")  # fmt: skip


def test_a_change_within_chance_is_neither_a_change_nor_stability() -> None:
    text = said(verdict="non_etablie", raison="intervalle", ic_bas=-2.0)
    assert "On ne peut pas conclure à une évolution : l’intervalle contient zéro" in text
    assert text.endswith("ne prouve pas la stabilité.")


def test_what_is_not_comparable_is_told_in_the_catalogues_words() -> None:
    text = said(verdict="non_jugee", raison="non_comparable", note="La question a changé.", ic_bas=NAN)
    assert text.endswith(
        "la question ou la population n’est pas la même les deux années. La question a changé."
    )
    assert "intervalle à" not in text


def test_what_is_outside_the_family_is_told_short() -> None:
    text = said(verdict="non_jugee", raison="hors_famille")
    assert "composition" not in text and "n’est pas de celles dont le catalogue déclare" in text


def test_the_weighted_shares_are_told_with_their_own_bases_where_they_exist() -> None:
    text = said(part_ponderee=0.7, part_ponderee_reference=0.6, base_ponderee=66, base_ponderee_reference=61,
                ecart_pondere_points=10.0)  # fmt: skip
    assert "Part redressée : 60 % en 2024 (base : 61 réponses), 70 % en 2025 (66), soit +10 points." in text
    assert "redressée" not in said()


def test_the_matched_panel_is_told_where_it_has_figures() -> None:
    panel = {"panel_paires": 34, "panel_ecart_points": 28.0, "panel_part_reference": 0.43, "panel_part": 0.71,
             "panel_p_valeur": 0.012}  # fmt: skip
    assert (
        "Parmi les 34 structures qui ont répondu les deux fois, elle passe de 43 % à 71 % (p = 0,012)."
        in said(**panel)
    )
    assert "elle reste à 43 %" in said(**(panel | {"panel_part": 0.43}))
    assert "elle passe de 43,0 % à 43,3 %" in said(**(panel | {"panel_part": 0.433}))


def test_a_panel_too_small_to_count_is_told_and_not_described() -> None:
    text = said(panel_paires=12)
    assert "12 structures ont répondu les deux fois, trop peu pour dire comment elles ont changé." in text
    assert "reste à" not in text and "Parmi les" not in text


def test_a_panel_that_does_not_move_is_the_reason_of_a_refusal() -> None:
    text = said(verdict="non_jugee", raison="panel", ic_bas=NAN, panel_paires=34, panel_ecart_points=0.0,
                panel_part_reference=0.43, panel_part=0.43, panel_p_valeur=1.0)  # fmt: skip
    assert "elle reste à 43 %" in text
    assert text.endswith(
        "Pas de verdict : parmi les structures qui ont répondu les deux fois, la part ne bouge pas ou va dans l’autre "
        "sens."
    )


def test_a_poll_has_people_weights_and_no_composition() -> None:
    text = said(
        public="francais", population="francais", modalite="jeune", ventilation="age", effet_composition=NAN
    )
    assert text.startswith(
        "Projets, « Au moins un » (francais, 18 à 24 ans) : part redressée, 51 % en 2024 (base : 90 personnes)"
    )
    assert "Écart des parts redressées : intervalle à 95 % de +12 à +36 points" in text
    assert "composition" not in text


def test_one_strate_has_one_composition() -> None:
    assert "qui a répondu" not in said(effet_composition=0.0)


def test_synthetic_years_are_named() -> None:
    assert said(source_donnees="demonstration").endswith("Données de démonstration (synthétiques) en 2025.")
    both = {"source_donnees": "demonstration", "source_reference": "demonstration"}
    assert said(**both).endswith("en 2024 et 2025.")
    assert "synthétiques" not in said()


def test_the_level_of_a_corrected_interval_is_said() -> None:
    assert "intervalle à 98,9 % de" in said(niveau=0.98904)
    assert "corrigé" not in said(comparaisons=0)


def test_points_are_rounded_half_to_even_and_written_in_french() -> None:
    assert plain(change_in_points(0.4)) == "moins d’un point"
    assert plain(change_in_points(0.0)) == "0 point"
    assert plain(change_in_points(-3.1)) == "−3 points"
    assert plain(change_in_points(np.float64(1.2))) == "+1 point"
