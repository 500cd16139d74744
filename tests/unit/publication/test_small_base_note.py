"""A base of twenty-nine is marked for the reader, one of thirty is not, on pages and on charts."""

import json
import re

import pandas as pd
import pytest
from invented_site import content
from samples import index_of, questions, single

from barometre_pipeline.publication.charts import build_charts
from barometre_pipeline.publication.site import EditionReport, write_site

ENOUGH = pytest.mark.parametrize(("size", "small"), [(29, True), (30, False), (31, False)])


def tabulation(size: int) -> pd.DataFrame:
    """One question; the EPCI are ``size``, everybody 60."""
    return single(groups={"ensemble": 60, "epci": size}, answers={"Oui": 30, "Non": 30})


@ENOUGH
def test_a_column_of_a_question_has_an_asterisk_and_the_table_its_note(context, tmp_path, size, small):
    tris = tabulation(size)
    index = index_of(build_charts(tris, questions(), context), tmp_path / "graphiques")
    report = EditionReport(
        edition="2031", titre="Baromètre 2031", source="Observatoire Data Publica", source_donnees="demonstration",
        tris=tris, graphiques=index, dossier_graphiques="../graphiques", themes={"G1Q01": "Stratégie"}, faits={},
    )  # fmt: skip
    write_site(content(report), tmp_path / "site")
    page = (
        (tmp_path / "site" / "questions-2031-1.html")
        .read_text("utf-8")
        .replace("\u00a0", " ")
        .replace("&nbsp;", " ")
    )
    assert re.search(rf"n = {size}(\*?)", page).group(1) == ("*" if small else "")
    assert re.search(r"n = 60(\*?)", page).group(1) == ""
    caption = re.search(
        r'<p class="legende">(.*?)</p>\s*<div class="[^"]*"[^>]*>\s*<table', page, re.S
    ).group(1)
    assert ("Base de moins de 30 structures" in caption) == small


@ENOUGH
def test_a_chart_has_a_warning_under_it(context, size, small):
    (chart,) = build_charts(single(groups={"ensemble": size}), questions(), context)
    assert (
        "Base faible (moins de 30 structures)"
        in json.dumps(chart.vega, ensure_ascii=False).replace("\u00a0", " ")
    ) == small
