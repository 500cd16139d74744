"""Schemas of the tables this package and the reconciliation produce, checked on write and on read.

One model per table; the list of tables of the lake is ``tables.registry``.
"""

from typing import Any, ClassVar

import pandas as pd
import pandera.pandas as pa
from pandera.typing import Series

from barometre_pipeline.tables.schema import TableSchema
from barometre_pipeline.vocabulary import GROUPES, SOURCES_DONNEES

_SHARE: dict[str, Any] = {"ge": 0.0, "le": 1.0 + 1e-12, "nullable": True}
STATUTS = ("reproduit", "ecart", "non_calculable", "contradiction")
REGLES = ("valeurs_differentes", "evolution", "parties_et_tout", "effectif_impossible")


class Agregats(TableSchema):
    """Tableaux publiés d’une édition sans microdonnées : un effectif par question, réponse et groupe."""

    edition: Series[str] = pa.Field(description="Édition du baromètre")
    question: Series[str] = pa.Field(description="Code de la question dans les tableaux publiés")
    modalite: Series[str] = pa.Field(description="Code de la réponse")
    groupe: Series[str] = pa.Field(isin=list(GROUPES), description="Groupe de structures")
    effectif: Series[int] = pa.Field(ge=0, description="Nombre de structures")
    taille_groupe: Series[int] = pa.Field(
        gt=0, description="Structures du groupe, « sans réponse » comprises"
    )
    pourcentage_imprime: Series[int] = pa.Field(ge=0, le=100, description="Pourcentage imprimé")
    correction: Series[str] = pa.Field(description="Pourquoi la ligne n’est pas comme imprimée, ou vide")

    class Config:
        """A count exists once."""

        unique: ClassVar[list[str]] = ["edition", "question", "modalite", "groupe"]


class Indicateurs(TableSchema):
    """Indicateurs du catalogue : une ligne par catégorie et par population."""

    edition: Series[str] = pa.Field(description="Édition du baromètre")
    indicateur: Series[str] = pa.Field(description="Nom de l’indicateur dans le catalogue")
    categorie: Series[str] = pa.Field(description="Catégorie de l’indicateur")
    population: Series[str] = pa.Field(description="Population de la base")
    ventilation: Series[str] = pa.Field(description="Critère de ventilation, vide pour l’ensemble")
    modalite: Series[str] = pa.Field(description="Modalité de la ventilation")
    n: Series[int] = pa.Field(ge=0, description="Numérateur, non pondéré")
    base: Series[int] = pa.Field(ge=0, description="Base, non pondérée")
    part: Series[float] = pa.Field(**_SHARE, description="n / base, non arrondi")
    part_ponderee: Series[float] = pa.Field(**_SHARE, description="Part redressée")
    part_publiable: Series[float] = pa.Field(
        **_SHARE, description="Part telle que publiée : redressée pour les Français"
    )
    ic_bas: Series[float] = pa.Field(**_SHARE, description="Borne basse de l’intervalle à 95 %")
    ic_haut: Series[float] = pa.Field(**_SHARE, description="Borne haute de l’intervalle à 95 %")
    base_faible: Series[bool] = pa.Field(description="Base de moins de 30 répondants")
    source_donnees: Series[str] = pa.Field(isin=list(SOURCES_DONNEES), description="Origine des données")
    trace_id: Series[str] = pa.Field(unique=True, description="Identifiant stable de la valeur")

    @pa.dataframe_check(name="n_au_plus_base")
    def counts_fit(cls, frame: pd.DataFrame) -> bool:  # noqa: N805
        """Nobody is counted who is not in the base."""
        return bool((frame["n"] <= frame["base"]).all())


class NonCalculables(TableSchema):
    """Ce que le catalogue définit et qu’une édition ne peut pas donner, avec la raison."""

    edition: Series[str] = pa.Field(description="Édition du baromètre")
    indicateur: Series[str] = pa.Field(description="Indicateur, vide pour tous")
    categorie: Series[str] = pa.Field(description="Catégorie, vide pour toutes")
    population: Series[str] = pa.Field(description="Population, vide pour toutes")
    raison: Series[str] = pa.Field(str_length={"min_value": 1}, description="Pourquoi")


