"""The reference of tables and columns for people, written from the declarations (``docs/tables.md``).

``python -m barometre_pipeline.tables.documentation`` writes it; a test fails while it is not what this gives.
"""

from pathlib import Path
from typing import Final

from barometre_pipeline.tables.model import EVERY_SOURCE, FREE, Column, ColumnRef, Table
from barometre_pipeline.tables.registry import ASSETS, TABLES

TARGET: Final = Path(__file__).resolve().parents[2] / "docs" / "tables.md"
COMMAND: Final = "python -m barometre_pipeline.tables.documentation"
_FREE_COLUMNS: Final = "*colonnes selon l’édition*"
_SOURCES: Final = {
    "limesurvey": "une par édition de l’enquête auprès des collectivités",
    "ipsos": "une par édition du sondage auprès des Français",
    "agregats": "une par édition dont il ne reste que les tableaux publiés",
    EVERY_SOURCE: "une par édition, quelles que soient ses sources",
    "": "une seule, pour toutes les éditions",
}


def column_words(column: Column) -> str:
    """Describe a column in one sentence: what it is, its unit, and what it comes from outside the lake."""
    unit = f" ({column.field.unit})" if column.field.unit else ""
    outside = " ; ".join(o.words for o in column.origins)
    return f"{column.field.description}{unit}." + (f" Origine : {outside}." if outside else "")


def reference() -> str:
    """Return the whole reference, in French Markdown."""
    head = (
        "# Les tables du lac\n\n"
        f"Écrit par `{COMMAND}` d’après `barometre_pipeline/tables` ; ne pas modifier à la main.\n\n"
        "Chaque colonne est décrite une fois et dit d’où elle vient : de colonnes d’autres tables, ou de ce qui n’est "
        "pas une table (fichier reçu, YAML, catalogue, listes officielles, constante). Les « colonnes selon "
        "l’édition » sont celles, une par question, qui varient avec le questionnaire.\n\n"
        "| Table | Contenu |\n| --- | --- |\n"
    )
    contents = "".join(
        f"| [{t.name}](#{_anchor(t)}) | {_in_cell(t.description)} |\n" for t in TABLES.values()
    )
    return head + contents + "".join(_section(t) for t in TABLES.values())


def write(target: Path = TARGET) -> None:
    """Write the reference."""
    target.write_text(reference(), encoding="utf-8")


def _anchor(table: Table) -> str:
    return table.name.replace("/", "")


def _section(table: Table) -> str:
    reads = ", ".join(f"`{t}`" for t in ASSETS[table.step.name].reads) or "aucune table"
    facts = [
        f"Fichier : {'plusieurs par édition, une par ' + table.part if table.part else _SOURCES[table.source]}.",
        f"Écrite par l’étape `{table.step.name}`, qui lit : {reads}.",
    ]
    if table.personal:
        facts.append("**Données personnelles.**")
    if table.also:
        facts.append(f"Lit aussi, sans qu’une colonne en vienne : {', '.join(f'`{r}`' for r in table.also)}.")
    facts += [f"Clé : {', '.join(f'`{c}`' for c in key)}." for key in table.keys]
    facts += [f"Règle `{r.name}` : {r.words}" for r in table.rules]
    rows = "".join(_row(c) for c in table.all_columns)
    return (
        f"\n## {table.name}\n\n{table.description}\n\n"
        + "".join(f"- {fact}\n" for fact in facts)
        + "\n| Colonne | Type | Unité | Description | Origine |\n| --- | --- | --- | --- | --- |\n"
        + rows
    )


def _row(column: Column) -> str:
    field = column.field
    name = _FREE_COLUMNS if field.name == FREE else f"`{field.name}`"
    kind = "selon la colonne" if field.name == FREE else str(field.kind)
    if field.nullable and "vide" not in kind:
        kind += " ou vide"
    limits = _limits(column)
    cells = [name, kind, field.unit, field.description + limits, _origins(column)]
    return "| " + " | ".join(_in_cell(c) for c in cells) + " |\n"


def _limits(column: Column) -> str:
    field = column.field
    if field.allowed:
        return f" : {', '.join(f'`{v}`' for v in field.allowed)}"
    return ""


def _origins(column: Column) -> str:
    """Name each table once, with the columns that come from it, then what is no table."""
    by_table: dict[str, list[ColumnRef]] = {}
    for ref in column.refs:
        by_table.setdefault(ref.table, []).append(ref)
    tables = [f"`{t}` ({', '.join(map(_name, refs))})" for t, refs in by_table.items()]
    return " ; ".join([*tables, *(o.words for o in column.origins)])


def _name(ref: ColumnRef) -> str:
    return _FREE_COLUMNS if ref.column == FREE else ref.column


def _in_cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    write()
