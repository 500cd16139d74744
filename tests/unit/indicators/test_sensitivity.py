"""Every share with what unequal response would do to it: as a whole, and strate by strate where strates are known."""

import numpy as np
import pandas as pd
import pytest

from barometre_pipeline.catalogue.catalogue import Catalogue, load_catalogue
from barometre_pipeline.indicators import sensitivity
from barometre_pipeline.indicators.evaluation import compute_poll, compute_structures
from barometre_pipeline.indicators.sensitivity import sensitivity_of
from barometre_pipeline.statistics.sensitivity import RATIOS
from barometre_pipeline.tables.declarations.quality import SENSIBILITE
from barometre_pipeline.tables.schema import validate
from barometre_pipeline.vocabulary import STRATES
from tests.oracles.designs import plan_of
from tests.unit.indicators.invented import DEMO, answers, structures

N = 150
NATIONAL = {s: 400 + 100 * i for i, s in enumerate(STRATES) if s != "autres"}
Found = tuple[pd.DataFrame, pd.DataFrame, dict[str, pd.DataFrame]]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="module")
def found(catalogue: Catalogue) -> Found:
    people = structures(N, 3)
    plan = plan_of(people["strate"], NATIONAL)
    survey = compute_structures(
        catalogue, "2025", answers(catalogue, "2025", "collectivites", N, 3), people, DEMO, plan
    )
    weights = np.random.default_rng(1).uniform(0.5, 2, N)
    opinion = answers(catalogue, "2025", "francais", N, 3).assign(poids=weights)
    poll = compute_poll(catalogue, "2025", opinion, DEMO)
    indicators = pd.concat([survey.indicateurs, poll.indicateurs], ignore_index=True)
    return indicators, sensitivity_of(catalogue, indicators, {"2025": plan}), {"2025": plan}


def test_every_share_has_a_row_and_nothing_else_has_one(catalogue: Catalogue, found: Found) -> None:
    indicators, table, _ = found
    validate(SENSIBILITE, table, "à l’écriture")
    shares = [n for n, i in catalogue.indicateurs.items() if i.mesure == "part"]
    expected = indicators[indicators["indicateur"].isin(shares) & indicators["part_publiable"].notna()]
    assert set(table["trace_id"]) == set(expected["trace_id"])
    assert set(indicators["indicateur"]) > set(table["indicateur"])


def test_shares_are_in_the_order_of_how_often_those_counted_are_taken_to_have_answered(found: Found) -> None:
    _, table, _ = found
    less_and_less = sorted(RATIOS, key=lambda name: RATIOS[name])
    for prefix, share in (("", "part_publiable"), ("redressee_", "part_ponderee")):
        known = table[table[prefix + less_and_less[0]].notna()]
        assert len(known)
        columns = [prefix + name for name in less_and_less]
        columns.insert(2, share)
        assert (np.diff(known[columns].to_numpy(float), axis=1) <= 1e-12).all()


def test_where_all_answer_alike_the_strates_give_back_the_weighted_share(
    catalogue: Catalogue, found: Found, monkeypatch: pytest.MonkeyPatch
) -> None:
    indicators, _, plans = found
    monkeypatch.setattr(sensitivity, "RATIOS", dict.fromkeys(RATIOS, 1.0))
    table = sensitivity_of(catalogue, indicators, plans)
    known = table[table["redressee_si_2_fois_plus"].notna()]
    assert {"ensemble", "hors_moins_3500", "communes", "epci", "francais"} <= set(known["population"])
    np.testing.assert_allclose(known["redressee_si_2_fois_plus"], known["part_ponderee"], atol=1e-12)


def test_a_population_that_strates_do_not_make_has_no_weighted_answer(found: Found) -> None:
    _, table, _ = found
    cut = table[table["population"].isin(["plus_50000", "engage_ia"])]
    assert len(cut)
    assert cut["redressee_si_2_fois_plus"].isna().all()
    assert cut["si_2_fois_plus"].notna().all()


def test_a_strate_that_nobody_answered_for_is_represented_as_in_the_weighted_share(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sensitivity, "RATIOS", dict.fromkeys(RATIOS, 1.0))
    people = structures(N, 3)
    people["strate"] = people["strate"].replace("metropoles", "epci")
    plan = plan_of(people["strate"], NATIONAL)
    given = answers(catalogue, "2025", "collectivites", N, 3)
    values = compute_structures(catalogue, "2025", given, people, DEMO, plan).indicateurs
    table = sensitivity_of(catalogue, values, {"2025": plan})
    known = table[table["redressee_si_2_fois_plus"].notna()]
    assert {"ensemble", "epci"} <= set(known["population"])
    np.testing.assert_allclose(known["redressee_si_2_fois_plus"], known["part_ponderee"], atol=1e-12)


def test_no_indicator_gives_an_empty_table(catalogue: Catalogue, found: Found) -> None:
    indicators, _, plans = found
    assert sensitivity_of(catalogue, indicators.head(0), plans).empty
