"""A document made up for the tests, and what a check would say of it; no figure is real."""

import pandas as pd

from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.printed.documents.model import (
    A_TRANCHER,
    AUTRE_SOURCE,
    CALE,
    CONTREDIT,
    EFFECTIF,
    EXACT,
    NON_JUGE,
    PART,
    PROBABLE,
    SUR,
    Candidate,
    Checked,
    Occurrence,
    Statement,
)
from barometre_pipeline.publication.verification.cards import Known
from barometre_pipeline.sources.documents.model import DocumentText

INDICATOR, POPULATION = "projet_data_au_moins_un", "ensemble"
CATEGORY = next(iter(load_catalogue().categories[INDICATOR]))
TRACE = "0123456789abcdef"
LINES = (
    "# Résultats <script>alert(1)</script>",
    "",
    "En 2031, 69 % des collectivités & 292 d’entre elles ont un projet.",
    "Communes\t12\t15",
    "L’INSEE compte 34 945 communes, en hausse.",
)
TEXT = DocumentText("note.txt", LINES, ("page 1", "page 1", "page 2", "page 2", "page 2"), "0" * 64)


def at(line: int, words: str, **more: object) -> Occurrence:
    """Return a number where its words are."""
    given: dict[str, object] = {
        "valeur": 69.0, "genre": PART, "lien": SUR, "indicateur": INDICATOR, "categorie": CATEGORY,
        "population": POPULATION, "edition": "2031", "verdict": EXACT, "indices": ("« projet » devant le nombre",),
    }  # fmt: skip
    return Occurrence(line, LINES[line - 1].index(words), words, **{**given, **more})  # type: ignore[arg-type]


CONTRADICTED = at(
    3, "69 %", borne="pres_de", verdict=CONTREDIT, valeur_calculee=61.0, fiche=TRACE,
    constat="Les données donnent 61 %.", chiffres=("support_2025-002", "inconnu-001"),
)  # fmt: skip
FOUND = (
    CONTRADICTED,
    at(3, "292", genre=EFFECTIF, valeur=292.0, indicateur="effectif_repondants", categorie="total"),
    at(4, "12", lien=PROBABLE, verdict=CALE, valeur=12.0, valeur_calculee=12.3),
    at(4, "15", lien=A_TRANCHER, verdict=NON_JUGE, valeur=15.0,
       candidats=(Candidate(5.0, INDICATOR, CATEGORY, POPULATION, "2031"),)),
    at(5, "34 945", statut=AUTRE_SOURCE, source="INSEE", lien="", indicateur="", categorie="", population="",
       edition="", verdict="", genre=EFFECTIF, valeur=34945.0, indices=()),
)  # fmt: skip
STATEMENTS = (Statement(5, LINES[4].index("en hausse"), "en hausse", "direction", "faux", "La part baisse."),)
CHECKED = Checked("note.txt", "2031", FOUND, STATEMENTS)


def known(source: str = "demonstration") -> Known:
    """Return what cards quote: one computed row, one printed figure."""
    row = {
        "trace_id": TRACE, "edition": "2031", "indicateur": INDICATOR, "categorie": CATEGORY, "population": POPULATION,
        "n": 61, "base": 100, "base_faible": False, "part_publiable": 0.61, "part_ponderee": 0.6,
        "redressement_faible": False, "ic_de": "part_ponderee", "ic_bas": 0.55, "ic_haut": 0.65,
        "source_donnees": source,
    }  # fmt: skip
    figure = {
        "chiffre": "support_2025-002", "document": "support_2025", "rubrique": "usages data", "statistique": "part",
        "valeur": 69.0,
    }  # fmt: skip
    return Known(load_catalogue(), pd.DataFrame([row]), pd.DataFrame([figure]))
