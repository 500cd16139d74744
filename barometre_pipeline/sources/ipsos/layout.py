"""Where the tables of a workbook are, as ``tableaux.yaml`` says it: rows, columns, what each counts.

Shape and reading of the file only; ``recognition`` drafts it, ``workbook`` follows it.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from barometre_pipeline.sources.ipsos.spreadsheet import ASK_AGAIN
from barometre_pipeline.yaml_files import read_yaml

FILE_NAME: Final = "tableaux.yaml"
WHOLE: Final = "ensemble"
DESCRIBE: Final = f"décrivez le tableau dans {FILE_NAME} (barometre decrire-tableaux), ou {ASK_AGAIN}"
Measure = Literal["effectif_brut", "effectif_pondere", "pourcentage"]


class AnswerRows(BaseModel):
    """An answer of a table: its code, its words, the row of each thing counted."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str
    libelle: str
    lignes: Mapping[Measure, int]


class SubtotalRow(BaseModel):
    """A row that adds up answers: checked against them, never read as an answer."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    libelle: str
    lignes: Mapping[Measure, int]
    parties: tuple[str, ...] = ()  # codes of the answers; none where they were not found


class TablePlace(BaseModel):
    """One table: a question, or one item of a grid."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    feuille: str
    variable: str
    libelle: str
    libelle_item: str = ""
    # « ensemble », or « criterion.part » of the banner of sondage.yaml -> column of the sheet (A, B, …)
    colonnes: Mapping[str, str]
    # Where counts and percentages are side by side: how many columns to the right of these each of them is.
    decalages: Mapping[Measure, int] = Field(default_factory=dict)
    # Where tables without weights are in another sheet, the same columns: base_brute and effectif_brut are rows of it.
    feuille_brute: str = ""
    base_brute: int | None = None
    base_ponderee: int | None = None
    base_efficace: int | None = None
    modalites: tuple[AnswerRows, ...] = Field(min_length=1)
    sous_totaux: tuple[SubtotalRow, ...] = ()


class Layout(BaseModel):
    """The tables of each workbook of a poll."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    classeurs: Mapping[str, tuple[TablePlace, ...]]


def load_layout(path: Path, shown: str) -> Layout:
    """Read ``tableaux.yaml``.

    Raises:
        ConfigurationError: not YAML, a key unknown or missing.
    """
    return read_yaml(path, shown).validate(Layout, ", ".join(Layout.model_fields))
