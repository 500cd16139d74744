"""Words every table shares: groups, strates, and the codes of what is not an answer.

Only names, their French labels and the size of a small base belong here; no file format and no statistics.
"""

from enum import StrEnum
from typing import Final

# --- What is not an answer -------------------------------------------------------------------
# A LimeSurvey answer code is at most five letters or digits, so a code opening with "@" can never
# collide with one. The three states are kept apart in every layer.
SANS_REPONSE: Final = "@sans_reponse"  # displayed and left empty
NON_POSEE: Final = "@non_posee"  # never displayed (condition, page not reached)
INDETERMINE: Final = "@indetermine"  # the export form cannot tell the two above apart

LIBELLES_MANQUANTS: Final[dict[str, str]] = {
    SANS_REPONSE: "Sans réponse",
    NON_POSEE: "Non posée",
    INDETERMINE: "Sans réponse ou non posée",
}

# --- Boxes of multiple choice questions ------------------------------------------------------
COCHE: Final = "Y"
NON_COCHE: Final = "N"
LIBELLES_CASES: Final[dict[str, str]] = {COCHE: "Oui", NON_COCHE: "Non cochée"}
AUCUNE_CASE: Final = "Aucune case cochée"  # a multiple choice displayed and left empty

# --- What a tabulated row counts when it is no answer ------------------------------------------
ABSENCES: Final[dict[str, str]] = {
    SANS_REPONSE: "sans_reponse",  # of a multiple choice: displayed, no box ticked
    NON_POSEE: "non_posee",  # in no base
    INDETERMINE: "indetermine",
}
NON_COCHEE: Final = "non_cochee"  # one box, of those to whom the question was put

# --- Who answers -----------------------------------------------------------------------------
STRATES: Final[dict[str, str]] = {
    "communes_moins_3500": "Communes de moins de 3 500 habitants",
    "communes_3500_10000": "Communes de 3 500 à 10 000 habitants",
    "communes_10000_100000": "Communes de 10 000 à 100 000 habitants",
    "communes_plus_100000": "Communes de plus de 100 000 habitants",
    "epci": "EPCI (hors métropoles)",
    "metropoles": "Métropoles",
    "departements": "Départements",
    "regions": "Régions",
    "autres": "Autres structures",
}
STRATES_COMMUNES: Final = tuple(s for s in STRATES if s.startswith("communes_"))

TYPES: Final[dict[str, str]] = {
    "communes": "Communes",
    "epci": "EPCI (hors métropoles)",
    "metropoles": "Métropoles",
    "departements": "Départements",
    "regions": "Régions",
    "autres": "Autres structures",
}

GROUPES: Final[dict[str, str]] = {
    "ensemble": "Ensemble",
    "hors_moins_3500": "Ensemble hors communes de moins de 3 500 habitants",
    "communes": "Communes",
    **{s: STRATES[s] for s in STRATES_COMMUNES},
    "epci": STRATES["epci"],
    "metropoles": STRATES["metropoles"],
    "departements": STRATES["departements"],
    "regions": STRATES["regions"],
    "autres": STRATES["autres"],
}

# --- What is too small to be commented alone -----------------------------------------------
BASE_MINIMALE: Final = 30  # a base of fewer is said to be small

