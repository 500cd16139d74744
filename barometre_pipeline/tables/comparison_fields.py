"""The columns of tables that compare: changes between editions, types of structures, practices and expectations.

Columns that other tables have too are in ``fields``.
"""

from typing import Any, Final

from barometre_pipeline.tables.fields import (
    COUNT,
    EFFECTIF_EFFICACE,
    FLAG,
    GAP,
    INTEGER,
    NUMBER,
    PEOPLE,
    POINTS,
    PROBABILITY,
    REGLE_BASE,
    SHARE,
    STRUCTURES,
    TEXT,
)
from barometre_pipeline.tables.model import Field, Kind
from barometre_pipeline.vocabulary import BASE_MINIMALE, RAISONS_EVOLUTION, REGLES_BASE, VERDICTS_EVOLUTION

# --- Changes between editions ------------------------------------------------------------------
_OPTIONAL: Final[dict[str, Any]] = {"low": 0, "nullable": True}
_OF_REFERENCE: Final = ", édition de comparaison"
PART_PUBLIEE = Field("part", NUMBER, "Part publiée, sur la base imprimée", **SHARE)
PART_PUBLIEE_REFERENCE = Field(
    "part_reference", NUMBER, f"{PART_PUBLIEE.description}{_OF_REFERENCE}", **SHARE
)
ECART_POINTS = Field("ecart_points", NUMBER, "Différence des parts publiées", unit=POINTS, low=-100, high=100)
BASE_PUBLIEE = Field("base_publiee", INTEGER, "Base de la part publiée", above=0)
BASE_PUBLIEE_REFERENCE = Field(
    "base_publiee_reference", INTEGER, f"{BASE_PUBLIEE.description}{_OF_REFERENCE}", above=0
)
REGLE_BASE_REFERENCE = Field(
    "regle_base_reference", TEXT, f"{REGLE_BASE.description}{_OF_REFERENCE}", allowed=tuple(REGLES_BASE)
)
_SERIES: Final = "sur la base commune aux années, vide si la série est rompue"
N_SERIE = Field("n", Kind.OPTIONAL_INTEGER, f"Numérateur, {_SERIES}", **_OPTIONAL)
N_SERIE_REFERENCE = Field(
    "n_reference", Kind.OPTIONAL_INTEGER, f"{N_SERIE.description}{_OF_REFERENCE}", **_OPTIONAL
)
BASE_SERIE = Field(
    "base", Kind.OPTIONAL_INTEGER, "Base commune aux années, vide si la série est rompue", **_OPTIONAL
)
BASE_SERIE_REFERENCE = Field(
    "base_reference", Kind.OPTIONAL_INTEGER, f"{BASE_SERIE.description}{_OF_REFERENCE}", **_OPTIONAL
)
PART_SERIE = Field("part_serie", NUMBER, f"Part publiable, {_SERIES}", **SHARE)
PART_SERIE_REFERENCE = Field(
    "part_serie_reference", NUMBER, f"{PART_SERIE.description}{_OF_REFERENCE}", **SHARE
)
ECART_SERIE_POINTS = Field("ecart_serie_points", NUMBER, "Différence des parts sur une même base", **GAP)
PART_PONDEREE_REFERENCE = Field("part_ponderee_reference", NUMBER, f"Part redressée{_OF_REFERENCE}", **SHARE)
BASE_PONDEREE_SERIE = Field(
    "base_ponderee", Kind.OPTIONAL_INTEGER, "Réponses de la base qui ont un poids", **_OPTIONAL
)
BASE_PONDEREE_SERIE_REFERENCE = Field(
    "base_ponderee_reference",
    Kind.OPTIONAL_INTEGER,
    f"{BASE_PONDEREE_SERIE.description}{_OF_REFERENCE}",
    **_OPTIONAL,
)
EFFECTIF_EFFICACE_REFERENCE = Field(
    "effectif_efficace_reference", NUMBER, f"{EFFECTIF_EFFICACE.description}{_OF_REFERENCE}", **_OPTIONAL
)
ECART_PONDERE_POINTS = Field(
    "ecart_pondere_points",
    NUMBER,
    f"Différence des parts redressées, là où les deux effectifs efficaces atteignent {BASE_MINIMALE}",
    **GAP,
)
ECART_COMPOSITION_EGALE = Field(
    "ecart_composition_egale",
    NUMBER,
    "Différence à composition égale, celle qui est jugée : l’effet des taux de Kitagawa, la composition moyenne des "
    "deux échantillons servant d’étalon ; pour un sondage, la différence des parts redressées",
    **GAP,
)
EFFECTIF_JUGE = Field("effectif_juge", NUMBER, "Effectif efficace de la part jugée (Kish)", **_OPTIONAL)
EFFECTIF_JUGE_REFERENCE = Field(
    "effectif_juge_reference", NUMBER, f"{EFFECTIF_JUGE.description}{_OF_REFERENCE}", **_OPTIONAL
)
ERREUR_TYPE_ECART = Field(
    "erreur_type", NUMBER, "Erreur-type de la différence jugée, structures vues deux fois comprises",
    unit=POINTS, **_OPTIONAL,
)  # fmt: skip
FAMILLE = Field(
    "famille", FLAG, "Fait partie des comparaisons que le catalogue déclare et qui sont jugées ensemble"
)
COMPARAISONS_FAMILLE = Field(
    "comparaisons", INTEGER, "Comparaisons jugées ensemble, 0 si celle-ci n’en est pas", **COUNT
)
P_VALEUR_CORRIGEE = Field(
    "p_valeur_corrigee",
    NUMBER,
    "Corrigée des comparaisons de la famille (Benjamini-Hochberg)",
    **PROBABILITY,
)
NIVEAU = Field(
    "niveau", NUMBER, "Niveau de l’intervalle, corrigé des comparaisons (Benjamini-Yekutieli)", **PROBABILITY
)
IC_BAS_ECART = Field("ic_bas", NUMBER, "Borne basse de la différence jugée, à ce niveau", **GAP)
IC_HAUT_ECART = Field("ic_haut", NUMBER, "Borne haute de la différence jugée, à ce niveau", **GAP)
VERDICT_EVOLUTION = Field("verdict", TEXT, "Ce qu’on peut conclure", allowed=tuple(VERDICTS_EVOLUTION))
RAISON_EVOLUTION = Field(
    "raison", TEXT, "Première raison de ne pas conclure, vide si l’évolution est établie",
    allowed=("", *RAISONS_EVOLUTION),
)  # fmt: skip
P_VALEUR = Field("p_valeur", NUMBER, "Probabilité d’un résultat aussi extrême sans effet", **PROBABILITY)
P_VALEUR_BH = Field(
    "p_valeur_bh", NUMBER, "Corrigée des comparaisons multiples (Benjamini-Hochberg)", **PROBABILITY
)
P_VALEUR_HOLM = Field("p_valeur_holm", NUMBER, "Corrigée des comparaisons multiples (Holm)", **PROBABILITY)
STRUCTURES_COMMUNES = Field(
    "structures_communes", INTEGER, "Structures vues dans les deux éditions", unit=STRUCTURES, **COUNT
)
EFFET_COMPOSITION = Field(
    "effet_composition",
    NUMBER,
    "Part de « ecart_serie_points » due à la composition de l’échantillon par strate",
    **GAP,
)
PANEL_PAIRES = Field(
    "panel_paires", INTEGER, "Structures dans la base des deux éditions", unit=STRUCTURES, **COUNT
)
PANEL_PART = Field("panel_part", NUMBER, "Leur part, non pondérée", **SHARE)
PANEL_PART_REFERENCE = Field("panel_part_reference", NUMBER, "Leur part, édition de comparaison", **SHARE)
PANEL_ECART_POINTS = Field("panel_ecart_points", NUMBER, "Leur évolution", **GAP)
PANEL_IC_BAS = Field("panel_ic_bas", NUMBER, "Borne basse à 95 % (Agresti et Min)", **GAP)
PANEL_IC_HAUT = Field("panel_ic_haut", NUMBER, "Borne haute à 95 % (Agresti et Min)", **GAP)
PANEL_P_VALEUR = Field("panel_p_valeur", NUMBER, "Test exact de McNemar", **PROBABILITY)
PHRASE = Field("phrase", TEXT, "Ce qu’on peut en conclure", filled=True)
TRACE_ID_REFERENCE = Field("trace_id_reference", TEXT, "Valeur de l’édition de comparaison")
NOTE = Field("note", TEXT, "Pourquoi les deux années ne sont pas strictement comparables, ou vide")

