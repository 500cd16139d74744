"""Any separator, whatever the headings and the cells hold of the others."""

from pathlib import Path

import pytest
from small_surveys import (
    Q01,
    Q03,
    Q04,
    TOOLS,
    Asked,
    assert_the_six,
    delimited,
    outcome,
    responses,
    structure,
    table,
)

MANY = "Un plan, une feuille, un schéma, une charte, un règlement, un guide, une note, un cadre, une loi, un avis ?"
LINES = ("a, b, c, d, e, f, g", "; ; ; ; ; ;", 'dit "x";"y"', "ligne\nligne;\n,,,,", "", "\t\t\t")


@pytest.mark.parametrize(
    ("first", "second", "separator", "quoted"),
    [
        (MANY.replace(",", ";"), "Outils ; anciens ; récents ; loués ?", ",", True),
        (MANY, MANY.replace(",", ";").replace(" ?", " !"), "\t", True),
        (MANY, "Outils, anciens, récents, loués ?", ";", False),
        (MANY.replace(",", ";"), "Outils ; loués ?", ",", False),
        (MANY, "Outils; anciens, récents ?", "|", True),
        ('Dit "plan", "schéma", ou ; "charte" ?', 'Outils "loués", "achetés" ?', ";", True),
        ("Un plan,\nune feuille ;\nun schéma ?", "Outils,\nloués ?", ",", True),
        ("Un plan\tou\tdeux\tou\ttrois ?", "Outils\tloués\tachetés\tneufs ?", ";", True),
        ("Un | deux | trois | quatre | cinq | six | sept | huit ?", "Outils | loués ?", ",", True),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_separators_in_headings_and_texts(
    tmp_path: Path, first: str, second: str, separator: str, quoted: bool, end: str
) -> None:
    base = (Asked("Q01", "L", first, answers=Q01.answers), Asked("Q02", "M", second, rows=TOOLS), Q03, Q04)
    remarks = Asked("Q99", "T", "Remarques, s’il y en a ; ou pas")
    headings = {
        "id": "ID de la réponse", "submitdate": "Date de soumission", "lastpage": "Dernière page",
        "startlanguage": "Langue de départ", "seed": "Tête de série", "startdate": "Date de lancement",
        "datestamp": "Date de la dernière action", "Q01": first, "Q03": Q03.words, "Q99": remarks.words,
        "Q04[L1]": "Votre avis [Coût]", "Q04[L2]": "Votre avis [Délai]",
    }  # fmt: skip
    headings |= {f"Q02[{code}]": f"{second} [{text}]" for code, text in TOOLS}
    text = delimited(table(responses(Q99=LINES), headings), separator, quoted).replace("\n", end)
    out = outcome(tmp_path, {"structure.lss": structure(remarks, base=base), "r.csv": text})
    assert_the_six(out)
