"""Reading published tables and their declared oddities."""

from pathlib import Path

import pytest

from barometre_pipeline.errors import ConfigurationError, InputError
from barometre_pipeline.sources.published import read_aggregates

HEAD = "question,modalite,groupe,effectif,concernes,taille_groupe,pourcentage_imprime\n"
ROWS = "Q1,oui,communes,7,10,10,70\nQ1,non,communes,3,10,10,30\nQ2,oui,communes,0,10,33,0\n"


def _folder(path: Path, rows: str = ROWS, anomalies: str = "") -> Path:
    (path / "tableaux.csv").write_text(HEAD + rows, "utf-8")
    if anomalies:
        (path / "anomalies.yaml").write_text("anomalies:\n" + anomalies, "utf-8")
    return path


def test_declared_oddities_are_corrected_or_left_out_with_their_reason(tmp_path: Path) -> None:
    anomalies = (
        "  - {questions: [Q1], modalite: non, traitement: ecarter, motif: jamais dépouillé}\n"
        "  - {questions: [Q2], groupe: communes, traitement: corriger, champ: taille_groupe, valeur: 10, "
        "motif: taille fausse}\n"
    )
    read = read_aggregates(_folder(tmp_path, anomalies=anomalies), "2022")
    assert read.tableaux["question"].tolist() == ["Q1", "Q2"]
    assert read.tableaux["taille_groupe"].tolist() == [10, 10]
    assert read.tableaux["correction"].tolist() == ["", "taille fausse"]
    assert read.ecartes["motif"].tolist() == ["jamais dépouillé"]
    assert read.notes()[0].endswith("\u00a0: 1\u00a0ligne écartée, jamais dépouillé")


def test_a_printed_percentage_that_its_counts_do_not_give_is_signalled(tmp_path: Path) -> None:
    read = read_aggregates(_folder(tmp_path, ROWS.replace("7,10,10,70", "7,10,10,71")), "2022")
    assert len(read.avertissements) == 1
    assert "Q1" in read.avertissements[0]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (
            ROWS.replace("7,10,10,70", "sept,10,10,70"),
            ["enregistrement 2 (en-tête compris), colonne effectif", "nombre entier"],
        ),
        (ROWS.replace("7,10,10,70", f"{'9' * 30},10,10,70"), ["enregistrement 2", "9 chiffres au plus"]),
        (ROWS.replace("communes,7", "villages,7"), ["villages", "communes_moins_3500"]),
        (ROWS + "Q1,oui,communes,8,10,10,80\n", ["Q1", "deux fois"]),
    ],
)
def test_a_wrong_table_is_refused_with_its_place(tmp_path: Path, rows: str, words: list[str]) -> None:
    with pytest.raises(InputError) as caught:
        read_aggregates(_folder(tmp_path, rows), "2022")
    assert all(w in str(caught.value) for w in words)


def test_an_absent_table_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"tableaux\.csv"):
        read_aggregates(tmp_path, "2022")


@pytest.mark.parametrize(
    "anomaly",
    [
        "  - {questions: [Q9], traitement: ecarter, motif: x}\n",
        "  - {questions: [Q1], traitement: corriger, motif: x}\n",
        "  - {questions: [Q1], traitement: oublier, motif: x}\n",
        "  - {questions: [], traitement: ecarter, motif: x}\n",
    ],
)
def test_an_oddity_that_means_nothing_is_refused(tmp_path: Path, anomaly: str) -> None:
    with pytest.raises(ConfigurationError):
        read_aggregates(_folder(tmp_path, anomalies=anomaly), "2022")
