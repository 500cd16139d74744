"""A survey structure as its file holds it: every language, raw wording, no column yet.

Both structure formats fill these records; turning them into a ``Questionnaire`` is ``build``'s.
"""

from dataclasses import dataclass, field

Texts = dict[str, str]  # language -> raw wording


@dataclass
class RawItem:
    """A sub-question or an answer."""

    code: str
    scale: int = 0
    order: float = 0
    relevance: str = "1"
    texts: Texts = field(default_factory=dict)
    id: str = ""


@dataclass
class RawGroup:
    """A group of questions, one page of a group-by-group survey."""

    id: str
    order: float = 0
    relevance: str = "1"
    randomised: bool = False
    texts: Texts = field(default_factory=dict)


@dataclass
class RawQuestion:
    """A question with its parts."""

    id: str
    group_id: str
    code: str
    type: str
    order: float = 0
    relevance: str = "1"
    mandatory: bool = False
    other: bool = False
    texts: Texts = field(default_factory=dict)
    attributes: dict[tuple[str, str], str] = field(default_factory=dict)  # (name, language or "") -> value
    sub_questions: list[RawItem] = field(default_factory=list)
    answers: list[RawItem] = field(default_factory=list)


@dataclass
class RawSurvey:
    """A whole survey; ``groups`` and ``questions`` in any order, ``order`` says which."""

    survey_id: str
    base_language: str
    languages: list[str]
    titles: Texts = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)
    groups: list[RawGroup] = field(default_factory=list)
    questions: list[RawQuestion] = field(default_factory=list)
