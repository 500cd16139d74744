"""A declaration that lacks an origin or names what does not exist is refused; those of the lake are sound."""

import importlib
from collections import Counter

import pandas as pd
import pytest
from support import REPOSITORY

from barometre_pipeline.lake import Lake
from barometre_pipeline.tables import comparison_fields, fields, origins, printed_fields
from barometre_pipeline.tables.declarations.tabulations import TRIS
from barometre_pipeline.tables.model import (
    Column,
    DeclarationError,
    Field,
    FreeColumns,
    Kind,
    Origin,
    Step,
    Table,
    each,
    of,
    same,
)
from barometre_pipeline.tables.reading import DeclaredTables
from barometre_pipeline.tables.registry import ASSETS, TABLES, assets_of, collect, upstream
from barometre_pipeline.tables.schema import empty_frame, validate

COUNT = Field("nombre", Kind.INTEGER, "Un nombre", low=0)
WORD = Field("mot", Kind.TEXT, "Un mot")
FILE = Origin("un fichier")


def table(name: str = "gold/essai", **changes: object) -> Table:
    step = Step(str(changes.pop("step", "essai")), "essai")
    content = {"fields": {COUNT: FILE, WORD: FILE}, "step": step, "description": "Un essai."} | changes
    return Table(name, **content)  # type: ignore[arg-type]


def columns() -> list[tuple[Table, Column]]:
    return [(t, c) for t in TABLES.values() for c in t.all_columns]


def test_a_column_without_origin_is_refused_with_its_name() -> None:
    with pytest.raises(DeclarationError, match=r"« gold/essai », colonne « nombre ».*aucune origine"):
        table(fields={COUNT: ()})


def test_a_free_column_without_origin_is_refused_too() -> None:
    with pytest.raises(DeclarationError, match="aucune origine"):
        table(free=FreeColumns("Les questions", ()))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"fields": {COUNT: "nombre"}}, "de la forme"),
        ({"fields": {COUNT: "gold.nombre"}}, "de la forme"),
        ({"also_reads": ("gold/source",)}, "de la forme"),
        ({"fields": {COUNT: FILE, COUNT.precisely("encore"): FILE}}, "« nombre » déclarée deux fois"),
        ({"keys": (("rien",),)}, "clé sur une colonne absente, « rien »"),
        ({"keys": (("nombre", "mot"), ("mot", "nombre"))}, "une seule clé de plusieurs colonnes"),
        ({"name": "or/essai"}, "couche inconnue"),
        ({"source": "autre"}, "source inconnue, « autre »"),
    ],
)
def test_a_declaration_that_contradicts_itself_is_refused(changes: dict[str, object], words: str) -> None:
    with pytest.raises(DeclarationError, match=words):
        table(**changes)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"fields": {COUNT: "gold/absente.nombre"}}, "nomme une table qui n’existe pas"),
        ({"fields": {COUNT: "gold/source.absente"}}, "nomme une colonne qui n’existe pas"),
        ({"fields": {COUNT: "gold/source.*"}}, "nomme une colonne qui n’existe pas"),
        ({"also_reads": ("gold/absente.mot",)}, "lit aussi.*nomme une table qui n’existe pas"),
        ({"fields": {COUNT: "gold/source.mot"}, "source": "ipsos"}, "d’une autre partition"),
        ({"step": "source", "source": ""}, "n’ont pas la même partition"),
    ],
)
def test_an_origin_that_does_not_exist_is_refused(changes: dict[str, object], words: str) -> None:
    declared = [table("gold/source", step="source"), table(**changes)]
    with pytest.raises(DeclarationError, match=words):
        assets_of({t.name: t for t in declared})


def test_an_asset_reads_the_tables_its_columns_come_from_and_what_it_says_it_also_reads() -> None:
    declared = [
        table("gold/a", step="a"),
        table("gold/b", step="b"),
        table("gold/c", step="c", fields={COUNT: of("gold/a", "nombre", "mot")}, also_reads=("gold/b.mot",)),
        table("gold/d", step="c", fields={COUNT: ("gold/c.nombre", FILE)}),
    ]
    tables = {t.name: t for t in declared}
    assets = assets_of(tables)
    assert assets["c"].reads == ("gold/a", "gold/b"), "not what it writes itself"
    assert assets["c"].columns_read == {"gold/a": {"nombre", "mot"}, "gold/b": {"mot"}}
    assert [a.name for a in upstream(assets, tables, "gold/d")] == ["c", "a", "b"]


def test_a_field_copied_keeps_its_name_and_each_gives_all_the_same_origin() -> None:
    declared = table(fields={**same("gold/a", COUNT, also=(FILE,)), **each(FILE, WORD)})
    copied, written = declared.declared
    assert [str(r) for r in copied.refs] == ["gold/a.nombre"]
    assert copied.origins == written.origins == (FILE,)


def test_every_column_of_the_lake_has_an_origin_and_a_french_description() -> None:
    assert len(columns()) > 360
    for owner, column in columns():
        assert column.refs or column.origins, f"{owner.name}.{column.field.name}"
        assert column.field.description
        assert owner.description.endswith((".", ".)"))


