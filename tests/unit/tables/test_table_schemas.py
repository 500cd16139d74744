import numpy as np
import pandas as pd
import pytest

from barometre_pipeline.tables.declarations.tabulations import TRIS
from barometre_pipeline.tables.registry import TABLES, find_table
from barometre_pipeline.tables.schema import SchemaError, arranged, empty_frame, validate

STRUCTURES = pd.DataFrame(
    {
        "edition": ["2031"] * 2,
        "id_reponse": [1, 2],
        "siren": ["990000001", ""],
        "code_insee": ["", ""],
        "population": pd.array([1000, None], dtype="Int64"),
        "type": ["epci", "autres"],
        "strate": ["epci", "autres"],
        "code_departement": ["2A", ""],
        "departement": ["Corse-du-Sud", ""],
        "code_region": ["94", ""],
        "region": ["Corse", ""],
        "statut": ["relu", "relu"],
    }
)
STATES = ["@sans_reponse", "@non_posee", "@indetermine"]
RESPONSES = pd.DataFrame(
    {
        "id_reponse": [1, 2],
        "ligne": [2, 3],
        "fichier": ["2031/limesurvey/r.csv"] * 2,
        "q": pd.Categorical(["A", "@non_posee"], categories=["A", *STATES]),
        "agents": [1.0, np.nan],
        "date": ["2031-05-02", None],
    }
)


def refusal(table: str, frame: pd.DataFrame) -> str:
    with pytest.raises(SchemaError) as caught:
        validate(TABLES[table], frame, "à l’écriture")
    return str(caught.value)


def test_sound_tables_pass_unchanged() -> None:
    pd.testing.assert_frame_equal(
        validate(TABLES["silver/structures"], STRUCTURES, "à la lecture"), STRUCTURES
    )
    validate(TABLES["silver/reponses"], RESPONSES, "à la lecture")


def test_the_refusal_is_in_french_and_names_table_moment_column_and_row() -> None:
    message = refusal("silver/structures", STRUCTURES.assign(strate=["epci", "villages"]))
    for words in ("silver/structures", "à l’écriture", "« strate »", "lignes 1", "À faire"):
        assert words in message


def test_the_refusal_does_not_quote_the_cell_nor_chain_an_error_that_does() -> None:
    with pytest.raises(SchemaError) as caught:
        validate(TABLES["silver/structures"], STRUCTURES.assign(siren=["Quatrevents", ""]), "à l’écriture")
    assert "Quatrevents" not in str(caught.value)
    assert caught.value.__cause__ is None and caught.value.__suppress_context__


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"siren": ["99", ""]}, "siren"),
        ({"id_reponse": [1, 1]}, "id_reponse"),
        ({"id_reponse": ["1", "2"]}, "id_reponse"),
        ({"population": pd.array([-1, 2], dtype="Int64")}, "population"),
        ({"nom_saisi": ["a", "b"]}, "imprévue : nom_saisi"),
    ],
)
def test_each_rule_broken_is_named(change: dict[str, object], words: str) -> None:
    assert words in refusal("silver/structures", STRUCTURES.assign(**change))


def test_a_missing_column_is_named() -> None:
    assert "absente : strate" in refusal("silver/structures", STRUCTURES.drop(columns="strate"))


@pytest.mark.parametrize(
    "column",
    [
        pd.Series(["un texte libre", "autre"]),
        pd.Categorical(["A", "A"], categories=["A"]),
        pd.Categorical(["A", None], categories=["A", *STATES]),
        pd.Series(["2031-05-02 de Zéphyrine", None]),
    ],
    ids=["free text", "states unknown to the column", "null answer", "text behind a date"],
)
def test_silver_responses_take_no_free_text_and_no_unexplained_null(column: object) -> None:
    refusal("silver/reponses", RESPONSES.assign(q=column))


def test_a_table_is_found_by_its_full_or_last_name() -> None:
    assert find_table("tris") is find_table("gold/tris") is TABLES["gold/tris"]
    assert find_table("tri") is None


def test_only_bronze_tables_are_personal() -> None:
    assert {t.layer for t in TABLES.values() if t.personal} == {"bronze"}


def test_a_declared_column_that_the_step_does_not_compute_is_named_with_where_to_compute_it() -> None:
    frame = empty_frame(TRIS).assign(de_plus=1)
    assert list(arranged(TRIS, frame[["de_plus", *reversed(TRIS.columns)]]).columns) == list(TRIS.columns)
    with pytest.raises(SchemaError) as refused:
        arranged(TRIS, frame.drop(columns=["repondants", "part"]))
    said = str(refused.value)
    assert "gold/tris" in said and "repondants, part" in said and "steps/tabulations.py" in said
