import numpy as np
import pandas as pd
from numpy.testing import assert_allclose

from barometre_pipeline.statistics.comparison import Comparison, compare_editions
from barometre_pipeline.statistics.design import SurveyDesign
from barometre_pipeline.statistics.evolution import Measure
from barometre_pipeline.statistics.multiplicity import adjust

POPULATION = {"epci": 1233, "regions": 18}


def wave(
    edition: str, epci: list[int], regions: list[int], others: list[int] = (), known: bool = True
) -> Measure:
    positives = np.array([*epci, *regions, *others], dtype=bool)
    strates = pd.Series(["epci"] * len(epci) + ["regions"] * len(regions) + ["autres"] * len(others))
    names = [f"{s}{i}" for i, s in enumerate(strates)]
    design = SurveyDesign.stratified(strates, POPULATION)
    return Measure(edition, positives, design, names, strates=strates if known else None)


def test_a_row_holds_difference_panel_split_and_sentence():
    before = wave("2022", [0] * 30 + [1] * 10, [1, 0, 0, 1])
    after = wave("2025", [0] * 10 + [1] * 30, [1, 1, 1, 1], [1, 0])
    row = compare_editions([Comparison({"indicateur": "projets"}, before, after)]).iloc[0]
    assert_allclose(row["effet_reel"] + row["effet_composition"], row["variation_brute"])
    assert_allclose(row["variation_brute"], 35 / 46 - 12 / 44)  # unweighted, « autres » included
    assert_allclose(row["part_reference"], (1233 * 0.25 + 18 * 0.5) / 1251)
    assert row["structures_communes"] == row["panel_paires"] == 44
    assert row["p_corrigee"] == row["p_valeur"]
    assert "La hausse est établie" in row["phrase"] and "Parmi 44" in row["phrase"]


def test_p_values_are_corrected_over_the_whole_table_and_the_sentence_follows():
    before, after = wave("2022", [0] * 26 + [1] * 14, [1, 0]), wave("2025", [0] * 17 + [1] * 23, [1, 0])
    same = wave("2025", [0] * 26 + [1] * 14, [1, 0])
    many = [Comparison({"indicateur": "a"}, before, after)]
    many += [Comparison({"indicateur": f"b{i}"}, before, same) for i in range(9)]
    table = compare_editions(many, "holm")
    assert_allclose(table["p_corrigee"], adjust(table["p_valeur"].to_numpy(), "holm"))
    assert "après correction pour 10" in table.loc[0, "phrase"]


def test_without_strates_or_without_responses_there_is_no_split():
    before, after = wave("2022", [0, 1, 1], [1], known=False), wave("2025", [0, 1, 1], [1], known=False)
    assert np.isnan(compare_editions([Comparison({}, before, after)]).loc[0, "effet_reel"])
    known = wave("2022", [0, 1, 1], [1])
    empty = compare_editions([Comparison({}, known, known, "departements")]).iloc[0]
    assert np.isnan(empty["difference"]) and "ne peut pas être calculée" in empty["phrase"]
