"""The whole catalogue, loaded once and cross-checked: codebook, populations, indicators, crossings.

Reading and checking only; computing an indicator is ``indicators``', what was printed is ``printed_figures``'.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path

from barometre_pipeline.catalogue.chart import Charts, ChartsFile, DeclaredChart, own_chart
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
    shown,
)
from barometre_pipeline.catalogue.model import Codebook, Public
from barometre_pipeline.catalogue.populations import Populations, load_populations
from barometre_pipeline.catalogue.resolution import NotComputableError, Resolver
from barometre_pipeline.catalogue.spoken import IndicatorWords
from barometre_pipeline.french.suggestion import among


@dataclass(frozen=True)
class Catalogue:
    """Everything the barometer defines.

    Attributes:
        codebook: variables and codes.
        populations: who the shares are about.
        themes: indicators by theme, in order.
        categories: categories of each indicator by name.
        croisements: practices beside expectations.
        graphiques: declared charts, common to all editions or of one.
        vocabulaires: words that editions add for their documents, by indicator, in the order of editions.
    """

    codebook: Codebook
    populations: Populations
    themes: tuple[IndicatorTheme, ...]
    categories: dict[str, dict[str, ResolvedCategory]]
    croisements: tuple[Crossing, ...]
    graphiques: Charts = field(default_factory=Charts)
    vocabulaires: tuple[Mapping[str, IndicatorWords], ...] = ()

    @cached_property
    def indicateurs(self) -> dict[str, Indicator]:
        """Every indicator by name, in order."""
        return {i.nom: i for t in self.themes for i in t.indicateurs}

    @cached_property
    def theme_words(self) -> dict[str, str]:
        """Return the name in words of each theme of indicators, in order; that of whoever named it first."""
        found: dict[str, str] = {}
        for theme in self.themes:
            found.setdefault(theme.theme, theme.libelle)
        return found

    @cached_property
    def editions(self) -> set[str]:
        """Return the editions whose questions the codebook knows."""
        return {e for v in self.codebook.variables.values() for e in v.editions}

    def only(self, names: Collection[str]) -> "Catalogue":
        """Return the catalogue with these indicators alone, in the same order."""
        themes = (
            theme.model_copy(update={"indicateurs": tuple(i for i in theme.indicateurs if i.nom in names)})
            for theme in self.themes
        )
        categories = {name: found for name, found in self.categories.items() if name in names}
        return replace(self, themes=tuple(t for t in themes if t.indicateurs), categories=categories)

    def as_worded(self, edition: str) -> "Catalogue":
        """Return the catalogue whose answers and items are in the words of an edition, for what shows that year alone.

        Labels written by hand stay: they are the barometer's words, not the questionnaire's.
        """
        if edition not in self._worded:
            self._worded[edition] = self._in_words_of(edition)
        return self._worded[edition]

    @cached_property
    def _worded(self) -> dict[str, "Catalogue"]:
        return {}

    def _in_words_of(self, edition: str) -> "Catalogue":
        changed = {n for n, v in self.codebook.variables.items() if v.rewordings(edition)}
        if not changed:
            return self
        book = replace(
            self.codebook,
            themes=tuple(
                t.model_copy(update={"variables": tuple(v.as_worded(edition) for v in t.variables)})
                for t in self.codebook.themes
            ),
        )
        own = {n: i.resolve(book) for n, i in self.indicateurs.items() if i.variable in changed}
        return replace(self, codebook=book, categories=self.categories | own)

    def of_theme(self, theme: str) -> list[str]:
        """Return the names of the indicators of a theme, in order."""
        return [i.nom for t in self.themes if t.theme == theme for i in t.indicateurs]

    def asked_of(self, public: Public) -> bool:
        """Tell whether some indicator is about this public."""
        return any(i.public in (public, "tous") for i in self.indicateurs.values())

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
        of_questions = {e: self._question_notes(indicator, e, category) for e in editions}
        notes = [limits.get(e, "") for e in editions] + [n for e in editions for n in of_questions[e]]
        # What sets several editions apart from the others in the same words does not set them apart from each other.
        carried = [{limits.get(e, ""), *of_questions[e]} for e in editions]
        shared = set.intersection(*carried) if len(carried) > 1 else set()
        return tuple(dict.fromkeys(n for n in notes if n and n not in shared))

    def _question_notes(self, indicator: str, edition: str, category: str | None) -> tuple[str, ...]:
        known = self.categories[indicator]
        wanted = known.values() if category is None else [known[category]] if category in known else []
        notes: list[str] = []
        for leaf in (leaf for c in wanted for leaf in c.expression(edition).leaves()):
            asked = self.codebook.variables[str(leaf.variable)].editions.get(edition)
            notes += asked.notes_on(leaf) if asked else ()
        return tuple(notes)

    def excluded_answers(self, edition: str, public: Public) -> dict[str, frozenset[str]]:
        """Return, by column, the codes of answers that leave the base of the shares made of it."""
        resolver, found = Resolver(self.codebook, edition), dict[str, frozenset[str]]()
        for indicator in self.indicateurs.values():
            if not indicator.exclure or indicator.public not in (public, "tous"):
                continue
            for category in self.categories[indicator.nom].values():
                try:
                    given = resolver.exclusions(category.expression(edition), indicator.exclure)
                    leaves = [resolver.leaf(statement) for statement in given]
                except NotComputableError:
                    continue
                for leaf in leaves:
                    for column in leaf.columns:
                        found[column] = found.get(column, frozenset()) | set(leaf.codes)
        return found

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
    path = folder / "croisements.yaml"
    crossings = load(CrossingsFile, path).croisements
    catalogue = assemble(load_codebook(), load_populations(), package_indicators(folder), crossings)
    for crossing in crossings:
        for side, cote in (("pratique", crossing.pratique), ("attente", crossing.attente)):
            known = catalogue.categories.get(cote.indicateur, {})
            for pair in crossing.paires:
                if getattr(pair, side) not in known:
                    fault = f"« {getattr(pair, side)} » n’est pas une catégorie de « {cote.indicateur} »"
                    raise problem(
                        path, f"croisement « {crossing.nom} »", fault, "des catégories du catalogue"
                    )
    common = _common_charts(catalogue, folder / "graphiques")
    return replace(catalogue, graphiques=Charts(common, propres=own_charts(catalogue)))


def own_charts(catalogue: Catalogue) -> tuple[DeclaredChart, ...]:
    """Return one chart of each indicator, in the order of the catalogue: drawn where nobody declared one of it."""
    return tuple(map(own_chart, catalogue.indicateurs.values()))


def _common_charts(catalogue: Catalogue, folder: Path) -> tuple[DeclaredChart, ...]:
    files = sorted(
        ((load(ChartsFile, p), shown(p)) for p in folder.glob("*.yaml")), key=lambda pair: pair[0].ordre
    )
    checked: dict[str, DeclaredChart] = {}
    for file, path in files:
        check_charts(catalogue, file.graphiques, path, checked)
        checked |= {c.nom: c for c in file.graphiques}
    return tuple(checked.values())


def check_charts(
    catalogue: Catalogue, charts: Iterable[DeclaredChart], path: str, taken: Collection[str] = ()
) -> None:
    """Check that the charts of a file name what exists.

    Args:
        catalogue: what they may name.
        charts: those of the file.
        path: name of the file, for the message.
        taken: names that they may not have.

    Raises:
        ConfigurationError: a name used twice, or one that the catalogue does not know.
    """
    names = set(taken)
    for chart in charts:
        place = f"graphique « {chart.nom} »"
        if chart.nom in names:
            raise problem(path, place, "ce nom est déjà pris", "un nom par graphique")
        names.add(chart.nom)
        if chart.croisement and chart.croisement not in {c.nom for c in catalogue.croisements}:
            raise problem(
                path,
                place,
                f"le croisement « {chart.croisement} » n’existe pas"
                f"{among(chart.croisement, (c.nom for c in catalogue.croisements))}",
                "un croisement du catalogue",
            )
        for fault in chart.faults(catalogue.indicateurs, catalogue.categories, catalogue.populations):
            raise problem(path, place, fault, "des noms du catalogue")


def package_indicators(folder: Path = FOLDER) -> list[tuple[IndicatorTheme, str]]:
    """Read the common indicators, theme by theme, each with the name of its file."""
    loaded = [(load(IndicatorTheme, p), shown(p)) for p in sorted((folder / "indicateurs").glob("*.yaml"))]
    return sorted(loaded, key=lambda pair: pair[0].ordre)


def assemble(
    book: Codebook,
    populations: Populations,
    themes: Sequence[tuple[IndicatorTheme, str]],
    crossings: tuple[Crossing, ...],
) -> Catalogue:
    """Cross-check definitions and resolve the categories of indicators.

    Args:
        book: variables and codes.
        populations: who the shares are about.
        themes: indicators by theme, each with the name of its file.
        crossings: practices beside expectations.

    Raises:
        ConfigurationError: a name used twice or never defined, a category that says something impossible.
    """
    categories: dict[str, dict[str, ResolvedCategory]] = {}
    for theme, path in themes:
        for indicator in theme.indicateurs:
            place = f"indicateur « {indicator.nom} »"
            if indicator.nom in categories:
                raise problem(path, place, "ce nom est déjà pris", "un nom par indicateur")
            try:
                categories[indicator.nom] = indicator.resolve(book)
            except ValueError as error:
                raise problem(path, place, str(error), "des noms du codebook") from error
            for fault in _faults(indicator, categories[indicator.nom], book, populations):
                raise problem(path, place, fault, "des noms du codebook et des populations")
    return Catalogue(book, populations, tuple(theme for theme, _ in themes), categories, crossings)


def _faults(
    indicator: Indicator, categories: dict[str, ResolvedCategory], book: Codebook, populations: Populations
) -> list[str]:
    faults = [
        f"la population « {name} » n’existe pas{among(name, populations.by_name)}"
        for name in (indicator.population, *indicator.autres_populations)
        if name not in populations.by_name
    ]
    main = populations.by_name.get(indicator.population)
    if indicator.ventilations and main is not None and main.kind == "reponse":
        faults.append(
            f"ventilations : la population « {main.nom} » tient à une réponse, elle n’est pas ventilée"
        )
    for category in categories.values():
        for expression in (category.si, *category.editions.values()):
            faults += [f"catégorie « {category.nom} » : {f}" for f in expression_faults(expression, book)]
    known = {*categories, TOTAL}
    for key in indicator.non_calculable:
        _, _, name = key.partition("/")
        if name and name not in known:
            faults.append(f"non_calculable : « {name} » n’est pas une catégorie{among(name, known)}")
    return faults
