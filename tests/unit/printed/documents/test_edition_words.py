"""An edition teaches its own words in its codebook, and a word of nobody's is refused."""

import pytest

from barometre_pipeline.catalogue.extension import extended_catalogue
from barometre_pipeline.errors import ConfigurationError
from barometre_pipeline.printed.documents.checked import tie_document
from barometre_pipeline.sources.documents.model import DocumentText

TEXT = DocumentText(
    "note.txt", ("Ainsi 31 % des collectivités ont greffé une tour de guet communale.",), ("",)
)
WORDS = """
edition: "2031"
vocabulaire:
  technologie_data:
    mots: [greffé une tour de guet, tour de guet]
    categories:
      hyperviseur: [tour de guet]
"""


def test_a_document_is_read_by_the_words_that_its_edition_adds() -> None:
    taught = extended_catalogue((("2031", "codebook.yaml", WORDS),))
    (found,) = tie_document(TEXT, taught, "2031")
    assert (found.indicateur, found.categorie) == ("technologie_data", "hyperviseur")
    assert found.lien in ("sur", "probable")
    (before,) = tie_document(TEXT, extended_catalogue(()), "2031")
    assert (before.indicateur, before.categorie) != ("technologie_data", "hyperviseur")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("vocabulaire:\n  tour_de_guet:\n    mots: [tour]\n", "n’est pas dans le catalogue"),
        (
            "vocabulaire:\n  projet_ia:\n    categories:\n      tour: [tour]\n",
            "n’est pas une de ses réponses",
        ),
        ("vocabulaire:\n  projet_ia:\n    mot: [tour]\n", "mot"),
    ],
)
def test_words_of_nobody_are_refused(wrong: str, said: str) -> None:
    with pytest.raises(ConfigurationError, match=said):
        extended_catalogue((("2031", "codebook.yaml", f'edition: "2031"\n{wrong}'),))
