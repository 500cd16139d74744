"""Turns answers into the responses a survey server would hold: identity, dates, tests, repeats, abandons.

What each structure answers is given; here is only what surrounds it.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from barometre_pipeline.cleaning.doubtful import doubt_about, normalise_name
from tools.demonstration.limesurvey_csv import Response
from tools.demonstration.personas import REMARKS, invent_persona
from tools.demonstration.questionnaire import Survey, column_codes
from tools.demonstration.structures import Unit, typed_name, typed_siret

Answers = Mapping[str, str]
_TEST_NAMES = ("test", "TEST TEST", "essai", "?", "xxx", "Test 2", "azerty")


@dataclass(frozen=True)
class Collected:
    """The response table of one edition and the truth about it.

    Attributes:
        responses: in id order, kept or not.
        kept: the structure of each response an ideal cleaning would keep, by response id.
        repeats: the structure of each poorer second response, by response id.
        names: name as typed, by response id, for both.
    """

    responses: list[Response]
    kept: dict[int, Unit]
    repeats: dict[int, Unit]
    names: dict[int, str]


@dataclass(frozen=True)
class _Draft:
    """A response not yet numbered; ``unit`` where it names a structure."""

    start: datetime
    response: Response
    unit: Unit | None = None
    name: str = ""
    repeat: bool = False


@dataclass(frozen=True)
class Period:
    """Days of fieldwork, both included."""

    start: date
    end: date

    def moment(self, rng: random.Random) -> datetime:
        """Pick a second of office hours within the period."""
        day = self.start + timedelta(days=rng.randrange((self.end - self.start).days + 1))
        return datetime(day.year, day.month, day.day, 8) + timedelta(seconds=rng.randrange(36_000))


def collect(
    survey: Survey, units: Sequence[Unit], answers: Sequence[Answers], period: Period, rng: random.Random
) -> Collected:
    """Build the response table: one full response per unit, and what must be set aside.

    About one unit in twenty answers twice (the repeat being less complete), tests and empty rows are
    sprinkled in, and about twice as many questionnaires are opened as are finished.
    """
    names = _distinct_names(units, rng)
    drafts: list[_Draft] = []
    for unit, name, given in zip(units, names, answers, strict=True):
        full = _identified(survey, unit, name, given, rng)
        drafts.append(_Draft(period.moment(rng), _finished(survey, full, rng), unit, name))
        if rng.random() < 0.05:
            poorer = _with_gaps(survey, full, rng)
            poorer[survey.name] = name.upper()
            again = _finished(survey, poorer, rng)
            drafts.append(_Draft(period.moment(rng), again, unit, name.upper(), repeat=True))
    for name in _TEST_NAMES:
        test = dict(rng.choice(answers)) | {survey.name: name}
        drafts.append(_Draft(period.moment(rng), _finished(survey, test, rng)))
    for _ in range(len(units)):
        drafts.append(_Draft(period.moment(rng), _abandoned(survey, rng.choice(answers), rng)))
    for _ in range(3):
        drafts.append(_Draft(period.moment(rng), _finished(survey, {}, rng)))
    return _numbered(drafts, rng)


def _numbered(drafts: list[_Draft], rng: random.Random) -> Collected:
    collected = Collected([], {}, {}, {})
    number = 0
    for draft in sorted(drafts, key=lambda d: d.start):
        number += 1 if rng.random() < 0.97 else 2  # ids have gaps: rows deleted by the administrator
        response, start = draft.response, draft.start
        spent = timedelta(seconds=round(sum(response.group_seconds.values())))
        stamp = (start + spent).strftime("%Y-%m-%d %H:%M:%S")
        response.system |= {
            "id": str(number),
            "submitdate": stamp if response.system["submitdate"] else "",
            "startlanguage": "fr",
            "seed": str(rng.randrange(10**7, 2**31)),
            "startdate": start.strftime("%Y-%m-%d %H:%M:%S"),
            "datestamp": stamp,
        }
        collected.responses.append(response)
        if draft.unit is not None:
            known = collected.repeats if draft.repeat else collected.kept
            known[number], collected.names[number] = draft.unit, draft.name
    return collected


def _distinct_names(units: Sequence[Unit], rng: random.Random) -> list[str]:
    """Type every unit's name so that none looks like a test or a person and no two are alike."""
    seen: set[str] = set()
    names: list[str] = []
    for unit in units:
        name = typed_name(unit, rng)
        for _ in range(50):
            if normalise_name(name) not in seen and doubt_about(name) is None:
                break
            name = typed_name(unit, rng)
        else:
            name = f"{unit.name} ({unit.code_insee})"
        seen.add(normalise_name(name))
        names.append(name)
    return names


def _identified(survey: Survey, unit: Unit, name: str, given: Answers, rng: random.Random) -> dict[str, str]:
    person = invent_persona(rng)
    full = dict(given)
    full[survey.name] = name
    full[survey.siret] = typed_siret(unit, rng)
    for question in survey.questionnaire.questions:
        role = survey.identity.get(question.code, "")
        if role == "remarque":
            full[question.code] = rng.choice(REMARKS) if rng.random() < 0.2 else ""
        elif role:
            full[question.code] = str(getattr(person, role))
    return full


def _finished(survey: Survey, answers: Answers, rng: random.Random) -> Response:
    seconds = {group: round(rng.uniform(8, 180), 2) for group in survey.groups}
    system = {"submitdate": "yes", "lastpage": str(len(survey.groups))}
    return Response(system, {k: v for k, v in answers.items() if v}, seconds)


def _abandoned(survey: Survey, answers: Answers, rng: random.Random) -> Response:
    """Stop before the page of the closing question; nothing on later pages is stored."""
    pages = survey.groups
    group_of = {c: q.group for q in survey.questionnaire.questions for c in column_codes(q)}
    closing_page = pages.index(group_of[survey.closing])
    last = min(int(rng.expovariate(0.5)), closing_page)
    sent = set(pages[:last])
    stored = {c: v for c, v in answers.items() if v and group_of[c] in sent and rng.random() < 0.9}
    seconds = {group: round(rng.uniform(5, 90), 2) for group in pages[:last]}
    return Response({"submitdate": "", "lastpage": str(last)}, stored, seconds)


def _with_gaps(survey: Survey, answers: dict[str, str], rng: random.Random) -> dict[str, str]:
    """Blank a good part of the answers, never the closing one nor one that shows another question."""
    keep = {survey.closing, survey.name, *survey.filters}
    return {c: v for c, v in answers.items() if c in keep or rng.random() < 0.5}
