"""The text of a document as passages: headings, questions, paragraphs put together again, rows of tables, notes.

Lines in, passages out, each knowing where its characters stand; nothing of numbers or of the catalogue.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from barometre_pipeline.printed.documents.slides import page_numbers, tabulated
from barometre_pipeline.printed.documents.words import Word, words_of

TITRE, QUESTION, TEXTE, TABLEAU, NOTE, LISTE, PAGE = (
    "titre", "question", "texte", "tableau", "note", "liste", "page",
)  # fmt: skip

# Marks of a light markup, replaced by as many spaces so that columns stay those of the text.
_MARKUP: Final = re.compile(
    r"</?[a-zA-Z][^<>]{0,60}>|\\\*|\*{2,}|(?<![%\w])\*|\*(?=\w)|\^?\{(?:\\?\w+)\}|(?<!\w)_+|_+(?!\w)"
)
_MARKED: Final = re.compile(r"[<*_{]")  # one of which every mark has
_HEADING: Final = re.compile(r"^\s*#+\s")
_QUESTION: Final = re.compile(r"^\s*question\s*\d*\s*:", re.I)
_BASE: Final = re.compile(r"^\s*base\s*:", re.I)
_NOTE: Final = re.compile(
    r"^\s*(?:\\?\*|\(\*\)|\(?\s*total\s+hors|\(?\s*champ\s*:|base\s*:|lecture\s*:|source\s*:|note\s*:)", re.I
)
_ITEM: Final = re.compile(r"^\s*(?:[-•■▪●◦–—→➔➜➤►▸‣✓✔⇒›]|\d+[.)]|[a-h]\))\s+\S")
_ENDED: Final = re.compile(r"[.!?…»)\]]\W*$")
_OPEN: Final = re.compile(
    r"(?:,|\b(?:et|ou|de|des|du|à|au|aux|les|la|le|par|pour|dans|que|contre|un|une))$"
)  # cannot end a sentence
_UNFINISHED: Final = re.compile(r"(?:[^.!?…:;\s]|[,;])\s*$")
_TITLE_WORDS: Final = 22
_FIGURES: Final = 3  # lines that open with a number, from which a paragraph of them is a list
_SENTENCE_END: Final = re.compile(
    r"(?<!\bM)(?<!\bn)(?<!\bp)(?<!\bhab)[.!?…]+[»\")\]]*(?=\s+[«\"(]?\s*[A-ZÀ-Ý0-9])|(?<=\s)[|/](?=\s)"
)
_ROW: Final = re.compile(
    r"\t.*\t|^[^\t]*[^\W\d_]{3}[^\t]*\t\s*[\d<–-]"
)  # two tabulations, or a name and a value
_BARS: Final = re.compile(r"^\s*\|.*\|.*\|\s*$")  # « | Communes | 18 % | 57 % | »
_RULE: Final = re.compile(r"^[\s|:-]+$")
_NUMBERED: Final = re.compile(r"^\s*[=+−–-]?\s*\d[\d\u00a0\u202f ,.]*(?:%|pts?\b|points?\b|$)", re.I)
_SPELT: Final = re.compile(
    r"^\s*(?:(?:près|plus|moins)\s+d(?:e\s+|['’]\s*))?(?:un\s+(?:quart|tiers)\b|la\s+moitié\b|(?:deux|trois)\s+(?:tiers|quarts)\b|"
    r"[^\W\d_]+\s+(?:collectivités?|communes?|territoires?|français)\s+sur\s)",
    re.I,
)  # « Un quart des collectivités … » opens a slide as « 25 % … » does
_LABELLED: Final = re.compile(
    r"^\s*[^\W\d_][^%(]{1,50}:\s*\d[\d\u00a0\u202f ,]*(?:%|[^\W\d_]+\s+sur\s+\d)"
)  # « État : 45 % »
_NAMED: Final = re.compile(
    r"^\s*[A-ZÀ-Ý][^.,;:!?%\d]{2,45}:\s+\S.*\d\s*%"
)  # « Open data : trois sur quatre (75 %) »
_OUTLINE: Final = re.compile(
    r"^\s*(\d{1,2}(?:\.\d{1,2}){1,3}|\d{1,2}(?=[.)]))[.)]?\s+[A-ZÀ-Ý«\"][^.;%]{1,80}$"
)  # « 2.1. Les règles »
_BULLET: Final = re.compile(
    r"^\s*[-•–]\s+\d[\d\u00a0\u202f ,]*%?\s+(?!en\b|sur\b|depuis\b|points?\b|pts?\b|par\s+rapport)[^\W\d_]"
)
_OUTLINE_WORDS: Final = 12
_SHARE: Final = re.compile(r"\d\s*(?:%|points?\b|pts\b)")
_WORD: Final = re.compile(r"[^\W\d_]{3,}")
_MUCH_SHORTER: Final = 0.6  # of the next line, under which the first line of a paragraph is its heading
_OPENING: Final = re.compile(r"^[«\"(]?\s*[A-ZÀ-Ý\d]")
_SHORT: Final = 80  # characters of the lines of a slide, at most
_PAGE: Final = re.compile(r"^\s*(?:-\s*)?(?:page\s+)?\d{1,3}(?:\s*/\s*\d{1,3})?(?:\s*-)?\s*$", re.I)
_AT_AN_END: Final = re.compile(r"^\d{1,3}\s+(?=[^\W\d_]{2})|(?<=[^\W\d_]{2})\s+\d{1,3}$")  # of a line
# The name of the house is no word about data.
_HOUSE: Final = re.compile(r"(?:l['’])?observatoire\s+data\s*publica|data\s*publica", re.I)
_FAR: Final = 1 << 60  # beyond any character
_RUNNING: Final = 3  # times a line comes back from which it is the header of pages


@dataclass(frozen=True)
class Passage:
    """What stands together in a document.

    Attributes:
        rang: its rank in the document.
        genre: titre, question, texte, tableau, note or liste.
        texte: its characters, markup replaced by spaces, lines joined by one space.
        niveau: depth of a heading that the document marks as one, 0 for others.
        ligne: its first line, from 1.
        debuts: for each of its lines, where it begins in ``texte``, its number and the column of its first character.
    """

    rang: int
    genre: str
    texte: str
    niveau: int
    ligne: int
    debuts: tuple[tuple[int, int, int], ...]
    mots: tuple[Word, ...] = field(default=(), compare=False)
    phrases: tuple[tuple[int, int], ...] = ()

    def place(self, at: int) -> tuple[int, int]:
        """Return the line (from 1) and the column (from 0) of a character."""
        start, line, column = self.debuts[max(0, bisect_right([d[0] for d in self.debuts], at) - 1)]
        return line, column + at - start

    def sentence(self, at: int) -> int:
        """Return the rank of the sentence that holds a character."""
        return max(0, bisect_right(self.phrases, (at, _FAR)) - 1)


def passages(lines: Sequence[str]) -> list[Passage]:
    """Return the passages of a document in order; a sentence cut by a page or a column is one again."""
    groups = _joined(list(_groups(tabulated([_plain(line) for line in lines]))))
    return [_passage(rank, kind, level, rows) for rank, (kind, level, rows) in enumerate(groups)]


_Group = tuple[str, int, list[tuple[int, str]]]


def _plain(line: str) -> str:
    """Return a line without its markup, character for character; a row of a table has tabulations between cells."""
    if _BARS.match(line):
        first, last = line.index("|"), line.rindex("|")
        cells = "" if _RULE.match(line) else line[first + 1 : last].replace("|", "\t")
        line = " " * (first + 1) + cells.ljust(last - first)
    level = _HEADING.match(line)
    plain = line
    if _MARKED.search(line):
        plain = _MARKUP.sub(lambda m: " " * len(m[0]) if not _NOTE.match(line) or m.start() else m[0], line)
    return ("#" * (len(level[0].strip())) + plain[len(level[0].strip()) :]) if level else plain


def _groups(lines: Sequence[str]) -> Iterator[_Group]:
    """Yield lines that stand together: paragraphs, or one heading, item or row."""
    counts = Counter(_without_page(line) for line in lines)
    numbered = page_numbers(lines)
    running = {line for line, n in counts.items() if n >= _RUNNING and 0 < len(line) <= _SHORT}
    current: list[tuple[int, str]] = []
    for number, line in enumerate(lines, 1):
        alone = PAGE if _without_page(line) in running and not line.lstrip().startswith("#") else _alone(line)
        if number - 1 in numbered:
            alone = PAGE
        elif alone == PAGE and _PAGE.match(line) and not _isolated(lines, number - 1):
            alone = ""
        outline = _outlined(lines, number - 1) if alone in ("", LISTE) else 0
        alone = TITRE if outline else alone
        if current and (alone or not line.strip()):
            yield from _paragraph(current)
            current = []
        if alone:
            level = len(line) - len(line.lstrip().lstrip("#")) if alone == TITRE else 0
            yield alone, outline or level, [(number, line)]
        elif line.strip():
            current.append((number, line))
    if current:
        yield from _paragraph(current)


def _without_page(line: str) -> str:
    """Return a line without the page number at one of its ends: headers of pages differ by it."""
    line = line.strip()
    if not line[:1].isdigit() and not line[-1:].isdigit():
        return line
    return _AT_AN_END.sub("", line)


def _outlined(lines: Sequence[str], at: int) -> int:
    """Return the depth of a numbered heading, « 2.1. Les règles », 0 for others: an item has others beside it."""
    match = _OUTLINE.match(lines[at])
    if not match or len(lines[at].split()) > _OUTLINE_WORDS:
        return 0
    near = (
        next((lines[i] for i in span if lines[i].strip()), "")
        for span in (range(at + 1, len(lines)), range(at - 1, -1, -1))
    )
    return (
        0 if any(_OUTLINE.match(line) and "." not in match[1] for line in near) else 1 + match[1].count(".")
    )


def _isolated(lines: Sequence[str], at: int) -> bool:
    """Tell whether a line has nothing just above and below it."""
    return not any(lines[i].strip() for i in (at - 1, at + 1) if 0 <= i < len(lines))


def _alone(line: str) -> str:
    """Return the kind of a line that is a passage by itself, or ""."""
    if _HEADING.match(line):
        return TITRE
    if "\t" in line and _ROW.search(line):
        return TABLEAU
    if _NOTE.match(line):
        return NOTE
    if _PAGE.match(line):
        return PAGE
    return LISTE if _ITEM.match(line) and (_BULLET.match(line) or not _NUMBERED.match(line)) else ""


def _paragraph(rows: list[tuple[int, str]]) -> Iterator[_Group]:
    """Yield a paragraph, or each number of a slide with the words beneath it."""
    alone = [i for i, (_, line) in enumerate(rows) if _NUMBERED.match(line)]
    starts = [i for i, (_, line) in enumerate(rows) if _NUMBERED.match(line) or _LABELLED.match(line)]
    starts += [0] if _SPELT.match(rows[0][1]) else []
    starts = sorted({*starts, *(i for i in range(1, len(rows)) if _own_number(rows[i][1], rows[i - 1][1]))})
    named = [i for i, (_, line) in enumerate(rows) if _NAMED.match(line)]
    if len(named) > 1 and not any(_OPEN.search(rows[i - 1][1].rstrip()) for i in named if i):
        starts = sorted({*starts, *named})
    figures = len(alone) >= _FIGURES and 2 * len(alone) > len(
        rows
    )  # « Quelques repères », however long the lines
    slide = (figures or len(named) > 1) and len(starts) > 1 and _is_slide(rows)
    slide = slide or (
        all(len(line) <= _SHORT for _, line in rows) and (len(starts) > 1 or 0 in alone) and _is_slide(rows)
    )
    if not slide:
        head = _heading_line(rows)
        if head:
            yield TITRE, 0, rows[:1]
        yield _kind(rows[head:]), 0, rows[head:]
        return
    titles = [i for i in range(1, len(rows)) if i not in starts and _title_after(rows[i - 1][1], rows[i][1])]
    bounds = sorted({0, *starts, *titles, len(rows)})
    for start, end in pairwise(bounds):
        part = rows[start:end]
        yield (LISTE if start in starts else _kind(part)), 0, part


def _is_slide(rows: list[tuple[int, str]]) -> bool:
    """Tell whether lines stand for themselves: no sentence runs over their ends."""
    return sum(bool(_OPEN.search(line.rstrip())) for _, line in rows) * 4 <= len(rows)


def _title_after(before: str, line: str) -> bool:
    """Tell whether a line of a slide is a title: a capital, no number, after one with words and number."""
    complete = _SHARE.search(before) and _WORD.search(before) and not _OPEN.search(before.rstrip())
    return bool(complete and _OPENING.match(line.strip()) and not re.search(r"\d", line))


def _own_number(line: str, before: str) -> bool:
    """Tell whether a line of a slide has its words and its number, and is no words of the number above it."""
    alone = _NUMBERED.match(before) and not _WORD.search(before)
    return bool(_SHARE.search(line) and _OPENING.match(line.strip()) and _WORD.search(line)) and not alone


def _heading_line(rows: list[tuple[int, str]]) -> int:
    """Return 1 where the first line of a paragraph is its heading: no sentence, much shorter than the line after it."""
    if len(rows) < 2:
        return 0
    first, second = rows[0][1].strip(), rows[1][1].strip()
    short = len(first) < _MUCH_SHORTER * len(second) and len(first.split()) <= _OUTLINE_WORDS
    ended = re.search(r"[.;,:]\W*$", first) or _OPEN.search(first) or _SHARE.search(first)
    return int(short and not ended and bool(_OPENING.match(first)) and bool(_OPENING.match(second)))


def _kind(rows: list[tuple[int, str]]) -> str:
    text = " ".join(line.strip() for _, line in rows)
    if _QUESTION.match(text):
        return QUESTION
    if _BASE.match(text):
        return NOTE
    short = len(text.split()) <= _TITLE_WORDS
    return TITRE if short and not re.search(r"[.;,]\W*$|\d\s*%", text) else TEXTE


def _joined(groups: list[_Group]) -> list[_Group]:
    """Put together a paragraph and the one that goes on with its sentence, in small letters, whatever lies between."""
    joined: list[_Group] = []
    for kind, level, rows in groups:
        previous = next((g for g in reversed(joined[-5:]) if g[0] in (TEXTE, TITRE) and not g[1]), None)
        begins = rows[0][1].lstrip()
        if previous and kind in (TEXTE, TITRE, LISTE) and not level:
            end = previous[2][-1][1].rstrip()
            goes_on = (
                kind != LISTE and begins[:1].islower() and _UNFINISHED.search(end) and not _ENDED.search(end)
            )
            opened = kind != TITRE and previous[0] == TEXTE and _OPEN.search(end)
            if (goes_on or opened) and len(end) > 1:
                merged = (TEXTE, 0, previous[2] + rows)
                joined[joined.index(previous)] = merged
                continue
        joined.append((kind, level, rows))
    return joined


def _passage(rank: int, kind: str, level: int, rows: list[tuple[int, str]]) -> Passage:
    text, starts = "", []
    for number, line in rows:
        body = line.lstrip("# \u00a0") if level else line.lstrip() if kind != TABLEAU else line
        if text:
            text += " "
        starts.append((len(text), number, len(line) - len(body)))
        text += body.rstrip() if kind != TABLEAU else body
    sentences, start = [], 0
    for match in _SENTENCE_END.finditer(text):
        sentences.append((start, match.end()))
        start = match.end()
    sentences.append((start, len(text)))
    return Passage(rank, kind, text, level, rows[0][0], tuple(starts), _words(text), tuple(sentences))


def _words(text: str) -> tuple[Word, ...]:
    names = [m.span() for m in _HOUSE.finditer(text)]
    if not names:
        return words_of(text)
    return tuple(w for w in words_of(text) if not any(s <= w.start < e for s, e in names))
