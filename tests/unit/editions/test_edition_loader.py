from pathlib import Path

import pytest

from barometre_pipeline.editions.loader import discover_editions, load_edition
from barometre_pipeline.errors import ConfigurationError, InputError


def folder(raw: Path, key: str, yaml: str | bytes | None = None, source: str = "limesurvey") -> Path:
    (raw / key / source).mkdir(parents=True)
    if yaml is not None:
        (raw / key / "edition.yaml").write_bytes(yaml.encode() if isinstance(yaml, str) else yaml)
    return raw / key


def test_editions_are_the_folders_named_after_a_year_that_hold_a_source(tmp_path: Path) -> None:
    folder(tmp_path, "2031")
    folder(tmp_path, "2030", source="ipsos")
    (tmp_path / "referentiels" / "limesurvey").mkdir(parents=True)
    (tmp_path / "2029").mkdir()
    assert list(discover_editions(tmp_path)) == ["2030", "2031"]


def test_an_edition_without_yaml_has_defaults_and_says_so(tmp_path: Path) -> None:
    edition = load_edition(folder(tmp_path, "2031"))
    assert (edition.key, edition.config.source_donnees) == ("2031", "reelles")
    assert "aucun edition.yaml" in edition.config_file


def test_a_year_written_as_a_number_is_the_key(tmp_path: Path) -> None:
    assert load_edition(folder(tmp_path, "2031", "edition: 2031\ntitre: t\n")).key == "2031"


@pytest.mark.parametrize(
    ("yaml", "words"),
    [
        ("edition: 2031\n", ("« titre »", "obligatoire")),
        ("edition: 2031\ntitre: t\nnettoyages: {}\n", ("nettoyages", "inconnue")),
        ("edition: 2030\ntitre: t\n", ("« 2030 »", "« 2031 »")),
        (
            "edition: 2031\ntitre: t\nredressement: {population: {villages: 3}}\n",
            ("redressement.population", "villages"),
        ),
        (
            "edition: 2031\ntitre: t\nredressement: {population: {epci: 0}}\n",
            ("redressement.population", "positif"),
        ),
        ("edition: 2031\ntitre: t\nsource_donnees: vraies\n", ("source_donnees", "vraies")),
        ("edition: 2031\ntitre: t\ncontact: voir le secrétariat\n", ("contact", "adresse de courriel")),
        ("edition: 2031\ntitre: t\ncontact: 'https://a.example/\"onclick='\n", ("contact", "https")),
        (
            "edition: 2031\ntitre: t\ncollecte: {debut: 2031-12-02, fin: 2031-06-30}\n",
            ("ligne 3", "« collecte »", "finit le 2031-06-30, avant de commencer"),
        ),
        (
            "edition: 2031\ntitre: t\nstructures: {correspondances: /etc/passwd}\n",
            ("correspondances", "hors du dossier"),
        ),
        ("edition: 2031\ntitre: t\nlimesurvey: {extrait: ../../../x.csv}\n", ("extrait", "hors du dossier")),
        ("edition: [2031\n", ("ligne", "syntaxe YAML")),
        (b"edition: 2031\ntitre: \xe9dition\n", ("octet", "UTF-8")),
        ("", ("2031/edition.yaml",)),
        ("- 2031\n", ("2031/edition.yaml",)),
        ("edition: 2031\ntitre: t\nx: !!python/object/apply:os.getcwd []\n", ("2031/edition.yaml",)),
    ],
)
def test_a_wrong_yaml_is_refused_with_file_key_finding_and_remedy(
    tmp_path: Path, yaml: str | bytes, words: tuple[str, ...]
) -> None:
    with pytest.raises(ConfigurationError) as caught:
        load_edition(folder(tmp_path, "2031", yaml))
    for word in (*words, "2031/edition.yaml", "À faire"):
        assert word in str(caught.value)
    assert str(tmp_path) not in str(caught.value)


def test_an_absent_raw_folder_is_told_without_its_host_path(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="--raw") as caught:
        discover_editions(tmp_path / "absent")
    assert str(tmp_path) not in str(caught.value)
