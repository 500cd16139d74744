"""The catalogue's statements in SQL: the same three values as when they are read by hand."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometre_pipeline.audit.compile import IndicatorKey, compile_aggregates, compile_value
from barometre_pipeline.audit.counting import AggregateCounting, Counting, MinimumCounting
from barometre_pipeline.audit.sql import identifier, literal
from barometre_pipeline.catalogue.catalogue import Catalogue
from barometre_pipeline.catalogue.expression import Expression
from barometre_pipeline.catalogue.indicator import Category, Indicator, IndicatorTheme, ItemTest
from barometre_pipeline.catalogue.model import Codebook, QuestionnaireState, Theme, Variable, VariableEdition
from barometre_pipeline.catalogue.populations import Population, Populations
from barometre_pipeline.catalogue.resolution import NotComputableError, Resolver
from barometre_pipeline.vocabulary import INDETERMINE, NON_POSEE, SANS_REPONSE, STRATES

# The type's name would keep DuckDB's bindings alive after the interpreter's end.
Connection = Any
EDITION = "2031"
OUI = {"variable": "avis", "dans": ["oui"]}


def _variable(name: str, kind: str, question: str, **more: object) -> Variable:
    edition = {EDITION: VariableEdition(question=question)}
    return Variable.model_validate(
        {"nom": name, "public": "collectivites", "type": kind, "libelle": name, "question": f"{name} ?",
         "editions": {k: v.model_dump(exclude_none=True) for k, v in edition.items()}, **more}
    )  # fmt: skip


VARIABLES = (
    _variable("avis", "choix_unique", "A'1", modalites={"oui": "Oui", "non": "Non", "nsp": "Ne sait pas"}),
    _variable("grille", "tableau", "G1", modalites={"fait": "Fait", "prevu": "Prévu"}, items={"x": "X", "y": "Y"}),
    _variable("cases", "choix_multiple", "C1", items={"a": "A", "b": "B", "rien": "Rien"}, exclusifs=["rien"]),
    _variable("rangs", "classement", "R1", items={"p": "P", "q": "Q", "r": "R"}),
)  # fmt: skip
# column -> the codes a silver cell may hold, by hand from the LimeSurvey convention of the codebook
CELLS = {
    "A'1": ["AO01", "AO02", "AO03"],
    "G1[SQ001]": ["AO01", "AO02"],
    "G1[SQ002]": ["AO01", "AO02"],
    "C1[SQ001]": ["Y", "N"],
    "C1[SQ002]": ["Y", "N"],
    "C1[SQ003]": ["Y", "N"],
    "R1[1]": ["AO01", "AO02", "AO03"],
    "R1[2]": ["AO01", "AO02", "AO03"],
    "R1[3]": ["AO01", "AO02", "AO03"],
}


def _catalogue(
    *indicators: Indicator, populations: tuple[Population, ...] = (), empty: str = "exclues"
) -> Catalogue:
    theme = Theme(theme="essai", libelle="Essai", ordre=1, variables=VARIABLES)
    state = QuestionnaireState(
        edition=EDITION, public="collectivites", statut="demonstration", sans_reponse=empty, note=""
    )  # type: ignore[arg-type]
    book = Codebook((theme,), (state,))
    whole = Population(nom="ensemble", libelle="Ensemble", strates=tuple(STRATES))
    return Catalogue(
        book,
        Populations({p.nom: p for p in (whole, *populations)}),
        (IndicatorTheme(theme="essai", libelle="Essai", ordre=1, indicateurs=indicators),),
        {i.nom: i.resolve(book) for i in indicators},
        (),
    )


def _indicator(name: str, **more: object) -> Indicator:
    words = {
        "nom": name,
        "libelle": name,
        "definition": "",
        "numerateur": "",
        "base": "",
        "population": "ensemble",
    }
    return Indicator.model_validate(words | more)


def _leaves() -> st.SearchStrategy[Expression]:
    answers = st.lists(st.sampled_from(["oui", "non", "nsp"]), min_size=1, unique=True)
    rows = st.lists(st.sampled_from(["fait", "prevu"]), min_size=1, unique=True)
    boxes = st.lists(st.sampled_from(["a", "b", "rien"]), min_size=1, unique=True)
    return st.one_of(
        answers.map(lambda a: Expression(variable="avis", dans=tuple(a))),
        st.builds(
            lambda i, a: Expression(variable="grille", item=i, dans=tuple(a)), st.sampled_from("xy"), rows
        ),
        rows.map(lambda a: Expression(variable="grille", un_item=True, dans=tuple(a))),
        boxes.map(lambda b: Expression(variable="cases", coche=tuple(b))),
        st.builds(
            lambda i, k: Expression(variable="rangs", item=i, rang_max=k),
            st.sampled_from("pqr"),
            st.integers(1, 3),
        ),
    )


def _trees() -> st.SearchStrategy[Expression]:
    def grow(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
        several = st.lists(inner, min_size=1, max_size=3).map(tuple)
        return st.one_of(
            several.map(lambda e: Expression(un_de=e)),
            several.map(lambda e: Expression(tous=e)),
            inner.map(lambda e: Expression(non=e)),
        )

    return st.recursive(_leaves(), grow, max_leaves=6)


RESPONSES = st.fixed_dictionaries(
    {c: st.sampled_from([*codes, SANS_REPONSE, NON_POSEE, INDETERMINE]) for c, codes in CELLS.items()}
)


def _by_hand(expression: Expression, response: dict[str, str]) -> bool | None:
    """Read a statement as Kleene would, None for unknown."""
    if expression.non is not None:
        inner = _by_hand(expression.non, response)
        return None if inner is None else not inner
    for parts, wins in ((expression.un_de, True), (expression.tous, False)):
        if parts is not None:
            values = [_by_hand(e, response) for e in parts]
            return wins if wins in values else None if None in values else not wins
    numbers = {"oui": "AO01", "non": "AO02", "nsp": "AO03", "fait": "AO01", "prevu": "AO02"}
    codes = {numbers[a] for a in expression.dans or ()}
    columns = {"avis": ["A'1"], "grille": ["G1[SQ001]", "G1[SQ002]"]}.get(str(expression.variable), [])
    if expression.item in ("x", "y"):
        columns = [columns["xy".index(str(expression.item))]]
    if expression.coche:
        codes, columns = {"Y"}, [f"C1[SQ00{1 + ['a', 'b', 'rien'].index(b)}]" for b in expression.coche]
    if expression.rang_max:
        codes = {f"AO0{1 + 'pqr'.index(str(expression.item))}"}
        columns = [f"R1[{k}]" for k in range(1, expression.rang_max + 1)]
    unknown = [response[c] in (SANS_REPONSE, INDETERMINE) for c in columns]
    if any(response[c] in codes for c in columns):
        return True
    one_is_enough = expression.un_item or expression.rang_max
    return None if (all(unknown) if one_is_enough else any(unknown)) else False


@pytest.fixture(scope="module")
def connection() -> Iterator[Connection]:
    import duckdb

    with duckdb.connect(config={"threads": 1}) as opened:
        yield opened


@given(expression=_trees(), responses=st.lists(RESPONSES, min_size=1, max_size=6))
def test_a_statement_in_sql_has_the_three_values_of_the_one_read_by_hand(
    connection: Connection, expression: Expression, responses: list[dict[str, str]]
) -> None:
    category = {"c": Category(libelle="C", si=expression)}
    catalogue = _catalogue(_indicator("i", variable="avis", categories=category))
    counting = compile_value(catalogue, IndicatorKey(EDITION, "i", "c", "ensemble"), list(CELLS))
    assert isinstance(counting, Counting)
    _responses(connection, responses)
    expected = [_by_hand(expression, r) for r in responses]
    counted = connection.execute(counting.count_query()).fetchone()
    assert counted == (expected.count(True), len(expected) - expected.count(None))
    listed = [row[0] for row in connection.execute(counting.rows_query()).fetchall()]
    assert listed == [number for number, value in enumerate(expected) if value]


def _responses(
    connection: Connection, responses: list[dict[str, str]], strates: list[str] | None = None
) -> None:
    columns = ", ".join(f"{identifier(c)} VARCHAR" for c in CELLS)
    answers, people = (f'"silver/{t}/edition={EDITION}/{t}.parquet"' for t in ("reponses", "structures"))
    connection.execute(f"CREATE OR REPLACE TABLE {answers} (id_reponse INT, ligne INT, {columns})")
    connection.execute(f"CREATE OR REPLACE TABLE {people} (id_reponse INT, strate VARCHAR, population INT)")
    for i, response in enumerate(responses):
        cells = ", ".join(literal(response[c]) for c in CELLS)
        connection.execute(f"INSERT INTO {answers} VALUES ({i}, {i}, {cells})")
        strate = strates[i] if strates else "epci"
        connection.execute(f"INSERT INTO {people} VALUES ({i}, {literal(strate)}, {1000 * (i + 1)})")


def _answers(**cells: str) -> dict[str, str]:
    return dict.fromkeys(CELLS, NON_POSEE) | {"A'1": cells.pop("avis", "AO02")} | cells


def _count(
    connection: Connection, counting: Counting | MinimumCounting | AggregateCounting
) -> tuple[int, int]:
    row = connection.execute(counting.count_query()).fetchone()
    assert row is not None
    return row


AVIS = ["AO01", "AO01", "AO02", "AO03", SANS_REPONSE, NON_POSEE]


@pytest.mark.parametrize(
    ("empty", "excluded", "expected"),
    [("exclues", (), (2, 5)), ("incluses", (), (2, 6)), ("exclues", ("nsp",), (2, 4)), ("incluses", ("nsp",), (2, 5))],
)  # fmt: skip
def test_empty_answers_and_excluded_ones_leave_the_base_as_the_catalogue_says(
    connection: Connection, empty: str, excluded: tuple[str, ...], expected: tuple[int, int]
) -> None:
    indicator = _indicator("i", variable="avis", par_modalite=True, exclure=excluded)
    _responses(connection, [_answers(avis=a) for a in AVIS])
    catalogue = _catalogue(indicator, empty=empty)
    key = IndicatorKey(EDITION, "i", "oui", "ensemble", regle_base=f"sans_reponse_{empty}")
    assert _count(connection, compile_value(catalogue, key, list(CELLS))) == expected


def test_a_population_is_made_of_strates_inhabitants_an_answer_and_the_one_it_is_part_of(
    connection: Connection,
) -> None:
    strates = ["epci", "epci", "regions", "epci", "epci", "epci"]
    _responses(connection, [_answers(avis=a) for a in AVIS], strates)
    populations = (
        Population(nom="grands_epci", libelle="Grands EPCI", strates=("epci",), habitants_min=2000),
        Population(nom="moyens_epci", libelle="Moyens", parmi="grands_epci", habitants_max=5000),
        Population(
            nom="epci_oui",
            libelle="Favorables",
            parmi="grands_epci",
            condition=Expression.model_validate(OUI),
        ),
    )
    catalogue = _catalogue(_indicator("i", variable="avis", par_modalite=True), populations=populations)
    counts = {
        p.nom: _count(
            connection,
            compile_value(catalogue, IndicatorKey(EDITION, "i", "oui", p.nom, "x", p.nom), list(CELLS)),
        )
        for p in populations
    }
    assert counts == {"grands_epci": (1, 3), "moyens_epci": (1, 2), "epci_oui": (1, 1)}


def test_in_each_of_these_is_the_member_with_the_smallest_share(
    connection: Connection,
) -> None:
    _responses(
        connection,
        [_answers(avis=a) for a in ("AO01", "AO02", "AO01", "AO01", "AO02", "AO02")],
        ["epci", "epci", "regions", "regions", "regions", "departements"],
    )
    names = ("autres", "epci", "regions")
    populations = (
        *(Population(nom=n, libelle=n, strates=(n,)) for n in names),
        Population(nom="chacun", libelle="Chacun", minimum_de=names),
    )
    catalogue = _catalogue(_indicator("i", variable="avis", par_modalite=True), populations=populations)
    counting = compile_value(
        catalogue, IndicatorKey(EDITION, "i", "oui", "chacun", "reponse", "chacun"), list(CELLS)
    )
    assert isinstance(counting, MinimumCounting)
    assert _count(connection, counting) == (1, 2)


def test_mentions_count_ticks_and_not_respondents_and_leave_out_exclusive_boxes(
    connection: Connection,
) -> None:
    boxes = [("Y", "Y", "N"), ("N", "Y", "N"), ("N", "N", "Y"), (SANS_REPONSE,) * 3]
    _responses(
        connection,
        [_answers(**dict(zip((f"C1[SQ00{k}]" for k in (1, 2, 3)), b, strict=True))) for b in boxes],
    )
    catalogue = _catalogue(
        _indicator("i", variable="cases", mesure="mentions", par_item=ItemTest(coche=True))
    )
    counts = [
        _count(connection, compile_value(catalogue, IndicatorKey(EDITION, "i", c, "ensemble"), list(CELLS)))
        for c in ("a", "b")
    ]
    assert counts == [(1, 3), (2, 3)]


def test_published_tables_are_added_up_by_groups_and_answers(connection: Connection) -> None:
    rows = [
        ("A'1", "AO01", "epci", 4, 10), ("A'1", "AO02", "epci", 5, 10), ("A'1", "AO03", "epci", 1, 10),
        ("A'1", "AO01", "regions", 2, 3), ("A'1", "AO03", "regions", 1, 3), ("C1", "SQ001", "epci", 3, 10),
        ("C1", "SQ001", "regions", 1, 3),
    ]  # fmt: skip
    values = ", ".join(
        f"({', '.join(literal(v) if isinstance(v, str) else str(v) for v in r)})" for r in rows
    )
    name = f'"silver/agregats/edition={EDITION}/agregats.parquet"'
    connection.execute(
        f"CREATE OR REPLACE TABLE {name} AS SELECT *, 0 AS pourcentage_imprime, '' AS correction "
        f"FROM (VALUES {values}) AS t(question, modalite, groupe, effectif, taille_groupe)"
    )
    populations = (
        Population(nom="les_deux", libelle="EPCI et régions", strates=("epci", "regions")),
        Population(nom="oui", libelle="Oui", parmi="les_deux", condition=Expression.model_validate(OUI)),
    )
    catalogue = _catalogue(
        _indicator("avis", variable="avis", par_modalite=True, exclure=["nsp"]),
        _indicator("cases", variable="cases", par_item={"coche": True}),
        _indicator("taille", mesure="effectif"),
        populations=populations,
    )
    printed = {"A'1": frozenset({"epci", "regions"}), "C1": frozenset({"epci", "regions"})}

    def counted(indicator: str, category: str, population: str) -> tuple[int, int]:
        key = IndicatorKey(EDITION, indicator, category, population)
        return _count(connection, compile_aggregates(catalogue, key, printed))

    assert counted("avis", "oui", "les_deux") == (6, 11)
    assert counted("taille", "total", "les_deux") == (13, 13)
    assert counted("cases", "a", "les_deux") == (4, 13)
    assert counted("cases", "a", "oui") == (4, 6), "the base is an answer to another question"


def test_a_numerator_without_any_answer_counts_nobody() -> None:
    assert "CAST(0 AS BIGINT) AS n" in AggregateCounting(EDITION, "A'1", ("epci",), ()).count_query()


def test_what_was_not_asked_that_year_is_not_compiled() -> None:
    with pytest.raises(NotComputableError, match="2030"):
        Resolver(_catalogue().codebook, "2030").leaf(Expression.model_validate(OUI))


@pytest.mark.parametrize("name", ['a"b', "a'b"])
@pytest.mark.parametrize("text", ["l'eau", 'dit "oui"'])
def test_names_and_texts_with_quotes_are_quoted(connection: Connection, name: str, text: str) -> None:
    query = f"SELECT {identifier(name)} FROM (SELECT {literal(text)} AS {identifier(name)})"
    assert connection.execute(query).fetchone() == (text,)