class Evolutions(TableSchema):
    """Évolution de chaque indicateur entre deux éditions."""

    edition: Series[str] = pa.Field(description="Édition")
    edition_reference: Series[str] = pa.Field(description="Édition de comparaison, plus ancienne")
    indicateur: Series[str] = pa.Field(description="Indicator")
    categorie: Series[str] = pa.Field(description="Catégorie")
    population: Series[str] = pa.Field(description="Population")
    ventilation: Series[str] = pa.Field(description="Critère de ventilation")
    modalite: Series[str] = pa.Field(description="Modalité de la ventilation")
    part: Series[float] = pa.Field(**_SHARE, description="Part publiable")
    part_reference: Series[float] = pa.Field(
        **_SHARE, description="Part publiable de l’édition de comparaison"
    )
    ecart_points: Series[float] = pa.Field(
        ge=-100, le=100, description="Différence des parts publiables, en points"
    )
    methode: Series[str] = pa.Field(
        isin=["pondérée", "non pondérée"], description="Parts dont l’écart est estimé"
    )
    ecart_estime: Series[float] = pa.Field(nullable=True, description="Différence estimée, en points")
    ic_bas: Series[float] = pa.Field(nullable=True, description="Borne basse à 95 %, en points")
    ic_haut: Series[float] = pa.Field(nullable=True, description="Borne haute à 95 %, en points")
    significatif: Series[bool] = pa.Field(description="L’intervalle ne contient pas zéro")
    base_faible: Series[bool] = pa.Field(description="Une des deux bases est sous 30")
    note: Series[str] = pa.Field(
        description="Pourquoi les deux années ne sont pas strictement comparables, ou vide"
    )
    source_donnees: Series[str] = pa.Field(isin=list(SOURCES_DONNEES), description="Origine des données")
    source_reference: Series[str] = pa.Field(
        isin=list(SOURCES_DONNEES), description="Origine, édition de comparaison"
    )


class Croisements(TableSchema):
    """Pratiques des collectivités à côté des attentes des Français, par domaine."""

    edition: Series[str] = pa.Field(description="Édition")
    croisement: Series[str] = pa.Field(description="Nom du croisement")
    domaine: Series[str] = pa.Field(description="Domaine")
    pratique_indicateur: Series[str] = pa.Field(description="Indicateur des collectivités")
    pratique_categorie: Series[str] = pa.Field(description="Sa catégorie")
    pratique_part: Series[float] = pa.Field(**_SHARE, description="Part des collectivités actives")
    pratique_base: Series[int] = pa.Field(ge=0, description="Base des collectivités")
    attente_indicateur: Series[str] = pa.Field(description="Indicateur des Français")
    attente_categorie: Series[str] = pa.Field(description="Sa catégorie")
    attente_part: Series[float] = pa.Field(
        **_SHARE, description="Part des Français qui attendent quelque chose"
    )
    attente_base: Series[int] = pa.Field(ge=0, description="Base des Français")
    ecart_points: Series[float] = pa.Field(description="Pratique moins attente, en points")
    rang_pratique: Series[int] = pa.Field(ge=1, description="Rang du domaine dans les pratiques")
    rang_attente: Series[int] = pa.Field(ge=1, description="Rang du domaine dans les attentes")
    note: Series[str] = pa.Field(description="Ce qui sépare les deux domaines, ou vide")
    source_donnees: Series[str] = pa.Field(isin=list(SOURCES_DONNEES), description="Origine, collectivités")
    source_attente: Series[str] = pa.Field(isin=list(SOURCES_DONNEES), description="Origine, Français")


