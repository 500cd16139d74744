"""Schemas of the silver layer: kept responses, without personal data."""

import pandas as pd
import pandera.pandas as pa
from pandera.typing import Series

from barometre_pipeline.cleaning.selection import MOTIFS
from barometre_pipeline.cleaning.silver import STATES
from barometre_pipeline.tables.schema import TableSchema
from barometre_pipeline.vocabulary import STRATES, TYPES


class Reponses(TableSchema):
    """Une ligne par réponse retenue, une colonne par question fermée, codes de réponse."""

    id_reponse: Series[int] = pa.Field(unique=True, ge=0, description="Identifiant LimeSurvey de la réponse")
    ligne: Series[int] = pa.Field(ge=1, description="Numéro d’enregistrement dans le fichier (en-tête = 1)")
    fichier: Series[str] = pa.Field(description="Fichier d’où vient la réponse")

    class Config:
        """One column per closed question, checked below."""

        strict = False

    @pa.dataframe_check(name="pas_de_texte_libre")
    def no_free_text(cls, frame: pd.DataFrame) -> bool:  # noqa: N805
        """Every survey column is an answer code, a number or a date; never free text."""
        return all(_is_closed(frame[c]) for c in frame.columns if c not in ("id_reponse", "ligne", "fichier"))

    @pa.dataframe_check(name="chaque_cellule_a_un_code")
    def no_null_answer(cls, frame: pd.DataFrame) -> bool:  # noqa: N805
        """A closed column says why an answer is missing; it is never simply null."""
        categorical = frame.select_dtypes("category")
        return not bool(categorical.isna().any(axis=None)) if len(categorical.columns) else True


def _is_closed(values: pd.Series) -> bool:
    if isinstance(values.dtype, pd.CategoricalDtype):
        return set(STATES) <= set(values.cat.categories)
    if pd.api.types.is_float_dtype(values):
        return True
    return bool(values.dropna().astype("str").str.fullmatch(r"\d{4}-\d{2}-\d{2}").all())


class Structures(TableSchema):
    """Une ligne par réponse retenue : qui a répondu, sa strate et ses poids."""

    edition: Series[str] = pa.Field(description="Édition du baromètre")
    id_reponse: Series[int] = pa.Field(unique=True, description="Identifiant LimeSurvey de la réponse")
    siren: Series[str] = pa.Field(str_matches=r"^(\d{9})?$", description="SIREN, vide si inconnu")
    code_insee: Series[str] = pa.Field(description="Code INSEE, vide si inconnu")
    population: Series[pd.Int64Dtype] = pa.Field(nullable=True, ge=0, description="Population (habitants)")
    type: Series[str] = pa.Field(isin=list(TYPES), description="Type de structure")
    strate: Series[str] = pa.Field(isin=list(STRATES), description="Strate de redressement")
    statut: Series[str] = pa.Field(description="Comment la structure a été reconnue")
    poids_historique: Series[float] = pa.Field(
        nullable=True, description="Poids de l’édition 2023 (vide : aucun)"
    )
    poids: Series[float] = pa.Field(nullable=True, description="Poids de post-stratification N_h / n_h")


class Appariements(TableSchema):
    """Ce que les listes officielles et les décisions disent des réponses qu’aucun fichier relu ne couvre."""

    id_reponse: Series[int] = pa.Field(unique=True, description="Identifiant LimeSurvey de la réponse")
    territoire_id: Series[str] = pa.Field(
        nullable=True, description="SIREN du territoire, à défaut code INSEE"
    )
    siren: Series[str] = pa.Field(nullable=True, description="SIREN du territoire")
    code_insee: Series[str] = pa.Field(nullable=True, description="Code INSEE")
    nom_officiel: Series[str] = pa.Field(nullable=True, description="Nom de la liste officielle")
    type: Series[str] = pa.Field(nullable=True, description="Type en droit")
    strate: Series[str] = pa.Field(nullable=True, description="Strate")
    population: Series[pd.Int64Dtype] = pa.Field(nullable=True, description="Population (habitants)")
    score: Series[float] = pa.Field(nullable=True, description="Ressemblance, de 0 à 100")
    preuve: Series[str] = pa.Field(description="Ce qui fonde l’appariement")
    statut: Series[str] = pa.Field(
        isin=["certain", "probable", "a_revoir", "hors_champ", "vide_ou_test"], description="Verdict"
    )
    candidats: Series[str] = pa.Field(description="Les trois meilleurs candidats (JSON)")
    origine: Series[str] = pa.Field(isin=["machine", "decision"], description="Qui a tranché")
    auteur: Series[str] = pa.Field(description="Auteur de la décision")
    liste: Series[str] = pa.Field(description="Année de la liste officielle")


class DecisionsSansObjet(TableSchema):
    """Les décisions de relecture qui ne concernent plus aucune réponse."""

    id_reponse: Series[str] = pa.Field(description="Réponse que la décision visait")
    decision: Series[str] = pa.Field(description="Décision")
    auteur: Series[str] = pa.Field(description="Auteur")
    date: Series[str] = pa.Field(description="Date")


class ReponsesEcartees(TableSchema):
    """Les réponses mises de côté, chacune avec son motif."""

    id_reponse: Series[int] = pa.Field(unique=True, description="Identifiant LimeSurvey de la réponse")
    ligne: Series[int] = pa.Field(ge=1, description="Numéro d’enregistrement dans le fichier")
    fichier: Series[str] = pa.Field(description="Fichier d’où vient la réponse")
    motif: Series[str] = pa.Field(isin=list(MOTIFS), description="Motif de la mise à l’écart")
    detail: Series[str] = pa.Field(description="Explanation")
    id_retenue: Series[pd.Int64Dtype] = pa.Field(nullable=True, description="Réponse retenue à la place")
