"""A table that people fill in by hand and that holds a huge line is refused at once, with what to do."""

from pathlib import Path

import pytest
from support import peak

from barometre_pipeline.errors import InputError
from barometre_pipeline.matching.decisions import COLUMNS, read_decisions

_READ = {
    "decisions.csv": "from barometre_pipeline.matching.decisions import read_decisions as read",
    "correspondances.csv": "from barometre_pipeline.sources.reviewed import read_reviewed as read",
}


@pytest.mark.parametrize("name", _READ)
def test_a_line_of_300_mib_is_refused_in_a_sentence_and_bounded_memory(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with path.open("wb") as stream:
        stream.write(b"id_reponse,decision\n1,")
        stream.seek(300 * 1024**2)
        stream.write(b"fin\n")
    reading = (
        "import sys\n"
        "from pathlib import Path\n"
        "from barometre_pipeline.errors import InputError\n"
        f"{_READ[name]}\n"
        "try: read(Path(sys.argv[1]), 'x.csv')\n"
        "except InputError as error: assert '300 Mio' in error.constat and error.remede\n"
        "else: raise SystemExit('read')\n"
    )
    assert peak(reading, path) < 600  # Mio


def test_a_long_cell_is_quoted_by_its_beginning_alone(tmp_path: Path) -> None:
    path = tmp_path / "decisions.csv"
    row = ["1", "a" * 100_000, "", "", "moi", "2031-01-01", "vu"]
    path.write_text(f"{','.join(COLUMNS)}\n{','.join(row)}\n", encoding="utf-8")
    with pytest.raises(InputError, match="décision inconnue") as refused:
        read_decisions(path, "decisions.csv")
    assert len(str(refused.value)) < 600