# --- The structures seen twice -----------------------------------------------------------------
REPONSES = Field("reponses", INTEGER, "Réponses retenues", unit=STRUCTURES, **COUNT)
REPONSES_REFERENCE = Field(
    "reponses_reference", INTEGER, "Réponses retenues, édition de comparaison", unit=STRUCTURES, **COUNT
)
IDENTIFIEES = Field(
    "identifiees", INTEGER, "Structures que leur SIREN permet de suivre", unit=STRUCTURES, **COUNT
)
IDENTIFIEES_REFERENCE = Field(
    "identifiees_reference",
    INTEGER,
    "Structures que leur SIREN permet de suivre, édition de comparaison",
    unit=STRUCTURES,
    **COUNT,
)
IDENTIFIANT_CHANGE = Field(
    "identifiant_change",
    INTEGER,
    "Parmi les communes, suivies malgré une fusion ou un nouveau SIREN",
    unit=STRUCTURES,
    **COUNT,
)
TYPE_CHANGE = Field(
    "type_change", INTEGER, "Parmi les communes, dont le type n’est plus le même", unit=STRUCTURES, **COUNT
)
PART_DU_PANEL = Field("part_du_panel", NUMBER, "Structures communes / réponses de l’édition", **SHARE)

# --- Tests between types of structures ---------------------------------------------------------
MODALITES = Field("modalites", INTEGER, "Réponses observées", **COUNT)
TYPES_OBSERVES = Field("types", INTEGER, "Types de structures observés", **COUNT)
STATISTIQUE_TEST = Field("statistique", NUMBER, "F corrigé (Rao et Scott)", low=0, nullable=True)
DDL_NUMERATEUR = Field("ddl_numerateur", NUMBER, "Degrés de liberté, numérateur", above=0, nullable=True)
DDL_DENOMINATEUR = Field(
    "ddl_denominateur", NUMBER, "Degrés de liberté, dénominateur", above=0, nullable=True
)
TESTS = Field("tests", INTEGER, "Tests de l’édition", **COUNT)
AVERTISSEMENT = Field("avertissement", TEXT, "Pourquoi pas de test, ou ce qui le rend fragile, ou vide")

