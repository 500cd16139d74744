import os
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field

from barometre_pipeline.errors import ConfigurationError
from barometre_pipeline.hidden_characters import hidden_in
from barometre_pipeline.yaml_files import YamlFile, read_yaml, written_yaml

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


def bomb(width: int, rounds: int) -> str:
    """References of references: ``width`` to the power of ``rounds`` values."""
    lines = ["a0: &a0 x"]
    for i in range(1, rounds):
        lines.append(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * width)}]")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    ("text", "place", "finding"),
    [
        ("collecte:\n  debut: 2026-02-30\n", "ligne 2, colonne 10", "« 2026-02-30 » n’est ni une date"),
        ("a: 2026-13-45T25:61:00Z\n", "ligne 1, colonne 4", "« 2026-13-45T25:61:00Z »"),
        ("a: [1, " + "9" * 5_000 + "]\n", "ligne 1, colonne 8", "999…"),
        ("a: [1,\n" + "[" * 3_000, "ligne 2, colonne 39", "niveaux imbriqués"),
        ("{a: " * 100_000, "ligne 1, colonne 161", "niveaux imbriqués"),
        ("- " * 500_000, "ligne 1, colonne 81", "niveaux imbriqués"),
        (bomb(10, 12), "ligne 7, colonne 25", "références"),
        ("a: &a [1, *a]\n", "ligne 1, colonne 11", "se contient"),
        ("a: 1\nb:\n  c: 2\n  d: 3\n  c: 4\n", "ligne 5, colonne 3", "« c » est écrite deux fois"),
        ("- a: 1\n  'a': 2\n", "ligne 2, colonne 3", "« a » est écrite deux fois"),
        ("? [a, b]\n: 1\n", "ligne 1, colonne 3", "syntaxe"),
        ("a: !!python/name:os.system ''\n", "ligne 1, colonne 4", "syntaxe"),
        ("a: \x00\n", "ligne 1, colonne 4", "U+0000"),
        ("a: 1\nb: !!timestamp hier\n", "ligne 2, colonne 4", "hier"),
        ("a: !!bool peut-être\n", "ligne 1, colonne 4", "peut-être"),
        ("a: !!int ''\n", "ligne 1, colonne 4", "une valeur impossible"),
    ],
)
def test_what_no_machine_should_build_is_refused_with_its_place(
    tmp_path: Path, text: str, place: str, finding: str
) -> None:
    path = tmp_path / "essai.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigurationError) as caught:
        read_yaml(path, "2031/essai.yaml")
    assert caught.value.lieu == place
    assert finding in caught.value.constat
    assert caught.value.remede
    assert len(str(caught.value)) < 600


def test_references_and_merged_keys_that_stay_small_are_read() -> None:
    text = "base: &b {a: 1, c: [x, y]}\nsuite:\n  <<: *b\n  a: 2\nliste: [*b, *b]\n"
    data = YamlFile.parsed("essai.yaml", text.encode()).data
    assert data == {
        "base": {"a": 1, "c": ["x", "y"]},
        "suite": {"a": 2, "c": ["x", "y"]},
        "liste": [{"a": 1, "c": ["x", "y"]}] * 2,
    }


def test_a_number_of_thousands_of_digits_is_told_without_them() -> None:
    text = f"entrees:\n  - {{nom: a, taille: -0x{'f' * 5_000}}}\n"
    with pytest.raises(ConfigurationError) as caught:
        YamlFile.parsed("essai.yaml", text.encode()).validate(Document, "un nombre")
    assert len(caught.value.constat) < 120


def test_a_pipe_a_folder_and_a_file_that_has_no_end_are_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "tube.yaml")
    (tmp_path / "dossier.yaml").mkdir()
    (tmp_path / "gros.yaml").write_bytes(b"# " + b"x" * 6_000_000)
    for name, finding in (("tube", "pas un fichier"), ("dossier", "pas un fichier"), ("gros", "plus de 5")):
        with pytest.raises(ConfigurationError) as caught:
            read_yaml(tmp_path / f"{name}.yaml", f"2031/{name}.yaml")
        assert finding in caught.value.constat


WORDS = st.text(max_size=5).filter(lambda text: hidden_in(text) is None)


@given(st.recursive(WORDS | st.integers() | st.floats(-1e9, 1e9) | st.none() | st.dates(),
                    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
                    max_leaves=30))  # fmt: skip
