"""Indicators of an edition computed from its responses."""

import numpy as np
import pandas as pd
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from barometre_pipeline.catalogue.catalogue import Catalogue, load_catalogue
from barometre_pipeline.catalogue.extension import extended_catalogue
from barometre_pipeline.indicators.crossings import compute_crossings
from barometre_pipeline.indicators.evaluation import EvaluatedIndicators, compute_poll, compute_structures
from barometre_pipeline.tables.declarations.indicators import (
    CROISEMENTS,
    NON_CALCULABLES,
    VALEURS,
)
from barometre_pipeline.tables.schema import validate
from barometre_pipeline.vocabulary import REGLE_SERIES, SANS_REPONSE
from tests.unit.indicators.invented import DEMO, answers, structures, unweighted

TEN = unweighted(structures(10, 1))
N = 120
PLAN = unweighted(structures(N, 7))


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="module")
def results(catalogue: Catalogue) -> dict[str, EvaluatedIndicators]:
    found = {
        e: compute_structures(
            catalogue,
            e,
            answers(catalogue, e, "collectivites", N, 7),
            structures(N, 7),
            DEMO,
            unweighted(structures(N, 7)),
        )
        for e in ("2023", "2025")
    }
    poll = answers(catalogue, "2025", "francais", N, 7).assign(poids=1.0)
    return found | {"francais": compute_poll(catalogue, "2025", poll, DEMO)}


def _value(table: pd.DataFrame, indicator: str, category: str, population: str) -> pd.Series:
    rows = table[(table["indicateur"] == indicator) & (table["categorie"] == category)]
    return rows[
        (rows["population"] == population) & ((rows["modalite"] == "") | (rows["modalite"] == population))
    ].iloc[0]


def test_every_table_respects_its_schema(
    catalogue: Catalogue, results: dict[str, EvaluatedIndicators]
) -> None:
    everything = pd.concat([r.indicateurs for r in results.values()], ignore_index=True)
    validate(VALEURS, everything, "à l’écriture")
    validate(
        NON_CALCULABLES,
        pd.concat([r.non_calculables for r in results.values()], ignore_index=True),
        "à l’écriture",
    )
    validate(CROISEMENTS, compute_crossings(catalogue, everything), "à l’écriture")


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 2**31))
def test_answers_of_a_single_choice_share_out_the_base(seed: int) -> None:
    catalogue = load_catalogue()
    table = compute_structures(
        catalogue,
        "2025",
        answers(catalogue, "2025", "collectivites", 60, seed),
        structures(60, seed),
        DEMO,
        unweighted(structures(60, seed)),
    ).indicateurs
    shares = table[
        (table["indicateur"] == "consigne_ia_generative") & (table["categorie"] != "pas_de_consigne_precise")
    ]
    counted = shares.groupby("population")[["n", "base"]].agg({"n": "sum", "base": "first"})
    assert (counted["n"] == counted["base"]).all()


def test_an_empty_answer_stays_in_the_base_in_2023_and_leaves_it_in_2025(catalogue: Catalogue) -> None:
    for edition, question, indicator, category, base in (
        ("2023", "G05Q01", "regles_gouvernance_data", "en_place", 10),
        ("2025", "GOUV02", "regles_gouvernance_data", "en_place", 8),
    ):
        frame = answers(catalogue, edition, "collectivites", 10, 1)
        values = ["AO01"] * 4 + ["AO03"] * 4 + [SANS_REPONSE] * 2
        frame[question] = pd.Categorical(values, categories=frame[question].cat.categories)
        table = compute_structures(
            catalogue, edition, frame, structures(10, 1), DEMO, unweighted(structures(10, 1))
        ).indicateurs
        row = _value(table[table["imprime"]], indicator, category, "ensemble")
        assert (row["n"], row["base"]) == (4, base)
        series = _value(table[table["regle_base"] == REGLE_SERIES], indicator, category, "ensemble")
        assert (series["n"], series["base"]) == (4, 8)


def test_do_not_know_leaves_the_base_only_where_the_definition_says_so(catalogue: Catalogue) -> None:
    frame = answers(catalogue, "2025", "collectivites", 10, 1)
    column = "GOUV06[SQ001]"
    frame[column] = pd.Categorical(
        ["AO01"] * 3 + ["AO05"] * 3 + ["AO07"] * 4, categories=frame[column].cat.categories
    )
    table = compute_structures(
        catalogue, "2025", frame, structures(10, 1), DEMO, unweighted(structures(10, 1))
    ).indicateurs
    row = _value(table, "implication_direction_generale", "impliquee", "ensemble")
    assert (row["n"], row["base"]) == (3, 6)


def test_a_share_of_mentions_counts_ticks_over_ticks(catalogue: Catalogue) -> None:
    frame = answers(catalogue, "2024", "collectivites", 10, 1)
    frame["G07Q01"] = pd.Categorical(["AO01"] * 10, categories=frame["G07Q01"].cat.categories)
    for column in [c for c in frame if str(c).startswith("G07Q02[")]:
        frame[column] = pd.Categorical(["N"] * 10, categories=frame[column].cat.categories)
    for column, ticks in (("G07Q02[SQ001]", 3), ("G07Q02[SQ002]", 1), ("G07Q02[SQ003]", 4)):
        frame[column] = pd.Categorical(
            ["Y"] * ticks + ["N"] * (10 - ticks), categories=frame[column].cat.categories
        )
    table = compute_structures(
        catalogue, "2024", frame, structures(10, 1), DEMO, unweighted(structures(10, 1))
    ).indicateurs
    row = _value(table, "projet_ia_domaine_projets", "administration_ou_relation_usagers", "engage_ia")
    assert (row["n"], row["base"]) == (4, 8)
    assert row["part"] == pytest.approx(0.5)


