"""The whole catalogue, loaded once and cross-checked: codebook, populations, indicators, crossings.

Reading and checking only; computing an indicator is ``indicators``', what was printed is ``printed_figures``'.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from barometre_pipeline.catalogue.indicator import (
    TOTAL,
    Crossing,
    CrossingsFile,
    Indicator,
    IndicatorTheme,
    ResolvedCategory,
)
from barometre_pipeline.catalogue.loader import (
    FOLDER,
    expression_faults,
    load,
    load_codebook,
    problem,
)
from barometre_pipeline.catalogue.model import Codebook
from barometre_pipeline.catalogue.populations import Populations, load_populations


@dataclass(frozen=True)
class Catalogue:
    """Everything the barometer defines.

    Attributes:
        codebook: variables and codes.
        populations: who the shares are about.
        themes: indicators by theme, in order.
        categories: categories of each indicator by name.
        croisements: practices beside expectations.
    """

    codebook: Codebook
    populations: Populations
    themes: tuple[IndicatorTheme, ...]
    categories: dict[str, dict[str, ResolvedCategory]]
    croisements: tuple[Crossing, ...]

    @property
    def indicateurs(self) -> dict[str, Indicator]:
        """Every indicator by name, in order."""
        return {i.nom: i for t in self.themes for i in t.indicateurs}

    def note(self, indicator: str, editions: tuple[str, ...], category: str | None = None) -> str:
        """Return what ``notes`` does, as one text."""
        return " ".join(self.notes(indicator, editions, category))

    def notes(
        self, indicator: str, editions: tuple[str, ...], category: str | None = None
    ) -> tuple[str, ...]:
        """Return what limits the comparison of editions: notes of the indicator and of its questions.

        Args:
            indicator: its name.
            editions: those compared.
            category: only what concerns this one; all of them by default.
        """
        limits = self.indicateurs[indicator].comparabilite
        notes = [limits[e] for e in editions if e in limits]
        known = self.categories[indicator]
        wanted = known.values() if category is None else [known[category]] if category in known else []
        for edition in editions:
            for leaf in (leaf for c in wanted for leaf in c.expression(edition).leaves()):
                asked = self.codebook.variables[str(leaf.variable)].editions.get(edition)
                notes += asked.notes_on(leaf) if asked else ()
        return tuple(dict.fromkeys(n for n in notes if n))

    def comparison_note(
        self, indicator: str, category: str | None, population: str, editions: tuple[str, ...]
    ) -> str:
        """Return what limits the comparison of a share between editions, its population included, as one text."""
        notes = self.note(indicator, editions, category), self.populations.note(population, editions)
        return " ".join(filter(None, notes))


@cache
def load_catalogue(folder: Path = FOLDER) -> Catalogue:
    """Load the catalogue.

    Raises:
        ConfigurationError: a name used twice or never defined, a category that says something impossible.
    """
    book, populations = load_codebook(), load_populations()
    loaded = [(load(IndicatorTheme, p), p) for p in sorted((folder / "indicateurs").glob("*.yaml"))]
    loaded.sort(key=lambda pair: pair[0].ordre)
    categories: dict[str, dict[str, ResolvedCategory]] = {}
    for theme, path in loaded:
        for indicator in theme.indicateurs:
            place = f"indicateur « {indicator.nom} »"
            if indicator.nom in categories:
                raise problem(path, place, "ce nom est déjà pris", "un nom par indicateur")
            try:
                categories[indicator.nom] = indicator.resolve(book)
            except ValueError as error:
                raise problem(path, place, str(error), "des noms du codebook") from error
            for fault in _faults(indicator, categories[indicator.nom], book, populations):
                raise problem(path, place, fault, "des noms du codebook et des populations")
    themes = tuple(theme for theme, _ in loaded)
    path = folder / "croisements.yaml"
    crossings = load(CrossingsFile, path).croisements
    for crossing in crossings:
        for side, cote in (("pratique", crossing.pratique), ("attente", crossing.attente)):
            known = categories.get(cote.indicateur, {})
            for pair in crossing.paires:
                if getattr(pair, side) not in known:
                    fault = f"« {getattr(pair, side)} » n’est pas une catégorie de « {cote.indicateur} »"
                    raise problem(
                        path, f"croisement « {crossing.nom} »", fault, "des catégories du catalogue"
                    )
    return Catalogue(book, populations, themes, categories, crossings)


def _faults(
    indicator: Indicator, categories: dict[str, ResolvedCategory], book: Codebook, populations: Populations
) -> list[str]:
    faults = [
        f"la population « {name} » n’existe pas"
        for name in (indicator.population, *indicator.autres_populations)
        if name not in populations.by_name
    ]
    for category in categories.values():
        for expression in (category.si, *category.editions.values()):
            faults += [f"catégorie « {category.nom} » : {f}" for f in expression_faults(expression, book)]
    known = {*categories, TOTAL}
    for key in indicator.non_calculable:
        _, _, name = key.partition("/")
        if name and name not in known:
            faults.append(f"non_calculable : « {name} » n’est pas une catégorie")
    return faults