def test_a_field_is_declared_once_and_used() -> None:
    modules = (fields, comparison_fields, printed_fields)
    # A module may import the field of another: the same object, declared once.
    declared = {id(f): f for m in modules for f in vars(m).values() if isinstance(f, Field)}.values()
    said = Counter((f.name, f.description) for f in declared)
    assert not [what for what, times in said.items() if times > 1]
    used = {(c.field.name, c.field.description.split(" : ")[0]) for _, c in columns()}
    unused = {f.name for f in declared if (f.name, f.description.split(" : ")[0]) not in used}
    assert not unused


def test_every_origin_is_used_and_every_file_of_the_catalogue_that_one_names_exists() -> None:
    declared = {n: o for n, o in vars(origins).items() if isinstance(o, Origin)}
    used = {o for _, c in columns() for o in c.origins}
    assert not [n for n, o in declared.items() if o not in used]
    named = [o.words for o in declared.values() if o.words.startswith("catalogue/")]
    assert named
    assert not [w for w in named if not (REPOSITORY / "barometre_pipeline" / w).exists()]


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ("gold/valeurs.population", {"catalogue/populations.yaml"}),
        ("gold/panel.type", {"silver/structures.type", "types de structures du vocabulaire"}),
        ("gold/evolutions.ecart_points", {"gold/indicateurs.part_publiable", "gold/indicateurs.imprime"}),
        ("silver/structures.siren", {"bronze/correspondances.siren", "silver/appariements.siren"}),
    ],
)
def test_an_origin_is_what_gives_the_value_not_a_column_of_the_same_name(
    column: str, expected: set[str]
) -> None:
    name, _, wanted = column.partition(".")
    found = TABLES[name].column(wanted)
    assert found is not None
    assert {*map(str, found.refs), *(o.words for o in found.origins)} == expected


def test_no_asset_reads_what_is_computed_from_it() -> None:
    for asset in ASSETS.values():
        for read in asset.reads:
            assert asset not in upstream(ASSETS, TABLES, read), f"{asset.name} lit {read}"


def test_reading_a_table_that_no_column_comes_from_is_refused(tmp_path: object) -> None:
    lake = Lake.at(str(tmp_path))
    lake.write("gold/tris", empty_frame(TRIS), "2031")
    lake.write("gold/panel", empty_frame(TABLES["gold/panel"]))
    tables = DeclaredTables(lake, ASSETS["graphiques"], "2031")
    assert tables.read("gold/tris").empty
    assert tables.editions("gold/tris") == ["2031"]
    for reading in (tables.read, tables.editions, tables.exists):
        with pytest.raises(DeclarationError, match="« graphiques » lit « gold/panel »"):
            reading("gold/panel")
    assert tables.seen == {"gold/tris"}


def test_an_empty_table_has_its_columns_typed_and_is_valid() -> None:
    for declared in TABLES.values():
        if declared.name in ("bronze/reponses_brutes", "silver/sondes"):
            continue
        frame = empty_frame(declared)
        assert list(frame.columns) == declared.columns
        validate(declared, frame, "à l’écriture")


@pytest.mark.parametrize(
    ("field", "refused", "accepted"),
    [
        (Field("c", Kind.INTEGER, "d", low=0), -1, 0),
        (Field("c", Kind.INTEGER, "d", above=0), 0, 1),
        (Field("c", Kind.NUMBER, "d", high=1.0), 1.5, 1.0),
        (Field("c", Kind.TEXT, "d", allowed=("a",)), "b", "a"),
        (Field("c", Kind.TEXT, "d", pattern=r"^\d{2}$"), "1", "12"),
        (Field("c", Kind.TEXT, "d", filled=True), "", "x"),
        (Field("c", Kind.NUMBER, "d"), float("nan"), 0.0),
        (Field("c", Kind.INTEGER, "d"), "1", 1),
        (Field("c", Kind.FLAG, "d"), 1, True),
    ],
)
def test_each_limit_of_a_field_is_checked(field: Field, refused: object, accepted: object) -> None:
    declared = table(fields={field: FILE})
    validate(declared, pd.DataFrame({"c": [accepted]}), "à l’écriture")
    with pytest.raises(Exception, match="ne respecte pas son schéma"):
        validate(declared, pd.DataFrame({"c": [refused]}), "à l’écriture")


def test_declarations_load_neither_pandas_nor_pandera() -> None:
    import subprocess
    import sys

    code = (
        "import sys, barometre_pipeline.tables.registry;"
        "print([m for m in ('pandas', 'pandera', 'dagster', 'pyarrow') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_table_that_a_second_module_imports_by_its_name_is_told_with_both_modules(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    package = "barometre_pipeline.tables.declarations"
    first, second = (importlib.import_module(f"{package}.{name}") for name in ("changes", "tabulations"))
    monkeypatch.setattr(first, "IMPORTED", second.TRIS, raising=False)
    with pytest.raises(DeclarationError) as refused:
        collect()
    assert all(
        name in str(refused.value) for name in ("gold/tris", f"{package}.changes", f"{package}.tabulations")
    )


def test_a_table_is_collected_from_any_module_of_declarations() -> None:
    module = importlib.import_module("barometre_pipeline.tables.declarations.tabulations")
    assert TABLES["gold/tris"] is module.TRIS
