"""The workbook of tables: every cell is that of its row, nothing withheld is in it, and it opens as it was drawn."""

import io
import time
import zipfile
from typing import Any

import openpyxl
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.publication.workbook.drawing import INDEX, NOTES, drawn, tab_names
from barometre_pipeline.publication.workbook.files import workbook_bytes
from barometre_pipeline.publication.workbook.model import Workbook
from barometre_pipeline.publication.workbook.tables import edition_workbook
from tests.unit.publication.invented_rows import (
    BRETAGNE,
    COMMUNES,
    EDITION,
    EPCI,
    REGIONS,
    WHOLE,
    quality,
    row,
)

QUESTION = "maturite_data"
FRENCH = "opinion_inquietude_cyber"


def book(
    *rows: dict[str, object], national: dict[str, int] | None = None, title: str = "Baromètre 2031"
) -> Workbook:
    return edition_workbook(EDITION, title, pd.DataFrame(rows), quality(national or {}), load_catalogue())


def sheet_of(made: Workbook, number: int = 0) -> Worksheet:
    return drawn(made)[tab_names([s.title for s in made.sheets])[number]]


def read(sheet: Worksheet, label: str) -> dict[str, dict[str, Any]]:
    """Return, by measure then column label, the cells under one answer."""
    heads: dict[int, str] = {}
    found: dict[str, dict[str, Any]] = {}
    answer = ""
    for cells in sheet.iter_rows():
        measure = cells[1].value
        if measure is None and any(c.value for c in cells[2:]):
            heads = {c.column: str(c.value).partition(" (")[0] for c in cells[2:] if c.value}
        if measure is None:
            continue
        answer = str(cells[0].value or answer)
        if answer == label or (measure == "Base" and not found):
            found[str(measure)] = {heads[c.column]: c for c in cells[2:] if c.value is not None}
    return found


def first_category() -> tuple[str, str]:
    category = next(iter(load_catalogue().categories[QUESTION].values()))
    return category.nom, category.libelle


CATEGORY, LABEL = first_category()


def test_each_cell_is_that_of_its_row_and_says_of_how_many() -> None:
    made = book(row(QUESTION, CATEGORY, WHOLE, 77, 100), row(QUESTION, CATEGORY, COMMUNES, 41, 50))
    cells = read(sheet_of(made), LABEL)
    assert cells["Part"]["Ensemble"].value == 77 / 100
    assert cells["Part"]["Communes"].value == 41 / 50
    assert {k: c.value for k, c in cells["Effectif"].items()} == {"Ensemble": 77, "Communes": 41}
    assert {k: c.value for k, c in cells["Base"].items()} == {"Ensemble": 100, "Communes": 50}
    assert cells["Part"]["Ensemble"].number_format == '0"\u00a0"%'


def test_bases_that_differ_between_answers_are_written_under_each() -> None:
    other = list(load_catalogue().categories[QUESTION].values())[1]
    made = book(row(QUESTION, CATEGORY, WHOLE, 50, 100), row(QUESTION, other.nom, WHOLE, 30, 90))
    sheet = sheet_of(made)
    assert read(sheet, LABEL)["Base"]["Ensemble"].value == 100
    assert read(sheet, other.libelle)["Base"]["Ensemble"].value == 90


def test_what_is_withheld_is_nowhere_and_why_is_said_once() -> None:
    hidden = {"publiable": False, "ponderee_publiable": False, "raison_retenue": "ventilation"}
    made = book(
        row(QUESTION, CATEGORY, WHOLE, 60, 100),
        row(QUESTION, CATEGORY, EPCI, 41, 43, **hidden),
        row(QUESTION, CATEGORY, REGIONS, 13, 17, **hidden),
        row(QUESTION, CATEGORY, BRETAGNE, 11, 19, **hidden),
    )
    values = [c.value for s in drawn(made) for cells in s.iter_rows() for c in cells if c.value is not None]
    assert not {41, 43, 13, 17, 11, 19, 41 / 43, 13 / 17, 11 / 19} & {
        v for v in values if not isinstance(v, str)
    }
    said = [v for v in values if isinstance(v, str) and "Cases vides" in v and "EPCI" in v]
    assert len(said) == 1 and "Régions" in said[0]
    assert any("Régions non publiées\u00a0: 1" in v for v in values if isinstance(v, str))


