"""Drafts where each table of a workbook is (``tableaux.yaml``) from what was recognised: names, measures, sub-totals.

What rows and columns count is settled here; finding them is ``recognition``'s.
"""

import re
from collections.abc import Sequence

from openpyxl.utils import get_column_letter

from barometre_pipeline.errors import InputError
from barometre_pipeline.sources.ipsos.config import PollConfig
from barometre_pipeline.sources.ipsos.layout import WHOLE, AnswerRows, Measure, SubtotalRow, TablePlace
from barometre_pipeline.sources.ipsos.recognition import CODE, TITLE, Banner, Found, FoundRow, find_tables
from barometre_pipeline.sources.ipsos.spreadsheet import ASK_AGAIN, Sheet
from barometre_pipeline.sources.ipsos.wordings import split_items

_NOTE = re.compile(
    r"(bases?\b|notes?\b|source|lecture|sondage|tableau \d+$|retour|sommaire|\*|\(|en %|%|effectifs?\b|filtre|pondér|"
    r"ensemble\b|total\b|question$)",
    re.IGNORECASE,
)
_MEASURED: tuple[Measure, ...] = ("effectif_brut", "effectif_pondere", "pourcentage")


def draft_tables(
    sheets: Sequence[Sheet], shown: str, config: PollConfig
) -> tuple[list[TablePlace], list[str]]:
    """Return the tables recognised in a workbook, and what was not understood or had to be guessed.

    Raises:
        InputError: a banner that is not the one declared.
    """
    found: list[TablePlace] = []
    notes: list[str] = []
    for sheet in sheets:
        tables = list(find_tables(sheet, shown, config))
        others = sorted({o for banner, _ in tables for o in banner.others})
        if others:
            notes.append(
                f"feuille {sheet.title} : colonnes hors de la bannière laissées de côté ({', '.join(others)})"
            )
        if not tables and any(True for _ in sheet.percents):
            notes.append(f"feuille {sheet.title} laissée de côté : aucun tableau reconnu")
        found += [
            _place(sheet, banner, table, len(found) + i, notes) for i, (banner, table) in enumerate(tables)
        ]
    return _distinct(found), notes


def _place(sheet: Sheet, banner: Banner, table: Found, before: int, notes: list[str]) -> TablePlace:
    variable, wording, item = _names(table.titles, sheet.title, before + 1)
    bases = _bases(table)
    unnamed = _unnamed(sheet, banner, table, bases)
    codes = [a.code for a in table.answers]
    ranked = "" in codes or len(set(codes)) < len(codes)
    answers = tuple(
        AnswerRows(code=str(i) if ranked else a.code, libelle=a.label, lignes=_rows(a, unnamed))
        for i, a in enumerate(table.answers, 1)
    )
    subtotals = []
    for row in table.subtotals:
        rows = _rows(row, unnamed)
        parts = _parts(sheet, banner, answers, rows, row.after)
        if not parts:
            place = f"feuille {sheet.title}, ligne {row.rows[0][1]}"
            notes.append(f"{place} : le sous-total « {row.label} » n’est la somme d’aucune suite de réponses")
        subtotals.append(SubtotalRow(libelle=row.label, lignes=rows, parties=parts))
    return TablePlace(
        feuille=sheet.title,
        variable=variable,
        libelle=wording,
        libelle_item=item,
        colonnes={name: get_column_letter(c) for name, c in banner.columns.items()},
        modalites=answers,
        sous_totaux=tuple(subtotals),
        **bases,
    )


def _bases(table: Found) -> dict[str, int]:
    bases = dict(table.bases)
    plain = bases.pop("base", None if bases or not table.totals else table.totals[0])
    if plain is not None:
        named = {measure for answer in table.answers for measure, _ in answer.rows}
        weighted = "base_brute" in bases or ("effectif_pondere" in named and "effectif_brut" not in named)
        bases.setdefault("base_ponderee" if weighted else "base_brute", plain)
    return bases


def _names(titles: Sequence[list[str]], sheet: str, rank: int) -> tuple[str, str, str]:
    """Return the variable, the wording of its question and of its item, from what stands above a table."""
    lines = [t for texts in titles if (t := [x for x in texts if not _NOTE.match(x)])]
    for i, texts in enumerate(lines):
        rest = [line[0] for line in lines[i + 1 :]]
        item = rest[0] if rest else ""
        if re.fullmatch(CODE, texts[0]):
            return (
                texts[0],
                texts[1] if len(texts) > 1 else (item or texts[0]),
                item if len(texts) > 1 else "",
            )
        if found := TITLE.fullmatch(texts[0]):
            return found["code"], found["words"].strip(), item
    wording = lines[0][0] if lines else sheet
    item = lines[1][0] if len(lines) > 1 else ""
    return (sheet if re.fullmatch(CODE, sheet) else f"T{rank}"), wording, item


