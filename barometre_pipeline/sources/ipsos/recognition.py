"""Finds the tables of an institute's workbook: banner, bases, answers, sub-totals, whatever the layout.

Where things are belongs here (a draft of ``tableaux.yaml``); the numbers are read by ``workbook``.
"""

import re
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field

from barometre_pipeline.errors import InputError
from barometre_pipeline.sources.ipsos.answers import NO_OPINION
from barometre_pipeline.sources.ipsos.banner import banner_changed, same_words
from barometre_pipeline.sources.ipsos.config import PollConfig
from barometre_pipeline.sources.ipsos.layout import WHOLE
from barometre_pipeline.sources.ipsos.spreadsheet import Sheet

_WHOLE = re.compile(
    r"(ensemble|total|tous|toutes|all|base totale|ensemble des .*|total (france|échantillon))", re.I
)
_MEASURES = {
    "effectif_brut": re.compile(
        r"(effectifs?|nombre|n)\W*(bruts?|non[ -]pondérés?|non redressés?|réels?)|unweighted( count)?", re.I
    ),
    "effectif_pondere": re.compile(r"(effectifs?|nombre|n)\W*(pondérés?|redressés?)|weighted( count)?", re.I),
    "pourcentage": re.compile(
        r"(en )?(%|pourcentages?|col ?%|% col\w*\.?)( pondérés?| redressés?| en colonne)?", re.I
    ),
    "": re.compile(r"effectifs?|count|n|nombre|question", re.I),
}
_BASES = (
    ("base_efficace", re.compile(r"(base|effectif|n)\b.*\b(efficace|effective)|effective base", re.I)),
    (
        "base_brute",
        re.compile(r"(bases?|effectifs?|n|total|échantillon)\b.*\b(brut\w*|non[ -]?(pondér|redress)\w*|réel\w*)"
                   r"|unweighted.*|.*\(brute?\)", re.I),
    ),
    ("base_ponderee", re.compile(r"(bases?|effectifs?|n|total)\b.*\b(pondér|redress)\w*|weighted.*", re.I)),
    (
        "base",
        re.compile(r"bases?( totale| sizes?)?|n|effectifs?|(effectifs?|total) (des )?(interviewés|répondants)", re.I),
    ),
)  # fmt: skip
_SUBTOTAL = re.compile(
    r"(s\.?/?t\.?|sous[ -]?total|total|net|subtotal|top \d|bottom \d)\b\s*[:.\-–]?\s*(?P<of>.*)", re.I
)
_LONGEST_CODE = 8
CODE = r"[A-Za-z]{1,10}_?\d+[A-Za-z]?\d*(?:[_.][A-Za-z0-9]+)*"
TITLE = re.compile(
    rf"(?:tableau\s*\d*\s*[:.–-]\s*)?(?P<code>{CODE})\s*[.:)\]–—-]*\s+(?P<words>.+)", re.I | re.S
)
_MARKS = re.compile(r"(\s*(\(?\*+\)?|[(\[][A-Za-z]{1,2}([/,; ]+[A-Za-z]{1,2})*[)\]]))+\s*$")
_OTHER = re.compile(r"\W*(autres?|aucune?s?|other|none)\b", re.IGNORECASE)


@dataclass
class Found:
    """A table while it is read down: rows by what they hold."""

    header: int
    titles: list[list[str]]
    bases: dict[str, int] = field(default_factory=dict)
    answers: list["FoundRow"] = field(default_factory=list)
    subtotals: list["FoundRow"] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)


@dataclass
class FoundRow:
    """An answer or a sub-total: its rows, and the measure that each one names ("" where it names none)."""

    code: str
    label: str
    rows: list[tuple[str, int]]
    after: int = 0  # answers read before it


@dataclass(frozen=True)
class Banner:
    """The row of labels of a banner and the column of each of its parts."""

    row: int
    columns: dict[str, int]
    others: tuple[str, ...]  # columns of the table that sondage.yaml does not declare

    @property
    def left(self) -> int:
        """Return the first column of numbers."""
        return min(self.columns.values())


def find_tables(sheet: Sheet, shown: str, config: PollConfig) -> Iterator[tuple[Banner, Found]]:
    """Yield the tables of a sheet, top to bottom.

    Raises:
        InputError: a banner that is not the one declared.
    """
    banners = [b for row in range(1, sheet.rows + 1) if (b := _banner(sheet, row, shown, config))]
    start = 1
    for i, banner in enumerate(banners):
        end = banners[i + 1].row if i + 1 < len(banners) else sheet.rows + 1
        pending = [t for row in range(start, banner.row + 1) if (t := _left(sheet, row, banner.left))]
        start = yield from _tables(sheet, banner, end, pending)


def _tables(
    sheet: Sheet, banner: Banner, end: int, pending: list[list[str]]
) -> Generator[tuple[Banner, Found], None, int]:
    """Yield the tables under a banner; return the first row after the last of them."""
    table = Found(banner.row, pending)
    pending = []
    last = banner.row
    for row in range(banner.row + 1, end):
        texts = _left(sheet, row, banner.left)
        nobody = row == last + 1 and not pending and _nobody(sheet, row, banner, texts)
        if not nobody and not _holds_numbers(sheet, row, banner):
            if texts:
                pending.append(texts)
            continue
        if (
            table.answers
            and pending
            and (_base_of(texts, table) or any(TITLE.fullmatch(t[0]) for t in pending))
        ):
            # One banner for several questions: what has no base of its own has that of the question before.
            yield banner, table
            table = Found(banner.row, pending, {} if _base_of(texts, table) else dict(table.bases))
        pending = []
        last = row
        _sort(table, row, texts)
    if table.answers:
        yield banner, table
    return last + 1


