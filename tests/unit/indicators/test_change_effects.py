"""What a change of an indicator is made of, over two invented editions that share structures."""

import numpy as np
import pandas as pd
import pytest

from barometre_pipeline.catalogue.catalogue import Catalogue, load_catalogue
from barometre_pipeline.indicators.change_effects import Microdata, compute_effects
from barometre_pipeline.indicators.evaluation import compute_structures
from barometre_pipeline.statistics.sampling_plan import strate_counts
from barometre_pipeline.tables.declarations.changes import EFFETS_DE_STRUCTURE
from barometre_pipeline.tables.schema import validate
from barometre_pipeline.vocabulary import REGLE_SERIES
from tests.oracles.designs import plan_of
from tests.unit.indicators.invented import DEMO, answers, structures

N = 150
RULES, YES, NO = "regles_gouvernance_data", "en_place", "non_prevu"


def edition(catalogue: Catalogue, year: str, seed: int, n: int = N) -> Microdata:
    frame = structures(n, seed)
    drawn = answers(catalogue, year, "collectivites", n, seed)
    return Microdata(year, drawn, frame, four_times(frame["strate"]), "demonstration")


def four_times(strates: pd.Series) -> pd.DataFrame:
    """Return a plan: four structures in the country for each that answered, no national count for « autres »."""
    counts = strate_counts(strates)
    return plan_of(strates, {s: 4 * count for s, count in counts.items() if s != "autres"})


def links(*editions: Microdata) -> pd.DataFrame:
    """Say that two responses out of three have the same number in every edition for the same structure."""
    rows = [(e.edition, i, f"s{i}") for e in editions for i in e.structures["id_reponse"] if i % 3]
    return pd.DataFrame(rows, columns=["edition", "id_reponse", "lien"])


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="module")
def editions(catalogue: Catalogue) -> tuple[Microdata, ...]:
    return tuple(edition(catalogue, year, seed) for year, seed in (("2023", 5), ("2024", 6), ("2025", 7)))


@pytest.fixture(scope="module")
def table(catalogue: Catalogue, editions: tuple[Microdata, ...]) -> pd.DataFrame:
    return compute_effects(catalogue, editions, links(*editions))


def test_the_table_respects_its_schema_and_compares_every_pair_of_editions(table: pd.DataFrame) -> None:
    validate(EFFETS_DE_STRUCTURE, table, "à l’écriture")
    pairs = set(zip(table["edition_reference"], table["edition"], strict=True))
    assert pairs == {("2023", "2024"), ("2023", "2025"), ("2024", "2025")}


def test_shares_are_those_of_the_table_of_indicators(
    catalogue: Catalogue, editions: tuple[Microdata, ...], table: pd.DataFrame
) -> None:
    last = editions[-1]
    computed = compute_structures(
        catalogue,
        last.edition,
        last.reponses,
        last.structures,
        DEMO,
        last.plan,
    ).indicateurs
    keys = ["indicateur", "categorie", "population", "ventilation", "modalite"]
    mine = table[table["edition"] == last.edition].reset_index(drop=True)
    theirs = mine[keys].merge(computed[computed["regle_base"] == REGLE_SERIES], on=keys)
    for name in ("n", "base", "part", "part_ponderee"):
        np.testing.assert_allclose(mine[name], theirs[name], atol=1e-12)


def test_every_indicator_is_compared_for_everybody_and_by_type(table: pd.DataFrame) -> None:
    rows = table[(table["indicateur"] == RULES) & (table["edition_reference"] == "2024")]
    assert set(rows["population"]) == {
        "ensemble", "hors_moins_3500", "communes", "epci", "metropoles", "departements", "regions",
    }  # fmt: skip


def test_an_indicator_of_a_sub_population_keeps_its_own_base(
    catalogue: Catalogue, table: pd.DataFrame
) -> None:
    for name in set(table["indicateur"]):
        definition = catalogue.indicateurs[name]
        if catalogue.populations.by_name[definition.population].kind == "reponse":
            found = set(table.loc[table["indicateur"] == name, "population"])
            assert found <= {definition.population, *definition.autres_populations}