# --- Who is in the base of a share ---------------------------------------------------------
# Whether those who were asked and left the question empty stay in the denominator. Printed figures follow the
# rule of their edition; a series over the years follows one rule for all of them.
REGLES_BASE: Final[dict[str, str]] = {
    "sans_reponse_incluses": "réponses vides comprises dans la base",
    "sans_reponse_exclues": "réponses vides hors de la base",
}
REGLE_INCLUSES, REGLE_SERIES = REGLES_BASE
# The same of a tabulated answer: which structures of a group are its base.
STRUCTURES_DE_LA_BASE: Final[dict[str, str]] = {
    REGLE_INCLUSES: "à qui la question a été posée, « Sans réponse » comprises",
    REGLE_SERIES: "à qui la question a été posée et qui y ont répondu",
}
# Why a row is not told outside the house; one rule, ``statistics.disclosure``.
RAISONS_RETENUE: Final[dict[str, str]] = {
    "": "publiable",
    "reponse_rare": "réponse trop rare : moins de 5 structures, ou de quoi en retrouver une par soustraction",
    "ventilation": "ventilation trop fine : une réponse compterait moins de 5 structures dans ce groupe, ou dans "
    "ce qui en resterait",
    "question": "trop peu de réponses, ou réponses qui diraient ce qu’a fait chaque structure d’un petit groupe",
    "hors_base": "hors de la base de la part publiée",
    "autre_base": "seule la part de la règle imprimée, ou de la règle des séries, est publiée",
}
# Which share an interval is that of: a column of the same row.
INTERVALLES_DE: Final[dict[str, str]] = {
    "": "aucun intervalle",
    "part": "part non redressée",
    "part_ponderee": "part redressée",
}
LIGNE_VIDES: Final = "sans-reponse"  # the row of a published table that counts empty answers

# --- What may be said of a change between two editions -----------------------------------------
VERDICTS_EVOLUTION: Final[dict[str, str]] = {
    "hausse_etablie": "Hausse établie",
    "baisse_etablie": "Baisse établie",
    "non_etablie": "Évolution non établie",
    "non_jugee": "Pas de verdict",
}
# The first of these that holds is why a change is not established.
RAISONS_EVOLUTION: Final[dict[str, str]] = {
    "serie_rompue": "une des deux années n’existe qu’avec les réponses vides dans la base, la série est rompue",
    "non_comparable": "la question ou la population n’est pas la même les deux années",
    "sans_reponses": "une des deux années n’existe qu’en tableaux publiés, la composition de l’échantillon ne peut pas "
    "être neutralisée",
    "hors_famille": "cette part n’est pas de celles dont le catalogue déclare la comparaison",
    "grandeur": "cette grandeur ne se compare pas à composition égale",
    "base_faible": f"une des deux bases est sous {BASE_MINIMALE}",
    "effectif_faible": f"à composition égale, un des deux effectifs efficaces est sous {BASE_MINIMALE}",
    "sens_contraires": "les mesures de l’évolution ne vont pas toutes dans le même sens",
    "panel": "parmi les structures qui ont répondu les deux fois, la part ne bouge pas ou va dans l’autre sens",
    "intervalle": "l’intervalle contient zéro",
}

ENSEMBLE: Final = "toutes"  # what looks across editions, where a record or a run names an edition

# --- Where a number comes from ---------------------------------------------------------------
SOURCES_DONNEES: Final[dict[str, str]] = {
    "reelles": "Données réelles",
    "agregats": "Tableaux agrégés publiés (pas de microdonnées)",
    "demonstration": "Données de démonstration (synthétiques)",
}
# The same in a word, from what proves most to what proves nothing.
PREUVES: Final[dict[str, str]] = {
    "reelles": "données réelles",
    "agregats": "tableaux publiés",
    "demonstration": "démonstration",
}

