"""What a LimeSurvey questionnaire and an extract are, whatever file they came from.

Only plain typed records belong here; parsing a format goes to its own module, cleaning to ``cleaning``.
"""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import pandas as pd

from barometre_pipeline.vocabulary import ColumnKind

UNDATED: Final = "1980-01-01"  # what LimeSurvey writes as submit date where date stamping is off


@dataclass(frozen=True)
class Answer:
    """One answer of a closed list; ``text`` is French, without HTML."""

    code: str
    text: str
    order: int
    scale: int = 0


@dataclass(frozen=True)
class SubQuestion:
    """One row (``scale`` 0) or column (``scale`` 1) of a question made of several."""

    code: str
    text: str
    order: int
    scale: int = 0
    relevance: str = "1"
    id: str = field(default="", compare=False)  # the internal one, where the structure gives it


@dataclass(frozen=True)
class ExtractColumn:
    """One column of an extract, named as LimeSurvey's code heading: ``G02Q04[SQ001]``.

    ``answers`` lists the codes a closed column may hold, in questionnaire order ("Y"/"N" for a box).
    """

    code: str
    question: str
    sub_question: str  # "" for a question with one column; the rank for a ranking
    kind: ColumnKind
    question_text: str
    sub_question_text: str
    answers: tuple[Answer, ...] = ()
    scale: int = 0
    parts: tuple[str, ...] = ()  # what a full-text heading writes in brackets; "@..." is a fixed word
    em_code: str = ""  # the "Expression manager" name: G02Q04_SQ001
    sgqa: str = ""  # the name made of internal ids: 482026X52X808SQ001
    by_ids: tuple[str, ...] = field(default=(), compare=False)  # likewise from LimeSurvey 7 on: Q808_S810


@dataclass(frozen=True)
class Question:
    """One question; ``type`` is LimeSurvey's letter, ``relevance`` its condition as written."""

    code: str
    type: str
    text: str
    group: str
    order: int
    relevance: str = "1"
    group_relevance: str = "1"
    mandatory: bool = False
    other: bool = False
    other_text: str = "Autre"
    hidden: bool = False
    sub_questions: tuple[SubQuestion, ...] = ()
    answers: tuple[Answer, ...] = ()
    attributes: dict[str, str] = field(default_factory=dict)
    columns: tuple[ExtractColumn, ...] = ()
    ids: str = ""  # its name made of internal ids: 482026X52X808
    page: int = 0  # 1-based rank of its group, which is the page number of a group-by-group survey


@dataclass(frozen=True)
class Questionnaire:
    """A survey structure: questions in order, with all wordings in one language."""

    survey_id: str
    title: str
    language: str
    languages: tuple[str, ...]
    questions: tuple[Question, ...]
    file: str  # name of the structure file, relative
    settings: dict[str, str] = field(default_factory=dict)
    translations: tuple["Questionnaire", ...] = ()  # the same survey in its other languages
    unsupported: tuple[str, ...] = ()  # questions of a type that no reader knows, with their type

    @cached_property
    def columns(self) -> dict[str, ExtractColumn]:
        """Every column of the survey by its code, in questionnaire order."""
        return {c.code: c for q in self.questions for c in q.columns}

    @cached_property
    def by_code(self) -> dict[str, Question]:
        """Every question by its code."""
        return {q.code: q for q in self.questions}


@dataclass(frozen=True)
class ExtractForm:
    """How an extract was written, as recognised from its content."""

    container: str  # csv, xlsx, json, vv, lsa, sav, r
    encoding: str
    delimiter: str
    headings: str  # code, full, abbreviated, codetext, emcode
    answers: str  # code, long
    language: str


@dataclass(frozen=True)
class SourceFile:
    """A raw file as registered: path relative to the raw folder, SHA-256, size in bytes."""

    path: str
    sha256: str
    size: int
    role: str  # reponses, structure, correspondances, ...


@dataclass(frozen=True)
class Misread:
    """Cells of one column that were not understood, or were understood by stretching what the structure says.

    ``examples`` hold no personal data: words are cut.
    """

    column: str
    finding: str  # French, without the count
    count: int
    examples: tuple[str, ...]
    taken_for: str  # French: what such a cell counts as


@dataclass
class Extract:
    """One extract read into the common shape, whatever its form.

    Attributes:
        values: one row per response, one column per ``Questionnaire.columns`` code present in the file.
            Closed columns are pandas Categoricals of answer codes (boxes "Y"/"N"), the rest ``str``;
            a missing value is NA whatever its reason.
        shown: same index and columns, int8: 1 displayed, 0 not displayed, -1 the form cannot tell.
        system: ``id`` (int64), ``submitdate``, ``lastpage``, ``startlanguage``, ``seed``, ``startdate``,
            ``datestamp``, ``refurl``, ``token``... those present, as text but ``id``, ``lastpage`` (Int64).
        timings: columns of seconds, or an empty frame.
        rows: 1-based record number in the file of each response (the heading is record 1).
    """

    questionnaire: Questionnaire
    form: ExtractForm
    values: pd.DataFrame
    shown: pd.DataFrame
    system: pd.DataFrame
    timings: pd.DataFrame
    rows: pd.Series
    files: tuple[SourceFile, ...]
    warnings: tuple[str, ...] = ()
    unsupported: tuple[str, ...] = ()  # "G09Q01 (type X inconnu)", named in the run summary
    missing: tuple[str, ...] = ()  # columns of the questionnaire that the file lacks
    misread: tuple[Misread, ...] = ()
    row_files: tuple[str, ...] = ()  # file of each response, where several files were joined
    ignored: tuple[str, ...] = ()  # older extracts of the same folder, left aside