def _distinct(tables: list[TablePlace]) -> list[TablePlace]:
    """Give the tables of one question their items: « Q7 » five times is « Q7_1 » to « Q7_5 »."""
    by_name: dict[str, list[TablePlace]] = {}
    for table in tables:
        by_name.setdefault(table.variable, []).append(table)
    renamed: dict[int, TablePlace] = {}
    for name, same in by_name.items():
        if len(same) == 1:
            continue
        split = (
            None
            if any(t.libelle_item for t in same)
            else split_items([name] * len(same), [t.libelle for t in same])
        )
        for i, table in enumerate(same):
            words = {"libelle": split[0], "libelle_item": split[1][i]} if split else {}
            renamed[id(table)] = table.model_copy(update={"variable": f"{name}_{i + 1}", **words})
    return [renamed.get(id(t), t) for t in tables]


def _rows(found: FoundRow, unnamed: Sequence[Measure]) -> dict[Measure, int]:
    left = iter(unnamed)
    rows: dict[Measure, int] = {}
    for measure, row in found.rows:
        named = next((m for m in _MEASURED if m == measure), None) or next(left, None)
        if named:
            rows.setdefault(named, row)
    return rows


def _unnamed(sheet: Sheet, banner: Banner, table: Found, bases: dict[str, int]) -> list[Measure]:
    """Return what the rows of an answer count, in order, where they do not say it."""
    depth = max(sum(m == "" for m, _ in a.rows) for a in table.answers)
    named = {m for a in table.answers for m, _ in a.rows if m}
    found: list[Measure] = []
    for k in range(depth):
        rows = [r[k] for a in table.answers if len(r := [row for m, row in a.rows if m == ""]) > k]
        best = _measure(sheet, banner, rows, bases, [m for m in _MEASURED if m not in named | set(found)])
        if best:
            found.append(best)
    return found


def _measure(
    sheet: Sheet, banner: Banner, rows: Sequence[int], bases: dict[str, int], left: Sequence[Measure]
) -> Measure | None:
    """Return what rows count: what they sum to in each column tells, a sign of per cent first of all."""
    columns = list(banner.columns.values())
    if any((v := sheet.value(r, c)) and v.percent for r in rows for c in columns):
        return "pourcentage" if "pourcentage" in left else None
    sums = [sum(v.number for r in rows if (v := sheet.value(r, c))) for c in columns]
    totals: dict[Measure, list[float]] = {}
    for measure, base in (("effectif_pondere", "base_ponderee"), ("effectif_brut", "base_brute")):
        if base in bases:
            totals[measure] = [v.number if (v := sheet.value(bases[base], c)) else 0.0 for c in columns]  # type: ignore[index]
    share = 1.0 if max(sums) <= 1.5 else 100.0
    totals["pourcentage"] = [share] * len(columns)
    gaps = {
        m: sum(abs(s - t) / (t or 1) for s, t in zip(sums, expected, strict=True) if t) / len(columns)
        for m, expected in totals.items()
        if m in left
    }
    if not gaps:
        return None
    best = min(gaps, key=lambda m: gaps[m])
    if gaps[best] <= 0.08:
        return best
    # Several answers each: no sum tells. A value above its base is no count.
    whole = totals.get("effectif_pondere") or totals.get("effectif_brut") or [0.0]
    highest = max((v.number for r in rows if (v := sheet.value(r, banner.columns[WHOLE]))), default=0.0)
    counts = [m for m in gaps if m != "pourcentage"]
    if "pourcentage" in gaps and (highest > whole[0] or (whole[0] >= 100 and highest <= 100)):
        return "pourcentage"
    return counts[0] if counts else best


def _parts(
    sheet: Sheet, banner: Banner, answers: Sequence[AnswerRows], rows: dict[Measure, int], after: int
) -> tuple[str, ...]:
    """Return the codes of the run of answers that a sub-total adds up, the nearest first; none where no run does."""
    runs = [answers[i:j] for i in range(len(answers)) for j in range(i + 2, len(answers) + 1)]
    places = {a.code: i for i, a in enumerate(answers)}
    near = sorted(
        runs,
        key=lambda run: min(abs(places[run[0].code] - after), abs(places[run[-1].code] + 1 - after)),
    )
    columns = list(banner.columns.values())
    for measure, row in rows.items():
        for run in near:
            parts = [line for a in run if (line := a.lignes.get(measure)) is not None]
            if len(parts) == len(run) and _adds_up(sheet, columns, row, parts):
                return tuple(a.code for a in run)
    return ()


def _adds_up(sheet: Sheet, columns: Sequence[int], total: int, rows: Sequence[int]) -> bool:
    """Tell whether rows make a total in every column, each number rounded on its own."""
    for c in columns:
        written = [sheet.value(r, c) for r in (total, *rows)]
        if any(v is None for v in written):
            return False
        whole, *parts = [v.number for v in written if v is not None]
        if abs(whole - sum(parts)) > 0.5 * (len(parts) + 1):
            return False
    return True


def nothing_found(shown: str) -> InputError:
    """Return the error of a workbook in which no table was recognised."""
    return InputError(
        shown,
        "",
        "aucun tableau n’a été reconnu",
        "des tableaux dont une ligne porte les colonnes de la bannière de sondage.yaml",
        f"décrivez-les dans tableaux.yaml (barometre decrire-tableaux), ou {ASK_AGAIN}",
    )
