"""The banner of a .sav: who is a man, who is 25 to 34, from codes with labels or from exact ages.

The banner alone; questions are ``questions``'s, counting is ``crosstabs``'s.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

import pandas as pd

from barometre_pipeline.errors import InputError, record_place
from barometre_pipeline.french.numbers import count
from barometre_pipeline.sources.ipsos.classes import are_ages, interval, intervals, too_old
from barometre_pipeline.sources.ipsos.columns import Column
from barometre_pipeline.vocabulary import SANS_REPONSE

_ASK_AGAIN = "demandez à l’institut un fichier corrigé"
_FEW = 0.05  # of the sample: « Autre », which the banner does not print


def banner_column(
    column: Column, shown: str, modalites: Mapping[str, str]
) -> tuple["pd.Categorical[str]", tuple[str, ...]]:
    """Return the part of the banner each record is in, and what was set aside.

    Raises:
        InputError: the banner is not the one declared, or it tells nothing of most people.
    """
    names = _by_label(column, shown, modalites) or _by_number(column, shown, modalites)
    values = [names.get(code, SANS_REPONSE) for code in column.codes]
    lost = values.count(SANS_REPONSE)
    if 2 * lost > len(values):
        row = values.index(SANS_REPONSE)
        raise InputError(
            shown,
            record_place(row + 1, what=f"variable {column.name}", headings=False),
            _finding(column, column.codes[row]),
            f"un des codes étiquetés : {', '.join(names)}",
            _ASK_AGAIN,
        )
    categories = [*modalites, *([SANS_REPONSE] if lost else [])]
    return pd.Categorical(values, categories=categories), _notes(column, values)


def _notes(column: Column, values: list[str]) -> tuple[str, ...]:
    """Say how many are in no part of the banner, and the labels that sondage.yaml does not describe."""
    lost = values.count(SANS_REPONSE)
    if not lost:
        return ()
    beside = [
        label
        for code, label in column.labels.items()
        if any(c == code and v == SANS_REPONSE for c, v in zip(column.codes, values, strict=True))
    ]
    told = count(lost, "répondant n’est", "répondants ne sont")
    why = (
        "non décrit dans sondage.yaml : " + ", ".join(f"«\u00a0{label}\u00a0»" for label in beside)
        if beside
        else "faute de réponse ou d’étiquette"
    )
    place = record_place(values.index(SANS_REPONSE) + 1, headings=False)
    return (f"variable {column.name} : {told} dans aucune colonne de la bannière ({why} ; d’abord {place})",)


def banner_changed(shown: str, place: str, found: list[str], expected: list[str]) -> InputError:
    """Return the error of a banner that is not the one declared."""
    gone = [label for label in expected if label not in found]
    new = [label for label in found if label not in expected]
    details = [f"en moins : {', '.join(gone)}"] if gone else []
    details += [f"en plus : {', '.join(new)}"] if new else []
    return InputError(
        shown,
        place,
        "la bannière a changé (" + (" ; ".join(details) or "l’ordre des colonnes") + ")",
        ", ".join(expected),
        "décrivez la nouvelle bannière dans sondage.yaml, ou demandez l’ancienne à l’institut",
    )


@lru_cache(maxsize=4096)
def same_words(label: str) -> str:
    """Return a label as it is compared: neither case, spaces nor kind of apostrophe tell two labels apart."""
    return " ".join(label.replace("'", "’").replace("‑", "-").split()).casefold()


def _by_label(column: Column, shown: str, modalites: Mapping[str, str]) -> dict[str, str]:
    """Return the part of each labelled code; nothing where the labels are not those of the parts at all.

    Words in the cells are their own labels.
    """
    wanted = {same_words(label): name for name, label in modalites.items()}
    labels = column.labels or ({} if column.numeric else {code: code for code in column.valid})
    parts = {code: _part(code, label, wanted) for code, label in labels.items()}
    names = {code: name for code, name in parts.items() if name is not None}
    exact = [code for code in column.valid if code not in column.labels]
    if not names and column.numeric and exact and intervals(modalites) is not None:
        return {}
    if not labels:
        raise _without_labels(column, shown, modalites)
    # A label that nobody has is no part of the banner; one that more than a few have must be declared.
    others = [code for code in column.codes if code in labels and code not in names]
    if set(names.values()) != set(modalites) or len(others) > _FEW * len(column.codes):
        known = [*column.labels.values()] or [modalites[name] for name in names.values()]  # no cell is shown
        raise banner_changed(shown, f"variable {column.name}", known, list(modalites.values()))
    return names


def _part(code: str, label: str, wanted: Mapping[str, str]) -> str | None:
    """Return the part that a label names, its code before it or not (« 1 - Homme »), or that has the same numbers."""
    text = same_words(label)
    bare = re.sub(rf"^\W*{re.escape(code.casefold())}\s*[.):=–—-]+\s*", "", text)
    said = interval(bare)
    same = next(
        (name for label, name in wanted.items() if said is not None and interval(label) == said), None
    )
    return wanted.get(text, wanted.get(bare, same))


def _without_labels(column: Column, shown: str, modalites: Mapping[str, str]) -> InputError:
    return InputError(
        shown,
        f"variable {column.name}",
        "cette variable de la bannière n’a aucune étiquette de valeur : rien ne dit ce que ses codes désignent",
        f"des codes étiquetés ({', '.join(modalites.values())})",
        "demandez à l’institut un fichier étiqueté",
    )


def _by_number(column: Column, shown: str, modalites: Mapping[str, str]) -> dict[str, str]:
    """Return the class of each exact age: « 25 à 34 ans », « Moins de 25 ans », « 65 ans et plus »."""
    classes = intervals(modalites) or {}
    exact = [code for code in column.valid if code not in column.labels]
    if are_ages(modalites) and exact and 2 * sum(too_old(float(code)) for code in exact) > len(exact):
        raise InputError(
            shown,
            f"variable {column.name}",
            "ces nombres ne sont pas des âges (des années de naissance ?)",
            f"des âges, ou des codes étiquetés ({', '.join(modalites.values())})",
            "demandez à l’institut l’âge, ou la variable d’âge en classes",
        )
    found: dict[str, str] = {}
    for code in exact:
        inside = [name for name, numbers in classes.items() if float(code) in numbers]
        if len(inside) == 1:
            found[code] = inside[0]
    if not found:
        raise _without_labels(column, shown, modalites)
    return found


def _finding(column: Column, code: str) -> str:
    if not code:
        return "la réponse manque"
    return f"le code « {code} » n’a pas d’étiquette" if column.numeric else "ce texte n’est pas une étiquette"
