"""Which rows of ``gold/indicateurs`` a page shows: found once by indicator, whole population and groups apart.

Selection only; nothing is added up nor divided here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import pandas as pd

from barometre_pipeline.catalogue.indicator import Indicator
from barometre_pipeline.catalogue.words import said_once
from barometre_pipeline.french.spaces import spaced
from barometre_pipeline.publication.site.grids import Row
from barometre_pipeline.publication.site.model import SiteContent

_KEYS: Final = ("indicateur", "categorie", "population", "ventilation", "modalite", "edition")
_LAST: Final = ("autre", "autres", "nsp", "ne_sait_pas")


@dataclass(frozen=True)
class Shares:
    """Rows by indicator, told and withheld."""

    content: SiteContent
    _told: Mapping[str, list[Row]] = field(init=False)
    _withheld: Mapping[str, list[Row]] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_told", _by_indicator(self.content.indicateurs))
        object.__setattr__(self, "_withheld", _by_indicator(self.content.retenues[list(_KEYS)]))

    @cached_property
    def editions(self) -> tuple[str, ...]:
        """Return the editions of which something is told, in order."""
        return tuple(sorted({str(e) for e in self.content.indicateurs["edition"].unique()}))

    def whole(self, name: str, *, withheld: bool = False) -> list[Row]:
        """Return the rows of the population that the catalogue gives an indicator, all editions."""
        of = self._withheld if withheld else self._told
        own = self.content.catalogue.indicateurs[name].population
        return [r for r in of.get(name, []) if r["population"] == own and r["modalite"] in ("", own)]

    def groups(self, name: str, ventilation: str, edition: str, *, withheld: bool = False) -> list[Row]:
        """Return the rows of an edition by type, by size, by région, by age…"""
        of = self._withheld if withheld else self._told
        return [r for r in of.get(name, []) if r["ventilation"] == ventilation and r["edition"] == edition]

    def every(self, name: str) -> list[Row]:
        """Return all rows told of an indicator."""
        return self._told.get(name, [])

    def breakdowns(self, name: str, edition: str) -> list[str]:
        """Return the breakdowns that an edition has of an indicator, in the order of the rows."""
        return list(dict.fromkeys(str(r["ventilation"]) for r in self.every(name) if r["edition"] == edition))

    def answers(self, indicator: Indicator, edition: str = "") -> dict[str, str]:
        """Return category -> words, in the order of the catalogue, « autre » and « ne sait pas » last.

        The words are those of an edition where one is given, else those that all editions share.
        """
        known = self.content.catalogue.as_worded(edition).categories[indicator.nom]
        words = {c.nom: spaced(c.libelle) for c in known.values()}
        told = {str(r["categorie"]) for r in self.every(indicator.nom)}
        words |= {c: "Ensemble" if c == "total" else c for c in sorted(told) if c not in words}
        return dict(sorted(words.items(), key=lambda item: item[0] in _LAST))

    def lines(self, indicator: Indicator, edition: str = "") -> dict[str, str]:
        """Return the answers that a table has a line for, with their words: each once."""
        return said_once(self.answers(indicator, edition))

    def latest(self, name: str) -> str:
        """Return the last edition that tells something of the whole population of an indicator, or ""."""
        return max((str(r["edition"]) for r in self.whole(name)), default="")

    def headline(self, indicator: Indicator, edition: str) -> Row | None:
        """Return the value quoted first: the share whose changes are judged, else the answer most given."""
        rows = {str(r["categorie"]): r for r in self.whole(indicator.nom) if r["edition"] == edition}
        judged = self.content.family.categories.get(indicator.nom, frozenset())
        told = [c for c in self.answers(indicator) if c in rows]
        chosen = [c for c in told if c in judged] or [c for c in told if c not in _LAST] or told
        return max((rows[c] for c in chosen), key=lambda r: int(r["n"]), default=None)


def _by_indicator(rows: pd.DataFrame) -> dict[str, list[Row]]:
    plain = rows.astype(dict.fromkeys(_KEYS, str))
    found: dict[str, list[Any]] = {}
    for record in _records(plain):
        found.setdefault(record["indicateur"], []).append(record)
    return found


def _records(rows: pd.DataFrame) -> Iterator[dict[str, Any]]:
    names = list(rows.columns)
    for values in rows.itertuples(index=False, name=None):
        yield dict(zip(names, values, strict=True))
