"""Questionnaires of the synthetic editions, built from the common codebook and a short frame per edition.

Wordings and codes come from the codebook; ``cadres.yaml`` adds who answers and how the survey ends. How a
file format spells them is the writers' business.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from barometre_pipeline.catalogue.expression import Expression
from barometre_pipeline.catalogue.model import Codebook, Coding, Variable, VariableType
from barometre_pipeline.sources.limesurvey.model import Answer, Question, Questionnaire, SubQuestion

FRAMES = Path(__file__).parent / "cadres.yaml"
_LETTERS = {
    VariableType.SINGLE: "L",
    VariableType.MULTIPLE: "M",
    VariableType.ARRAY: "F",
    VariableType.RANKING: "R",
}


@dataclass(frozen=True)
class Survey:
    """A questionnaire with what a respondent's way through it needs.

    Attributes:
        questionnaire: questions, sub-questions and answers, without ``columns``.
        variables: canonical variables asked, each with its codes.
        filters: questions whose answer shows or hides another.
        closing: the question everybody who finished has answered.
        name, siret: the questions that identify the structure.
        identity: questions about the respondent, each with the attribute of ``Persona`` that answers it
            (or « remarque » for the last free text).
    """

    questionnaire: Questionnaire
    variables: Sequence[tuple[Variable, Coding]]
    filters: frozenset[str]
    closing: str
    name: str
    siret: str
    identity: Mapping[str, str]

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """Group names in page order."""
        return tuple(dict.fromkeys(q.group for q in self.questionnaire.questions))


def load_frames(path: Path = FRAMES) -> dict[str, dict[str, Any]]:
    """Return the frame of each edition: identity questions, closing question, form of the export."""
    frames: dict[str, dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return frames


def build_survey(book: Codebook, edition: str, frame: Mapping[str, Any]) -> Survey:
    """Build the questionnaire of local authorities of one edition."""
    asked = _after_their_conditions(book.questionnaire(edition, "collectivites"))
    codes = {variable.nom: coding for variable, coding in asked}
    closing = frame["question_cloture"]
    last_variables = [v for v, coding in asked if coding.question == closing]
    questions = [_own_question(raw, frame["groupe_debut"]) for raw in frame["debut"]]
    pages: dict[str, list[Question]] = {}
    for variable, coding in asked:
        page = frame["groupe_fin"] if variable in last_variables else book.theme_of[variable.nom].libelle
        pages.setdefault(page, []).append(_question(variable, coding, page, codes))
    last = pages.pop(frame["groupe_fin"], [])
    questions += [q for page in pages.values() for q in page]
    questions += last + [_own_question(raw, frame["groupe_fin"]) for raw in frame["fin"]]
    filters = {v for _, coding in asked if coding.condition for v in coding.condition.variables()}
    questionnaire = Questionnaire(
        survey_id=str(frame["identifiant"]),
        title=frame["titre"],
        language="fr",
        languages=("fr",),
        questions=tuple(_renumbered(questions)),
        file=frame["structure"],
    )
    return Survey(
        questionnaire=questionnaire,
        variables=asked,
        filters=frozenset(codes[v].question for v in filters),
        closing=closing,
        name=frame["question_nom"],
        siret=frame["question_siret"],
        identity=frame["identite"],
    )


def relevance(condition: Expression | None, codes: Mapping[str, Coding]) -> str:
    """Write a condition as LimeSurvey's expression manager does; ``"1"`` when there is none."""
    return "1" if condition is None else _clause(condition, codes)


def column_codes(question: Question) -> list[str]:
    """Return the code headings of a question's columns, in export order."""
    if question.type == "R":
        count = int(question.attributes.get("max_subquestions", len(question.answers)))
        return [f"{question.code}[{rank}]" for rank in range(1, count + 1)]
    if question.sub_questions:
        codes = [f"{question.code}[{s.code}]" for s in question.sub_questions]
    else:
        codes = [question.code]
    return [*codes, f"{question.code}[other]"] if question.other else codes


def _clause(condition: Expression, codes: Mapping[str, Coding]) -> str:
    if condition.un_de is not None:
        return "(" + " or ".join(_clause(part, codes) for part in condition.un_de) + ")"
    if condition.tous is not None:
        return "(" + " and ".join(_clause(part, codes) for part in condition.tous) + ")"
    assert condition.variable is not None and condition.dans is not None
    coding = codes[condition.variable]
    wanted = [code for answer in condition.dans for code in coding.modalites[answer]]
    return "(" + " or ".join(f'{coding.question}.NAOK == "{code}"' for code in wanted) + ")"


def _after_their_conditions(
    asked: Sequence[tuple[Variable, Coding]],
) -> tuple[tuple[Variable, Coding], ...]:
    """Move each routed variable after those that show it, otherwise keeping the codebook's order."""
    waiting, placed = list(asked), dict[str, tuple[Variable, Coding]]()
    names = {v.nom for v, _ in asked}
    while waiting:
        for pair in waiting:
            condition = pair[1].condition
            needed = set(condition.variables()) & names if condition else set()
            if needed <= placed.keys():
                placed[pair[0].nom] = pair
                waiting.remove(pair)
                break
        else:
            raise ValueError("les conditions du codebook tournent en rond")
    return tuple(placed.values())


def _question(variable: Variable, coding: Coding, group: str, codes: Mapping[str, Coding]) -> Question:
    ranked = variable.type is VariableType.RANKING
    words = variable.wording(coding.edition)
    answers = [(code[0], words.modalites[name]) for name, code in coding.modalites.items()]
    items = [(code, words.items[name]) for name, code in coding.items.items()]
    return Question(
        code=coding.question,
        type=_LETTERS[variable.type],
        text=words.question,
        group=group,
        order=0,
        relevance=relevance(coding.condition, codes),
        sub_questions=() if ranked else tuple(_rows(items)),
        answers=tuple(Answer(c, t, i) for i, (c, t) in enumerate(items if ranked else answers, 1)),
        attributes=_attributes(variable, coding),
    )


def _attributes(variable: Variable, coding: Coding) -> dict[str, str]:
    if variable.type is VariableType.RANKING:
        return {"max_subquestions": str(len(coding.colonnes))}
    return {"max_answers": str(variable.maximum)} if variable.maximum else {}


def _rows(items: Sequence[tuple[str, str]]) -> Iterator[SubQuestion]:
    for i, (code, text) in enumerate(items, 1):
        yield SubQuestion(code, text, i)


def _own_question(raw: Mapping[str, Any], group: str) -> Question:
    answers = raw.get("reponses", {})
    return Question(
        code=raw["code"],
        type=raw["type"],
        text=raw["texte"],
        group=group,
        order=0,
        mandatory=bool(raw.get("obligatoire", False)),
        answers=tuple(Answer(c, t, i) for i, (c, t) in enumerate(answers.items(), 1)),
    )


def _renumbered(questions: Sequence[Question]) -> Iterator[Question]:
    from dataclasses import replace

    for order, question in enumerate(questions, 1):
        yield replace(question, order=order)
