"""One indicator in words, for whoever looks at it in Dagster: its definition, its values, the questions it is made of.

Markdown in French from the catalogue and from rows of ``gold/valeurs``; nothing is computed here.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Any, Final

import numpy as np
import pandas as pd

from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.indicator import Indicator
from barometre_pipeline.catalogue.resolution import NotComputableError, Resolver
from barometre_pipeline.catalogue.words import category_in_words, population_in_words
from barometre_pipeline.french.numbers import count, number, percent
from barometre_pipeline.french.spaces import NBSP, quoted
from barometre_pipeline.french.words import enumeration
from barometre_pipeline.vocabulary import INTERVALLES_DE

_ROWS: Final = 60  # of a table in a dialog


def definition(catalogue: Catalogue, indicator: Indicator) -> str:
    """Return what an indicator is: definition, numerator, base, populations and question, in words."""
    others = [population_in_words(catalogue, p) for p in indicator.autres_populations]
    populations = [population_in_words(catalogue, indicator.population), *others]
    lines = [
        f"{indicator.libelle}. {indicator.definition}",
        "",
        f"- Numérateur{NBSP}: {indicator.numerateur}",
        f"- Base{NBSP}: {indicator.base}",
        f"- Population{NBSP}: {enumeration(populations)}",
    ]
    if indicator.variable:
        asked = catalogue.codebook.variables[indicator.variable].question
        lines.append(f"- Question{NBSP}: {quoted(asked)}")
    if indicator.remarque:
        lines.append(f"- Remarque{NBSP}: {indicator.remarque}")
    return "\n".join(lines)


def printed_rows(frame: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """Return the rows on the base of printed figures: its own population first, then whole ones, then their parts."""
    shown = frame[frame["imprime"]]
    own = shown["population"].eq(indicator.population) & shown["modalite"].isin(["", indicator.population])
    order = np.where(own, 0, np.where(shown["modalite"] == "", 1, 2))
    return shown.iloc[order.argsort(kind="stable")]


def values_table(catalogue: Catalogue, rows: pd.DataFrame) -> str:
    """Return the values of one indicator and edition by population, with base and interval.

    Args:
        catalogue: the words.
        rows: what ``printed_rows`` returns.
    """
    if rows.empty:
        return "Aucune valeur pour cette édition."
    lines = [
        "| Catégorie | Population | Part | n / base | Part redressée | Intervalle à 95" + NBSP + "% |",
        "| --- | --- | ---: | ---: | ---: | --- |",
        *(_line(catalogue, row) for row in rows.head(_ROWS).to_dict("records")),
    ]
    if len(rows) > _ROWS:
        rest = count(len(rows) - _ROWS, "autre ligne", "autres lignes")
        lines.append(f"\nEt {rest}{NBSP}: `barometre export indicateurs`.")
    return "\n".join(lines)


def _line(catalogue: Catalogue, row: dict[Hashable, Any]) -> str:
    people = population_in_words(catalogue, str(row["population"]))
    catalogue, modality = catalogue.as_worded(str(row["edition"])), str(row["modalite"])
    if modality and modality != row["population"]:
        people = f"{people}, {_answer(catalogue, str(row['ventilation']), modality)}"
    weighted = "–" if row["redressement_faible"] else percent(row["part_ponderee"])
    small = " *(base faible)*" if row["base_faible"] else ""
    cells = (
        category_in_words(catalogue, str(row["indicateur"]), str(row["categorie"])) or "Total",
        people,
        percent(row["part_publiable"]),
        f"{number(row['n'])} / {number(row['base'])}{small}",
        weighted,
        interval_in_words(row) or "–",
    )
    return "| " + " | ".join(c.replace("|", "\\|") for c in cells) + " |"


def interval_in_words(row: Mapping[Hashable, Any]) -> str:
    """Return the interval of a row and whose it is; "" where there is none or where its share is not published."""
    if not row["ic_de"] or (row["ic_de"] == "part_ponderee" and row["redressement_faible"]):
        return ""
    return f"{percent(row['ic_bas'])} à {percent(row['ic_haut'])} ({INTERVALLES_DE[row['ic_de']]})"


def _answer(catalogue: Catalogue, variable: str, answer: str) -> str:
    known = catalogue.codebook.variables.get(variable)
    return known.modalites.get(answer, answer) if known else answer


def headline(catalogue: Catalogue, rows: pd.DataFrame) -> str:
    """Return the first value in one line: « Oui : 77 % (224 sur 291, Ensemble) »; "" where there is none.

    Args:
        catalogue: the words.
        rows: what ``printed_rows`` returns.
    """
    published = np.flatnonzero(rows["part_publiable"].notna())
    if not published.size:
        return ""
    row = rows.iloc[published[0]]
    catalogue = catalogue.as_worded(str(row["edition"]))
    category = category_in_words(catalogue, str(row["indicateur"]), str(row["categorie"]))
    people = population_in_words(catalogue, str(row["population"]))
    return (
        f"{category}{NBSP}: {percent(row['part_publiable'])} "
        f"({number(row['n'])} sur {number(row['base'])}, {people})"
    )


def columns_of(catalogue: Catalogue, indicator: Indicator, edition: str) -> dict[str, str]:
    """Return the columns of silver that an indicator reads in an edition, with their variable.

    What the edition did not ask is left out.
    """
    resolver, found = Resolver(catalogue.codebook, edition), dict[str, str]()
    for category in catalogue.categories[indicator.nom].values():
        for name, columns in _leaves(resolver, category.expression(edition)):
            found |= dict.fromkeys(columns, name)
    return found


def _leaves(resolver: Resolver, expression: object) -> Iterator[tuple[str, Iterable[str]]]:
    for leaf in expression.leaves():  # type: ignore[attr-defined]
        try:
            yield str(leaf.variable), resolver.leaf(leaf).columns
        except NotComputableError:
            continue


def questions_table(catalogue: Catalogue, columns: dict[str, str], edition: str) -> str:
    """Return the questions behind an indicator, with their columns in the extract."""
    by_variable: dict[str, list[str]] = {}
    for column, variable in columns.items():
        by_variable.setdefault(variable, []).append(column)
    if not by_variable:
        return "Aucune question de cette édition."
    lines = ["| Question | Colonnes de silver |", "| --- | --- |"]
    for name, listed in by_variable.items():
        known = catalogue.codebook.variables[name]
        asked = known.editions[edition].formulation.question if edition in known.editions else ""
        lines.append(f"| {asked or known.question} | {', '.join(f'`{c}`' for c in listed)} |")
    return "\n".join(lines)
