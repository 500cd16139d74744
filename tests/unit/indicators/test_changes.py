"""How shares change, over invented editions that share structures: every measure on one row, one verdict."""

import numpy as np
import pandas as pd
import pytest

from barometre_pipeline.catalogue.catalogue import Catalogue, load_catalogue
from barometre_pipeline.catalogue.family import Family, load_family
from barometre_pipeline.indicators.changes import Microdata, compute_changes
from barometre_pipeline.indicators.evaluation import compute_poll, compute_structures
from barometre_pipeline.statistics.sampling_plan import strate_counts
from barometre_pipeline.tables.declarations.changes import EVOLUTIONS
from barometre_pipeline.tables.schema import validate
from barometre_pipeline.vocabulary import SANS_REPONSE
from tests.oracles.designs import plan_of
from tests.unit.indicators.invented import DEMO, answers, structures

N = 400
RULES, YES, NO = "acculturation_data", "bon", "insuffisant"


def edition(catalogue: Catalogue, year: str, seed: int, n: int = N) -> Microdata:
    drawn = answers(catalogue, year, "collectivites", n, seed)
    return Microdata(year, drawn, structures(n, seed), "demonstration")


def values(catalogue: Catalogue, data: Microdata) -> pd.DataFrame:
    strates = data.structures["strate"]
    counts = {s: 4 * c for s, c in strate_counts(strates).items() if s != "autres"}
    plan = plan_of(strates, counts)
    return compute_structures(catalogue, data.edition, data.reponses, data.structures, DEMO, plan).indicateurs


def links(*editions: Microdata) -> pd.DataFrame:
    """Say that two responses out of three have the same number in every edition for the same structure."""
    rows = [(e.edition, i, f"s{i}") for e in editions for i in e.structures["id_reponse"] if i % 3]
    return pd.DataFrame(rows, columns=["edition", "id_reponse", "lien"])


def changes(
    catalogue: Catalogue, editions: list[Microdata], liens: pd.DataFrame, *more: pd.DataFrame
) -> pd.DataFrame:
    family = Family({RULES: frozenset({YES})}, {RULES: frozenset({"ensemble", "hors_moins_3500"})})
    indicators = pd.concat([*(values(catalogue, e) for e in editions), *more], ignore_index=True)
    table = compute_changes(catalogue, family, indicators, editions, liens)
    return validate(EVOLUTIONS, table, "à l’écriture") if len(table) else table


def say(catalogue: Catalogue, data: Microdata, given: list[str]) -> None:
    """Answer the question on acculturation in the place of the respondents."""
    codes = catalogue.codebook.variables[RULES].coding(data.edition)
    assert codes is not None
    (column,) = codes.colonnes.values()
    code = {YES: codes.modalites[YES][0], NO: codes.modalites[NO][0], SANS_REPONSE: SANS_REPONSE}
    data.reponses[column] = pd.Categorical(
        [code[g] for g in given], categories=data.reponses[column].cat.categories
    )


def of_everybody(table: pd.DataFrame) -> pd.Series:
    rows = table[(table["indicateur"] == RULES) & (table["categorie"] == YES)]
    return rows[rows["population"] == "ensemble"].iloc[0]


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="module")
def editions(catalogue: Catalogue) -> list[Microdata]:
    return [edition(catalogue, year, seed, 150) for year, seed in (("2023", 5), ("2024", 6), ("2025", 7))]


@pytest.fixture(scope="module")
def table(catalogue: Catalogue, editions: list[Microdata]) -> pd.DataFrame:
    return changes(catalogue, editions, links(*editions))


def test_every_pair_of_editions_is_compared_and_each_value_once(table: pd.DataFrame) -> None:
    pairs = set(zip(table["edition_reference"], table["edition"], strict=True))
    assert pairs == {("2023", "2024"), ("2023", "2025"), ("2024", "2025")}


