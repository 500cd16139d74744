"""Questionnaires of the synthetic editions: YAML in, the readers' own ``Questionnaire`` out.

Wordings live in ``questionnaires/<edition>.yaml``; how a file format spells them is the writers' business.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from barometre_pipeline.sources.limesurvey.model import Answer, Question, Questionnaire, SubQuestion

FOLDER = Path(__file__).parent / "questionnaires"
Condition = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Survey:
    """A questionnaire with what a respondent's way through it needs.

    Attributes:
        questionnaire: questions, sub-questions and answers, without ``columns``.
        conditions: for a routed question, the answers of earlier questions that show it
            (all questions must agree, any of the codes listed will do).
        closing: the question everybody who finished has answered.
        name, siret: the questions that identify the structure.
        identity: questions about the respondent, each with the attribute of ``Persona`` that answers it
            (or « remarque » for the last free text).
    """

    questionnaire: Questionnaire
    conditions: Mapping[str, Condition]
    closing: str
    name: str
    siret: str
    identity: Mapping[str, str]

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """Group names in page order."""
        return tuple(dict.fromkeys(q.group for q in self.questionnaire.questions))

    def is_shown(self, question: str, answers: Mapping[str, str]) -> bool:
        """Tell whether a respondent with these answers sees the question."""
        condition = self.conditions.get(question, {})
        return all(answers.get(other, "") in codes for other, codes in condition.items())


def load_survey(path: Path) -> Survey:
    """Read one questionnaire YAML."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    questions: list[Question] = []
    conditions: dict[str, Condition] = {}
    for group in data["groupes"]:
        for raw in group["questions"]:
            if condition := raw.get("condition"):
                conditions[raw["code"]] = {q: tuple(codes) for q, codes in condition.items()}
            questions.append(_question(raw, group["nom"], len(questions) + 1, condition or {}))
    questionnaire = Questionnaire(
        survey_id=str(data["identifiant"]),
        title=data["titre"],
        language="fr",
        languages=("fr",),
        questions=tuple(questions),
        file=path.name,
    )
    return Survey(
        questionnaire=questionnaire,
        conditions=conditions,
        closing=data["question_cloture"],
        name=data["question_nom"],
        siret=data["question_siret"],
        identity=data.get("identite", {}),
    )


def relevance(condition: Mapping[str, Any]) -> str:
    """Write a condition as LimeSurvey's expression manager does; ``"1"`` when there is none."""
    if not condition:
        return "1"
    parts = [" or ".join(f'{q}.NAOK == "{code}"' for code in codes) for q, codes in condition.items()]
    return " and ".join(f"({part})" for part in parts)


def column_codes(question: Question) -> list[str]:
    """Return the code headings of a question's columns, in export order."""
    if question.type == "R":
        return [f"{question.code}[{rank}]" for rank in range(1, len(question.answers) + 1)]
    if question.sub_questions:
        codes = [f"{question.code}[{s.code}]" for s in question.sub_questions]
    else:
        codes = [question.code]
    return [*codes, f"{question.code}[other]"] if question.other else codes


def _question(raw: dict[str, Any], group: str, order: int, condition: dict[str, Any]) -> Question:
    answers = raw.get("reponses", {})
    rows = raw.get("sous_questions", {})
    return Question(
        code=raw["code"],
        type=raw["type"],
        text=raw["texte"],
        group=group,
        order=order,
        relevance=relevance(condition),
        mandatory=bool(raw.get("obligatoire", False)),
        other=bool(raw.get("autre", False)),
        sub_questions=tuple(SubQuestion(c, t, i) for i, (c, t) in enumerate(rows.items(), 1)),
        answers=tuple(Answer(c, t, i) for i, (c, t) in enumerate(answers.items(), 1)),
    )
