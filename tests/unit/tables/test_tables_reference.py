"""The reference of tables that people read is what the declarations say today."""

from pathlib import Path

from barometre_pipeline.tables.documentation import COMMAND, TARGET, column_words, reference, write
from barometre_pipeline.tables.registry import TABLES


def test_the_reference_in_docs_is_up_to_date() -> None:
    assert TARGET.read_text(encoding="utf-8") == reference(), f"lancez : {COMMAND}"


def test_the_reference_gives_each_table_its_columns_types_units_and_origins(tmp_path: Path) -> None:
    write(tmp_path / "tables.md")
    sections = (tmp_path / "tables.md").read_text(encoding="utf-8").split("\n## ")[1:]
    assert [s.partition("\n")[0] for s in sections] == list(TABLES)
    panel = next(s for s in sections if s.startswith("gold/panel\n"))
    assert "| `part_du_panel` | nombre ou vide | part, de 0 à 1 |" in panel
    assert "`silver/structures` (siren, type, code_insee) ; listes officielles" in panel
    assert "Règle `pas_plus_de_communes_que_d_identifiees`" in panel
    raw = next(s for s in sections if s.startswith("bronze/reponses_brutes\n"))
    assert "**Données personnelles.**" in raw
    assert "*colonnes selon l’édition*" in raw


def test_a_column_is_said_in_a_sentence_with_what_it_comes_from_outside_the_lake() -> None:
    column = TABLES["gold/panel"].column("type_change")
    assert column is not None
    assert column_words(column) == (
        "Parmi les communes, dont le type n’est plus le même (structures). "
        "Origine : listes officielles (data_raw/referentiels)."
    )
