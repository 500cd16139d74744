"""What the audit card says in French: a definition in words, a printed value as its document writes it."""

import pandas as pd
import pytest

from barometre_pipeline.audit.find_printed import printed_value
from barometre_pipeline.audit.words import sentence
from barometre_pipeline.catalogue.expression import Expression
from barometre_pipeline.catalogue.model import Codebook, Theme, Variable

NBSP = "\u00a0"


def _book() -> Codebook:
    common = {"public": "collectivites", "editions": {}, "question": "?"}
    variables = (
        {"nom": "avis", "type": "choix_unique", "libelle": "Avis", "modalites": {"oui": "Oui", "non": "Non"}},
        {"nom": "cases", "type": "choix_multiple", "libelle": "Cases", "items": {"a": "A", "b": "B"}},
        {"nom": "rangs", "type": "classement", "libelle": "Rangs", "items": {"p": "P"}},
        {"nom": "grille", "type": "tableau", "libelle": "Grille", "items": {"x": "X"}, "modalites": {"oui": "Oui"}},
    )  # fmt: skip
    found = tuple(Variable.model_validate({**common, **v}) for v in variables)
    return Codebook((Theme(theme="t", libelle="T", ordre=1, variables=found),), ())


AVIS = {"variable": "avis", "dans": ["oui"]}


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (AVIS, "« Avis » : « Oui »"),
        ({"variable": "avis", "dans": ["oui", "non"]}, "« Avis » : « Oui » ou « Non »"),
        ({"variable": "cases", "coche": ["a", "b"]}, "« Cases » : case cochée « A » ou « B »"),
        ({"variable": "rangs", "item": "p", "rang_max": 1}, "« Rangs » : « P » au rang 1"),
        ({"variable": "rangs", "item": "p", "rang_max": 3}, "« Rangs » : « P » aux rangs 1 à 3"),
        ({"variable": "grille", "item": "x", "dans": ["oui"]}, "« Grille », « X » : « Oui »"),
        ({"variable": "grille", "un_item": True, "dans": ["oui"]}, "« Grille » : « Oui » pour au moins une ligne"),
        (
            {"variable": "grille", "un_item": ["x"], "dans": ["oui"]},
            "« Grille » : « Oui » pour au moins une ligne, « X »",
        ),
        ({"non": AVIS}, "sauf « Avis » : « Oui »"),
        ({"tous": [AVIS, {"un_de": [AVIS, AVIS]}]}, "« Avis » : « Oui » et (« Avis » : « Oui » ou « Avis » : « Oui »)"),
    ],
)  # fmt: skip
def test_a_definition_is_said_in_words_with_french_spaces(
    statement: dict[str, object], expected: str
) -> None:
    said = sentence(Expression.model_validate(statement), _book())
    assert said == expected.replace("« ", f"«{NBSP}").replace(" »", f"{NBSP}»").replace(" :", f"{NBSP}:")


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("part", 77.0, "77 %"),
        ("part", 3.5, "3,5 %"),
        ("part_environ", 75.0, "environ 75 %"),
        ("part_plus_de", 50.0, "plus de 50 %"),
        ("ecart_points", 14.0, "+14 points"),
        ("ecart_points", -1.0, "−1 point"),
        ("effectif", 1000.0, "1\u202f000"),
    ],
)
def test_a_printed_figure_is_written_as_its_document_writes_it(
    kind: str, value: float, expected: str
) -> None:
    figure = pd.Series({"statistique": kind, "valeur_publiee": value})
    assert printed_value(figure) == expected.replace("plus de ", f"plus de{NBSP}").replace(
        "environ ", f"environ{NBSP}"
    ).replace(" %", f"{NBSP}%").replace(" point", f"{NBSP}point")