def test_each_of_these_populations_takes_the_smallest_share(results: dict[str, EvaluatedIndicators]) -> None:
    table = results["2025"].indicateurs
    rows = table[(table["indicateur"] == "systeme_ia") & (table["categorie"] == "generative")].set_index(
        "population"
    )
    members = ["communes_ia", "epci_ia", "metropoles_ia", "departements_ia", "regions_ia"]
    assert rows.loc["chaque_type_ia", "part"] == rows.loc[members, "part"].min()


def test_the_french_are_published_weighted_and_broken_down_by_profile(catalogue: Catalogue) -> None:
    poll = answers(catalogue, "2025", "francais", 40, 3)
    poll["poids"] = np.where(np.arange(40) < 10, 2.0, 2 / 3)
    poll["Q16"] = pd.Categorical(["1"] * 10 + ["2"] * 30, categories=poll["Q16"].cat.categories)
    table = compute_poll(catalogue, "2025", poll, DEMO).indicateurs
    row = _value(table, "opinion_guichet", "ia", "francais")
    assert row["part"] == pytest.approx(0.25)
    assert row["part_publiable"] == pytest.approx(0.5)
    rows = table[(table["indicateur"] == "opinion_guichet") & (table["categorie"] == "ia")]
    assert {"sexe", "age", "profession", "agglomeration", "region"} <= set(rows["ventilation"])


def test_a_response_without_structure_is_refused(catalogue: Catalogue) -> None:
    with pytest.raises(ValueError, match="pas de structure"):
        compute_structures(
            catalogue,
            "2025",
            answers(catalogue, "2025", "collectivites", 10, 1),
            structures(9, 1),
            DEMO,
            unweighted(structures(9, 1)),
        )


def test_what_cannot_be_computed_has_a_reason(results: dict[str, EvaluatedIndicators]) -> None:
    reasons = results["2023"].non_calculables
    assert "maturite_data" in set(reasons["indicateur"])
    assert (reasons["raison"] != "").all()


def test_a_response_without_a_structure_stops_the_computation_and_says_so(catalogue: Catalogue) -> None:
    frame = answers(catalogue, "2025", "collectivites", 12, 1)
    message = "^une réponse n’a pas de structure : les deux tables viennent d’éditions différentes$"
    with pytest.raises(ValueError, match=message):
        compute_structures(catalogue, "2025", frame, structures(11, 1), DEMO, unweighted(structures(11, 1)))


def test_a_category_that_an_edition_cannot_give_has_the_reason_of_that_edition(catalogue: Catalogue) -> None:
    barred = {
        (i.nom, c, e): why
        for i in catalogue.indicateurs.values()
        for c in catalogue.categories[i.nom]
        for e in ("2023", "2025")
        if i.public == "collectivites" and i.mesure == "part" and (why := i.reason(e, c))
    }
    assert barred, "the catalogue bars some, so that this test can fail"
    for edition in ("2023", "2025"):
        frame = answers(catalogue, edition, "collectivites", 20, 2)
        given_up = compute_structures(
            catalogue, edition, frame, structures(20, 2), DEMO, unweighted(structures(20, 2))
        ).non_calculables
        said = set(zip(given_up["indicateur"], given_up["categorie"], given_up["raison"], strict=True))
        assert {(i, c, why) for (i, c, e), why in barred.items() if e == edition} <= said


def test_a_part_of_the_sample_cut_out_by_an_answer_is_not_cut_by_type_as_well(catalogue: Catalogue) -> None:
    frame = answers(catalogue, "2025", "collectivites", 60, 4)
    table = compute_structures(
        catalogue, "2025", frame, structures(60, 4), DEMO, unweighted(structures(60, 4))
    ).indicateurs
    parts = table.groupby("indicateur")["population"].agg(set)
    own = [
        i
        for i in catalogue.indicateurs.values()
        if i.nom in parts and i.mesure == "part" and catalogue.populations.by_name[i.population].condition
    ]
    assert own
    for indicator in own:
        assert parts[indicator.nom] <= {indicator.population, *indicator.autres_populations}, indicator.nom
    assert {"ensemble", "epci", "communes_moins_3500"} <= parts["regles_gouvernance_data"]


def test_a_share_among_some_is_not_computed_among_all_where_the_edition_cannot_tell_who_they_are() -> None:
    mapped = {"projet_ia_domaine": {"question": "Z7"}, "maturite_data": {"question": "Z1"}}
    book = {"edition": "2031", "edition_precedente": "2025", "variables": mapped}
    extended = extended_catalogue((("2031", "2031/codebook.yaml", yaml.safe_dump(book)),))
    responses = answers(extended, "2031", "collectivites", N, 7)
    found = compute_structures(extended, "2031", responses, structures(N, 7), DEMO, PLAN)
    assert set(found.indicateurs["indicateur"]) == {"effectif_repondants", "maturite_data"}
    why = found.non_calculables
    why = why[(why["indicateur"] == "projet_ia_domaine") & (why["population"] == "engage_ou_prevu_ia")]
    (told,) = why["raison"]
    assert "aucune question de 2031 n’est rattachée à «\u00a0Projet d’IA" in told, (
        "it may well have been asked"
    )
    assert "2031/codebook.yaml" in told
