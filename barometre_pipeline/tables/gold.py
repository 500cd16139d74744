"""Schemas of the gold layer: figures and what they rest on."""

from typing import Any, ClassVar

import pandera.pandas as pa
from pandera.typing import Series

from barometre_pipeline.tables.schema import TableSchema
from barometre_pipeline.vocabulary import GROUPES, SOURCES_DONNEES

_SHARE: dict[str, Any] = {"ge": 0.0, "le": 1.0 + 1e-12, "nullable": True}


class Tris(TableSchema):
    """Tous les tris à plat : une ligne par réponse possible et par groupe de structures."""

    edition: Series[str] = pa.Field(description="Édition du baromètre")
    question: Series[str] = pa.Field(description="Code de la question")
    sous_question: Series[str] = pa.Field(description="Code de la sous-question, ou rang d’un classement")
    question_libelle: Series[str] = pa.Field(description="Texte de la question")
    sous_question_libelle: Series[str] = pa.Field(description="Texte de la sous-question")
    modalite: Series[str] = pa.Field(description="Réponse")
    groupe: Series[str] = pa.Field(isin=list(GROUPES), description="Groupe de structures")
    n: Series[int] = pa.Field(ge=0, description="Nombre de structures qui ont donné cette réponse")
    repondants: Series[int] = pa.Field(ge=0, description="Nombre de structures qui ont répondu à la question")
    effectif: Series[int] = pa.Field(
        ge=0, description="Nombre de structures du groupe (dénominateur de « part »)"
    )
    part: Series[float] = pa.Field(**_SHARE, description="n / effectif, non arrondi")
    part_ponderee_historique: Series[float] = pa.Field(**_SHARE, description="Part redressée comme en 2023")
    part_ponderee: Series[float] = pa.Field(**_SHARE, description="Part post-stratifiée")
    source_donnees: Series[str] = pa.Field(isin=list(SOURCES_DONNEES), description="Origine des données")

    class Config:
        """A figure exists once."""

        unique: ClassVar[list[str]] = ["edition", "question", "sous_question", "modalite", "groupe"]

    @pa.dataframe_check(name="n_au_plus_effectif")
    def counts_fit(cls, frame: Any) -> bool:  # noqa: N805
        """Nobody is counted who is not in the group."""
        return bool(
            (frame["n"] <= frame["effectif"]).all() and (frame["repondants"] <= frame["effectif"]).all()
        )


class Estimations(TableSchema):
    """Chaque part redressée avec son erreur-type et ses intervalles de confiance à 95 %."""

    edition: Series[str] = pa.Field(description="Édition du baromètre")
    question: Series[str] = pa.Field(description="Code de la question")
    sous_question: Series[str] = pa.Field(description="Code de la sous-question, ou rang d’un classement")
    modalite: Series[str] = pa.Field(description="Réponse")
    groupe: Series[str] = pa.Field(isin=list(GROUPES), description="Groupe de structures")
    base: Series[int] = pa.Field(ge=0, description="Structures du groupe")
    base_ponderee: Series[int] = pa.Field(ge=0, description="Structures du groupe qui ont un poids")
    part_ponderee: Series[float] = pa.Field(**_SHARE, description="Part post-stratifiée")
    erreur_type: Series[float] = pa.Field(ge=0, nullable=True, description="Erreur-type de la part redressée")
    ic_logit_bas: Series[float] = pa.Field(**_SHARE, description="Borne basse, échelle logit")
    ic_logit_haut: Series[float] = pa.Field(**_SHARE, description="Borne haute, échelle logit")
    ic_beta_bas: Series[float] = pa.Field(**_SHARE, description="Borne basse, Korn-Graubard (bêta)")
    ic_beta_haut: Series[float] = pa.Field(**_SHARE, description="Borne haute, Korn-Graubard (bêta)")
    base_faible: Series[bool] = pa.Field(description="Base inférieure à 30 structures")
    deff: Series[float] = pa.Field(nullable=True, description="Effet de plan")
    source_donnees: Series[str] = pa.Field(isin=list(SOURCES_DONNEES), description="Origine des données")


