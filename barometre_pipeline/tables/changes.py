"""Schemas of the tables on changes between editions and on tests between groups.

One model per table; the list of tables of the lake is ``registry``.
"""

from typing import Any, ClassVar

import numpy as np
import pandas as pd
import pandera.pandas as pa
from pandera.typing import Series

from barometre_pipeline.tables.schema import TableSchema
from barometre_pipeline.vocabulary import SOURCES_DONNEES, TYPES

_SHARE: dict[str, Any] = {"ge": 0.0, "le": 1.0 + 1e-12, "nullable": True}
_POINTS: dict[str, Any] = {"ge": -100 - 1e-9, "le": 100 + 1e-9, "nullable": True}
_P: dict[str, Any] = {"ge": 0.0, "le": 1.0, "nullable": True}
_BOUND: dict[str, Any] = {"nullable": True}  # a normal interval of an effect may pass 100 points
_ADDS_UP = 1e-9


class EffetsDeStructure(TableSchema):
    """De quoi est faite l’évolution de chaque indicateur entre deux éditions, et ce qu’on en conclut."""

    edition: Series[str] = pa.Field(description="Édition")
    edition_reference: Series[str] = pa.Field(description="Édition de comparaison, plus ancienne")
    indicateur: Series[str] = pa.Field(description="Indicator")
    categorie: Series[str] = pa.Field(description="Catégorie")
    population: Series[str] = pa.Field(description="Population de la base")
    ventilation: Series[str] = pa.Field(description="Critère de ventilation, vide pour l’ensemble")
    modalite: Series[str] = pa.Field(description="Modalité de la ventilation")
    n: Series[int] = pa.Field(ge=0, description="Numérateur, non pondéré")
    base: Series[int] = pa.Field(gt=0, description="Base, non pondérée")
    part: Series[float] = pa.Field(ge=0, le=1, description="Part publiée : n / base")
    part_ponderee: Series[float] = pa.Field(**_SHARE, description="Part redressée")
    n_reference: Series[int] = pa.Field(ge=0, description="Numérateur, édition de comparaison")
    base_reference: Series[int] = pa.Field(gt=0, description="Base, édition de comparaison")
    part_reference: Series[float] = pa.Field(ge=0, le=1, description="Part publiée, édition de comparaison")
    part_ponderee_reference: Series[float] = pa.Field(
        **_SHARE, description="Part redressée, édition de comparaison"
    )
    ecart_points: Series[float] = pa.Field(
        ge=-100, le=100, description="Différence des parts publiées, en points"
    )
    ecart_pondere_points: Series[float] = pa.Field(
        **_POINTS, description="Différence des parts redressées, en points : c’est elle qui est testée"
    )
    erreur_type: Series[float] = pa.Field(
        ge=0,
        nullable=True,
        description="Erreur-type de cette différence, en points, structures vues deux fois comprises",
    )
    ic_bas: Series[float] = pa.Field(**_POINTS, description="Borne basse à 95 %, en points")
    ic_haut: Series[float] = pa.Field(**_POINTS, description="Borne haute à 95 %, en points")
    p_valeur: Series[float] = pa.Field(**_P, description="Test de Student de l’absence d’évolution")
    p_valeur_bh: Series[float] = pa.Field(
        **_P, description="Corrigée des comparaisons multiples (Benjamini-Hochberg) : elle décide"
    )
    p_valeur_holm: Series[float] = pa.Field(**_P, description="Corrigée des comparaisons multiples (Holm)")
    comparaisons: Series[int] = pa.Field(ge=0, description="Comparaisons du même couple d’éditions")
    structures_communes: Series[int] = pa.Field(
        ge=0, description="Structures dans la base redressée des deux éditions"
    )
    effet_reel: Series[float] = pa.Field(
        **_POINTS, description="Part de « ecart_points » due au changement réel, à composition égale"
    )
    effet_reel_ic_bas: Series[float] = pa.Field(**_BOUND, description="Borne basse à 95 % de l’effet réel")
    effet_reel_ic_haut: Series[float] = pa.Field(**_BOUND, description="Borne haute à 95 % de l’effet réel")
    effet_composition: Series[float] = pa.Field(
        **_POINTS, description="Part de « ecart_points » due à la composition de l’échantillon par strate"
    )
    panel_paires: Series[int] = pa.Field(ge=0, description="Structures dans la base des deux éditions")
    panel_part: Series[float] = pa.Field(**_SHARE, description="Leur part, non pondérée")
    panel_part_reference: Series[float] = pa.Field(**_SHARE, description="Leur part, édition de comparaison")
    panel_ecart_points: Series[float] = pa.Field(**_POINTS, description="Leur évolution, en points")
    panel_ic_bas: Series[float] = pa.Field(**_POINTS, description="Borne basse à 95 % (Agresti et Min)")
    panel_ic_haut: Series[float] = pa.Field(**_POINTS, description="Borne haute à 95 % (Agresti et Min)")
    panel_p_valeur: Series[float] = pa.Field(**_P, description="Test exact de McNemar")
    base_faible: Series[bool] = pa.Field(description="Une des deux bases est sous 30")
    phrase: Series[str] = pa.Field(str_length={"min_value": 1}, description="Ce qu’on peut en conclure")
    note: Series[str] = pa.Field(
        description="Pourquoi les deux années ne sont pas strictement comparables, ou vide"
    )
    source_donnees: Series[str] = pa.Field(isin=list(SOURCES_DONNEES), description="Origine des données")
    source_reference: Series[str] = pa.Field(
        isin=list(SOURCES_DONNEES), description="Origine, édition de comparaison"
    )
    trace_id: Series[str] = pa.Field(description="Valeur de « indicateurs » comparée")
    trace_id_reference: Series[str] = pa.Field(description="Valeur de l’édition de comparaison")

    class Config:
        """A change exists once."""

        unique: ClassVar[list[str]] = ["trace_id", "trace_id_reference"]

    @pa.dataframe_check(name="les_effets_font_l_ecart")
    def effects_add_up(cls, frame: pd.DataFrame) -> bool:  # noqa: N805
        """The two effects add up to the published change."""
        total = frame["effet_reel"] + frame["effet_composition"]
        return bool(((total - frame["ecart_points"]).abs() < _ADDS_UP).all())

    @pa.dataframe_check(name="l_intervalle_contient_l_ecart")
    def interval_holds(cls, frame: pd.DataFrame) -> bool:  # noqa: N805
        """An interval contains what it is the interval of."""
        known = frame[frame["ecart_pondere_points"].notna()]
        gap = known["ecart_pondere_points"]
        return bool(
            ((known["ic_bas"] <= gap + _ADDS_UP) & (gap <= known["ic_haut"] + _ADDS_UP)).all()
        )  # fmt: skip

    @pa.dataframe_check(name="la_correction_n_aide_jamais")
    def correction_never_helps(cls, frame: pd.DataFrame) -> bool:  # noqa: N805
        """A corrected p-value is never under the raw one, and Holm's never under BH's."""
        return _ordered(frame)


