"""What the text of slides has that prose has not: pages that are counted, bars of a chart as lines « name value ».

Lines only; what a passage is stays ``layout``'s.
"""

import re
from collections.abc import Sequence
from itertools import groupby
from typing import Final

_ALONE: Final = re.compile(r"^\s*(\d{1,3})\s*$")
_COUNTED: Final = 3  # numbers alone on their lines, each one more than the last, from which they count pages
_BAR: Final = re.compile(
    r"^\s*(?P<bullet>[-•■▪●◦–—]\s+)?(?=[^\W\d_])(?P<name>[^%\t:;]{2,60}?[^\s%\t:;,(–-])(?P<colon>\s?:)?(?P<gap>\s+)"
    r"\d{1,3}(?:,\d)?[ \u00a0\u202f]?(?P<percent>%?)\s*$"
)
_GOES_ON: Final = re.compile(
    r"\b(?:et|ou|de|des|du|d|à|au|aux|les|la|le|par|pour|dans|que|contre|soit|en|un|une|page|slide|diapositive|n°|moins|plus|"
    r"janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|\d)$",
    re.I,
)
_IN_PERCENT: Final = re.compile(r"%|\bparts?\b|\bproportions?\b|\btaux\b|\bpourcentages?\b", re.I)
_BARS: Final = 3  # such lines from which they are one chart
_ABOVE: Final = 3  # lines before them among which « en % » is looked for


def page_numbers(lines: Sequence[str]) -> frozenset[int]:
    """Return the ranks of the lines that are numbers of pages: each one more than the last, beside a blank line."""
    chains: dict[int, tuple[int, ...]] = {}
    for rank, line in enumerate(lines):
        match = _ALONE.match(line)
        above, below = lines[rank - 1] if rank else "", lines[rank + 1] if rank + 1 < len(lines) else ""
        if match and not (above.strip() and below.strip()):
            number = int(match[1])
            chains[number] = (*chains.get(number - 1, ()), rank)
    longest = max(chains.values(), key=len, default=())
    return frozenset(longest) if len(longest) >= _COUNTED else frozenset()


def tabulated(lines: Sequence[str]) -> list[str]:
    """Return lines of which those that are bars of a chart, « Régions 46 », have a tabulation before their value.

    Every character stays at its place.
    """
    bars = [_bar(line) for line in lines]
    done = list(lines)
    for is_bar, run in groupby(range(len(lines)), key=lambda i: bars[i] is not None):
        ranks = list(run)
        if not is_bar or len(ranks) < _BARS:
            continue
        above = " ".join(lines[max(0, ranks[0] - _ABOVE) : ranks[0]])
        percents = sum(bool(b["percent"]) for r in ranks if (b := bars[r]))
        if percents == len(ranks) or (not percents and _IN_PERCENT.search(above)):
            for rank in ranks:
                if (bar := bars[rank]) is not None:
                    at = bar.end("gap") - 1
                    done[rank] = lines[rank][:at] + "\t" + lines[rank][at + 1 :]
    return done


def _bar(line: str) -> re.Match[str] | None:
    """Return the name and the value of a bar, None for other lines; an item with a « % » says its number itself."""
    match = _BAR.match(line)
    if not match or (match["percent"] and (match["bullet"] or match["colon"])):
        return None
    return None if _GOES_ON.search(match["name"]) else match
