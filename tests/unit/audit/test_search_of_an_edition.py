"""``barometre audit "65 %" --edition 2025``: the figures of that edition that show a value, printed or computed."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from support import barometre

from barometre_pipeline.lake import Lake

NAME = "projet_data_au_moins_un"  # of the common catalogue: its words are searched


def printed(name: str, edition: str, value: float, trace: str = "") -> dict[str, Any]:
    return {
        "chiffre": name, "document": "support_2025", "rubrique": "Projets", "edition": edition,
        "valeur_publiee": value, "statistique": "part", "edition_reference": "", "indicateur": NAME,
        "categorie": "au_moins_un", "population": "ensemble", "trace_id": trace,
    }  # fmt: skip


def computed(trace: str, share: float, edition: str = "2025", **more: object) -> dict[str, Any]:
    return {
        "edition": edition, "indicateur": NAME, "categorie": "au_moins_un", "population": "epci", "ventilation": "type",
        "modalite": "epci", "imprime": True, "n": 20, "base": 31, "part_publiable": share, "publiable": True,
        "trace_id": trace,
    } | more  # fmt: skip


@pytest.fixture
def lake(tmp_path: Path) -> Path:
    found = Lake.at(tmp_path)
    figures = [printed("a-1", "2024", 65.0), printed("a-2", "2025", 65.0, "t1"), printed("a-3", "2025", 41.0)]
    found.write("gold/rapprochement", pd.DataFrame(figures))
    rows = [
        computed("t1", 0.651),
        computed("t2", 0.6549),
        computed("t3", 0.6551),
        computed("t4", 0.65, "2024"),
        computed("t5", 0.65, modalite="femme"),
        computed("t6", 0.65, publiable=False),
        computed("t7", 0.65, imprime=False),
        computed("t8", np.nan, indicateur="effectif_repondants", categorie="total", n=65),
    ]
    found.write("gold/indicateurs", pd.DataFrame(rows))
    return tmp_path


def found(lake: Path, *asked: str) -> list[str]:
    result = barometre("audit", *asked, "--lake", lake, "--json")
    assert result.exit_code == 0, result.stderr
    return [each["figure"] for each in json.loads(result.stdout)]


def test_with_an_edition_its_printed_figures_come_first_then_what_was_computed_and_may_be_told(
    lake: Path,
) -> None:
    assert found(lake, "65 %") == ["a-1", "a-2"]
    assert found(lake, "65 %", "--edition", "2025") == ["a-2", "t2"]
    assert found(lake, "65", "--edition", "2025") == ["a-2", "t2", "t8"]


def test_decimals_and_words_of_the_value_count(lake: Path) -> None:
    assert found(lake, "65,5 %", "--edition", "2025") == ["t2", "t3"]
    assert found(lake, "65,5 % epci projet", "--edition", "2025") == ["t2", "t3"]
    result = barometre("audit", "65,5 % cyberattaque", "--edition", "2025", "--lake", lake)
    assert result.exit_code == 1 and "édition 2025" in result.stderr


def test_a_document_keeps_printed_figures_alone(lake: Path) -> None:
    result = barometre("audit", "66 %", "--edition", "2025", "--document", "support_2025", "--lake", lake)
    assert result.exit_code == 1 and "document support_2025" in result.stderr and "a-3" in result.stderr
    assert "a-1" not in result.stderr
