"""Which columns a question has in an extract, and what each may hold: LimeSurvey's rules by question type.

Only the rules of the survey software belong here, in one table; nothing about files.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from barometre_pipeline.sources.limesurvey.model import Answer, ExtractColumn, Question, SubQuestion
from barometre_pipeline.sources.limesurvey.wording import clean
from barometre_pipeline.sources.limesurvey.words import ANSWERS, spoken
from barometre_pipeline.vocabulary import ColumnKind

OTHER_CODE: Final = "-oth-"

_FIXED_CODES: Final = {
    "Y": "YN",
    "G": "FM",
    "C": "YUN",
    "E": "ISD",
    "5": "12345",
    "A": "12345",
}
_PLAIN_KINDS: Final = {
    "S": ColumnKind.TEXT,
    "T": ColumnKind.TEXT,
    "U": ColumnKind.TEXT,
    "N": ColumnKind.NUMERIC,
    "D": ColumnKind.DATE,
    "I": ColumnKind.LANGUAGE,
    "*": ColumnKind.EQUATION,
    "X": ColumnKind.DISPLAY,
    "L": ColumnKind.SINGLE,
    "!": ColumnKind.SINGLE,
    "5": ColumnKind.SINGLE,
    "Y": ColumnKind.SINGLE,
    "G": ColumnKind.SINGLE,
}
_ROW_KINDS: Final = {
    "Q": ColumnKind.TEXT,
    "K": ColumnKind.NUMERIC,
    "F": ColumnKind.SINGLE,
    "H": ColumnKind.SINGLE,
    "A": ColumnKind.SINGLE,
    "B": ColumnKind.SINGLE,
    "C": ColumnKind.SINGLE,
    "E": ColumnKind.SINGLE,
}
SUPPORTED_TYPES: Final = frozenset({*_PLAIN_KINDS, *_ROW_KINDS, "M", "P", "O", "R", "1", ":", ";", "|"})


def fixed_answers(question_type: str, language: str) -> tuple[Answer, ...]:
    """Return the answers that the software itself gives to a type without an answer list of its own."""
    codes = (
        [str(n) for n in range(1, 11)] if question_type == "B" else list(_FIXED_CODES.get(question_type, ""))
    )
    words = ANSWERS[spoken(language)].get(question_type, {})
    return tuple(
        Answer(code, words.get(code, (code,))[0], order) for order, code in enumerate(codes, start=1)
    )


def columns_of(question: Question, language: str) -> tuple[ExtractColumn, ...]:
    """Return the columns of a question in the order of an export; none for an unknown type.

    Args:
        question: with its sub-questions and answers.
        language: of the fixed words (« Oui », "Yes").
    """
    return tuple(_Maker(question, language).columns())


class _Maker:
    """Writes the columns of one question; each method is one family of types."""

    def __init__(self, question: Question, language: str) -> None:
        self.question = question
        self.ids = question.ids
        self.boxes = fixed_answers("Y", language)
        self.scale_word = "échelle" if language.startswith("fr") else "scale"
        self.rows = [sub for sub in question.sub_questions if sub.scale == 0]
        self.cells = [sub for sub in question.sub_questions if sub.scale == 1]

    def columns(self) -> Iterator[ExtractColumn]:
        question_type = self.question.type
        if question_type in _PLAIN_KINDS:
            return self._plain(_PLAIN_KINDS[question_type])
        if question_type in _ROW_KINDS:
            return self._by_row(_ROW_KINDS[question_type])
        families = {
            "M": self._boxes,
            "P": self._boxes,
            "O": self._list_with_comment,
            "R": self._ranks,
            "1": self._dual_scale,
            ":": self._grid,
            ";": self._grid,
            "|": self._upload,
        }
        return families[question_type]() if question_type in families else iter(())

    def _column(
        self,
        kind: ColumnKind,
        suffix: str = "",
        text: str = "",
        parts: tuple[str, ...] = (),
        answers: tuple[Answer, ...] = (),
        items: tuple[SubQuestion, ...] = (),
    ) -> ExtractColumn:
        code = self.question.code
        return ExtractColumn(
            code=f"{code}[{suffix}]" if suffix else code,
            question=code,
            sub_question=suffix,
            kind=kind,
            question_text=self.question.text,
            sub_question_text=text,
            answers=answers,
            parts=parts,
            em_code=f"{code}_{suffix}" if suffix else code,
            sgqa=f"{self.ids}{suffix}",
            by_ids=self._by_ids(*items) if items or not suffix else self._by_ids(word=suffix),
        )

    def _by_ids(self, *items: SubQuestion, word: str = "") -> tuple[str, ...]:
        """Return what LimeSurvey 7 calls a field: ``Q101``, ``Q102_S103``, ``Q102_S103_S104``, ``Q101_Cother``."""
        name = "_".join([f"Q{self.question.ids.rpartition('X')[2]}", *(f"S{item.id}" for item in items)])
        return (f"{name}_C{word}", f"{name}_{word}", f"{name}{word}") if word else (name,)

    def _plain(self, kind: ColumnKind) -> Iterator[ExtractColumn]:
        with_other = self.question.other and self.question.type in "L!"
        answers = self.question.answers if kind is ColumnKind.SINGLE else ()
        if with_other:
            answers = (*answers, Answer(OTHER_CODE, self.question.other_text, len(answers) + 1))
        yield self._column(kind, answers=answers)
        if with_other:
            yield self._other()

    def _other(self) -> ExtractColumn:
        return self._column(ColumnKind.OTHER_TEXT, "other", self.question.other_text, ("@other",))

    def _by_row(self, kind: ColumnKind) -> Iterator[ExtractColumn]:
        answers = self.question.answers if kind is ColumnKind.SINGLE else ()
        for row in self.rows:
            yield self._column(kind, row.code, row.text, (row.text,), answers, (row,))

    def _boxes(self) -> Iterator[ExtractColumn]:
        commented = self.question.type == "P"
        for row in self.rows:
            yield self._column(ColumnKind.MULTIPLE, row.code, row.text, (row.text,), self.boxes, (row,))
            if commented:
                comment = self._column(
                    ColumnKind.COMMENT, f"{row.code}comment", row.text, (row.text, "@comment")
                )
                yield replace(comment, by_ids=self._by_ids(row, word="comment"))
        if self.question.other:
            yield self._other()
            if commented:
                text = self.question.other_text
                yield self._column(ColumnKind.COMMENT, "othercomment", text, ("@othercomment",))

    def _list_with_comment(self) -> Iterator[ExtractColumn]:
        yield self._column(ColumnKind.SINGLE, answers=self.question.answers)
        yield self._column(ColumnKind.COMMENT, "comment", "", ("@comment",))

    def _ranks(self) -> Iterator[ExtractColumn]:
        limit = self.question.attributes.get("max_subquestions", "")
        count = min(int(limit), len(self.question.answers)) if limit.isdecimal() and int(limit) else None
        for rank in range(1, (count or len(self.question.answers)) + 1):
            ranked = self._column(
                ColumnKind.RANK, str(rank), f"Classement {rank}", ("@rank", str(rank)), self.question.answers
            )
            yield replace(ranked, by_ids=(*ranked.by_ids, *self._by_ids(word=f"R{rank}")))

    def _dual_scale(self) -> Iterator[ExtractColumn]:
        for row in self.rows:
            for scale in (0, 1):
                answers = tuple(answer for answer in self.question.answers if answer.scale == scale)
                yield self._scale_column(row, scale, answers)

    def _scale_column(self, row: SubQuestion, scale: int, answers: tuple[Answer, ...]) -> ExtractColumn:
        code = self.question.code
        return ExtractColumn(
            code=f"{code}[{row.code}][{scale + 1}]",
            question=code,
            sub_question=row.code,
            kind=ColumnKind.SINGLE,
            question_text=self.question.text,
            sub_question_text=f"{row.text} – {self._scale_name(scale)}",
            answers=answers,
            scale=scale + 1,
            parts=(row.text, "@scale", str(scale + 1)),
            em_code=f"{code}_{row.code}_{scale}",
            sgqa=f"{self.ids}{row.code}#{scale}",
            by_ids=tuple(f"{name}#{scale}" for name in self._by_ids(row)),
        )

    def _scale_name(self, scale: int) -> str:
        """Return the heading over a scale, without which two figures of one row would read alike."""
        heading = clean(self.question.attributes.get(f"dualscale_header{'AB'[scale]}", ""))
        return heading or f"{self.scale_word} {scale + 1}"

    def _grid(self) -> Iterator[ExtractColumn]:
        boxes = self.question.attributes.get("multiflexible_checkbox") == "1"
        kind = ColumnKind.TEXT if self.question.type == ";" else ColumnKind.NUMERIC
        for row in self.rows:
            for cell in self.cells:
                yield self._column(
                    ColumnKind.MULTIPLE if boxes and self.question.type == ":" else kind,
                    f"{row.code}_{cell.code}",
                    f"{row.text} – {cell.text}",
                    (row.text, cell.text),
                    self.boxes if boxes and self.question.type == ":" else (),
                    (row, cell),
                )

    def _upload(self) -> Iterator[ExtractColumn]:
        yield self._column(ColumnKind.FILE)
        code = self.question.code
        yield ExtractColumn(
            code=f"{code}[filecount]",
            question=code,
            sub_question="filecount",
            kind=ColumnKind.FILE_COUNT,
            question_text=self.question.text,
            sub_question_text="Nombre de fichiers",
            parts=("@filecount",),
            em_code=f"{code}_filecount",
            sgqa=f"{self.ids}_filecount",
            by_ids=self._by_ids(word="filecount"),
        )
