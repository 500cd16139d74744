"""Reads the tables a polling institute delivers (.xlsx): one sheet per question, a block per item.

A block is: a title row, the two rows of the banner, three rows of bases (unweighted, weighted, effective),
then for each answer its unweighted count, weighted count and percentage. Printed percentages are never used:
they are rounded, counts are not.
"""

import itertools
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import pandas as pd

from barometre_pipeline.errors import InputError
from barometre_pipeline.french.numbers import number
from barometre_pipeline.sources.ipsos.banner import banner_changed
from barometre_pipeline.sources.ipsos.config import PollConfig
from barometre_pipeline.sources.ipsos.crosstabs import COUNT_COLUMNS, banner_columns, with_shares
from barometre_pipeline.sources.ipsos.model import LIBELLE_ENSEMBLE, Poll, PollVariable
from barometre_pipeline.sources.ipsos.weights import check_size
from barometre_pipeline.sources.limesurvey.safety import open_archive, read_bytes

# Columns of a sheet: answer code, wording, what the row counts, then the banner.
CODE, WORDING, MEASURE, FIRST_BANNER = range(4)
BASES: Final = ("Base brute", "Base pondérée", "Base efficace")
COUNTS: Final = ("Effectif brut", "Effectif pondéré")
BLOCK: Final = "Question"
_ASK_AGAIN = "demandez à l’institut des tableaux complets"
Row = Sequence[Any]


def read_workbook(path: Path, shown: str, config: PollConfig) -> Poll:
    """Read a poll delivered as tables; ``sondes`` is ``None``.

    Raises:
        InputError: no workbook, a base or a count missing, weights that do not sum to the base, a banner that
            changes from a sheet to the next or is not the one declared, an answer without a code.
    """
    data = read_bytes(path, shown)
    open_archive(data, shown).close()
    try:
        import openpyxl  # heavy to load, and most editions deliver no spreadsheet

        workbook = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True)
        sheets = [
            (s.title, [tuple(row) for row in s.iter_rows(values_only=True)]) for s in workbook.worksheets
        ]
    except Exception as error:  # openpyxl raises whatever the broken part of the file makes it raise
        raise InputError(
            shown, "", "ce classeur est illisible", "un classeur Excel (.xlsx)", _ASK_AGAIN
        ) from error
    variables: list[PollVariable] = []
    counts: list[pd.DataFrame] = []
    for title, rows in sheets:
        for start, end in _blocks(rows):
            block = _Block(shown, title, start, rows[start:end], config)
            variables.append(block.variable())
            counts.append(block.counts())
    if not counts:
        raise InputError(shown, "", "aucun tableau n’a été reconnu", "une feuille par question", _ASK_AGAIN)
    return Poll(
        fichier=shown,
        variables=tuple(variables),
        tris=with_shares(pd.concat(counts, ignore_index=True)),
    )


def _blocks(rows: Sequence[Row]) -> Iterator[tuple[int, int]]:
    starts = [i for i, row in enumerate(rows) if len(row) > MEASURE and row[MEASURE] == BLOCK]
    yield from itertools.pairwise([*starts, len(rows)])


