"""Reads the tables of an institute's workbook (.xlsx) into counts: what is not printed is worked out, and said.

Counts come first; where only rounded percentages are printed, counts are deduced from them. Where rows and columns are
is ``tableaux.yaml``'s or, without it, what ``drafting`` recognised.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from openpyxl.utils import column_index_from_string

from barometre_pipeline.errors import InputError
from barometre_pipeline.french.numbers import number
from barometre_pipeline.sources.ipsos.config import PollConfig
from barometre_pipeline.sources.ipsos.crosstabs import COUNT_COLUMNS, banner_columns, with_shares
from barometre_pipeline.sources.ipsos.drafting import Draft, draft_tables, nothing_found
from barometre_pipeline.sources.ipsos.layout import (
    DESCRIBE,
    FILE_NAME,
    WHOLE,
    AnswerRows,
    Measure,
    TablePlace,
    load_layout,
)
from barometre_pipeline.sources.ipsos.model import Poll, PollVariable
from barometre_pipeline.sources.ipsos.spreadsheet import ASK_AGAIN, Sheet, read_sheets
from barometre_pipeline.sources.ipsos.weights import check_size
from barometre_pipeline.sources.ipsos.wordings import cut_name

NAN = float("nan")
_ROUNDED = 0.011  # between two tables of whole percentages


def read_workbook(path: Path, shown: str, config: PollConfig) -> Poll:
    """Read a poll delivered as tables; ``sondes`` is ``None``.

    Raises:
        InputError: no workbook, no table, a base missing, a cell of words among numbers, a banner that is not the
            one declared, parts of a breakdown that make more than the whole.
    """
    sheets = read_sheets(path, shown)
    draft = _places(path, shown, config, sheets)
    if draft.doubts:
        raise draft.doubts[0]
    places, notes = draft.places, draft.notes
    if not places:
        raise nothing_found(shown)
    by_title = {s.title: s for s in sheets}
    for kept, other in draft.repeats:
        _Table(shown, by_title, kept, config).check_same(_Table(shown, by_title, other, config))
    tables = [_Table(shown, by_title, place, config) for place in places]
    factor, said = _scale(tables, config)
    repeated = {t.stem for i, t in enumerate(tables) if t.stem in {o.stem for o in tables[:i]}}
    for table in tables:
        table.check(factor)
    return Poll(
        fichier=shown,
        variables=tuple(t.variable(repeated) for t in tables),
        tris=with_shares(pd.concat([t.counts(repeated, factor) for t in tables], ignore_index=True)),
        avertissements=(*notes, *said, *_told(tables)),
        arrondi=any(t.rounded or t.deduced_raw or t.one_base for t in tables),
    )


def describe_workbook(
    path: Path, shown: str, config: PollConfig
) -> tuple[Sequence[TablePlace], Sequence[str]]:
    """Return where the tables of a workbook seem to be, and what the analyst has to look at.

    Raises:
        InputError: no workbook, no table, a banner that is not the one declared.
    """
    draft = draft_tables(read_sheets(path, shown), shown, config)
    if not draft.places:
        raise nothing_found(shown)
    return draft.places, [
        *draft.notes,
        *(f"{d.lieu} : {d.constat} (attendu : {d.attendu})" for d in draft.doubts),
    ]


def _places(path: Path, shown: str, config: PollConfig, sheets: Sequence[Sheet]) -> Draft:
    """Return where the tables are: as the analyst describes them, else as they are recognised."""
    described = path.with_name(FILE_NAME)
    if described.is_file():
        layout = load_layout(described, f"{shown.rpartition('/')[0]}/{FILE_NAME}".lstrip("/"))
        if path.name in layout.classeurs:
            return Draft(list(layout.classeurs[path.name]))
    return draft_tables(sheets, shown, config)


def _scale(tables: Sequence["_Table"], config: PollConfig) -> tuple[float, list[str]]:
    """Return what brings weighted bases to respondents, from a question that all were asked."""
    for table in tables:
        raw, weighted = table.raw[0], table.weighted[0]
        if raw == config.effectif and weighted > 0 and abs(weighted - raw) > config.tolerance_poids:
            found = f"les bases pondérées font {number(weighted, 1)} pour {config.effectif} répondants"
            return raw / weighted, [f"{found} ; elles y sont ramenées"]
    return 1.0, []


def _told(tables: Sequence["_Table"]) -> Iterator[str]:
    """Yield what was worked out of the tables instead of read in them."""
    without = {
        "effectifs bruts déduits des parts et de la base brute": [t for t in tables if t.deduced_raw],
        "effectifs déduits de pourcentages arrondis": [t for t in tables if t.rounded],
        "une seule base, prise pour brute et pondérée": [t for t in tables if t.one_base],
    }
    for what, where in without.items():
        if where:
            names = ", ".join(t.place.variable for t in where[:5]) + (", …" if len(where) > 5 else "")
            yield f"tableaux {names} : {what}"
    for table in tables:
        yield from table.wrong_subtotals()


@dataclass(frozen=True)
class _Counted:
    """An answer in each column of the banner."""

    raw: list[float]
    weighted: list[float]


class _Table:
    """One table, read where its place says."""

    def __init__(self, shown: str, sheets: dict[str, Sheet], place: TablePlace, config: PollConfig) -> None:
        self.shown, self.place, self.config = shown, place, config
        for name in (place.feuille, place.feuille_brute or place.feuille):
            if name not in sheets:
                raise self._error("", f"« {name} » n’est pas dans le classeur", "une feuille du classeur")
        self.sheet = sheets[place.feuille]
        self.raw_sheet = sheets[place.feuille_brute or place.feuille]
        self.banner = banner_columns(config)
        self.columns = [self._column(v, m) for v, m in self.banner]
        if place.base_brute is None and place.base_ponderee is None:
            raise self._error(f", tableau {place.variable}", "aucune base", "une ligne « Base »", DESCRIBE)
        if place.base_ponderee is None and any("effectif_pondere" in a.lignes for a in place.modalites):
            raise self._error(
                f", tableau {place.variable}",
                "la ligne « Base pondérée » manque",
                "la base des effectifs pondérés",
                DESCRIBE,
            )
        raw = (
            self._people(place.base_brute, self._base(place.base_brute, self.raw_sheet))
            if place.base_brute
            else None
        )
        weighted = self._base(place.base_ponderee, self.sheet) if place.base_ponderee else None
        self.weighted = weighted or raw or []
        self.raw = raw or [float(round(w)) for w in self.weighted]
        self.one_base = place.base_brute is None or place.base_ponderee is None
        self.deduced_raw = any("effectif_brut" not in a.lignes for a in place.modalites)
        self.rounded = any(
            "effectif_pondere" not in a.lignes and "pourcentage" in a.lignes for a in place.modalites
        )

    @property
    def stem(self) -> str:
        """Return the question that the name of the table may be an item of."""
        cut = cut_name(self.place.variable)
        return cut.stem if cut and not cut.attached else self.place.variable

    def variable(self, repeated: set[str]) -> PollVariable:
        """Return what the table tabulates; an item shares its question with another table or has words of its own."""
        name, cut = self.place.variable, cut_name(self.place.variable)
        item = (
            cut is not None and not cut.attached and (bool(self.place.libelle_item) or cut.stem in repeated)
        )
        return PollVariable(
            nom=name,
            libelle=self.place.libelle,
            libelle_item=self.place.libelle_item,
            modalites={a.code: a.libelle for a in self.place.modalites},
            place=(cut.stem, cut.item) if cut and item else (name, ""),
        )

    def counts(self, repeated: set[str], factor: float) -> pd.DataFrame:
        """Return the rows of the table, columns ``COUNT_COLUMNS``."""
        variable = self.variable(repeated)
        effective = self._effective()
        parts = [
            pd.DataFrame(
                {
                    "question": variable.question,
                    "sous_question": variable.sous_question,
                    "modalite": answer.code,
                    "ventilation": [v for v, _ in self.banner],
                    "modalite_ventilation": [m for _, m in self.banner],
                    "n": [round(v) for v in counted.raw],
                    "n_pondere": [v * factor for v in counted.weighted],
                    "base": [round(v) for v in self.raw],
                    "base_ponderee": [v * factor for v in self.weighted],
                    "base_efficace": [v if v > 0 else NAN for v in effective],
                }
            )
            for answer in self.place.modalites
            for counted in [self._counted(answer)]
        ]
        return pd.concat(parts, ignore_index=True)[list(COUNT_COLUMNS)]

    def check(self, factor: float) -> None:
        """Check the bases.

        Raises:
            InputError: more respondents than were asked, parts of a breakdown that make more than the whole, an
                answer that more people gave than were asked.
        """
        if self.raw[0] > self.config.effectif:
            check_size(self.shown, int(self.raw[0]), self.config)
        for name, part in self.config.banniere.items():
            parts = [w for (v, _), w in zip(self.banner, self.weighted, strict=True) if v == name]
            rounding = 0.0 if any(w % 1 for w in parts) else 0.5 * len(parts)
            if sum(parts) - self.weighted[0] > self.config.tolerance_poids / factor + rounding:
                raise self._error(
                    f", tableau {self.place.variable}",
                    f"les bases pondérées de « {part.titre} » ne font pas celle de l’ensemble",
                    number(self.weighted[0], 1),
                )
        for answer in self.place.modalites:
            for c, n, base in zip(self.columns, self._counted(answer).weighted, self.weighted, strict=True):
                if n > 1.01 * base + 1:
                    row = next(iter(answer.lignes.values()))
                    raise self._error(
                        f", ligne {row}, colonne {_letter(c)}",
                        f"« {answer.libelle} » ferait plus que la base ({number(n, 1)})",
                        f"au plus {number(base, 1)}",
                        DESCRIBE,
                    )

    def check_same(self, other: "_Table") -> None:
        """Check another table of the same question, unless it has no weights and this one has.

        Raises:
            InputError: it does not say the same.
        """
        if self.place.base_ponderee is not None and other.place.base_ponderee is None:
            return
        for answer, again in zip(self.place.modalites, other.place.modalites, strict=True):
            for c, share, told in zip(
                self.columns, self._share_of(answer), other._share_of(again), strict=True
            ):
                if abs(share - told) > _ROUNDED:
                    row = next(iter(answer.lignes.values()))
                    raise self._error(
                        f", ligne {row}, colonne {_letter(c)}",
                        f"« {answer.libelle} » n’a pas la même part feuille {other.place.feuille}",
                        "la même part dans les deux tableaux de cette question",
                        DESCRIBE,
                    )

    def _share_of(self, answer: AnswerRows) -> list[float]:
        weighted = self._counted(answer).weighted
        return [n / base if base else 0.0 for n, base in zip(weighted, self.weighted, strict=True)]

    def wrong_subtotals(self) -> Iterator[str]:
        """Yield the sub-totals that are not the sum of their parts."""
        answers = {a.code: a for a in self.place.modalites}
        for subtotal in self.place.sous_totaux:
            for measure, row in subtotal.lignes.items():
                rows = [answers[code].lignes.get(measure) for code in subtotal.parties if code in answers]
                if not rows or None in rows:
                    continue
                parts = [sum(v) for v in zip(*[self._numbers(r, measure) for r in rows if r], strict=True)]
                for c, whole, total in zip(self.columns, self._numbers(row, measure), parts, strict=True):
                    if abs(whole - total) > 0.5 * (len(rows) + 1):
                        place = f"feuille {self.sheet.title}, ligne {row}, colonne {_letter(c)}"
                        yield (
                            f"{place} : le sous-total « {subtotal.libelle} » est {number(whole, 1)}, "
                            f"ses parties font {number(total, 1)}"
                        )

    def _counted(self, answer: AnswerRows) -> _Counted:
        lines = answer.lignes
        raw = weighted = None
        if "effectif_brut" in lines:
            raw = self._people(lines["effectif_brut"], self._numbers(lines["effectif_brut"], "effectif_brut"))
        if "effectif_pondere" in lines:
            weighted = self._numbers(lines["effectif_pondere"], "effectif_pondere")
        elif "pourcentage" in lines:
            shares = self._shares(lines["pourcentage"])
            weighted = [s * b for s, b in zip(shares, self.weighted, strict=True)]
        elif raw is not None:
            weighted = [n * w / b if b else 0.0 for n, w, b in zip(raw, self.weighted, self.raw, strict=True)]
        if weighted is None:
            raise self._error(
                f", tableau {self.place.variable}",
                f"« {answer.libelle} » n’a aucune ligne",
                "une ligne de nombres",
                DESCRIBE,
            )
        if raw is None:
            raw = [n * b / w if w else 0.0 for n, w, b in zip(weighted, self.weighted, self.raw, strict=True)]
        return _Counted([min(n, b) for n, b in zip(raw, self.raw, strict=True)], weighted)

    def _shares(self, row: int) -> list[float]:
        """Return percentages as shares: « 62 », « 62 % » or, where the whole table stays under one, 0.62."""
        rows = [r for a in self.place.modalites if (r := a.lignes.get("pourcentage"))]
        column = self.columns[0] + self.place.decalages.get("pourcentage", 0)
        every = [v for r in rows if (v := self.sheet.value(r, column))]
        small = all(v.number <= 1 and not v.percent for v in every) and any(v.number % 1 for v in every)
        self._check_one_writing(rows)
        return [v / (1.0 if small else 100.0) for v in self._numbers(row, "pourcentage")]

    def _check_one_writing(self, rows: Sequence[int]) -> None:
        """Refuse 0.62 beside « 38 % »: the first may be 62 % or less than one."""
        offset = self.place.decalages.get("pourcentage", 0)
        places = [(r, c + offset) for r in rows for c in self.columns]
        written = [(place, v) for place in places if (v := self.sheet.value(*place)) and v.number]
        bare = [(place, v) for place, v in written if not v.percent]
        if not bare or len(bare) == len(written) or max(v.number for _, v in bare) > 1:
            return
        (row, column), value = next(((p, v) for p, v in bare if v.number % 1), bare[0])
        raise self._error(
            f", ligne {row}, colonne {_letter(column)}",
            f"{number(value.number, 2)} à côté de nombres suivis de % : rien ne dit si c’est une part",
            "la même écriture dans tout le tableau",
        )

    def _effective(self) -> list[float]:
        if self.place.base_efficace is not None:
            return self._base(self.place.base_efficace, self.sheet)
        # Unweighted tables lose nothing to weights; of weighted ones, no table tells how much.
        return list(self.raw) if self.raw == self.weighted else [NAN] * len(self.raw)

    def _base(self, row: int, sheet: Sheet) -> list[float]:
        """Return a base: it stands with the counts or, where nothing does there, in the first column that says it."""
        beside = self.place.decalages
        offsets = [
            beside[m] for m in ("effectif_brut", "effectif_pondere", "pourcentage") if m in beside
        ] or [0]
        said = [k for k in offsets if any(sheet.text(row, c + k) for c in self.columns)]
        return self._at(row, (said or offsets)[0], sheet)

    def _people(self, row: int, counts: list[float]) -> list[float]:
        for c, n in zip(self.columns, counts, strict=True):
            if abs(n - round(n)) > 1e-6:
                raise self._error(
                    f", ligne {row}, colonne {_letter(c)}",
                    f"un effectif brut n’est pas entier ({number(n, 1)})",
                    "un nombre de répondants, sans pondération",
                    DESCRIBE,
                    self.raw_sheet,
                )
        return counts

    def _numbers(self, row: int, measure: Measure) -> list[float]:
        sheet = self.raw_sheet if measure == "effectif_brut" else self.sheet
        return self._at(row, self.place.decalages.get(measure, 0), sheet, measure)

    def _at(self, row: int, offset: int, sheet: Sheet, measure: Measure | None = None) -> list[float]:
        found = []
        for (_, modality), first in zip(self.banner, self.columns, strict=True):
            c = first + offset
            value = sheet.value(row, c)
            if value is None:
                place = f", ligne {row}, colonne {_letter(c)} (« {modality} »)"
                raise self._error(
                    place,
                    "ce n’est pas un nombre",
                    "un effectif, un pourcentage, ou « - » pour rien",
                    sheet=sheet,
                )
            if value.number < 0 or (value.grouped and measure != "pourcentage"):
                said = f"« {sheet.text(row, c)} » peut se lire mille ou un"
                raise self._error(
                    f", ligne {row}, colonne {_letter(c)} (« {modality} »)",
                    "ce nombre est négatif" if value.number < 0 else said,
                    "un effectif ou un pourcentage, sans point ni virgule pour les milliers",
                    sheet=sheet,
                )
            found.append(value.number)
        return found

    def _column(self, breakdown: str, modality: str) -> int:
        name = WHOLE if breakdown == WHOLE else f"{breakdown}.{modality}"
        if name not in self.place.colonnes:
            raise self._error(
                f", tableau {self.place.variable}",
                f"la colonne « {name} » n’est pas décrite",
                "une colonne pour l’ensemble et pour chaque modalité de la bannière",
            )
        return column_index_from_string(self.place.colonnes[name])

    def _error(
        self, place: str, found: str, expected: str, remedy: str = ASK_AGAIN, sheet: Sheet | None = None
    ) -> InputError:
        name = sheet.title if sheet else self.place.feuille
        return InputError(self.shown, f"feuille {name}{place}", found, expected, remedy)


def _letter(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(column))
