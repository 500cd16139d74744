"""Count the conditions of display of structures, and how many are understood.

    python -m tools.conditions STRUCTURE.lss [STRUCTURE.lss …]

Each structure is given a few invented responses and read; what is not understood is named. A condition is one of a
question, a group, a sub-question, or a filter of an array.
"""

import argparse
import re
import tempfile
from pathlib import Path
from typing import Final

from barometre_pipeline.errors import BarometreError
from barometre_pipeline.sources.limesurvey import read_extract, read_structure
from barometre_pipeline.sources.limesurvey.array_filter import filtered
from barometre_pipeline.sources.limesurvey.model import Questionnaire
from tools.exports.answers import draw
from tools.exports.columns import columns_of
from tools.exports.files import write
from tools.exports.forms import FORMS
from tools.exports.structure import read

_ALWAYS: Final = ("", "1")
_NOT_UNDERSTOOD: Final = re.compile(r"condition (?P<where>.*) non comprise")
_FORM: Final = next(form for form in FORMS if form.name == "code_short.csv")


def main() -> None:
    """Print a line per structure, and the share of all."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("structures", type=Path, nargs="+")
    known = unknown = 0
    for path in parser.parse_args().structures:
        try:
            conditions, lost = counted(path)
        except BarometreError as error:
            print(f"{path.name}: not read\n{error}")
            continue
        known, unknown = known + conditions - len(lost), unknown + len(lost)
        print(f"{path.name}: {conditions} conditions, {len(lost)} not understood")
        for where in lost:
            print(f"  {where}")
    print(f"{known} of {known + unknown} understood ({known / max(1, known + unknown):.1%})")


def counted(path: Path) -> tuple[int, list[str]]:
    """Return the number of conditions of a structure, and where those stand that are not understood.

    Raises:
        BarometreError: a structure that cannot be read.
    """
    questionnaire, survey = read_structure(path, path.name), read(path)
    columns = columns_of(survey, rankings_in_one=False)
    with tempfile.TemporaryDirectory() as folder:
        written = write(_FORM, survey, columns, draw(survey, columns, 12, 1), Path(folder))
        extract = read_extract(written, questionnaire, _FORM.name)
    lost = [found["where"] for warning in extract.warnings if (found := _NOT_UNDERSTOOD.search(warning))]
    return number_of_conditions(questionnaire), lost


def number_of_conditions(questionnaire: Questionnaire) -> int:
    """Count what decides who sees what: groups, questions, sub-questions, filters of arrays."""
    groups = {q.group: q.group_relevance for q in questionnaire.questions}
    said = [*groups.values()]
    for question in questionnaire.questions:
        said += [question.relevance, *(sub.relevance for sub in question.sub_questions)]
    filters = sum(filtered(question) for question in questionnaire.questions)
    return sum(condition.strip() not in _ALWAYS for condition in said) + filters


if __name__ == "__main__":
    main()
