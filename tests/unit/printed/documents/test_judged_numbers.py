"""A tied number is judged by the rule of printed figures: exact, rounded otherwise, contradicted, or not found."""

import pandas as pd
import pytest

from barometre_pipeline.printed.documents.judged import Computed, judge
from barometre_pipeline.printed.documents.model import Occurrence

INDICATORS = pd.DataFrame(
    [
        (edition, "projet_ia", "engage", "communes", "", True, n, 200, n / 200, "reelles", f"t{edition}")
        for edition, n in (("2025", 98), ("2024", 50))
    ],
    columns=["edition", "indicateur", "categorie", "population", "modalite", "imprime", "n", "base",
             "part_publiable", "source_donnees", "trace_id"],
)  # fmt: skip
FIGURES = pd.DataFrame(
    [("autre_2025-001", "projet_ia", "engage", "communes", "2025", "part", 47.0, "")],
    columns=[
        "chiffre",
        "indicateur",
        "categorie",
        "population",
        "edition",
        "statistique",
        "valeur",
        "edition_reference",
    ],
)
NONE = pd.DataFrame()


def judged(
    value: float,
    genre: str = "part",
    borne: str = "",
    *,
    synthetic: bool = False,
    edition: str = "2025",
    texte: str = "le nombre",
) -> Occurrence:
    frame = INDICATORS.assign(source_donnees="demonstration") if synthetic else INDICATORS
    one = Occurrence(
        1, 0, texte, value, genre, borne, indicateur="projet_ia", categorie="engage", population="communes",
        edition=edition, edition_reference="2024" if genre in ("ecart_points", "autre") else "", lien="sur",
    )  # fmt: skip
    return judge([one], Computed.of(frame, NONE, FIGURES))[0]


@pytest.mark.parametrize(
    ("value", "genre", "borne", "verdict"),
    [
        (49, "part", "", "exact"),
        (48.5, "part", "", "arrondi_different"),
        (53, "part", "", "contredit"),
        (50, "fraction", "pres_de", "exact"),
        (75, "fraction", "", "contredit"),
        (45, "part", "plus_de", "exact"),
        (55, "part", "plus_de", "contredit"),
        (50, "part", "moins_de", "exact"),
        (40, "part", "moins_de", "contredit"),
        (24, "ecart_points", "", "exact"),
        (-24, "ecart_points", "", "contredit"),
        (2, "autre", "", "exact"),
        (3, "autre", "", "contredit"),
    ],
)
def test_a_number_is_held_against_the_value_computed(
    value: float, genre: str, borne: str, verdict: str
) -> None:
    assert judged(value, genre, borne).verdict == verdict


def test_a_growth_in_percent_is_held_against_the_ratio_and_told_in_percent() -> None:
    grown = judged(2, "autre", texte="100 %")
    assert grown.verdict == "contredit" if "+96" in grown.constat else grown.verdict == "exact"
    wrong = judged(1.24, "autre", texte="24 %")
    assert wrong.verdict == "contredit"
    assert "le document +24,0\u00a0%" in wrong.constat


def test_what_demonstration_data_give_is_fitted_and_the_sentence_does_not_repeat_what_the_page_says_once() -> (
    None
):
    one = judged(49, synthetic=True)
    assert one.verdict == "cale"
    assert "démonstration" not in one.constat


def test_what_no_edition_computes_is_not_found() -> None:
    one = judged(49, edition="2023")
    assert (one.verdict, one.valeur_calculee) == ("introuvable", None)


def test_a_contradiction_says_the_value_the_difference_and_what_is_printed_elsewhere() -> None:
    one = judged(53)
    assert one.constat == (
        "Les données donnent 49\u00a0%, 4\u00a0points de moins que le document. Imprimé ailleurs\u00a0: "
        "47\u00a0% (autre_2025-001)."
    )
    assert (one.fiche, one.chiffres) == ("t2025", ("autre_2025-001",))


def test_somebody_elses_number_is_not_judged() -> None:
    other = Occurrence(1, 0, "41 %", 41, "part", statut="autre_source", source="INSEE")
    assert judge([other], Computed.of(INDICATORS, NONE, FIGURES)) == [other]


def test_a_contradicted_number_that_was_printed_before_is_said_to_be() -> None:
    one = judged(47)
    assert one.constat == (
        "Les données donnent 49\u00a0%, 2\u00a0points de plus que le document. "
        "Le même nombre a été imprimé\u00a0: autre_2025-001."
    )
