"""From the raw records of a structure file to a ``Questionnaire`` in one language.

Choice of language, cleaning of wordings and order belong here; which columns a question has is ``columns``'.
"""

from dataclasses import replace

from barometre_pipeline.errors import InputError
from barometre_pipeline.sources.limesurvey.misreadings import form_of, name_shown
from barometre_pipeline.sources.limesurvey.model import Answer, Question, Questionnaire, SubQuestion
from barometre_pipeline.sources.limesurvey.structure.columns import SUPPORTED_TYPES, columns_of, fixed_answers
from barometre_pipeline.sources.limesurvey.structure.tables import (
    RawGroup,
    RawItem,
    RawQuestion,
    RawSurvey,
    Texts,
)
from barometre_pipeline.sources.limesurvey.wording import clean
from barometre_pipeline.sources.limesurvey.words import PARTS, spoken

PREFERRED_LANGUAGE = "fr"


def build_questionnaire(raw: RawSurvey, file: str) -> Questionnaire:
    """Return the questionnaire in French if it has it, else in its base language, with its translations.

    Raises:
        InputError: a question outside any group, or two of one code.
    """
    languages = [raw.base_language, *(code for code in raw.languages if code != raw.base_language)]
    chosen = next((code for code in languages if code.split("-")[0] == PREFERRED_LANGUAGE), raw.base_language)
    others = [code for code in languages if code != chosen]
    _check(raw, file)
    main = _in_language(raw, chosen, file, tuple(languages))
    return replace(
        main, translations=tuple(_in_language(raw, code, file, tuple(languages)) for code in others)
    )


def _check(raw: RawSurvey, file: str) -> None:
    groups = {group.id for group in raw.groups}
    lost = next((question.code for question in raw.questions if question.group_id not in groups), None)
    if lost is not None:
        raise InputError(
            file,
            f"question {lost}",
            f"la question {lost} n’est dans aucun groupe",
            "chaque question dans un groupe",
            "exporter de nouveau la structure depuis LimeSurvey",
        )
    codes = [question.code for question in raw.questions]
    twice = next((code for code in codes if codes.count(code) > 1), None)
    if twice is not None:
        raise _one_code_for_two(raw, twice, file)


def _one_code_for_two(raw: RawSurvey, code: str, file: str) -> InputError:
    """Old versions allowed it; the headings of an export then say the same of both."""
    titles = {g.id: clean(_text(g.texts, raw.base_language, raw.base_language)) for g in raw.groups}
    both = [q for q in raw.questions if q.code == code]
    where = " et ".join(f"«\u00a0{titles[q.group_id]}\u00a0» (identifiant {q.id})" for q in both)
    return InputError(
        file,
        f"question {code}",
        f"{len(both)} questions portent le code {code}, dans les groupes {where}, et un extrait ne les distingue "
        "pas",
        "un code par question",
        "changer l’un des codes dans LimeSurvey, puis exporter de nouveau la structure et les réponses ; d’une vieille "
        "archive, l’importer d’abord dans un LimeSurvey récent, qui renomme lui-même l’une des deux",
    )


def _in_language(raw: RawSurvey, language: str, file: str, languages: tuple[str, ...]) -> Questionnaire:
    groups = {
        group.id: (page, group)
        for page, group in enumerate(sorted(raw.groups, key=lambda group: group.order), start=1)
    }
    ordered = sorted(raw.questions, key=lambda q: (groups[q.group_id][0], q.order))
    questions = tuple(
        _question(raw, question, *groups[question.group_id], order, language)
        for order, question in enumerate(ordered, start=1)
    )
    settings = dict(raw.settings)
    if any(group.randomised for group in raw.groups):
        settings["randomised_groups"] = "Y"
    return Questionnaire(
        survey_id=raw.survey_id,
        title=clean(_text(raw.titles, language, raw.base_language)),
        language=language,
        languages=languages,
        questions=questions,
        file=file,
        settings=settings,
        unsupported=tuple(_not_supported(q) for q in questions if q.type not in SUPPORTED_TYPES),
    )


def _not_supported(question: Question) -> str:
    """Name a question of a type that no reader knows; LimeSurvey's types are one sign, another text is not repeated."""
    kind = question.type if len(question.type) == 1 else form_of(question.type)
    return f"{name_shown(question.code)} (type {kind})"


def _text(texts: Texts, language: str, base: str) -> str:
    return texts.get(language) or texts.get(base) or next(iter(texts.values()), "")


def _question(
    raw: RawSurvey, source: RawQuestion, page: int, group: RawGroup, order: int, language: str
) -> Question:
    def text(item: RawItem | RawGroup | RawQuestion) -> str:
        return clean(_text(item.texts, language, raw.base_language))

    rows, choices = source.sub_questions, source.answers
    if source.type == "R" and not choices:
        rows, choices = [], rows  # since LimeSurvey 7 the choices of a ranking are its sub-questions
    attributes = {name: value for (name, spoken), value in source.attributes.items() if spoken == ""}
    attributes |= {name: value for (name, spoken), value in source.attributes.items() if spoken == language}
    question = Question(
        code=source.code,
        type=source.type,
        text=text(source),
        group=text(group),
        order=order,
        relevance=source.relevance.strip() or "1",
        group_relevance=group.relevance.strip() or "1",
        mandatory=source.mandatory,
        other=source.other,
        other_text=clean(attributes.get("other_replace_text", "")) or _other_word(language),
        hidden=attributes.get("hidden") == "1",
        sub_questions=tuple(
            SubQuestion(item.code, text(item), position, item.scale, item.relevance.strip() or "1", item.id)
            for position, item in enumerate(_sorted(rows), start=1)
        ),
        answers=tuple(
            Answer(item.code, text(item), position, item.scale)
            for position, item in enumerate(_sorted(choices), start=1)
        )
        or fixed_answers(source.type, language),
        attributes=attributes,
        ids=f"{raw.survey_id}X{source.group_id}X{source.id}",
        page=page,
    )
    return replace(question, columns=columns_of(question, language))


def _sorted(items: list[RawItem]) -> list[RawItem]:
    return sorted(items, key=lambda item: (item.scale, item.order))


def _other_word(language: str) -> str:
    return PARTS[spoken(language)]["@other"][0]
