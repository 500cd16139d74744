"""The headings of a PDF, told by the size of their characters against that of most of its text.

A large number is no heading: a heading has words.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final

from pypdf import PageObject

_LARGER: Final = 1.15  # times the size of most characters, from which a line may be a heading
_LEVELS: Final = 3
_WORDS: Final = 16  # of a heading, at most
_FIGURE: Final = re.compile(r"\d\s*(?:%|pts?\b|points?\b)", re.I)
_WORD: Final = re.compile(r"[^\W\d_]{3,}")


def letters(line: str) -> str:
    """Return what identifies a line however its spaces are laid out: its letters and digits."""
    return "".join(c for c in line if c.isalnum())


def drawn_lines(page: PageObject) -> dict[str, float]:
    """Return the lines of a page as they are drawn, each with the size of its characters, in points."""
    rows: dict[int, list[str]] = defaultdict(list)
    sizes: dict[int, Counter[float]] = defaultdict(Counter)

    def visit(text: str, user: Any, matrix: Any, _font: Any, size: float) -> None:
        if text.strip():
            at = round(matrix[5] * user[3] + user[5])
            rows[at].append(text)
            sizes[at][round(abs(size * matrix[3] * user[3]), 1)] += len(text.strip())

    try:
        page.extract_text(visitor_text=visit)
    except Exception:  # sizes are a help; what a broken font makes of them must not cost the page
        return {}
    return {"".join(parts): sizes[at].most_common(1)[0][0] for at, parts in rows.items()}


def heading_levels(pages: Sequence[Mapping[str, float]]) -> list[dict[str, int]]:
    """Return, for each page, the depth of its headings by the letters of their lines.

    Args:
        pages: for each, its lines and the size of their characters.
    """
    body: Counter[float] = Counter()
    for page in pages:
        for line, size in page.items():
            body[size] += len(line)
    if not body:
        return [{} for _ in pages]
    usual = body.most_common(1)[0][0]
    titles = [{line: size for line, size in page.items() if _heads(line, size, usual)} for page in pages]
    order = sorted({size for page in titles for size in page.values()}, reverse=True)
    depth = {size: min(rank, _LEVELS) for rank, size in enumerate(order, 1)}
    return [{letters(line): depth[size] for line, size in page.items()} for page in titles]


def _heads(line: str, size: float, usual: float) -> bool:
    words = len(line.split())
    return (
        size >= _LARGER * usual and words <= _WORDS and bool(_WORD.search(line)) and not _FIGURE.search(line)
    )
