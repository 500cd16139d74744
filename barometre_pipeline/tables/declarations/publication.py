"""What is published as files: charts, trends, pages of the site, open data; a table is the index of its files."""

from typing import Final

from barometre_pipeline.tables import fields as f
from barometre_pipeline.tables import origins as o
from barometre_pipeline.tables import raw_inputs as raw
from barometre_pipeline.tables.declarations import indicators, quality
from barometre_pipeline.tables.declarations.codebooks import EXTENSION
from barometre_pipeline.tables.model import Several, Step, Table, each, of, same

_GROUP: Final = "publication"
CHARTS: Final = Step(
    "graphiques",
    "charts",
    frozenset({"vegalite", "png"}),
    _GROUP,
    (raw.CONFIGURATION,),
    "publication/{edition}/graphiques",
    titre="Graphiques",
)
TRENDS: Final = Step(
    "tendances",
    "trends",
    frozenset({"vegalite", "svg"}),
    _GROUP,
    folder="publication/tendances",
    titre="Tendances",
)
DECLARED: Final = Step(
    "graphiques_declares",
    "declared_charts",
    frozenset({"vegalite", "png"}),
    _GROUP,
    folder="publication/graphiques_declares",
    titre="Graphiques déclarés",
)
SITE: Final = Step(
    "site",
    "site",
    frozenset({"html"}),
    _GROUP,
    (raw.CONFIGURATION, raw.ERRATA),
    "publication/site",
    titre="Site",
)
OPEN_DATA: Final = Step(
    "donnees_ouvertes",
    "open_data",
    frozenset({"csv", "frictionless"}),
    _GROUP,
    folder="publication/donnees_ouvertes",
    titre="Données ouvertes",
)
WORKBOOK: Final = Step(
    "tableaux",
    "workbook",
    frozenset({"excel"}),
    _GROUP,
    (raw.CONFIGURATION,),
    files="publication/*/tableaux_*.xlsx",
    titre="Classeurs de tableaux",
)
_TRIS: Final[Several] = of(
    "gold/tris", "edition", "question", "sous_question", "question_libelle", "sous_question_libelle", "modalite",
    "absence", "groupe", "n", "base", "dans_base", "regle_base", "repondants", "concernees", "effectif", "part",
    "part_publiable",
    "part_ponderee_historique", "part_ponderee", "part_publiable_ponderee", "source_donnees", "publiable",
    "raison_retenue", "ponderee_publiable",
)  # fmt: skip
_EFFECTIVE: Final[Several] = of(
    "gold/estimations", "question", "sous_question", "modalite", "groupe", "effectif_efficace"
)
_TREND: Final[Several] = (
    *of(
        "gold/indicateurs", "edition", "indicateur", "categorie", "population", "ventilation", "modalite", "regle_base",
        "n", "base", "part", "part_ponderee", "base_ponderee", "effectif_efficace", "redressement_faible",
        "part_publiable", "ic_bas", "ic_haut", "ic_de", "base_faible", "source_donnees", "trace_id", "publiable",
        "ponderee_publiable",
    ),
    o.INDICATORS,
    o.POPULATIONS,
)  # fmt: skip
DECLARED_VALUES: Final[Several] = (
    *of(
        "gold/indicateurs", "edition", "indicateur", "categorie", "population", "ventilation", "modalite", "regle_base",
        "imprime",
        "n", "base", "part_publiable", "base_faible", "source_donnees", "trace_id", "publiable",
        "ponderee_publiable", "ic_de", "base_ponderee", "redressement_faible",
    ),
    o.INDICATORS,
    *of(
        "gold/evolutions", "edition", "edition_reference", "indicateur", "categorie", "population", "ventilation",
        "modalite", "part", "part_reference", "verdict",
    ),
    o.POPULATIONS,
    o.CHARTS,
    o.EDITION_CODEBOOK,
)  # fmt: skip
_TABULATED: Final[Several] = (
    *of(
        "gold/indicateurs", "edition", "indicateur", "categorie", "population", "ventilation", "modalite", "imprime",
        "n", "base", "part_publiable", "part_ponderee", "base_faible", "redressement_faible", "effectif_efficace",
        "publiable", "ponderee_publiable", "raison_retenue", "source_donnees", "ic_de", "base_ponderee",
    ),
    *of("gold/qualite", "edition", "public", "modalite", "effectif_national"),
    o.INDICATORS,
    o.POPULATIONS,
    o.CODEBOOK,
    o.EDITION_YAML,
)  # fmt: skip
_INDEX: Final = ("gold/graphiques", "gold/tendances", "gold/graphiques_declares")
# Which shares may be told, of tables that show them again.
_TOLD: Final[Several] = of(
    "gold/indicateurs", "edition", "indicateur", "categorie", "population", "ventilation", "modalite", "regle_base",
    "imprime", "publiable", "ponderee_publiable", "trace_id",
)  # fmt: skip
_SHOWN: Final[Several] = (
    *_TRIS,
    *_TOLD,
    *(c for t in _INDEX for c in of(t, "fichier_csv", "json", "svg", "svg_etroit", "png", "titre", "description")),
    *of("gold/graphiques", "question"),
    *of("gold/tendances", "indicateur"),
    *of("gold/graphiques_declares", "edition", "graphique", "indicateur", "theme", "ordre"),
    *of("gold/contexte", "reponses_recues", "reponses_retenues", "avertissements"),
    "silver/structures.type",
    *of("bronze/questions", "question", "groupe_questions"),
    *of(
        "gold/evolutions", "edition", "edition_reference", "indicateur", "categorie", "population", "modalite", "part",
        "part_reference", "ecart_points", "ecart_composition_egale", "famille", "verdict", "raison", "phrase",
        "ventilation",
    ),
    *of(
        "gold/terrain", "edition", "public", "fin", "retenues", "taux_de_reponse", "part_sans_poids", "enonce",
        "resume", "source_donnees",
    ),
    *of(
        "gold/qualite", "edition", "public", "ventilation", "modalite", "retenues", "effectif_national",
        "taux_de_reponse", "part_echantillon", "part_population", "poids",
    ),
    *of(
        "gold/sensibilite", "edition", "indicateur", "categorie", "population", "part_publiable", "si_2_fois_plus",
        "si_1_5_fois_plus", "si_1_5_fois_moins", "si_2_fois_moins", "trace_id",
    ),
    *of(
        "gold/croisements", "pratique_indicateur", "pratique_categorie", "pratique_population", "attente_indicateur",
        "attente_categorie", "attente_population", "edition", "croisement", "domaine", "pratique_n", "pratique_base",
        "pratique_part",
        "pratique_part_ponderee", "pratique_effectif_efficace", "pratique_ic_bas", "pratique_ic_haut", "rang_pratique",
        "attente_n", "attente_base", "attente_part", "attente_ic_bas", "attente_ic_haut", "rang_attente", "note",
        "source_donnees", "source_attente",
    ),
    *of(
        "gold/rapprochement", "chiffre", "document", "rubrique", "edition", "edition_reference", "statistique",
        "indicateur", "categorie", "population", "valeur_publiee", "valeur_arrondie", "statut", "raison", "explication",
        "donnees", "trace_id", "valeur_calculee", "ecart", "n", "base",
    ),
    *of(
        "gold/indicateurs", "n", "base", "part_publiable", "part_ponderee", "base_ponderee", "redressement_faible",
        "ic_bas", "ic_haut", "ic_de", "source_donnees",
    ),
    *of("gold/non_calculables", "edition", "indicateur", "categorie", "population", "raison"),
    *of("gold/donnees_ouvertes", "fichier", "octets"),
    *of("gold/tableaux", "fichier", "octets"),
    *of("gold/supports", "fichier", "octets"),
    *of("gold/scores", "edition", "donnees", "compares", "retrouves", "ecarts", "contredits", "phrase"),
    *of(
        "gold/contradictions", "indicateur", "categorie", "population", "edition", "chiffre_a", "chiffre_b", "constat",
    ),
    o.EDITION_YAML,
    o.INDICATORS,
    o.POPULATIONS,
    o.CODEBOOK,
    o.FAMILY,
    o.CHARTS,
    o.CROSSINGS,
    o.PRINTED_DOCUMENTS,
    o.ERRATA,
    o.EDITION_ERRATA,
)  # fmt: skip

