"""The files that people write beside the data: YAML of an edition, of a poll and of tables; decisions in CSV.

Small invented ones, and what reads them; how they are broken is ``damage``'s.
"""

import random
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final

import yaml

from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.catalogue.errata import load_errata
from barometre_pipeline.catalogue.extension import extended_catalogue
from barometre_pipeline.editions.loader import load_edition
from barometre_pipeline.matching.decisions import read_decisions
from barometre_pipeline.sources.ipsos.config import load_config
from barometre_pipeline.sources.ipsos.layout import load_layout
from barometre_pipeline.sources.published.reading import read_aggregates
from barometre_pipeline.yaml_files import read_yaml
from tools.fuzz import damage
from tools.fuzz.polls import CONFIG

Make = Callable[[random.Random], bytes]
Read = Callable[[Path], object]
EDITION: Final[dict[str, Any]] = {
    "edition": "2031", "titre": "Baromètre 2031", "source_donnees": "demonstration",
    "collecte": {"debut": "2031-05-12", "fin": "2031-07-25"},
    "limesurvey": {"question_nom": "Q1", "question_cloture": "Q9", "questions_identite": ["Q2", "Q3"]},
    "structures": {"correspondances": "correspondances.csv", "annee_referentiel": 2025},
    "redressement": {"historique_total": 12, "historique": {"epci": 7, "regions": 5}},
}  # fmt: skip
CODEBOOK: Final[dict[str, Any]] = {
    "edition": "2031", "edition_precedente": "2025", "sans_reponse": "incluses",
    "variables": {
        "maturite_data": {
            "question": "Z1", "nouvelles_modalites": {"inconnue": "Jamais évaluée"},
            "modalites": {
                **{"tres_avancee": "A1", "avancee": "A2", "en_developpement": "A3", "faible": "A4", "nsp": "A5"},
                "inconnue": "A8",
            },
        },
        "priorite_data": {"question": "Z2"},
    },
}  # fmt: skip
LAYOUT: Final[dict[str, Any]] = {
    "classeurs": {
        "a.xlsx": [
            {
                "feuille": "Q1", "variable": "Q1", "libelle": "Quoi ?", "colonnes": {"ensemble": "B"},
                "base_brute": 4, "modalites": [{"code": "1", "libelle": "Oui", "lignes": {"pourcentage": 6}}],
            }
        ]
    }
}  # fmt: skip
ERRATA: Final[dict[str, Any]] = {
    "errata": [
        {
            "date": "2032-01-10",
            "edition": "2031",
            "publie": "12 %",
            "corrige": "13 %",
            "motif": "Base fausse.",
        }
    ]
}
ANOMALIES: Final[dict[str, Any]] = {
    "anomalies": [
        {"questions": ["Q1"], "groupe": "communes", "traitement": "ecarter", "motif": "Jamais dépouillée."}
    ]
}
_AGGREGATES: Final = [
    ["question", "modalite", "groupe", "effectif", "concernes", "taille_groupe", "pourcentage_imprime"],
    ["Q1", "oui", "communes", "3", "8", "8", "38"],
    ["Q1", "non", "communes", "5", "8", "8", "63"],
    ["Q2", "oui", "epci", "2", "4", "4", "50"],
]
_DECISIONS: Final = [
    ["id_reponse", "decision", "siren", "code", "auteur", "date", "motif"],
    ["3", "territoire", "239710015", "01", "A. B.", "2031-08-01", "même adresse"],
    ["4", "hors_champ", "", "", "A. B.", "2031-08-02", "syndicat"],
]


def written_by_hand(folder: Path) -> Iterator[tuple[str, str, Make, Read]]:
    """Yield, of each file: what it is, its suffix, what draws it broken, what reads it."""
    for name, whole, read in _yaml_files(folder):
        content = yaml.safe_dump(whole, allow_unicode=True, sort_keys=False).encode()
        yield f"{name}, octets", "yaml", partial(damage.bytes_of, content), read
        yield f"{name}, valeurs", "yaml", partial(damage.values_of, whole), read
    yield "decisions.csv, cellules", "csv", _cells(_DECISIONS), lambda path: read_decisions(path, path.name)
    yield (
        "tableaux publiés, cellules",
        "csv",
        _cells(_AGGREGATES),
        _aggregates(folder / "agregats", "tableaux.csv"),
    )


def _yaml_files(folder: Path) -> Iterator[tuple[str, dict[str, Any], Read]]:
    catalogue = load_catalogue()
    (edition := folder / "2031").mkdir()
    poll = CONFIG.model_dump(mode="json", exclude_defaults=True)

    def as_edition(path: Path) -> object:
        (edition / "edition.yaml").write_bytes(path.read_bytes())
        return load_edition(edition)

    def as_codebook(path: Path) -> object:
        text = read_yaml(path, path.name).content.decode()
        return extended_catalogue((("2031", path.name, text),))

    def as_errata(path: Path) -> object:
        (edition / "errata.yaml").write_bytes(path.read_bytes())
        return load_errata(catalogue, [edition])

    yield "edition.yaml", EDITION, as_edition
    yield "codebook.yaml", CODEBOOK, as_codebook
    yield "errata.yaml", ERRATA, as_errata
    yield "sondage.yaml", poll, lambda path: load_config(path, path.name)
    yield "tableaux.yaml", LAYOUT, lambda path: load_layout(path, path.name)
    yield "anomalies.yaml", ANOMALIES, _aggregates(folder / "agregats", "anomalies.yaml")


def _aggregates(place: Path, broken: str) -> Read:
    """Return what reads a folder of published tables of which one file is broken."""

    def read(path: Path) -> object:
        place.mkdir(exist_ok=True)
        (place / "anomalies.yaml").unlink(missing_ok=True)
        (place / "tableaux.csv").write_bytes(damage.csv_of(_AGGREGATES))
        (place / broken).write_bytes(path.read_bytes())
        return read_aggregates(place, "2031")

    return read


def _cells(rows: list[list[str]]) -> Make:
    return lambda dice: damage.csv_of(damage.cells_of(rows, dice))
