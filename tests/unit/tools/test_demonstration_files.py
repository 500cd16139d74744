"""What is written is what a server or an institute would deliver, and always the same bytes."""

import random
from datetime import date

import openpyxl
import pytest

from barometre_pipeline.catalogue.loader import load_codebook
from barometre_pipeline.cleaning.doubtful import doubt_about, normalise_name
from tools.demonstration.fieldwork import Period, collect
from tools.demonstration.limesurvey_csv import administration_csv, remote_control_csv
from tools.demonstration.limesurvey_structure import structure_lss, structure_txt
from tools.demonstration.plan import guessed_plan
from tools.demonstration.poll import Opinion, interview, poll_files
from tools.demonstration.questionnaire import build_survey, load_frames
from tools.demonstration.structures import Unit, typed_name, typed_siret

UNITS = [
    Unit("Le Bourg-Fictif", "210000001", "00001", 1200, "communes", "communes_moins_3500"),
    Unit("Département de l'Invention", "220000002", "00", 300_000, "departements", "departements"),
    Unit("CC du Pays Imaginaire", "200000003", "", 25_000, "epci", "epci"),
]
PERIOD = Period(date(2025, 5, 12), date(2025, 7, 25))


def survey_of(edition: str):
    return build_survey(load_codebook(), edition, load_frames()[edition])


def collected(seed: str):
    survey = survey_of("2025")
    answers = [{"USAG02": "AO03", "TECH04": "AO01", "TECH05[SQ001]": "Y", survey.closing: "AO01"}] * 3
    return survey, collect(survey, UNITS, answers, PERIOD, random.Random(seed))


def test_same_seed_same_bytes_other_seed_other_bytes() -> None:
    (survey, one), (_, two), (_, other) = collected("a"), collected("a"), collected("b")
    assert administration_csv(survey, one.responses) == administration_csv(survey, two.responses)
    assert administration_csv(survey, one.responses) != administration_csv(survey, other.responses)


def test_one_kept_response_per_structure_among_tests_repeats_and_abandons() -> None:
    survey, table = collected("a")
    assert {u.siren for u in table.kept.values()} == {u.siren for u in UNITS}
    assert len(table.responses) > 2 * len(UNITS)
    ids = [int(r.system["id"]) for r in table.responses]
    assert ids == sorted(set(ids))
    abandoned = [r for r in table.responses if not r.system["submitdate"]]
    assert abandoned
    assert all(survey.closing not in r.answers for r in abandoned)
    assert any("example.org" in v for r in table.responses for v in r.answers.values())


def test_names_kept_are_neither_doubtful_nor_alike() -> None:
    _, table = collected("a")
    names = [table.names[number] for number in table.kept]
    assert [doubt_about(n) for n in names] == [None] * len(UNITS)
    assert len({normalise_name(n) for n in names}) == len(UNITS)


def test_a_department_is_typed_as_people_type_it() -> None:
    forms = {typed_name(UNITS[1], random.Random(i)).strip().lower() for i in range(60)}
    assert {"conseil départemental de l'invention", "département de l'invention"} <= forms


def test_typed_siret_starts_with_the_siren_and_passes_the_luhn_check() -> None:
    typed = [typed_siret(UNITS[2], random.Random(i)).replace(" ", "") for i in range(40)]
    full = [t for t in typed if len(t) == 14]
    assert full
    for siret in full:
        digits = [int(c) * (2 if i % 2 else 1) for i, c in enumerate(reversed(siret))]
        assert siret.startswith(UNITS[2].siren)
        assert sum(d - 9 if d > 9 else d for d in digits) % 10 == 0


@pytest.mark.parametrize("write", [structure_lss, structure_txt])
def test_the_structure_holds_every_question_and_its_condition(write) -> None:
    content = write(survey_of("2024")).decode("utf-8")
    for question in survey_of("2024").questionnaire.questions:
        assert question.code in content
    assert "G04Q01.NAOK ==" in content


def test_both_exports_end_as_limesurvey_ends_them() -> None:
    survey, table = collected("a")
    assert remote_control_csv(survey, table.responses).endswith(b'"\r\n\r\n')
    assert administration_csv(survey, table.responses).startswith(b'\xef\xbb\xbf"ID de la r')


@pytest.fixture(scope="module")
def deliveries() -> tuple[dict[str, bytes], dict[str, bytes]]:
    def write() -> dict[str, bytes]:
        opinion = Opinion.sample(load_codebook(), "2022", "essai")
        asked = {n: pair for n, pair in opinion.every.items() if n not in opinion.profile_names}
        return poll_files(opinion, interview(opinion, [], guessed_plan(asked, opinion.cells)))

    return write(), write()


def test_polls_are_the_same_bytes_twice(deliveries) -> None:
    first, second = deliveries
    assert {n: len(b) for n, b in first.items()} == {n: len(b) for n, b in second.items()}
    assert first == second


def test_the_workbook_says_it_is_synthetic_and_carries_no_clock(deliveries, tmp_path) -> None:
    name = next(n for n in deliveries[0] if n.endswith(".xlsx"))
    path = tmp_path / name
    path.write_bytes(deliveries[0][name])
    book = openpyxl.load_workbook(path)
    assert "synthétiques" in str(book["Notice"]["A1"].value)
    assert book.properties.modified.year == book.properties.created.year == 2025
    assert "demonstration" in name
