"""Surveys of six invented responses, written as LimeSurvey and other tools write them, and what reading them gives.

A test says a structure and the files of responses; the steps that read and tabulate run here, in this process.
"""

import csv
import importlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pandas as pd
from support import REPOSITORY

from barometre_pipeline.editions.loader import load_edition, sources_of
from barometre_pipeline.errors import BarometreError
from barometre_pipeline.lake import Lake
from barometre_pipeline.provenance.code_version import step_module
from barometre_pipeline.tables.reading import DeclaredTables, read_valid
from barometre_pipeline.tables.registry import ASSETS, find_table
from barometre_pipeline.tables.schema import validate

EDITION = "2030"
STEPS = {
    "limesurvey": ("lecture_limesurvey", "nettoyage", "tris_a_plat", "contexte_edition"),
    "ipsos": ("lecture_ipsos",),
}
Texts = Sequence[tuple[str, str]]
Row = dict[str, str]


@dataclass(frozen=True)
class Asked:
    """A question: its code, its type, its words; rows, columns and answers as (code, words)."""

    code: str
    type: str
    words: str
    rows: Texts = ()
    columns: Texts = ()
    answers: Texts = ()
    second_answers: Texts = ()
    relevance: str = "1"
    row_relevance: Mapping[str, str] = field(default_factory=dict)
    attributes: Mapping[str, str] = field(default_factory=dict)
    other: bool = False


TOOLS = (("SQ1", "Carte"), ("SQ2", "Tableur"), ("SQ3", "Portail"))
LEVELS = (("1", "Faible"), ("2", "Moyen"), ("3", "Fort"))
Q01 = Asked(
    "Q01",
    "L",
    "Votre organisme a-t-il un plan ?",
    answers=(("A1", "Oui"), ("A2", "En projet"), ("A3", "Non")),
)
Q02 = Asked("Q02", "M", "Quels outils sont utilisés ?", rows=TOOLS)
Q03 = Asked("Q03", "N", "Combien d’agents ?")
Q04 = Asked("Q04", "F", "Votre avis", rows=(("L1", "Coût"), ("L2", "Délai")), answers=LEVELS)
BASE = (Q01, Q02, Q03, Q04)

SYSTEM = ("id", "submitdate", "lastpage", "startlanguage", "seed", "startdate", "datestamp")
CELLS = (
    ("Q01", ("A1", "A1", "A2", "A3", "", "A2")),
    ("Q02[SQ1]", ("Y", "", "Y", "", "Y", "")),
    ("Q02[SQ2]", ("", "Y", "Y", "", "", "")),
    ("Q02[SQ3]", ("Y", "", "", "", "", "Y")),
    ("Q03", ("12.5", "3", "", "1200", "0.5", "40")),
    ("Q04[L1]", ("1", "2", "3", "1", "", "2")),
    ("Q04[L2]", ("2", "3", "3", "", "", "1")),
)
# What the six responses count to, by column and code: worked out from the cells above.
COUNTED = {
    "Q01": {"A1": 2, "A2": 2, "A3": 1},
    "Q02[SQ1]": {"Y": 3},
    "Q02[SQ2]": {"Y": 2},
    "Q02[SQ3]": {"Y": 2},
    "Q04[L1]": {"1": 2, "2": 2, "3": 1},
    "Q04[L2]": {"1": 1, "2": 1, "3": 2},
}
NUMBERS = {"1": 12.5, "2": 3.0, "4": 1200.0, "5": 0.5, "6": 40.0}


def responses(**more: Sequence[str]) -> list[Row]:
    """Return the six responses with codes; ``more`` adds or replaces columns (``Q06__1`` for ``Q06[1]``)."""
    rows = [
        {
            "id": str(n),
            "submitdate": f"2030-03-0{n + 1} 10:00:00",
            "lastpage": "1",
            "startlanguage": "fr",
            "seed": str(1000 + n),
            "startdate": f"2030-03-0{n + 1} 09:00:00",
            "datestamp": f"2030-03-0{n + 1} 10:00:00",
        }
        for n in range(1, 7)
    ]
    added = {f"{n.replace('__', '[')}]" if "__" in n else n: cells for n, cells in more.items()}
    for name, cells in (dict(CELLS) | added).items():
        for row, cell in zip(rows, cells, strict=True):
            row[name] = cell
    return rows


