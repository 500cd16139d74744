"""A file of decisions as a French spreadsheet or a hurried hand writes it."""

from pathlib import Path

import pytest

from barometre_pipeline.errors import InputError
from barometre_pipeline.matching import read_decisions

COLUMNS = "id_reponse,decision,siren,code,auteur,date,motif"
ROW = "12,territoire,200000001,,A. Dupond,2026-09-01,homonyme"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_commas_semicolons_and_tabs_say_the_same(tmp_path: Path, separator: str, mark: str) -> None:
    path = tmp_path / "decisions.csv"
    path.write_text(mark + "\n".join(line.replace(",", separator) for line in (COLUMNS, ROW)) + "\n", "utf-8")
    (row,) = read_decisions(path, "2026/decisions.csv").to_dict("records")
    assert (row["id_reponse"], row["decision"], row["auteur"]) == ("12", "territoire", "A. Dupond")


def test_an_unknown_decision_is_quoted_with_the_nearest_known(tmp_path: Path) -> None:
    path = tmp_path / "decisions.csv"
    path.write_text(f"{COLUMNS}\n{ROW.replace('territoire', 'territoir')}\n", "utf-8")
    with pytest.raises(InputError) as error:
        read_decisions(path, "2026/decisions.csv")
    told = str(error.value).replace("\u00a0", " ")
    assert (
        "« territoir »" in told
        and "vouliez-vous dire « territoire »" in told
        and "2026/decisions.csv" in told
    )


def test_what_reaches_a_person_is_taken_out_of_the_reason_and_the_author(tmp_path: Path) -> None:
    path = tmp_path / "decisions.csv"
    row = "12,hors_champ,,,jeanne.d@ville.example,2026-09-01,appelée au 01 99 00 12 34"
    path.write_text(f"{COLUMNS}\n{row}\n", "utf-8")
    (read,) = read_decisions(path, "2026/decisions.csv").to_dict("records")
    assert read["auteur"] == "[adresse électronique]"
    assert read["motif"] == "appelée au [numéro de téléphone]"
