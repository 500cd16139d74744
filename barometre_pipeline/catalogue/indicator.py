"""What the catalogue of indicators may say, and the categories that follow from it.

Only the shape belongs here; finding the files is ``catalogue``'s, computing is ``indicators``'.
"""

from dataclasses import dataclass
from typing import Literal, Self

from pydantic import Field, model_validator

from barometre_pipeline.catalogue.expression import Expression, Strict
from barometre_pipeline.catalogue.model import Codebook, Variable, VariableType
from barometre_pipeline.french.suggestion import among
from barometre_pipeline.french.words import alternatives

Measure = Literal["part", "mentions", "effectif", "compose"]
TOTAL = "total"  # the only category of a count


class ItemTest(Strict):
    """The test made of every item: in these answers, ticked, ranked k or better (``rang_max``), or ranked k (``rang``).

    ``sauf`` leaves out those for whom the same item of another question of boxes is ticked.
    """

    dans: tuple[str, ...] | None = None
    coche: bool = False
    rang_max: int | None = None
    rang: int | None = Field(default=None, ge=2)  # of the first rank, « rang_max: 1 » says the same
    sauf: str | None = None

    @model_validator(mode="after")
    def _one_test(self) -> Self:
        tests = (self.dans is not None, self.coche, self.rang_max is not None, self.rang is not None)
        if sum(tests) != 1:
            raise ValueError(
                "« par_item » attend un seul test : « dans », « coche: true », « rang_max » ou « rang »"
            )
        return self

    def on(self, variable: str, item: str) -> Expression:
        """Return the statement about one item."""
        if self.rang is not None:
            within, before = (
                Expression(variable=variable, item=item, rang_max=k) for k in (self.rang, self.rang - 1)
            )
            return Expression(tous=(within, Expression(non=before)))
        mine = (
            Expression(variable=variable, coche=(item,))
            if self.coche
            else Expression(variable=variable, item=item, dans=self.dans, rang_max=self.rang_max)
        )
        if self.sauf is None:
            return mine
        return Expression(tous=(mine, Expression(non=Expression(variable=self.sauf, coche=(item,)))))


class Category(Strict):
    """One category written by hand."""

    libelle: str
    si: Expression
    editions: dict[str, Expression] = Field(default_factory=dict)  # says it otherwise in these years


@dataclass(frozen=True)
class ResolvedCategory:
    """One category of an indicator, however it was written."""

    nom: str
    libelle: str
    si: Expression
    editions: dict[str, Expression]

    def expression(self, edition: str) -> Expression:
        """Return the numerator of an edition."""
        return self.editions.get(edition, self.si)

    def unites(self, other: "ResolvedCategory") -> bool:
        """Tell whether it counts all that another counts and more: other answers of the same question."""
        mine, its = self.si, other.si
        same = (mine.variable, mine.item, mine.un_item) == (its.variable, its.item, its.un_item)
        return same and bool(mine.dans and its.dans) and {*(mine.dans or ())} > {*(its.dans or ())}


