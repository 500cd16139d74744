"""Names of tables: the code of a question and its words, from the titles above a table.

Text of titles only; where a title stands is ``recognition``'s, names of items of one question ``wordings``'s.
"""

import re
from collections.abc import Sequence
from typing import Final, Literal

Choices = Literal["", "one", "several"]

_LATIN: Final = r"(?:bis|ter|quater)"
CODE: Final = rf"[A-Za-z]{{1,10}}_?\d+(?:\s?{_LATIN}\b|[A-Za-z]?\d*)(?:_[A-Za-z0-9]+|\.[A-Za-z0-9]{{1,3}})*"
_TABLE = (
    r"(?:(?:tableaux?|tables?|tab\.?)\s*(?:n\s*[°o]\.?\s*)?\d*|t\d+(?=\s*[:.–—-]\s*[A-Za-z]+\s*\.?\s*\d))"
)
# « Q.1 », « Q 1 », « QUESTION 1 », « Question n°1 » are all Q1.
_QUESTION = (
    r"q(?:uestion|uest)?\s*\.?\s*(?:n\s*[°o]\.?\s*)?"
    rf"(?P<number>\d+(?:\s?{_LATIN}\b|[a-z])?(?:_\w{{1,6}}|\.\d+)*)"
)
_TITLE = re.compile(
    rf"(?:{_TABLE}\s*[:.)–—-]*\s*)?[(\[]?(?:{_QUESTION}|(?P<code>{CODE}))(?P<end>\s*[.:)\]/–—-]*\s*)(?P<words>.*)",
    re.IGNORECASE | re.DOTALL,
)
# « Q3 : voir page suivante » sends elsewhere and names nothing.
_REFERENCE = re.compile(
    r"((voir|cf\.?)( aussi)? (la |le )?"
    r"(pages?|p\.|tableaux?|q\.? ?\d|questions?|ci-|annexes?|feuilles?|suite)|suite page)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?P<number>\d{1,3}[a-z]?)\s*[.)–—:-]+\s*(?P<words>\D.+)", re.DOTALL)
_NOTE = re.compile(
    r"(bases?\b|notes?\b|source|lecture|sondage|(tableau|table) \d+$|retour|sommaire|\*|\((?!q)|en %|%|effectifs?\b|"
    r"pourcentages?\b|filtre|pondér|ensemble\b|total\b|question$|(une seule|plusieurs|deux|trois) réponses?|"
    r"réponses? (à|unique|multiple|possible|spontan|en )|résultats? (en|à|sur)|"
    r"(question|réponse)s? (ouverte|fermée|posée|spontanée|à choix)|total supérieur|"
    r"(choix|réponse) (unique|multiple)|à (tous|toutes)\b|posée? (à|aux)\b)",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    r"\b((plusieurs|deux|trois|quatre|cinq|[2-9]|\d\d) (réponses?|choix|citations?|mentions?)|"
    r"(réponses?|choix|questions?) (à (réponses? )?)?(multiples?|plusieurs)|"
    r"total supérieur|multiple (responses?|answers?|choices?))\b",
    re.IGNORECASE,
)
_ONE = re.compile(
    r"\b((une|1) (seule )?réponse (possible|seulement|unique)|une seule réponse|(réponse|choix) uniques?|"
    r"single (answer|response|choice))\b",
    re.IGNORECASE,
)
_CONTINUED = re.compile(
    r"\s*(?:[(\[–-]\s*)?\b(suite|fin|suite et fin|cont(inued|\.)?)\s*[)\]]?\s*$", re.IGNORECASE
)


def title_parts(text: str) -> tuple[str, str] | None:
    """Return the code of a question and its words (none where they are on the next line), None for no title."""
    found = _TITLE.fullmatch(text)
    if found is None or (found["words"] and not found["end"]) or _REFERENCE.match(found["words"]):
        return None
    code = f"Q{found['number']}" if found["number"] else found["code"]
    return code.replace(" ", ""), found["words"].strip()


