"""What an open table is: its rows and a French description of every field.

Plain records only. A column that is not declared is not published: that is the guard against identifiers.
"""

from dataclasses import dataclass
from typing import Any, Final, Literal

import pandas as pd

from barometre_pipeline.tables.declarations.tabulations import TRIS
from barometre_pipeline.tables.model import Kind, Table
from barometre_pipeline.vocabulary import BASE_MINIMALE

Type = Literal["string", "integer", "number", "boolean"]
_TYPES: Final[dict[Kind, Type]] = {
    Kind.TEXT: "string",
    Kind.CATEGORY: "string",
    Kind.INTEGER: "integer",
    Kind.OPTIONAL_INTEGER: "integer",
    Kind.NUMBER: "number",
    Kind.FLAG: "boolean",
}


@dataclass(frozen=True)
class OpenField:
    """One column: Table Schema type, French title and description, closed list of values if any."""

    name: str
    type: Type
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
STATUS: Final = OpenField(
    "statut", "string", "Statut", "« publie », ou « secret » (effectif trop petit, ou déductible).",
    (PUBLISHED, WITHHELD), True,
)  # fmt: skip


def open_field(table: Table, name: str, empty: str = "", rounded: str = "") -> OpenField:
    """Publish a column of a table: as it is declared there, but for when a cell is left empty and rounding."""
    declared = next(c.field for c in table.declared if c.field.name == name)
    unit = f" ({declared.unit})" if declared.unit else ""
    said = f"{declared.description}{unit}{rounded}." + (f" Vide {empty}." if empty else "")
    return OpenField(name, _TYPES[declared.kind], declared.description, said, declared.allowed, not empty)


def _of_tris(name: str, empty: str = "", rounded: str = "") -> OpenField:
    return open_field(TRIS, name, empty, rounded)


_FEW = f"si son effectif efficace (Kish) est sous {BASE_MINIMALE}"
_SIMPLE, _SECRET, _TELLING = "pour une question simple", "si secret", "si elle trahirait une réponse rare"

TRIS_FIELDS = (
    *map(_of_tris, ("edition", "question")),
    _of_tris("sous_question", _SIMPLE),
    _of_tris("question_libelle"),
    _of_tris("sous_question_libelle", _SIMPLE),
    _of_tris("modalite"),
    _of_tris("absence", "pour une réponse"),
    _of_tris("groupe"),
    _of_tris("n", _SECRET),
    _of_tris("base", _SECRET),
    _of_tris("regle_base"),
    _of_tris("concernees", _SECRET),
    _of_tris("effectif"),
    _of_tris("part_publiable", f"{_SECRET}, et pour « Non posée », hors base"),
    _of_tris("part_publiable_ponderee", f"{_TELLING}, {_FEW}, et pour « Non posée », hors base", ", à 0,01 près"),
    STATUS,
    OpenField("raison", "string", "Raison", "Pourquoi la ligne est secrète. Vide si elle est publiée."),
    _of_tris("source_donnees"),
)  # fmt: skip