class Fiches(TableSchema):
    """Piste d’audit de chaque ligne de « tris » : la requête qui redonne le même nombre."""

    trace_id: Series[str] = pa.Field(unique=True, description="Identifiant stable du chiffre")
    edition: Series[str] = pa.Field(description="Édition du baromètre")
    question: Series[str] = pa.Field(description="Code de la question")
    sous_question: Series[str] = pa.Field(description="Code de la sous-question")
    modalite: Series[str] = pa.Field(description="Réponse")
    groupe: Series[str] = pa.Field(isin=list(GROUPES), description="Groupe de structures")
    condition_sql: Series[str] = pa.Field(description="Condition sur les réponses (DuckDB)")
    base: Series[str] = pa.Field(description="Qui est au dénominateur, en mots")


class Contexte(TableSchema):
    """Ce qui vaut pour toute l’édition : filtres, versions, extrait."""

    edition: Series[str] = pa.Field(unique=True, description="Édition du baromètre")
    source_donnees: Series[str] = pa.Field(isin=list(SOURCES_DONNEES), description="Origine des données")
    reponses_recues: Series[int] = pa.Field(ge=0, description="Réponses de l’extrait")
    vides: Series[int] = pa.Field(ge=0, description="Réponses vides écartées")
    incompletes: Series[int] = pa.Field(ge=0, description="Questionnaires non terminés écartés")
    douteuses: Series[int] = pa.Field(ge=0, description="Structures douteuses écartées")
    doublons: Series[int] = pa.Field(ge=0, description="Doublons de structure écartés")
    reponses_retenues: Series[int] = pa.Field(ge=0, description="Réponses retenues")
    extrait: Series[str] = pa.Field(description="Fichier de réponses utilisé")
    configuration: Series[str] = pa.Field(description="YAML de l’édition")
    configuration_sha256: Series[str] = pa.Field(description="Empreinte du YAML")
    version_code: Series[str] = pa.Field(description="Version du paquet")
    empreinte_code: Series[str] = pa.Field(description="Empreinte du code qui a calculé l’édition")
    avertissements: Series[str] = pa.Field(description="Ce que la lecture a signalé")


class Pages(TableSchema):
    """Les fichiers publiés qui ne sont pas des tables : pages du rapport, paquet de données ouvertes."""

    fichier: Series[str] = pa.Field(unique=True, description="Chemin dans le lac")
    octets: Series[int] = pa.Field(ge=0, description="Taille en octets")


class Graphiques(TableSchema):
    """Les graphiques produits, un par question."""

    question: Series[str] = pa.Field(description="Code de la question")
    fichier_csv: Series[str] = pa.Field(description="Données du graphique")
    json: Series[str] = pa.Field(description="Spécification Vega-Lite")
    svg: Series[str] = pa.Field(description="Image vectorielle")
    png: Series[str] = pa.Field(description="Image PNG")
    titre: Series[str] = pa.Field(description="Titre")
    description: Series[str] = pa.Field(description="Texte de remplacement de l’image")


class Tendances(TableSchema):
    """Les graphiques d’évolution, un par indicateur connu pour au moins deux années."""

    indicateur: Series[str] = pa.Field(unique=True, description="Nom de l’indicateur dans le catalogue")
    fichier_csv: Series[str] = pa.Field(description="Données du graphique, toutes les réponses")
    json: Series[str] = pa.Field(description="Spécification Vega-Lite")
    svg: Series[str] = pa.Field(description="Image vectorielle")
    png: Series[str] = pa.Field(description="Image PNG")
    titre: Series[str] = pa.Field(description="Titre")
    description: Series[str] = pa.Field(description="Ce que montre le graphique, en mots")
