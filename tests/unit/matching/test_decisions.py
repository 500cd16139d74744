from pathlib import Path

import pandas as pd
import pytest

from barometre_pipeline.errors import InputError
from barometre_pipeline.matching import apply_decisions, match_structures, read_decisions, undecided
from barometre_pipeline.sources.territories import ReferenceList

HEADING = "id_reponse,decision,siren,code,auteur,date,motif\n"


@pytest.fixture
def matches(referentiel: ReferenceList) -> pd.DataFrame:
    frame = match_structures(["Mairie de Saint-Sauveur", "Zyxwuv", "Mairie"], ["", "", ""], referentiel)
    frame.insert(0, "id_reponse", [11, 12, 13])
    return frame


def decisions(tmp_path: Path, *lines: str) -> pd.DataFrame:
    path = tmp_path / "decisions.csv"
    path.write_text(HEADING + "\n".join(lines) + "\n", encoding="utf-8")
    return read_decisions(path, "2023/limesurvey/decisions.csv")


def test_a_decision_wins_over_the_machine_and_carries_its_author(
    tmp_path: Path, matches: pd.DataFrame, referentiel: ReferenceList
) -> None:
    taken = decisions(tmp_path, "11,territoire,,05156,A. Fictif,2024-01-15,appel au secrétariat")
    result = apply_decisions(matches, taken, referentiel).matches.iloc[0]
    assert result["nom_officiel"] == "Saint-Sauveur"
    assert (result["type"], result["strate"]) == ("communes", "communes_moins_3500")
    assert (result["origine"], result["auteur"], result["statut"]) == ("decision", "A. Fictif", "certain")
    assert "2024-01-15" in result["preuve"] and "appel au secrétariat" in result["preuve"]


def test_replaying_decisions_changes_nothing_more(
    tmp_path: Path, matches: pd.DataFrame, referentiel: ReferenceList
) -> None:
    taken = decisions(tmp_path, "12,territoire,215903501,,A. Fictif,2024-01-15,vérifié")
    once = apply_decisions(matches, taken, referentiel).matches
    twice = apply_decisions(once[matches.columns], taken, referentiel).matches
    pd.testing.assert_frame_equal(once, twice)
    assert once.loc[1, "nom_officiel"] == "Lille"


def test_the_check_counts_what_is_left_to_decide(
    tmp_path: Path, matches: pd.DataFrame, referentiel: ReferenceList
) -> None:
    assert undecided(matches)["id_reponse"].tolist() == [11, 13]
    taken = decisions(
        tmp_path,
        "11,hors_champ,,,A. Fictif,2024-01-15,association homonyme",
        "13,vide_ou_test,,,A. Fictif,2024-01-15,essai",
    )
    after = apply_decisions(matches, taken, referentiel).matches
    assert undecided(after).empty
    assert after.loc[0, "type"] == "autres"


def test_a_decision_that_matches_no_response_is_reported(
    tmp_path: Path, matches: pd.DataFrame, referentiel: ReferenceList
) -> None:
    taken = decisions(tmp_path, "99,hors_champ,,,A. Fictif,2024-01-15,association")
    result = apply_decisions(matches, taken, referentiel)
    assert result.unused["id_reponse"].tolist() == ["99"]
    assert result.unused["ligne"].tolist() == ["2"]


def test_without_a_file_no_decision_was_taken(tmp_path: Path) -> None:
    assert read_decisions(tmp_path / "decisions.csv", "decisions.csv").empty


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("11,peut-être,,,A. Fictif,2024-01-15,x", "enregistrement 2 (en-tête compris), colonne decision"),
        ("11,territoire,,,A. Fictif,2024-01-15,x", "enregistrement 2 (en-tête compris), colonne siren"),
        ("11,hors_champ,,,,2024-01-15,x", "enregistrement 2 (en-tête compris), colonne auteur"),
        ("11,hors_champ,,,A. Fictif,15/01/2024,x", "enregistrement 2 (en-tête compris), colonne date"),
        ("11,hors_champ,,,A. Fictif,2024-01-15,", "enregistrement 2 (en-tête compris), colonne motif"),
        (
            "11,hors_champ,,,A. Fictif,2024-01-15,x\n11,hors_champ,,,A. Fictif,2024-01-15,x",
            "enregistrement 3",
        ),
    ],
)
def test_an_unusable_decision_says_where_it_is(tmp_path: Path, line: str, place: str) -> None:
    with pytest.raises(InputError) as error:
        decisions(tmp_path, line)
    assert error.value.lieu.startswith(place)
    assert error.value.fichier == "2023/limesurvey/decisions.csv"


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    path = tmp_path / "decisions.csv"
    path.write_text("id_reponse,decision\n1,hors_champ\n", encoding="utf-8")
    with pytest.raises(InputError, match="auteur"):
        read_decisions(path, "decisions.csv")


def test_a_territory_that_no_list_has_is_refused(
    tmp_path: Path, matches: pd.DataFrame, referentiel: ReferenceList
) -> None:
    taken = decisions(tmp_path, "11,territoire,123456789,,A. Fictif,2024-01-15,x")
    with pytest.raises(InputError, match="aucun territoire de la liste 2023"):
        apply_decisions(matches, taken, referentiel)
