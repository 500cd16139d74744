"""What an open table is: its rows and a French description of every field.

Plain records only. A column that is not declared is not published: that is the guard against identifiers.
"""

from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from barometre_pipeline.vocabulary import GROUPES, SOURCES_DONNEES


@dataclass(frozen=True)
class OpenField:
    """One column: Table Schema type, French title and description, closed list of values if any."""

    name: str
    type: Literal["string", "integer", "number", "boolean"]
    title: str
    description: str
    enum: tuple[str, ...] = ()
    required: bool = False

    def descriptor(self) -> dict[str, Any]:
        """Return the Table Schema descriptor."""
        constraints: dict[str, Any] = {"required": True} if self.required else {}
        if self.enum:
            constraints["enum"] = list(self.enum)
        described = {
            "name": self.name,
            "type": self.type,
            "title": self.title,
            "description": self.description,
        }
        return {**described, "constraints": constraints} if constraints else described


@dataclass(frozen=True)
class OpenTable:
    """One resource of the package; only the columns named in ``fields`` are written."""

    name: str
    title: str
    description: str
    frame: pd.DataFrame
    fields: tuple[OpenField, ...]
    key: tuple[str, ...] = ()


PUBLISHED, WITHHELD = "publie", "secret"

TRIS_FIELDS = (
    OpenField("edition", "string", "Édition", "Année du baromètre.", required=True),
    OpenField("question", "string", "Question", "Code de la question.", required=True),
    OpenField("sous_question", "string", "Sous-question", "Code de la proposition ou rang d’un classement."),
    OpenField("question_libelle", "string", "Texte de la question", "Texte posé.", required=True),
    OpenField("sous_question_libelle", "string", "Texte de la proposition", "Vide pour une question simple."),
    OpenField("modalite", "string", "Réponse", "Réponse donnée ; « Sans réponse » comprise.", required=True),
    OpenField("groupe", "string", "Groupe", "Type ou taille de structures.", tuple(GROUPES), True),
    OpenField("n", "integer", "Nombre", "Structures qui ont donné cette réponse ; vide si secret."),
    OpenField("effectif", "integer", "Effectif", "Structures du groupe (dénominateur).", required=True),
    OpenField("part", "number", "Part", "n / effectif, entre 0 et 1, non arrondie ; vide si secret."),
    OpenField(
        "part_ponderee_historique", "number", "Part redressée (méthode 2023)",
        "Redressée comme en 2023, à 0,01 près ; vide si elle trahirait une cellule secrète.",
    ),
    OpenField(
        "part_ponderee", "number", "Part redressée",
        "Post-stratifiée, à 0,01 près ; vide si elle trahirait une cellule secrète.",
    ),
    OpenField(
        "statut", "string", "Statut", "« publie », ou « secret » (effectif trop petit, ou déductible).",
        (PUBLISHED, WITHHELD), True,
    ),
    OpenField(
        "source_donnees", "string", "Origine", "Données réelles, agrégats ou démonstration (synthétiques).",
        tuple(SOURCES_DONNEES), True,
    ),
)  # fmt: skip
