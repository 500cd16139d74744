"""The dictionary of the open data: what indicators mean; questions, answers and their codes, edition by edition.

Definitions of the catalogue only: nobody's answer, nor any count, is in it.
"""

from collections.abc import Iterator, Sequence
from typing import Final

import pandas as pd

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.model import Coding, Variable
from barometre_pipeline.publication.opendata.model import OpenField, OpenTable

_PUBLIC: Final = ("collectivites", "francais")


def _text(name: str, title: str, description: str, required: bool = True) -> OpenField:
    return OpenField(name, "string", title, description, required=required)


_PUBLIC_FIELD: Final = OpenField("public", "string", "Public", "À qui la question est posée.", _PUBLIC, True)
_VARIABLE: Final = _text("variable", "Variable", "Nom de la question, le même dans toutes les éditions.")
_EDITION: Final = _text("edition", "Édition", "Édition qui a posé la question.")

DEFINITIONS: Final = (
    _text("indicateur", "Indicateur", "Nom de l’indicateur dans le catalogue."),
    _text("indicateur_libelle", "Ce que mesure l’indicateur", "Libellé de l’indicateur."),
    _text("theme", "Thème", "Thème du catalogue."),
    _text("theme_libelle", "Thème, en mots", "Libellé du thème."),
    OpenField("public", "string", "Public", "Qui répond.", (*_PUBLIC, "tous"), True),
    OpenField(
        "mesure", "string", "Ce qui est mesuré",
        "« part » : part de la base ; « mentions » : part des réponses citées ; « effectif » : un nombre ; "
        "« compose » : fait d’autres indicateurs.", ("part", "mentions", "effectif", "compose"), True,
    ),
    _text("population", "Population", "Population principale, celle dont la part est citée d’abord."),
    _text("definition", "Définition", "Ce que l’indicateur veut dire."),
    _text("numerateur", "Numérateur", "Qui est compté."),
    _text("base", "Base", "Parmi qui."),
    _text("variable", "Variable", "Question dont il vient, dans « questions ». Vide s’il en réunit plusieurs.", False),
    _text(
        "comparabilite", "Comparabilité", "Ce qui limite la comparaison d’éditions. Vide si rien ne la limite.", False
    ),
)  # fmt: skip

QUESTIONS: Final = (
    _PUBLIC_FIELD, _VARIABLE, _EDITION,
    _text("theme", "Thème", "Thème du livre de codes."),
    _text("variable_libelle", "Libellé court", "Ce que demande la question, en bref."),
    OpenField(
        "type", "string", "Type de question", "Comment la question est posée.",
        ("choix_unique", "choix_multiple", "tableau", "classement"), True,
    ),
    _text("question", "Code de la question", "Code dans le questionnaire de l’édition, celui de « tris »."),
    _text("formulation", "Question posée", "Les mots de l’édition."),
    OpenField(
        "conditionnelle", "boolean", "Conditionnelle", "Posée à une partie des répondants seulement.", required=True
    ),
    OpenField(
        "sensible", "boolean", "Sensible", "Protégée davantage : ni « tous » ni « aucun » d’un petit groupe.",
        required=True,
    ),
    _text(
        "note", "Note", "Pourquoi l’édition ne se compare pas tout à fait aux autres. Vide si rien ne l’empêche.", False
    ),
)  # fmt: skip

ANSWERS: Final = (
    _PUBLIC_FIELD, _VARIABLE, _EDITION,
    OpenField(
        "sorte", "string", "Sorte",
        "« reponse » à choisir, ou « proposition » (case, ligne d’un tableau, élément à classer).",
        ("reponse", "proposition"), True,
    ),
    _text("nom", "Nom", "Nom de la réponse ou de la proposition, le même dans toutes les éditions."),
    _text("libelle", "Libellé", "Les mots de l’édition."),
    _text("codes", "Codes", "Codes de l’édition, séparés par « ; »."),
)  # fmt: skip


def open_dictionary(
    catalogue: Catalogue, editions: Sequence[str], indicators: Sequence[str]
) -> Iterator[OpenTable]:
    """Yield the tables of the dictionary: indicators, questions, answers.

    Args:
        catalogue: what it describes, what editions add included.
        editions: those published.
        indicators: names of the indicators published.
    """
    yield OpenTable(
        "definitions", "Définition des indicateurs",
        "Une ligne par indicateur publié : ce qu’il mesure, qui est compté, parmi qui.",
        _frame(DEFINITIONS, _definitions(catalogue, editions, frozenset(indicators))), DEFINITIONS, ("indicateur",),
    )  # fmt: skip
    asked = [(v, c) for e in editions for p in _PUBLIC for v, c in catalogue.codebook.questionnaire(e, p)]
    yield OpenTable(
        "questions", "Dictionnaire des questions, d’une édition à l’autre",
        "Une ligne par question et par édition qui l’a posée : une même « variable » suit une question d’année en "
        "année.",
        _frame(QUESTIONS, (_question(catalogue, v, c) for v, c in asked)), QUESTIONS, ("variable", "edition"),
    )  # fmt: skip
    yield OpenTable(
        "reponses", "Dictionnaire des réponses et des propositions",
        "Une ligne par réponse ou proposition de chaque question, avec ses codes dans chaque édition.",
        _frame(ANSWERS, (row for v, c in asked for row in _answers(v, c))), ANSWERS,
        ("variable", "edition", "sorte", "nom"),
    )  # fmt: skip


def _frame(fields: Sequence[OpenField], rows: Iterator[tuple[object, ...]]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=[f.name for f in fields])


def _definitions(
    catalogue: Catalogue, editions: Sequence[str], published: frozenset[str]
) -> Iterator[tuple[object, ...]]:
    for theme in catalogue.themes:
        for i in theme.indicateurs:
            if i.nom in published:
                limits = _one_line(
                    " ".join(f"{e} : {note}" for e, note in i.comparabilite.items() if e in editions)
                )
                words = (i.definition, i.numerateur, i.base)
                yield (
                    i.nom, i.libelle, theme.theme, theme.libelle, i.public, i.mesure, i.population,
                    *map(_one_line, words), i.variable or "", limits,
                )  # fmt: skip


def _question(catalogue: Catalogue, variable: Variable, coding: Coding) -> tuple[object, ...]:
    theme = catalogue.codebook.theme_of[variable.nom].theme
    return (
        variable.public, variable.nom, coding.edition, theme, variable.libelle, str(coding.type), coding.question,
        _one_line(variable.wording(coding.edition).question), coding.condition is not None, variable.sensible,
        _one_line(coding.note),
    )  # fmt: skip


def _answers(variable: Variable, coding: Coding) -> Iterator[tuple[object, ...]]:
    words = variable.wording(coding.edition)
    start = variable.public, variable.nom, coding.edition
    for name, codes in coding.modalites.items():
        yield (*start, "reponse", name, _one_line(words.modalites[name]), "; ".join(codes))
    for name, code in coding.items.items():
        yield (*start, "proposition", name, _one_line(words.items[name]), code)


def _one_line(text: str) -> str:
    return " ".join(text.split("\n"))
