"""French is told by its small words; figures, names and a title in English take nothing from it."""

import pytest

from barometre_pipeline.french.told import in_french


@pytest.mark.parametrize(
    ("text", "french"),
    [
        ("Les collectivités ont mené un projet data, et la part est de 74 % dans les régions.", True),
        ("Régions 100 % ; Départements 92 % ; Communes 57 %", True),
        ("Data Act, State of the Art", True),
        (
            "74% of the local authorities that answered have carried out a project with the help of data.",
            False,
        ),
        ("74 % der Kommunen haben ein Datenprojekt, und das ist mit 65 % für 2024 nicht die Hälfte.", False),
        (
            "El 74 % de los municipios y el 65 % de las regiones con datos, por el Estado y las provincias.",
            False,
        ),
    ],
)
def test_the_language_of_a_text(text: str, french: bool) -> None:
    assert in_french([text]) is french
