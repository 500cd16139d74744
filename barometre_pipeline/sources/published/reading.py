"""Reads ``<édition>/agregats/tableaux.csv`` and treats the oddities that ``anomalies.yaml`` declares.

The tables keep what was printed; nothing is corrected that the YAML does not name.
"""

from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Literal, Self

import numpy as np
import pandas as pd
from pydantic import BaseModel, ConfigDict, Field, model_validator

from barometre_pipeline.errors import ConfigurationError, InputError, record_place
from barometre_pipeline.french.numbers import count
from barometre_pipeline.sources.raw_files import filled_in_by_hand
from barometre_pipeline.tables.declarations.poll import AGREGATS
from barometre_pipeline.tables.schema import arranged
from barometre_pipeline.vocabulary import GROUPES
from barometre_pipeline.yaml_files import read_yaml

TABLES = "tableaux.csv"
ANOMALIES = "anomalies.yaml"
NUMBERS = ["effectif", "concernes", "taille_groupe", "pourcentage_imprime"]
COLUMNS = ["question", "modalite", "groupe", *NUMBERS]
KEYS = ["question", "modalite", "groupe"]
_SHOWN = 60  # characters of a wrong cell that are quoted
_EXPECTED = "questions, groupe, modalite, traitement, champ, valeur, motif"


class Anomaly(BaseModel):
    """One oddity of the printed tables: which rows, what is done with them, why."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    questions: tuple[str, ...] = Field(min_length=1)
    groupe: str | None = None
    modalite: str | None = None
    traitement: Literal["ecarter", "corriger"]
    champ: Literal["effectif", "taille_groupe"] | None = None
    valeur: int | None = None
    motif: str

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if (self.traitement == "corriger") != (self.champ is not None and self.valeur is not None):
            raise ValueError("« corriger » demande « champ » et « valeur », « ecarter » n’en veut pas")
        return self

    def rows(self, table: pd.DataFrame) -> pd.Series:
        """Return the mask of the rows concerned."""
        mask = table["question"].isin(self.questions)
        for column, value in (("groupe", self.groupe), ("modalite", self.modalite)):
            if value is not None:
                mask &= table[column] == value
        return mask


class _Anomalies(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    anomalies: tuple[Anomaly, ...]


@dataclass(frozen=True)
class PublishedTables:
    """The published tables of one edition.

    Attributes:
        tableaux: ``edition, question, modalite, groupe, effectif, taille_groupe, pourcentage_imprime,
            correction`` (``correction``: why the row is not as printed, or "").
        ecartes: rows left out: ``edition, question, modalite, groupe, motif``.
        avertissements: in French: percentages printed that the counts do not give.
    """

    tableaux: pd.DataFrame
    ecartes: pd.DataFrame
    avertissements: tuple[str, ...]

    def notes(self) -> tuple[str, ...]:
        """Say in French what reading left out and why, then what the tables do not agree upon."""
        left_out = self.ecartes.groupby(["question", "motif"], sort=True).size().reset_index(name="lignes")
        said = (
            f"{row.question}\u00a0: {count(int(str(row.lignes)), 'ligne écartée', 'lignes écartées')}, {row.motif}"
            for row in left_out.itertuples()
        )
        return (*said, *self.avertissements)


def read_aggregates(folder: Path, edition: str) -> PublishedTables:
    """Read the published tables of one edition.

    Args:
        folder: ``<brut>/<édition>/agregats``.
        edition: partition key.

    Raises:
        InputError: file absent, column absent, cell that is not a whole number, unknown group, row twice.
        ConfigurationError: an anomaly that says something impossible or that no row shows any more.
    """
    table = _read(folder / TABLES, f"{edition}/agregats/{TABLES}").assign(correction="")
    left_out = []
    shown = f"{edition}/agregats/{ANOMALIES}"
    for anomaly in _anomalies(folder / ANOMALIES, shown):
        rows = anomaly.rows(table)
        if not rows.any():
            raise _impossible(shown, str(anomaly.questions[0]), "aucune ligne des tableaux n’est concernée")
        if anomaly.traitement == "ecarter":
            left_out.append(table.loc[rows, KEYS].assign(motif=anomaly.motif))
            table = table[~rows]
        else:
            table = table.assign(**{str(anomaly.champ): table[str(anomaly.champ)].mask(rows, anomaly.valeur)})
            table.loc[rows, "correction"] = anomaly.motif
    twice = table.duplicated(KEYS)
    if twice.any():
        first = table[twice].iloc[0]
        raise InputError(
            fichier=f"{edition}/agregats/{TABLES}",
            lieu=f"question {first['question']}, groupe {first['groupe']}",
            constat=f"la réponse « {first['modalite']} » est donnée deux fois",
            attendu="une ligne par question, réponse et groupe",
            remede=f"retirez une ligne ou déclarez l’anomalie dans {ANOMALIES}",
        )
    aside = pd.concat(left_out) if left_out else pd.DataFrame(columns=[*KEYS, "motif"])
    return PublishedTables(
        tableaux=arranged(AGREGATS, table.assign(edition=edition)).reset_index(drop=True),
        ecartes=aside.assign(edition=edition)[["edition", *KEYS, "motif"]].reset_index(drop=True),
        avertissements=_disagreements(table),
    )


def _disagreements(table: pd.DataFrame) -> tuple[str, ...]:
    share = np.round(100 * table["effectif"] / table["taille_groupe"])
    wrong = table[(share != table["pourcentage_imprime"]) & (table["correction"] == "")]
    return tuple(
        f"{row.question}, {row.modalite}, {row.groupe}\u00a0: {row.pourcentage_imprime}\u00a0% imprimés pour "
        f"{row.effectif} sur {row.taille_groupe}"
        for row in wrong.itertuples()
    )


def _read(path: Path, shown: str) -> pd.DataFrame:
    try:
        table = pd.read_csv(StringIO(filled_in_by_hand(path, shown)), dtype=str, keep_default_na=False)
    except (FileNotFoundError, UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise InputError(
            shown, "", "le fichier est absent ou illisible", "un CSV en UTF-8", "déposez les tableaux publiés"
        ) from error
    missing = [c for c in COLUMNS if c not in table.columns]
    if missing:
        raise InputError(
            shown, "en-tête", f"colonne « {missing[0]} » absente", ", ".join(COLUMNS), "ajoutez cette colonne"
        )
    for column in NUMBERS:
        bad = ~table[column].str.fullmatch(r"[0-9]{1,9}")
        if bad.any():
            row = int(bad.to_numpy().argmax())
            raise InputError(
                shown,
                record_place(row + 2, what=f"colonne {column}"),
                f"« {str(table[column].iloc[row])[:_SHOWN]} »",
                "un nombre entier de 9 chiffres au plus",
                "corrigez la cellule",
            )
    unknown = sorted(set(table["groupe"]) - set(GROUPES))
    if unknown:
        raise InputError(
            shown, "colonne groupe", f"« {unknown[0]} »", ", ".join(GROUPES), "corrigez le nom du groupe"
        )
    return table[COLUMNS].astype(dict.fromkeys(NUMBERS, "int64"))


def _anomalies(path: Path, shown: str) -> tuple[Anomaly, ...]:
    if not path.exists():
        return ()
    return read_yaml(path, shown).validate(_Anomalies, _EXPECTED).anomalies


def _impossible(shown: str, place: str, found: str) -> ConfigurationError:
    return ConfigurationError(
        fichier=shown,
        lieu=f"clé « {place} »",
        constat=found,
        attendu=_EXPECTED,
        remede="corrigez cette entrée",
    )
