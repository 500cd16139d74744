"""Where columns come from when they come from no table: files received, YAML, official lists, the code.

One origin per thing an analyst could go and look at; which column comes from it is said in ``declarations``.
"""

from typing import Final

from barometre_pipeline.tables.model import CodeOf, Origin

# --- What is received --------------------------------------------------------------------------
EXTRACT: Final = Origin("extrait de réponses LimeSurvey de l’édition")
QUESTIONNAIRE: Final = Origin(
    "structure du questionnaire LimeSurvey, à défaut les en-têtes et cellules de l’extrait"
)
REVIEWED: Final = Origin("fichier relu « structures.correspondances » de l’édition")
DECISIONS: Final = Origin("decisions.csv, les décisions de relecture de l’édition")
POLL: Final = Origin("fichiers livrés par l’institut de sondage")
POLL_YAML: Final = Origin("sondage.yaml de l’édition")
PUBLISHED_TABLES: Final = Origin("agregats/tableaux.csv de l’édition")
ANOMALIES: Final = Origin("agregats/anomalies.yaml de l’édition")
RAW_FILES: Final = Origin("fichiers bruts de l’édition : nom, taille, octets")
DOCUMENTS: Final = Origin("documents déposés dans « documents/ » de l’édition")
OFFICIAL_LISTS: Final = Origin("listes officielles (data_raw/referentiels)")
EDITION_CODEBOOK: Final = Origin("codebook.yaml de l’édition")
EDITION_ERRATA: Final = Origin("errata.yaml de l’édition")
EDITION_YAML: Final = Origin("edition.yaml de l’édition")

# --- What the package says ---------------------------------------------------------------------
CODEBOOK: Final = Origin("catalogue/codebook")
INDICATORS: Final = Origin("catalogue/indicateurs")
POPULATIONS: Final = Origin("catalogue/populations.yaml")
CHARTS: Final = Origin("catalogue/graphiques")
SUPPORT: Final = Origin("catalogue/support.yaml")
FAMILY: Final = Origin("catalogue/famille.yaml")
CROSSINGS: Final = Origin("catalogue/croisements.yaml")
FIGURES: Final = Origin("catalogue/figures_publiees.csv")
PRINTED_DOCUMENTS: Final = Origin("catalogue/documents.yaml")
ERRATA: Final = Origin("catalogue/errata.yaml")
CLAIMS: Final = Origin("catalogue/affirmations.csv")
NOTICES: Final = Origin("catalogue/notices.yaml")
SAMPLES: Final = Origin("catalogue/echantillons.yaml")
EXPLANATIONS: Final = Origin("catalogue/explications.yaml")
TERRITORY_RULES: Final = Origin("catalogue/territoires")
GROUPS: Final = Origin("groupes de structures du vocabulaire")
TYPES_OF_STRUCTURES: Final = Origin("types de structures du vocabulaire")
CONSTANT: Final = Origin("constante du code")

# --- What identifies a computation -------------------------------------------------------------
PARTITION: Final = Origin("édition calculée, clé de la partition")
EDITIONS: Final = Origin("éditions présentes dans le lac")
OWN_KEYS: Final = Origin("empreinte des clés de la ligne")
PACKAGE_VERSION: Final = Origin("version du paquet barometre-pipeline")
FIGURES_CODE: Final = CodeOf("code de gold/tris et de tout ce dont elle est calculée", "gold/tris")
WRITTEN_FILES: Final = Origin("fichier écrit : nom, taille")
