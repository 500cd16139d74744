"""Schemas of the poll's tables, in every layer, and of an edition that exists only as published tables."""

from typing import Any

import pandas as pd
import pandera.pandas as pa
from pandera.typing import Series

from barometre_pipeline.tables.schema import TableSchema
from barometre_pipeline.vocabulary import SOURCES_DONNEES

_SHARE: dict[str, Any] = {"ge": 0.0, "le": 1.0 + 1e-12, "nullable": True}


class SondageVariables(TableSchema):
    """Une ligne par question du sondage, dans l’ordre."""

    edition: Series[str] = pa.Field(description="Édition du baromètre")
    variable: Series[str] = pa.Field(unique=True, description="Nom de la variable dans le fichier")
    question: Series[str] = pa.Field(description="Code de la question")
    sous_question: Series[str] = pa.Field(description="Numéro de l’item, vide pour une question simple")
    libelle: Series[str] = pa.Field(description="Texte de la question")
    libelle_item: Series[str] = pa.Field(description="Texte de l’item")
    ordre: Series[int] = pa.Field(ge=0, description="Rang dans le questionnaire")


class SondageModalites(TableSchema):
    """Une ligne par réponse possible à chaque question du sondage."""

    edition: Series[str] = pa.Field(description="Édition du baromètre")
    variable: Series[str] = pa.Field(description="Nom de la variable")
    code: Series[str] = pa.Field(description="Code de la réponse")
    libelle: Series[str] = pa.Field(description="Texte de la réponse")
    ordre: Series[int] = pa.Field(ge=0, description="Rang")
    manquante: Series[bool] = pa.Field(description="Code de non-réponse, hors base")


class Sondes(TableSchema):
    """Une ligne par personne interrogée, sans identité : poids, bannière, réponses en codes."""

    poids: Series[float] = pa.Field(ge=0, description="Poids de l’institut")

    class Config:
        """One column per question, checked below."""

        strict = False

    @pa.dataframe_check(name="pas_de_texte_libre")
    def no_free_text(cls, frame: pd.DataFrame) -> bool:  # noqa: N805
        """Every question is a set of codes; no free text."""
        others = frame.drop(columns=["id_repondant", "poids"], errors="ignore")
        return all(isinstance(others[c].dtype, pd.CategoricalDtype) for c in others.columns)


class SondageTris(TableSchema):
    """Les tris du sondage, les mêmes que l’extrait soit un fichier SPSS ou des tableaux Excel."""

    edition: Series[str] = pa.Field(description="Édition du baromètre")
    question: Series[str] = pa.Field(description="Code de la question")
    sous_question: Series[str] = pa.Field(description="Numéro de l’item")
    modalite: Series[str] = pa.Field(description="Réponse")
    ventilation: Series[str] = pa.Field(description="Critère de la bannière")
    modalite_ventilation: Series[str] = pa.Field(description="Colonne de la bannière")
    n: Series[int] = pa.Field(ge=0, description="Personnes, non pondéré")
    n_pondere: Series[float] = pa.Field(ge=0, description="Personnes, pondéré")
    base: Series[int] = pa.Field(ge=0, description="Base, non pondérée")
    base_ponderee: Series[float] = pa.Field(ge=0, description="Base, pondérée")
    part_ponderee: Series[float] = pa.Field(**_SHARE, description="Part pondérée")
    deff: Series[float] = pa.Field(nullable=True, description="Effet de plan des poids (Kish)")
    marge: Series[float] = pa.Field(nullable=True, description="Marge d’erreur à 95 %")
    source_donnees: Series[str] = pa.Field(isin=list(SOURCES_DONNEES), description="Origine des données")


class Livraisons(TableSchema):
    """Les fichiers d’une édition autre que LimeSurvey, avec leur empreinte et ce que la lecture a signalé."""

    edition: Series[str] = pa.Field(description="Édition du baromètre")
    fichier: Series[str] = pa.Field(unique=True, description="Chemin dans le dossier des données brutes")
    sha256: Series[str] = pa.Field(str_matches=r"^[0-9a-f]{64}$", description="Empreinte SHA-256")
    octets: Series[int] = pa.Field(ge=0, description="Taille en octets")
    source_donnees: Series[str] = pa.Field(isin=list(SOURCES_DONNEES), description="Origine des données")
    avertissements: Series[str] = pa.Field(description="Ce que la lecture a signalé")
