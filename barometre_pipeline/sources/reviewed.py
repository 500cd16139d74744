"""Reads the reviewed file that says which structure each response comes from.

Knows the file's columns and what they may hold; what is done with them is ``cleaning``'s and ``matching``'s.
"""

from io import StringIO
from pathlib import Path

import pandas as pd

from barometre_pipeline.errors import InputError, record_place
from barometre_pipeline.sources.raw_files import filled_in_by_hand
from barometre_pipeline.tables.declarations.bronze import CORRESPONDANCES
from barometre_pipeline.vocabulary import STRATES, TYPES

COLUMNS = CORRESPONDANCES.columns


def read_reviewed(path: Path, shown: str) -> pd.DataFrame:
    """Return one row per reviewed response; ``type`` and ``strate`` as in ``vocabulary``.

    The typed name and the name retained by hand stay out: they may name a person.

    Raises:
        InputError: file absent, not UTF-8, a column missing, an unknown type or strate, a response twice.
    """
    remedy = "corrigez le fichier des correspondances"
    try:
        text = filled_in_by_hand(path, shown)
    except FileNotFoundError as error:
        raise InputError(
            shown, "", "le fichier n’existe pas", "le fichier des correspondances relues",
            "ajoutez-le, ou retirez « structures.correspondances » de edition.yaml",
        ) from error  # fmt: skip
    except UnicodeDecodeError as error:
        raise InputError(
            shown, f"octet {error.start}", "ce n’est pas de l’UTF-8", "un CSV en UTF-8", remedy
        ) from error
    try:
        frame = pd.read_csv(StringIO(text), dtype=str, keep_default_na=False)
    except (pd.errors.EmptyDataError, pd.errors.ParserError):
        # No chain: the parser's message may quote a line.
        raise InputError(
            shown, "", "le fichier est vide ou ses lignes n’ont pas toutes le même nombre de cellules",
            f"un CSV séparé par des virgules, avec les colonnes {', '.join(COLUMNS)}", remedy,
        ) from None  # fmt: skip
    missing = [c for c in COLUMNS if c not in frame]
    if missing:
        raise InputError(
            shown,
            "en-tête",
            f"colonne absente : {', '.join(missing)}",
            f"les colonnes {', '.join(COLUMNS)}",
            remedy,
        )
    frame["strate"] = frame["strate"].where(frame["strate"] != "", frame["type"])
    for column, known in (("id_reponse", None), ("type", TYPES), ("strate", STRATES)):
        bad = ~frame[column].str.fullmatch(r"\d+") if known is None else ~frame[column].isin(list(known))
        _refuse(shown, frame, bad, column, "un nombre entier" if known is None else ", ".join(known), remedy)
    _refuse(
        shown, frame, frame["id_reponse"].duplicated(), "id_reponse", "chaque réponse une seule fois", remedy
    )
    population = frame["population"].str.replace(r"\D", "", regex=True)
    return pd.DataFrame(
        {
            "id_reponse": frame["id_reponse"].astype("int64"),
            # What is no code is somebody's text: it goes no further.
            "siren": frame["siren"].where(frame["siren"].str.fullmatch(r"\d{9}"), ""),
            "code_insee": frame["code_insee"].where(frame["code_insee"].str.fullmatch(r"\w{1,9}"), ""),
            "population": pd.to_numeric(population, errors="coerce").astype("Int64"),
            "type": frame["type"],
            "strate": frame["strate"],
        }
    )


def _refuse(shown: str, frame: pd.DataFrame, bad: pd.Series, column: str, expected: str, remedy: str) -> None:
    if bad.any():
        row = int(bad.to_numpy().argmax())
        place = record_place(row + 2, what=f"colonne {column}")
        # Not the cell itself: a text there may be a person's.
        raise InputError(shown, place, "la valeur n’est pas une de celles attendues", expected, remedy)