def is_title(text: str) -> bool:
    """Tell a text that names a question by its code."""
    return title_parts(text) is not None


def is_note(text: str) -> bool:
    """Tell what stands around a table and names nothing: « Base : … », « Lecture : … », « Une seule réponse »."""
    found = _TITLE.fullmatch(text)
    return _NOTE.match(text) is not None or (
        found is not None and _REFERENCE.match(found["words"]) is not None
    )


def choices(titles: Sequence[list[str]]) -> Choices:
    """Tell how many answers the titles of a table say that each person could give, "" where they say nothing."""
    words = " ".join(text for texts in titles for text in texts)
    if _SEVERAL.search(words):
        return "several"
    return "one" if _ONE.search(words) else ""


def is_continued(titles: Sequence[list[str]]) -> bool:
    """Tell the title of a table that goes on from the page before."""
    return any(_CONTINUED.search(text) for texts in titles for text in texts)


def nearest(lines: Sequence[tuple[int, list[str]]]) -> list[list[str]]:
    """Return the titles of a table from rows above it: the last block that names a question, and what follows.

    A question stays over the block of its item: « Q7. Utilisez-vous », « Q7_1 Le site ».
    """
    blocks: list[list[list[str]]] = []
    last = 0
    for row, texts in lines:
        if not blocks or row > last + 1:
            blocks.append([])
        blocks[-1].append(texts)
        last = row
    named = [i for i, block in enumerate(blocks) if _codes(block)]
    if not named:
        return [texts for _, texts in lines]
    start = named[-1]
    code = _codes(blocks[start])[0]
    over = [i for i in named[:-1] if code != _codes(blocks[i])[0] and code.startswith(_codes(blocks[i])[0])]
    return [texts for i, block in enumerate(blocks) if i >= start or i in over for texts in block]


def rival_codes(titles: Sequence[list[str]]) -> list[str]:
    """Return the codes of the questions that the titles of one table name, an item beneath its question left out."""
    codes = _codes(titles)
    return [c for i, c in enumerate(codes) if not any(c.startswith(before) for before in codes[:i])]


def _codes(titles: Sequence[list[str]]) -> list[str]:
    found = [parts[0] for texts in titles if not is_note(texts[0]) and (parts := title_parts(texts[0]))]
    return list(dict.fromkeys(found))


def table_name(titles: Sequence[list[str]], sheet: str) -> tuple[str, str, str]:
    """Return the code of a question ("" where no title says it), its wording and that of its item."""
    lines = [t for texts in titles if (t := [x for x in texts if not is_note(x)])]
    for i, texts in enumerate(lines):
        parts = title_parts(texts[0])
        if parts is None:
            continue
        code, words = parts
        rest = [words] if words else []
        for text in [*texts[1:], *(line[0] for line in lines[i + 1 :])]:
            below = title_parts(text)
            if below is None:
                rest.append(text)
            elif below[0] != code and below[0].startswith(
                code
            ):  # « Q7_1 Le site » under « Q7. Utilisez-vous »
                code, rest = below[0], [*rest[:1], below[1]]
        return (code, *_wording(rest, code))
    numbered = next((f for texts in lines if (f := _NUMBERED.fullmatch(texts[0]))), None)
    if numbered:
        return f"Q{numbered['number']}", _CONTINUED.sub("", numbered["words"]).strip(), ""
    return "", *_wording([t[0] for t in lines], sheet)


def sheet_code(sheet: str) -> str:
    """Return the code of the question that a sheet is named after, "" for none."""
    named = title_parts(sheet)
    return named[0] if named and not named[1] else ""


def _wording(lines: Sequence[str], default: str) -> tuple[str, str]:
    """Return the wording of a question and of its item; a sentence cut in two lines is one."""
    words = [_CONTINUED.sub("", line) for line in lines]
    if len(words) > 1 and not re.search(r"[?.:…!»)\]]\s*$", words[0]) and words[1][:1].islower():
        words = [f"{words[0]} {words[1]}", *words[2:]]
    return (words[0] if words else default), (words[1] if len(words) > 1 else "")
