"""The family of comparisons between editions: the shares that are tested together, declared in ``famille.yaml``.

Which shares belong to it is said there; how a family corrects its tests is ``indicators.verdicts``'.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from barometre_pipeline.catalogue.catalogue import Catalogue, load_catalogue
from barometre_pipeline.catalogue.expression import Strict
from barometre_pipeline.catalogue.loader import FOLDER, load, problem


class _File(Strict):
    populations: tuple[str, ...]
    indicateurs: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Family:
    """The headline shares whose changes are judged.

    Attributes:
        categories: categories of each indicator.
        populations: populations of each indicator: the common ones, its own where it is about one by an answer.
    """

    categories: dict[str, frozenset[str]]
    populations: dict[str, frozenset[str]]

    def holds(self, indicator: str, category: str, population: str, modality: str) -> bool:
        """Tell whether the change of a share is one of the family; ``modality`` as in ``gold/indicateurs``."""
        return (
            category in self.categories.get(indicator, ())
            and population in self.populations[indicator]
            and modality in ("", population)
        )


@cache
def load_family(path: Path = FOLDER / "famille.yaml") -> Family:
    """Load the family.

    Raises:
        ConfigurationError: a name that the catalogue does not define.
    """
    return family_of(load_catalogue(), load(_File, path), path)


def family_of(catalogue: Catalogue, file: _File, path: Path) -> Family:
    """Check the names of a family file against a catalogue.

    Raises:
        ConfigurationError: a name that the catalogue does not define.
    """
    people = catalogue.populations.by_name
    for name in file.populations:
        if name not in people:
            raise problem(path, "populations", f"« {name} » n’existe pas", "une population du catalogue")
    for name, categories in file.indicateurs.items():
        place = f"indicateur « {name} »"
        if name not in catalogue.indicateurs:
            raise problem(path, place, "cet indicateur n’existe pas", "un indicateur du catalogue")
        for category in categories:
            if category not in catalogue.categories[name]:
                raise problem(path, place, f"« {category} » n’est pas une de ses catégories", "une catégorie")
    own = {n: catalogue.indicateurs[n].population for n in file.indicateurs}
    return Family(
        {name: frozenset(categories) for name, categories in file.indicateurs.items()},
        {
            name: frozenset({population} if people[population].kind == "reponse" else file.populations)
            for name, population in own.items()
        },
    )
