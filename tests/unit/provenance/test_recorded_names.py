"""A file that is not read leaves its name nowhere: only what may be responses or a structure is recorded."""

from pathlib import Path

from tiny_edition import EDITION, write_edition

from barometre_pipeline.editions.loader import load_edition
from barometre_pipeline.provenance.inputs import raw_hashes
from barometre_pipeline.tables.raw_inputs import RAW_INPUTS


def test_notes_beside_an_extract_are_not_recorded_by_name_and_what_may_be_read_is(tmp_path: Path) -> None:
    folder = write_edition(tmp_path) / "limesurvey"
    before = {name for files in _recorded(tmp_path).values() for name in files}
    notes = {
        "lettre Solène.pdf",
        "Solène.docx",
        "Solène.odt",
        "Solène.html",
        "Solène.md",
        "mots de Solène.txt",
    }
    for name in notes:
        (folder / name).write_text("Un mot.\n", encoding="utf-8")
    for name in ("autre.txt", "autre.csv", "autre.xls"):
        (folder / name).write_text("id\tpublie\n1\tA1\n", encoding="utf-8")
    added = {name for files in _recorded(tmp_path).values() for name in files} - before
    assert added == {f"{EDITION}/limesurvey/autre.{kind}" for kind in ("txt", "csv", "xls")}


def _recorded(raw: Path) -> dict[str, dict[str, str]]:
    return raw_hashes(load_edition(raw / EDITION), RAW_INPUTS.values())