def test_corrections_count_the_comparisons_of_one_pair_of_editions(table: pd.DataFrame) -> None:
    for _, family in table.groupby(["edition_reference", "edition"]):
        assert set(family["comparaisons"]) == {int(family["p_valeur"].notna().sum())}
        smallest = family["p_valeur"].min()
        assert family["p_valeur_holm"].min() == pytest.approx(
            min(smallest * len(family.dropna(subset="p_valeur")), 1)
        )


def say(catalogue: Catalogue, data: Microdata, yes: list[bool]) -> None:
    """Answer the question on governance rules in the place of the respondents."""
    codes = catalogue.codebook.variables[RULES].coding(data.edition)
    assert codes is not None
    (column,) = codes.colonnes.values()
    (positive,), (negative,) = codes.modalites[YES], codes.modalites[NO]
    values = [positive if y else negative for y in yes]
    data.reponses[column] = pd.Categorical(values, categories=data.reponses[column].cat.categories)


def of_everybody(table: pd.DataFrame) -> pd.Series:
    rows = table[(table["indicateur"] == RULES) & (table["categorie"] == YES)]
    return rows[rows["population"] == "ensemble"].iloc[0]


def test_a_planted_rise_in_every_strate_is_established_and_real(catalogue: Catalogue) -> None:
    before, after = (edition(catalogue, year, 3, 400) for year in ("2024", "2025"))
    say(catalogue, before, [i % 10 < 2 for i in range(400)])
    say(catalogue, after, [i % 10 < 9 for i in range(400)])
    row = of_everybody(compute_effects(catalogue, [before, after], links(before, after)))
    assert row["ecart_points"] == pytest.approx(70)
    # The same structures both years: nothing to put down to composition.
    assert row["effet_reel"] == pytest.approx(70)
    assert row["ic_bas"] > 0 and row["p_valeur_holm"] < 0.001
    said = row["phrase"].replace("\u00a0", " ").replace("\u202f", " ")
    assert said.startswith(
        "Sans redressement : 20 % en 2024, 90 % en 2025 (+70 points). Avec redressement : de "
    )
    assert "La hausse est établie" in said
    assert "structures ayant répondu aux deux éditions, la part passe de" in said


def test_a_change_of_who_answers_is_composition_and_not_a_real_change(catalogue: Catalogue) -> None:
    """Communes say no and régions yes, both years; many more régions answer in the second."""
    found = []
    for year, regions in (("2024", 10), ("2025", 90)):
        data = edition(catalogue, year, 1, 100)
        strates = ["regions"] * regions + ["communes_moins_3500"] * (100 - regions)
        say(catalogue, data, [s == "regions" for s in strates])
        frame = data.structures.assign(strate=strates)
        found.append(Microdata(year, data.reponses, frame, four_times(frame["strate"]), "demonstration"))
    row = of_everybody(compute_effects(catalogue, found, links()))
    assert row["ecart_points"] == pytest.approx(80)
    assert row["effet_composition"] == pytest.approx(80) and row["effet_reel"] == pytest.approx(0)
    assert "dus à la composition de l’échantillon" in row["phrase"]
    assert row["panel_paires"] == 0 and np.isnan(row["panel_part"])


def test_a_type_of_one_strate_is_not_said_to_be_split(table: pd.DataFrame) -> None:
    rows = table[table["population"] == "regions"]
    assert (rows["effet_composition"] == 0).all()
    assert not rows["phrase"].str.contains("composition").any()


def test_notes_on_comparability_are_those_of_the_catalogue(catalogue: Catalogue, table: pd.DataFrame) -> None:
    noted = table[table["note"] != ""]
    assert len(noted)
    row = noted.iloc[0]
    years = (row["edition_reference"], row["edition"])
    assert catalogue.note(row["indicateur"], years) in row["note"]


def test_one_edition_alone_changes_nothing(catalogue: Catalogue, editions: tuple[Microdata, ...]) -> None:
    assert compute_effects(catalogue, editions[:1], links(editions[0])).empty
