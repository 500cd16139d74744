"""Builds the synthetic survey of local authorities of one edition: sample, answers, responses.

Formats are written elsewhere; what the figures impose is solved elsewhere.
"""

import random
from collections.abc import Mapping, Sequence

from barometre_pipeline.catalogue.model import Codebook
from tools.demonstration.fieldwork import Collected, Period, collect
from tools.demonstration.questionnaire import Survey
from tools.demonstration.respondents import to_columns
from tools.demonstration.sample import Sample
from tools.demonstration.states import Asked
from tools.demonstration.structures import Unit
from tools.demonstration.targets import Cell

# How far each strate's answers lean towards the top of a list where a guess is all there is (invented).
_MATURITY = {
    "communes_moins_3500": 0.2,
    "communes_3500_10000": 0.3,
    "communes_10000_100000": 0.45,
    "communes_plus_100000": 0.65,
    "epci": 0.5,
    "metropoles": 0.8,
    "departements": 0.65,
    "regions": 0.8,
    "autres": 0.45,
}
# Share of the strate over 50,000 inhabitants; 1 and 0 where size decides, nothing where it is not known.
_LARGE = {
    "communes_moins_3500": 0.0,
    "communes_3500_10000": 0.0,
    "communes_10000_100000": 0.25,
    "communes_plus_100000": 1.0,
    "epci": 0.4,
    "metropoles": 1.0,
    "departements": 1.0,
    "regions": 1.0,
}
# Share of those who finish who answer « no » to a closing question of the frame (do you want the results?).
_DECLINE = 0.18


def local_cells(sizes: Mapping[str, int]) -> list[Cell]:
    """Return the cells of a sample whose strates have these sizes."""
    cells = []
    for strate, size in sizes.items():
        over = round(size * _LARGE.get(strate, 0.0))
        for count, large in ((over, True), (size - over, False)):
            if count:
                known = large if strate in _LARGE else None
                name = f"{strate}{' (50 000 habitants et plus)' if known else ''}"
                cells.append(Cell(name, count, 1.0, _MATURITY[strate], {}, strate, known))
    return cells


def questions(book: Codebook, edition: str) -> Asked:
    """Return what an edition asks local authorities."""
    return {v.nom: (v, c) for v, c in book.questionnaire(edition, "collectivites")}


def respond(survey: Survey, sample: Sample, units: Sequence[Unit], period: Period, seed: str) -> Collected:
    """Collect the answers of real bodies as a server would."""
    rng = random.Random(seed)
    asked: Asked = {v.nom: (v, c) for v, c in survey.variables}
    answers = [to_columns(person, asked) for of_cell in sample.people for person in of_cell]
    closing = next(q for q in survey.questionnaire.questions if q.code == survey.closing)
    for given in answers:
        given.setdefault(survey.closing, closing.answers[int(rng.random() < _DECLINE)].code)
    return collect(survey, units, answers, period, rng)
