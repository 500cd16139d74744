"""Rows drafted from a document have the columns of the list, say that they wait for a person, and repeat nothing."""

from dataclasses import replace

import pandas as pd
import pytest

from barometre_pipeline.catalogue.printed_figures import load_figures
from barometre_pipeline.printed.documents.model import (
    A_TRANCHER,
    AUTRE_SOURCE,
    CONTREDIT,
    ECART,
    EFFECTIF,
    FRACTION,
    PART,
    PROBABLE,
    SUR,
    Checked,
    Occurrence,
)
from barometre_pipeline.printed.draft import document_name, draft
from barometre_pipeline.sources.documents.model import DocumentText

NBSP = "\u00a0"
TEXT = DocumentText(
    "Été 2031.pdf", ("# La donnée :", "69 % des collectivités", "et un tiers"), ("page 4", "page 4", "page 5")
)
SHARE = Occurrence(
    2, 0, "69 %", 69.0, PART, contexte="69 % des collectivités", lien=SUR, indicateur="projet_ia",
    categorie="oui", population="ensemble", edition="2031",
)  # fmt: skip
FIGURES = load_figures().head(0)


def drafted(*found: Occurrence, figures: pd.DataFrame = FIGURES) -> tuple[dict[str, str], ...]:
    return draft(TEXT, Checked(TEXT.nom, "2031", found), figures).rows


def test_a_row_has_the_columns_of_the_list_and_says_what_is_to_confirm() -> None:
    (row,) = drafted(SHARE)
    assert list(row) == list(FIGURES.columns)
    assert row == {
        "chiffre": "ete_2031-001", "document": "ete_2031", "rubrique": f"La donnée{NBSP}: (p. 4)",
        "indicateur": "projet_ia", "categorie": "oui", "population": "ensemble", "edition": "2031",
        "statistique": "part", "valeur": "69", "edition_reference": "", "base": "",
        "remarque": f"à confirmer{NBSP}: lien sûr{NBSP}; page 4, ligne 2{NBSP}; "
        f"«{NBSP}69{NBSP}% des collectivités{NBSP}»",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("change", "statistic", "value"),
    [
        ({}, "part", "69"),
        ({"valeur": 69.5}, "part", "69.5"),
        ({"borne": "plus_de"}, "part_plus_de", "69"),
        ({"borne": "pres_de"}, "part_environ", "69"),
        ({"borne": "jusqu_a"}, "part_environ", "69"),
        ({"genre": FRACTION, "valeur": 33.3}, "part_environ", "33"),
        ({"genre": FRACTION, "valeur": 33.3, "borne": "plus_de"}, "part_plus_de", "33"),
        ({"genre": ECART, "valeur": -10.0, "edition_reference": "2030"}, "ecart_points", "-10"),
        ({"genre": EFFECTIF, "valeur": 292.0, "borne": "plus_de"}, "effectif", "292"),
    ],
)
def test_each_kind_of_number_has_its_statistic(change: dict[str, object], statistic: str, value: str) -> None:
    (row,) = drafted(replace(SHARE, **change))
    assert (row["statistique"], row["valeur"]) == (statistic, value)


def test_what_is_to_decide_of_another_source_said_twice_or_no_statistic_is_not_drafted() -> None:
    assert drafted(
        replace(SHARE, lien=A_TRANCHER), replace(SHARE, statut=AUTRE_SOURCE, lien=""),
        replace(SHARE, redite_de="2:0"), replace(SHARE, genre="autre"), replace(SHARE, indicateur=""),
    ) == ()  # fmt: skip
    rows = drafted(SHARE, replace(SHARE, ligne=3, lien=PROBABLE))
    assert [r["remarque"].count("lien sûr") for r in rows] == [1], "the first place is kept"


def test_a_figure_of_the_list_is_not_drafted_again_and_numbers_go_on_after_it() -> None:
    listed = pd.DataFrame([{**drafted(SHARE)[0], "chiffre": "ete_2031-041", "valeur": 69.0}])
    other = replace(SHARE, categorie="non", valeur=31.0)
    found = draft(TEXT, Checked(TEXT.nom, "2031", (SHARE, other)), listed)
    assert found.listed == 1
    assert [(r["chiffre"], r["valeur"]) for r in found.rows] == [("ete_2031-042", "31")]


def test_what_the_data_contradict_and_two_values_of_one_cell_are_said_in_the_remark() -> None:
    (row,) = drafted(replace(SHARE, verdict=CONTREDIT))
    assert "contredit par les données" in row["remarque"]
    rows = drafted(SHARE, replace(SHARE, valeur=6.0, ligne=3), replace(SHARE, categorie="non", valeur=31.0))
    assert ["même case" in r["remarque"] for r in rows] == [True, True, False]


def test_a_document_is_named_by_its_file() -> None:
    assert document_name("Support – 2025 (v2).PPTX") == "support_2025_v2"
    assert document_name("données.txt") == "donnees"
    assert document_name("...") == "document"
