"""The real 2023 responses, where they are at hand, as categories of answer texts; and R's estimates."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest
from tiny_edition import POPULATION

from barometre_pipeline.sources.limesurvey.folder import read_folder
from barometre_pipeline.sources.limesurvey.model import Extract, ExtractColumn
from barometre_pipeline.vocabulary import (
    CLOSED_KINDS,
)


@dataclass(frozen=True)
class Real2023:
    """Answers (categories of texts, columns "question|sub"), structures, R's estimates, national counts."""

    answers: pd.DataFrame
    structures: pd.DataFrame
    reference: pd.DataFrame
    population: dict[str, int]


@pytest.fixture(scope="session")
def real_2023(shared: Path) -> Real2023:
    reference = pd.read_csv(
        shared / "observatoire_2023" / "estimations_r_survey.csv",
        dtype={"sous_question": str},
        keep_default_na=False,
    )
    for column in reference.columns[4:]:
        reference[column] = pd.to_numeric(reference[column])
    raw = shared / "data_raw_reel"
    folder = raw / "2023" / "limesurvey"
    structures = pd.read_csv(folder / "correspondances.csv", dtype=str, keep_default_na=False)
    strate = structures["strate"].where(structures["strate"] != "", structures["type"])
    structures["strate"] = strate.astype("category")
    extract = read_folder(folder, raw)
    identifiers = pd.Index(extract.system["id"].astype(str))
    rows = identifiers.get_indexer(structures["id_reponse"])
    assert (rows >= 0).all()
    answers = {
        f"{c.question}|{c.sub_question}": pd.Categorical(_texts(extract, c).iloc[rows])
        for c in extract.questionnaire.columns.values()
        if c.kind in CLOSED_KINDS
    }
    wanted = dict.fromkeys(reference["question"] + "|" + reference["sous_question"])
    return Real2023(pd.DataFrame({k: answers[k] for k in wanted}), structures, reference, POPULATION)


def _texts(extract: Extract, column: ExtractColumn) -> pd.Series:
    labels = {a.code: a.text for a in column.answers} or {"Y": "Oui", "N": "Non"}
    text = extract.values[column.code].astype(object).map(labels)
    shown = extract.shown[column.code] != 0
    empty = pd.Series("Sans réponse", index=text.index)
    return text.fillna(empty.where(shown, "Non concerné"))  # the words of the file of R
