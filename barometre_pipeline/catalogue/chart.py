"""What a declared chart may say: which indicator it shows, for whom, in which form; drawing it is ``publication``'s."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, Self

from pydantic import Field, model_validator

from barometre_pipeline.catalogue.expression import Strict
from barometre_pipeline.catalogue.indicator import Indicator, ResolvedCategory
from barometre_pipeline.catalogue.populations import Populations

Form = Literal["barres", "barres_empilees"]


class DeclaredChart(Strict):
    """One chart of one edition.

    ``barres`` are one bar per category, or one per population of ``ventilation`` for a single category;
    ``barres_empilees`` are one line per population, its categories end to end.
    """

    nom: str = Field(pattern=r"^[a-z0-9_]+$")
    titre: str = Field(min_length=1)
    indicateur: str
    population: str = ""  # by default the indicator's
    ventilation: tuple[str, ...] = ()  # populations compared, in the order drawn
    categories: tuple[str, ...] = ()  # by default all but unions and details of an item
    forme: Form = "barres"

    @model_validator(mode="after")
    def _drawable(self) -> Self:
        if self.population and self.ventilation:
            raise ValueError(f"« {self.nom} » : « population » ou « ventilation », pas les deux")
        if self.forme == "barres" and self.ventilation and len(self.categories) != 1:
            raise ValueError(
                f"« {self.nom} » : des barres par population demandent une seule catégorie (ou « barres_empilees »)"
            )
        return self

    def populations(self, indicator: Indicator) -> tuple[str, ...]:
        """Return the populations shown, in the order drawn."""
        return self.ventilation or (self.population or indicator.population,)

    def shown(self, indicator: Indicator, categories: Iterable[str]) -> tuple[str, ...]:
        """Return the categories shown, in the order of the catalogue or as declared."""
        return self.categories or tuple(c for c in categories if "." not in c and c not in indicator.unions)

    def faults(
        self,
        indicators: Mapping[str, Indicator],
        categories: Mapping[str, Mapping[str, ResolvedCategory]],
        known: Populations,
    ) -> Iterator[str]:
        """Yield what it names that does not exist."""
        indicator = indicators.get(self.indicateur)
        if indicator is None:
            yield f"l’indicateur « {self.indicateur} » n’existe pas"
            return
        for name in self.populations(indicator):
            if name not in known.by_name:
                yield f"la population « {name} » n’existe pas"
        for name in self.categories:
            if name not in categories[self.indicateur]:
                yield f"« {name} » n’est pas une catégorie de « {self.indicateur} »"
        stacked = self.forme == "barres_empilees"
        if stacked and not (indicator.par_modalite and indicator.unions.keys().isdisjoint(self.categories)):
            yield "des barres empilées demandent les réponses d’une question à choix unique, sans leurs réunions"
