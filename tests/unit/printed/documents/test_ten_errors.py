"""A document with ten wrong numbers among right ones: each wrong one is tied and contradicted, no right one is.

What is computed is taken to be what documents print, so that the test needs no run.
"""

import pandas as pd
from support import REPOSITORY

from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.catalogue.printed_figures import load_figures
from barometre_pipeline.printed.documents.checked import check_document
from barometre_pipeline.printed.documents.judged import Computed
from barometre_pipeline.printed.documents.model import CONTREDIT, EXACT, PROBABLE, SUR
from barometre_pipeline.sources.documents.read import read_document

WRONG = {"392", "81 %", "77 %", "21 %", "59 %", "64 %", "32 %", "62 %", "75 %", "neuf collectivités"}
RIGHT = {"92 %", "50 %", "52 %", "86 %"}


def test_ten_wrong_numbers_are_found_and_no_right_one_is_contradicted() -> None:
    figures = load_figures()
    levels = figures[figures["statistique"].isin(["part", "effectif"])]
    kept = levels.drop_duplicates(["indicateur", "categorie", "population", "edition"], keep="last")
    computed = kept[["indicateur", "categorie", "population", "edition"]].assign(
        modalite="", imprime=True, n=kept["valeur"].astype(int), base=100, part_publiable=kept["valeur"] / 100,
        source_donnees="reelles", trace_id="t",
    )  # fmt: skip
    text = read_document(REPOSITORY / "tests" / "data" / "documents" / "dix_erreurs.txt")
    none = pd.DataFrame(columns=["modalite", "population"])
    checked = check_document(text, load_catalogue(), Computed.of(computed, none, figures), "2025")

    found = {o.texte: o for o in checked.occurrences}
    wrong = [o for name in WRONG for text, o in found.items() if name in text]
    right = [found[name] for name in RIGHT]
    assert len(wrong) == 10 and {o.verdict for o in wrong} == {CONTREDIT}
    assert {o.lien for o in wrong} <= {SUR, PROBABLE} and sum(o.lien == SUR for o in wrong) >= 8
    assert {o.verdict for o in right} == {EXACT}