def table(rows: Sequence[Row], headings: Mapping[str, str] | None = None) -> list[list[str]]:
    """Return the heading and the records, headings replaced where ``headings`` says so."""
    return [[(headings or {}).get(n, n) for n in rows[0]], *(list(r.values()) for r in rows)]


def delimited(rows: Sequence[Sequence[str]], separator: str = ";", quoted: bool = True) -> str:
    text = io.StringIO()
    quoting = csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    csv.writer(text, delimiter=separator, quoting=quoting, lineterminator="\n").writerows(rows)
    return text.getvalue()


def structure(
    *more: Asked, language: str = "fr", version: int = 640, base: Sequence[Asked] = BASE, sid: str = "777001"
) -> str:
    """Return a .lss file of these questions; identifiers count from 101 in the order of the questions."""
    tables: dict[str, list[Row]] = {
        "groups": [{"gid": "1", "sid": sid, "group_order": "1", "grelevance": "1"}],
        "group_l10ns": [{"id": "1", "gid": "1", "group_name": "Partie", "language": language}],
        "questions": [], "subquestions": [], "answers": [], "question_attributes": [],
        "question_l10ns": [], "answer_l10ns": [],
        "surveys": [{"sid": sid, "language": language, "datestamp": "Y", "format": "G", "savetimings": "N"}],
        "surveys_languagesettings": [{"surveyls_survey_id": sid, "surveyls_language": language}],
    }  # fmt: skip
    number = 100
    for order, asked in enumerate((*base, *more), 1):
        number = _question(tables, asked, number, order, language)
    body = "".join(f"<{n}><rows>{''.join(map(_row, rows))}</rows></{n}>" for n, rows in tables.items())
    return (
        '<?xml version="1.0" encoding="UTF-8"?><document><LimeSurveyDocType>Survey</LimeSurveyDocType>'
        f"<DBVersion>{version}</DBVersion><languages><language>{language}</language></languages>{body}</document>"
    )


def _question(tables: dict[str, list[Row]], asked: Asked, number: int, order: int, language: str) -> int:
    """Add a question and all that hangs on it; return the last identifier given."""

    def worded(qid: str, words: str) -> None:
        tables["question_l10ns"].append({"qid": qid, "question": words, "language": language})

    number += 1
    qid = str(number)
    common = {"gid": "1", "question_order": str(order), "scale_id": "0"}
    tables["questions"].append(
        common
        | {"qid": qid, "parent_qid": "0", "type": asked.type, "title": asked.code}
        | {"other": "Y" if asked.other else "N", "relevance": asked.relevance}
    )
    worded(qid, asked.words)
    for scale, parts in enumerate((asked.rows, asked.columns)):
        for place, (code, words) in enumerate(parts, 1):
            number += 1
            own = {"qid": str(number), "parent_qid": qid, "gid": "1", "type": "T", "title": code}
            own |= {"question_order": str(place), "scale_id": str(scale)}
            tables["subquestions"].append(own | {"relevance": asked.row_relevance.get(code, "1")})
            worded(str(number), words)
    for scale, parts in enumerate((asked.answers, asked.second_answers)):
        for place, (code, words) in enumerate(parts, 1):
            aid = f"{qid}{scale}{place}"
            own = {"aid": aid, "qid": qid, "code": code, "sortorder": str(place), "scale_id": str(scale)}
            tables["answers"].append(own)
            tables["answer_l10ns"].append({"aid": aid, "answer": words, "language": language})
    for name, value in asked.attributes.items():
        tables["question_attributes"].append({"qid": qid, "attribute": name, "value": value})
    return number


