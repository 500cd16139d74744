"""Nobody is counted who is not in the base: a table that says so is refused, whichever table it is."""

import numpy as np
import pandas as pd
import pytest

from barometre_pipeline.tables.registry import TABLES
from barometre_pipeline.tables.schema import SchemaError, validate

INDICATOR = {
    "edition": "2031", "indicateur": "projet", "categorie": "oui", "population": "ensemble", "ventilation": "",
    "modalite": "", "regle_base": "sans_reponse_exclues", "imprime": True, "n": 4, "base": 4,
    "part": 1.0, "part_ponderee": np.nan,
    "base_ponderee": 0, "effectif_efficace": np.nan, "redressement_faible": False, "part_publiable": 1.0,
    "ic_bas": np.nan, "ic_haut": np.nan, "ic_de": "", "base_faible": True, "source_donnees": "demonstration",
    "trace_id": "a", "publiable": True, "raison_retenue": "", "ponderee_publiable": True,
}  # fmt: skip
TABULATION = {
    "edition": "2031", "question": "Q", "sous_question": "", "question_libelle": "Q ?", "sous_question_libelle": "",
    "modalite": "Oui", "groupe": "ensemble", "absence": "", "n": 4, "repondants": 4, "concernees": 4, "effectif": 5,
    "base": 4, "dans_base": True, "regle_base": "sans_reponse_exclues",
    "part": 0.8, "part_publiable": 1.0, "part_ponderee_historique": np.nan, "part_ponderee": np.nan,
    "part_publiable_ponderee": np.nan, "source_donnees": "demonstration",
    "colonne": "Q", "code": "A1", "publiable": True, "raison_retenue": "", "ponderee_publiable": True,
}  # fmt: skip
PANEL = {
    "edition": "2032", "edition_reference": "2031", "type": "epci", "reponses": 4, "reponses_reference": 4,
    "identifiees": 4, "identifiees_reference": 4, "structures_communes": 4, "identifiant_change": 0,
    "type_change": 0, "part_du_panel": 1.0, "source_donnees": "demonstration", "source_reference": "demonstration",
}  # fmt: skip


def check(table: str, *rows: dict[str, object]) -> None:
    validate(TABLES[table], pd.DataFrame(list(rows)), "à l’écriture")


@pytest.mark.parametrize(
    ("table", "row"), [("gold/indicateurs", INDICATOR), ("gold/tris", TABULATION), ("gold/panel", PANEL)]
)
def test_everybody_may_be_counted(table: str, row: dict[str, object]) -> None:
    check(table, row)


@pytest.mark.parametrize(
    ("table", "row", "change", "rule"),
    [
        ("gold/indicateurs", INDICATOR, {"n": 5}, "n_au_plus_base"),
        ("gold/tris", TABULATION, {"n": 5}, "n_au_plus_concernees"),
        ("gold/tris", TABULATION, {"repondants": 5}, "n_au_plus_concernees"),
        ("gold/tris", TABULATION, {"concernees": 6}, "n_au_plus_concernees"),
        ("gold/tris", TABULATION, {"base": 3, "repondants": 3}, "n_au_plus_concernees"),
        ("gold/tris", TABULATION, {"base": 5}, "n_au_plus_concernees"),
        ("gold/tris", TABULATION, {"absence": "non_posee", "n": 2}, "n_au_plus_concernees"),
        ("gold/panel", PANEL, {"structures_communes": 5}, "pas_plus_de_communes_que_d_identifiees"),
        ("gold/panel", PANEL, {"identifiees": 5}, "pas_plus_de_communes_que_d_identifiees"),
    ],
)
def test_one_more_than_there_are_is_refused_by_the_rule_that_says_so(
    table: str, row: dict[str, object], change: dict[str, object], rule: str
) -> None:
    with pytest.raises(SchemaError, match=rule):
        check(table, row | change)


def test_one_impossible_row_among_sound_ones_is_enough() -> None:
    wrong = INDICATOR | {"n": 5, "trace_id": "b", "categorie": "non"}
    with pytest.raises(SchemaError, match="n_au_plus_base"):
        check("gold/indicateurs", INDICATOR, wrong)


BOUNDED = INDICATOR | {
    "part": 0.2,
    "part_publiable": 0.2,
    "part_ponderee": 0.5,
    "ic_bas": 0.4,
    "ic_haut": 0.6,
}


def test_an_interval_holds_the_share_that_it_names() -> None:
    check("gold/indicateurs", BOUNDED | {"ic_de": "part_ponderee"})
    check("gold/indicateurs", BOUNDED | {"ic_de": "part", "part": 0.6, "trace_id": "b"})


@pytest.mark.parametrize(
    "change",
    [
        {"ic_de": "part"},
        {"ic_de": ""},
        {"ic_de": "part_ponderee", "part_ponderee": 0.61},
        {"ic_de": "part_ponderee", "part_ponderee": np.nan},
        {"ic_de": "part_ponderee", "ic_bas": np.nan, "ic_haut": np.nan},
    ],
)
def test_an_interval_that_is_of_no_share_or_does_not_hold_it_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(SchemaError, match="l_intervalle_contient_sa_part"):
        check("gold/indicateurs", INDICATOR, BOUNDED | {"trace_id": "b"} | change)
