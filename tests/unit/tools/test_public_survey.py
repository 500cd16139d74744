"""The public 2023 survey laid out for this pipeline: on an invented extract, and on the real one where it is."""

import csv
from pathlib import Path

import pandas as pd
import pytest

from tools.enquete_2023 import EXTRACT, MATCHES, STRATES, STRUCTURE, TYPES, lay_out, read_extract, structure

SYSTEM = ["ID de la réponse", "Date de soumission", "Dernière page", "Langue de départ", "Tête de série"]
TIMES = ["Durée pour le groupe : Vous", "Durée pour la question: Q1", "Durée pour la question: Q2",
         "Durée pour le groupe : ", "Durée pour la question: X1", "Durée pour la question: Q3",
         "Durée pour la question: Q4", "Durée pour la question: Q5"]  # fmt: skip
ASKED = {
    "Quel est le nom de votre structure ? ": [f"Ville {k}" for k in range(90)],
    "Avez-vous une stratégie ?  ": ["Non", "Je ne sais pas", "Oui"] * 30,
    "": [""] * 90,
    "Quels freins ?  [Le temps]": ["Oui", "Non", "N/A"] * 30,
    "Quels freins ?  [Autre]": ["", "le froid", ""] * 30,
    "Où en êtes-vous ? [Eau]": ["En place", "Non, et rien n’est prévu", ""] * 30,
    "Où en êtes-vous ? [Air]": ["Non, mais c’est prévu", "Je ne sais pas", ""] * 30,
    "Une charte ?": [""] * 90,
    "filecount - Une charte ?": ["0"] * 90,
}


@pytest.fixture
def extract(tmp_path: Path) -> pd.DataFrame:
    path = tmp_path / "extrait.csv"
    headings = [*SYSTEM, *ASKED, "Temps total :", *TIMES]
    rows = [[str(k), *[""] * 4, *(cells[k] for cells in ASKED.values()), *["1"] * 9] for k in range(90)]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([headings, *rows])
    return read_extract(path)


def test_questions_types_items_and_the_order_of_answers_are_read_off_the_extract(
    extract: pd.DataFrame,
) -> None:
    table = structure(extract)
    told = table.loc[~table["class"].isin(["S", "SL"]), ["class", "type/scale", "name", "text", "other"]]
    assert told.to_numpy().tolist() == [
        ["G", "", "Vous", "", "N"],
        ["Q", "T", "Q1", "Quel est le nom de votre structure ?", "N"],
        ["Q", "L", "Q2", "Avez-vous une stratégie ?", "N"],
        ["A", "0", "AO01", "Oui", "N"],
        ["A", "0", "AO02", "Non", "N"],
        ["A", "0", "AO03", "Je ne sais pas", "N"],
        ["G", "", "Groupe sans titre", "", "N"],
        ["Q", "X", "X1", "", "N"],
        ["Q", "M", "Q3", "Quels freins ?", "Y"],
        ["SQ", "0", "SQ001", "Le temps", "N"],
        ["Q", "F", "Q4", "Où en êtes-vous ?", "N"],
        ["SQ", "0", "SQ001", "Eau", "N"],
        ["SQ", "0", "SQ002", "Air", "N"],
        ["A", "0", "AO01", "En place", "N"],
        ["A", "0", "AO02", "Non, mais c’est prévu", "N"],
        ["A", "0", "AO03", "Non, et rien n’est prévu", "N"],
        ["A", "0", "AO04", "Je ne sais pas", "N"],
        ["Q", "|", "Q5", "Une charte ?", "N"],
    ]


def test_an_extract_that_does_not_time_each_question_is_refused(extract: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match="5 questions chronométrées, 6 intitulés"):
        structure(extract.drop(columns="Durée pour la question: Q5"))


def _public(folder: Path, kept: pd.DataFrame) -> None:
    """Write the two public tables that say who answered, as their columns are."""
    types, strates = ({v: k for k, v in names.items()} for names in (TYPES, STRATES))
    label = kept["type"].map(types)
    key, name = "ID de la réponse", "Quel est le nom de votre structure ?"
    pd.DataFrame(
        {
            key: kept["id_reponse"], name: kept["nom_saisi"], "nom": kept["nom_retenu"],
            "Population totale": kept["population"], "structure": label,
            "structure_pop": kept["strate"].map(strates).fillna(label),
        }
    ).to_csv(folder / "process_data.csv", index=False)  # fmt: skip
    spaced = kept["siren"].str.replace(r"^(\d{3})(\d{3})(\d{3})$", r"\1 \2 \3", regex=True)
    others = pd.DataFrame({key: ["9", "10"], name: "test", "SIREN": "", "COG": ""})
    numbers = pd.DataFrame(
        {key: kept["id_reponse"], name: kept["nom_saisi"], "SIREN": spaced, "COG": kept["code_insee"]}
    )
    pd.concat([others, numbers]).to_csv(folder / "interim_data.csv", index=False)


def test_the_real_extract_gives_its_structure_and_who_answered(shared: Path, tmp_path: Path) -> None:
    real = shared / "data_raw_reel" / "2023" / "limesurvey"
    if not real.is_dir():
        pytest.skip("extrait réel absent : pas de dossier ../shared/data_raw_reel/2023/limesurvey")
    kept = pd.read_csv(real / MATCHES, dtype=str, keep_default_na=False)
    (tmp_path / "clone" / "Data").mkdir(parents=True)
    (tmp_path / "clone" / "Data" / EXTRACT).write_bytes((real / EXTRACT).read_bytes())
    _public(tmp_path / "clone" / "Data", kept)
    lay_out(tmp_path / "clone", tmp_path / "brut")
    made = tmp_path / "brut" / "2023" / "limesurvey"
    assert (made / EXTRACT).read_bytes() == (real / EXTRACT).read_bytes()
    assert pd.read_csv(made / MATCHES, dtype=str, keep_default_na=False).equals(kept)

    def rows(path: Path) -> list[list[str]]:
        table = pd.read_csv(path, sep="\t", dtype=str, keep_default_na=False)
        shown = table[["class", "type/scale", "name", "relevance", "text", "other"]]
        # One line or several, a text is a text.
        return shown.replace(r"\s+", " ", regex=True).replace({"type/scale": {"S": "T"}}).to_numpy().tolist()

    assert rows(made / STRUCTURE) == rows(real / STRUCTURE)
