"""Which columns of an extract hold personal data: known by their type, their code or wording, their content.

Only recognition belongs here; whoever writes a table past the first layer leaves these columns out.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

import pandas as pd

from barometre_pipeline.personal_text import CONTACTS, Mark
from barometre_pipeline.sources.limesurvey.model import Questionnaire
from barometre_pipeline.vocabulary import CLOSED_KINDS, ColumnKind

_BY_TYPE: Final = {
    ColumnKind.TEXT: "texte libre",
    ColumnKind.OTHER_TEXT: "texte libre d’une réponse « Autre »",
    ColumnKind.COMMENT: "commentaire libre",
    ColumnKind.FILE: "fichier joint (noms et descriptions de fichiers)",
}
_BY_WORDS: Final = (
    (
        re.compile(r"\b(e-?mails?|mel|courriels?|adresses? (electroniques?|mails?))\b|adresseelec"),
        "adresse électronique",
    ),
    (re.compile(r"\b(telephones?|portable|tel(?! que\b)|gsm|phones?)\b"), "numéro de téléphone"),
    (
        re.compile(r"\b(prenoms?|noms? (et|de famille|de la personne)|votre nom|first names?|last names?)\b"),
        "nom de personne",
    ),
    (re.compile(r"\badresse (postale|ip|personnelle)\b|\bdate de naissance\b"), "coordonnées personnelles"),
)
_FULL_NAME: Final = Mark(
    re.compile(r"^(?:[A-ZÀ-Ý][a-zà-ÿ'’-]+)(?: (?:d[eu']|la|[A-ZÀ-Ý][\w'’-]+))+$"), "nom de personne"
)
_BY_CONTENT: Final = (*CONTACTS, _FULL_NAME)
_WORD: Final = re.compile(r"[A-Za-z]\w*(?:\[\w+\])*$")
_SYSTEM: Final = {
    "token": "code d’accès d’un participant",
    "ipaddr": "adresse IP",
    "refurl": "adresse d’origine, qui peut contenir un identifiant",
    "firstname": "nom de personne",
    "lastname": "nom de personne",
    "email": "adresse électronique",
}


def personal_columns(questionnaire: Questionnaire, values: pd.DataFrame) -> dict[str, str]:
    """Return the columns that hold, or may hold, personal data, with the reason in French.

    Every free text is one; a number, date or equation is when its code, wording or content says so.
    Closed columns hold answer codes only and never are.

    Args:
        questionnaire: the survey.
        values: columns of ``Extract.values``, all or some.
    """
    reasons: dict[str, str] = {}
    for code in values.columns:
        column = questionnaire.columns[code]
        if column.kind in CLOSED_KINDS or column.kind in (ColumnKind.LANGUAGE, ColumnKind.FILE_COUNT):
            continue
        words = (column.question, column.question_text, column.sub_question_text)
        found = contact_reason(words, values[code]) or _BY_TYPE.get(column.kind, "")
        if found:
            reasons[code] = found
    return reasons


def personal_system_columns(system: pd.DataFrame) -> dict[str, str]:
    """Return the columns about the response that identify a person, participant attributes included."""
    reasons = {name: reason for name, reason in _SYSTEM.items() if name in system}
    names = [str(name) for name in system if str(name).startswith("attribute_")]
    return reasons | dict.fromkeys(names, "attribut d’un participant")


def contact_reason(words: Iterable[str], cells: pd.Series) -> str:
    """Say in French why a column holds an identity or a contact, "" where nothing shows that it does.

    Args:
        words: the code and wordings of the column.
        cells: its values as text, missing ones null.
    """
    return _by_content(cells) or _by_words(words)


def person_named(code: str) -> str:
    """Say in French how a code designates a person, "" where it is a word as LimeSurvey makes them."""
    if _WORD.match(code):
        return ""
    return next((mark.reason for mark in _BY_CONTENT if mark.found_in(code)), "")


def _by_content(cells: pd.Series) -> str:
    texts = cells.dropna().astype("str")
    distinct = list(texts.unique())
    for mark in _BY_CONTENT:
        if any(mark.found_in(text) for text in distinct):
            return f"{mark.reason} (contenu)"
    return ""


def _by_words(words: Iterable[str]) -> str:
    decomposed = unicodedata.normalize("NFD", " ".join(words).lower())
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    for pattern, reason in _BY_WORDS:
        if pattern.search(plain):
            return f"{reason} (code ou intitulé)"
    return ""
