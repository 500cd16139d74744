"""The edition of a document is the year that it gives to its own barometer, not any year that it names."""

import pytest
from support import SHARED

from barometre_pipeline.printed.documents.own_edition import edition_and_reason
from barometre_pipeline.sources.documents.model import DocumentText
from barometre_pipeline.sources.documents.read import read_document

KNOWN = ("2029", "2030", "2031")


def found(*lines: str, name: str = "note.txt") -> str:
    return edition_and_reason(DocumentText(name, lines, ("",) * len(lines)), KNOWN)[0]


@pytest.mark.parametrize(
    ("lines", "edition"),
    [
        (("Le baromètre 2030 montre", "contre 12 % en 2029 et en 2029, 2029"), "2030"),
        (("BAROMÈTRE DE L’OBSERVATOIRE", "DATA PUBLICA 2030"), "2030"),
        (("L’**enquête 2030** confirme l’édition 2030 (rendez-vous à l’enquête 2031)",), "2030"),
        (("L’enquête 2030 suit l’enquête 2031",), "2031"),
        (("Depuis la création du baromètre en 2029",), "2031"),
        (("L’enquête, close en juillet 2029",), "2031"),
        (("Le baromètre 2032 est à venir",), "2032"),
        (("Une enquête 2019 de l’INSEE",), "2031"),
        (("Rien",), "2031"),
    ],
)
def test_the_edition_is_the_year_that_the_document_gives_most_often_to_itself(
    lines: tuple[str, ...], edition: str
) -> None:
    assert found(*lines) == edition


def test_the_name_of_the_file_says_it_where_the_text_does_not() -> None:
    assert found("Rien", name="support_2029.pptx") == "2029"
    assert found("Le baromètre 2030", name="support_2029.pptx") == "2030"
    assert found("Rien", name="scan_20291231.pdf") == "2031"


@pytest.mark.parametrize(
    ("name", "edition"), [("support_2025", "2025"), ("barometre_2024", "2024"), ("article_2025", "2025")]
)
def test_published_documents_are_of_their_edition(name: str, edition: str) -> None:
    path = SHARED / "documents" / f"{name}.txt"
    if not path.is_file():
        pytest.skip("documents publiés absents : pas de dossier ../shared/documents à côté du dépôt")
    text = read_document(path)
    anonymous = DocumentText("sans_annee.txt", text.lignes, text.lieux)
    assert edition_and_reason(anonymous, ("2022", "2023", "2024", "2025"))[0] == edition


@pytest.mark.parametrize(
    ("lines", "edition", "why"),
    [
        (("Le baromètre 2030 montre",), "2030", "le document dit « baromètre 2030 », une seule fois"),
        (("Le baromètre 2030, ce baromètre 2030",), "2030", "le document dit « baromètre 2030 », 2 fois"),
        (
            ("En 2031, plus que dans le baromètre 2030 ; en 2031",),
            "2031",
            "le document parle surtout de 2031",
        ),
        (("Rien",), "2031", "la plus récente du lac, faute de mention"),
    ],
)
def test_what_says_the_edition_is_told(lines: tuple[str, ...], edition: str, why: str) -> None:
    text = DocumentText("note.txt", lines, ("",) * len(lines))
    assert edition_and_reason(text, KNOWN) == (edition, why)
