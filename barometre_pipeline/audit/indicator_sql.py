"""Compiles the catalogue's definitions into DuckDB queries over the silver Parquet files.

A second path to ``n`` and ``base``: nothing of ``indicators``' evaluation or of ``statistics`` is used, only the
codebook's names for columns and codes. The shapes of the queries are ``indicator_plan``'s.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from barometre_pipeline.audit.indicator_plan import (
    HABITANTS,
    STRATE,
    AggregatePlan,
    MinimumPlan,
    Plan,
    Step,
    Test,
    closed,
    literal,
    silver_file,
)
from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.expression import Expression
from barometre_pipeline.catalogue.indicator import Indicator
from barometre_pipeline.catalogue.model import Public
from barometre_pipeline.catalogue.populations import Population
from barometre_pipeline.indicators.answers import accepted, edition_codes, item_code
from barometre_pipeline.vocabulary import STRATES


@dataclass(frozen=True)
class IndicatorKey:
    """What names one row of ``gold/indicateurs``."""

    edition: str
    indicateur: str
    categorie: str
    population: str
    ventilation: str = ""
    modalite: str = ""

    @property
    def coupe(self) -> bool:
        """Tell whether the row is an answer to a profile question, within its population."""
        return self.modalite not in ("", self.population)


@dataclass(frozen=True)
class Compiler:
    """Compiles the statements of one edition.

    Args:
        catalogue: definitions.
        edition: partition key.
        columns: columns of silver; they tell whether a profile question came under its own name.
    """

    catalogue: Catalogue
    edition: str
    columns: Collection[str]

    def test(self, leaf: Expression) -> Test:
        """Resolve a statement about one variable.

        Raises:
            NotComputableError: a question, an item or an answer does not exist in this edition.
        """
        book, name = self.catalogue.codebook, str(leaf.variable)
        codes = edition_codes(book, name, self.edition)
        if book.variables[name].profil:
            column = codes.question if codes.question in self.columns else name
            return Test(
                name, (column,), _sorted(accepted(book, codes, leaf.dans or ()) | set(leaf.dans or ()))
            )
        if leaf.rang_max is not None:
            ranked = tuple(c for rank, c in codes.colonnes.items() if int(rank) <= leaf.rang_max)
            return Test(name, ranked, (item_code(book, codes, str(leaf.item)),))
        if leaf.coche is not None:
            for item in leaf.coche:
                item_code(book, codes, item)
            return Test(name, tuple(codes.colonnes[i] for i in leaf.coche), (codes.coche,))
        if leaf.item:
            item_code(book, codes, leaf.item)
        answers = _sorted(accepted(book, codes, leaf.dans or ()))
        if leaf.un_item:
            return Test(name, tuple(codes.colonnes.values()), answers, grille=True)
        return Test(name, (codes.colonnes[leaf.item or ""],), answers)

    def sql(self, expression: Expression) -> str:
        """Return a statement in SQL; AND, OR and NOT of SQL are Kleene's, as the catalogue's are."""
        if expression.un_de is not None:
            return " OR ".join(closed(self.sql(e)) for e in expression.un_de)
        if expression.tous is not None:
            return " AND ".join(closed(self.sql(e)) for e in expression.tous)
        if expression.non is not None:
            return f"NOT {closed(self.sql(expression.non))}"
        return self.test(expression).sql()

    def tests(self, expression: Expression) -> tuple[Test, ...]:
        """Return the resolved statements an expression is made of."""
        return tuple(self.test(leaf) for leaf in expression.leaves())

    def exclusions(self, expression: Expression, answers: tuple[str, ...]) -> tuple[Test, ...]:
        """Return the statements « gave one of these answers » to the questions of a numerator."""
        found = []
        for leaf in expression.leaves() if answers else ():
            codes = edition_codes(self.catalogue.codebook, str(leaf.variable), self.edition)
            known = tuple(a for a in answers if a in codes.modalites)
            if known:
                found.append(self.test(leaf.model_copy(update={"dans": known})))
        return tuple(found)

    def population(self, name: str) -> Iterator[tuple[Step, tuple[Test, ...]]]:
        """Yield the restrictions that make a population, the widest first."""
        population = self.catalogue.populations.by_name[name]
        if population.parmi and population.public == "collectivites":
            yield from self.population(population.parmi)
        parts = list(_limits(population))
        tests: tuple[Test, ...] = ()
        if population.condition is not None:
            parts.append(self.sql(population.condition))
            tests = self.tests(population.condition)
        if parts:
            yield Step(population.libelle, " AND ".join(map(closed, parts))), tests


def _limits(population: Population) -> Iterator[str]:
    if population.strates is not None and set(population.strates) != set(STRATES):
        yield f"{STRATE} IN ({', '.join(map(literal, population.strates))})"
    if population.habitants_min is not None:
        yield f"{HABITANTS} >= {population.habitants_min}"
    if population.habitants_max is not None:
        yield f"{HABITANTS} < {population.habitants_max}"


def compile_value(catalogue: Catalogue, key: IndicatorKey, columns: Collection[str]) -> Plan | MinimumPlan:
    """Compile one row of ``gold/indicateurs`` that microdata gave.

    Args:
        catalogue: definitions.
        key: the row.
        columns: columns of ``silver/reponses`` or ``silver/sondes``.

    Raises:
        NotComputableError: this edition cannot answer (then ``gold/indicateurs`` has no such row).
    """
    compiler = Compiler(catalogue, key.edition, columns)
    population = catalogue.populations.by_name[key.population]
    if population.minimum_de:
        return MinimumPlan(tuple((m, _plan(compiler, key, m)) for m in population.minimum_de))
    return _plan(compiler, key, key.population)


def _plan(compiler: Compiler, key: IndicatorKey, population: str) -> Plan:
    catalogue = compiler.catalogue
    indicator = catalogue.indicateurs[key.indicateur]
    steps = list(compiler.population(population))
    if key.coupe:
        cut = Expression(variable=key.ventilation, dans=(key.modalite,))
        label = catalogue.codebook.variables[key.ventilation].modalites[key.modalite]
        steps.append((Step(label, compiler.sql(cut)), compiler.tests(cut)))
    public = catalogue.populations.by_name[population].public
    measure = _MEASURES[indicator.mesure](compiler, indicator, key.categorie, public)
    looked_at = (*(t for _, tests in steps for t in tests), *measure.tests, *measure.exclusions)
    poll = public == "francais"
    limits = " ".join(s.condition for s, _ in steps)
    profile = ((STRATE, f"s.strate AS {STRATE}"), (HABITANTS, f"s.population AS {HABITANTS}"))
    return Plan(
        source=f"FROM {silver_file('silver/sondes', key.edition)} AS r" if poll else _structures(key.edition),
        ligne="row_number() OVER ()" if poll else "r.ligne",
        profil=tuple(sql for name, sql in profile if name in limits),
        colonnes=tuple(dict.fromkeys(c for t in looked_at for c in t.colonnes)),
        etapes=tuple(s for s, _ in steps),
        exclusion=" OR ".join(closed(t.sql()) for t in measure.exclusions),
        valeurs=measure.valeurs,
        n=measure.n,
        base=measure.base,
        compte=measure.compte,
        tests=measure.tests,
        tests_population=tuple(t for _, tests in steps for t in tests),
    )


@dataclass(frozen=True)
class _Measure:
    valeurs: dict[str, str]
    n: str
    base: str
    compte: str
    tests: tuple[Test, ...] = ()
    exclusions: tuple[Test, ...] = ()


def _share(compiler: Compiler, indicator: Indicator, category: str, public: Public) -> _Measure:
    expression = compiler.catalogue.categories[indicator.nom][category].expression(compiler.edition)
    state = compiler.catalogue.codebook.status(compiler.edition, public)
    truth = compiler.sql(expression)
    keeps_empty = state is not None and state.sans_reponse == "incluses"
    return _Measure(
        valeurs={"numerateur": f"coalesce({truth}, false)" if keeps_empty else truth},
        n="count(*) FILTER (WHERE numerateur)",
        base="count(numerateur)",
        compte="numerateur",
        tests=compiler.tests(expression),
        exclusions=compiler.exclusions(expression, indicator.exclure),
    )


def _mentions(compiler: Compiler, indicator: Indicator, category: str, _public: Public) -> _Measure:
    book = compiler.catalogue.codebook
    variable = book.variables[str(indicator.variable)]
    codes = edition_codes(book, variable.nom, compiler.edition)
    boxes = [i for i in codes.items if i not in variable.exclusifs]
    counted = [i for i in compiler.catalogue.categories[indicator.nom][category].si.coche or () if i in boxes]
    tests = {i: compiler.test(Expression(variable=variable.nom, coche=(i,))) for i in boxes}

    def ticks(items: list[str]) -> str:
        return " + ".join(f"coalesce({tests[i].sql()}, false)::INT" for i in items) or "0"

    return _Measure(
        valeurs={"mentions": ticks(counted), "toutes": ticks(boxes)},
        n="coalesce(sum(mentions), 0)::BIGINT",
        base="coalesce(sum(toutes), 0)::BIGINT",
        compte="mentions > 0",
        tests=tuple(tests.values()),
    )


def _size(_compiler: Compiler, _indicator: Indicator, _category: str, _public: Public) -> _Measure:
    return _Measure({"numerateur": "true"}, "count(*)", "count(*)", "numerateur")


_MEASURES: dict[str, Callable[[Compiler, Indicator, str, Public], _Measure]] = {
    "part": _share,
    "mentions": _mentions,
    "effectif": _size,
}


def compile_aggregates(
    catalogue: Catalogue, key: IndicatorKey, printed: dict[str, frozenset[str]]
) -> AggregatePlan:
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
        return AggregatePlan(key.edition, question, _groups(population, printed[question]), None)
    compiler = Compiler(catalogue, key.edition, ())
    expression = catalogue.categories[indicator.nom][key.categorie].expression(key.edition)
    question = edition_codes(catalogue.codebook, str(expression.variable), key.edition).question
    whole, among = population, None
    if population.condition is not None:
        whole = catalogue.populations.by_name[population.parmi or "ensemble"]
        asked = edition_codes(catalogue.codebook, str(population.condition.variable), key.edition)
        among = asked.question, _table_codes(compiler, population.condition)
    return AggregatePlan(
        key.edition,
        question,
        _groups(whole, printed[question]),
        _table_codes(compiler, expression),
        tuple(
            c for t in compiler.exclusions(expression, indicator.exclure) for c in t.codes if among is None
        ),
        among,
        compiler.tests(expression),
    )


def _table_codes(compiler: Compiler, leaf: Expression) -> tuple[str, ...]:
    """Return the answers of a published table: a box is a row of it, named by the code of its item."""
    book = compiler.catalogue.codebook
    codes = edition_codes(book, str(leaf.variable), compiler.edition)
    item = leaf.coche[0] if leaf.coche else leaf.item if codes.coche_vaut is not None else None
    return (item_code(book, codes, item),) if item else _sorted(accepted(book, codes, leaf.dans or ()))


def _groups(population: Population, printed: frozenset[str]) -> tuple[str, ...]:
    return (population.nom,) if population.nom in printed else population.strates or ()


def _structures(edition: str) -> str:
    return (
        f"FROM {silver_file('silver/reponses', edition)} AS r\n"
        f"  JOIN {silver_file('silver/structures', edition)} AS s USING (id_reponse)"
    )


def _sorted(codes: Collection[str]) -> tuple[str, ...]:
    return tuple(sorted(codes))
