"""The columns about the response itself: identifier, dates, last page; read, and refused where they show damage.

Which heading is which column is ``headings``'.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
import pandas as pd

from barometre_pipeline.errors import InputError, record_place
from barometre_pipeline.sources.limesurvey.misreadings import NO_DATE, NO_PAGE, Said, misread
from barometre_pipeline.sources.limesurvey.model import Misread
from barometre_pipeline.sources.limesurvey.moments import DayOrder, empty_words
from barometre_pipeline.sources.limesurvey.spreadsheet_errors import values_absent

MOMENTS: Final = {
    "submitdate": Said("la réponse est tenue pour envoyée", "les réponses sont tenues pour envoyées"),
    "startdate": Said("la date reste telle quelle", "les dates restent telles quelles"),
    "datestamp": Said("la date reste telle quelle", "les dates restent telles quelles"),
}
_TAKEN_FOR_UNSENT: Final = Said(
    "la réponse est tenue pour non envoyée", "les réponses sont tenues pour non envoyées"
)
# What an older version (« Completed ») and tools write in place of a date for a response that was not sent.
_NOT_SENT: Final = frozenset(
    {"n", "no", "non", "nein", "0", "f", "false", "faux", "falsch", "incomplete", "incomplet", "incomplète"}
    | {
        "inachevé",
        "inachevée",
        "en cours",
        "vide",
        "empty",
        "blank",
        "missing",
        "manquant",
        "manquante",
        "aucune",
    }
    | {"non renseigné", "non renseignée", "nr", "absent", "absente", "pas de date", "no date"}
)
# The zero from which tools count days and seconds, which they write for an empty date.
_ZERO_YEARS: Final = frozenset({"1582", "1899", "1900", "1904", "1970"})
_ZERO_DATE: Final = r"0{1,4}[-/.]0?[01][-/.]0?[01]\b.*|0?[01][-/.]0?[01][-/.](?:19)?00\b.*|1900-01-00.*"
_ZEROS_AFTER: Final = r"(?<=\d),0+\s*$"
_LARGEST: Final = 2**53


def read_system(
    cells: Mapping[str, pd.Series],
    rows: np.ndarray,
    heading: str,
    shown: Callable[[int], str],
    order: DayOrder,
) -> tuple[pd.DataFrame, list[Misread]]:
    """Return the columns about the responses.

    Args:
        cells: text by name, NA where empty.
        rows: record number of each response.
        heading: of the identifier, as it stands in the file.
        shown: how messages name the file of a response, by its position.
        order: of days and months in its dates.

    Returns:
        ``id`` (int64), ``lastpage`` (Int64), dates that open with ``AAAA-MM-JJ``, the rest as text; and the dates that
        were not understood.

    Raises:
        InputError: no identifier, one that is no whole number, or one that appears twice.
    """
    if "id" not in cells:
        raise InputError(
            shown(0),
            record_place(1),
            "la colonne de l’identifiant de réponse manque",
            "une colonne « id » (« ID de la réponse »)",
            "exporter de nouveau en cochant l’identifiant de la réponse",
        )
    frame = dict(cells)
    frame["id"] = _identifiers(frame["id"], rows, heading, shown)
    found: list[Misread] = []
    if "lastpage" in frame:
        text = frame["lastpage"]
        pages = pd.to_numeric(text, errors="coerce")
        whole = _whole(pages)
        if (wrong := ~whole & ~empty_words(text)).any():
            found.append(
                misread(
                    "lastpage", NO_PAGE, text[wrong], Said("la page est inconnue", "la page est inconnue")
                )
            )
        frame["lastpage"] = pages.where(whole).astype("Int64")
    for name in (n for n in MOMENTS if n in frame):
        nothing = empty_words(frame[name])
        if name == "submitdate":
            nothing |= frame[name].str.strip().str.lower().isin(_NOT_SENT)
            absent = values_absent(frame[name])
            if absent.any():
                found.append(misread(name, NO_DATE, frame[name][absent], _TAKEN_FOR_UNSENT))
            nothing |= absent
        text = frame[name].mask(nothing)
        moments, wrong = order.read(text)
        if name == "submitdate":
            zero = _zero_dates(moments, text, wrong)
            text, moments, wrong = text.mask(zero), moments.mask(zero), wrong & ~zero
        if wrong.any():
            found.append(misread(name, NO_DATE, text[wrong], MOMENTS[name]))
        frame[name] = moments.where(~wrong, text)
    return pd.DataFrame(frame, copy=False), found


def _zero_dates(moments: pd.Series, text: pd.Series, wrong: pd.Series) -> pd.Series:
    """Tell which dates are the zero of a tool's calendar, whether or not they are days of the calendar."""
    zero = moments.str.slice(0, 4).isin(_ZERO_YEARS)
    zero[wrong] = text[wrong].str.fullmatch(_ZERO_DATE).fillna(False).astype(bool)
    return zero