def test_each_value_is_that_of_the_table_of_indicators(
    catalogue: Catalogue, editions: list[Microdata], table: pd.DataFrame
) -> None:
    known = values(catalogue, editions[-1]).set_index("trace_id")
    mine = table[table["edition"] == "2025"]
    theirs = known.loc[mine["trace_id"]]
    for name, other in (
        ("part", "part_publiable"),
        ("base_publiee", "base"),
        ("n", "n"),
        ("part_ponderee",) * 2,
    ):
        np.testing.assert_allclose(mine[name].to_numpy(float), theirs[other].to_numpy(float), atol=1e-12)


def test_a_planted_rise_in_every_strate_is_established_and_real(catalogue: Catalogue) -> None:
    before, after = (edition(catalogue, year, 3) for year in ("2024", "2025"))
    say(catalogue, before, [YES if i % 10 < 2 else NO for i in range(N)])
    say(catalogue, after, [YES if i % 10 < 9 else NO for i in range(N)])
    row = of_everybody(changes(catalogue, [before, after], links(before, after)))
    assert row["ecart_points"] == pytest.approx(70)
    # The same structures both years: nothing to put down to composition.
    assert row["ecart_composition_egale"] == pytest.approx(70)
    assert row["ic_bas"] > 0 and (row["verdict"], row["raison"]) == ("hausse_etablie", "")
    said = plain(row["phrase"])
    assert "part publiée, 20 % en 2024 (base : 400 réponses), 90 % en 2025 (400), soit +70 points." in said
    assert "La hausse est établie. Données de démonstration (synthétiques) en 2024 et 2025." in said


def test_a_change_of_who_answers_is_composition_and_is_not_established(catalogue: Catalogue) -> None:
    """Communes say no and régions yes, both years; many more régions answer in the second."""
    found = []
    for year, regions in (("2024", 40), ("2025", 300)):
        data = edition(catalogue, year, 1)
        strates = ["regions"] * regions + ["communes_moins_3500"] * (N - regions)
        types = ["regions"] * regions + ["communes"] * (N - regions)
        say(catalogue, data, [YES if s == "regions" else NO for s in strates])
        frame = data.structures.assign(strate=strates, type=types)
        found.append(Microdata(year, data.reponses, frame, "demonstration"))
    row = of_everybody(changes(catalogue, found, links()))
    assert row["ecart_points"] == pytest.approx(65)
    assert row["effet_composition"] == pytest.approx(65)
    assert row["ecart_composition_egale"] == pytest.approx(0, abs=1e-9)
    assert row["verdict"] == "non_jugee" and row["raison"] == "sens_contraires"
    assert "le changement de composition de l’échantillon explique le reste, +65 points" in plain(
        row["phrase"]
    )


def test_a_rise_made_by_leaving_empty_answers_out_of_the_base_is_not_one(catalogue: Catalogue) -> None:
    """Half of those who answer say yes both years; half leave the question empty in 2023, which counted them."""
    before, after = edition(catalogue, "2023", 1), edition(catalogue, "2024", 1)
    say(catalogue, before, [(YES, NO, SANS_REPONSE, SANS_REPONSE)[i % 4] for i in range(N)])
    say(catalogue, after, [(YES, NO)[i % 2] for i in range(N)])
    row = of_everybody(changes(catalogue, [before, after], links()))
    assert row["ecart_points"] == pytest.approx(25)
    assert row["ecart_serie_points"] == pytest.approx(0)
    assert row["raison"] == "sens_contraires"
    said = plain(row["phrase"])
    assert "Ces deux parts n’ont pas la même base : réponses vides comprises dans la base en 2023" in said
    assert (
        "Sur une même base, réponses vides exclues les deux années : 50 % en 2023 (base : 200 réponses)"
        in said
    )


def test_a_year_known_only_with_empty_answers_breaks_the_series(catalogue: Catalogue) -> None:
    before, after = edition(catalogue, "2023", 1), edition(catalogue, "2024", 1)
    say(catalogue, before, [(YES, NO)[i % 2] for i in range(N)])
    say(catalogue, after, [YES for _ in range(N)])
    known = values(catalogue, before)
    printed = known[known["imprime"]].assign(edition="2022", trace_id=lambda t: "p" + t["trace_id"])
    row = of_everybody(
        changes(catalogue, [after], links(), printed[printed["regle_base"] == "sans_reponse_incluses"])
    )
    assert (
        row["raison"] == "serie_rompue"
        and pd.isna(row["base_reference"])
        and np.isnan(row["ecart_serie_points"])
    )
    assert row["ecart_points"] == pytest.approx(50)
    assert "la série est rompue" in row["phrase"]


