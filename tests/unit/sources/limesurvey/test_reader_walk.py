"""The walk over the reference exports: from every form, every count of the ground truth.

What a form loses is written down in ``LOSSES`` and nowhere else; everything that is not there must agree.
"""

import csv
import json
import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from reader_survey import SHARED, need_shared

from barometre_pipeline.errors import InputError
from barometre_pipeline.sources.limesurvey import read_extract, read_structure
from barometre_pipeline.sources.limesurvey.model import Extract, Questionnaire
from barometre_pipeline.vocabulary import CLOSED_KINDS, ColumnKind

ROOT = SHARED / "limesurvey/642"
SURVEYS = {"edition_a": "survey_482026", "edition_b": "survey_482025"}
UNKNOWN = "(unknown)"
LINE_BREAK = re.compile("\r\n|[\r\n\u2028\u2029\x85\x0b\x0c]")
NOT_RESPONSES = {
    ".html",
    ".doc",
    ".pdf",
    ".R",
    ".dat",
}  # pages for people, a script, data that the .sps reads
CRASHING = {".sav"}

Key = tuple[str, str, str, str]  # question, sub-question, scale, answer


@dataclass(frozen=True)
class Loss:
    """What one form of export does not hold.

    ``unknown`` gives the columns where two states are written alike, with the answers that are then unknown;
    ``absent`` those that the file lacks; ``text`` what happens to free texts.
    """

    unknown: dict[str, frozenset[str]] = field(default_factory=dict)
    absent: frozenset[str] = frozenset()
    text: tuple[tuple[str, str], ...] = ()


# Long answers leave out the comments of a list with comment (type O).
LONG = Loss(unknown={"G03Q05[comment]": frozenset({"*"})})
# Converted empty cells make "no" and "no answer" of a yes/no question one value; whether the question that
# hangs on such a "no" was displayed is then not known either.
CONVERTED = Loss(
    unknown=dict.fromkeys(("G02Q01", "G04Q01", "G05Q05"), frozenset({"N", "(no answer)"}))
    | {"G04Q08": frozenset({"(no answer)", "(not shown)"})}
)
# One JSON key stays out of two equal headings ("Précisez :"): the first question is lost.
JSON_FULL = Loss(absent=frozenset({"G02Q02"}))
# Excel turns digits into numbers: leading zeros go, and a vertical tab becomes a space.
EXCEL = Loss(text=(("^0+(?=[0-9]+$)", ""), ("[\x0b\n ]+", " ")))
# VV and Stata trim texts; XML has no vertical tab; Stata cuts a text at 244 characters.
TRIMMED = Loss(text=((r"^\s+|\s+$", ""), (r"\s+", " ")))
XML = Loss(text=(("\x0b|\n", ""),))
STATA = Loss(text=((r"^\s+|\s+$", ""), (r"\s+", " "), (r"(?s)^(.{200}).*$", r"\1")))
# SPSS has no column for a displayed text; texts lose their line breaks, tags and entities.
SPSS = Loss(
    absent=frozenset({"G01Q00"}),
    text=(
        (r"<script>.*</script>|</?p>", ""),
        ("&eacute;", "é"),
        ("&nbsp;", " "),
        (r"^\s+|\s+$", ""),
        (r"\s+", " "),
    ),
)


def losses(extract: Extract) -> list[Loss]:
    form = extract.form
    found = {"xlsx": [EXCEL], "vv": [TRIMMED], "lsa": [XML], "stata": [STATA], "sps": [SPSS]}.get(
        form.container, []
    )
    if form.answers == "long":
        found = [*found, LONG]
    if form.answers == "converti":
        found = [*found, CONVERTED]
    if (form.container, form.headings) == ("json", "full"):
        found = [*found, JSON_FULL]
    return found


@cache
def survey(edition: str) -> Questionnaire:
    return read_structure(ROOT / edition / f"structure/{SURVEYS[edition]}.lss", "structure.lss")


@cache
def inserted(edition: str) -> dict[int, dict]:
    lines = (ROOT / f"inserted_{edition[-1]}.jsonl").read_text("utf-8").rstrip("\n").split("\n")
    return {row["id"]: row for row in map(json.loads, lines)}


