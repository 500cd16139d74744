"""Rao-Scott tests against R's ``svychisq`` on invented data (see ``invented``)."""

import numpy as np
import pandas as pd
import pytest
from invented_survey import DOMAINS, FRAME, POPULATION, STRATA, W2, W
from numpy.testing import assert_allclose

from barometre_pipeline.statistics.crosstests import rao_scott
from barometre_pipeline.statistics.design import SurveyDesign
from barometre_pipeline.statistics.multiplicity import adjust
from tests.oracles.designs import stratified, unequal

NOT_D = STRATA != "D"
DESIGN = stratified(STRATA, POPULATION, {**DOMAINS, "hors D": NOT_D})
IPSOS = SurveyDesign.weighted(np.array(W, dtype=float))
UNEQUAL = unequal(np.array(W2, dtype=float), STRATA, POPULATION)


# r <- svychisq(~x + v, D, statistic = "F"); r$statistic; r$parameter; r$p.value
@pytest.mark.parametrize(
    ("design", "domain", "expected"),
    [
        (DESIGN, "ensemble", (0.0844814437886857, 1.97386724192271, 39.4773448384541, 0.917079590078464)),
        (DESIGN, "hors D", (0.0112976573439605, 1.9828876829728, 31.7262029275648, 0.988390240817344)),
        (IPSOS, "ensemble", (0.0512239732644749, 1.97286491817603, 45.3758931180487, 0.948458592701597)),
        (UNEQUAL, "ensemble", (0.0689807987650339, 1.98522296886314, 39.7044593772628, 0.932401319898167)),
    ],
)
def test_the_corrected_chi_square_is_that_of_r(design, domain, expected):
    test = rao_scott(FRAME["x"], FRAME["v"], design, domain)
    found = (test.statistique, test.ddl_numerateur, test.ddl_denominateur, test.p_valeur)
    assert_allclose(found, expected, rtol=1e-10)


def test_rows_and_columns_may_be_exchanged():
    one, other = rao_scott(FRAME["x"], FRAME["b1"], DESIGN), rao_scott(FRAME["b1"], FRAME["x"], DESIGN)
    assert_allclose([one.statistique, one.p_valeur], [other.statistique, other.p_valeur])


def test_a_two_by_two_table_agrees_with_r():
    # svychisq(~b1 + v, des)
    test = rao_scott(FRAME["b1"], FRAME["v"], DESIGN)
    assert_allclose([test.statistique, test.ddl_numerateur], [1.61362915739506, 1])
    assert_allclose([test.ddl_denominateur, test.p_valeur], [20, 0.218562029910095])


def test_excluded_codes_and_missing_values_leave_the_table():
    rows = FRAME["x"].astype(object).where(FRAME["x"] != "c", "@non_posee")
    test = rao_scott(rows, FRAME["v"], DESIGN, exclus=["@non_posee"])
    missing = rao_scott(rows.replace("@non_posee", None), FRAME["v"], DESIGN)
    assert test.lignes == 2
    assert test.base == int((FRAME["x"] != "c").sum())
    assert test == missing


def test_no_test_says_why():
    constant = pd.Series(["a"] * len(FRAME))
    assert rao_scott(constant, FRAME["v"], DESIGN).motif == "une seule modalité observée"
    census = stratified(["D"] * 5, {"D": 5}, {})
    test = rao_scott(pd.Series(list("aabba")), pd.Series(list("uuvvv")), census)
    assert test.motif == "aucune variabilité d’échantillonnage (recensement)"
    assert np.isnan(test.p_valeur)


def test_a_table_with_too_many_empty_cells_is_not_tested():
    # R: svychisq(~x + v, svydesign(ids = ~1, data = d)) stops, « system is computationally singular ».
    rows = pd.Series(list("aaabbbccc") * 2)
    columns = pd.Series(list("uuuvvvwww") * 2)
    test = rao_scott(rows, columns, SurveyDesign.weighted(np.ones(18)))
    assert test.motif == "trop de croisements sans réponse"
    assert np.isnan(test.p_valeur)


def test_corrections_for_many_comparisons_are_those_of_r():
    # p <- c(0.01, 0.04, NA, 0.03, 0.005); p.adjust(p, "holm"); p.adjust(p, "BH")
    p = np.array([0.01, 0.04, np.nan, 0.03, 0.005])
    assert_allclose(adjust(p, "holm"), [0.03, 0.06, np.nan, 0.06, 0.02])
    assert_allclose(adjust(p, "bh"), [0.02, 0.04, np.nan, 0.04, 0.02])
    with pytest.raises(ValueError, match="bonferroni"):
        adjust(p, "bonferroni")