GRAPHIQUES = Table(
    "gold/graphiques",
    "Les graphiques produits, un par question, et leurs fichiers.",
    CHARTS,
    {
        **same("gold/tris", f.QUESTION),
        **each(
            (*_TRIS, *of("bronze/questions", "question", "nature"), o.EDITION_YAML),
            f.FICHIER_CSV, f.JSON, f.SVG, f.SVG_ETROIT, f.PNG,
        ),
        f.TITRE: "gold/tris.question_libelle",
        f.DESCRIPTION: (*_TRIS, *of("bronze/questions", "question", "nature"), o.EDITION_YAML),
    },
)  # fmt: skip

TENDANCES = Table(
    "gold/tendances",
    "Les graphiques d’évolution, un par indicateur connu pour au moins deux années, avec leurs intervalles.",
    TRENDS,
    {
        **same("gold/indicateurs", f.INDICATEUR),
        **each(_TREND, f.FICHIER_CSV, f.JSON, f.SVG, f.SVG_ETROIT, f.PNG),
        f.TITRE: o.INDICATORS,
        f.DESCRIPTION: _TREND,
    },
    source="",
    also_reads=EXTENSION,
    keys=(("indicateur",),),
)

GRAPHIQUES_DECLARES = Table(
    "gold/graphiques_declares",
    "Les graphiques de chaque édition que déclarent le catalogue (catalogue/graphiques) et les livres de codes des "
    "éditions (codebook.yaml, clé « graphiques »).",
    DECLARED,
    {
        f.EDITION: ("gold/indicateurs.edition", o.CHARTS, o.EDITION_CODEBOOK),
        f.GRAPHIQUE: (o.CHARTS, o.EDITION_CODEBOOK),
        **same("gold/indicateurs", f.INDICATEUR),
        f.THEME: o.INDICATORS,
        f.ORDRE_GRAPHIQUE: (o.CHARTS, o.EDITION_CODEBOOK),
        **each(DECLARED_VALUES, f.FICHIER_CSV, f.JSON, f.SVG, f.SVG_ETROIT, f.PNG),
        f.TITRE: (o.CHARTS, o.EDITION_CODEBOOK),
        f.DESCRIPTION: DECLARED_VALUES,
    },
    source="",
    also_reads=EXTENSION,
    keys=(("edition", "graphique"),),
)

