"""The open data say of a column what the lake declares of it, and what publishing changes."""

from barometre_pipeline.publication.opendata.model import TRIS_FIELDS
from barometre_pipeline.tables.declarations.tabulations import TRIS
from barometre_pipeline.tables.model import Field, Kind

DECLARED = {c.field.name: c.field for c in TRIS.declared}
PUBLISHED = {f.name: f.descriptor() for f in TRIS_FIELDS}
# What publishing empties: small cells, what would give them back, and the item of a question that has none.
MAY_BE_EMPTY = {
    "sous_question", "sous_question_libelle", "absence", "n", "base", "concernees", "part_publiable",
    "part_publiable_ponderee", "raison",
}  # fmt: skip


def _type(field: Field) -> str:
    return {Kind.TEXT: "string", Kind.INTEGER: "integer", Kind.NUMBER: "number"}[field.kind]


def test_an_open_column_is_described_in_the_words_of_the_lake() -> None:
    assert set(PUBLISHED) - set(DECLARED) == {"statut", "raison"}, "what publishing adds"
    for name in set(PUBLISHED) & set(DECLARED):
        field = DECLARED[name]
        assert PUBLISHED[name]["title"] == field.description
        assert str(PUBLISHED[name]["description"]).startswith(field.description)
        assert PUBLISHED[name]["type"] == _type(field)
        assert tuple(PUBLISHED[name].get("constraints", {}).get("enum", ())) == field.allowed


def test_an_open_column_that_publishing_may_empty_says_when_and_is_not_required() -> None:
    for name, descriptor in PUBLISHED.items():
        required = descriptor.get("constraints", {}).get("required", False)
        assert required is (name not in MAY_BE_EMPTY), name
        assert (" Vide si" in descriptor["description"] or " Vide pour" in descriptor["description"]) is (
            name in MAY_BE_EMPTY
        ), name


def test_how_many_answered_a_question_is_not_published_nor_a_share_of_another_base_than_the_printed_one() -> (
    None
):
    # Where empty answers are in the base, with those asked it gives back a withheld « Sans réponse ».
    assert set(DECLARED) - set(PUBLISHED) == {
        "repondants", "dans_base", "part", "part_ponderee_historique", "part_ponderee",
        "colonne", "code", "publiable", "raison_retenue", "ponderee_publiable",
    }  # fmt: skip
    assert "à qui la question a été posée" in PUBLISHED["base"]["description"]
    assert "n / base" in PUBLISHED["part_publiable"]["description"]
