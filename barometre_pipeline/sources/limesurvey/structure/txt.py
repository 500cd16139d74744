"""The tab-separated structure file, both LimeSurvey's own and the slim one without settings.

Only the reading of its lines belongs here.
"""

from itertools import zip_longest

from barometre_pipeline.errors import InputError
from barometre_pipeline.sources.limesurvey.records import records
from barometre_pipeline.sources.limesurvey.structure.tables import (
    RawGroup,
    RawItem,
    RawQuestion,
    RawSurvey,
)

_STANDARD = frozenset(
    (
        *("id", "related_id", "class", "type/scale", "name", "relevance", "text", "help", "language"),
        *("validation", "mandatory", "encrypted", "other", "default", "same_default", "same_script"),
    )
)
_REQUIRED = ("class", "type/scale", "name", "text", "language")


def looks_like_txt(head: str) -> bool:
    """Tell whether the first line is the heading of a tab-separated structure."""
    fields = head.split("\n", 1)[0].strip().split("\t")
    return all(name in fields for name in _REQUIRED)


def parse_txt(text: str, shown: str) -> RawSurvey:
    """Return the raw records of a tab-separated structure.

    Raises:
        InputError: an answer or a sub-question before any question, or no question at all.
    """
    lines = records(text, "\t", shown)
    names = next(lines)
    if not set(_REQUIRED) <= set(names):
        raise InputError(
            shown,
            "ligne 1",
            "la ligne d’intitulés de la structure est abîmée",
            "les colonnes " + ", ".join(_REQUIRED),
            "exporter de nouveau la structure depuis LimeSurvey sans la modifier",
        )
    survey = RawSurvey(survey_id="", base_language="", languages=[])
    readers: dict[str, _LanguageReader] = {}
    settings_language = ""
    for number, line in enumerate(lines, start=2):
        cells = dict(zip_longest(names, line[: len(names)], fillvalue=""))
        kind, language = cells["class"], cells["language"]
        if kind == "S":
            survey.settings[cells["name"]] = cells["text"]
        elif kind == "SL":
            settings_language = language or settings_language
            if cells["name"] == "surveyls_title":
                survey.titles[settings_language] = cells["text"]
        elif kind in ("G", "Q", "SQ", "A"):
            current = readers.setdefault(language, _LanguageReader(survey, language, shown))
            current.take(kind, cells, number)
    survey.survey_id = survey.settings.get("sid", "")
    survey.languages = list(readers)
    survey.base_language = survey.settings.get("language") or next(iter(readers), "")
    if not survey.questions:
        raise InputError(
            shown,
            "",
            "la structure ne contient aucune question",
            "des lignes de classe G, Q, SQ et A",
            "exporter de nouveau la structure depuis LimeSurvey (Exporter > Structure du questionnaire)",
        )
    return survey


class _LanguageReader:
    """Adds the lines of one language: the first one creates the records, the others add their wording."""

    def __init__(self, survey: RawSurvey, language: str, shown: str) -> None:
        self.survey = survey
        self.language = language
        self.shown = shown
        self.groups = 0
        self.group: RawGroup | None = None
        self.question: RawQuestion | None = None

    def take(self, kind: str, cells: dict[str, str], line: int) -> None:
        if kind == "G":
            self._group(cells)
        elif kind == "Q":
            self._question(cells, line)
        else:
            self._item(kind, cells, line)

    def _group(self, cells: dict[str, str]) -> None:
        self.groups += 1
        known = next((group for group in self.survey.groups if group.order == self.groups), None)
        if known is None:
            known = RawGroup(cells.get("id") or str(self.groups), self.groups, cells.get("relevance", ""))
            self.survey.groups.append(known)
        known.texts[self.language] = cells["name"]
        self.group = known

    def _question(self, cells: dict[str, str], line: int) -> None:
        if self.group is None:
            raise self._misplaced(line, f"la question {cells['name']} précède tout groupe")
        known = next((q for q in self.survey.questions if q.code == cells["name"]), None)
        if known is None:
            known = RawQuestion(
                id=cells.get("id", ""),
                group_id=self.group.id,
                code=cells["name"],
                type=cells["type/scale"],
                order=len(self.survey.questions),
                relevance=cells.get("relevance", ""),
                mandatory=cells.get("mandatory", "N") not in ("", "N"),
                other=cells.get("other", "N") == "Y",
            )
            self.survey.questions.append(known)
        known.texts[self.language] = cells["text"]
        for name, value in cells.items():
            if value and name not in _STANDARD:
                known.attributes[name, self.language] = value
                known.attributes.setdefault((name, ""), value)
        self.question = known

    def _item(self, kind: str, cells: dict[str, str], line: int) -> None:
        if self.question is None:
            raise self._misplaced(line, f"la ligne de classe {kind} précède toute question")
        items = self.question.sub_questions if kind == "SQ" else self.question.answers
        scale = int(cells["type/scale"]) if cells["type/scale"].isdecimal() else 0
        known = next((item for item in items if (item.code, item.scale) == (cells["name"], scale)), None)
        if known is None:
            known = RawItem(cells["name"], scale, len(items), cells.get("relevance", "") or "1")
            items.append(known)
        known.texts[self.language] = cells["text"]

    def _misplaced(self, line: int, finding: str) -> InputError:
        return InputError(
            self.shown,
            f"ligne {line}",
            finding,
            "un groupe (G), puis ses questions (Q), puis leurs sous-questions (SQ) et réponses (A)",
            "exporter de nouveau la structure depuis LimeSurvey sans la modifier",
        )
