"""Corrections are read from the common file and beside editions, and refused by name where they are wrong."""

from pathlib import Path

import pytest

from barometre_pipeline.catalogue.catalogue import load_catalogue
from barometre_pipeline.catalogue.errata import load_errata
from barometre_pipeline.errors import ConfigurationError

ENTRY = '- {{date: {date}, edition: "{edition}", indicateur: {indicator}, publie: a, corrige: b, motif: c}}\n'


def written(folder: Path, *entries: tuple[str, str, str]) -> Path:
    folder.mkdir(parents=True)
    lines = [ENTRY.format(date=d, edition=e, indicator=i) for d, e, i in entries]
    (folder / "errata.yaml").write_text("errata:\n" + "".join(lines), encoding="utf-8")
    return folder


def test_corrections_of_the_catalogue_and_of_editions_are_told_together_newest_first(tmp_path: Path) -> None:
    common = written(tmp_path / "commun", ("2030-05-01", "2029", "maturite_data"))
    own = written(tmp_path / "2031", ("2031-01-02", "2031", "maturite_data"), ("2030-01-02", "2031", '""'))
    (tmp_path / "2032").mkdir()
    found = load_errata(load_catalogue(), [own, tmp_path / "2032"], common / "errata.yaml")
    assert [f"{e.date}" for e in found] == ["2031-01-02", "2030-05-01", "2030-01-02"]


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (("2031-01-02", "2030", "maturite_data"), "l’édition 2030"),
        (("2031-01-02", "2031", "jamais_vu"), "« jamais_vu » n’existe pas"),
        (("AAAA-MM-JJ", "2031", "maturite_data"), "2031/errata.yaml"),
    ],
)
def test_a_wrong_correction_is_refused_with_its_file(
    tmp_path: Path, entry: tuple[str, str, str], said: str
) -> None:
    with pytest.raises(ConfigurationError) as error:
        load_errata(load_catalogue(), [written(tmp_path / "2031", entry)])
    assert said in str(error.value) and "2031/errata.yaml" in str(error.value)