class Panel(TableSchema):
    """Combien de structures ont répondu à deux éditions, par type."""

    edition: Series[str] = pa.Field(description="Édition")
    edition_reference: Series[str] = pa.Field(description="Édition de comparaison, plus ancienne")
    type: Series[str] = pa.Field(
        isin=["ensemble", *TYPES], description="Type dans l’édition, ou « ensemble »"
    )
    reponses: Series[int] = pa.Field(ge=0, description="Réponses retenues")
    reponses_reference: Series[int] = pa.Field(ge=0, description="Réponses retenues, édition de comparaison")
    identifiees: Series[int] = pa.Field(ge=0, description="Structures que leur SIREN permet de suivre")
    identifiees_reference: Series[int] = pa.Field(ge=0, description="Idem, édition de comparaison")
    structures_communes: Series[int] = pa.Field(ge=0, description="Structures qui ont répondu aux deux")
    identifiant_change: Series[int] = pa.Field(
        ge=0, description="Parmi elles, suivies malgré une fusion ou un nouveau SIREN"
    )
    type_change: Series[int] = pa.Field(ge=0, description="Parmi elles, dont le type n’est plus le même")
    part_du_panel: Series[float] = pa.Field(
        **_SHARE, description="Structures communes / réponses de l’édition"
    )
    source_donnees: Series[str] = pa.Field(isin=list(SOURCES_DONNEES), description="Origine des données")
    source_reference: Series[str] = pa.Field(
        isin=list(SOURCES_DONNEES), description="Origine, édition de comparaison"
    )

    class Config:
        """A count exists once."""

        unique: ClassVar[list[str]] = ["edition", "edition_reference", "type"]

    @pa.dataframe_check(name="pas_plus_de_communes_que_d_identifiees")
    def counts_fit(cls, frame: pd.DataFrame) -> bool:  # noqa: N805
        """Only identified structures can be followed."""
        followed = frame["structures_communes"] <= frame["identifiees"]
        return bool((followed & (frame["identifiees"] <= frame["reponses"])).all())


