"""Schemas of the bronze layer: what was received, in one shape."""

from typing import ClassVar

import pandas as pd
import pandera.pandas as pa
from pandera.typing import Series

from barometre_pipeline.sources.limesurvey.model import ColumnKind
from barometre_pipeline.tables.schema import TableSchema
from barometre_pipeline.vocabulary import STRATES, TYPES

_KINDS = [str(k) for k in ColumnKind]


class ReponsesBrutes(TableSchema):
    """Une ligne par réponse reçue, toutes colonnes de l’enquête (données personnelles comprises)."""

    id_reponse: Series[int] = pa.Field(unique=True, ge=0, description="Identifiant LimeSurvey de la réponse")
    ligne: Series[int] = pa.Field(ge=1, description="Numéro d’enregistrement dans le fichier (en-tête = 1)")
    fichier: Series[pd.CategoricalDtype] = pa.Field(description="Fichier d’où vient la réponse")

    class Config:
        """The survey's own columns vary from one edition to the next."""

        strict = False


class Questions(TableSchema):
    """Une ligne par colonne de l’enquête, dans l’ordre du questionnaire."""

    edition: Series[str] = pa.Field(description="Édition du baromètre")
    ordre: Series[int] = pa.Field(unique=True, ge=0, description="Rang dans le questionnaire")
    colonne: Series[str] = pa.Field(unique=True, description="Code de la colonne, comme dans LimeSurvey")
    question: Series[str] = pa.Field(description="Code de la question")
    sous_question: Series[str] = pa.Field(description="Code de la sous-question, ou rang d’un classement")
    echelle: Series[int] = pa.Field(ge=0, description="Échelle d’un tableau à double échelle, 0 sinon")
    nature: Series[str] = pa.Field(isin=_KINDS, description="Ce que contient la colonne")
    type: Series[str] = pa.Field(description="Lettre du type de question LimeSurvey")
    groupe_questions: Series[str] = pa.Field(description="Titre du groupe de questions")
    question_libelle: Series[str] = pa.Field(description="Texte de la question")
    sous_question_libelle: Series[str] = pa.Field(description="Texte de la sous-question")
    condition: Series[str] = pa.Field(description="Condition d’affichage, vide si toujours affichée")
    presente: Series[bool] = pa.Field(description="La colonne est dans l’extrait")


class Modalites(TableSchema):
    """Une ligne par réponse possible de chaque colonne fermée."""

    edition: Series[str] = pa.Field(description="Édition du baromètre")
    colonne: Series[str] = pa.Field(description="Code de la colonne")
    code: Series[str] = pa.Field(description="Code de la réponse")
    libelle: Series[str] = pa.Field(description="Texte de la réponse")
    ordre: Series[int] = pa.Field(ge=0, description="Rang dans le questionnaire")

    class Config:
        """An answer exists once in a column."""

        unique: ClassVar[list[str]] = ["colonne", "code"]


class Extraits(TableSchema):
    """Les fichiers bruts utilisés, avec leur empreinte."""

    edition: Series[str] = pa.Field(description="Édition du baromètre")
    fichier: Series[str] = pa.Field(unique=True, description="Chemin dans le dossier des données brutes")
    sha256: Series[str] = pa.Field(str_matches=r"^[0-9a-f]{64}$", description="Empreinte SHA-256")
    octets: Series[int] = pa.Field(ge=0, description="Taille en octets")
    role: Series[str] = pa.Field(description="Rôle : reponses, structure, correspondances…")


class Correspondances(TableSchema):
    """Qui a répondu, d’après le fichier relu à côté de l’extrait."""

    id_reponse: Series[int] = pa.Field(unique=True, description="Identifiant LimeSurvey de la réponse")
    siren: Series[str] = pa.Field(description="SIREN tel que relu, vide si inconnu")
    code_insee: Series[str] = pa.Field(description="Code INSEE, vide si inconnu")
    population: Series[pd.Int64Dtype] = pa.Field(nullable=True, ge=0, description="Population (habitants)")
    type: Series[str] = pa.Field(isin=list(TYPES), description="Type de structure")
    strate: Series[str] = pa.Field(isin=list(STRATES), description="Strate de redressement")


class Avertissements(TableSchema):
    """Ce que la lecture a signalé : questions non prises en charge, extraits plus anciens, distinctions perdues."""

    edition: Series[str] = pa.Field(description="Édition du baromètre")
    message: Series[str] = pa.Field(description="Avertissement")
