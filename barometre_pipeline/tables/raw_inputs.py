"""What the pipeline reads of the raw folder, by name: each is a node of Dagster's graph and a line of a step's record.

Names and words only; which files they are is ``provenance.inputs``'.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class RawInput:
    """Files received or written by a person, for one edition.

    Attributes:
        name: in keys and records.
        title: in words.
        description: in French, for the analyst.
        personal: holds personal data.
    """

    name: str
    title: str
    description: str
    personal: bool = False


EXTRACT: Final = RawInput(
    "extrait",
    "Extrait LimeSurvey",
    "Les réponses telles que le serveur les a exportées, dans « limesurvey/ ».",
    personal=True,
)
STRUCTURE: Final = RawInput(
    "structure", "Structure du questionnaire", "Le questionnaire (.lss, .txt) qui explique l’extrait."
)
REVIEWED: Final = RawInput(
    "correspondances",
    "Correspondances relues",
    "Qui a donné chaque réponse, relu par une personne : le fichier que « structures.correspondances » nomme.",
    personal=True,
)
DECISIONS: Final = RawInput(
    "decisions", "Décisions", "decisions.csv : qui est qui, décidé par une personne ; rejoué à chaque calcul."
)
CONFIGURATION: Final = RawInput(
    "edition_yaml",
    "Configuration de l’édition",
    "edition.yaml : dates, règles de nettoyage, effectifs nationaux.",
)
CODEBOOK: Final = RawInput(
    "livre_de_codes",
    "Livre de codes de l’édition",
    "codebook.yaml : ce que l’édition ajoute au catalogue commun.",
)
POLL: Final = RawInput(
    "sondage", "Livraison du sondage", "Les fichiers de l’institut, dans « ipsos/ ».", personal=True
)
PUBLISHED: Final = RawInput(
    "tableaux_publies", "Tableaux publiés", "Les tableaux d’une édition dont il ne reste pas les réponses."
)
LISTS: Final = RawInput(
    "referentiel", "Listes officielles", "Communes, intercommunalités, départements et régions de l’année."
)
DOCUMENTS: Final = RawInput(
    "documents",
    "Documents à vérifier",
    "Les publications et brouillons (.txt, .md, .pdf, .docx, .pptx, .html) déposés dans « documents/ ».",
)
ERRATA: Final = RawInput(
    "errata",
    "Corrections de l’édition",
    "errata.yaml : ce qui a été publié puis corrigé, écrit par une personne.",
)
RAW_INPUTS: Final = {
    i.name: i
    for i in (
        EXTRACT,
        STRUCTURE,
        REVIEWED,
        DECISIONS,
        CONFIGURATION,
        CODEBOOK,
        POLL,
        PUBLISHED,
        LISTS,
        DOCUMENTS,
        ERRATA,
    )
}