class Rapprochement(TableSchema):
    """Chaque chiffre imprimé et la valeur calculée pour lui."""

    chiffre: Series[str] = pa.Field(unique=True, description="Identifiant du chiffre imprimé")
    document: Series[str] = pa.Field(description="Document")
    rubrique: Series[str] = pa.Field(description="Endroit du document")
    indicateur: Series[str] = pa.Field(description="Indicateur du catalogue")
    categorie: Series[str] = pa.Field(description="Catégorie")
    population: Series[str] = pa.Field(description="Population")
    edition: Series[str] = pa.Field(description="Année dont parle le chiffre")
    statistique: Series[str] = pa.Field(description="Part, environ, plus de, écart en points, effectif")
    edition_reference: Series[str] = pa.Field(description="Année de comparaison d’un écart")
    valeur_publiee: Series[float] = pa.Field(description="Valeur imprimée")
    valeur_calculee: Series[float] = pa.Field(nullable=True, description="Valeur calculée, non arrondie")
    valeur_arrondie: Series[float] = pa.Field(
        nullable=True, description="Valeur arrondie au pair, comme imprimée"
    )
    ecart: Series[float] = pa.Field(nullable=True, description="Calculé moins imprimé")
    n: Series[pd.Int64Dtype] = pa.Field(nullable=True, description="Numérateur")
    base: Series[pd.Int64Dtype] = pa.Field(nullable=True, description="Base")
    statut: Series[str] = pa.Field(isin=list(STATUTS), description="Résultat du rapprochement")
    raison: Series[str] = pa.Field(description="Pourquoi le chiffre n’est pas reproduit")
    donnees: Series[str] = pa.Field(description="Données utilisées ; deux pour un écart entre éditions")
    trace_id: Series[str] = pa.Field(description="Valeur de « indicateurs » rapprochée, ou vide")

    @pa.dataframe_check(name="raison_de_chaque_ecart")
    def reasons_given(cls, frame: pd.DataFrame) -> bool:  # noqa: N805
        """What is not reproduced says why."""
        return bool((frame.loc[frame["statut"] != "reproduit", "raison"] != "").all())


class Contradictions(TableSchema):
    """Contradictions entre documents, trouvées par règle, les deux endroits cités."""

    regle: Series[str] = pa.Field(isin=list(REGLES), description="Règle")
    indicateur: Series[str] = pa.Field(description="Indicator")
    categorie: Series[str] = pa.Field(description="Catégorie")
    population: Series[str] = pa.Field(description="Population")
    edition: Series[str] = pa.Field(description="Édition")
    chiffre_a: Series[str] = pa.Field(description="Premier chiffre")
    document_a: Series[str] = pa.Field(description="Son document")
    rubrique_a: Series[str] = pa.Field(description="Son endroit")
    valeur_a: Series[float] = pa.Field(description="Sa valeur")
    chiffre_b: Series[str] = pa.Field(description="Second chiffre, vide pour une base déduite")
    document_b: Series[str] = pa.Field(description="Son document")
    rubrique_b: Series[str] = pa.Field(description="Son endroit")
    valeur_b: Series[float] = pa.Field(description="Sa valeur")
    constat: Series[str] = pa.Field(description="La contradiction, en une phrase")


class Echantillons(TableSchema):
    """Échantillons déduits des pourcentages imprimés, avec leur justification."""

    edition: Series[str] = pa.Field(description="Édition")
    groupe: Series[str] = pa.Field(description="Groupe de structures, ou « francais »")
    effectif: Series[int] = pa.Field(ge=0, description="Nombre de répondants déduit")
    plausible_min: Series[int] = pa.Field(
        ge=0, description="Plus petit effectif plausible d’après le groupe seul"
    )
    plausible_max: Series[int] = pa.Field(
        ge=0, description="Plus grand effectif plausible d’après le groupe seul"
    )
    chiffres: Series[int] = pa.Field(ge=0, description="Pourcentages imprimés sur ce groupe")
    justification: Series[str] = pa.Field(description="Les fractions qui donnent ces pourcentages")