def test_a_weighted_share_stands_beside_only_where_it_may_be_told_and_its_effective_size_allows() -> None:
    made = book(
        row(QUESTION, CATEGORY, WHOLE, 60, 100, part_ponderee=0.4812),
        row(
            QUESTION,
            CATEGORY,
            COMMUNES,
            30,
            50,
            part_ponderee=0.33,
            redressement_faible=True,
            effectif_efficace=12.0,
        ),
        row(QUESTION, CATEGORY, EPCI, 20, 40, part_ponderee=0.44, ponderee_publiable=False),
    )
    weighted = read(sheet_of(made), LABEL)["Part redressée"]
    assert {k: c.value for k, c in weighted.items()} == {"Ensemble": 0.48}


def test_columns_that_differ_have_letters_and_a_small_base_has_a_star_and_none() -> None:
    made = book(
        row(QUESTION, CATEGORY, WHOLE, 60, 140),
        row(QUESTION, CATEGORY, COMMUNES, 45, 60),
        row(QUESTION, CATEGORY, EPCI, 14, 60),
        row(QUESTION, CATEGORY, REGIONS, 1, 20),
    )
    cells = read(sheet_of(made), LABEL)
    assert {k: c.value for k, c in cells["Supérieur à"].items()} == {"Communes": "B"}
    assert cells["Part"]["Régions"].number_format.endswith('"*"')
    assert not cells["Part"]["Communes"].number_format.endswith('"*"')


def test_how_many_exist_is_taken_into_account() -> None:
    rows = (row(QUESTION, CATEGORY, COMMUNES, 20, 40), row(QUESTION, CATEGORY, EPCI, 25, 40))
    assert "Supérieur à" not in read(sheet_of(book(*rows)), LABEL)
    known = read(sheet_of(book(*rows, national={"communes": 40, "epci": 41})), LABEL)
    assert known["Supérieur à"]["EPCI"].value == "A"


def test_the_french_are_cut_by_profile_and_compared_on_effective_sizes() -> None:
    category = next(iter(load_catalogue().categories[FRENCH].values()))
    men, women = ("francais", "sexe", "homme"), ("francais", "sexe", "femme")

    def of(size: float) -> dict[str, dict[str, Any]]:
        cut = [
            row(FRENCH, category.nom, men, 300, 500, effectif_efficace=size),
            row(FRENCH, category.nom, women, 200, 500, effectif_efficace=size),
        ]
        return read(
            sheet_of(book(row(FRENCH, category.nom, ("francais", "", ""), 500, 1000), *cut)), category.libelle
        )

    assert of(400.0)["Supérieur à"]["Homme"].value == "B"
    assert "Supérieur à" not in of(35.0) and "Supérieur à" not in of(20.0)
    assert "Part redressée" not in of(400.0), "the published share is the weighted one"


def test_responses_are_counted_by_group_one_under_the_other() -> None:
    made = book(
        row("effectif_repondants", "total", WHOLE, 292, 292),
        row("effectif_repondants", "total", BRETAGNE, 12, 12),
    )
    sheet = sheet_of(made)
    counts = {str(a.value): b.value for a, b in sheet.iter_rows(max_col=2) if isinstance(b.value, int)}
    assert counts == {"Ensemble": 292, "Bretagne": 12}


