"""Extracts of other versions and languages of LimeSurvey, of odd codes, and in several files."""

import zipfile
from pathlib import Path

import openpyxl
import pytest
from reader_survey import CODES, LSS, ROW, csv_bytes, mini, read

from barometre_pipeline.errors import InputError
from barometre_pipeline.sources.limesurvey import read_extract, read_structure
from barometre_pipeline.sources.limesurvey.folder import read_folder
from barometre_pipeline.sources.limesurvey.headings import match_headings
from barometre_pipeline.sources.limesurvey.words import ANSWERS, PARTS, SYSTEM

# --- A structure written here: questions as (qid, code, type, parts), one group ---


def lss(
    questions: list[tuple[str, str, list[tuple[str, str]]]],
    language: str = "fr",
    version: str = "640",
    other: tuple[str, ...] = (),
) -> str:
    """Return a structure; each part of a question is (code, text): sub-questions, or answers of "L".

    ``other`` names the questions with an answer « autre ».
    """
    tables: dict[str, list[dict[str, str]]] = {
        "groups": [{"gid": "1", "group_name": "G", "group_order": "1", "language": language}],
        "surveys": [{"sid": "7", "language": language, "datestamp": "N"}],
        "surveys_languagesettings": [{"surveyls_language": language, "surveyls_title": "T"}],
        "questions": [], "subquestions": [], "answers": [],
    }  # fmt: skip
    number = 100
    for code, kind, parts in questions:
        number += 1
        qid = str(number)
        tables["questions"].append(
            {"qid": qid, "gid": "1", "type": kind, "title": code, "question": f"Question {code}", "parent_qid": "0",
             "question_order": qid, "language": language, "relevance": "1", "other": "NY"[code in other]}
        )  # fmt: skip
        for order, (part, text) in enumerate(parts, start=1):
            if kind in "L!":
                tables["answers"].append(
                    {"qid": qid, "code": part, "answer": text, "sortorder": str(order), "language": language}
                )
                continue
            number += 1
            tables["subquestions"].append(
                {"qid": str(number), "parent_qid": qid, "title": part, "question": text, "question_order": str(order),
                 "language": language, "scale_id": "0", "relevance": "1"}
            )  # fmt: skip
    body = "".join(
        f"<{name}><rows>" + "".join(
            "<row>" + "".join(f"<{k}><![CDATA[{v}]]></{k}>" for k, v in row.items()) + "</row>" for row in rows
        ) + f"</rows></{name}>"
        for name, rows in tables.items()
    )  # fmt: skip
    return (
        '<?xml version="1.0" encoding="UTF-8"?><document><LimeSurveyDocType>Survey</LimeSurveyDocType>'
        f"<DBVersion>{version}</DBVersion><languages><language>{language}</language></languages>{body}</document>"
    )


def survey(
    tmp_path: Path,
    *questions: tuple[str, str, list[tuple[str, str]]],
    language: str = "fr",
    other: tuple[str, ...] = (),
):
    path = tmp_path / "s.lss"
    path.write_text(lss(list(questions), language, other=other), encoding="utf-8")
    return read_structure(path, "s.lss")


def extract_of(tmp_path: Path, questionnaire, rows: list[list[str]], name: str = "r.csv"):
    path = tmp_path / name
    path.write_bytes(csv_bytes(rows))
    return read_extract(path, questionnaire, name)


# --- LimeSurvey 7 ---


def test_the_choices_of_a_ranking_may_be_sub_questions(tmp_path):
    ranked = survey(tmp_path, ("R1", "R", [("prix", "Le prix"), ("delai", "Le délai")]))
    found = extract_of(
        tmp_path, ranked, [["id", "R1[1]", "R1[2]"], ["1", "delai", "prix"], ["2", "prix", ""]]
    )
    assert found.values["R1[1]"].tolist() == ["delai", "prix"]
    assert [a.text for a in ranked.columns["R1[1]"].answers] == ["Le prix", "Le délai"]


def test_an_archive_names_its_fields_by_identifiers(tmp_path):
    structure = lss([("Q1", "L", [("A", "Oui")]), ("Q2", "M", [("x", "X"), ("y", "Y")])], version="717")
    responses = (
        "<document><LimeSurveyDocType>Responses</LimeSurveyDocType><responses><fields>"
        + "".join(f"<fieldname>{f}</fieldname>" for f in ("id", "Q101", "Q102_S103", "Q102_S104"))
        + "</fields><rows><row><id>1</id><Q101>A</Q101><Q102_S103></Q102_S103><Q102_S104>Y</Q102_S104></row></rows>"
        "</responses></document>"
    )
    path = tmp_path / "s.lsa"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("s.lss", structure)
        archive.writestr("s_responses.lsr", responses)
    found = read_extract(path, read_structure(path, "s.lsa"), "s.lsa")
    assert found.values["Q1"].tolist() == ["A"]
    assert found.values["Q2[y]"].tolist() == ["Y"]


