"""What must hold between tables, and what is wrong where it does not, in the words of the person who must act.

A rule of one table is in ``rules``; here are those that need two, or a person's decision.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from barometre_pipeline.french.numbers import count
from barometre_pipeline.vocabulary import ColumnKind

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class LeftToDecide:
    """What of an edition awaits a person: structures to review, decisions that concern nobody any more."""

    edition: str
    structures: int
    decisions: int

    @property
    def problems(self) -> list[str]:
        """Say each in French, with what to do."""
        review = f"{count(self.structures, 'structure')} à revoir : barometre revue --edition {self.edition}"
        idle = f"{count(self.decisions, 'décision')} sans objet dans decisions.csv, édition {self.edition}"
        return [*([review] if self.structures else []), *([idle] if self.decisions else [])]


def left_to_decide(edition: str, structures: "pd.DataFrame", idle: "pd.DataFrame") -> LeftToDecide:
    """Count what awaits a person in silver ``structures`` and ``decisions_sans_objet`` of an edition."""
    return LeftToDecide(edition, int((structures["statut"] == "a_revoir").sum()), len(idle))


def answers_not_of_a_group(questions: "pd.DataFrame", tris: "pd.DataFrame") -> list[str]:
    """Name the single-choice questions and groups whose counts do not sum to the size of the group.

    Args:
        questions: bronze ``questions``.
        tris: gold ``tris`` of the same edition.

    Returns:
        ``question/sous_question/groupe``: every response of a group gives exactly one answer.
    """
    single = questions["nature"].isin([ColumnKind.SINGLE, ColumnKind.RANK])
    rows = tris[tris["question"].isin(questions.loc[single, "question"])]
    groups = rows.groupby(["question", "sous_question", "groupe"], observed=True)
    totals = groups.agg(n=("n", "sum"), effectif=("effectif", "first"))
    return ["/".join(map(str, key)) for key in totals.index[totals["n"] != totals["effectif"]]]
