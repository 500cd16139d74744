"""Which column of the survey each heading of an extract is, whatever the style of the headings.

The style and language of a file are told here, then all its headings are matched together (``places``); what a heading
may stand for is ``candidates``', and the values below it ``values``'.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from barometre_pipeline.errors import InputError, record_place
from barometre_pipeline.sources.limesurvey.candidates import (
    ELSEWHERE,
    EXACT,
    Candidate,
    Options,
    by_code,
    by_code_and_wording,
    by_cut_wording,
    by_letters,
    by_wording,
    entries_of,
)
from barometre_pipeline.sources.limesurvey.forms.table import Source
from barometre_pipeline.sources.limesurvey.model import Questionnaire
from barometre_pipeline.sources.limesurvey.places import assign
from barometre_pipeline.sources.limesurvey.wording import heading_key
from barometre_pipeline.sources.limesurvey.words import parts_of_headings

_CODE_STYLES: Final = ("code", "emcode", "stata", "spss", "internal", "ids", "r")
_ANYWHERE: Final = (
    "code",
    "emcode",
    "full",
)  # styles in which a heading may stand among those of another one
_Reader = Callable[[Sequence[str], Sequence[Candidate]], Options]


@dataclass
class HeadingMatch:
    """What the headings of one file are.

    ``entries`` gives, by position in the file, what was recognised; ``unknown`` lists the other positions.
    """

    style: str
    language: str
    entries: dict[int, Candidate]
    unknown: list[int] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Attempt:
    """All headings read in one style and language."""

    style: str
    language: str
    options: Options

    @property
    def score(self) -> tuple[int, int]:
        """How many headings it explains, and how many of them to the letter."""
        found = [options for options in self.options if options]
        return len(found), sum(1 for options in found if options[0][0] == EXACT)


def match_headings(
    headings: Sequence[str], questionnaire: Questionnaire, shown: str, *, last_of_repeated: bool = False
) -> HeadingMatch:
    """Return what each heading stands for, in the style and language that explain most of them.

    Args:
        headings: as they stand in the file.
        questionnaire: with its translations.
        shown: how messages name the file.
        last_of_repeated: the form keeps one heading out of several equal ones, and the value of the last.

    Raises:
        InputError: no heading is known, or one stands for several questions and nothing tells which.
    """
    attempts, best = _best(headings, questionnaire)
    if best.score[0] == 0:
        raise InputError(
            shown,
            record_place(1),
            "aucun intitulé de colonne ne correspond à la structure de l’enquête",
            f"les codes ou les intitulés des questions de {questionnaire.file}",
            "vérifier que l’extrait et la structure sont de la même enquête, et le séparateur de colonnes",
        )
    options = _without_told_rankings(_completed(best, attempts))
    places = assign(_last_of_equal(options) if last_of_repeated else options)
    found = places.taken | {position: tied[0] for position, tied in places.open.items()}
    _refuse_one_code_for_two(headings, found, questionnaire, shown)
    for first, second, name in places.repeated:
        raise _repeated(first, second, name, shown)
    for position, tied in places.open.items():
        raise _ambiguous(headings[position], tied, shown)
    placed = _system_by_place(headings, questionnaire, places.taken)
    entries = dict(sorted((places.taken | placed).items()))
    unknown = [position for position in range(len(headings)) if position not in entries]
    return HeadingMatch(
        best.style, best.language, entries, unknown, _remarks(headings, best, entries, placed, shown)
    )


def known_headings(headings: Sequence[str], questionnaire: Questionnaire) -> tuple[int, bool]:
    """Return how many headings are known in the style that knows most, and whether the identifier is one of them.

    None is known where no question is among them.
    """
    _, best = _best(headings, questionnaire)
    places = {entry.place for found in best.options for _, entry in found}
    if not any(kind == "column" for kind, _ in places):
        return 0, False
    return best.score[0], ("system", "id") in places


def _best(headings: Sequence[str], questionnaire: Questionnaire) -> tuple[list[_Attempt], _Attempt]:
    """Return the attempts, up to one that explains all, and the one that explains most."""
    attempts: list[_Attempt] = []
    for attempt in _attempts([heading.strip() for heading in headings], questionnaire):
        attempts.append(attempt)
        if attempt.score[1] == len(headings):
            break
    return attempts, max(attempts, key=lambda attempt: attempt.score)


def match_source(source: Source, questionnaire: Questionnaire, shown: str) -> HeadingMatch:
    """Return what each heading of a file stands for; see ``match_headings``."""
    return match_headings(
        source.headings, questionnaire, shown, last_of_repeated=source.keeps_last_of_repeated
    )


def unsupported_owner(heading: str, questionnaire: Questionnaire) -> str:
    """Return the question of an unsupported type that a heading belongs to, by code or wording."""
    for version in (questionnaire, *questionnaire.translations):
        for question in version.questions:
            by_code = heading.startswith((f"{question.code}[", f"{question.code}_"))
            by_text = question.text and heading_key(heading).startswith(heading_key(question.text))
            if not question.columns and (heading == question.code or by_code or by_text):
                return question.code
    return ""


def _attempts(names: Sequence[str], questionnaire: Questionnaire) -> Iterator[_Attempt]:
    versions = [
        (q.language, entries_of(q, words))
        for q in (questionnaire, *questionnaire.translations)
        for words in parts_of_headings(q.language)
    ]
    language, entries = versions[0]
    for style in _CODE_STYLES:
        yield _Attempt(style, language, by_code(names, entries, style))
    readers: dict[str, _Reader] = {
        "full": by_wording,
        "letters": by_letters,
        "codetext": by_code_and_wording,
        "abbreviated": by_cut_wording,
    }
    for style, reader in readers.items():
        for language, entries in versions:
            yield _Attempt(style, language, reader(names, entries))


def _completed(best: _Attempt, attempts: Sequence[_Attempt]) -> Options:
    """Return the candidates of the best attempt, and for a heading without any those of another style."""
    others = [attempt for attempt in attempts if attempt is not best and attempt.style in _ANYWHERE]
    completed: Options = []
    for position, found in enumerate(best.options):
        elsewhere = (
            [(ELSEWHERE, entry) for cost, entry in other.options[position] if cost == EXACT]
            for other in others
        )
        completed.append(found or next((options for options in elsewhere if options), []))
    return completed


def _last_of_equal(options: Options) -> Options:
    """Keep the last candidate of a heading that stands alone for several: the others' values were written over.

    A question comes before what the software calls by the same name, but for times in a file that has some.
    """
    names = [frozenset(entry.place for _, entry in found) for found in options]
    times = Counter(names)
    last = {"column"} | ({"timing"} if frozenset({("timing", "interviewtime")}) in times else set())
    return [
        [max(found, key=lambda option: (option[1].kind in last, option[1].order))]
        if len(found) > 1 and times[own] == 1
        else found
        for own, found in zip(names, options, strict=True)
    ]


def _without_told_rankings(options: Options) -> Options:
    """Leave out the rankings held whole by one cell where the file has a column by rank."""
    told = {entry.column.question for found in options for _, entry in found if entry.column is not None}
    return [
        [(cost, entry) for cost, entry in found if not (entry.ranks and entry.name in told)]
        for found in options
    ]


def _system_by_place(
    headings: Sequence[str], questionnaire: Questionnaire, entries: dict[int, Candidate]
) -> dict[int, Candidate]:
    """Recognise the software's own columns in a language whose words are not known: they open every export, in order.

    Which there are is told by the settings of the survey; nothing is placed where their number is another.
    """
    if any(entry.place == ("system", "id") for entry in entries.values()):
        return {}
    first = min((i for i, entry in entries.items() if entry.kind == "column"), default=0)
    dated = questionnaire.settings.get("datestamp") == "Y"
    expected = ["id", "submitdate", "lastpage", "startlanguage", "seed", "token"]
    expected += ["startdate", "datestamp"] if dated else []
    expected += [name for name in ("ipaddr", "refurl") if questionnaire.settings.get(name) == "Y"]
    for without in ((), ("token",), ("seed",), ("seed", "token")):
        names = [name for name in expected if name not in without]
        fits = (
            all(entries[i].name == names[i] for i in range(first) if i in entries)
            if len(names) == first
            else False
        )
        if fits:
            return {
                i: Candidate("system", name, headings[i], i)
                for i, name in enumerate(names)
                if i not in entries
            }
    return {}


def _remarks(
    headings: Sequence[str],
    best: _Attempt,
    entries: dict[int, Candidate],
    placed: dict[int, Candidate],
    shown: str,
) -> list[str]:
    """Say which headings were recognised otherwise than by their style."""
    apart = {i: e for i, e in entries.items() if e.kind == "column" and not best.options[i]}
    remarks = []
    for found, how in (
        (placed, "colonnes du logiciel reconnues à leur place (supposé)"),
        (apart, "intitulés écrits autrement que les autres"),
    ):
        said = ", ".join(f"«\u00a0{headings[i]}\u00a0» = {entry.name}" for i, entry in found.items())
        remarks += [f"{shown}\u00a0: {how}\u00a0: {said}"] if said else []
    return remarks


def _refuse_one_code_for_two(
    headings: Sequence[str], entries: dict[int, Candidate], questionnaire: Questionnaire, shown: str
) -> None:
    """Refuse a heading under which the survey has two columns: row ``a`` of ``b_c``, row ``a_b`` of ``c``.

    Raises:
        InputError: names both.
    """
    columns = [column for question in questionnaire.questions for column in question.columns]
    twice = {code for code, times in Counter(column.code for column in columns).items() if times > 1}
    for position, entry in entries.items():
        if entry.kind == "column" and entry.name in twice:
            both = [
                column.sub_question_text or "«\u00a0autre\u00a0»"
                for column in columns
                if column.code == entry.name
            ]
            raise InputError(
                shown,
                record_place(1, what=f"colonne «\u00a0{headings[position]}\u00a0»"),
                f"deux colonnes de l’enquête ont le même code {entry.name} ({' et '.join(both)}), "
                "et rien ne dit laquelle est là",
                "un code par sous-question, ligne ou colonne de tableau (« other » est celui de la réponse « autre »)",
                "retirer ces colonnes de l’extrait si la question n’est pas publiée, et changer l’un des codes dans "
                "LimeSurvey pour la prochaine édition",
            )


def _repeated(first: int, second: int, name: str, shown: str) -> InputError:
    return InputError(
        shown,
        record_place(1, what=f"colonnes {first + 1} et {second + 1}"),
        f"deux colonnes portent l’intitulé de la question {name}",
        "une seule colonne par question ou sous-question",
        "supprimer la colonne ajoutée, ou exporter de nouveau depuis LimeSurvey",
    )


def _ambiguous(heading: str, entries: Sequence[Candidate], shown: str) -> InputError:
    names = ", ".join(entry.name for entry in entries)
    return InputError(
        shown,
        record_place(1, what=f"colonne « {heading} »"),
        f"cet intitulé est celui de plusieurs questions ({names}) et rien ne dit laquelle",
        "un intitulé par question, ou toutes les colonnes de l’enquête dans leur ordre",
        "exporter de nouveau avec les codes de question en intitulés",
    )
