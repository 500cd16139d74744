"""The shared documents are found and tied as the issue asks, by the measure that comes with them."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from support import SHARED

from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.printed.documents.checked import tie_document
from barometre_pipeline.printed.documents.model import Checked
from barometre_pipeline.publication.verification.rows import as_csv
from barometre_pipeline.sources.documents.read import read_document

FOLDER = SHARED / "documents"


@pytest.mark.parametrize(
    ("name", "edition"), [("support_2025", "2025"), ("barometre_2024", "2024"), ("article_2025", "2025")]
)
def test_a_publication_is_found_and_tied_as_asked(name: str, edition: str, tmp_path: Path) -> None:
    if not FOLDER.is_dir():
        pytest.skip("documents partagés absents : pas de dossier ../shared/documents à côté du dépôt")
    text = read_document(FOLDER / f"{name}.txt")
    found = Checked(text.nom, edition, tuple(tie_document(text, load_catalogue(), edition)))
    output = tmp_path / "sortie.csv"
    output.write_text(as_csv(text, found), encoding="utf-8")
    truth, rejects = FOLDER / f"verite_{name}.csv", FOLDER / "rejets.csv"
    measure = [sys.executable, str(FOLDER / "mesurer.py"), str(output), str(truth), str(rejects)]
    said = subprocess.run(measure, capture_output=True, text=True, check=True).stdout
    shares = [float(n) for n in re.findall(r"([\d.]+) %", said)]
    recall, alarms, sure, sure_right, likely, likely_right = shares
    assert recall >= 99 and alarms <= 1
    assert sure >= 70 and sure_right >= 98
    assert likely >= 90 and likely_right >= 93
    ties = re.search(r"liées au baromètre (\d+) sur", said)
    assert ties is not None and int(ties[1]) == 0
