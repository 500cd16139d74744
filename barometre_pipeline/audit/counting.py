"""The shapes of query that count a figure again, from conditions already in SQL; no figure is known here.

What the catalogue's definitions become is ``compile``'s, running a query is ``verify``'s.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from barometre_pipeline.audit.sql import closed, identifier, known, literal, silver_file
from barometre_pipeline.catalogue.resolution import Leaf
from barometre_pipeline.vocabulary import COCHE, strates_of_group

LIGNE, STRATE, HABITANTS, REGION, GROUPE, POIDS = (
    "_ligne",
    "_strate",
    "_habitants",
    "_region",
    "_groupe",
    "_poids",
)  # no question code starts with "_"

NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class TabulatedCounting:
    """How a tabulated answer is counted.

    Attributes:
        edition: partition key.
        condition: SQL, recorded when the figure was computed.
        base: SQL of who is in the base, recorded with it.
        group: a key of ``vocabulary.GROUPES``.
    """

    edition: str
    condition: str
    base: str
    group: str

    def count_query(self) -> str:
        """Return the query that gives ``n`` and ``base``, to be run from the lake's folder."""
        counts = (
            f"count(*) FILTER (WHERE {self.condition}) AS n,\n  count(*) FILTER (WHERE {self.base}) AS base"
        )
        return f"SELECT {counts}\n{self._group()}"

    def rows_query(self) -> str:
        """Return the query that lists the record numbers of the responses counted in ``n``."""
        return f"SELECT r.ligne {self._group()} AND ({self.condition}) ORDER BY r.ligne"

    def members_query(self) -> str:
        """Return the query of the responses alike: strate, no weight, in ``n`` or not, in the base, how many."""
        truth, base = (f"coalesce({c}, false)::INT" for c in (self.condition, self.base))
        each = f"SELECT CAST(s.strate AS VARCHAR), NULL, {truth}, {base}, count(*)"
        return f"{each}\n{self._group()}\nGROUP BY ALL"

    def mentions_query(self, boxes: Sequence[str]) -> str:
        """Return the query of the ticks of all the boxes of a question, by strate."""
        ticks = " + ".join(f"coalesce(r.{identifier(c)} = {literal(COCHE)}, false)::INT" for c in boxes)
        return f"SELECT CAST(s.strate AS VARCHAR), sum({ticks})\n{self._group()}\nGROUP BY ALL"

    def _group(self) -> str:
        strates = ", ".join(map(literal, strates_of_group(self.group)))
        return f"{structures(self.edition)}\nWHERE s.strate IN ({strates})"


@dataclass(frozen=True)
class Restriction:
    """One restriction of who is counted: its French label and its SQL condition."""

    libelle: str
    condition: str


@dataclass(frozen=True)
class Counting:
    """How a value is counted in microdata.

    Attributes:
        source: the ``FROM`` clause; ``record`` the expression of a record's number.
        profile: columns of the structure that the steps look at.
        columns: columns of answers looked at.
        steps: successive restrictions of the population.
        exclusion: who leaves the base, or "".
        values: what is computed for each response left, by name.
        n, base: aggregates over ``values``; ``counted``: the condition for a response to be part of ``n``.
        numerator: the resolved statements of the numerator; ``people``: those of the population.
    """

    source: str
    record: str
    profile: tuple[str, ...]
    columns: tuple[str, ...]
    steps: tuple[Restriction, ...]
    exclusion: str
    values: dict[str, str]
    n: str
    base: str
    counted: str
    numerator: tuple[Leaf, ...]
    people: tuple[Leaf, ...]

    def count_query(self) -> str:
        """Return the query that gives ``n`` and ``base``, to be run from the lake's folder."""
        return f"{self.responses_left()}\nSELECT {self.n} AS n, {self.base} AS base\nFROM retenue"

    def rows_query(self) -> str:
        """Return the query that lists the record numbers of the responses counted in ``n``."""
        return (
            f"{self.responses_left({LIGNE: self.record})}\n"
            f"SELECT {LIGNE} FROM retenue WHERE {self.counted} ORDER BY {LIGNE}"
        )

    def members_query(self) -> str:
        """Return the query of the responses alike: strate, weight, numerator, denominator, how many."""
        poll = self.source.startswith("FROM 'silver/sondes/")
        people = (
            {GROUPE: "''", POIDS: "r.poids"} if poll else {GROUPE: "CAST(s.strate AS VARCHAR)", POIDS: "NULL"}
        )
        share = "coalesce(numerateur, false)::INT, (numerateur IS NOT NULL)::INT"
        ratio = "mentions, toutes" if "mentions" in self.values else share
        each = f"SELECT {', '.join(people)}, {ratio}, count(*)\nFROM retenue\nGROUP BY ALL"
        return f"{self.responses_left(people)}\n{each}"

    def steps_query(self) -> str:
        """Return the query of how many responses each restriction leaves, exclusion and base last."""
        conditions = [s.condition for s in self.steps]
        kept = [" AND ".join(f"({c})" for c in conditions[: i + 1]) for i in range(len(conditions))]
        every = kept[-1] if kept else "true"
        inside = f"{every} AND ({self.exclusion}) IS NOT TRUE" if self.exclusion else every
        counts = ", ".join(f"count(*) FILTER (WHERE {c})" for c in ("true", *kept, inside))
        return f"{self._responses()}\nSELECT {counts} FROM reponse"

    def responses_left(self, more: Mapping[str, str] = NOTHING) -> str:
        """Return the ``WITH`` clause whose last table, ``retenue``, holds ``values`` for each response left.

        Args:
            more: what it holds besides, by name.
        """
        conditions = [s.condition for s in self.steps]
        if self.exclusion:
            conditions.append(f"({self.exclusion}) IS NOT TRUE")
        limits = "\n    AND ".join(closed(c) for c in conditions)
        where = f"\n  WHERE {limits}" if conditions else ""
        values = [f"{sql} AS {name}" for name, sql in self.values.items()]
        names = ",\n    ".join([*more, *values])
        return f"{self._responses(more)}, retenue AS (\n  SELECT {names}\n  FROM reponse{where}\n)"

    def _responses(self, more: Mapping[str, str] = NOTHING) -> str:
        cells = [f"{known(f'r.{identifier(c)}')} AS {identifier(c)}" for c in self.columns]
        besides = [f"{sql} AS {name}" for name, sql in more.items()]
        names = ",\n    ".join([*besides, *self.profile, *cells]) or "1 AS _"
        return f"WITH reponse AS (\n  SELECT {names}\n  {self.source}\n)"


