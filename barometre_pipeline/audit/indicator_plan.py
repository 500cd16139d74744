"""The shapes of query that count a value of an indicator, from conditions already in SQL.

What the catalogue's definitions become is ``indicator_sql``'s; running a query is ``verify``'s.
"""

from dataclasses import dataclass, replace

from barometre_pipeline.catalogue.resolution import UNKNOWN_CODES, Form, Leaf

LIGNE, STRATE, HABITANTS = "_ligne", "_strate", "_habitants"  # no question code starts with "_"
_ROWID = f"r.rowid AS {LIGNE}"


@dataclass(frozen=True)
class Step:
    """One restriction of who is counted: its French label and its SQL condition."""

    libelle: str
    condition: str


@dataclass(frozen=True)
class Plan:
    """How a value is counted in microdata.

    Attributes:
        source: the ``FROM`` clause; ``ligne`` the expression of a record's number.
        colonnes: columns of answers looked at.
        etapes: successive restrictions of the population.
        exclusion: who leaves the base, or "".
        valeurs: what is computed for each response left, by name.
        n, base: aggregates over ``valeurs``; ``compte``: the condition for a response to be part of ``n``.
        numerator: the resolved statements of the numerator; ``people``: those of the population.
    """

    source: str
    ligne: str
    profil: tuple[str, ...]
    colonnes: tuple[str, ...]
    etapes: tuple[Step, ...]
    exclusion: str
    valeurs: dict[str, str]
    n: str
    base: str
    compte: str
    numerator: tuple[Leaf, ...]
    people: tuple[Leaf, ...]

    def count_query(self) -> str:
        """Return the query that gives ``n`` and ``base``, to be run from the lake's folder."""
        return f"{self.responses_left()}\nSELECT {self.n} AS n, {self.base} AS base\nFROM retenue"

    def rows_query(self) -> str:
        """Return the query that lists the record numbers of the responses counted in ``n``."""
        return (
            f"{self.responses_left((self.ligne + ' AS ' + LIGNE,))}\n"
            f"SELECT {LIGNE} FROM retenue WHERE {self.compte} ORDER BY {LIGNE}"
        )

    def steps_query(self) -> str:
        """Return the query of how many responses each restriction leaves, exclusion and base last."""
        conditions = [s.condition for s in self.etapes]
        kept = [" AND ".join(f"({c})" for c in conditions[: i + 1]) for i in range(len(conditions))]
        every = kept[-1] if kept else "true"
        inside = f"{every} AND ({self.exclusion}) IS NOT TRUE" if self.exclusion else every
        counts = ", ".join(f"count(*) FILTER (WHERE {c})" for c in ("true", *kept, inside))
        return f"{self._responses()}\nSELECT {counts} FROM reponse"

    def responses_left(self, more: tuple[str, ...] = ()) -> str:
        """Return the ``WITH`` clause whose last table, ``retenue``, holds ``valeurs`` for each response left."""
        conditions = [s.condition for s in self.etapes]
        if self.exclusion:
            conditions.append(f"({self.exclusion}) IS NOT TRUE")
        limits = "\n    AND ".join(closed(c) for c in conditions)
        where = f"\n  WHERE {limits}" if conditions else ""
        values = [f"{sql} AS {name}" for name, sql in self.valeurs.items()]
        names = ",\n    ".join([*([LIGNE] if more else []), *values])
        return f"{self._responses(more)}, retenue AS (\n  SELECT {names}\n  FROM reponse{where}\n)"

    def _responses(self, more: tuple[str, ...] = ()) -> str:
        # A cell shown and left empty is NULL: SQL's three values are then the catalogue's.
        answers = [f"{_known(f'r.{identifier(c)}')} AS {identifier(c)}" for c in self.colonnes]
        names = ",\n    ".join([*more, *self.profil, *answers]) or "1 AS _"
        return f"WITH reponse AS (\n  SELECT {names}\n  {self.source}\n)"


def members_query(plan: Plan, place: int) -> str:
    """Return the query of the responses of a plan's population: ``_ligne``, ``place``; for tables in memory."""
    people = replace(plan, valeurs={"place": str(place)}, exclusion="")
    return f"{people.responses_left((_ROWID,))}\nSELECT * FROM retenue"


def batch_query(plan: Plan, members: str) -> str:
    """Return one query for a plan's numerator in every population of a table: ``place``, ``n``, ``base``.

    Args:
        plan: any plan with this numerator; its own population plays no part.
        members: table made of ``members_query``.
    """
    everybody = replace(plan, etapes=(), profil=())
    return (
        f"{everybody.responses_left((_ROWID,))}\nSELECT place, {plan.n} AS n, {plan.base} AS base\n"
        f"FROM retenue JOIN {identifier(members)} USING ({LIGNE}) GROUP BY place"
    )


