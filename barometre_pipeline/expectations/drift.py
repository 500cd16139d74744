"""What this edition should look like, given the previous one: plain rules, no Great Expectations here.

A rule that fails is a warning for an analyst; a table that breaks its schema is Pandera's business.
"""

from dataclasses import dataclass

import pandas as pd

from barometre_pipeline.french.numbers import percent
from barometre_pipeline.vocabulary import SANS_REPONSE, STRATES

# Between two editions of the real survey the kept responses moved by less than a third; a share of
# categories that diverges by more than 0.25 nat is a different questionnaire or a different public.
ROW_COUNT_FACTOR = 1.5
MAX_DIVERGENCE = 0.25
MAX_UNANSWERED = 0.6


@dataclass(frozen=True)
class DriftRule:
    """One expectation: its Great Expectations class name, its arguments and a French note."""

    kind: str
    arguments: dict[str, object]
    note: str


def structure_rules(previous: pd.DataFrame | None) -> list[DriftRule]:
    """Rules on silver ``structures``, compared with the previous edition's where there is one."""
    rules = [
        DriftRule("ExpectColumnValuesToBeUnique", {"column": "id_reponse"}, "Une ligne par réponse"),
        DriftRule(
            "ExpectColumnValuesToBeInSet", {"column": "strate", "value_set": list(STRATES)}, "Strates connues"
        ),
    ]
    if previous is None or previous.empty:
        return rules
    low, high = int(len(previous) / ROW_COUNT_FACTOR), int(len(previous) * ROW_COUNT_FACTOR)
    rules.append(
        DriftRule(
            "ExpectTableRowCountToBeBetween",
            {"min_value": low, "max_value": high},
            f"Entre {low} et {high} structures, d’après l’édition précédente ({len(previous)})",
        )
    )
    rules.append(
        _divergence("strate", previous["strate"].astype("str"), list(STRATES), "Répartition par strate")
    )
    return rules


def response_rules(current: pd.DataFrame, previous: pd.DataFrame | None) -> list[DriftRule]:
    """Rules on silver ``reponses``: few unanswered cells, and answers close to the previous edition's."""
    closed = [str(c) for c in current.columns if isinstance(current[c].dtype, pd.CategoricalDtype)]
    rules = [
        DriftRule(
            "ExpectColumnValuesToNotBeInSet",
            {"column": c, "value_set": [SANS_REPONSE], "mostly": 1 - MAX_UNANSWERED},
            f"Au plus {percent(MAX_UNANSWERED)} de « Sans réponse »",
        )
        for c in closed
    ]
    if previous is None or previous.empty:
        return rules
    for column in closed:
        categories = list(current[column].cat.categories)
        if column in previous and list(previous[column].cat.categories) == categories:
            rules.append(
                _divergence(column, previous[column].astype("str"), categories, "Comme l’édition précédente")
            )
    return rules


def _divergence(column: str, before: pd.Series, categories: list[str], note: str) -> DriftRule:
    # Half a response is added to each category: one that was empty last year must not forbid it this year.
    counts = before.value_counts().reindex(categories, fill_value=0) + 0.5
    weights = (counts / counts.sum()).tolist()
    return DriftRule(
        "ExpectColumnKLDivergenceToBeLessThan",
        {
            "column": column,
            "partition_object": {"values": categories, "weights": weights},
            "threshold": MAX_DIVERGENCE,
        },
        note,
    )