class Indicator(Strict):
    """One indicator: who is counted among whom, for which populations and editions.

    Categories come from ``par_modalite`` (each answer of a question, or those listed), ``par_item`` (the same
    test of each item), ``par_item_et_modalite`` (« item.answer »), ``unions`` of those, and ``categories``.
    """

    nom: str
    libelle: str
    public: Literal["collectivites", "francais", "tous"] = "collectivites"
    mesure: Measure = "part"
    definition: str
    numerateur: str
    base: str
    variable: str | None = None
    population: str
    autres_populations: tuple[str, ...] = ()
    ventilations: tuple[
        Literal["region_insee"], ...
    ] = ()  # besides types and strates, which every indicator has
    exclure: tuple[str, ...] = ()  # answers that leave the base
    par_modalite: bool | tuple[str, ...] = False
    par_item: ItemTest | None = None
    par_item_et_modalite: bool = False
    unions: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    categories: dict[str, Category] = Field(default_factory=dict)
    compose_de: tuple[tuple[str, str, str], ...] = ()
    comparabilite: dict[str, str] = Field(default_factory=dict)  # edition -> why it compares with no other
    remarque: str = ""  # what the documents word otherwise or leave unsaid; limits no comparison
    non_calculable: dict[str, str] = Field(default_factory=dict)  # "2022" or "2022/categorie" -> why

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        made = bool(self.par_modalite or self.par_item or self.par_item_et_modalite or self.categories)
        if self.mesure in ("part", "mentions") and not (made and self.variable):
            raise ValueError(f"« {self.nom} » doit nommer sa « variable » et ses catégories")
        if self.mesure == "mentions" and not (self.par_item and self.par_item.coche):
            raise ValueError(f"« {self.nom} » : « mentions » demande « par_item: {{coche: true}} »")
        if self.mesure == "compose" and not self.compose_de:
            raise ValueError(f"« {self.nom} » : « compose » demande « compose_de »")
        return self

    def resolve(self, book: Codebook) -> dict[str, ResolvedCategory]:
        """Return every category by name.

        Raises:
            ValueError: a union or an answer names what does not exist.
        """
        if self.variable is None:
            return {}
        variable = book.variables.get(self.variable)
        if variable is None:
            raise ValueError(
                f"la variable « {self.variable} » n’existe pas dans le codebook{among(self.variable, book.variables)}"
            )
        found = {c.nom: c for c in self._answers(variable) + self._items(variable)}
        for name, members in self.unions.items():
            unknown = [m for m in members if m not in found]
            if unknown:
                raise ValueError(
                    f"union « {name} » : « {unknown[0]} » n’est pas une catégorie{among(unknown[0], found)}"
                )
            label = alternatives([found[m].libelle for m in members])
            found[name] = ResolvedCategory(name, label, _union([found[m].si for m in members]), {})
        for name, category in self.categories.items():
            found[name] = ResolvedCategory(name, category.libelle, category.si, category.editions)
        return found

    def _answers(self, variable: Variable) -> list[ResolvedCategory]:
        if not self.par_modalite:
            return []
        if variable.type is not VariableType.SINGLE:
            raise ValueError(f"« par_modalite » demande une question à choix unique, pas « {variable.nom} »")
        listed = self.par_modalite
        names = listed if isinstance(listed, tuple) else tuple(variable.modalites)
        unknown = [n for n in names if n not in variable.modalites]
        if unknown:
            raise ValueError(
                f"« {unknown[0]} » n’est pas une réponse de « {variable.nom} »{among(unknown[0], variable.modalites)}"
            )
        return [
            ResolvedCategory(n, variable.modalites[n], Expression(variable=variable.nom, dans=(n,)), {})
            for n in names
        ]

    def _items(self, variable: Variable) -> list[ResolvedCategory]:
        found = []
        if self.par_item:
            found += [
                ResolvedCategory(i, label, self.par_item.on(variable.nom, i), {})
                for i, label in variable.items.items()
            ]
        if self.par_item_et_modalite:
            found += [
                ResolvedCategory(
                    f"{item}.{answer}",
                    f"{label}\u00a0: {text}",
                    Expression(variable=variable.nom, item=item, dans=(answer,)),
                    {},
                )
                for item, label in variable.items.items()
                for answer, text in variable.modalites.items()
                if answer not in self.exclure
            ]
        return found

    def reason(self, edition: str, category: str) -> str | None:
        """Return why the catalogue says this cannot be computed, or None."""
        return self.non_calculable.get(f"{edition}/{category}") or self.non_calculable.get(edition)


def _union(parts: list[Expression]) -> Expression:
    """Join statements; the same question or the same boxes stay one statement, which aggregates can count."""
    variables = {p.variable for p in parts}
    if len(variables) == 1 and all(p.dans is not None and p.item is None for p in parts):
        answers = tuple(a for p in parts for a in p.dans or ())
        return Expression(variable=parts[0].variable, dans=answers)
    if len(variables) == 1 and all(p.coche is not None for p in parts):
        return Expression(variable=parts[0].variable, coche=tuple(b for p in parts for b in p.coche or ()))
    return Expression(un_de=tuple(parts))


class IndicatorTheme(Strict):
    """One file of the catalogue."""

    theme: str
    libelle: str
    ordre: int
    indicateurs: tuple[Indicator, ...]


class CrossingPair(Strict):
    """One field of a crossing: a category on each side."""

    libelle: str
    pratique: str
    attente: str
    note: str = ""


class CrossingSide(Strict):
    """One side of a crossing."""

    indicateur: str
    population: str


class Crossing(Strict):
    """What local authorities do beside what the French expect, field by field, with what must not be made of it."""

    nom: str
    libelle: str
    mise_en_garde: str = Field(min_length=1)
    pratique: CrossingSide
    attente: CrossingSide
    paires: tuple[CrossingPair, ...]


class CrossingsFile(Strict):
    """The file of crossings."""

    croisements: tuple[Crossing, ...]