@dataclass(frozen=True)
class MinimumCounting:
    """« In each of these »: the member with the smallest share, the first where two are equal."""

    members: tuple[tuple[str, Counting], ...]

    def count_query(self) -> str:
        """Return the query that gives ``n`` and ``base`` of that member."""
        parts = [
            f"(SELECT {rank} AS rang, * FROM (\n{counting.count_query()}\n))"
            for rank, (_, counting) in enumerate(self.members)
        ]
        every = "\nUNION ALL\n".join(parts)
        return f"SELECT n, base FROM (\n{every}\n)\nWHERE base > 0 ORDER BY n / base, rang LIMIT 1"


@dataclass(frozen=True)
class AggregateCounting:
    """How a value is counted on published tables.

    Attributes:
        edition, question, groups: the rows looked at.
        answers: codes of the answers in the numerator; None counts everybody.
        left_out: codes of the answers that leave the base.
        among: question and codes of the answers that make the base, None for the whole of the groups.
        numerator: the resolved statements of the numerator.
    """

    edition: str
    question: str
    groups: tuple[str, ...]
    answers: tuple[str, ...] | None
    left_out: tuple[str, ...] = ()
    among: tuple[str, tuple[str, ...]] | None = None
    numerator: tuple[Leaf, ...] = ()

    def count_query(self) -> str:
        """Return the query that gives ``n`` and ``base``, to be run from the lake's folder."""
        sizes = (
            f"SELECT max(taille_groupe) AS taille FROM lignes WHERE {_answers(self.question)} GROUP BY groupe"
        )
        base = _total(*self.among) if self.among else f"(SELECT sum(taille) FROM ({sizes}))"
        if self.left_out:
            base = f"{base} - {_total(self.question, self.left_out)}"
        n = base if self.answers is None else _total(self.question, self.answers)
        return (
            f"WITH lignes AS (\n  SELECT * FROM {silver_file('silver/agregats', self.edition)}\n"
            f"  WHERE groupe IN ({', '.join(map(literal, self.groups))})\n)\n"
            f"SELECT CAST({n} AS BIGINT) AS n,\n  CAST({base} AS BIGINT) AS base"
        )

    def quote_query(self) -> str:
        """Return the query that quotes the published rows used, as printed."""
        used = (*(self.answers or ()), *self.left_out)
        rows = [_answers(self.question, used), *([_answers(*self.among)] if self.among else [])]
        return (
            "SELECT question, modalite, groupe, effectif, taille_groupe, pourcentage_imprime, correction\n"
            f"FROM {silver_file('silver/agregats', self.edition)}\n"
            f"WHERE groupe IN ({', '.join(map(literal, self.groups))})\n"
            f"  AND ({' OR '.join(f'({u})' for u in rows)})\nORDER BY question, groupe, modalite"
        )


AnyCounting = Counting | MinimumCounting | AggregateCounting


def _answers(question: str, codes: tuple[str, ...] = ()) -> str:
    answers = f" AND modalite IN ({', '.join(map(literal, codes))})" if codes else ""
    return f"question = {literal(question)}{answers}"


def _total(question: str, codes: tuple[str, ...]) -> str:
    wanted = _answers(question, codes)
    return f"(SELECT coalesce(sum(effectif), 0) FROM lignes WHERE {wanted})" if codes else "0"


def structures(edition: str) -> str:
    """Return the ``FROM`` clause of the responses of local authorities, ``r``, each with its structure, ``s``."""
    return (
        f"FROM {silver_file('silver/reponses', edition)} AS r\n"
        f"  JOIN {silver_file('silver/structures', edition)} AS s USING (id_reponse)"
    )