@cache
def ground_truth(edition: str, which: str) -> Counter[Key]:
    counts: Counter[Key] = Counter()
    with (ROOT / f"ground_truth_{edition[-1]}.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            key = (row["question"], row["subquestion"], row["scale"], LINE_BREAK.sub("\n", row["answer"]))
            counts[key] += int(row[which])
    return +counts


def expected(extract: Extract, edition: str) -> Counter[Key]:
    """Return the truth about the responses of the file: published counts, or those of the ids it holds."""
    truth = inserted(edition)
    ids = set(extract.system["id"])
    if ids == set(truth):
        return ground_truth(edition, "count_all")
    if ids == {i for i, row in truth.items() if row["complete"]}:
        return ground_truth(edition, "count_complete")
    counts: Counter[Key] = Counter()
    columns = survey(edition).columns
    for row in (truth[i] for i in ids):
        states = dict.fromkeys(row["no_answer"], "(no answer)") | dict.fromkeys(
            row["not_shown"], "(not shown)"
        )
        for code, answer in (states | row["answers"]).items():
            text = "(file)" if columns[code].kind is ColumnKind.FILE and code in row["answers"] else answer
            counts[_key(columns[code], LINE_BREAK.sub("\n", text))] += 1
    return counts


def _key(column, answer: str) -> Key:
    return (column.question, column.sub_question, str(column.scale or ""), answer)


def found(extract: Extract) -> Counter[Key]:
    counts: Counter[Key] = Counter()
    for code, cells in extract.values.items():
        column = extract.questionnaire.columns[code]
        kind = extract.questionnaire.by_code[column.question].type
        for value, shown in zip(cells, extract.shown[code], strict=True):
            counts[_key(column, _state(column, kind, value, shown))] += 1
    return counts


def _state(column, question_type: str, value: object, shown: int) -> str:
    box = column.kind is ColumnKind.MULTIPLE
    if pd.isna(value) or (box and value == "N"):
        return {1: "(no answer)", 0: "(not shown)", -1: UNKNOWN}[shown]
    if column.kind is ColumnKind.FILE:
        return "(file)"
    if box and question_type == ":":
        return "1"
    return LINE_BREAK.sub("\n", str(value))


def as_form_keeps_it(counts: Counter[Key], extract: Extract) -> Counter[Key]:
    """Return counts with the distinctions that the form loses put aside, in truth and file alike."""
    columns = {
        (c.question, c.sub_question, str(c.scale or "")): c for c in extract.questionnaire.columns.values()
    }
    kept: Counter[Key] = Counter()
    for (question, sub, scale, answer), count in counts.items():
        column, text = columns[question, sub, scale], answer
        lost = False
        for loss in losses(extract):
            lost = lost or column.code in loss.absent
            blurred = loss.unknown.get(column.code, frozenset())
            if answer in blurred or ("*" in blurred and answer != "(not shown)"):
                text = UNKNOWN
            if column.kind not in CLOSED_KINDS:
                for pattern, replacement in loss.text:
                    text = re.sub(pattern, replacement, text)
        if not lost:
            kept[question, sub, scale, text] += count
    return kept


def exports(*suffixes: str, excluding: str = "") -> list[str]:
    files = sorted(
        p for e in SURVEYS for f in ("admin", "rpc", "structure") for p in (ROOT / e / f).glob("*")
    )
    return [
        str(p.relative_to(ROOT))
        for p in files
        if p.suffix in suffixes and not (excluding and excluding in p.name)
    ]


WHOLE = exports(".csv", ".xlsx", ".json", ".lsa", ".sps", excluding="chosen-fields") + [
    name for name in exports(".xml") if "stata" in name
]
WHOLE = [name for name in WHOLE if not (name.endswith(".json") and "/structure/" in name)]


@pytest.mark.parametrize("name", WHOLE or ["absent"])
def test_every_count_equals_the_ground_truth(name):
    path = need_shared(f"limesurvey/642/{name}")
    edition = name.split("/")[0]
    extract = read_extract(path, survey(edition), name)
    truth = as_form_keeps_it(expected(extract, edition), extract)
    counted = as_form_keeps_it(found(extract), extract)
    assert counted == truth, f"en trop {counted - truth}\nmanque {truth - counted}"


@pytest.mark.parametrize("name", WHOLE or ["absent"])
def test_every_column_of_the_survey_is_found_unless_the_form_lacks_it(name):
    path = need_shared(f"limesurvey/642/{name}")
    extract = read_extract(path, survey(name.split("/")[0]), name)
    absent = frozenset().union(*(loss.absent for loss in losses(extract)))
    assert set(extract.missing) == absent & set(extract.questionnaire.columns)
    assert list(extract.shown.columns) == list(extract.values.columns)


def test_the_walk_leaves_no_file_of_responses_aside():
    need_shared("limesurvey/642/edition_a")
    for edition in SURVEYS:
        for folder in ("admin", "rpc"):
            for path in sorted((ROOT / edition / folder).iterdir()):
                name = str(path.relative_to(ROOT))
                known = name in WHOLE or path.suffix in NOT_RESPONSES | CRASHING or "chosen-fields" in name
                assert known, name


@pytest.mark.parametrize("name", exports(*NOT_RESPONSES, *CRASHING) or ["absent"])
def test_a_file_that_holds_no_readable_responses_gives_a_french_message(name):
    path = need_shared(f"limesurvey/642/{name}")
    with pytest.raises(InputError) as error:
        read_extract(path, survey(name.split("/")[0]), name)
    assert error.value.fichier == name
    assert error.value.remede


def test_chosen_columns_are_read_and_what_they_cannot_tell_is_unknown():
    name = "edition_a/rpc/code_short_all_chosen-fields.csv"
    extract = read_extract(need_shared(f"limesurvey/642/{name}"), survey("edition_a"), name)
    truth = inserted("edition_a")
    assert "G02Q01" in extract.missing
    for place, number in enumerate(extract.system["id"]):
        row = truth[number]
        for code in extract.values:
            shown = extract.shown[code].iloc[place]
            if code in row["answers"]:
                assert extract.values[code].iloc[place] == row["answers"][code]
                assert shown == 1
            else:  # no last page in this file: an interrupted response may have stopped anywhere
                assert shown == (code in row["no_answer"]) or (shown == -1 and not row["complete"])


@pytest.mark.parametrize(
    ("name", "language", "headings", "answers"),
    [
        ("edition_a/admin/defaults.csv", "fr", "full", "long"),
        ("edition_a/admin/comma_full_long_lang-en.csv", "en", "full", "long"),
        ("edition_a/admin/comma_code_short_emcode.csv", "fr", "emcode", "code"),
        ("edition_a/admin/semicolon_codetext_short.csv", "fr", "codetext", "code"),
        ("edition_a/rpc/abbreviated_long_all.csv", "fr", "abbreviated", "long"),
        ("edition_a/rpc/code_short_all_convertYN.csv", "fr", "code", "converti"),
        ("edition_a/rpc/r_data.csv", "fr", "code", "statistique"),
    ],
)
def test_the_form_is_recognised_from_the_content(name, language, headings, answers, tmp_path):
    copy = tmp_path / "sans_extension"
    copy.write_bytes(need_shared(f"limesurvey/642/{name}").read_bytes())
    form = read_extract(copy, survey("edition_a"), "sans_extension").form
    assert (form.language, form.headings, form.answers) == (language, headings, answers)


def test_timings_are_read_from_csv_and_archive_alike():
    csv_file = need_shared("limesurvey/642/edition_a/rpc/code_short_all_with-timings.csv")
    archive = need_shared("limesurvey/642/edition_a/structure/survey_482026.lsa")
    one = read_extract(csv_file, survey("edition_a"), "a.csv")
    other = read_extract(archive, survey("edition_a"), "a.lsa")
    assert one.timings.shape == (66, 50)
    assert one.timings["interviewtime"].notna().sum() > 0
    pd.testing.assert_frame_equal(
        one.timings, other.timings[one.timings.columns.tolist()], check_exact=False, atol=0.01
    )


ACCESS_CODES = [
    "admin/defaults.csv",
    "admin/with_participant_columns.csv",
    "rpc/code_short_all.csv",
    "rpc/full_long_all.csv",
]


@pytest.mark.parametrize("name", [*ACCESS_CODES, "structure/survey_482002.lsa"])
def test_access_codes_and_participants_are_system_columns(name):
    structure = need_shared("limesurvey/642/access_codes/structure/survey_482002.lsa")
    questionnaire = read_structure(structure, "survey_482002.lsa")
    extract = read_extract(need_shared(f"limesurvey/642/access_codes/{name}"), questionnaire, name)
    closed = next(code for code, column in questionnaire.columns.items() if column.kind in CLOSED_KINDS)
    assert extract.values[closed].tolist()[:2] == ["Y", "N"]
    assert extract.values[closed].isna().tolist() == [False, False, True, False]
    assert extract.shown[closed].tolist() == [1, 1, 1, 1]
    assert extract.system["token"].notna().tolist() == [True, True, True, False]
    assert extract.system["token"].nunique() == 2
    if "participant" in name:
        assert {"firstname", "lastname", "email", "attribute_1"} <= set(extract.system)


def test_each_extract_says_what_it_does_not_know():
    long = read_extract(
        need_shared("limesurvey/642/edition_a/rpc/full_long_all.csv"), survey("edition_a"), "long.csv"
    )
    assert any("G03Q05[comment]" in warning for warning in long.warnings)
    converted = ROOT / "edition_a/rpc/code_short_all_convertYN.csv"
    warnings = read_extract(Path(converted), survey("edition_a"), "c.csv").warnings
    assert any("G02Q01, G04Q01, G05Q05" in warning for warning in warnings)
