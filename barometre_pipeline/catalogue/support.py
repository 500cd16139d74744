"""The plan of an edition, for its document and its page: which charts stand in which part, whatever the edition.

Declared in ``support.yaml``; what a page shows and how it is drawn is ``publication``'s.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from barometre_pipeline.catalogue.catalogue import Catalogue, load_catalogue
from barometre_pipeline.catalogue.expression import Strict
from barometre_pipeline.catalogue.loader import FOLDER, load, problem

Kind = Literal["ouverture", "partie", "chiffres_cles", "focus"]

SAMPLE, KEY_FIGURES = "Qui a répondu", "Chiffres clés"


class ThemePart(Strict):
    """A part: the charts of a theme of the catalogue."""

    theme: str
    titre: str


class Focus(Strict):
    """Charts that stand together, apart from those of their theme."""

    titre: str
    graphiques: tuple[str, ...]


class SupportPlan(Strict):
    """What the document of every edition is made of, in order."""

    sous_titre: str
    ouverture: tuple[str, ...]
    parties: tuple[ThemePart, ...]
    chiffres_cles: tuple[str, ...]
    focus: tuple[Focus, ...] = ()

    @property
    def placed(self) -> list[str]:
        """Return the charts that stand apart from those of their theme."""
        return [*self.ouverture, *self.chiffres_cles, *(g for f in self.focus for g in f.graphiques)]

    def sections(
        self, charts: Iterable[str], themes: Mapping[str, str], labels: Mapping[str, str]
    ) -> Iterator["Section"]:
        """Yield the sections of a document, those without charts left out.

        A theme that the plan does not know, because an edition adds it, makes a part of its own after the others.

        Args:
            charts: those that there are to show, in the order of the catalogue.
            themes: theme of each.
            labels: title of each theme, for those that the plan does not know.
        """
        there = list(charts)
        free = [c for c in there if c not in self.placed]
        known = {p.theme: p.titre for p in self.parties}
        added = {themes[c]: labels[themes[c]] for c in free if themes[c] not in known}
        found = [
            Section("ouverture", SAMPLE, tuple(c for c in self.ouverture if c in there)),
            *(
                Section("partie", title, tuple(c for c in free if themes[c] == theme))
                for theme, title in (known | added).items()
            ),
            Section("chiffres_cles", KEY_FIGURES, tuple(c for c in self.chiffres_cles if c in there)),
            *(
                Section("focus", f.titre, tuple(c for c in f.graphiques if c in there)) for f in self.focus
            ),
        ]  # fmt: skip
        yield from (s for s in found if s.graphiques)


@dataclass(frozen=True)
class Section:
    """Charts that follow one another in a document."""

    kind: Kind
    titre: str
    graphiques: tuple[str, ...]

    @property
    def announced(self) -> bool:
        """Tell whether a page of its own announces it."""
        return self.kind in ("partie", "focus")


@cache
def load_support(path: Path = FOLDER / "support.yaml") -> SupportPlan:
    """Load the plan of documents.

    Raises:
        ConfigurationError: a theme or a chart that the catalogue does not have, or one that is named twice.
    """
    plan = load(SupportPlan, path)
    for fault in _faults(plan, load_catalogue()):
        raise problem(
            path, "plan du document", fault, "des thèmes et des graphiques du catalogue, une fois chacun"
        )
    return plan


def _faults(plan: SupportPlan, catalogue: Catalogue) -> Iterator[str]:
    themes = {t.theme for t in catalogue.themes}
    charts = {c.nom for c in catalogue.graphiques.communs}
    named = [p.theme for p in plan.parties]
    yield from (f"le thème « {t} » n’existe pas" for t in named if t not in themes)
    yield from (f"le graphique « {c} » n’existe pas" for c in plan.placed if c not in charts)
    yield from (f"« {n} » est nommé deux fois" for n in named if named.count(n) > 1)
    yield from (f"« {n} » est nommé deux fois" for n in plan.placed if plan.placed.count(n) > 1)
