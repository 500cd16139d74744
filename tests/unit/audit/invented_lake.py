"""A catalogue of a few questions and a lake of nine structures, four people and one published table, all invented.

Small enough to count every figure by hand. 2031 has responses and a poll, 2022 only published tables.
"""

from pathlib import Path
from typing import Any

import pandas as pd

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.indicator import IndicatorTheme
from barometre_pipeline.catalogue.model import Codebook, QuestionnaireState, Theme
from barometre_pipeline.catalogue.populations import GroupNote, Population, Populations
from barometre_pipeline.lake import Lake
from barometre_pipeline.tables.records import StepRecord, write_record
from barometre_pipeline.vocabulary import STRATES

NBSP = "\u00a0"
OUI = {"variable": "avis", "dans": ["oui"]}
EMPTY, NOT_ASKED = "@sans_reponse", "@non_posee"

_LOCAL, _POLL = {"public": "collectivites"}, {"public": "francais"}
_ESSAI: list[dict[str, Any]] = [
    {
        **_LOCAL, "nom": "avis", "type": "choix_unique", "libelle": "Avis", "question": "Quel est votre avis ?",
        "modalites": {"oui": "Oui", "non": "Non", "nsp": "Ne sait pas"},
        "editions": {
            "2022": {"question": "T1", "modalites": {"oui": "1", "non": "2", "nsp": "9"}},
            "2031": {
                "question": "A1", "note": "Question reformulée en 2031.",
                "condition": {"variable": "cases", "coche": ["a"]},
            },
        },
    },
    {
        **_LOCAL, "nom": "cases", "type": "choix_multiple", "libelle": "Outils", "question": "Quels outils ?",
        "items": {"a": "Tableur", "b": "Base", "rien": "Aucun"}, "exclusifs": ["rien"],
        "editions": {"2022": {"question": "T2"}, "2031": {"question": "C1"}},
    },
    {
        **_POLL, "nom": "age", "type": "choix_unique", "libelle": "Âge", "question": "Quel âge avez-vous ?",
        "profil": True, "modalites": {"jeune": "18 à 24 ans", "autre": "25 ans et plus"},
        "editions": {"2031": {"question": "AGE"}},
    },
    {
        **_POLL, "nom": "opinion", "type": "choix_unique", "libelle": "Opinion", "question": "Votre opinion ?",
        "modalites": {"pour": "Pour", "contre": "Contre"}, "editions": {"2031": {"question": "Q7"}},
    },
    {
        **_POLL, "nom": "usages", "type": "choix_multiple", "libelle": "Usages", "question": "Vos usages ?",
        "items": {"web": "Le Web"}, "editions": {"2031": {"question": "Q8"}},
    },
]  # fmt: skip
_AUTRE: list[dict[str, Any]] = [
    {
        **_LOCAL, "nom": "grille", "type": "tableau", "libelle": "Actions", "question": "Où en êtes-vous ?",
        "modalites": {"fait": "Fait", "prevu": "Prévu"}, "items": {"x": "Eau", "y": "Énergie"},
        "editions": {"2031": {"question": "G1"}},
    },
]  # fmt: skip


def _words(name: str) -> dict[str, str]:
    return {
        "nom": name, "libelle": f"Libellé {name}", "definition": f"Définition de {name}.",
        "numerateur": f"Numérateur de {name}.", "base": f"Base de {name}.", "population": "ensemble",
    }  # fmt: skip