def test_an_indicator_of_a_sub_population_keeps_its_own_base(
    catalogue: Catalogue, table: pd.DataFrame
) -> None:
    judged = table[table["erreur_type"].notna()]
    for name in set(judged["indicateur"]):
        definition = catalogue.indicateurs[name]
        if catalogue.populations.by_name[definition.population].kind == "reponse":
            found = set(judged.loc[judged["indicateur"] == name, "population"])
            assert found <= {definition.population, *definition.autres_populations}


def test_a_panel_of_fewer_than_thirty_structures_has_no_figures(table: pd.DataFrame) -> None:
    few = table["panel_paires"] < 30
    assert few.any() and (~few).any()
    assert table.loc[few, "panel_ecart_points"].isna().all()
    assert table.loc[~few, "panel_ecart_points"].notna().all()


def test_the_weighted_difference_is_given_only_where_both_effective_sizes_reach_thirty(
    table: pd.DataFrame,
) -> None:
    sizes = table[["effectif_efficace", "effectif_efficace_reference"]].min(axis=1, skipna=False)
    assert (table["ecart_pondere_points"].notna() == (sizes >= 30)).all()
    assert (sizes < 30).any() and (sizes >= 30).any()


def test_a_type_of_one_strate_is_not_said_to_be_split(table: pd.DataFrame) -> None:
    rows = table[(table["population"] == "regions") & table["effet_composition"].notna()]
    assert len(rows) and (rows["effet_composition"] == 0).all()


def test_what_limits_comparison_is_said_and_no_verdict_is_given(
    catalogue: Catalogue, table: pd.DataFrame
) -> None:
    noted = table[(table["note"] != "") & table["base"].notna() & table["base_reference"].notna()]
    assert len(noted) and set(noted["raison"]) == {"non_comparable"}
    row = noted.iloc[0]
    years = row["edition_reference"], row["edition"]
    assert catalogue.note(row["indicateur"], years, row["categorie"]) in row["note"]


def poll(catalogue: Catalogue, year: str, weights: np.ndarray, share: float) -> pd.DataFrame:
    n = len(weights)
    people = answers(catalogue, year, "francais", n, 2).assign(poids=weights)
    codes = catalogue.codebook.variables["opinion_guichet"].coding(year)
    assert codes is not None
    (column,) = codes.colonnes.values()
    human, machine = codes.modalites["humain"][0], codes.modalites["ia"][0]
    given = [human if i < share * n else machine for i in range(n)]
    people[column] = pd.Categorical(given, categories=people[column].cat.categories)
    return compute_poll(catalogue, year, people, DEMO).indicateurs


def test_the_shares_of_a_poll_are_compared_weighted_on_their_effective_sizes(catalogue: Catalogue) -> None:
    indicators = pd.concat([poll(catalogue, y, np.ones(1000), s) for y, s in (("2024", 0.5), ("2025", 0.6))])
    table = validate(EVOLUTIONS, compute_changes(catalogue, load_family(), indicators, [], links()), "ici")
    row = table[(table["indicateur"] == "opinion_guichet") & (table["categorie"] == "humain")].iloc[0]
    assert row["ecart_composition_egale"] == row["ecart_points"] == pytest.approx(10)
    sure = [(1000 * p + 1) / 1002 for p in (0.5, 0.6)]
    assert row["erreur_type"] == pytest.approx(100 * np.sqrt(sum(p * (1 - p) / 1000 for p in sure)))
    assert (row["verdict"], row["structures_communes"]) == ("hausse_etablie", 0)
    assert "part redressée, 50 % en 2024 (base : 1 000 personnes), 60 % en 2025 (1 000)" in plain(
        row["phrase"]
    )


def test_one_edition_alone_changes_nothing(catalogue: Catalogue, editions: list[Microdata]) -> None:
    assert changes(catalogue, editions[:1], links(editions[0])).empty
