"""What is tried: each reader, the files that it is given, and how often.

Which files there are belongs here; how they are broken is ``damage``'s, what is counted is ``campaign``'s.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from docx import Document
from pptx import Presentation

from barometre_pipeline.sources.documents.read import read_document
from barometre_pipeline.sources.ipsos import read_sav, read_workbook
from barometre_pipeline.sources.limesurvey import read_extract, read_folder, read_structure
from tools.exports import files
from tools.exports.answers import draw
from tools.exports.columns import columns_of
from tools.exports.forms import FORMS, Form
from tools.exports.structure import read as read_survey
from tools.fuzz import damage, polls, settings

Make = Callable[[random.Random], bytes]
DATA: Final = Path(__file__).parents[2] / "tests" / "data" / "limesurvey"
_RESPONSES: Final = 4
_DELIMITED: Final = ("csv", "vv")
_BY_BYTES_ALONE: Final = ("stata", "sps", "lsa")
_PAGE: Final = "<html><body><h1>Titre</h1><p>69&nbsp;% des communes</p><table><tr><td>12</td></tr></table>"


@dataclass(frozen=True)
class Target:
    """A reader and one kind of file for it.

    Attributes:
        reader: its name in the counts.
        suffix: of the file's name.
        make: draws a broken file.
        read: what the reader makes of it.
        weight: how often it is tried, beside the others.
    """

    reader: str
    suffix: str
    make: Make
    read: Callable[[Path], object]
    weight: float = 1


def all_targets(folder: Path) -> list[Target]:
    """Return every reader with its kinds of file; ``folder`` is where some are written first."""
    by_hand = (Target(*of) for of in settings.written_by_hand(folder))
    data = (*_extracts(folder), *_structures(), *_folders(folder), *_polls(folder), *_documents(folder))
    return [*data, *by_hand]


def _extracts(folder: Path) -> Iterator[Target]:
    """Yield every form of export of an invented survey, by cells and by bytes."""
    survey, questionnaire = read_survey(DATA / "mini.lss"), read_structure(DATA / "mini.lss", "mini.lss")

    def read(path: Path) -> object:
        return read_extract(path, questionnaire, path.name)

    for form in FORMS:
        columns = columns_of(survey, rankings_in_one="one ranking" in form.quirks)
        headings, rows = files.table_of(form, survey, columns, draw(survey, columns, _RESPONSES, 1))
        table = [headings, *([cell or "" for cell in row] for row in rows)]

        def by_cells(dice: random.Random, form: Form = form, table: list[list[str]] = table) -> bytes:
            broken = damage.cells_of(table, dice)
            if form.container == "xlsx":
                return polls.workbook(broken)
            if form.container == "json":  # an object has as many values as names
                broken = [(row + [""] * len(broken[0]))[: len(broken[0])] for row in broken]
            return files.encoded(form, survey, (broken[0], [list(row) for row in broken[1:]]))

        written = files.write(form, survey, columns, draw(survey, columns, _RESPONSES, 1), folder)
        by_bytes = _by_bytes(written.read_bytes())

        often = 1.0 if form.container in _DELIMITED else 2.0
        if form.container not in _BY_BYTES_ALONE:
            yield Target(f"extrait {form.container}, cellules", form.container, by_cells, read, often)
        yield Target(f"extrait {form.container}, octets", form.container, by_bytes, read, often)


def _by_bytes(content: bytes) -> Make:
    return lambda dice: damage.bytes_of(content, dice)


def _structures() -> Iterator[Target]:
    for suffix in ("lss", "txt"):
        content = (DATA / f"mini.{suffix}").read_bytes()
        yield Target(
            f"structure {suffix}, octets", suffix,
            _by_bytes(content),
            lambda path: read_structure(path, path.name), 4,
        )  # fmt: skip


def _folders(folder: Path) -> Iterator[Target]:
    """Yield an edition's folder of two extracts, one of them broken: what completes what is told from both."""
    place = folder / "2030" / "limesurvey"
    place.mkdir(parents=True)
    (place / "structure.lss").write_bytes((DATA / "mini.lss").read_bytes())
    survey = read_survey(DATA / "mini.lss")
    columns, form = columns_of(survey), next(f for f in FORMS if f.name == "code_short.csv")
    headings, rows = files.table_of(form, survey, columns, draw(survey, columns, _RESPONSES, 1))
    table = [headings, *([cell or "" for cell in row] for row in rows)]

    def make(dice: random.Random) -> bytes:
        cut = sorted({0, *dice.sample(range(1, len(headings)), dice.randint(2, 6))})
        (place / "a.csv").write_bytes(
            files.encoded(form, survey, (headings[: max(cut)], [list(r[: max(cut)]) for r in table[1:]]))
        )
        broken = damage.cells_of([[row[i] for i in cut] for row in table], dice)
        return files.encoded(form, survey, (broken[0], [list(row) for row in broken[1:]]))

    def read(path: Path) -> object:
        (place / "b.csv").write_bytes(path.read_bytes())
        return read_folder(place, folder)

    yield Target("dossier de deux extraits, cellules", "csv", make, read, 5)


def _polls(folder: Path) -> Iterator[Target]:
    config = polls.CONFIG

    def spss(dice: random.Random) -> bytes:
        return polls.sav(dice, folder)

    yield Target("sondage sav, variables", "sav", spss, lambda p: read_sav(p, p.name, config), 1)
    yield Target(
        "sondage sav, octets", "sav", lambda dice: damage.bytes_of(spss(dice), dice),
        lambda p: read_sav(p, p.name, config), 0.5,
    )  # fmt: skip
    yield Target(
        "sondage xlsx, tableaux", "xlsx", polls.tables, lambda p: read_workbook(p, p.name, config), 12
    )
    yield Target(
        "sondage xlsx, octets", "xlsx", lambda dice: damage.bytes_of(polls.tables(dice), dice),
        lambda p: read_workbook(p, p.name, config), 2,
    )  # fmt: skip


def _documents(folder: Path) -> Iterator[Target]:
    for path in _written_documents(folder):
        content = path.read_bytes()
        yield Target(
            f"document {path.suffix[1:]}, octets", path.suffix[1:],
            _by_bytes(content), read_document, 1,
        )  # fmt: skip


def _written_documents(folder: Path) -> Iterator[Path]:
    (page := folder / "page.html").write_text(_PAGE, encoding="utf-8")
    (text := folder / "note.md").write_text("# Titre\n\n69 % des communes\n", encoding="utf-8")
    word = Document()
    word.add_heading("Titre", 1)
    word.add_table(rows=2, cols=2).cell(0, 0).text = "69 %"
    word.save(str(docx := folder / "note.docx"))
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "69 % des communes"
    deck.save(str(pptx := folder / "note.pptx"))
    yield from (page, text, docx, pptx)
