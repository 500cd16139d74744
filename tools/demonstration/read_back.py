"""Reads the committed files of a synthetic edition back as the answers of its respondents, cell by cell.

The pipeline's own readers do it, so that what is looked at is what was written.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from barometre_pipeline.catalogue.model import VariableType
from barometre_pipeline.cleaning.bronze import bronze_tables
from barometre_pipeline.editions.loader import extract_of, load_edition
from barometre_pipeline.sources.ipsos import read_polls
from barometre_pipeline.vocabulary import NON_POSEE, SANS_REPONSE
from tools.demonstration.respondents import Respondent
from tools.demonstration.states import Asked, all_columns
from tools.demonstration.targets import ABSENT, NOT_SHOWN, TICKED, UNRANKED, UNTICKED, Cell
from tools.demonstration.years import Year

LARGE = 50_000
Who = list[list[str]]


def local_people(raw: Path, year: Year) -> tuple[list[list[Respondent]], Who]:
    """Return the answers of each cell's structures, the fullest response of each, and their names."""
    edition = load_edition(raw / year.edition)
    folder = edition.folder / "limesurvey"
    extract = extract_of(edition)
    responses = bronze_tables(extract, year.edition)["reponses_brutes"].set_index("id_reponse")
    known = pd.read_csv(folder / "correspondances.csv", dtype=str, keep_default_na=False)
    known = known.set_index(known["id_reponse"].astype(responses.index.dtype))
    rows = responses.loc[known.index]
    columns = [c for _, coding in year.asked.values() for c in coding.colonnes.values()]
    filled = (~rows[columns].isin([SANS_REPONSE, NON_POSEE])).sum(axis=1)
    names = known["siren"].where(known["siren"] != "", known["nom_retenu"])
    best = filled.sort_values(ascending=False, kind="stable").index
    kept = names.loc[best].drop_duplicates().index.sort_values()
    people: list[list[Respondent]] = [[] for _ in year.cells]
    who: Who = [[] for _ in year.cells]
    for number in kept:
        place = _cell(year.cells, known.loc[number])
        people[place].append(_answers(year.asked, rows.loc[number].to_dict()))
        who[place].append(str(names.loc[number]))
    return people, who


def poll_people(raw: Path, year: Year) -> list[list[Respondent]]:
    """Return the answers of each cell's people; they are written cell after cell."""
    frame = read_polls(raw / year.edition / "ipsos", year.edition)[0].sondes
    assert frame is not None
    asked = {name: pair for name, pair in year.asked.items() if name not in year.profile}
    answers = [_answers(asked, row) for row in frame.to_dict("records")]
    people, start = [], 0
    for cell in year.cells:
        people.append(answers[start : start + cell.size])
        start += cell.size
    return people


def _cell(cells: Sequence[Cell], known: pd.Series) -> int:
    strate = known["strate"] if known["type"] == "communes" else known["type"]
    large = float(known["population"] or 0) >= LARGE
    return next(i for i, cell in enumerate(cells) if cell.strate == strate and cell.large in (None, large))


def _answers(asked: Asked, row: Mapping[object, object]) -> Respondent:
    answers: Respondent = {}
    for variable, coding in asked.values():
        columns = all_columns(variable, coding)
        if variable.type is VariableType.RANKING:
            ranked = {row[column]: rank for rank, column in coding.colonnes.items()}
            answers |= {c: ranked.get(coding.items[c[1]], UNRANKED) for c in columns}
            continue
        names = {code: name for name, codes in coding.modalites.items() for code in codes}
        for column in columns:
            value = str(row[coding.colonnes[column[1]]])
            if value == NON_POSEE:
                answers[column] = NOT_SHOWN
            elif variable.type is VariableType.MULTIPLE:
                answers[column] = TICKED if value == coding.coche else UNTICKED
            else:
                answers[column] = names.get(value, ABSENT)
    return answers