class _Block:
    """One table: from its title row to the next."""

    def __init__(self, shown: str, sheet: str, offset: int, rows: Sequence[Row], config: PollConfig) -> None:
        self.shown, self.sheet, self.offset, self.config = shown, sheet, offset, config
        self.rows = [row for row in rows if any(cell is not None for cell in row)]
        self.columns = banner_columns(config)
        self._check_banner()
        self.bases = [self._numbers(3 + i, BASES[i]) for i in range(3)]
        self._check_bases()

    def variable(self) -> PollVariable:
        """Return what the block tabulates."""
        title, item = self.rows[0][WORDING], self.rows[1][WORDING]
        return PollVariable(
            nom=self._text(self.rows[0][CODE]),
            libelle=self._text(title),
            libelle_item=self._text(item),
            modalites={code: wording for code, wording, _ in self._answers()},
        )

    def counts(self) -> pd.DataFrame:
        """Return the block's rows, columns ``COUNT_COLUMNS``."""
        variable = self.variable()
        parts = []
        for code, _, first in self._answers():
            brut, pondere = self._numbers(first, COUNTS[0]), self._numbers(first + 1, COUNTS[1])
            parts.append(
                pd.DataFrame(
                    {
                        "question": variable.question,
                        "sous_question": variable.sous_question,
                        "modalite": code,
                        "ventilation": [v for v, _ in self.columns],
                        "modalite_ventilation": [m for _, m in self.columns],
                        "n": [int(v) for v in brut],
                        "n_pondere": pondere,
                        "base": [int(v) for v in self.bases[0]],
                        "base_ponderee": self.bases[1],
                        "base_efficace": [v if v > 0 else float("nan") for v in self.bases[2]],
                    }
                )
            )
        return pd.concat(parts, ignore_index=True)[list(COUNT_COLUMNS)]

    def _answers(self) -> Iterator[tuple[str, str, int]]:
        """Yield code, wording and first row of each answer."""
        for i, row in enumerate(self.rows):
            if row[MEASURE] != COUNTS[0]:
                continue
            code = self._text(row[CODE])
            if not code:
                raise self._error(i, "la modalité n’a pas de code", "un code devant chaque modalité")
            yield code, self._text(row[WORDING]), i

    def _check_banner(self) -> None:
        if len(self.rows) < 7:
            raise self._error(len(self.rows) - 1, "le tableau est incomplet", "bannière, bases et modalités")
        titles = [self._text(c) for c in self.rows[1][FIRST_BANNER:] if c is not None]
        labels = [self._text(c) for c in self.rows[2][FIRST_BANNER:] if c is not None]
        parts = self.config.banniere.values()
        expected_titles = [LIBELLE_ENSEMBLE, *(p.titre for p in parts)]
        expected = [LIBELLE_ENSEMBLE, *(label for p in parts for label in p.modalites.values())]
        for found, wanted in ((titles, expected_titles), (labels, expected)):
            if found != wanted:
                raise banner_changed(self.shown, f"feuille {self.sheet}", found, wanted)

    def _check_bases(self) -> None:
        brut, pondere, _ = self.bases
        name = self._text(self.rows[0][CODE])
        if brut[0] == self.config.effectif:
            check_size(self.shown, int(brut[0]), self.config)
        for part in self.config.banniere:
            total = sum(p for (v, _), p in zip(self.columns, pondere, strict=True) if v == part)
            if abs(total - pondere[0]) > self.config.tolerance_poids:
                raise InputError(
                    self.shown,
                    f"feuille {self.sheet}, tableau {name}",
                    f"les bases pondérées de « {self.config.banniere[part].titre} » ne font pas celle de "
                    "l’ensemble",
                    number(pondere[0], 1),
                    _ASK_AGAIN,
                )

    def _numbers(self, index: int, measure: str) -> list[float]:
        if index >= len(self.rows) or self.rows[index][MEASURE] != measure:
            remedy = "demandez des tableaux pondérés" if measure in (BASES[1], COUNTS[1]) else _ASK_AGAIN
            raise self._error(
                min(index, len(self.rows) - 1), f"la ligne « {measure} » manque", measure, remedy
            )
        cells = list(self.rows[index][FIRST_BANNER : FIRST_BANNER + len(self.columns)])
        for position, cell in enumerate(cells):
            if not isinstance(cell, int | float):
                label = self.columns[position][1]
                raise self._error(index, f"colonne « {label} » : ce n’est pas un nombre", "un effectif")
        return [float(cell) for cell in cells]

    def _error(self, index: int, found: str, expected: str, remedy: str = _ASK_AGAIN) -> InputError:
        place = (
            f"feuille {self.sheet}, tableau commençant ligne {self.offset + 1}, ligne {index + 1} du tableau"
        )
        return InputError(self.shown, place, found, expected, remedy)

    @staticmethod
    def _text(cell: Any) -> str:
        return "" if cell is None else str(cell).strip()
