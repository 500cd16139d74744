"""What is shown of a structure in doubt is enough to decide it, and shows nobody's name."""

from pathlib import Path

import pandas as pd
import pytest
from support import REPOSITORY

from barometre_pipeline.cleaning.to_decide import to_decide
from barometre_pipeline.matching import apply_decisions, match_structures, read_decisions
from barometre_pipeline.matching.decisions import COLUMNS
from barometre_pipeline.sources.territories import ReferenceList, load_reference_list

FILE = "2031/limesurvey/decisions.csv"


@pytest.fixture(scope="module")
def referentiel() -> ReferenceList:
    return load_reference_list(REPOSITORY / "data_raw", 2023)


def _matches(typed: list[str], referentiel: ReferenceList) -> pd.DataFrame:
    frame = match_structures(typed, [""] * len(typed), referentiel)
    frame.insert(0, "id_reponse", range(11, 11 + len(typed)))
    assert set(frame["statut"]) == {"a_revoir"}
    return frame


def _lines(typed: list[str], referentiel: ReferenceList) -> list[str]:
    matches = _matches(typed, referentiel)
    names = dict(zip(matches["id_reponse"], typed, strict=True))
    return to_decide("2031", matches, names, FILE, "2031-09-15")


def test_each_structure_is_named_with_its_candidates_and_the_line_to_copy(referentiel: ReferenceList) -> None:
    told = "\n".join(_lines(["CD du Tran"], referentiel))
    assert FILE in told and ",".join(COLUMNS) in told
    assert "Réponse 11, « CD du Tran » : " in told
    assert "Département du Tarn — Département, dép. 81" in told and "(228100012, 75)" in told
    assert "`11,territoire,228100012,,,2031-09-15,`" in told
    assert "`11,hors_champ,,,,2031-09-15,`" in told


def test_a_line_copied_and_completed_decides(referentiel: ReferenceList, tmp_path: Path) -> None:
    matches = _matches(["CD du Tran"], referentiel)
    line = next(line for line in _lines(["CD du Tran"], referentiel) if "228100012," in line).split("`")[1]
    author_and_reason = line.replace(",,,2031-09-15,", ",,A. Fictif,2031-09-15,faute de frappe")
    path = tmp_path / "decisions.csv"
    path.write_text(",".join(COLUMNS) + f"\n{author_and_reason}\n", encoding="utf-8")
    decided = apply_decisions(matches, read_decisions(path, FILE), referentiel).matches.iloc[0]
    assert (decided["nom_officiel"], decided["statut"]) == ("Département du Tarn", "certain")


@pytest.mark.parametrize("typed", ["Zéphyrine 06 99 00 55 66", "z.quatrevents@example.org"])
def test_what_is_not_a_structure_s_name_is_not_shown(typed: str, referentiel: ReferenceList) -> None:
    frame = match_structures(["Mairie"], [""], referentiel)
    frame.insert(0, "id_reponse", [11])
    told = "\n".join(to_decide("2031", frame, {11: typed}, FILE, "2031-09-15"))
    assert typed not in told and "barometre revue" in told


def test_a_long_list_is_cut_and_the_command_named(referentiel: ReferenceList) -> None:
    lines = _lines(["Mairie de Saint-Sauveur"] * 13, referentiel)
    assert sum(line.startswith("- ") for line in lines) == 10
    assert lines[-1].strip() == "et 3\u00a0autres : barometre revue --edition 2031"


def test_nothing_is_said_when_nothing_waits(referentiel: ReferenceList) -> None:
    assert to_decide("2031", _matches(["Mairie"], referentiel).head(0), {}, FILE, "2031-09-15") == []
