"""Drafts where each table of a workbook is (``tableaux.yaml``) from what was recognised: names, codes, places.

A draft and what the analyst has to look at; what rows are is settled in ``settling``.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter

from barometre_pipeline.errors import InputError
from barometre_pipeline.sources.ipsos.config import PollConfig
from barometre_pipeline.sources.ipsos.layout import DESCRIBE, AnswerRows, SubtotalRow, TablePlace
from barometre_pipeline.sources.ipsos.printed_banner import Banner, next_banner
from barometre_pipeline.sources.ipsos.recognition import Found, FoundRow, find_tables
from barometre_pipeline.sources.ipsos.settling import settle
from barometre_pipeline.sources.ipsos.spreadsheet import Sheet
from barometre_pipeline.sources.ipsos.titles import is_note, rival_codes, sheet_code, table_name
from barometre_pipeline.sources.ipsos.wordings import split_items


@dataclass
class Draft:
    """What was recognised in a workbook.

    Attributes:
        places: its tables.
        notes: what was left aside or guessed, in French.
        doubts: what must not be read before somebody has looked at it.
        repeats: a table kept and another of the same question and answers, which has to say the same.
    """

    places: list[TablePlace] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    doubts: list[InputError] = field(default_factory=list)
    repeats: list[tuple[TablePlace, TablePlace]] = field(default_factory=list)


def draft_tables(sheets: Sequence[Sheet], shown: str, config: PollConfig) -> Draft:
    """Return the tables recognised in a workbook.

    Raises:
        InputError: a banner that is not the one declared.
    """
    draft = Draft()
    for sheet in sheets:
        if sheet.hidden:
            draft.notes.append(f"feuille {sheet.title} laissée de côté : elle est masquée")
            continue
        tables = list(find_tables(sheet, shown, config))
        draft.doubts += {d.lieu: d for banner, _ in tables for d in reversed(banner.doubts)}.values()
        others = sorted({o for banner, _ in tables for o in banner.others})
        if others:
            draft.notes.append(
                f"feuille {sheet.title} : colonnes hors de la bannière laissées de côté ({', '.join(others)})"
            )
        if tables and (row := next_banner(sheet, tables[-1][0], sheet.rows + 1)) <= sheet.rows:
            draft.notes.append(
                f"feuille {sheet.title}, ligne {row} : tableau d’une autre bannière laissé de côté"
            )
        if not tables and _has_numbers(sheet):
            draft.notes.append(f"feuille {sheet.title} laissée de côté : aucun tableau reconnu")
        names = _names([table for _, table in tables], sheet.title)
        for (banner, table), (code, *words) in zip(tables, names, strict=True):
            _check_title(draft, sheet, banner, table, shown)
            _add(draft, sheet, banner, table, shown, (code or f"T{len(draft.places) + 1}", *words))
    draft.places = _distinct(_without_repeats(draft))
    return draft


def _check_title(draft: Draft, sheet: Sheet, banner: Banner, table: Found, shown: str) -> None:
    """Say which table under another banner was left aside; doubt a table without a title of its own beneath it."""
    place = f"feuille {sheet.title}, ligne {banner.row}"
    if table.apart:
        name = " ".join(table_name(table.apart, "")[:2]).strip() or table.apart[0][0]
        draft.notes.append(f"{place} : tableau d’une autre bannière laissé de côté au-dessus (« {name} »)")
    codes = rival_codes(table.titles)
    if len(codes) > 1:
        finding = f"deux titres au-dessus d’un tableau ({' et '.join(codes)})"
        draft.doubts.append(InputError(shown, place, finding, "un seul titre par tableau", DESCRIBE))
    elif table.apart and not any(not is_note(texts[0]) for texts in table.titles):
        finding = "ce tableau n’a pas de titre sous celui d’une autre bannière"
        draft.doubts.append(
            InputError(shown, place, finding, "un titre au-dessus de chaque tableau", DESCRIBE)
        )


def _names(tables: Sequence[Found], sheet: str) -> list[tuple[str, str, str]]:
    """Return the code ("" for none), the wording and the item of each table of a sheet.

    A sheet named after its only question tells the code of what has none; after a title with an item, titles
    without a code are those of the next items.
    """
    names = [table_name(table.titles, sheet) for table in tables]
    default = sheet_code(sheet)
    if not any(code for code, _, _ in names):
        return [(default, wording, item) for _, wording, item in names]
    question = next((n for n in names if n[0] == default and n[2]), None)
    return [
        (question[0], question[1], wording) if question and not code else (code, wording, item)
        for code, wording, item in names
    ]


def _has_numbers(sheet: Sheet) -> bool:
    """Tell a sheet that may hold tables from a list of contents: three rows and more of several numbers each."""
    places = ((row, column) for row, column in sheet.cells if sheet.has_digits(row, column))
    written = Counter(row for row, column in places if sheet.value(row, column))
    return sum(times > 2 for times in written.values()) > 2


def _add(draft: Draft, sheet: Sheet, banner: Banner, table: Found, shown: str, names: Sequence[str]) -> None:
    variable, wording, item = names
    settled = settle(sheet, banner, table)
    draft.notes += [f"feuille {sheet.title}, tableau {variable} : {note}" for note in settled.notes]
    for doubt in settled.doubts:
        place = f"feuille {sheet.title}, ligne {doubt.row}, tableau {variable}"
        draft.doubts.append(InputError(shown, place, doubt.found, doubt.expected, DESCRIBE))
    codes = _codes([row.found for row in settled.answers])
    code_of = {row.place: code for code, row in zip(codes, settled.answers, strict=True)}
    answers = tuple(
        AnswerRows(code=code_of[row.place], libelle=row.found.label, lignes=row.places)
        for row in settled.answers
    )
    subtotals = tuple(
        SubtotalRow(
            libelle=row.found.label, lignes=row.places, parties=tuple(code_of[p.place] for p in row.parts)
        )
        for row in settled.subtotals
    )
    draft.places.append(
        TablePlace(
            feuille=sheet.title,
            variable=variable,
            libelle=wording,
            libelle_item=item,
            colonnes={name: get_column_letter(c) for name, c in banner.columns.items()},
            decalages=settled.offsets,
            modalites=answers,
            sous_totaux=subtotals,
            base_brute=settled.bases.get("base_brute"),
            base_ponderee=settled.bases.get("base_ponderee"),
            base_efficace=settled.bases.get("base_efficace"),
        )
    )


def _codes(answers: Sequence[FoundRow]) -> list[str]:
    """Return the code of each answer: as it is written, or its rank where not all have one of their own."""
    codes = [row.code for row in answers]
    ranked = "" in codes or len(set(codes)) < len(codes)
    return [str(i) if ranked else code for i, code in enumerate(codes, 1)]


def _without_repeats(draft: Draft) -> list[TablePlace]:
    """Return the tables, once each: a question in counts and in percentages, or with and without weights, is one."""
    kept: dict[tuple[str, ...], TablePlace] = {}
    for place in draft.places:
        key = (place.variable, place.libelle, place.libelle_item, *(a.libelle for a in place.modalites))
        known = kept.setdefault(key, place)
        if known is place:
            continue
        worse, better = sorted((place, known), key=_worth)
        kept[key] = better = _with_raw(better, worse)
        draft.repeats.append((better, worse))
        found = f"feuille {worse.feuille}, tableau {worse.variable}"
        draft.notes.append(f"{found} : déjà feuille {better.feuille}, laissé de côté")
    return list(kept.values())


def _with_raw(place: TablePlace, other: TablePlace) -> TablePlace:
    """Complete a table of weights with the people of another, in the same columns of a sheet without weights."""
    if place.base_brute is not None or other.base_brute is None or place.colonnes != other.colonnes:
        return place
    if place.decalages or other.decalages:
        return place
    rows = [{m: r for m, r in a.lignes.items() if m == "effectif_brut"} for a in other.modalites]
    answers = tuple(
        a.model_copy(update={"lignes": {**a.lignes, **more}})
        for a, more in zip(place.modalites, rows, strict=True)
    )
    return place.model_copy(
        update={"feuille_brute": other.feuille, "base_brute": other.base_brute, "modalites": answers}
    )


def _worth(place: TablePlace) -> tuple[bool, bool, bool]:
    measures = {m for answer in place.modalites for m in answer.lignes}
    weighted = place.base_ponderee is not None
    return weighted, weighted and "effectif_pondere" in measures, place.base_brute is not None


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


def nothing_found(shown: str) -> InputError:
    """Return the error of a workbook in which no table was recognised."""
    return InputError(
        shown,
        "",
        "aucun tableau n’a été reconnu",
        "des tableaux dont une ligne porte les colonnes de la bannière de sondage.yaml",
        DESCRIBE,
    )
