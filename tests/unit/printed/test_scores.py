"""Scores against printed figures: apart for each kind of data, and told in one sentence each."""

import pandas as pd
import pytest

from barometre_pipeline.printed.scores import score
from barometre_pipeline.tables.declarations.printed import SCORES
from barometre_pipeline.tables.schema import validate
from barometre_pipeline.vocabulary import STATUTS_RAPPROCHEMENT, status_in_words, weakest_source

NBSP = "\u00a0"


def standing(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """Build rows of the reconciliation: edition, sources, status; a figure without sources has no value."""
    table = pd.DataFrame(rows, columns=["edition", "donnees", "statut"])
    table["chiffre"] = [f"f{k}" for k in range(len(rows))]
    table["valeur_calculee"] = [
        float("nan") if status == "non_calculable" or not sources else 1.0 for _, sources, status in rows
    ]
    return table


MIXED = standing(
    ("2022", "agregats", "reproduit"),
    ("2022", "agregats", "contradiction"),
    ("2023", "reelles", "reproduit"),
    ("2023", "reelles", "ecart"),
    ("2023", "reelles", "ecart"),
    ("2024", "demonstration", "cale"),
    ("2024", "demonstration", "cale"),
    ("2024", "demonstration; reelles", "cale"),
    ("2024", "", "non_calculable"),
    ("2024", "", "contradiction"),
    ("2024", "demonstration", "non_calculable"),
)


def test_real_data_published_tables_and_demonstration_have_each_their_score() -> None:
    table = score(MIXED)
    validate(SCORES, table, "à l’écriture")
    every = table[table["edition"] == ""].set_index("donnees")
    counts = ["compares", "retrouves", "ecarts", "contredits", "non_calculables"]
    assert {kind: row[counts].tolist() for kind, row in every.iterrows()} == {
        "reelles": [3, 1, 2, 0, 0],
        "agregats": [2, 1, 0, 1, 0],
        "demonstration": [3, 3, 0, 0, 0],
        "": [0, 0, 0, 0, 3],
    }


def test_every_printed_figure_is_in_one_score_whatever_the_edition() -> None:
    table = score(MIXED)
    whole = table["edition"] == ""
    for rows in (table[whole], table[~whole]):
        assert (rows["compares"] + rows["non_calculables"]).sum() == len(MIXED)
    assert set(table.loc[table["edition"] == "2023", "donnees"]) == {"reelles"}


def test_a_score_is_told_in_words_and_the_demonstration_says_that_it_proves_nothing() -> None:
    every = score(MIXED)[lambda t: t["edition"] == ""].set_index("donnees")["phrase"]
    assert every.to_dict() == {
        "reelles": f"Données réelles{NBSP}: 1{NBSP}reproduit sur 3 (2{NBSP}écarts)",
        "agregats": f"Tableaux publiés{NBSP}: 1{NBSP}reproduit sur 2 (1{NBSP}contredit)",
        "demonstration": f"Démonstration{NBSP}: 3{NBSP}calés sur 3{NBSP}; ajustée à ces chiffres, elle ne prouve rien",
        "": f"Sans données dans ce lac{NBSP}: 3{NBSP}chiffres imprimés",
    }


def test_a_kind_of_data_that_the_lake_lacks_is_said_to_compare_nothing() -> None:
    every = score(MIXED.iloc[2:5])[lambda t: t["edition"] == ""].set_index("donnees")["phrase"]
    assert every["demonstration"] == f"Démonstration{NBSP}: aucun chiffre imprimé à comparer"
    assert every["agregats"] == f"Tableaux publiés{NBSP}: aucun chiffre imprimé à comparer"


@pytest.mark.parametrize(
    ("sources", "weakest"),
    [
        ("", ""),
        ("reelles", "reelles"),
        ("reelles; agregats", "agregats"),
        ("demonstration; reelles", "demonstration"),
    ],
)
def test_a_figure_is_worth_what_proves_least_behind_it(sources: str, weakest: str) -> None:
    assert weakest_source(sources) == weakest


def test_no_status_is_shown_as_a_code_and_each_says_on_what_data() -> None:
    assert status_in_words("ecart", "reelles") == "écart (données réelles)"
    assert status_in_words("cale", "demonstration; agregats") == "calé (démonstration)"
    assert status_in_words("non_calculable", "") == "non calculable"
    assert not [s for s in STATUTS_RAPPROCHEMENT if "_" in status_in_words(s, "agregats")]