def _row(row: Row) -> str:
    return "<row>" + "".join(f"<{k}>{escape(v)}</{k}>" for k, v in row.items()) + "</row>"


def stored(rows: Sequence[Row], names: Mapping[str, str], version: int = 717) -> str:
    """Return the responses as an archive holds them (.lsr), under the names of the fields of the database."""
    fields = "".join(f"<fieldname>{names.get(n, n)}</fieldname>" for n in rows[0])
    body = "".join(_row({names.get(k, k): v for k, v in r.items()}) for r in rows)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><document><LimeSurveyDocType>Responses</LimeSurveyDocType>'
        f"<DBVersion>{version}</DBVersion><responses><fields>{fields}</fields><rows>{body}</rows></responses></document>"
    )


@dataclass(frozen=True)
class Outcome:
    """What came out: a refusal, "" where there is none, or the tables of the edition."""

    refusal: str
    lake: Lake

    def of(self, name: str) -> pd.DataFrame:
        assert not self.refusal, self.refusal
        declared = find_table(name)
        assert declared is not None, name
        return read_valid(self.lake, declared.name, EDITION)

    def counts(self, column: str) -> dict[str, int]:
        """Return how many gave each answer of a column, by code; answers that nobody gave are left out."""
        frame = self.of("tris")
        rows = frame[(frame["colonne"] == column) & (frame["groupe"] == "ensemble") & (frame["n"] > 0)]
        return {str(r["code"]): int(r["n"]) for r in rows.to_dict("records")}

    def answers(self, column: str) -> dict[str, int]:
        """Return the same without those who gave no answer or were not asked."""
        return {k: v for k, v in self.counts(column).items() if not k.startswith("@") and k != "N"}

    def values(self, column: str) -> dict[str, Any]:
        """Return the value of each response, by identifier, empty ones left out."""
        frame = self.of("silver/reponses")
        cells = zip(frame["id_reponse"].astype(str), frame[column], strict=True)
        return {i: v for i, v in cells if pd.notna(v) and str(v) != ""}

    @property
    def said(self) -> str:
        """All that the reading said."""
        frames = [self.of(n) for n in ("bronze/non_compris", "bronze/extraits")]
        return "\n".join(f.to_csv(index=False) for f in frames)


def assert_the_six(
    out: Outcome, without: Sequence[str] = (), numbers: Mapping[str, float] | None = NUMBERS
) -> None:
    """Check that the six responses count to what their cells say, in every column but those of ``without``."""
    assert not out.refusal, out.refusal
    for column, counted in COUNTED.items():
        if column not in without:
            assert out.answers(column) == counted, column
    assert len(out.of("silver/reponses")) == 6
    if numbers is not None:
        assert out.values("Q03") == numbers


def outcome(folder: Path, files: Mapping[str, str | bytes], source: str = "limesurvey") -> Outcome:
    """Write the files of an edition, run the steps that read and tabulate it."""
    place = folder / "raw" / EDITION / source
    place.mkdir(parents=True)
    for name, content in files.items():
        (place / name).write_bytes(content.encode() if isinstance(content, str) else content)
    (folder / "raw" / "referentiels").symlink_to(REPOSITORY / "data_raw" / "referentiels")
    lake = Lake.at(folder / "lac")
    try:
        edition = load_edition(folder / "raw" / EDITION)
        for name in (n for s, steps in STEPS.items() if s in sources_of(edition) for n in steps):
            asset = ASSETS[name]
            step = importlib.import_module(step_module(asset))
            frames = step.run(edition, DeclaredTables(lake, asset, EDITION))
            for declared in asset.tables:
                validate(declared, frames[declared.name], "à l’écriture")
                lake.write(declared.name, frames[declared.name], EDITION)
    except BarometreError as error:
        return Outcome(str(error), lake)
    return Outcome("", lake)