PAGES = Table(
    "gold/pages",
    "Les fichiers du site : pages, tableaux de chaque indicateur, recherche.",
    SITE,
    {f.FICHIER_PUBLIE: (o.WRITTEN_FILES, o.EDITIONS), f.OCTETS: (o.WRITTEN_FILES, *_SHOWN)},
    source="",
    also_reads=EXTENSION,
    keys=(("fichier",),),
)

_OPENED: Final[Several] = (
    *_TRIS,
    *of(
        "gold/indicateurs", *indicators.INDICATOR_KEY, "edition", "regle_base", "imprime", "n", "base",
        "part_publiable", "part_ponderee", "base_ponderee", "redressement_faible", "ic_bas", "ic_haut", "ic_de",
        "base_faible", "source_donnees", "publiable", "raison_retenue", "ponderee_publiable", "trace_id",
    ),
    *of(
        "gold/evolutions", *indicators.INDICATOR_KEY, "edition", "edition_reference", "part", "part_reference",
        "base_publiee", "base_publiee_reference", "ecart_points", "ecart_composition_egale", "famille", "verdict",
        "raison", "phrase", "note", "source_donnees", "source_reference",
    ),
    *_EFFECTIVE,
    *of("gold/terrain", *quality.TERRAIN.columns),
    *of("gold/qualite", *quality.QUALITE.columns),
    "gold/rapprochement.trace_id",
    *of("gold/sensibilite", *quality.SENSIBILITE.columns),
    o.INDICATORS,
    o.POPULATIONS,
    o.CODEBOOK,
)  # fmt: skip

DONNEES_OUVERTES = Table(
    "gold/donnees_ouvertes",
    "Le paquet de données ouvertes : indicateurs, sondages, tris, évolutions, échantillons et dictionnaire, sans ce "
    "qui ne peut être publié.",
    OPEN_DATA,
    {f.FICHIER_PUBLIE: o.WRITTEN_FILES, f.OCTETS: (o.WRITTEN_FILES, *_OPENED)},
    source="",
    also_reads=EXTENSION,
    keys=(("fichier",),),
)

TABLEAUX = Table(
    "gold/tableaux",
    "Les classeurs de tableaux, un par édition : une feuille par thème, colonnes par type, taille et région, ou par "
    "profil pour les Français, avec les lettres des écarts significatifs.",
    WORKBOOK,
    {
        f.EDITION: _TABULATED,
        f.FICHIER_PUBLIE: (o.WRITTEN_FILES, *_TABULATED),
        f.OCTETS: (o.WRITTEN_FILES, *_TABULATED),
    },
    source="",
    also_reads=EXTENSION,
    keys=(("edition",),),
)