@pytest.mark.parametrize("column", ["quota_exit", "quality_score"])
def test_a_new_system_column_costs_nothing(tmp_path, column):
    found = read(tmp_path, csv_bytes([[*CODES, column], [*ROW, "3"]]))
    assert found.values["Q1"].tolist() == ["A1"]


# --- Languages ---


# As the translation files of LimeSurvey 6.4 and 2.05 have them: ranks, scales, « Other comment », « Same ».
OF_TRANSLATIONS = [
    ("de", "Rank", "Skala", "Anderer Kommentar", "Unverändert"),
    ("es", "Ranking", "Eje", "Comentario de la opción Otro", "Mismo"),
    ("es", "Clasificación", "Escala", "Comentario de la opción Otro", "Mismo"),
    ("it", "Classifica", "Scala", "Altro commento", "Uguale"),
]


@pytest.mark.parametrize(("language", "rank", "scale", "comment", "same"), OF_TRANSLATIONS)
@pytest.mark.parametrize("cut", [False, True])
def test_headings_and_answers_are_in_the_words_of_the_translation_of_each_version(
    tmp_path, language, rank, scale, comment, same, cut
):
    questions = survey(
        tmp_path,
        ("R1", "R", [("a", "Alfa"), ("b", "Beta")]),
        ("D1", "1", [("x", "Xi")]),
        ("P1", "P", [("p", "Pi")]),
        ("E1", "E", [("e", "Eta")]),
        language=language,
        other=("P1",),
    )

    def asked(code: str) -> str:
        return "Quest.. " if cut else f"Question {code}"

    heading = [
        *("id", f"{asked('R1')} [{rank} 1]", f"{asked('R1')} [{rank} 2]"),
        *(f"{asked('D1')} [Xi][{scale} 1]", f"{asked('D1')} [Xi][{scale} 2]"),
        *(f"{asked('P1')} [Pi]", f"{asked('P1')} [Pi][{PARTS[language]['@comment'][0]}]"),
        *(
            f"{asked('P1')} [{PARTS[language]['@other'][0]}]",
            f"{asked('P1')} [{comment}]",
            f"{asked('E1')} [Eta]",
        ),
    ]
    yes = ANSWERS[language]["Y"]["Y"][0]
    found = extract_of(
        tmp_path, questions, [heading, ["1", "Beta", "Alfa", "", "", yes, "c", "o", "k", same]]
    )
    assert found.values[["R1[1]", "R1[2]"]].to_numpy().tolist() == [["b", "a"]]
    assert found.values.loc[0, ["P1[p]", "P1[pcomment]", "P1[other]", "P1[othercomment]"]].tolist() == [
        *("Y", "c", "o", "k")
    ]
    assert found.values["E1[e]"].tolist() == ["S"]
    assert {"D1[x][1]", "D1[x][2]"} <= set(found.values)
    assert not found.misread


@pytest.mark.parametrize("language", sorted(PARTS))
@pytest.mark.parametrize("older", [False, True])
def test_a_full_text_export_is_read_in_the_software_s_own_words(tmp_path, language, older):
    questions = survey(
        tmp_path,
        ("Q1", "Y", []),
        ("Q2", "M", [("a", "Alfa")]),
        ("Q3", "E", [("b", "Beta")]),
        language=language,
    )
    words = [
        SYSTEM[n][language][-1 if older else 0]
        for n in ("id", "submitdate", "lastpage", "startlanguage", "seed")
    ]
    which = -1 if older else 0
    yes, less = ANSWERS[language]["Y"]["Y"][which], ANSWERS[language]["E"]["D"][which]
    heading = [*words, "Question Q1", "Question Q2 [Alfa]", "Question Q3 [Beta]"]
    found = extract_of(
        tmp_path, questions, [heading, ["1", "2030-01-01 10:00:00", "1", language, "5", yes, yes, less]]
    )
    assert (found.values["Q1"][0], found.values["Q2[a]"][0], found.values["Q3[b]"][0]) == ("Y", "Y", "D")
    assert found.system["submitdate"].notna().all()
    assert not found.misread


