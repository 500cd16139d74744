from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict, Field

from barometre_pipeline.errors import ConfigurationError
from barometre_pipeline.yaml_files import read_yaml

GUIDE = "les clés décrites ailleurs"


class Entry(BaseModel):
    model_config = ConfigDict(extra="forbid")

    nom: str
    taille: int = Field(gt=0)


class Document(BaseModel):
    model_config = ConfigDict(extra="forbid")

    entrees: tuple[Entry, ...] = Field(min_length=1)


@pytest.mark.parametrize(
    ("text", "place", "finding", "expected"),
    [
        (
            "entrees:\n  - nom: a\n    taille: 1\n    tail: 2\n",
            "ligne 4, clé « entrees.a.tail »",
            "inconnue",
            "une clé parmi\u00a0: nom, taille",
        ),
        (
            "entrees:\n  - nom: a\n    taille: 1\n  - nom: b\n",
            "ligne 4, clé « entrees.b.taille »",
            "absente",
            GUIDE,
        ),
        ("entrees:\n\n  - {nom: a, taille: -3}\n", "ligne 3, clé « entrees.a.taille »", "« -3 »", GUIDE),
        (
            "entrees:\n  - {nom: a, taille: grand}\n",
            "ligne 2, clé « entrees.a.taille »",
            "« grand »",
            "un nombre entier",
        ),
        ("entrees: []\n", "ligne 1, clé « entrees »", "vide", GUIDE),
        ("# rien\nentree: []\n", "ligne 2, clé « entree »", "inconnue", "une clé parmi\u00a0: entrees"),
        ("- 1\n", "ligne 1, racine du fichier", "« [1] »", GUIDE),
        ("", "ligne 1, racine du fichier", "« None »", GUIDE),
        (f"{'x' * 500}\n", "ligne 1, racine du fichier", "x…", GUIDE),
    ],
)
def test_a_wrong_key_is_told_with_its_line_its_name_and_what_was_expected(
    tmp_path: Path, text: str, place: str, finding: str, expected: str
) -> None:
    path = tmp_path / "essai.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigurationError) as caught:
        read_yaml(path, "2031/essai.yaml").validate(Document, GUIDE)
    error = caught.value
    assert (error.fichier, error.lieu) == ("2031/essai.yaml", place)
    assert finding in error.constat
    assert len(error.constat) < 120
    assert error.attendu.startswith(expected) and GUIDE in error.remede


@pytest.mark.parametrize(
    ("content", "place", "remedy"),
    [
        (b"entrees:\n  - [1\n", "ligne 3, colonne 1", "indentation"),
        (b"entrees:\n- caf\xe9\n", "ligne 2, octet 14", "UTF-8"),
        (None, "", "ajoutez-le"),
    ],
)
def test_a_file_that_is_no_yaml_is_told_with_its_place_and_the_remedy(
    tmp_path: Path, content: bytes | None, place: str, remedy: str
) -> None:
    path = tmp_path / "essai.yaml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ConfigurationError) as caught:
        read_yaml(path, "2031/essai.yaml")
    assert caught.value.lieu == place
    assert remedy in caught.value.remede
    assert str(tmp_path) not in str(caught.value)


def test_a_yaml_file_runs_no_code(tmp_path: Path) -> None:
    path = tmp_path / "essai.yaml"
    path.write_text("a: !!python/object/apply:os.getcwd []\n", "utf-8")
    with pytest.raises(ConfigurationError):
        read_yaml(path, "essai.yaml")
