"""What runs, named in words for who watches it: steps of assets, their parts, checks, downloads.

Names only, accents included, which Dagster's own names may not have; what a step does is its declaration's.
"""

from collections.abc import Mapping
from typing import Final

from barometre_pipeline.french.spaces import NBSP
from barometre_pipeline.tables.registry import ASSETS

CHECKS: Final[Mapping[str, str]] = {
    "schema_pandera": "Schémas des tables",
    "structures_reconnues": "Structures reconnues",
    "reponses_comprises": "Réponses comprises",
    "choix_uniques_somment_a_un": "Effectifs des choix uniques",
    "ecarts_expliques": "Écarts expliqués",
    "questions_rattachees": "Questions rattachées au livre de codes",
    "sondage_lu_en_entier": "Sondage lu en entier",
    "graphiques_dessines": "Graphiques déclarés dessinés",
    "valeurs_des_indicateurs": "Valeurs montrées, celles des indicateurs",
    "documents_sans_contradiction": "Documents sans contradiction",
    "versions_figees": "Versions publiées, telles que figées",
    "derive_great_expectations": "Dérive depuis l’édition précédente (Great Expectations)",
    "chiffres_imprimes": "Chiffres imprimés de chaque indicateur",
}
_ADDED_THEMES: Final = ("indicateurs_ajoutes", "Indicateurs des thèmes ajoutés")
_OTHERS: Final[Mapping[str, str]] = {
    "chiffres_imprimes_par_indicateur": CHECKS["chiffres_imprimes"],
    "extraction_limesurvey": "Téléchargement de l’enquête LimeSurvey",
    "observation_des_fichiers": "Lecture des fichiers bruts",
    "telecharger_une_nouvelle_edition": "Téléchargement d’une nouvelle édition",
}
_SCHEMAS: Final = "controle_schema_"


def step_in_words(step: str, parts: Mapping[str, str]) -> str:
    """Name in words an asset, or a part of one (« indicateurs_ia »); "" if it is no step of an asset.

    Args:
        step: name of the step.
        parts: parts of assets (themes) -> their names in words; one that it does not know is named as it is.
    """
    if step == _ADDED_THEMES[0]:
        return _ADDED_THEMES[1]
    if step in ASSETS:
        return ASSETS[step].step.titre
    for asset in ASSETS.values():
        if asset.part and step.startswith(f"{asset.name}_"):
            part = step.removeprefix(f"{asset.name}_")
            return f"{asset.step.titre}, {asset.part} «{NBSP}{parts.get(part, part)}{NBSP}»"
    return ""


def operation_in_words(step: str, parts: Mapping[str, str]) -> str:
    """Name in words whatever a run executes; what no declaration knows is quoted as it is."""
    if known := step_in_words(step, parts) or _OTHERS.get(step):
        return known
    if step.startswith(_SCHEMAS):
        layer = step.removeprefix(_SCHEMAS).partition("_")[0]
        return f"{CHECKS['schema_pandera']} ({layer})"
    # Dagster names the operation of a check after its table: « silver__structures_structures_reconnues ».
    found = [words for name, words in CHECKS.items() if step.endswith(f"_{name}")]
    return found[0] if found else f"«{NBSP}{step}{NBSP}»"
