"""A lake with what a version freezes: a few figures, the pages, a chart, slides, a workbook, data; all invented."""

import io
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import openpyxl
import pandas as pd
from pptx import Presentation

from barometre_pipeline.lake import Lake
from tests.unit.publication.invented_rows import COMMUNES, WHOLE, row

EDITION = "2031"
QUESTION, ANSWER = "cadre_strategique_data", "adopte"
PAGE = "site/indicateur-cadre-strategique-data.html"
OTHER_PAGE = "site/indicateur-maturite-data.html"
CHART = "2031/graphiques/adoption"
FORMS = {"fichier_csv": ".csv", "json": ".vl.json", "svg": ".svg", "svg_etroit": "-etroit.svg", "png": ".png"}


def share(n: int = 41, base: int = 100, **more: object) -> dict[str, object]:
    return row(QUESTION, ANSWER, WHOLE, n, base, trace_id="a" * 16, **more)


def release_lake(root: Path, *rows: dict[str, object], trace: str = "a" * 16, more: str = "") -> Lake:
    """Write the lake: ``rows`` of indicators, shown by a page, a chart, a slide, a sheet; ``more`` on two pages."""
    lake = Lake.at(root)
    given = list(rows) or [share(), row(QUESTION, ANSWER, COMMUNES, 30, 60, trace_id="b" * 16)]
    lake.write("gold/indicateurs", pd.DataFrame(given))
    first = given[0]
    said = f"{first['n']} sur {first['base']}"
    line = f"indicateur,n,base,trace_id\n{QUESTION},{first['n']},{first['base']},{trace}\n"
    files: dict[str, bytes] = {
        "site/index.html": _page("Accueil", f"Données de démonstration (synthétiques) {more}"),
        "site/equipe.html": _page("Équipe", said),
        PAGE: _page("Cadre", f"{said}, fiche {trace}"),
        OTHER_PAGE: _page("Maturité", more),
        "site/methode.html": _page("Méthode", "Rien de chiffré."),
        "donnees_ouvertes/indicateurs.csv": line.encode(),
        "2031/document/barometre_2031.pptx": _slides("Notice", said),
        "2031/tableaux_2031.xlsx": _book(("Gouvernance", said), ("Notes", "Rien.")),
        **{CHART + end: line.encode() for end in FORMS.values()},
    }
    for name, content in files.items():
        path = root / "publication" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (root / "publication" / "brouillon.txt").write_text("Pas publié.", encoding="utf-8")
    lake.write("gold/pages", _index(files, "site/"))
    lake.write("gold/donnees_ouvertes", _index(files, "donnees_ouvertes/"))
    lake.write("gold/tableaux", _index(files, "2031/tableaux", EDITION))
    lake.write("gold/supports", _index(files, "2031/document", EDITION))
    chart = {"question": "Q1", **{c: f"publication/{CHART}{end}" for c, end in FORMS.items()}}
    lake.write(
        "gold/graphiques",
        pd.DataFrame([chart | {"titre": "Qui a adopté ?", "description": "Des barres."}]),
        EDITION,
    )
    return lake


def _index(files: Mapping[str, bytes], start: str, edition: str = "") -> pd.DataFrame:
    named = [n for n in files if n.startswith(start)]
    index = pd.DataFrame(
        {"fichier": [f"publication/{n}" for n in named], "octets": [len(files[n]) for n in named]}
    )
    if edition:
        index.insert(0, "edition", edition)
    return index


def _page(title: str, text: str) -> bytes:
    return f"<html><head><title>{title} – Baromètre</title></head><body><p>{text}</p></body></html>".encode()


@cache  # their archives hold the time they were made at
def _slides(*texts: str) -> bytes:
    deck, out = Presentation(), io.BytesIO()
    for text in texts:
        deck.slides.add_slide(deck.slide_layouts[5]).shapes[0].text_frame.text = text
    deck.save(out)
    return out.getvalue()


@cache
def _book(*sheets: tuple[str, str]) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.remove(book.worksheets[0])
    for title, text in sheets:
        book.create_sheet(title).append([text])
    book.save(out)
    return out.getvalue()
