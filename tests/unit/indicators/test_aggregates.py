"""Indicators of an edition made of published tables."""

from dataclasses import replace

import pandas as pd
import pytest

from barometre_pipeline.catalogue.catalogue import Catalogue, load_catalogue
from barometre_pipeline.catalogue.indicator import TOTAL
from barometre_pipeline.indicators.aggregates import compute_aggregates
from barometre_pipeline.indicators.evaluation import EvaluatedIndicators
from barometre_pipeline.tables.declarations.indicators import VALEURS
from barometre_pipeline.tables.declarations.poll import AGREGATS
from barometre_pipeline.tables.schema import validate
from barometre_pipeline.vocabulary import REGLE_SERIES
from tests.unit.indicators.invented import PRINTED


def _tables() -> pd.DataFrame:
    rows = [
        # question, answer, group, count, size
        ("Droitdesdonnees1", "oui-tout-a-fait", "ensemble", 20, 80),
        ("Droitdesdonnees1", "oui-partiellement", "ensemble", 40, 80),
        ("Droitdesdonnees1", "non-pas-encore", "ensemble", 20, 80),
        ("Droitdesdonnees1", "oui-tout-a-fait", "communes_10000_100000", 5, 20),
        ("Droitdesdonnees1", "oui-tout-a-fait", "communes_plus_100000", 3, 10),
        ("G2Q00004", "oui", "ensemble", 50, 80),
        ("G2Q00004", "non", "ensemble", 30, 80),
        ("G2Q00005SQ001", "SQ001", "ensemble", 45, 80),
        ("G7Q00003SQ001", "SQ003", "ensemble", 8, 80),
        ("IA1", "oui", "ensemble", 12, 80),
    ]
    table = pd.DataFrame(rows, columns=["question", "modalite", "groupe", "effectif", "taille_groupe"])
    return table.assign(edition="2022", pourcentage_imprime=0, correction="")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="module")
def result(catalogue: Catalogue) -> EvaluatedIndicators:
    return compute_aggregates(catalogue, _tables(), PRINTED)


def _counts(result: EvaluatedIndicators, indicator: str, category: str, population: str) -> tuple[int, int]:
    table = result.indicateurs[result.indicateurs["imprime"]]
    keys = (table["indicateur"] == indicator) & (table["categorie"] == category)
    row = table[keys & (table["population"] == population)].iloc[0]
    return int(row["n"]), int(row["base"])


def test_answers_of_one_question_add_up(result: EvaluatedIndicators) -> None:
    assert _counts(result, "conformite_rgpd", "totale_ou_partielle", "ensemble") == (60, 80)


def test_strates_that_were_printed_add_up_to_a_population_that_was_not(result: EvaluatedIndicators) -> None:
    assert _counts(result, "conformite_rgpd", "totale", "communes_plus_10000") == (8, 30)


def test_a_sub_population_by_condition_takes_its_base_from_the_question_that_conditions_it(
    result: EvaluatedIndicators,
) -> None:
    assert _counts(result, "domaine_clauses_data", "rgpd", "clauses_data_en_place") == (45, 50)


def test_empty_answers_leave_the_base_of_series_where_the_tables_tell_how_many(
    result: EvaluatedIndicators,
) -> None:
    series = result.indicateurs[result.indicateurs["regle_base"] == REGLE_SERIES]
    printed = result.indicateurs[result.indicateurs["imprime"]]
    for name, question in (("conformite_rgpd", "single"), ("direction_data_existe", "boxes")):
        asked = [t[(t["indicateur"] == name) & (t["population"] == "ensemble")] for t in (printed, series)]
        bases = [set(t["base"]) for t in asked]
        # Every structure answered the single choice; nothing says who left the boxes empty.
        assert bases[1] == (bases[0] if question == "single" else set())


def test_a_box_counts_as_the_answer_it_stood_for(result: EvaluatedIndicators) -> None:
    assert _counts(result, "direction_data_existe", "oui", "ensemble") == (8, 80)


def test_rows_say_they_are_aggregates_and_have_no_weighted_share(result: EvaluatedIndicators) -> None:
    assert set(result.indicateurs["source_donnees"]) == {"agregats"}
    assert result.indicateurs["part_ponderee"].isna().all()
    validate(VALEURS, result.indicateurs, "à l’écriture")
    validate(AGREGATS, _tables(), "à l’écriture")


@pytest.mark.parametrize(
    ("indicator", "words"),
    [
        ("projet_ia", "n’étaient pas demandés"),
        ("priorite_data", "dépouillé"),
        ("maturite_data", "pas été posée"),
    ],
)
def test_what_tables_cannot_give_says_why(result: EvaluatedIndicators, indicator: str, words: str) -> None:
    reasons = result.non_calculables
    assert reasons.loc[reasons["indicateur"] == indicator, "raison"].str.contains(words).any()


def test_populations_absent_from_the_tables_are_named(result: EvaluatedIndicators) -> None:
    absent = result.non_calculables.query("indicateur == ''").set_index("population")["raison"]
    assert "Métropoles" in absent["metropoles"]


def _leaving_out(catalogue: Catalogue, indicator: str, *answers: str) -> Catalogue:
    """Return the catalogue with these answers out of the base of one indicator."""
    themes = tuple(
        t.model_copy(
            update={
                "indicateurs": [
                    i.model_copy(update={"exclure": answers}) if i.nom == indicator else i
                    for i in t.indicateurs
                ]
            }
        )
        for t in catalogue.themes
    )
    return replace(catalogue, themes=themes)


def test_an_answer_left_out_leaves_the_base_and_not_the_count(catalogue: Catalogue) -> None:
    # 20 of the 80 answered « non, pas encore », 60 of the 80 are compliant at least in part.
    found = compute_aggregates(_leaving_out(catalogue, "conformite_rgpd", "pas_encore"), _tables(), PRINTED)
    assert _counts(found, "conformite_rgpd", "totale_ou_partielle", "ensemble") == (60, 60)
    assert _counts(found, "conformite_rgpd", "totale", "ensemble") == (20, 60)


def test_an_answer_left_out_of_one_indicator_stays_in_the_base_of_the_others(catalogue: Catalogue) -> None:
    found = compute_aggregates(_leaving_out(catalogue, "conformite_rgpd", "pas_encore"), _tables(), PRINTED)
    assert _counts(found, "clauses_data", "en_place", "ensemble") == (50, 80)


def test_an_answer_the_question_does_not_have_takes_nobody_out(catalogue: Catalogue) -> None:
    found = compute_aggregates(
        _leaving_out(catalogue, "conformite_rgpd", "jamais_entendu_parler"), _tables(), PRINTED
    )
    assert _counts(found, "conformite_rgpd", "totale", "ensemble") == (20, 80)


def test_the_share_is_count_over_base_with_its_exact_binomial_interval(result: EvaluatedIndicators) -> None:
    table = result.indicateurs[result.indicateurs["imprime"]].set_index(
        ["indicateur", "categorie", "population"]
    )
    row = table.loc[("conformite_rgpd", "totale", "ensemble")]
    # 20 of 80: Clopper and Pearson give 15.99 % to 35.94 %.
    assert row["part"] == row["part_publiable"] == 0.25
    assert (row["ic_bas"], row["ic_haut"]) == pytest.approx((0.1599, 0.3594), abs=0.0001)


@pytest.mark.parametrize(("population", "size"), [("ensemble", 80), ("communes_plus_10000", 30)])
def test_the_number_of_structures_is_the_size_of_the_group(
    result: EvaluatedIndicators, population: str, size: int
) -> None:
    assert _counts(result, "effectif_repondants", TOTAL, population) == (size, size)
