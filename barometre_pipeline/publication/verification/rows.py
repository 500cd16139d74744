"""The numbers and statements of a checked document as rows: for a CSV, a JSON, a table of the lake.

Names are those of the list of printed figures, as it was first read: a count has no category, and an indicator that
the catalogue renamed keeps the name under which it was printed.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from barometre_pipeline.catalogue.indicator import TOTAL
from barometre_pipeline.catalogue.printed_figures import printed_name
from barometre_pipeline.csv_files import csv_text
from barometre_pipeline.printed.documents.model import Candidate, Checked, Occurrence
from barometre_pipeline.sources.documents.model import DocumentText

COLUMNS: Final = (
    "ligne", "colonne", "texte", "statut", "indicateur", "categorie", "population", "edition", "lien",
    "valeur", "genre", "borne", "edition_reference", "verdict", "valeur_calculee", "constat", "indices",
    "candidats", "source", "chiffres", "fiche", "redite_de", "lieu", "contexte",
)  # fmt: skip
STATEMENT_COLUMNS: Final = ("ligne", "colonne", "texte", "genre", "verdict", "constat", "lieu")
_SEPARATOR: Final = "; "
Row = dict[str, Any]


def number_rows(text: DocumentText, checked: Checked) -> Iterator[Row]:
    """Yield a row for each number, lists kept as lists."""
    for found in checked.occurrences:
        indicator, category, population = _names(found)
        named = {"indicateur": indicator, "categorie": category, "population": population}
        own = {
            "valeur": _plain(found.valeur),
            "valeur_calculee": None if found.valeur_calculee is None else _plain(found.valeur_calculee),
            "indices": list(found.indices),
            "candidats": [_candidate(c) for c in found.candidats],
            "chiffres": list(found.chiffres),
            "lieu": text.place(found.ligne),
        }
        yield {c: named.get(c, own.get(c, getattr(found, c, None))) for c in COLUMNS}


def statement_rows(text: DocumentText, checked: Checked) -> Iterator[Row]:
    """Yield a row for each statement."""
    for said in checked.affirmations:
        yield {c: text.place(said.ligne) if c == "lieu" else getattr(said, c) for c in STATEMENT_COLUMNS}


def flat(row: Mapping[str, Any]) -> Row:
    """Return a row whose cells are texts or numbers: what is a list is joined."""
    return {c: _SEPARATOR.join(map(_told, v)) if isinstance(v, list) else v for c, v in row.items()}


def as_csv(text: DocumentText, checked: Checked) -> str:
    """Return the numbers as CSV, a row each."""
    return csv_text(COLUMNS, (flat(row) for row in number_rows(text, checked)))


def as_json(text: DocumentText, checked: Checked) -> str:
    """Return the same as JSON, with the statements."""
    data = {
        "document": checked.document,
        "sha256": text.empreinte,
        "edition": checked.edition,
        "raison_edition": checked.raison_edition,
        "remarques": list(text.remarques),
        "nombres": list(number_rows(text, checked)),
        "affirmations": list(statement_rows(text, checked)),
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def _names(found: Occurrence | Candidate) -> tuple[str, str, str]:
    indicator, population = printed_name(found.indicateur, found.population)
    return indicator, "" if found.categorie == TOTAL else found.categorie, population


def _candidate(candidate: Candidate) -> Row:
    indicator, category, population = _names(candidate)
    return {
        "points": _plain(candidate.points),
        "indicateur": indicator,
        "categorie": category,
        "population": population,
        "edition": candidate.edition,
    }


def _told(item: object) -> str:
    if not isinstance(item, dict):
        return str(item)
    name = "/".join(filter(None, (item["indicateur"], item["categorie"])))
    return f"{name} {item['population']} {item['edition']} ({item['points']})"


def _plain(value: float) -> float | int:
    return int(value) if value == int(value) else value