def test_in_a_language_of_unknown_words_the_software_s_columns_are_known_by_their_place(tmp_path):
    questions = survey(tmp_path, ("Q1", "L", [("A", "Ja, helemaal")]), language="nl")
    heading = ["Antwoord-ID", "Datum ingestuurd", "Laatste pagina", "Starttaal", "Zaad", "Question Q1"]
    row = ["7", "2030-01-01 10:00:00", "1", "nl", "5", "Ja, helemaal"]
    found = extract_of(tmp_path, questions, [heading, row])
    assert found.system["id"].tolist() == [7]
    assert found.system["submitdate"].tolist() == ["2030-01-01 10:00:00"]
    assert any("Antwoord-ID" in w and "supposé" in w for w in found.warnings)


def test_answers_in_a_language_of_unknown_words_call_for_an_export_in_codes(tmp_path):
    questions = survey(tmp_path, ("Q1", "M", [("a", "Alfa")]), language="nl")
    rows = [[str(n), "Ja" if n % 2 else "Nee"] for n in range(1, 9)]
    with pytest.raises(InputError) as error:
        extract_of(tmp_path, questions, [["id", "Question Q1 [Alfa]"], *rows])
    assert "langue" in error.value.remede and "en codes" in error.value.remede


@pytest.mark.parametrize("heading", ["Code", "Token", "Jeton", "Access code", "Code d'accès"])
def test_the_access_code_of_any_version_is_a_system_column(heading):
    wording = mini().by_code["Q1"].text
    found = match_headings(["ID de la réponse", heading, wording], mini(), "r.csv")
    assert [entry.name for entry in found.entries.values()] == ["id", "token", "Q1"]


# --- Odd codes ---

_ODD = ["comment", "other", "time", "1", "Y", "a", "ab", "abc", "A", "a_b", "SQ1", "SQ10", "filecount"]


@pytest.mark.parametrize("kind", ["M", "P", "K", "Q", "A"])
@pytest.mark.parametrize("style", ["code", "emcode", "full"])
def test_a_sub_question_may_have_any_code(tmp_path, kind, style):
    questions = survey(tmp_path, ("Q1", kind, [(code, f"Ligne {i}") for i, code in enumerate(_ODD)]))
    columns = list(questions.columns.values())
    cell = {"M": "Y", "P": "Y", "K": "3", "Q": "mot", "A": "4"}[kind]
    cells = ["un mot" if c.sub_question.endswith("comment") and kind == "P" and c.kind.value == "commentaire" else cell
             for c in columns]  # fmt: skip
    heading = {
        "code": [c.code for c in columns],
        "emcode": [c.em_code for c in columns],
        "full": [
            f"Question Q1 [{c.parts[0]}]" + (" [Commentaire]" if len(c.parts) > 1 else "") for c in columns
        ],
    }[style]
    found = extract_of(tmp_path, questions, [["id", *heading], ["1", *cells]])
    assert list(found.values.columns) == [c.code for c in columns]
    assert [str(found.values[c.code][0]) for c in columns] == cells
    assert not found.misread and not found.missing


def test_codes_that_differ_by_case_are_two(tmp_path):
    questions = survey(tmp_path, ("Q1", "L", [("a", "Petit"), ("A", "Grand")]))
    found = extract_of(tmp_path, questions, [["id", "Q1"], ["1", "a"], ["2", "A"]])
    assert found.values["Q1"].tolist() == ["a", "A"]


# --- Workbooks with a notice ---


def test_a_notice_before_the_responses_of_a_workbook_is_passed(tmp_path):
    workbook = openpyxl.Workbook()
    workbook.active.title = "Notice"
    workbook.active.append(["Baromètre", "export du 3 mars"])
    sheet = workbook.create_sheet("Données")
    for row in (["Réponses reçues"], [], CODES, ROW):
        sheet.append(row)
    path = tmp_path / "r.xlsx"
    workbook.save(path)
    found = read_extract(path, mini(), "r.xlsx")
    assert found.values["Q1"].tolist() == ["A1"]
    assert found.rows.tolist() == [4]
    assert any("Données" in w for w in found.warnings)


# --- Several files ---


def folder(tmp_path: Path, **files: list[list[str]]) -> Path:
    home = tmp_path / "2030" / "limesurvey"
    home.mkdir(parents=True)
    (home / "structure.lss").write_bytes(LSS.read_bytes())
    for name, rows in files.items():
        (home / f"{name}.csv").write_bytes(csv_bytes(rows))
    return home