# --- What becomes of a response, of a structure, of a printed figure --------------------------
MOTIFS: Final[dict[str, str]] = {
    "vide": "Aucune réponse",
    "incomplete": "Questionnaire non terminé",
    "douteuse": "Structure douteuse",
    "doublon": "Autre réponse de la même structure",
}
VERDICTS: Final = ("certain", "probable", "a_revoir", "hors_champ", "vide_ou_test")
STATUTS_RAPPROCHEMENT: Final[dict[str, str]] = {
    "reproduit": "reproduit",
    "cale": "calé",  # found again in data that were fitted to it: that proves nothing
    "ecart": "écart",
    "non_calculable": "non calculable",
    "contradiction": "contredit par un autre chiffre imprimé",
}
REGLES_CONTRADICTION: Final[dict[str, str]] = {
    "valeurs_differentes": "Une même part imprimée avec deux valeurs",
    "evolution": "Une évolution imprimée qui ne suit pas des niveaux imprimés",
    "parties_et_tout": "Des parties d’un tout qui le dépassent",
    "sous_population": "Une partie de la population que l’ensemble ne permet pas",
    "effectif_impossible": "Un pourcentage qu’aucun nombre entier de répondants ne donne",
    "deux_populations": "Une même valeur donnée pour deux populations",
    "deux_bases": "Une même valeur donnée sur deux bases",
    "deux_editions": "Une même valeur donnée pour deux années",
    "tailles": "Des tailles d’échantillon qui ne s’accordent pas",
    "dates": "Des dates qui ne s’accordent pas",
    "rang": "Un rang affirmé que les niveaux imprimés démentent",
    "sens": "Une évolution affirmée que les niveaux imprimés démentent",
    "affirmation": "Une affirmation que les nombres imprimés démentent",
}
REGLES_DE_PHRASES: Final = ("dates", "rang", "sens", "affirmation")  # what they oppose is words, not a figure
TYPES_AFFIRMATION: Final[dict[str, str]] = {
    "effectif": "Effectif",
    "date": "Date",
    "rang": "Rang",
    "stabilite": "Stabilité",
    "direction": "Sens d’une évolution",
    "comparaison": "Comparaison",
    "doublement": "Doublement",
    "total": "Total",
    "annonce": "Annonce",
}
VERDICTS_AFFIRMATION: Final = ("vrai", "faux", "non vérifiable")


class ColumnKind(StrEnum):
    """What a column of an extract holds, which decides how it is tabulated."""

    SINGLE = "choix_unique"  # L ! O Y G C5 5 A B C E F H 1 : one code of a closed list
    MULTIPLE = "case"  # one box of M or P, or of a ":" array of check boxes
    RANK = "rang"  # one rank of R
    NUMERIC = "numerique"  # N, K, ":" numbers
    DATE = "date"
    TEXT = "texte"  # S T U Q ";" : free text, personal data until proved otherwise
    OTHER_TEXT = "autre_texte"  # text of an "other" answer
    COMMENT = "commentaire"
    FILE = "fichier"
    FILE_COUNT = "nombre_fichiers"
    LANGUAGE = "langue"
    EQUATION = "equation"
    DISPLAY = "affichage"  # X: shows a text, holds nothing


CLOSED_KINDS = frozenset({ColumnKind.SINGLE, ColumnKind.MULTIPLE, ColumnKind.RANK})
# What silver holds as a box: of an « other » text, whether there is one, where the question is a multiple choice.
BOX_KINDS = frozenset({ColumnKind.MULTIPLE, ColumnKind.OTHER_TEXT})


def strates_of_group(group: str) -> tuple[str, ...]:
    """Return the strates that make up a group of ``GROUPES``.

    Raises:
        KeyError: the group is not one of ``GROUPES``.
    """
    if group == "ensemble":
        return tuple(STRATES)
    if group == "hors_moins_3500":
        return tuple(s for s in STRATES if s != "communes_moins_3500")
    if group == "communes":
        return STRATES_COMMUNES
    if group not in STRATES:
        raise KeyError(group)
    return (group,)


GROUPES_EN_STRATES: Final = {group: strates_of_group(group) for group in GROUPES}


def weakest_source(sources: str) -> str:
    """Return what proves least among the sources of a figure (« reelles; demonstration »), "" where it has none."""
    order = list(PREUVES)
    return max((s for s in sources.split("; ") if s), key=order.index, default="")


def status_in_words(status: str, sources: str) -> str:
    """Say where a printed figure stands and on what data: « reproduit (données réelles) », « calé (démonstration) »."""
    source = weakest_source(sources)
    return f"{STATUTS_RAPPROCHEMENT[status]} ({PREUVES[source]})" if source else STATUTS_RAPPROCHEMENT[status]
