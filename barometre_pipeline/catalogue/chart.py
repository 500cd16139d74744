"""What a declared chart may say: which indicators it shows, for whom, over which years, in which form.

What the catalogue may declare and what it resolves to; which values that makes and drawing them is ``publication``'s.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, Self

from pydantic import Field, model_validator

from barometre_pipeline.catalogue.expression import Strict
from barometre_pipeline.catalogue.indicator import TOTAL, Indicator, ResolvedCategory
from barometre_pipeline.catalogue.populations import BY_REGION, Populations
from barometre_pipeline.french.suggestion import among
from barometre_pipeline.vocabulary import GROUPES, TYPES

Form = Literal[
    "barres", "barres_groupees", "barres_empilees", "barres_cumulees", "barres_divergentes", "halteres", "effectifs",
    "chiffres_cles", "attentes", "carte",
]  # fmt: skip
Years = Literal["courante", "precedente", "premiere", "toutes"]

STACKED: Final = ("barres_empilees", "barres_cumulees", "barres_divergentes")
"""Forms whose answers stand end to end on one line."""
COMPARED: Final = ("barres_groupees", "halteres")
"""Forms that put years side by side."""
BREAKDOWNS: Final[dict[str, tuple[str, ...]]] = {
    "types": tuple(TYPES),
    "types_et_strates": tuple(g for g in GROUPES if g not in ("ensemble", "hors_moins_3500")),
}
"""Named breakdowns of local authorities; the population as a whole comes first."""


class Total(Strict):
    """A value written at the end of each line of a stack: what some of its answers make together.

    It is a category of an indicator like any other, never a sum made here.
    """

    libelle: str
    indicateur: str = ""  # by default the chart's first
    categorie: str = ""  # by default the item of the line
    item: str = ""  # only on the line of this item


class DeclaredChart(Strict):
    """One chart, declared once and drawn for every edition that has its values.

    Forms: ``barres`` are one bar per answer, population or year; ``barres_groupees`` put the years of each side by
    side; ``barres_empilees`` are lines of 100 %, ``barres_cumulees`` lines that need not make 100 % (engaged, then
    planned; rank 1, 2, 3), ``barres_divergentes`` lines on both sides of an axis; ``halteres`` join two years of each
    population by a stroke; ``effectifs`` are counts; ``chiffres_cles`` big numbers; ``attentes`` put what the French
    expect under what local authorities do, field by field; ``carte`` colours the régions.
    """

    nom: str = Field(pattern=r"^[a-z0-9_]+$")
    titre: str = Field(min_length=1)
    indicateur: str = ""
    indicateurs: dict[str, str] = Field(default_factory=dict)  # several, each an answer with its words
    croisement: str = ""  # practices beside expectations: the crossing of the catalogue
    population: str = ""  # by default the indicator's
    ventilation: (
        str | tuple[str, ...]
    ) = ()  # populations compared, in the order drawn, or a name of BREAKDOWNS
    annonce: tuple[
        str, ...
    ] = ()  # categories that the title announces: a line that may not tell one is not drawn
    categories: tuple[str, ...] = ()  # by default all but unions and those that others make up
    reponses: tuple[str, ...] = ()  # answers of a grid, in the order drawn; by default all
    sans: tuple[str, ...] = ()  # categories, items or answers left out
    face_a: tuple[str, ...] = ()  # diverging: the answers on the left of the axis, from it outwards
    totaux: tuple[Total, ...] = ()
    editions: Years = "courante"
    forme: Form = "barres"
    note: str = ""
    imprimes: tuple[str, ...] = ()  # charts of published documents that it is

    @model_validator(mode="after")
    def _drawable(self) -> Self:
        if sum(map(bool, (self.indicateur, self.indicateurs, self.croisement))) != 1:
            raise ValueError(
                f"« {self.nom} » : « indicateur », « indicateurs » ou « croisement », un seul des trois"
            )
        if (self.forme == "attentes") != bool(self.croisement):
            raise ValueError(f"« {self.nom} » : « croisement » va avec « forme: attentes »")
        if self.population and isinstance(self.ventilation, tuple) and self.ventilation:
            raise ValueError(f"« {self.nom} » : « population » ou « ventilation », pas les deux")
        if isinstance(self.ventilation, str) and self.ventilation not in BREAKDOWNS:
            known = " ou ".join(f"« {b} »" for b in BREAKDOWNS)
            raise ValueError(
                f"« {self.nom} » : ventilation « {self.ventilation} » inconnue ({known}, ou une liste)"
            )
        if self.forme in COMPARED and self.editions == "courante":
            raise ValueError(
                f"« {self.nom} » : « {self.forme} » compare des années (« editions: precedente », « premiere » ou "
                "« toutes »)"
            )
        if self.forme == "halteres" and self.editions == "toutes":
            raise ValueError(
                f"« {self.nom} » : des haltères joignent deux années (« precedente » ou « premiere »)"
            )
        if (self.forme == "barres_divergentes") != bool(self.face_a):
            raise ValueError(f"« {self.nom} » : « face_a » va avec « forme: barres_divergentes »")
        if self.totaux and self.forme not in STACKED:
            raise ValueError(f"« {self.nom} » : « totaux » demande une forme empilée, cumulée ou divergente")
        if self.indicateurs and self.forme not in STACKED:
            raise ValueError(f"« {self.nom} » : plusieurs indicateurs demandent une forme empilée ou cumulée")
        if self.forme in ("barres", *COMPARED) and self.ventilation and len(self.categories) != 1:
            raise ValueError(
                f"« {self.nom} » : des barres par population demandent une seule catégorie (ou « barres_empilees »)"
            )
        if (
            self.forme == "barres"
            and self.editions != "courante"
            and (self.ventilation or len(self.categories) != 1)
        ):
            raise ValueError(
                f"« {self.nom} » : des barres par année demandent une population et une catégorie (ou "
                "« barres_groupees »)"
            )
        return self

    @property
    def names(self) -> tuple[str, ...]:
        """Return the indicators shown, the first giving population and theme; none of them is named by a crossing."""
        return tuple(self.indicateurs) or (self.indicateur,)

    def populations(self, indicator: Indicator) -> tuple[str, ...]:
        """Return the populations shown, in the order drawn."""
        whole = self.population or indicator.population
        if isinstance(self.ventilation, str):
            parts = BREAKDOWNS[self.ventilation]
            return parts if self.forme == "effectifs" else tuple(dict.fromkeys((whole, *parts)))
        return self.ventilation or (whole,)

    def by_item(self, indicator: Indicator) -> bool:
        """Tell whether lines are items and answers those of a grid (« item.answer »)."""
        return self.forme in STACKED and indicator.par_item_et_modalite

    def shown(self, indicator: Indicator, categories: Iterable[str]) -> tuple[str, ...]:
        """Return the categories shown of one indicator, in the order of the catalogue or as declared."""
        if indicator.mesure == "effectif":
            return (TOTAL,)
        if self.by_item(indicator):
            return tuple(self._cells(categories))
        if self.categories:
            return self.categories
        made = bool(indicator.par_modalite or indicator.par_item)  # those written by hand then unite them
        out = {*indicator.unions, *self.sans, *(indicator.categories if made else ())}
        return tuple(c for c in categories if "." not in c and c not in out)

    def _cells(self, categories: Iterable[str]) -> Iterator[str]:
        for category in categories:
            item, dot, answer = category.partition(".")
            kept = not self.categories or item in self.categories
            if dot and kept and answer in (self.reponses or (answer,)) and not {item, answer} & {*self.sans}:
                yield category

    def faults(
        self,
        indicators: Mapping[str, Indicator],
        categories: Mapping[str, Mapping[str, ResolvedCategory]],
        known: Populations,
    ) -> Iterator[str]:
        """Yield what it names that does not exist."""
        if self.croisement:
            return
        unknown = [n for n in self.names if n not in indicators]
        if unknown:
            yield f"l’indicateur « {unknown[0]} » n’existe pas{among(unknown[0], indicators)}"
            return
        first = indicators[self.names[0]]
        for name in self.populations(first):
            if name not in known.by_name:
                yield f"la population « {name} » n’existe pas{among(name, known.by_name)}"
        if (self.forme == "chiffres_cles") != (first.mesure == "compose"):
            yield "des chiffres clés demandent un indicateur composé (« compose_de »), et lui seul"
        counts = first.mesure == "effectif"
        if (self.forme == "effectifs" and not counts) or (
            counts and self.forme not in ("effectifs", "carte")
        ):
            yield "des effectifs demandent un indicateur de ce genre (« mesure: effectif »), et lui seul"
        if self.forme == "carte" and (
            BY_REGION not in first.ventilations or (not counts and len(self.categories) != 1)
        ):
            yield "une carte demande un effectif, ou une seule catégorie, d’un indicateur connu par région"
        yield from self._unknown_categories(first, categories[first.nom])
        for total in self.totaux:
            other = categories.get(total.indicateur or first.nom)
            if other is None:
                yield (
                    f"total « {total.libelle} » : l’indicateur « {total.indicateur} » n’existe pas"
                    f"{among(total.indicateur, categories)}"
                )
            elif total.categorie and total.categorie not in other:
                yield (
                    f"total « {total.libelle} » : « {total.categorie} » n’est pas une catégorie"
                    f"{among(total.categorie, other)}"
                )
        stacked = self.forme in ("barres_empilees", "barres_divergentes") and not self.indicateurs
        if stacked and not (first.par_modalite or first.par_item_et_modalite or first.categories):
            yield "des barres empilées demandent les réponses d’une question à choix unique, ou celles d’une grille"
        if stacked and not first.unions.keys().isdisjoint(self.categories):
            yield "des barres empilées demandent les réponses d’une question à choix unique, sans leurs réunions"

    def _unknown_categories(self, indicator: Indicator, known: Collection[str]) -> Iterator[str]:
        names = {*known}
        parts = {p for c in names for p in c.split(".")}
        said = list(dict.fromkeys(p for n in known for p in n.split(".")))
        allowed = said if self.by_item(indicator) else list(known)
        for name in self.categories:
            if name not in (parts if self.by_item(indicator) else names):
                yield f"« {name} » n’est pas une catégorie de « {indicator.nom} »{among(name, allowed)}"
        for name in (*self.reponses, *self.sans, *self.face_a, *self.annonce):
            if name not in parts and name not in self.indicateurs:
                yield (
                    f"« {name} » n’est ni une catégorie ni une réponse de « {indicator.nom} »{among(name, said)}"
                )


def own_chart(indicator: Indicator) -> DeclaredChart:
    """Return the chart of an indicator that nobody declared one for: its answers, in its population, of the edition."""
    forms: Mapping[str, Form] = {"effectif": "effectifs", "compose": "chiffres_cles"}
    answers: Form = "barres_empilees" if indicator.par_item_et_modalite else "barres"
    return DeclaredChart(
        nom=f"reponses_{indicator.nom}",
        titre=indicator.libelle,
        indicateur=indicator.nom,
        forme=forms.get(indicator.mesure, answers),
    )


class ChartsFile(Strict):
    """One file of declared charts."""

    ordre: int
    graphiques: tuple[DeclaredChart, ...]


@dataclass(frozen=True)
class Charts:
    """Every declared chart: the common ones, drawn for each edition, and those that one edition adds.

    Attributes:
        communs: in the order of the catalogue.
        ajoutes: edition -> its own, in the order of its codebook.
        propres: one of each indicator, drawn where none of the others is of it.
    """

    communs: tuple[DeclaredChart, ...] = ()
    ajoutes: Mapping[str, tuple[DeclaredChart, ...]] = field(default_factory=dict)
    propres: tuple[DeclaredChart, ...] = ()

    def of(self, edition: str) -> tuple[DeclaredChart, ...]:
        """Return the charts of an edition; one that has the name of a common chart stands in its place."""
        own = {c.nom: c for c in self.ajoutes.get(edition, ())}
        common = tuple(own.pop(c.nom, c) for c in self.communs)
        declared = (*own.values(), *common)
        shown = {c.names[0] for c in declared}
        return (*declared, *(c for c in self.propres if c.names[0] not in shown))


def years_shown(chart: DeclaredChart, edition: str, known: Sequence[str]) -> tuple[str, ...]:
    """Return the editions that a chart of ``edition`` shows, oldest first.

    Args:
        chart: it says which, relative to its edition.
        edition: the chart's.
        known: editions that have its values, in any order; those after ``edition`` are left out.
    """
    before = sorted(e for e in known if e < edition)
    chosen: Mapping[Years, Sequence[str]] = {
        "courante": (), "precedente": before[-1:], "premiere": before[:1], "toutes": before,
    }  # fmt: skip
    return (*chosen[chart.editions], *((edition,) if edition in known else ()))
