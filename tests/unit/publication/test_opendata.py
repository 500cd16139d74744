"""The open table of tabulations and its package: what may be told is read off each row, and nothing else is written."""

import io
import json

import numpy as np
import pandas as pd
import pytest
from samples import all_questions, asked_only, multiple, single

from barometre_pipeline.publication.opendata import OpenField, OpenTable, open_tris, write_package
from barometre_pipeline.vocabulary import GROUPES, RAISONS_RETENUE

COUNTS = ["n", "base", "concernees", "part_publiable", "part_publiable_ponderee"]


def withheld(tris, where, reason):
    """The same rows, some of them not to be told."""
    return tris.assign(
        publiable=~where, raison_retenue=np.where(where, reason, ""), ponderee_publiable=~where
    )


def test_a_rare_answer_keeps_an_empty_row_that_says_why():
    tris = single()
    frame = open_tris(withheld(tris, tris["modalite"] == "Non", "reponse_rare")).frame
    secret = frame[frame["modalite"] == "Non"]
    assert set(secret["statut"]) == {"secret"}
    assert set(secret["raison"]) == {RAISONS_RETENUE["reponse_rare"]}
    assert secret[COUNTS].isna().all(axis=None)
    assert frame.loc[frame["modalite"] != "Non", COUNTS].notna().all(axis=None)


def test_a_group_that_may_not_be_told_has_no_row():
    tris = single()
    frame = open_tris(withheld(tris, tris["groupe"] == "regions", "ventilation")).frame
    assert "regions" not in set(frame["groupe"])
    assert set(frame["statut"]) == {"publie"}


def test_a_weighted_share_that_may_not_be_told_is_empty_and_its_row_is_there():
    frame = open_tris(single().assign(ponderee_publiable=False)).frame
    assert frame["part_publiable_ponderee"].isna().all()
    assert frame["n"].notna().all()


def test_a_conditional_question_is_published_with_the_shares_of_those_asked():
    frame = open_tris(asked_only(multiple(boxes={"SQ001": ("Le temps", 12)}, groups={"ensemble": 400}))).frame
    told = frame[frame["modalite"] != "Non posée"]
    assert (told["concernees"] == 200).all()
    assert (told["part_publiable"] == told["n"] / 200).all()
    (unasked,) = frame[frame["modalite"] == "Non posée"].to_dict("records")
    assert (unasked["n"], unasked["statut"]) == (200, "publie")
    assert np.isnan(unasked["part_publiable"])


def test_the_package_passes_frictionless_validation(tmp_path):
    from frictionless import validate

    path = write_package(
        [open_tris(all_questions())], tmp_path, "Baromètre 2031", "Observatoire Data Publica"
    )
    report = validate(str(path))
    assert report.valid, report.flatten(["rowNumber", "fieldName", "type", "note"])
    assert len(pd.read_csv(tmp_path / "tris.csv")) == len(all_questions())


def test_the_package_has_a_licence_french_descriptions_and_says_that_data_are_made_up(tmp_path):
    path = write_package([open_tris(single())], tmp_path, "Baromètre 2031", "Observatoire Data Publica")
    package = json.loads(path.read_text("utf-8"))
    assert package["licenses"][0]["name"] == "etalab-2.0"
    assert "Données de démonstration (synthétiques)" in package["description"]
    fields = package["resources"][0]["schema"]["fields"]
    assert all(f["title"] and f["description"] for f in fields)


def test_a_column_that_is_not_declared_is_not_published(tmp_path):
    tris = single().assign(siren="123456789", nom_officiel="Ville-Exemple")
    write_package([open_tris(tris)], tmp_path, "Baromètre 2031", "Observatoire Data Publica")
    text = "".join(p.read_text("utf-8") for p in tmp_path.iterdir())
    assert "123456789" not in text
    assert "Ville-Exemple" not in text


def test_another_table_goes_into_the_same_package(tmp_path):
    from frictionless import validate

    fields = (
        OpenField("indicateur", "string", "Indicator", "Nom.", required=True),
        OpenField("part", "number", "Part", "Part."),
    )
    frame = pd.DataFrame({"indicateur": ["projets"], "part": [0.5], "brouillon": ["x"]})
    table = OpenTable(
        "indicateurs", "Indicateurs", "Une ligne par indicateur.", frame, fields, ("indicateur",)
    )
    path = write_package([open_tris(single()), table], tmp_path, "Baromètre", "Observatoire")
    assert validate(str(path)).valid
    assert (tmp_path / "indicateurs.csv").read_text("utf-8") == "indicateur,part\nprojets,0.5\n"


def test_the_same_rows_give_the_same_package(tmp_path):
    contents = []
    for name in ("a", "b"):
        write_package([open_tris(all_questions())], tmp_path / name, "Baromètre", "Observatoire")
        contents.append([(p.name, p.read_bytes()) for p in sorted((tmp_path / name).iterdir())])
    assert contents[0] == contents[1]
    assert pd.read_csv(io.BytesIO(dict(contents[0])["tris.csv"]))["groupe"].isin(list(GROUPES)).all()


@pytest.mark.parametrize("missing", ["respondants", "repondants"])
def test_the_number_of_respondents_is_not_published(missing, tmp_path):
    assert missing not in {f.name for f in open_tris(single()).fields}
