"""What a statement of the catalogue becomes in the columns and codes of one edition, by hand."""

import pytest

from barometre_pipeline.catalogue.expression import Expression
from barometre_pipeline.catalogue.model import Codebook, Theme, Variable
from barometre_pipeline.catalogue.resolution import Form, NotComputableError, Resolver

EDITION = "2031"
BOTH = {"oui": "Oui", "non": "Non"}


def _variable(name: str, kind: str, edition: dict[str, object], **more: object) -> Variable:
    return Variable.model_validate(
        {"nom": name, "public": "collectivites", "type": kind, "libelle": name, "question": "?"}
        | {"editions": {EDITION: edition}}
        | more
    )


VARIABLES = (
    _variable("avis", "choix_unique", {"question": "A", "modalites": {"oui": ["AO01", "AO09"]}}, modalites=BOTH),
    _variable("grille", "tableau", {"question": "G", "items": ["x"]}, modalites=BOTH, items={"x": "X", "y": "Y"}),
    _variable("deux", "tableau", {"question": "D"}, modalites=BOTH, items={"x": "X", "y": "Y", "z": "Z"}),
    _variable("pointee", "tableau", {"question": "P", "coche": "oui"}, modalites=BOTH, items={"x": "X", "y": "Y"}),
    _variable("cases", "choix_multiple", {"question": "C"}, items={"a": "A", "rien": "Rien"}, exclusifs=["rien"]),
    _variable("rangs", "classement", {"question": "R", "rangs": 2}, items={"p": "P", "q": "Q"}),
    _variable("age", "choix_unique", {"question": "S1"}, modalites={"jeune": "Jeune"}, profil=True),
    _variable("perdue", "tableau", {"question": "L", "items": []}, modalites=BOTH, items={"x": "X"}),
)  # fmt: skip
RESOLVER = Resolver(Codebook((Theme(theme="t", libelle="T", ordre=1, variables=VARIABLES),), ()), EDITION)


@pytest.mark.parametrize(
    ("statement", "form", "columns", "codes", "printed"),
    [
        ({"variable": "avis", "dans": ["oui"]}, Form.ANSWER, ("A",), ("AO01", "AO09"), ("AO01", "AO09")),
        ({"variable": "grille", "item": "x", "dans": ["non"]}, Form.ROW, ("G[SQ001]",), ("AO02",), ("AO02",)),
        ({"variable": "grille", "un_item": True, "dans": ["oui"]}, Form.ANY_ROW, ("G[SQ001]",), ("AO01",), ("AO01",)),
        ({"variable": "deux", "un_item": ["y"], "dans": ["oui"]}, Form.ANY_ROW, ("D[SQ002]",), ("AO01",), ("AO01",)),
        ({"variable": "pointee", "item": "y", "dans": ["oui"]}, Form.BOX, ("P[SQ002]",), ("Y",), ("SQ002",)),
        ({"variable": "cases", "coche": ["rien", "a"]}, Form.BOX, ("C[SQ002]", "C[SQ001]"), ("Y",), ("SQ002", "SQ001")),
        ({"variable": "rangs", "item": "q", "rang_max": 1}, Form.RANK, ("R[1]",), ("AO02",), ("AO02",)),
        ({"variable": "rangs", "item": "q", "rang_max": 9}, Form.RANK, ("R[1]", "R[2]"), ("AO02",), ("AO02",)),
        ({"variable": "age", "dans": ["jeune"]}, Form.ANSWER, ("S1",), ("AO01", "jeune"), ("AO01", "jeune")),
    ],
)  # fmt: skip
def test_a_statement_of_each_form_is_resolved_to_its_columns_and_codes(
    statement: dict[str, object],
    form: Form,
    columns: tuple[str, ...],
    codes: tuple[str, ...],
    printed: tuple[str, ...],
) -> None:
    leaf = RESOLVER.leaf(Expression.model_validate(statement))
    assert (leaf.form, leaf.columns, leaf.codes, leaf.printed_rows) == (form, columns, codes, printed)


@pytest.mark.parametrize(
    ("statement", "edition", "words"),
    [
        ({"variable": "avis", "dans": ["oui"]}, "2030", "n’a pas été posée en 2030"),
        ({"variable": "avis", "dans": ["oui", "non"]}, EDITION, "« Non » n’existait pas en 2031"),
        ({"variable": "grille", "item": "y", "dans": ["oui"]}, EDITION, "« Y » n’était pas proposé en 2031"),
        (
            {"variable": "pointee", "item": "x", "dans": ["non"]},
            EDITION,
            "cases à cocher ne disent que « Oui »",
        ),
        ({"variable": "perdue", "un_item": True, "dans": ["oui"]}, EDITION, "n’a pas été dépouillée"),
    ],
)
def test_what_an_edition_did_not_ask_or_propose_says_why(
    statement: dict[str, object], edition: str, words: str
) -> None:
    resolver = Resolver(RESOLVER.book, edition)
    with pytest.raises(NotComputableError) as caught:
        resolver.leaf(Expression.model_validate(statement))
    assert words in str(caught.value).replace("\u00a0", " ")


def test_a_column_absent_from_the_extract_cannot_be_computed_and_is_named() -> None:
    asked = Expression(variable="cases", coche=("a", "rien"))
    resolver = Resolver(RESOLVER.book, EDITION, {"C[SQ001]"})
    with pytest.raises(NotComputableError, match=r"C\[SQ002\]"):
        resolver.leaf(asked)


@pytest.mark.parametrize(("columns", "read"), [({"S1", "age"}, "S1"), ({"age"}, "age")])
def test_a_profile_question_is_read_under_its_code_else_under_its_canonical_name(
    columns: set[str], read: str
) -> None:
    asked = Expression(variable="age", dans=("jeune",))
    assert Resolver(RESOLVER.book, EDITION, columns).leaf(asked).columns == (read,)


def test_answers_leave_the_base_of_each_question_of_a_numerator_where_they_existed() -> None:
    both = Expression(
        tous=(
            Expression(variable="avis", dans=("oui",)),
            Expression(variable="grille", item="x", dans=("oui",)),
            Expression(variable="cases", coche=("a",)),
        )
    )
    assert RESOLVER.exclusions(both, ("non",)) == (Expression(variable="grille", item="x", dans=("non",)),)
    assert RESOLVER.exclusions(both, ()) == ()


def test_mentions_are_the_boxes_that_do_not_exclude_the_others() -> None:
    assert RESOLVER.mentions("cases") == ("a",)
