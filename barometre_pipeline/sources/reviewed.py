"""Reads the reviewed file that says which structure each response comes from.

Knows the file's columns and what they may hold; what is done with them is ``cleaning``'s and ``matching``'s.
"""

from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Final

import pandas as pd

from barometre_pipeline.errors import InputError, record_place
from barometre_pipeline.french.numbers import count, noun
from barometre_pipeline.french.spaces import NBSP, NNBSP
from barometre_pipeline.sources.raw_files import filled_in_by_hand
from barometre_pipeline.sources.territories.official_codes import is_insee_code, is_siren
from barometre_pipeline.tables.declarations.bronze import CORRESPONDANCES
from barometre_pipeline.vocabulary import STRATES, TYPES

COLUMNS = CORRESPONDANCES.columns
_SPACES: Final = f"[ {NBSP}{NNBSP}\u2009]"
_IDENTIFIER: Final = "0|[1-9][0-9]{0,9}"
_GROUPED: Final = rf"[1-9][0-9]?(?:{_SPACES}[0-9]{{3}}){{1,2}}|[1-9][0-9]{{2}}{_SPACES}[0-9]{{3}}"
_UNKNOWN: Final = r"(?i)^(?:n\.?[cdr]\.?|n/?a|-|–|—|\?)$"  # how people write that nobody knows
_POPULATION: Final = f"(?:0|[1-9][0-9]{{0,7}}|{_GROUPED})?"
_INHABITANTS: Final = (
    "un nombre entier d’habitants, moins de cent millions, sans signe, décimale ni autre texte"
)
_NAMED: Final = 5


@dataclass(frozen=True)
class Reviewed:
    """What the file says.

    Attributes:
        rows: one per reviewed response, as ``bronze/correspondances``.
        remarks: in French, what was in it that is not what its column holds, without the texts.
    """

    rows: pd.DataFrame
    remarks: list[str]


def read_reviewed(path: Path, shown: str) -> Reviewed:
    """Return one row per reviewed response; ``type`` and ``strate`` as in ``vocabulary``.

    The typed name and the name retained by hand stay out: they may name a person. A population that is no plain whole
    number is refused, for a wrong number would not show; a SIREN or a code that is none is left out, and told.

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
    for column, known in (("type", TYPES), ("strate", STRATES)):
        _refuse(shown, frame, ~frame[column].isin(list(known)), column, ", ".join(known), remedy)
    population = frame["population"].str.strip().str.replace(_UNKNOWN, "", regex=True)
    for column, cells, written, expected in (
        ("id_reponse", frame["id_reponse"], _IDENTIFIER, "l’identifiant LimeSurvey, un nombre entier"),
        ("population", population, _POPULATION, _INHABITANTS),
    ):
        _refuse(shown, frame, ~cells.str.fullmatch(written), column, expected, remedy)
    _refuse(
        shown, frame, frame["id_reponse"].duplicated(), "id_reponse", "chaque réponse une seule fois", remedy
    )
    number = pd.to_numeric(population.str.replace(_SPACES, "", regex=True), errors="coerce")
    siren, no_siren = _known(
        frame["siren"].str.replace(_SPACES, "", regex=True),
        is_siren,
        "un SIREN, neuf chiffres et leur clé",
        shown,
    )
    code, no_code = _known(
        frame["code_insee"].str.upper(), is_insee_code, "un code INSEE, comme 01001 ou 2A004", shown
    )
    rows = pd.DataFrame(
        {
            "id_reponse": frame["id_reponse"].astype("int64"),
            "siren": siren,
            "code_insee": code,
            "population": number.astype("Int64"),
            "type": frame["type"],
            "strate": frame["strate"],
        }
    )
    return Reviewed(rows, [*no_siren, *no_code])


def _known(
    cells: pd.Series, known: Callable[[str], bool], what: str, shown: str
) -> tuple[pd.Series, list[str]]:
    """Return a column without the cells that are not what it holds, and the remark about them.

    Such a cell is a number that lost a digit, or somebody's text: it is counted and goes no further.
    """
    written = cells.str.strip()
    odd = (written != "") & ~written.map(known).astype(bool)
    records: list[int | str] = [i + 2 for i in odd.to_numpy().nonzero()[0].tolist()]
    if not records:
        return written, []
    named = records if len(records) <= _NAMED else [*records[:_NAMED], "…"]
    place = record_place(*named, what=f"colonne {cells.name}")
    finding = count(len(records), f"cellule n’est pas {what}", f"cellules ne sont pas {what}")
    taken = noun(len(records), "elle est tenue pour vide", "elles sont tenues pour vides")
    return written.mask(odd, ""), [f"{shown}, {place}{NBSP}: {finding}{NBSP}; {taken}"]


def _refuse(shown: str, frame: pd.DataFrame, bad: pd.Series, column: str, expected: str, remedy: str) -> None:
    if bad.any():
        row = int(bad.to_numpy().argmax())
        place = record_place(row + 2, what=f"colonne {column}")
        # Not the cell itself: a text there may be a person's.
        raise InputError(shown, place, "la valeur n’est pas une de celles attendues", expected, remedy)
