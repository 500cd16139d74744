"""Write a survey's exports in every form, and the truth about them.

    python -m tools.exports STRUCTURE.lss [--responses 20] [--seed 1] --into DIR

``verite.csv`` has one line per response and column: id, question, colonne, reponse; a cell never displayed has no line.
"""

import argparse
import csv
from collections.abc import Sequence
from pathlib import Path

from tools.exports.answers import Response, draw
from tools.exports.columns import Column, columns_of
from tools.exports.files import write
from tools.exports.forms import FORMS
from tools.exports.structure import read


def main() -> None:
    """Write every form of one structure."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("structure", type=Path)
    parser.add_argument("--responses", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--into", type=Path, required=True)
    given = parser.parse_args()
    survey = read(given.structure)
    given.into.mkdir(parents=True, exist_ok=True)
    for in_one in (False, True):
        columns = columns_of(survey, rankings_in_one=in_one)
        responses = draw(survey, columns, given.responses, given.seed)
        for form in (form for form in FORMS if ("one ranking" in form.quirks) == in_one):
            write(form, survey, columns, responses, given.into)
        _truth(columns, responses, given.into / f"verite{'_classements_json' * in_one}.csv")


def _truth(columns: Sequence[Column], responses: Sequence[Response], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        lines = csv.writer(stream)
        lines.writerow(("id", "question", "colonne", "reponse"))
        for response in responses:
            for column in columns:
                if (value := response.cells[column.code]) is not None:
                    lines.writerow((response.id, column.question.code, column.code, value))


if __name__ == "__main__":
    main()