@dataclass(frozen=True)
class MinimumPlan:
    """« In each of these »: the member with the smallest share, the first where two are equal."""

    membres: tuple[tuple[str, Plan], ...]

    def count_query(self) -> str:
        """Return the query that gives ``n`` and ``base`` of that member."""
        parts = [
            f"(SELECT {rank} AS rang, * FROM (\n{plan.count_query()}\n))"
            for rank, (_, plan) in enumerate(self.membres)
        ]
        every = "\nUNION ALL\n".join(parts)
        return f"SELECT n, base FROM (\n{every}\n)\nWHERE base > 0 ORDER BY n / base, rang LIMIT 1"


@dataclass(frozen=True)
class AggregatePlan:
    """How a value is counted on published tables.

    Attributes:
        edition, question, groupes: the rows looked at.
        modalites: codes of the answers in the numerator; None counts everybody.
        exclues: codes of the answers that leave the base.
        parmi: question and codes of the answers that make the base, None for the whole of the groups.
        numerator: the resolved statements of the numerator.
    """

    edition: str
    question: str
    groupes: tuple[str, ...]
    modalites: tuple[str, ...] | None
    exclues: tuple[str, ...] = ()
    parmi: tuple[str, tuple[str, ...]] | None = None
    numerator: tuple[Leaf, ...] = ()

    def count_query(self) -> str:
        """Return the query that gives ``n`` and ``base``, to be run from the lake's folder."""
        sizes = (
            f"SELECT max(taille_groupe) AS taille FROM lignes WHERE {_answers(self.question)} GROUP BY groupe"
        )
        base = _total(*self.parmi) if self.parmi else f"(SELECT sum(taille) FROM ({sizes}))"
        if self.exclues:
            base = f"{base} - {_total(self.question, self.exclues)}"
        n = base if self.modalites is None else _total(self.question, self.modalites)
        return (
            f"WITH lignes AS (\n  SELECT * FROM {silver_file('silver/agregats', self.edition)}\n"
            f"  WHERE groupe IN ({', '.join(map(literal, self.groupes))})\n)\n"
            f"SELECT CAST({n} AS BIGINT) AS n,\n  CAST({base} AS BIGINT) AS base"
        )

    def quote_query(self) -> str:
        """Return the query that quotes the published rows used, as printed."""
        answers = (*(self.modalites or ()), *self.exclues)
        used = [_answers(self.question, answers), *([_answers(*self.parmi)] if self.parmi else [])]
        return (
            "SELECT question, modalite, groupe, effectif, taille_groupe, pourcentage_imprime, correction\n"
            f"FROM {silver_file('silver/agregats', self.edition)}\n"
            f"WHERE groupe IN ({', '.join(map(literal, self.groupes))})\n"
            f"  AND ({' OR '.join(f'({u})' for u in used)})\nORDER BY question, groupe, modalite"
        )


def _known(cell: str) -> str:
    for code in UNKNOWN_CODES:
        cell = f"nullif({cell}, {literal(code)})"
    return cell


AnyPlan = Plan | MinimumPlan | AggregatePlan


def _answers(question: str, codes: tuple[str, ...] = ()) -> str:
    answers = f" AND modalite IN ({', '.join(map(literal, codes))})" if codes else ""
    return f"question = {literal(question)}{answers}"


def _total(question: str, codes: tuple[str, ...]) -> str:
    wanted = _answers(question, codes)
    return f"(SELECT coalesce(sum(effectif), 0) FROM lignes WHERE {wanted})" if codes else "0"


def leaf_sql(leaf: Leaf) -> str:
    """Return a resolved statement; NULL cells make it NULL, which is the catalogue's « unknown »."""
    columns = [identifier(c) for c in leaf.columns]
    values = ", ".join(map(literal, leaf.codes))
    if leaf.form is Form.ANY_ROW:
        rows = ", ".join(columns)
        return f"CASE WHEN coalesce({rows}) IS NOT NULL THEN list_has_any([{rows}], [{values}]) END"
    if len(columns) == 1:
        return f"{columns[0]} IN ({values})"
    return " OR ".join(f"{v} IN ({', '.join(columns)})" for v in map(literal, leaf.codes))


def silver_file(table: str, edition: str) -> str:
    """Return the file of an edition's table, as a query names it."""
    return literal(f"{table}/edition={edition}/{table.rsplit('/', 1)[-1]}.parquet")


def closed(sql: str) -> str:
    """Put brackets around what is not a single statement."""
    return f"({sql})" if " OR " in sql or " AND " in sql else sql


def identifier(name: str) -> str:
    """Quote the name of a column."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: str) -> str:
    """Quote a text."""
    return "'" + value.replace("'", "''") + "'"