def _sort(table: Found, row: int, texts: list[str]) -> None:
    """Put a row of numbers where it belongs."""
    measure = next((m for t in texts for m, words in _MEASURES.items() if words.fullmatch(t)), None)
    words = [t for t in texts if not any(w.fullmatch(t) for w in _MEASURES.values())]
    base = _base_of(texts, table)
    if base:
        table.bases.setdefault(base, row)
        return
    label = _MARKS.sub("", words[-1]) if words else ""
    last = max([*table.answers, *table.subtotals], key=lambda r: r.rows[-1][1], default=None)
    if last is not None and (not label or label == last.label):
        last.rows.append((measure or "", row))
    elif _WHOLE.fullmatch(label):
        if table.answers or table.bases:
            table.totals.append(row)
        else:
            table.bases["base"] = row
    elif (found := _SUBTOTAL.fullmatch(label)) and found["of"]:
        table.subtotals.append(FoundRow("", label, [(measure or "", row)], len(table.answers)))
    elif label:
        code = words[0] if len(words) > 1 and re.fullmatch(r"[\w.\-]{1,8}", words[0]) else ""
        table.answers.append(FoundRow(code, label, [(measure or "", row)]))


def _base_of(texts: Sequence[str], table: Found) -> str | None:
    """Return which base a row is, None for an answer: « Effectif pondéré » alone is one until an answer comes."""
    if len(texts) != 1:
        texts = [t for t in texts if re.match(r"bases?\b", t, re.I)]
    text = _MARKS.sub("", texts[0]).rstrip(" =:") if texts else ""
    for name, words in _BASES:
        if words.fullmatch(text):
            plain = re.match(r"(bases?|un|weighted base|effective)", text, re.I)
            return name if plain or not table.answers else None
    return None


def _left(sheet: Sheet, row: int, left: int) -> list[str]:
    """Return the words before the numbers, each once: a merged area repeats them."""
    texts = [t for c in range(1, left) if (t := sheet.text(row, c))]
    return [t for i, t in enumerate(texts) if len(t) <= _LONGEST_CODE or t not in texts[:i]]


def _holds_numbers(sheet: Sheet, row: int, banner: Banner) -> bool:
    columns = list(banner.columns.values())
    if all(sheet.is_letters(row, c) and not _dash(sheet.text(row, c)) for c in columns):
        return False
    values = [sheet.value(row, c) for c in columns]
    said = [v for v, c in zip(values, columns, strict=True) if sheet.text(row, c)]
    # One cell of words among numbers is damage, told with its place when it is read; a row of words is a title.
    return sum(v is not None for v in said) * 2 >= len(said) > 0


def _nobody(sheet: Sheet, row: int, banner: Banner, texts: Sequence[str]) -> bool:
    """Tell an answer that nobody gave, its cells all empty, from a note or a heading.

    It names what it counts, or its words are usual.
    """
    if any(sheet.text(row, c) for c in banner.columns.values()):
        return False
    if any(words.fullmatch(t) for t in texts for name, words in _MEASURES.items() if name):
        return True
    return len(texts) == 1 and len(texts[0]) < 40 and any(p.search(texts[0]) for p in (NO_OPINION, _OTHER))


def _dash(text: str) -> bool:
    return text in {"-", "–", "—", "−"}


def _banner(sheet: Sheet, row: int, shown: str, config: PollConfig) -> Banner | None:
    wanted = [
        (name, m, label, p.titre) for name, p in config.banniere.items() for m, label in p.modalites.items()
    ]
    said = {c: same_words(_MARKS.sub("", sheet.text(row, c))) for c in range(1, sheet.columns + 1)}
    columns: dict[str, int] = {}
    for name, modality, label, title in wanted:
        places = [c for c, text in said.items() if text == same_words(label) and c not in columns.values()]
        titled = [c for c in places if same_words(_title(sheet, row, c)) == same_words(title)]
        if places:
            columns[f"{name}.{modality}"] = (titled or places)[0]
    if len(columns) < 2 or 2 * len(columns) < len(wanted):
        return None
    if len(columns) < len(wanted):
        found = [sheet.text(row, c) for c in range(min(columns.values()), sheet.columns + 1) if said[c]]
        raise banner_changed(shown, f"feuille {sheet.title}, ligne {row}", found, [w[2] for w in wanted])
    whole = _whole_column(sheet, row, columns)
    if whole is None:
        raise InputError(
            shown,
            f"feuille {sheet.title}, ligne {row}",
            "aucune colonne « Ensemble » ni « Total » à côté de la bannière",
            "une colonne pour l’ensemble des répondants",
            "décrivez le tableau dans tableaux.yaml (barometre decrire-tableaux), ou demandez-la à l’institut",
        )
    known = {whole, *columns.values()}
    others = tuple(sheet.text(row, c) for c in said if said[c] and c > min(known) and c not in known)
    return Banner(row, {WHOLE: whole} | columns, others)


def _title(sheet: Sheet, row: int, column: int) -> str:
    """Return the title above a column: that of its merged area, or the last one written to its left."""
    for above in (row - 1, row - 2):
        for c in range(column, 0, -1):
            if sheet.text(above, c):
                return sheet.text(above, c)
    return ""


def _whole_column(sheet: Sheet, row: int, columns: dict[str, int]) -> int | None:
    taken = set(columns.values())
    for level in (row, row - 1, row - 2, row + 1):
        for c in range(1, sheet.columns + 1):
            if c not in taken and _WHOLE.fullmatch(_MARKS.sub("", sheet.text(level, c))):
                return c
    return None
