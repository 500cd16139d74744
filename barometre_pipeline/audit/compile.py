"""Compiles the catalogue's definitions into DuckDB queries over the silver Parquet files.

A second way to count, not to read: which columns and codes a definition means is ``catalogue.resolution``'s, for
the indicators and for this query alike; nothing of ``indicators`` or of ``statistics`` is used to count.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace

from barometre_pipeline.audit.counting import (
    HABITANTS,
    NOTHING,
    REGION,
    STRATE,
    AggregateCounting,
    AnyCounting,
    Counting,
    MinimumCounting,
    Restriction,
    structures,
)
from barometre_pipeline.audit.read import Row, columns, rows
from barometre_pipeline.audit.sql import closed, leaf_sql, literal, silver_file
from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.expression import Expression
from barometre_pipeline.catalogue.indicator import Indicator
from barometre_pipeline.catalogue.model import VariableType
from barometre_pipeline.catalogue.populations import Population
from barometre_pipeline.catalogue.resolution import Leaf, Resolver
from barometre_pipeline.errors import InputError
from barometre_pipeline.french.numbers import percent
from barometre_pipeline.lake import Lake
from barometre_pipeline.vocabulary import LIGNE_VIDES, REGLE_INCLUSES, REGLE_SERIES, STRATES


@dataclass(frozen=True)
class IndicatorKey:
    """What names one row of ``gold/indicateurs``."""

    edition: str
    indicateur: str
    categorie: str
    population: str
    ventilation: str = ""
    modalite: str = ""
    regle_base: str = REGLE_SERIES

    @property
    def is_cut(self) -> bool:
        """Tell whether the row is an answer to a profile question, within its population."""
        return self.modalite not in ("", self.population)


@dataclass(frozen=True)
class Compiler:
    """Writes the statements of one edition in SQL.

    Args:
        catalogue: definitions.
        resolver: of the edition, with the columns of silver.
        names: what DuckDB calls a column, where it is not its name.
    """

    catalogue: Catalogue
    resolver: Resolver
    names: Mapping[str, str] = field(default_factory=dict)

    def sql(self, expression: Expression) -> str:
        """Return a statement in SQL; AND, OR and NOT of SQL are Kleene's, as the catalogue's are."""
        if expression.un_de is not None:
            return " OR ".join(closed(self.sql(e)) for e in expression.un_de)
        if expression.tous is not None:
            return " AND ".join(closed(self.sql(e)) for e in expression.tous)
        if expression.non is not None:
            return f"NOT {closed(self.sql(expression.non))}"
        return self.holds(self.resolver.leaf(expression))

    def holds(self, leaf: Leaf) -> str:
        """Return a resolved statement in SQL, under the names that DuckDB gives to columns."""
        return leaf_sql(replace(leaf, columns=self.called(leaf.columns)))

    def called(self, columns: Iterable[str]) -> tuple[str, ...]:
        """Return the names that DuckDB gives to columns."""
        return tuple(self.names.get(c, c) for c in columns)

    def population(self, name: str) -> Iterator[tuple[Restriction, tuple[Leaf, ...]]]:
        """Yield the restrictions that make a population, the widest first."""
        population = self.catalogue.populations.by_name[name]
        if population.parmi and population.public == "collectivites":
            yield from self.population(population.parmi)
        parts = list(_limits(population))
        leaves: tuple[Leaf, ...] = ()
        if population.condition is not None:
            parts.append(self.sql(population.condition))
            leaves = self.resolver.leaves(population.condition)
        if parts:
            yield Restriction(population.libelle, " AND ".join(map(closed, parts))), leaves


def strates_of(catalogue: Catalogue, name: str) -> tuple[str, ...]:
    """Return the strates that a population of local authorities may hold."""
    population = catalogue.populations.by_name[name]
    wider = strates_of(catalogue, population.parmi) if population.parmi else tuple(STRATES)
    return wider if population.strates is None else tuple(s for s in wider if s in population.strates)


def _limits(population: Population) -> Iterator[str]:
    if population.strates is not None and set(population.strates) != set(STRATES):
        yield f"{STRATE} IN ({', '.join(map(literal, population.strates))})"
    if population.habitants_min is not None:
        yield f"{HABITANTS} >= {population.habitants_min}"
    if population.habitants_max is not None:
        yield f"{HABITANTS} < {population.habitants_max}"
    if population.region is not None:
        yield f"{REGION} = {literal(population.region)}"


def compile_value(
    catalogue: Catalogue, key: IndicatorKey, columns: Collection[str], names: Mapping[str, str] = NOTHING
) -> Counting | MinimumCounting:
    """Compile one row of ``gold/indicateurs`` that microdata gave.

    Args:
        catalogue: definitions.
        key: the row.
        columns: columns of ``silver/reponses`` or ``silver/sondes``.
        names: what DuckDB calls them, where it is not their name.

    Raises:
        NotComputableError: this edition cannot answer (then ``gold/indicateurs`` has no such row).
    """
    compiler = Compiler(catalogue, Resolver(catalogue.codebook, key.edition, columns), names)
    population = catalogue.populations.by_name[key.population]
    if population.minimum_de:
        return MinimumCounting(tuple((m, _counting(compiler, key, m)) for m in population.minimum_de))
    return _counting(compiler, key, key.population)


def _counting(compiler: Compiler, key: IndicatorKey, population: str) -> Counting:
    catalogue = compiler.catalogue
    indicator = catalogue.indicateurs[key.indicateur]
    steps = list(compiler.population(population))
    if key.is_cut:
        cut = Expression(variable=key.ventilation, dans=(key.modalite,))
        label = catalogue.codebook.variables[key.ventilation].modalites[key.modalite]
        steps.append((Restriction(label, compiler.sql(cut)), compiler.resolver.leaves(cut)))
    measure = _MEASURES[indicator.mesure](compiler, indicator, key)
    looked_at = (*(leaf for _, leaves in steps for leaf in leaves), *measure.leaves, *measure.exclusions)
    poll = catalogue.populations.by_name[population].public == "francais"
    limits = " ".join(s.condition for s, _ in steps)
    of_structures = ((STRATE, "strate"), (HABITANTS, "population"), (REGION, "code_region"))
    profile = [(name, f"s.{column} AS {name}") for name, column in of_structures]
    return Counting(
        source=f"FROM {silver_file('silver/sondes', key.edition)} AS r" if poll else structures(key.edition),
        record="row_number() OVER ()" if poll else "r.ligne",
        profile=tuple(sql for name, sql in profile if name in limits),
        columns=compiler.called(dict.fromkeys(c for leaf in looked_at for c in leaf.columns)),
        steps=tuple(s for s, _ in steps),
        exclusion=" OR ".join(closed(compiler.holds(leaf)) for leaf in measure.exclusions),
        values=measure.values,
        n=measure.n,
        base=measure.base,
        counted=measure.counted,
        numerator=measure.leaves,
        people=tuple(leaf for _, leaves in steps for leaf in leaves),
    )


@dataclass(frozen=True)
class _Measure:
    values: dict[str, str]
    n: str
    base: str
    counted: str
    leaves: tuple[Leaf, ...] = ()
    exclusions: tuple[Leaf, ...] = ()


def _share(compiler: Compiler, indicator: Indicator, key: IndicatorKey) -> _Measure:
    resolver = compiler.resolver
    expression = compiler.catalogue.categories[indicator.nom][key.categorie].expression(resolver.edition)
    truth = compiler.sql(expression)
    return _Measure(
        values={"numerateur": f"coalesce({truth}, false)" if key.regle_base == REGLE_INCLUSES else truth},
        n="count(*) FILTER (WHERE numerateur)",
        base="count(numerateur)",
        counted="numerateur",
        leaves=resolver.leaves(expression),
        exclusions=tuple(resolver.leaf(e) for e in resolver.exclusions(expression, indicator.exclure)),
    )


def _mentions(compiler: Compiler, indicator: Indicator, key: IndicatorKey) -> _Measure:
    resolver, name = compiler.resolver, str(indicator.variable)
    boxes = resolver.mentions(name)
    ticked = compiler.catalogue.categories[indicator.nom][key.categorie].si.coche or ()
    wanted = [i for i in ticked if i in boxes]
    leaves = {i: resolver.leaf(Expression(variable=name, coche=(i,))) for i in boxes}

    def ticks(items: Collection[str]) -> str:
        return " + ".join(f"coalesce({compiler.holds(leaves[i])}, false)::INT" for i in items) or "0"

    return _Measure(
        values={"mentions": ticks(wanted), "toutes": ticks(boxes)},
        n="coalesce(sum(mentions), 0)::BIGINT",
        base="coalesce(sum(toutes), 0)::BIGINT",
        counted="mentions > 0",
        leaves=tuple(leaves.values()),
    )


def _size(_compiler: Compiler, _indicator: Indicator, _key: IndicatorKey) -> _Measure:
    return _Measure({"numerateur": "true"}, "count(*)", "count(*)", "numerateur")


_MEASURES: dict[str, Callable[[Compiler, Indicator, IndicatorKey], _Measure]] = {
    "part": _share,
    "mentions": _mentions,
    "effectif": _size,
}


def compile_aggregates(
    catalogue: Catalogue, key: IndicatorKey, printed: dict[str, frozenset[str]]
) -> AggregateCounting:
    """Compile one row of ``gold/indicateurs`` that published tables gave.

    Args:
        catalogue: definitions.
        key: the row.
        printed: groups printed for each question, in the order of the tables.
    """
    indicator, population = (
        catalogue.indicateurs[key.indicateur],
        catalogue.populations.by_name[key.population],
    )
    if indicator.mesure == "effectif":
        question = next(iter(printed))
        return AggregateCounting(key.edition, question, _groups(population, printed[question]), None)
    resolver = Resolver(catalogue.codebook, key.edition)
    expression = catalogue.categories[indicator.nom][key.categorie].expression(key.edition)
    leaf = resolver.leaf(expression)
    whole, among, left_out = population, None, resolver.exclusions(expression, indicator.exclure)
    if population.condition is not None:
        whole = catalogue.populations.by_name[population.parmi or "ensemble"]
        asked = resolver.leaf(population.condition)
        among, left_out = (asked.question, asked.printed_rows), ()
    rows_out = tuple(row for each in left_out for row in resolver.leaf(each).printed_rows)
    if key.regle_base == REGLE_SERIES:
        coding = resolver.coding(leaf.variable)
        if coding.type is VariableType.SINGLE:
            among = leaf.question, tuple(c for each in coding.modalites.values() for c in each)
        elif among is None:  # else the printed row of blanks holds those who were not asked
            rows_out = (*rows_out, LIGNE_VIDES)
    return AggregateCounting(
        key.edition,
        leaf.question,
        _groups(whole, printed[leaf.question]),
        leaf.printed_rows,
        rows_out,
        among,
        (leaf,),
    )


def _groups(population: Population, printed: frozenset[str]) -> tuple[str, ...]:
    return (population.nom,) if population.nom in printed else population.strates or ()


def key_of(row: Row) -> IndicatorKey:
    """Return the key of a row of ``gold/indicateurs``."""
    return IndicatorKey(*(str(row[f.name]) for f in fields(IndicatorKey)))


def source_of(catalogue: Catalogue, row: Row) -> str:
    """Return the silver table that a row of ``gold/indicateurs`` was computed from."""
    if catalogue.populations.by_name[str(row["population"])].public == "francais":
        return "silver/sondes"
    return "silver/agregats" if row["source_donnees"] == "agregats" else "silver/reponses"


def compile_row(lake: Lake, catalogue: Catalogue, row: Row) -> AnyCounting:
    """Compile the query of a row of ``gold/indicateurs``.

    Raises:
        InputError: the value comes from an institute's tables: no answer of anybody can be counted again.
    """
    key, source = key_of(row), source_of(catalogue, row)
    if source == "silver/agregats":
        return compile_aggregates(catalogue, key, printed_groups(lake, key.edition))
    if source == "silver/sondes" and not rows(lake, source, key.edition):
        place = f"édition {key.edition}, {key.indicateur} / {key.categorie} / {key.population}"
        finding = (
            f"{percent(row['part_publiable'])}, n = {row['n']} sur {row['base']}, vient des tableaux de l’institut : "
            "sans réponses individuelles, il n’y a rien à recompter"
        )
        raise InputError("gold/indicateurs", place, finding, "le fichier .sav de l’institut",
                         "lisez la ligne du tableau avec « barometre export sondage_tris »")  # fmt: skip
    names = columns(lake, source, key.edition)
    return compile_value(catalogue, key, names, names)


def printed_groups(lake: Lake, edition: str) -> dict[str, frozenset[str]]:
    """Return the groups that published tables give for each question, in the order of the tables."""
    found: dict[str, set[str]] = {}
    for row in rows(lake, "silver/agregats", edition):
        found.setdefault(str(row["question"]), set()).add(str(row["groupe"]))
    return {question: frozenset(groups) for question, groups in found.items()}
