"""Reads the poll of an edition: every delivery that ``sondage.yaml`` names, checked and completed by each other.

Choosing a reader belongs here; what a file holds is the readers' business.
"""

from dataclasses import replace
from pathlib import Path

import pandas as pd

from barometre_pipeline.errors import InputError
from barometre_pipeline.sources.ipsos.banner import same_words
from barometre_pipeline.sources.ipsos.config import FILE_NAME, PollConfig, load_config
from barometre_pipeline.sources.ipsos.model import TRIS_COLUMNS, Poll, PollVariable
from barometre_pipeline.sources.ipsos.sav import read_sav
from barometre_pipeline.sources.ipsos.wordings import SEPARATOR
from barometre_pipeline.sources.ipsos.workbook import read_workbook

_READERS = {".sav": read_sav, ".xlsx": read_workbook}
_KEYS = list(TRIS_COLUMNS[:5])
_COUNTS = ["n", "n_pondere", "base", "base_ponderee"]
_ROUNDED = 0.0051  # half a point, the rounding of a printed percentage


def read_poll(folder: Path, edition: str) -> Poll:
    """Return the reference delivery of ``<raw>/<edition>/ipsos``.

    Raises:
        InputError: see ``read_sav`` and ``read_workbook``; two deliveries that disagree.
    """
    return read_polls(folder, edition)[0]


def read_polls(folder: Path, edition: str) -> list[Poll]:
    """Return every delivery, the reference first; all must hold the same counts.

    SPSS cuts a question at 256 bytes and an answer at 120: words that the reference cuts short are read in the
    others.

    Raises:
        InputError: a file that cannot be read, or a count that differs between two deliveries.
    """
    config = load_config(folder / FILE_NAME, f"{edition}/{folder.name}/{FILE_NAME}")
    read = [_read(folder / name, f"{edition}/{folder.name}/{name}", config) for name in config.fichiers]
    for place, delivered in enumerate(read[1:], 1):
        read[place] = other = _aligned(read[0], delivered)
        _check_same(read[0], other)
        read[0] = _completed(read[0], other)
    return read


def _aligned(reference: Poll, other: Poll) -> Poll:
    """Give the answers of tables, which print no code, the codes that the reference has for the same words."""
    known = {(v.question, v.sous_question): v for v in reference.variables}
    variables, codes = [], {}
    for variable in other.variables:
        place = variable.question, variable.sous_question
        by_words = {same_words(t): c for c, t in known[place].modalites.items()} if place in known else {}
        renamed = {c: by_words.get(same_words(t), c) for c, t in variable.modalites.items()}
        if len(set(renamed.values())) < len(renamed):
            renamed = {c: c for c in renamed}
        codes.update({(*place, old): new for old, new in renamed.items()})
        variables.append(replace(variable, modalites={renamed[c]: t for c, t in variable.modalites.items()}))
    rows = zip(*(other.tris[c] for c in _KEYS[:3]), strict=True)
    tris = other.tris.assign(modalite=[codes[str(q), str(s), str(m)] for q, s, m in rows])
    return replace(other, variables=tuple(variables), tris=tris)


def _read(path: Path, shown: str, config: PollConfig) -> Poll:
    reader = _READERS.get(path.suffix.lower())
    if reader is None or not path.is_file():
        raise InputError(
            shown,
            "",
            "le fichier est absent" if reader else "cette forme de fichier n’est pas connue",
            f"un fichier {' ou '.join(_READERS)}",
            "corrigez la clé « fichiers » de sondage.yaml",
        )
    return reader(path, shown, config)


def _completed(reference: Poll, other: Poll) -> Poll:
    whole = {v.nom: v for v in other.variables}
    return replace(
        reference, variables=tuple(_whole_words(v, whole.get(v.nom, v)) for v in reference.variables)
    )


def _whole_words(cut: PollVariable, whole: PollVariable) -> PollVariable:
    if f"{whole.libelle}{SEPARATOR}{whole.libelle_item}".startswith(_joined(cut)):
        cut = replace(cut, libelle=whole.libelle, libelle_item=whole.libelle_item)
    answers = {
        code: full if (full := whole.modalites.get(code, "")).startswith(text) else text
        for code, text in cut.modalites.items()
    }
    return replace(cut, modalites=answers)


def _joined(variable: PollVariable) -> str:
    return SEPARATOR.join(filter(None, (variable.libelle, variable.libelle_item)))


def _check_same(reference: Poll, other: Poll) -> None:
    merged = reference.tris.merge(other.tris, on=_KEYS, how="outer", suffixes=("", "_autre"), indicator=True)
    alone = merged[merged["_merge"] != "both"]
    if len(alone):
        raise _differs(
            other.fichier, alone.iloc[0], "ce tableau n’est que dans une des deux livraisons", reference
        )
    # Counts worked out of rounded percentages are only as near as these.
    near = {"part_ponderee": _ROUNDED} if other.arrondi else dict.fromkeys(_COUNTS, 0.05)
    for column, tolerance in near.items():
        far = (merged[column] - merged[f"{column}_autre"]).abs() > tolerance
        if far.any():
            raise _differs(other.fichier, merged[far].iloc[0], f"« {column} » diffère", reference)


def _differs(shown: str, row: pd.Series, found: str, reference: Poll) -> InputError:
    name = f"{row['question']}_{row['sous_question']}".rstrip("_")
    place = f"{name}, modalité {row['modalite']}, {row['ventilation']} : {row['modalite_ventilation']}"
    return InputError(
        shown,
        place,
        found,
        f"la même valeur que dans {reference.fichier}",
        "demandez à l’institut deux livraisons de la même enquête, ou n’en gardez qu’une dans sondage.yaml",
    )
