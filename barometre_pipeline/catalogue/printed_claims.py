"""What documents print beyond figures: claims that numbers can judge, and notices (dates, sizes, periods).

Read from data and checked for shape; whether they hold is ``printed``'s.
"""

import csv
from pathlib import Path
from typing import Literal, Self

from pydantic import model_validator

from barometre_pipeline.catalogue.expression import Strict
from barometre_pipeline.catalogue.loader import FOLDER, load

CLAIMS = FOLDER / "affirmations.csv"

Kind = Literal[
    "effectif", "date", "rang", "stabilite", "direction", "comparaison", "doublement", "total", "annonce"
]
Subject = Literal[
    "terrain_collectivites",
    "terrain_sondage",
    "taille_collectivites",
    "taille_sondage",
    "numero_edition",
    "numero_note",
    "premiere_edition",
    "periodicite_sondage",
    "echeance_numerique_responsable",
    "reference_evolution",
]


class Claim(Strict):
    """One claim of a document, with the relation between printed numbers that it states.

    Attributes:
        affirmation: identifier.
        type: what kind of claim it is; an ``annonce`` says what was expected, and contradicts nothing.
        edition: editions it is about, joined by « ; ».
        formule: conditions joined by « ; » that must all hold, in the language of ``printed.formula``;
            empty where no number printed anywhere could decide.
        ecartes: figures that are no evidence for it: those it prints itself, those of a doubtful population.
        reserve: what the verdict supposes, in French.
    """

    affirmation: str
    document: str
    rubrique: str
    type: Kind
    edition: str
    texte: str
    formule: str
    ecartes: tuple[str, ...]
    reserve: str


class Notice(Strict):
    """One fact of a notice: a period, a size, a number.

    Attributes:
        notice: identifier.
        champ: what it is about.
        texte: as printed.
        debut, fin: first and last day or month, « 2025-05 » or « 2025-07-11 », "" where not said.
        nombre: the number it gives.
        vague: the period is a season or a word such as « mi-2024 ».
    """

    notice: str
    document: str
    rubrique: str
    edition: str
    champ: Subject
    texte: str
    debut: str = ""
    fin: str = ""
    nombre: float | None = None
    vague: bool = False

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.debut or self.fin) and self.nombre is None:
            raise ValueError(f"« {self.notice} » n’a ni date ni nombre")
        return self


class _Notices(Strict):
    notices: tuple[Notice, ...]


def load_claims(path: Path = CLAIMS) -> tuple[Claim, ...]:
    """Return the claims, in order."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return tuple(Claim.model_validate({**r, "ecartes": tuple(r["ecartes"].split())}) for r in rows)


def load_notices(path: Path = FOLDER / "notices.yaml") -> tuple[Notice, ...]:
    """Return what the notices say, in order."""
    return load(_Notices, path).notices