_DONE = {"variable": "grille", "un_item": True, "dans": ["fait"]}
_INDICATORS: list[dict[str, Any]] = [
    {
        **_words("avis_donne"), "variable": "avis", "par_modalite": True, "exclure": ["nsp"],
        "comparabilite": {"2031": "Comparable depuis 2031."},
    },
    {**_words("outils"), "mesure": "mentions", "variable": "cases", "par_item": {"coche": True}},
    {**_words("repondants"), "mesure": "effectif"},
    {
        **_words("opinion_pour"), "public": "francais", "variable": "opinion", "par_modalite": True,
        "population": "francais",
    },
    {
        **_words("usage"), "public": "francais", "variable": "usages", "par_item": {"coche": True},
        "population": "francais",
    },
    {
        **_words("actions"), "variable": "grille", "exclure": ["nsp", "prevu"],
        "categories": {"faite_et_dite": {"libelle": "Faite et dite", "si": {"tous": [_DONE, OUI]}}},
    },
]  # fmt: skip
_POPULATIONS: list[dict[str, Any]] = [
    {"nom": "ensemble", "libelle": "Ensemble", "strates": tuple(STRATES)},
    *({"nom": s, "libelle": STRATES[s], "strates": (s,)} for s in ("autres", "epci", "regions")),
    {"nom": "locales", "libelle": "EPCI et régions", "strates": ("epci", "regions")},
    {"nom": "grands_epci", "libelle": "Grands EPCI", "parmi": "locales", "strates": ("epci",), "habitants_min": 2000},
    {"nom": "favorables", "libelle": "Favorables", "parmi": "locales", "condition": OUI},
    {"nom": "toutes_favorables", "libelle": "Toutes", "condition": OUI},
    {"nom": "chacun", "libelle": "Chacune d’elles", "minimum_de": ("autres", "epci", "regions")},
    {"nom": "francais", "libelle": "Français", "public": "francais"},
]  # fmt: skip


def invented_catalogue() -> Catalogue:
    """Return the definitions: two themes of questions and one of indicators."""
    themes = tuple(
        Theme.model_validate({"theme": name, "libelle": name, "ordre": rank, "variables": variables})
        for rank, (name, variables) in enumerate((("essai", _ESSAI), ("autre", _AUTRE)))
    )
    states = (
        ("2031", "collectivites", "demonstration", "exclues", "Questionnaire inventé."),
        ("2031", "francais", "demonstration", "incluses", ""),
        ("2022", "collectivites", "agregats", "exclues", ""),
    )
    fields = ("edition", "public", "statut", "sans_reponse", "note")
    book = Codebook(
        themes, tuple(QuestionnaireState.model_validate(dict(zip(fields, s, strict=True))) for s in states)
    )
    theme = IndicatorTheme.model_validate(
        {"theme": "essai", "libelle": "Essai", "ordre": 1, "indicateurs": _INDICATORS}
    )
    people = {str(p["nom"]): Population.model_validate(p) for p in _POPULATIONS}
    note = GroupNote(population="favorables", edition="2031", note="Sous-population de 2031.")
    categories = {i.nom: i.resolve(book) for i in theme.indicateurs}
    return Catalogue(book, Populations(people, (note,)), (theme,), categories, ())


# id, ligne, strate, habitants, A1, the two rows of G1, the three boxes of C1
RESPONSES = [
    (1, 2, "epci", 5000, "AO01", "AO01", "AO02", "Y", "Y", "N"),
    (2, 3, "epci", 1500, "AO01", EMPTY, NOT_ASKED, "N", "Y", "N"),
    (3, 5, "epci", 3000, "AO02", EMPTY, EMPTY, "N", "N", "Y"),
    (4, 9, "epci", 2000, "AO03", "AO02", "AO01", "Y", "N", "N"),
    (5, 11, "regions", 9000, "AO01", "AO01", "AO01", "Y", "N", "N"),
    (6, 12, "regions", 8000, EMPTY, "AO02", "AO02", "N", "N", "N"),
    (7, 14, "regions", 7000, "AO02", NOT_ASKED, NOT_ASKED, EMPTY, EMPTY, EMPTY),
    (8, 20, "departements", 6000, "AO01", "AO02", "AO02", "N", "Y", "N"),
    (9, 21, "epci", 4000, EMPTY, "AO02", "AO02", "N", "Y", "N"),
]
_COLUMNS = [
    "id_reponse", "ligne", "strate", "population", "A1", "G1[SQ001]", "G1[SQ002]",
    "C1[SQ001]", "C1[SQ002]", "C1[SQ003]",
]  # fmt: skip
TABLES = [
    ("T1", "1", "epci", 4, 10, 40, ""),
    ("T1", "2", "epci", 5, 10, 50, ""),
    ("T1", "9", "epci", 1, 10, 10, ""),
    ("T1", "99", "epci", 0, 10, 0, ""),
    ("T1", "1", "regions", 2, 3, 67, "66 corrigé"),
    ("T1", "9", "regions", 1, 3, 33, ""),
    ("T1", "1", "departements", 7, 7, 100, ""),
    ("T1", "1", "ensemble", 13, 20, 65, ""),
    ("T2", "SQ001", "epci", 3, 10, 30, ""),
    ("T2", "SQ001", "ensemble", 9, 20, 45, ""),
]