class GroupesTestes(TableSchema):
    """La réponse dépend-elle du type de structure ? Un test de Rao et Scott par question fermée."""

    edition: Series[str] = pa.Field(description="Édition du baromètre")
    question: Series[str] = pa.Field(description="Code de la question")
    sous_question: Series[str] = pa.Field(description="Code de la sous-question, ou rang d’un classement")
    question_libelle: Series[str] = pa.Field(description="Texte de la question")
    sous_question_libelle: Series[str] = pa.Field(description="Texte de la sous-question")
    base: Series[int] = pa.Field(ge=0, description="Structures redressées qui ont répondu")
    modalites: Series[int] = pa.Field(ge=0, description="Réponses observées")
    types: Series[int] = pa.Field(ge=0, description="Types de structures observés")
    statistique: Series[float] = pa.Field(ge=0, nullable=True, description="F corrigé (Rao et Scott)")
    ddl_numerateur: Series[float] = pa.Field(gt=0, nullable=True, description="Degrés de liberté, numérateur")
    ddl_denominateur: Series[float] = pa.Field(
        gt=0, nullable=True, description="Degrés de liberté, dénominateur"
    )
    p_valeur: Series[float] = pa.Field(**_P, description="Probabilité d’un F plus grand sans lien")
    p_valeur_bh: Series[float] = pa.Field(
        **_P, description="Corrigée des tests multiples de l’édition (Benjamini-Hochberg)"
    )
    p_valeur_holm: Series[float] = pa.Field(**_P, description="Corrigée des tests multiples (Holm)")
    tests: Series[int] = pa.Field(ge=0, description="Tests de l’édition")
    base_faible: Series[bool] = pa.Field(description="Un des types observés a moins de 30 réponses")
    avertissement: Series[str] = pa.Field(
        description="Pourquoi pas de test, ou ce qui le rend fragile, ou vide"
    )
    source_donnees: Series[str] = pa.Field(isin=list(SOURCES_DONNEES), description="Origine des données")

    class Config:
        """A question is tested once."""

        unique: ClassVar[list[str]] = ["edition", "question", "sous_question"]

    @pa.dataframe_check(name="une_raison_a_chaque_absence")
    def reasons_given(cls, frame: pd.DataFrame) -> bool:  # noqa: N805
        """Where there is no test, the reason is said."""
        return bool((frame.loc[frame["p_valeur"].isna(), "avertissement"] != "").all())

    @pa.dataframe_check(name="la_correction_n_aide_jamais")
    def correction_never_helps(cls, frame: pd.DataFrame) -> bool:  # noqa: N805
        """A corrected p-value is never under the raw one, and Holm's never under BH's."""
        return _ordered(frame)


def _ordered(frame: pd.DataFrame) -> bool:
    known = frame[frame["p_valeur"].notna()]
    raw, bh, holm = (known[c].to_numpy(float) for c in ("p_valeur", "p_valeur_bh", "p_valeur_holm"))
    return bool(np.all(raw <= bh + _ADDS_UP) and np.all(bh <= holm + _ADDS_UP))