def row(number: int, **cells: str) -> list[str]:
    named = dict(zip(CODES, ROW, strict=True)) | {"id": str(number)} | cells
    return [named[name] for name in CODES]


def test_columns_cut_in_two_files_are_joined_by_the_identifier(tmp_path):
    rows = [row(1, Q6="1"), row(2, Q6="2"), row(3, Q6="3")]
    first = [[*CODES[:7]], *(r[:7] for r in rows)]
    second = [["id", *CODES[7:]], *([r[0], *r[7:]] for r in reversed(rows))]
    found = read_folder(folder(tmp_path, b=first, a=second), tmp_path)
    whole = read_folder(folder(tmp_path / "x", tout=[CODES, *rows]), tmp_path / "x")
    by_id = found.values.set_index(found.system["id"]).loc[[1, 2, 3], list(whole.values.columns)]
    assert by_id.astype("str").to_numpy().tolist() == whole.values.astype("str").to_numpy().tolist()
    assert not found.missing and not found.ignored
    assert any("réunies" in w and "a.csv" in w and "b.csv" in w for w in found.warnings)


def test_waves_of_responses_are_put_one_after_the_other_each_with_its_file(tmp_path):
    home = folder(
        tmp_path,
        vague1=[CODES, row(1), row(2)],
        vague2=[CODES[:1] + CODES[:0:-1], row(7)[:1] + row(7)[:0:-1]],
    )
    found = read_folder(home, tmp_path)
    assert found.system["id"].tolist() == [1, 2, 7]
    assert found.rows.tolist() == [2, 3, 2]
    assert [Path(name).name for name in found.row_files] == ["vague1.csv", "vague1.csv", "vague2.csv"]
    assert found.values["Q6"].tolist() == ["12.5"] * 3


def test_two_states_of_the_same_responses_are_never_joined(tmp_path):
    older = [CODES, row(1), row(2)]
    newer = [CODES, row(1), row(2), row(3, submitdate="2026-02-01 10:00:00")]
    found = read_folder(folder(tmp_path, a=newer, b=older), tmp_path)
    assert found.system["id"].tolist() == [1, 2, 3]
    assert [Path(name).name for name in found.ignored] == ["b.csv"]


# --- What a folder sets aside ---


def test_no_extract_names_every_file_that_was_set_aside_and_why(tmp_path):
    home = folder(tmp_path, autre=[["a", "b"], ["1", "2"]])
    (home / "~$reponses.xlsx").write_bytes(b"verrou")
    (home / "photo.png").write_bytes(b"\x89PNG")
    (home / "reponses.docx").write_bytes(b"PK")
    with pytest.raises(InputError) as error:
        read_folder(home, tmp_path)
    said = error.value.constat
    assert "autre.csv" in said and "aucun intitulé" in said
    assert "~$reponses.xlsx" in said and "verrou" in said
    assert "photo.png" in said and "reponses.docx" in said


def test_a_lock_file_is_no_extract(tmp_path):
    home = folder(tmp_path, reponses=[CODES, ROW])
    (home / "~$reponses.xlsx").write_bytes(b"verrou")
    assert read_folder(home, tmp_path).values["Q1"].tolist() == ["A1"]


# --- Codes or texts ---

CHILDREN = [("1", "0"), ("2", "1"), ("3", "2"), ("4", "3 ou plus")]


def test_answers_that_are_codes_and_texts_of_different_answers_are_refused(tmp_path):
    questions = survey(tmp_path, ("Q1", "L", CHILDREN))
    with pytest.raises(InputError, match="le code d’une réponse et le texte d’une autre") as error:
        extract_of(tmp_path, questions, [["id", "Q1"], ["1", "1"], ["2", "2"]])
    assert "Q1" in error.value.lieu


@pytest.mark.parametrize(("cells", "boxes"), [(["1", "2"], ["Y", ""]), (["0", "1"], ["Oui", "Non"])])
def test_another_question_tells_codes_from_texts(tmp_path, cells, boxes):
    questions = survey(tmp_path, ("Q1", "L", CHILDREN), ("Q2", "M", [("a", "Alfa")]))
    rows = [
        ["id", "Q1", "Q2[a]"],
        *([str(i), *row] for i, row in enumerate(zip(cells, boxes, strict=True), 1)),
    ]
    assert extract_of(tmp_path, questions, rows).values["Q1"].tolist() == ["1", "2"]