def _whole(numbers: pd.Series) -> pd.Series:
    """Tell which numbers are whole and small enough to be held exactly."""
    return (numbers.abs() < _LARGEST) & (numbers % 1 == 0)


def identifier_numbers(cells: pd.Series) -> pd.Series:
    """Return the identifiers as numbers, whatever zeros a tool put around them; NA where one is no whole number."""
    numbers = pd.to_numeric(cells.str.replace(_ZEROS_AFTER, "", regex=True), errors="coerce")
    return numbers.where(_whole(numbers))


def _identifiers(cells: pd.Series, rows: np.ndarray, heading: str, shown: Callable[[int], str]) -> pd.Series:
    numbers = identifier_numbers(cells)
    wrong = numbers.isna().to_numpy()
    if wrong.any():
        first = int(np.argmax(wrong))
        raise InputError(
            shown(first),
            record_place(int(rows[first]), what=f"colonne {heading}", headings=bool(rows[0] > 1)),
            "l’identifiant de la réponse n’est pas un nombre entier"
            + _cause(str(cells.fillna("").iloc[first]), heading, first, first == len(cells) - 1),
            "un nombre entier dans chaque enregistrement",
            "exporter de nouveau depuis LimeSurvey, sans modifier le fichier",
        )
    ids = numbers.astype("int64")
    _refuse_repeated(ids, rows, shown)
    return ids


def _cause(text: str, heading: str, position: int, last: bool) -> str:
    """Return what most likely made a cell something else than an identifier, without repeating it."""
    if not text.strip() and position == 0:
        return "\u00a0: il n’y en a pas, comme dans une seconde ligne d’intitulés (libellés sous les codes)"
    if re.fullmatch(r"[\d.,]+[eE]\+?\d+", text.strip()):
        return "\u00a0: un tableur l’a mis en notation scientifique et en a perdu des chiffres"
    if re.fullmatch(r"\d{1,3}(?:[\s\u00a0\u202f]\d{3})+", text.strip()):
        return "\u00a0: un tableur y a séparé les milliers par des espaces"
    if text.strip() == heading.strip():
        return "\u00a0: les intitulés y reviennent, comme quand deux exports sont mis bout à bout"
    if not any(sign.isdigit() for sign in text) and position == 0:
        return "\u00a0: des mots y sont, comme dans une seconde ligne d’intitulés (libellés sous les codes)"
    if not any(sign.isdigit() for sign in text) and last:
        return "\u00a0: des mots y sont, comme dans une ligne de total ajoutée sous les réponses"
    return ""


def _refuse_repeated(ids: pd.Series, rows: np.ndarray, shown: Callable[[int], str]) -> None:
    repeated = ids.duplicated(keep=False).to_numpy()
    if repeated.any():
        first = ids[repeated].iloc[0]
        numbers = [int(row) for row, own in zip(rows, ids, strict=True) if own == first]
        raise InputError(
            shown(int(np.argmax(repeated))),
            record_place(*numbers[:5], headings=bool(rows[0] > 1)),
            f"l’identifiant de réponse {first} apparaît {len(numbers)} fois",
            "un identifiant différent par réponse",
            "retirer les enregistrements en double, ou exporter de nouveau l’enquête entière",
        )