def test_what_yaml_writes_of_any_values_is_read_back_the_same(value: object) -> None:
    text = yaml.safe_dump(value, allow_unicode=True)
    assert YamlFile.parsed("essai.yaml", text.encode()).data == yaml.safe_load(text)


@given(st.text(alphabet="ab:-[]{}&*!?|>'\"#,% \n\t0x9~<", max_size=60))
def test_any_text_is_read_or_refused_with_a_sentence(text: str) -> None:
    try:
        YamlFile.parsed("essai.yaml", text.encode())
    except ConfigurationError as error:
        assert error.constat and error.remede


@pytest.mark.parametrize("text", ["", "\n\n", "# rien\n", "---\n", "~\n"])
def test_a_file_that_says_nothing_is_told_to_be_empty(text: str) -> None:
    with pytest.raises(ConfigurationError, match="rien n’est écrit") as caught:
        YamlFile.parsed("2031/essai.yaml", text.encode()).validate(Document, GUIDE)
    assert (caught.value.lieu, caught.value.attendu) == ("", GUIDE)


class Numbers(BaseModel):
    entier: int = 0
    reel: float = 0
    par_nom: dict[str, tuple[int, ...]] = {}


@pytest.mark.parametrize("key", ["entier", "reel", "par_nom"])
@pytest.mark.parametrize(
    "written",
    [
        "0x7FFFFFFFFFFFFFFFFFF", "0x1F", "0777", "-012", "0b101", "1_000", "1_000.5", "9:32:45", "9:32.5", "1.5e+400",
        ".inf", "-.INF", ".nan", "9" * 19, "9" * 30, "9" * 400, "1000000000", "-1000000000",
        f'"{"9" * 19}"', '"1e400"', '"inf"', '"1_000_000_000"', "1e400", "!!int '99999999999'",
    ],
)  # fmt: skip
def test_a_number_too_large_or_that_yaml_reads_as_another_is_refused_by_its_place(
    key: str, written: str
) -> None:
    said = f"{{a: [1, {written}]}}" if key == "par_nom" else written
    with pytest.raises(ConfigurationError) as caught:
        YamlFile.parsed("essai.yaml", f"\n{key}: {said}\n".encode()).validate(Numbers, GUIDE)
    assert caught.value.lieu.startswith("ligne 2, ")
    assert len(caught.value.constat) < 120
    assert "Error" not in str(caught.value)


@given(st.integers(-999_999_999, 999_999_999), st.decimals(-999_999_999, 999_999_999, places=3))
def test_a_number_that_anything_here_may_count_is_read_as_it_is_written(whole: int, real: Decimal) -> None:
    text = f"entier: {whole}\nreel: {real}\npar_nom: {{a: [{whole}]}}\n"
    read = YamlFile.parsed("essai.yaml", text.encode()).validate(Numbers, GUIDE)
    assert (read.entier, read.reel, read.par_nom) == (whole, float(real), {"a": (whole,)})


@pytest.mark.parametrize("written", ['"0777"', "'9:32:45'", '"01001"', "2A004", "1e3", "2026-05-12", "1.0.0"])
def test_a_code_or_a_text_that_looks_like_a_number_is_read_as_it_is(written: str) -> None:
    assert YamlFile.parsed("essai.yaml", f"a: {written}\n".encode()).data is not None


def test_what_the_program_writes_for_an_edition_names_nobody_and_is_read_back(tmp_path: Path) -> None:
    words = {"questions": [{"libelle": "Écrire à jeanne.d@ville.example, ou à Mme Solène Pontfroid"}]}
    path = tmp_path / "codebook.yaml"
    path.write_text(written_yaml(words), encoding="utf-8")
    said = read_yaml(path, "codebook.yaml").data
    assert said == {"questions": [{"libelle": "Écrire à [adresse électronique], ou à [nom de personne]"}]}


@pytest.mark.parametrize(
    "written",
    [
        "contact: a.b@ville.example",
        '"contact": a.b@ville.example',
        "contact: >-\n  a.b@ville.example",
        "# contact: a.b@ville.example",
    ],
)
def test_the_address_under_contact_is_let_through_however_it_is_written(tmp_path: Path, written: str) -> None:
    path = tmp_path / "edition.yaml"
    path.write_text(f'edition: "2031"\n{written}\ntitre: x\n', encoding="utf-8")
    read_yaml(path, "edition.yaml")
    path.write_text(f'edition: "2031"\n{written}\ntitre: a.b@ville.example\n', encoding="utf-8")
    with pytest.raises(ConfigurationError, match="désigne une personne"):
        read_yaml(path, "edition.yaml")