# --- Practices and expectations ----------------------------------------------------------------
CROISEMENT = Field("croisement", TEXT, "Nom du croisement dans le catalogue")
DOMAINE = Field("domaine", TEXT, "Domaine")
PRATIQUE_INDICATEUR = Field("pratique_indicateur", TEXT, "Indicateur des collectivités")
PRATIQUE_CATEGORIE = Field("pratique_categorie", TEXT, "Catégorie de l’indicateur des collectivités")
PRATIQUE_POPULATION = Field("pratique_population", TEXT, "Population des collectivités, dans le catalogue")
PRATIQUE_N = Field("pratique_n", INTEGER, "Collectivités actives dans le domaine", unit=STRUCTURES, **COUNT)
PRATIQUE_BASE = Field("pratique_base", INTEGER, "Base des collectivités", unit=STRUCTURES, **COUNT)
PRATIQUE_PART = Field(
    "pratique_part", NUMBER, "Part des collectivités actives, non redressée : n / base", **SHARE
)
PRATIQUE_PART_PONDEREE = Field(
    "pratique_part_ponderee",
    NUMBER,
    f"Part redressée, vide sans poids ou sous {BASE_MINIMALE} d’effectif efficace",
    **SHARE,
)
PRATIQUE_BASE_PONDEREE = Field(
    "pratique_base_ponderee", INTEGER, "Structures de la base qui ont un poids", unit=STRUCTURES, **COUNT
)
PRATIQUE_EFFECTIF_EFFICACE = Field(
    "pratique_effectif_efficace",
    NUMBER,
    "Effectif efficace de la part redressée (Kish)",
    low=0,
    nullable=True,
)
_OF_PRACTICE = (
    "à 95 % de la part redressée, ou de la part elle-même sans poids ; vide si elle n’est pas montrée"
)
PRATIQUE_IC_BAS = Field("pratique_ic_bas", NUMBER, f"Borne basse {_OF_PRACTICE}", **SHARE)
PRATIQUE_IC_HAUT = Field("pratique_ic_haut", NUMBER, f"Borne haute {_OF_PRACTICE}", **SHARE)
ATTENTE_INDICATEUR = Field("attente_indicateur", TEXT, "Indicateur des Français")
ATTENTE_CATEGORIE = Field("attente_categorie", TEXT, "Catégorie de l’indicateur des Français")
ATTENTE_POPULATION = Field("attente_population", TEXT, "Population des Français, dans le catalogue")
ATTENTE_N = Field(
    "attente_n", INTEGER, "Français qui attendent quelque chose, non pondéré", unit=PEOPLE, **COUNT
)
ATTENTE_BASE = Field("attente_base", INTEGER, "Base des Français, non pondérée", unit=PEOPLE, **COUNT)
ATTENTE_PART = Field(
    "attente_part", NUMBER, "Part redressée des Français qui attendent quelque chose", **SHARE
)
ATTENTE_IC_BAS = Field("attente_ic_bas", NUMBER, "Borne basse à 95 % de cette part", **SHARE)
ATTENTE_IC_HAUT = Field("attente_ic_haut", NUMBER, "Borne haute à 95 % de cette part", **SHARE)
RANG_PRATIQUE = Field("rang_pratique", INTEGER, "Rang du domaine parmi les seules pratiques", low=1)
RANG_ATTENTE = Field("rang_attente", INTEGER, "Rang du domaine parmi les seules attentes", low=1)
MISE_EN_GARDE = Field("mise_en_garde", TEXT, "Ce que les deux parts ne permettent pas de dire", filled=True)
NOTE_DOMAINES = Field("note", TEXT, "Ce qui sépare les deux domaines, ou vide")
