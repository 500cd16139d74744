"""Tables laid out as institutes lay them out: the same poll comes out of each layout."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pyreadstat
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet
from typer.testing import CliRunner

from barometre_pipeline.cli import app
from barometre_pipeline.errors import InputError
from barometre_pipeline.sources.ipsos import PollConfig, read_polls, read_workbook
from barometre_pipeline.sources.ipsos.model import Poll
from barometre_pipeline.sources.ipsos.spreadsheet import Sheet

DESCRIBED = {
    "fichiers": ["tableaux.xlsx"],
    "effectif": 200,
    "poids": "POIDS",
    "identifiant": "NUM",
    "banniere": {
        "sexe": {"variable": "SEXE", "titre": "Sexe", "modalites": {"homme": "Homme", "femme": "Femme"}},
        "age": {"variable": "AGE", "titre": "Âge", "modalites": {"j": "Moins de 35 ans", "a": "35 ans et plus"}},
    },
}  # fmt: skip
CONFIG = PollConfig.model_validate(DESCRIBED)
TITLES = ["Ensemble", "Sexe", None, "Âge", None]
LABELS = ["Ensemble", "Homme", "Femme", "Moins de 35 ans", "35 ans et plus"]
RAW = [200, 90, 110, 80, 120]
WEIGHTED = [200, 100, 100, 100, 100]
ANSWERS = {
    "Oui, tout à fait": [25, 20, 30, 10, 40],
    "Oui, plutôt": [35, 40, 30, 50, 20],
    "Non": [40, 40, 40, 40, 40],
    "Ne sait pas": [0, 0, 0, 0, 0],
}
YES = [60, 60, 60, 60, 60]
COUNTS = {
    label: [s * w // 100 for s, w in zip(shares, WEIGHTED, strict=True)] for label, shares in ANSWERS.items()
}
TITLE = "Q1. Connaissez-vous ce service ?"


def top(sheet: Worksheet, title: str = TITLE, bases: bool = True) -> None:
    sheet.append([title])
    sheet.append(["Base : à tous"])
    sheet.append([])
    sheet.append([None, *TITLES])
    row = sheet.max_row
    sheet.merge_cells(start_row=row, end_row=row, start_column=3, end_column=4)
    sheet.merge_cells(start_row=row, end_row=row, start_column=5, end_column=6)
    sheet.append([None, *LABELS])
    if bases:
        sheet.append(["Base brute", *RAW])
        sheet.append(["Base pondérée", *WEIGHTED])


def percentages(book: openpyxl.Workbook) -> None:
    sheet = book.create_sheet("Q1")
    top(sheet)
    sheet.append([None, "(A)", "(B)", "(C)", "(D)", "(E)"])
    sheet.append(["ST Oui", *YES])
    for label, shares in ANSWERS.items():
        sheet.append([label, *(s or "-" for s in shares)])
    sheet.append(["Total", *[100] * 5])
    sheet.append(["* base faible"])
    sheet.append(["Lecture : 60 % des Français connaissent ce service."])


def signs_and_letters(book: openpyxl.Workbook) -> None:
    sheet = book.create_sheet("Question 1")
    top(sheet)
    for (label, shares), marks in zip(ANSWERS.items(), ["", " B", "+", "*"], strict=True):
        sheet.append([label, *(f"{s}%{marks}" if s else "*" for s in shares)])
        sheet.append([None, None, "C", None, "DE", None])
    sheet.append(["Sous-total Oui", *(f"{s} %" for s in YES)])


def letters_beside(book: openpyxl.Workbook) -> None:
    sheet = book.create_sheet("Q1")
    sheet.append([TITLE])
    spread = [x for label in LABELS for x in (label, None)]
    sheet.append([None, *spread])
    for column in range(2, 12, 2):
        sheet.merge_cells(start_row=2, end_row=2, start_column=column, end_column=column + 1)
    for label, values in {"Base non pondérée": RAW, "Base redressée": WEIGHTED, **ANSWERS}.items():
        sheet.append(
            [label, *(x for v in values for x in (v or None, "b" if label.startswith("Oui") else None))]
        )


def shares_as_excel_shows_them(book: openpyxl.Workbook) -> None:
    sheet = book.create_sheet("Q1")
    top(sheet)
    for label, shares in ANSWERS.items():
        sheet.append([label, *(s / 100 for s in shares)])
        for column in range(2, 7):
            sheet.cell(sheet.max_row, column).number_format = "0%"


def weighted_counts(book: openpyxl.Workbook) -> None:
    sheet = book.create_sheet("Q1")
    top(sheet)
    for label, counts in COUNTS.items():
        sheet.append([label, *counts])


def counts_then_percentages(book: openpyxl.Workbook) -> None:
    sheet = book.create_sheet("Q1")
    top(sheet)
    for label, counts in COUNTS.items():
        sheet.append([label, *(c or "–" for c in counts)])
        sheet.append([None, *(f"{s}%" for s in ANSWERS[label])])


def in_english(book: openpyxl.Workbook) -> None:
    sheet = book.create_sheet("Table 1")
    sheet.append([TITLE])
    sheet.append([None, "Total", *LABELS[1:]])
    for label, values in {
        "Unweighted base": RAW,
        "Weighted base": WEIGHTED,
        "NET: Oui": YES,
        **ANSWERS,
    }.items():
        sheet.append([label, *values])


def low_bases(book: openpyxl.Workbook) -> None:
    sheet = book.create_sheet("Q1")
    sheet.append([TITLE])
    sheet.append([None, "Ensemble (A)", "Homme (B)", "Femme* (C)", "Moins de 35 ans**", "35 ans et plus"])
    sheet.append(["Base brute", 200, 90, 110, "80*", "(120)"])
    sheet.append(["Base pondérée", *WEIGHTED])
    for label, shares in ANSWERS.items():
        sheet.append([label, *shares[:3], f"({shares[3]})", f"{shares[4]} (BC)"])


def bases_in_other_words(book: openpyxl.Workbook) -> None:
    sheet = book.create_sheet("Q1")
    sheet.append([TITLE])
    sheet.append([None, "Total", "Sexe", None, "Âge", None])
    sheet.append([None, None, *LABELS[1:]])
    sheet.append(["n =", *(f"({v})" for v in RAW)])
    sheet.append(["Effectif pondéré :", *WEIGHTED])
    for label, shares in ANSWERS.items():
        sheet.append([label, *(f"{s},0" for s in shares)])


LAYOUTS: list[Callable[[openpyxl.Workbook], None]] = [
    percentages, signs_and_letters, letters_beside, shares_as_excel_shows_them, weighted_counts,
    counts_then_percentages, in_english, low_bases, bases_in_other_words,
]  # fmt: skip


def written(folder: Path, *layouts: Callable[[openpyxl.Workbook], None]) -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = "Sommaire"
    book.active.append(["Q1", "Connaissez-vous ce service ?"])
    for layout in layouts:
        layout(book)
    path = folder / "tableaux.xlsx"
    book.save(path)
    return path


def weighted(poll: Poll, question: str = "Q1", item: str = "") -> dict[str, list[float]]:
    """Return the weighted share of each answer in each column of the banner, in hundredths."""
    labels = {(v.question, v.sous_question): v.modalites for v in poll.variables}[question, item]
    tris = poll.tris[(poll.tris["question"] == question) & (poll.tris["sous_question"] == item)]
    return {
        labels[str(code)]: [round(p * 100, 6) for p in rows["part_ponderee"]]
        for code, rows in tris.groupby("modalite", sort=False)
    }


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda f: f.__name__)
def test_every_layout_gives_the_same_shares_and_bases(tmp_path: Path, layout: Callable) -> None:
    poll = read_workbook(written(tmp_path, layout), "tableaux.xlsx", CONFIG)
    assert weighted(poll) == ANSWERS
    first = poll.tris[poll.tris["modalite"] == "1"]
    assert first["base"].tolist() == RAW
    assert first["base_ponderee"].tolist() == WEIGHTED
    assert first["n"].tolist() == [50, 18, 33, 8, 48]
    (variable,) = poll.variables
    assert (variable.question, variable.libelle) == ("Q1", "Connaissez-vous ce service ?")


def named_measures(book: openpyxl.Workbook, *measures: str, codes: bool = True, nothing: Any = None) -> None:
    """Write a table whose rows name what they count, with a sub-total, notes and columns of codes or none."""
    sheet = book.create_sheet("Q1")
    sheet.append(["Q1", "Connaissez-vous ce service ?", "Question"])
    sheet.append([None, None, None, *TITLES])
    sheet.append([None, None, None, *LABELS])
    sheet.append([None, None, "Base brute", *RAW])
    sheet.append([None, None, "Base pondérée", *WEIGHTED])
    raw = {
        label: [round(s * b / 100) for s, b in zip(shares, RAW, strict=True)]
        for label, shares in ANSWERS.items()
    }
    counted = {"Effectif brut": raw, "Effectif pondéré": COUNTS, "%": ANSWERS}
    for code, label in enumerate(ANSWERS, 1):
        for i, measure in enumerate(measures):
            words = [str(code) if codes else None, label] if i == 0 else [None, None]
            sheet.append([*words, measure, *(v or nothing for v in counted[measure][label])])
    for i, measure in enumerate(measures):
        parts = zip(*list(counted[measure].values())[:2], strict=True)
        sheet.append([None, "ST Oui" if i == 0 else None, measure, *(sum(p) for p in parts)])
    sheet.append(["Lecture : 60 % des Français connaissent ce service."])


@pytest.mark.parametrize("nothing", [None, "-", "*", 0])
@pytest.mark.parametrize("codes", [True, False])
@pytest.mark.parametrize(
    "measures",
    [("Effectif brut", "Effectif pondéré", "%"), ("Effectif pondéré", "%"), ("Effectif pondéré",), ("%",)],
)
def test_rows_that_name_what_they_count_need_no_guess(
    tmp_path: Path, measures: tuple[str, ...], codes: bool, nothing: Any
) -> None:
    path = written(tmp_path, lambda book: named_measures(book, *measures, codes=codes, nothing=nothing))
    poll = read_workbook(path, "tableaux.xlsx", CONFIG)
    assert weighted(poll) == ANSWERS
    assert list(poll.variables[0].modalites) == ["1", "2", "3", "4"]
    assert not any("ST Oui" in n for n in poll.avertissements)


def test_counts_deduced_from_percentages_are_said_to_be(tmp_path: Path) -> None:
    poll = read_workbook(written(tmp_path, percentages), "tableaux.xlsx", CONFIG)
    assert any("Q1 : effectifs déduits de pourcentages arrondis" in n for n in poll.avertissements)
    assert poll.tris["deff"].isna().all()


def test_one_sheet_may_hold_several_questions_under_one_banner(tmp_path: Path) -> None:
    def several(book: openpyxl.Workbook) -> None:
        sheet = book.create_sheet("Tris")
        top(sheet)
        for title in (None, "Q2. L’utilisez-vous ?", "Q_9 - Le recommandez-vous ?"):
            if title:
                sheet.append([])
                sheet.append([title])
            if title and title.startswith("Q2"):
                sheet.append(["Base brute", *RAW])
                sheet.append(["Base pondérée", *WEIGHTED])
            for label, shares in ANSWERS.items():
                sheet.append([label, *shares])

    poll = read_workbook(written(tmp_path, several), "tableaux.xlsx", CONFIG)
    assert [(v.question, v.sous_question) for v in poll.variables] == [("Q1", ""), ("Q2", ""), ("Q_9", "")]
    assert all(weighted(poll, q) == ANSWERS for q in ("Q1", "Q2", "Q_9"))


def test_tables_of_one_question_are_its_items(tmp_path: Path) -> None:
    def items(book: openpyxl.Workbook) -> None:
        sheet = book.create_sheet("Q7")
        for item in ("Le site", "Le guichet"):
            top(sheet, f"Q7. Utilisez-vous - {item}")
            for label, shares in ANSWERS.items():
                sheet.append([label, *shares])

    poll = read_workbook(written(tmp_path, items), "tableaux.xlsx", CONFIG)
    assert [(v.nom, v.libelle, v.libelle_item) for v in poll.variables] == [
        ("Q7_1", "Utilisez-vous", "Le site"),
        ("Q7_2", "Utilisez-vous", "Le guichet"),
    ]


def test_a_sub_total_that_is_not_its_parts_is_told(tmp_path: Path) -> None:
    def wrong(book: openpyxl.Workbook) -> None:
        percentages(book)
        row = next(r for r in book["Q1"].iter_rows() if r[0].value == "ST Oui")
        row[2].value = 75

    poll = read_workbook(written(tmp_path, wrong), "tableaux.xlsx", CONFIG)
    assert weighted(poll) == ANSWERS
    assert any("ST Oui" in n for n in poll.avertissements)
    right = read_workbook(written(tmp_path, percentages), "tableaux.xlsx", CONFIG)
    assert not any("ST Oui" in n for n in right.avertissements)


def test_weighted_bases_of_the_population_are_brought_to_respondents(tmp_path: Path) -> None:
    def expanded(book: openpyxl.Workbook) -> None:
        weighted_counts(book)
        for row in book["Q1"].iter_rows(min_row=7):
            for cell in row[1:]:
                cell.value = cell.value * 1000 if cell.value else cell.value

    poll = read_workbook(written(tmp_path, expanded), "tableaux.xlsx", CONFIG)
    assert weighted(poll) == ANSWERS
    assert poll.tris[poll.tris["modalite"] == "1"]["base_ponderee"].tolist() == WEIGHTED
    assert any("elles y sont ramenées" in n for n in poll.avertissements)


def test_columns_that_are_not_in_the_banner_are_left_out_by_name(tmp_path: Path) -> None:
    def wider(book: openpyxl.Workbook) -> None:
        percentages(book)
        sheet = book["Q1"]
        sheet.cell(4, 7).value, sheet.cell(5, 7).value = "Région", "Île-de-France"

    poll = read_workbook(written(tmp_path, wider), "tableaux.xlsx", CONFIG)
    assert weighted(poll) == ANSWERS
    assert any("Île-de-France" in n for n in poll.avertissements)


def test_a_workbook_without_any_table_says_how_to_describe_it(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"tableaux\.yaml \(barometre decrire-tableaux\)"):
        read_workbook(written(tmp_path), "tableaux.xlsx", CONFIG)


def test_a_described_workbook_is_read_as_it_is_described(tmp_path: Path) -> None:
    path = written(tmp_path, percentages)
    (tmp_path / "sondage.yaml").write_text(yaml.safe_dump(DESCRIBED, sort_keys=False), "utf-8")
    done = CliRunner().invoke(app, ["decrire-tableaux", str(path)])
    assert done.exit_code == 0, done.output
    drafted = yaml.safe_load((tmp_path / "tableaux.yaml").read_text("utf-8"))
    (table,) = drafted["classeurs"]["tableaux.xlsx"]
    assert table["sous_totaux"][0]["parties"] == ["1", "2"]
    assert weighted(read_workbook(path, "tableaux.xlsx", CONFIG)) == ANSWERS
    table["modalites"] = table["modalites"][2:3] + table["modalites"][:2]
    table["modalites"][0]["libelle"] = "Non, jamais"
    (tmp_path / "tableaux.yaml").write_text(yaml.safe_dump(drafted, allow_unicode=True), "utf-8")
    assert list(weighted(read_workbook(path, "tableaux.xlsx", CONFIG))) == [
        "Non, jamais",
        "Oui, tout à fait",
        "Oui, plutôt",
    ]
    again = CliRunner().invoke(app, ["decrire-tableaux", str(path)])
    assert again.exit_code == 1
    assert "--remplacer" in again.output


@pytest.mark.parametrize("gap", [0, 3])
def test_tables_without_codes_are_checked_against_the_microdata_by_their_words(
    tmp_path: Path, gap: int
) -> None:
    folder = tmp_path / "ipsos"
    folder.mkdir()
    answers = [1.0] * 5 + [2.0] * 15 + [98.0] * 20
    people = {
        "NUM": range(40), "POIDS": [1.0] * 40, "SEXE": [1.0, 2.0] * 20, "AGE": [1.0, 1.0, 2.0, 2.0] * 10, "Q1": answers,
    }  # fmt: skip
    values = {
        "SEXE": {1: "Homme", 2: "Femme"}, "AGE": {1: "Moins de 35 ans", 2: "35 ans et plus"},
        "Q1": {1: "Oui", 2: "Non", 98: "Ne sait pas"},
    }  # fmt: skip
    pyreadstat.write_sav(pd.DataFrame(people), folder / "sondage.sav", variable_value_labels=values)
    config = {**DESCRIBED, "effectif": 40, "fichiers": ["sondage.sav", "tableaux.xlsx"]}
    (folder / "sondage.yaml").write_text(yaml.safe_dump(config, sort_keys=False), "utf-8")
    printed = pd.DataFrame(people)
    columns = [printed.SEXE > 0, printed.SEXE == 1, printed.SEXE == 2, printed.AGE == 1, printed.AGE == 2]

    def tables(book: openpyxl.Workbook) -> None:
        sheet = book.create_sheet("Q1")
        top(sheet, bases=False)
        sheet.append(["Base brute", *(int(c.sum()) for c in columns)])
        for code, label in ((2, "Non"), (98, "Ne sait pas"), (1, "Oui")):
            shares = [round(100 * (printed.Q1[c] == code).mean() + 1e-9) for c in columns]
            sheet.append([label, shares[0] + (gap if code == 1 else 0), *shares[1:]])

    written(folder, tables)
    if gap:
        with pytest.raises(InputError, match="« part_ponderee » diffère"):
            read_polls(folder, "2031")
    else:
        assert set(read_polls(folder, "2031")[1].variables[0].modalites) == {"1", "2", "98"}


def one_cell(value: Any) -> Sheet:
    return Sheet("Q1", {(1, 1): value}, frozenset(), 1, 1)


@pytest.mark.parametrize("nothing", ["-", "–", "—", "*", "", None, "<1", "< 0,5 %", "−"])
def test_what_institutes_write_for_nothing_is_zero(nothing: str | None) -> None:
    value = one_cell(nothing).value(1, 1)
    assert value is not None
    assert value.number == 0


@given(
    st.integers(0, 99_999),
    st.sampled_from(["", " %", "%"]),
    st.sampled_from(["", " B", " bcD", "*", "**", "+", " (A)", " ▲"]),
)
def test_marks_around_a_number_never_change_it(number: int, sign: str, mark: str) -> None:
    grouped = f"{number:,}".replace(",", "\u202f")
    for text in (f"{number}{sign}{mark}", f"{grouped}{sign}{mark}", f"({number}{sign})"):
        value = one_cell(text).value(1, 1)
        assert value is not None
        assert (value.number, value.percent) == (number, bool(sign))


@pytest.mark.parametrize("words", ["à venir", "n.d. en 2024", "12 ou 13", "-4", "voir note 2"])
def test_words_are_no_number(words: str) -> None:
    assert one_cell(words).value(1, 1) is None