def test_an_answer_that_documents_also_print_in_other_words_is_one_line() -> None:
    answers = ["aucune", "pas_de_consigne_precise", "interdiction"]
    made = book(*(row("consigne_ia_generative", a, WHOLE, 40, 100) for a in answers))
    (table,) = made.sheets[0].tables
    assert [line.label for line in table.lines] == [
        "Aucune consigne n’est donnée aux agents",
        "L’usage de l’IA générative est formellement interdit aux agents",
    ]


def test_a_text_is_never_a_formula() -> None:
    made = book(
        row(QUESTION, CATEGORY, WHOLE, 60, 100), title='=HYPERLINK("https://observatoire.example.org")'
    )
    content = workbook_bytes(made)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [archive.read(n) for n in archive.namelist() if n.startswith("xl/worksheets/sheet")]
    assert not any(b"<f>" in s or b"<f " in s for s in sheets)
    again = openpyxl.load_workbook(io.BytesIO(content))
    assert again[INDEX]["A1"].data_type == "s" and again[INDEX]["A1"].quotePrefix
    assert "\x07" not in again[INDEX]["A1"].value


def test_the_same_tables_are_the_same_bytes_whenever_they_are_written() -> None:
    made = book(row(QUESTION, CATEGORY, WHOLE, 60, 100))
    first = workbook_bytes(made)
    time.sleep(1.1)  # the format tells the second
    assert workbook_bytes(made) == first


def test_every_link_of_the_index_leads_to_the_table_it_names_and_back() -> None:
    made = book(row(QUESTION, CATEGORY, WHOLE, 60, 100), row("effectif_repondants", "total", WHOLE, 292, 292))
    again = openpyxl.load_workbook(io.BytesIO(workbook_bytes(made)))
    links = [c for cells in again[INDEX].iter_rows() for c in cells if c.hyperlink]
    assert len(links) == 1 + sum(1 + len(s.tables) for s in made.sheets)
    for cell in links:
        tab, _, place = str(cell.hyperlink.location).rpartition("!")
        assert again[tab.strip("'")][place].value == cell.value
    for sheet in again:
        assert sheet.title == INDEX or sheet["A2"].hyperlink.location == f"'{INDEX}'!A1"
        assert sheet.freeze_panes and sheet.page_setup.fitToWidth == 1


def test_demonstration_data_are_said_to_be_so_once_and_on_every_page_printed() -> None:
    spreadsheet = drawn(book(row(QUESTION, CATEGORY, WHOLE, 60, 100)))
    said = [
        c for s in spreadsheet for cells in s.iter_rows() for c in cells if "démonstration" in str(c.value)
    ]
    assert len(said) == 1
    for sheet in spreadsheet:
        foot = sheet.oddFooter.left.text
        assert foot.startswith("Baromètre 2031 · ") and "démonstration" in foot and "\n" not in foot
        assert not sheet.oddFooter.center.text, "beside the title, it would be written over it"
    title = "Baromètre 2031 – données de démonstration (synthétiques)"
    for sheet in drawn(book(row(QUESTION, CATEGORY, WHOLE, 60, 100), title=title)):
        assert sheet.oddFooter.left.text == title
    real = drawn(book(row(QUESTION, CATEGORY, WHOLE, 60, 100, source_donnees="reelles")))
    assert not any("démonstration" in str(c.value) for s in real for cells in s.iter_rows() for c in cells)


@given(st.lists(st.text(max_size=60), max_size=8))
def test_tabs_have_names_that_a_spreadsheet_takes(titles: list[str]) -> None:
    names = tab_names(titles)
    assert len(names) == len(titles) == len({n.lower() for n in names} - {INDEX.lower(), NOTES.lower()})
    for name in names:
        assert 0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") and name == name.strip("'")


def test_an_edition_where_nothing_is_told_has_an_index_and_notes() -> None:
    hidden = row(
        QUESTION,
        CATEGORY,
        WHOLE,
        2,
        100,
        publiable=False,
        ponderee_publiable=False,
        raison_retenue="question",
    )
    assert drawn(book(hidden)).sheetnames == [INDEX, NOTES]
