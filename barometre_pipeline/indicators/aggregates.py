"""Computes the indicators of an edition that exists only as published tables.

The same definitions as for microdata, counted on totals: a sum of answers to one question can be, a crossing
of two questions cannot, and says so.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.expression import Expression
from barometre_pipeline.catalogue.indicator import TOTAL, Indicator
from barometre_pipeline.catalogue.model import Coding, VariableType
from barometre_pipeline.catalogue.populations import Population
from barometre_pipeline.catalogue.resolution import Leaf, NotComputableError, Resolver
from barometre_pipeline.indicators.evaluation import EvaluatedIndicators, finish, none_of
from barometre_pipeline.statistics.intervals import clopper_pearson
from barometre_pipeline.trace import DataOrigin
from barometre_pipeline.vocabulary import LIGNE_VIDES as EMPTY
from barometre_pipeline.vocabulary import REGLE_INCLUSES, REGLE_SERIES

Count = tuple[str, str, str, str, int, int, str]  # indicator … kind of population, n, base, rule of base


@dataclass(frozen=True)
class _Tables:
    """Counts of one edition: by question, answer and group."""

    catalogue: Catalogue
    edition: str
    counts: dict[tuple[str, str, str], int]
    sizes: dict[tuple[str, str], int]
    groups: dict[str, frozenset[str]]

    def group_of(self, population: Population, question: str) -> tuple[str, ...]:
        """Return the groups printed for a question that add up to a population.

        Raises:
            NotComputableError: the tables do not have them.
        """
        printed = self.groups.get(question, frozenset())
        if population.nom in printed:
            return (population.nom,)
        strates = population.strates or ()
        if strates and set(strates) <= printed:
            return strates
        raise NotComputableError(
            f"les tableaux publiés de {self.edition} ne donnent pas « {population.libelle} »"
        )

    def count(self, expression: Expression, groups: tuple[str, ...]) -> int:
        """Return how many of these groups a statement holds for.

        Raises:
            NotComputableError: the statement crosses questions or boxes.
        """
        if expression.variable is None:
            raise NotComputableError(f"les tableaux publiés de {self.edition} ne croisent pas deux questions")
        leaf = self.resolver.leaf(expression)
        cells = [(leaf.question, code, g) for code in self._rows(leaf) for g in groups]
        return sum(self.counts.get(cell, 0) for cell in cells)

    @property
    def resolver(self) -> Resolver:
        """Resolves statements; no column exists here."""
        return Resolver(self.catalogue.codebook, self.edition)

    def _rows(self, leaf: Leaf) -> tuple[str, ...]:
        if leaf.one_is_enough:
            raise NotComputableError(
                f"les tableaux publiés de {self.edition} ne croisent pas les lignes d’une grille"
            )
        if len(leaf.items) > 1:
            raise NotComputableError(f"les tableaux publiés de {self.edition} ne croisent pas deux cases")
        return leaf.printed_rows

    def base(self, question: str, groups: tuple[str, ...]) -> int:
        """Return the size of the groups, empty answers included."""
        return sum(self.sizes[question, g] for g in groups)

    def answered(self, coding: Coding, groups: tuple[str, ...]) -> int | None:
        """Return how many of the groups gave an answer, None where the tables do not tell.

        The answers to a single choice, with the row of empty ones if there is one, add up to the groups. Boxes
        have such a row or say nothing.
        """
        size = self.base(coding.question, groups)
        rows = [self.counts.get((coding.question, EMPTY, g)) for g in groups]
        empty = None if None in rows else sum(n for n in rows if n is not None)
        if coding.type is VariableType.SINGLE:
            codes = [c for each in coding.modalites.values() for c in each]
            given = sum(self.counts.get((coding.question, c, g), 0) for c in codes for g in groups)
            return given if given + (empty or 0) == size else None
        return None if empty is None else size - empty


def compute_aggregates(
    catalogue: Catalogue, tableaux: pd.DataFrame, origin: DataOrigin
) -> EvaluatedIndicators:
    """Compute every indicator of local authorities that published tables can give.

    Args:
        catalogue: definitions.
        tableaux: ``Agregats.tableaux`` of one edition.
        origin: the data.

    Returns:
        As for microdata; ``part_ponderee`` is empty, the interval is the exact binomial one.
    """
    edition = str(tableaux["edition"].iloc[0])
    keys = list(zip(tableaux["question"], tableaux["modalite"], tableaux["groupe"], strict=True))
    tables = _Tables(
        catalogue,
        edition,
        dict(zip(keys, tableaux["effectif"].tolist(), strict=True)),
        dict(zip(((q, g) for q, _, g in keys), tableaux["taille_groupe"].tolist(), strict=True)),
        {str(q): frozenset(g) for q, g in tableaux.groupby("question")["groupe"]},
    )
    rows: list[Count] = []
    reasons: list[tuple[str, str, str, str]] = []
    for indicator in catalogue.indicateurs.values():
        if indicator.public == "francais" or indicator.mesure == "compose":
            continue
        if indicator.mesure == "effectif":
            rows += _sizes(indicator, tables)
            continue
        for category in catalogue.categories[indicator.nom].values():
            why = indicator.reason(edition, category.nom)
            try:
                if why:
                    raise NotComputableError(why)
                if indicator.mesure == "mentions":
                    raise NotComputableError(
                        f"les tableaux publiés de {edition} ne comptent pas les mentions"
                    )
                rows += _rows(indicator, category.nom, category.expression(edition), tables)
            except NotComputableError as error:
                reasons.append((indicator.nom, category.nom, "", str(error)))
    for name, population in catalogue.populations.by_name.items():
        if (
            population.public == "collectivites"
            and population.condition is None
            and not population.minimum_de
            and not population.region
        ):
            try:
                tables.group_of(population, str(tableaux["question"].iloc[0]))
            except NotComputableError as error:
                reasons += [("", "", name, str(error))]
    if not rows:
        return none_of(edition, reasons)
    return finish(catalogue, _frame(rows), reasons, edition, "collectivites", origin)


def _rows(indicator: Indicator, category: str, expression: Expression, tables: _Tables) -> list[Count]:
    codes = tables.resolver.coding(str(next(expression.leaves()).variable))
    tables.count(expression, ())
    main = tables.catalogue.populations.by_name[indicator.population]
    if main.condition is not None:
        if main.condition != codes.condition:
            raise NotComputableError(
                f"les tableaux publiés de {tables.edition} ne croisent pas deux questions"
            )
        whole = tables.catalogue.populations.by_name[main.parmi or "ensemble"]
        groups = tables.group_of(whole, codes.question)
        asked, answered = tables.count(main.condition, groups), tables.answered(codes, groups)
        n = tables.count(expression, groups)
        return _by_rule((indicator.nom, category, main.nom, "reponse"), n, asked, answered)
    found: list[Count] = []
    for population in tables.catalogue.populations.by_name.values():
        if population.public != "collectivites" or population.condition or population.minimum_de:
            continue
        try:
            groups = tables.group_of(population, codes.question)
        except NotComputableError:
            continue
        out = tables.resolver.exclusions(expression, indicator.exclure)
        left = sum(tables.count(each, groups) for each in out)
        answered = tables.answered(codes, groups)
        found += _by_rule(
            (indicator.nom, category, population.nom, population.kind),
            tables.count(expression, groups),
            tables.base(codes.question, groups) - left,
            None if answered is None else answered - left,
        )
    return found


def _by_rule(key: tuple[str, str, str, str], n: int, everybody: int, answered: int | None) -> list[Count]:
    """Return the count on the printed base, and on that of series where it can be known."""
    found = [(*key, n, everybody, REGLE_INCLUSES)]
    return found if answered is None or answered < n else [*found, (*key, n, answered, REGLE_SERIES)]


def _sizes(indicator: Indicator, tables: _Tables) -> list[Count]:
    question = next(q for q, _ in tables.sizes)
    found: list[Count] = []
    for name, population in tables.catalogue.populations.by_name.items():
        if population.condition is None and not population.minimum_de:
            try:
                size = tables.base(question, tables.group_of(population, question))
            except NotComputableError:
                continue
            found.append((indicator.nom, TOTAL, name, population.kind, size, size, REGLE_SERIES))
    return found


def _frame(rows: list[Count]) -> pd.DataFrame:
    columns = ["indicateur", "categorie", "population", "ventilation", "n", "base", "regle_base"]
    table = pd.DataFrame(rows, columns=columns)
    is_share = (table["categorie"] != TOTAL) & (table["base"] > 0)
    part = (table["n"] / table["base"].where(table["base"] > 0)).where(is_share)
    low, high = clopper_pearson(part.to_numpy(float), np.where(is_share, table["base"], np.nan))
    return table.assign(
        modalite=table["population"].where(table["ventilation"] != "", ""),
        part=part,
        part_ponderee=np.nan,
        base_ponderee=0,
        effectif_efficace=np.nan,
        ic_bas=low,
        ic_haut=high,
    )
