"""What a declaration is made of: fields, origins, rules and tables; what is impossible is refused when it is made.

No table is named here: fields are in ``fields``, origins in ``origins``, tables in ``declarations``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from barometre_pipeline.errors import BarometreError
from barometre_pipeline.tables.raw_inputs import RawInput

if TYPE_CHECKING:
    import pandas as pd

FREE = "*"  # in an origin: the columns that vary from one edition to the next
LAYERS = ("bronze", "silver", "gold")
EVERY_SOURCE = "edition"  # by edition, whatever its sources
SOURCES = ("limesurvey", "ipsos", "agregats", EVERY_SOURCE, "")  # "": one table for all editions


class DeclarationError(BarometreError):
    """A declaration that contradicts itself or names what does not exist; raised when it is imported."""


class Kind(StrEnum):
    """Type of a column; the value is the word of the reference of tables."""

    TEXT = "texte"
    INTEGER = "entier"
    OPTIONAL_INTEGER = "entier ou vide"
    NUMBER = "nombre"
    FLAG = "vrai ou faux"
    CATEGORY = "texte (catégories)"


@dataclass(frozen=True)
class Field:
    """A column as every table that has it declares it.

    Attributes:
        name: column name.
        kind: type; nothing is ever coerced to it.
        description: in French.
        unit: in French, "" where there is none.
        low, high: bounds, included. above: lower bound, excluded.
        allowed: the only values allowed, () for any.
        pattern: regular expression that a text must match from its start.
        filled: an empty text is refused.
        nullable: a cell may be empty (always so for ``OPTIONAL_INTEGER``).
        words: what somebody wrote, in sentences or labels: read from a file, it loses what designates a person.
    """

    name: str
    kind: Kind
    description: str
    unit: str = ""
    low: float | None = None
    high: float | None = None
    above: float | None = None
    allowed: tuple[str, ...] = ()
    pattern: str = ""
    filled: bool = False
    nullable: bool = False
    words: bool = False

    def precisely(self, words: str) -> "Field":
        """Return the field with what it means in one table added to its description."""
        return replace(self, description=f"{self.description} : {words}")

    def if_known(self) -> "Field":
        """Return the field of whole numbers of a table where a cell is empty for what is not known."""
        return replace(
            self,
            kind=Kind.OPTIONAL_INTEGER,
            description=f"{self.description}, vide si inconnu",
            nullable=True,
        )

    def as_categories(self) -> "Field":
        """Return the field of a table that stores it dictionary-encoded."""
        return replace(self, kind=Kind.CATEGORY)


@dataclass(frozen=True)
class Origin:
    """Where a column comes from when it is no table: a file, the partition key, a constant… in French."""

    words: str


@dataclass(frozen=True)
class CodeOf(Origin):
    """The code that gives a table and all that the table is computed from."""

    table: str


@dataclass(frozen=True)
class ColumnRef:
    """A column of a table that another column comes from; ``FREE`` stands for its free columns."""

    table: str
    column: str

    def __str__(self) -> str:
        return f"{self.table}.{self.column}"


Source = str | Origin  # "gold/tris.part", or what is no table
Several = tuple[Source, ...]
Sources = Source | Several


@dataclass(frozen=True)
class Column:
    """A field in a table, with where it comes from there."""

    field: Field
    refs: tuple[ColumnRef, ...]
    origins: tuple[Origin, ...]


@dataclass(frozen=True)
class FreeColumns:
    """The columns of a wide table that vary from one edition to the next, such as one per question."""

    description: str
    sources: Sources


@dataclass(frozen=True)
class Rule:
    """What must hold between the columns of every row, or of the whole table."""

    name: str
    words: str
    holds: "Callable[[pd.DataFrame], bool]"


@dataclass(frozen=True)
class Step:
    """What writes tables together: one asset, whose work is one module.

    Attributes:
        name: French name of the operation, as the analyst sees it run.
        module: module of ``steps`` that does it.
        kinds: technologies that the Dagster UI shows.
        group: where the Dagster UI sorts its tables, the layer of each if "".
        raw: what it reads of the raw folder.
        folder: where in the lake it publishes files, ``{edition}`` for the edition's; none if "".
        files: pattern, from the root of the lake, of files it publishes in the folders of several editions.
        titre: its name in words, with accents, as the analyst sees it run.
    """

    name: str
    module: str
    kinds: frozenset[str] = frozenset({"pandas", "parquet"})
    group: str = ""
    raw: tuple[RawInput, ...] = ()
    folder: str = ""
    files: str = ""
    titre: str = ""


@dataclass(frozen=True, eq=False)
class Table:
    """One table of the lake.

    Attributes:
        name: ``layer/name``.
        description: in French, for the analyst.
        step: what writes it.
        fields: field -> where it comes from, in the order of the columns.
        source: kind of source it comes from, by edition (``limesurvey``, ``ipsos``, ``agregats``, or
            ``EVERY_SOURCE``), "" if it holds all editions.
        part: what each file of an edition holds (« thème »), where an edition has several; "" for one file.
        personal: holds personal data.
        keys: sets of columns whose values identify a row; at most one set of several columns.
        rules: what must hold between columns.
        free: the columns that vary, None if there are none.
        also_reads: columns (« gold/tris.part ») that the step reads and that no column comes from: keys that join,
            filters.
    """

    name: str
    description: str
    step: Step
    fields: Mapping[Field, Sources]
    source: str = "limesurvey"
    part: str = ""
    personal: bool = False
    keys: tuple[tuple[str, ...], ...] = ()
    rules: tuple[Rule, ...] = ()
    free: FreeColumns | None = None
    also_reads: tuple[str, ...] = ()
    declared: tuple[Column, ...] = field(init=False)
    also: tuple[ColumnRef, ...] = field(init=False)
    free_column: Column | None = field(init=False)

    def __post_init__(self) -> None:
        declared = tuple(_column(self.name, f, s) for f, s in self.fields.items())
        object.__setattr__(self, "declared", declared)
        free = self.free and _column(
            self.name, Field(FREE, Kind.TEXT, self.free.description), self.free.sources
        )
        object.__setattr__(self, "free_column", free)
        object.__setattr__(
            self, "also", tuple(_reference(self.name, "also_reads", r) for r in self.also_reads)
        )
        if self.layer not in LAYERS:
            raise DeclarationError(
                f"Table « {self.name} » : couche inconnue ; attendu {', '.join(LAYERS)} devant le nom."
            )
        if self.source not in SOURCES:
            raise DeclarationError(
                f"Table « {self.name} » : source inconnue, « {self.source} » ; "
                f"attendu {', '.join(filter(None, SOURCES))}, ou rien pour une table de toutes les éditions."
            )
        twice = {c for c in self.columns if self.columns.count(c) > 1}
        if twice:
            raise DeclarationError(f"Table « {self.name} » : colonne « {min(twice)} » déclarée deux fois.")
        unknown = {c for key in self.keys for c in key} - set(self.columns)
        if unknown:
            raise DeclarationError(
                f"Table « {self.name} » : clé sur une colonne absente, « {min(unknown)} »."
            )
        if sum(len(key) > 1 for key in self.keys) > 1:
            raise DeclarationError(
                f"Table « {self.name} » : une seule clé de plusieurs colonnes est vérifiée."
            )

    @property
    def layer(self) -> str:
        """Bronze, silver or gold."""
        return self.name.split("/", 1)[0]

    @property
    def by_edition(self) -> bool:
        """Tell whether the lake holds one file per edition."""
        return bool(self.source)

    @property
    def columns(self) -> list[str]:
        """Names of the declared columns, in order."""
        return [c.field.name for c in self.declared]

    @property
    def all_columns(self) -> tuple[Column, ...]:
        """Declared columns, and the free ones as one column named ``FREE``."""
        return (*self.declared, self.free_column) if self.free_column else self.declared

    def column(self, name: str) -> Column | None:
        """Return a column by its name; an undeclared one is a free column, None where there are none."""
        return next((c for c in self.declared if c.field.name == name), self.free_column)


def of(table: str, *columns: str) -> tuple[str, ...]:
    """Write the same table before several columns, as an origin."""
    return tuple(f"{table}.{c}" for c in columns)


def same(table: str, *fields: Field, also: tuple[Source, ...] = ()) -> dict[Field, Sources]:
    """Declare fields that come from the column of the same name of another table."""
    return {f: (f"{table}.{f.name}", *also) for f in fields}


def each(sources: Sources, *fields: Field) -> dict[Field, Sources]:
    """Declare fields that all have the same origin."""
    return dict.fromkeys(fields, sources)


def _column(table: str, declared: Field, sources: Sources) -> Column:
    listed = sources if isinstance(sources, tuple) else (sources,)
    if not listed:
        raise DeclarationError(
            f"Table « {table} », colonne « {declared.name} » : aucune origine déclarée ; attendu une colonne "
            "(« gold/tris.part ») ou une origine de tables/origins.py."
        )
    refs = tuple(dict.fromkeys(_reference(table, declared.name, s) for s in listed if isinstance(s, str)))
    return Column(declared, refs, tuple(dict.fromkeys(s for s in listed if isinstance(s, Origin))))


def _reference(table: str, column: str, text: str) -> ColumnRef:
    source, _, name = text.partition(".")
    if "/" not in source or not name:
        raise DeclarationError(
            f"Table « {table} », colonne « {column} » : l’origine « {text} » n’est pas de la forme "
            "« couche/table.colonne »."
        )
    return ColumnRef(source, name)