def invented_lake(folder: Path) -> Lake:
    """Write the tables that a card reads, and what the run recorded of its own versions."""
    lake = Lake.at(folder)

    def write(table: str, rows: list[tuple[Any, ...]], columns: str, edition: str = "2031") -> None:
        lake.write(table, pd.DataFrame(rows, columns=columns.split()), edition)

    responses = pd.DataFrame(RESPONSES, columns=_COLUMNS)
    lake.write("silver/reponses", responses.drop(columns=["strate", "population"]), "2031")
    lake.write("silver/structures", responses[["strate", "population", "id_reponse"]].iloc[::-1], "2031")
    plan = [
        ("epci", 100, 5, "epci"), ("regions", 18, 3, "regions"), ("departements", 95, 1, "departements"),
        ("metropoles", 21, 0, "epci"),
    ]  # fmt: skip
    write("silver/plan_de_sondage", plan, "strate effectif_national repondants strate_representante")
    questions = [
        ("A1", "Quel est  votre avis ?", ""),
        ("G1[SQ001]", "Où en êtes-vous : eau ?", "L’eau ?"),
        ("C1[SQ001]", "Quels outils ?", "Le tableur"),
        ("C1[SQ002]", "Quels outils ?", ""),
    ]
    write("bronze/questions", questions, "colonne question_libelle sous_question_libelle")
    answers = [
        ("A1", "AO01", "Oui !"),
        ("C1[SQ001]", "AO01", "ailleurs"),
        ("G1[SQ002]", "AO01", "C’est fait"),
    ]
    write("bronze/modalites", answers, "colonne code libelle")
    write("bronze/extraits", [("reponses", "r.csv", "aa", 5, "x")], "role fichier sha256 octets autre")
    context = (20, 3, 4, 1, 3, "r.csv")
    write("gold/contexte", [context], "reponses_recues vides incompletes douteuses doublons extrait")
    people = [("2", "1", "1"), ("1", "1", "0"), ("1", EMPTY, "1"), ("1", "2", "0")]
    write("silver/sondes", people, "AGE Q7 Q8_1")
    write("bronze/sondage_variables", [("Q7", "Votre opinion ?", "")], "variable libelle libelle_item")
    write("bronze/sondage_modalites", [("Q7", "1", "Plutôt pour")], "variable code libelle")
    write("bronze/sondage_extraits", [("s.sav", "bb", 6)], "fichier sha256 octets")
    names = "question modalite groupe effectif taille_groupe pourcentage_imprime correction"
    write("silver/agregats", TABLES, names, "2022")
    write("bronze/agregats_extraits", [("t.csv", "cc", 7)], "fichier sha256 octets", "2022")
    configuration = {"edition_yaml": {"2031/edition.yaml": "conf2031"}}
    write_record(lake, "indicateurs_essai", "2031", StepRecord("code2031", configuration))
    write_record(lake, "recueil", None, StepRecord("codetoutes"))
    return lake
