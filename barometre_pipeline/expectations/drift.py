"""What this edition should look like, given the previous one: plain rules, no Great Expectations here.

A rule that fails is a warning for an analyst; a table that breaks its schema is Pandera's business.
"""

import re
from dataclasses import dataclass

import pandas as pd

from barometre_pipeline.french.numbers import number, percent
from barometre_pipeline.vocabulary import SANS_REPONSE, STRATES

# The published editions kept 297, 191, 289 and 292 responses: up to 1.56 times more or fewer from one to the next.
ROW_COUNT_FACTOR = 2
# A share of categories that diverges by more is a different questionnaire or a different public.
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


def asked_again(questions: pd.DataFrame, previous: pd.DataFrame) -> frozenset[str]:
    """Return the columns that ask in both editions what they asked: a code is often used again for another question."""
    texts = ["colonne", "question_libelle", "sous_question_libelle"]
    wordings = [
        {c: (plain(q), plain(s)) for c, q, s in q[texts].itertuples(index=False)}
        for q in (questions, previous)
    ]
    return frozenset(c for c, wording in wordings[0].items() if wordings[1].get(c) == wording)


def plain(wording: str) -> str:
    """Reduce a wording to its letters and digits, so that only another wording differs."""
    return re.sub(r"\W+", " ", wording.casefold()).strip()


def response_rules(
    current: pd.DataFrame, previous: pd.DataFrame | None, comparable: frozenset[str] = frozenset()
) -> list[DriftRule]:
    """Rules on silver ``reponses``: few unanswered cells, and answers close to the previous edition's.

    Args:
        current: the edition's answers.
        previous: those of the edition before, None if there is none.
        comparable: the columns that asked the same then (``asked_again``).
    """
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
    for column in filter(comparable.__contains__, closed):
        categories = list(current[column].cat.categories)
        if column in previous and list(previous[column].cat.categories) == categories:
            rules.append(
                _divergence(column, previous[column].astype("str"), categories, "Réponses à cette question")
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
        f"{note} comme à l’édition précédente (divergence de moins de {number(MAX_DIVERGENCE)})",
    )
