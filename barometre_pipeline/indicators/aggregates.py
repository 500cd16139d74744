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
from barometre_pipeline.catalogue.populations import Population
from barometre_pipeline.catalogue.resolution import Form, Leaf, NotComputableError, Resolver
from barometre_pipeline.indicators.evaluation import EvaluatedIndicators, finish
from barometre_pipeline.statistics.intervals import clopper_pearson

SOURCE = "agregats"


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
        if leaf.form in (Form.ANY_ROW, Form.RANK):
            raise NotComputableError(
                f"les tableaux publiés de {self.edition} ne croisent pas les lignes d’une grille"
            )
        if len(leaf.items) > 1:
            raise NotComputableError(f"les tableaux publiés de {self.edition} ne croisent pas deux cases")
        return leaf.printed_rows

    def base(self, question: str, groups: tuple[str, ...]) -> int:
        """Return the size of the groups, empty answers included."""
        return sum(self.sizes[question, g] for g in groups)


def compute_aggregates(catalogue: Catalogue, tableaux: pd.DataFrame) -> EvaluatedIndicators:
    """Compute every indicator of local authorities that published tables can give.

    Args:
        catalogue: definitions.
        tableaux: ``Agregats.tableaux`` of one edition.

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
    rows: list[tuple[str, str, str, str, int, int]] = []
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
        ):
            try:
                tables.group_of(population, str(tableaux["question"].iloc[0]))
            except NotComputableError as error:
                reasons += [("", "", name, str(error))]
    return finish(catalogue, _frame(rows), reasons, edition, "collectivites", SOURCE)


def _rows(
    indicator: Indicator, category: str, expression: Expression, tables: _Tables
) -> list[tuple[str, str, str, str, int, int]]:
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
        base = tables.count(main.condition, groups)
        return [(indicator.nom, category, main.nom, "reponse", tables.count(expression, groups), base)]
    found = []
    for population in tables.catalogue.populations.by_name.values():
        if population.public != "collectivites" or population.condition or population.minimum_de:
            continue
        try:
            groups = tables.group_of(population, codes.question)
        except NotComputableError:
            continue
        out = tables.resolver.exclusions(expression, indicator.exclure)
        left = sum(tables.count(each, groups) for each in out)
        n, base = tables.count(expression, groups), tables.base(codes.question, groups) - left
        found.append((indicator.nom, category, population.nom, population.kind, n, base))
    return found


def _sizes(indicator: Indicator, tables: _Tables) -> list[tuple[str, str, str, str, int, int]]:
    question = next(q for q, _ in tables.sizes)
    found = []
    for name, population in tables.catalogue.populations.by_name.items():
        if population.condition is None and not population.minimum_de:
            try:
                size = tables.base(question, tables.group_of(population, question))
            except NotComputableError:
                continue
            found.append((indicator.nom, TOTAL, name, population.kind, size, size))
    return found


def _frame(rows: list[tuple[str, str, str, str, int, int]]) -> pd.DataFrame:
    columns = ["indicateur", "categorie", "population", "ventilation", "n", "base"]
    table = pd.DataFrame(rows, columns=columns)
    is_share = (table["categorie"] != TOTAL) & (table["base"] > 0)
    part = (table["n"] / table["base"].where(table["base"] > 0)).where(is_share)
    low, high = clopper_pearson(part.to_numpy(float), np.where(is_share, table["base"], np.nan))
    return table.assign(
        modalite=table["population"].where(table["ventilation"] != "", ""),
        part=part,
        part_ponderee=np.nan,
        ic_bas=low,
        ic_haut=high,
    )
