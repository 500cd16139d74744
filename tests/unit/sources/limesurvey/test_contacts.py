"""An address or a telephone number in a wording or in the name of a file goes no further than the raw folder."""

from pathlib import Path

import pytest

from barometre_pipeline.editions.loader import load_edition
from barometre_pipeline.errors import InputError
from barometre_pipeline.sources.limesurvey.personal import without_contacts


@pytest.mark.parametrize(
    "contact",
    [
        "jeanne.d@ville.example",
        "j+x@a-b.example.org",
        "01 99 00 12 34",
        "0199001234",
        "+33 1 99 00 12 34",
        "01.99.00.12.34",
        "0033199001234",
        "+33(0)1.99.00.12.34",
        "+33 (0)1 99 00 12 34",
        "0033 01 99 00 12 34",
        "01-99-00-12-34",
        "jeanne.d[at]ville.example",
        "jeanne.d (arobase) ville.example",
        "jeanne.d @ ville.example",
        "jeanne.d%40ville.example",
        "1 71 03 75 116 012",
        "171032A11601234",
        "FR7699999999990000000000099",
        "FR76 9999 9999 9900 0000 0000 099",
    ],
)
def test_a_contact_in_a_wording_is_replaced_by_what_it_is(contact: str) -> None:
    told = without_contacts(f"Écrire à {contact}, merci")
    assert contact not in told and told.startswith("Écrire à [") and told.endswith("], merci")


@pytest.mark.parametrize(
    "text",
    [
        "Plus de 3 500 habitants",
        "2031-05-02",
        "SIREN 200012345",
        "De 10 000 à 100 000",
        "SIRET 20001234500012",
        "data.gouv.fr (a priori)",
        "FR 2031",
        "1 200 000 euros",
        "2 35 10 000",
        "Budget (a.b) de 10.5",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert without_contacts(text) == text


@pytest.mark.parametrize("name", ["reponses_jeanne.d@ville.example.csv", "appel 01 99 00 12 34.csv"])
def test_a_file_named_after_a_contact_is_refused_without_saying_it(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "2031"
    (folder / "limesurvey").mkdir(parents=True)
    (folder / "limesurvey" / name).touch()
    with pytest.raises(InputError) as refused:
        load_edition(folder)
    assert "renommez" in str(refused.value)
    assert "ville.example" not in str(refused.value) and "01 99" not in str(refused.value)


@pytest.mark.parametrize(
    ("key", "written"),
    [
        ("titre", "titre: Édition de jeanne.d@ville.example"),
        ("remarques", "titre: Édition\nremarques: [appeler le 01 99 00 12 34]"),
        ("methode", "titre: Édition\nmethode: {sollicitation: jeanne.d@ville.example}"),
    ],
)
def test_a_contact_in_a_text_of_the_edition_is_refused_without_saying_it(
    tmp_path: Path, key: str, written: str
) -> None:
    folder = tmp_path / "2031"
    folder.mkdir()
    (folder / "edition.yaml").write_text(f'edition: "2031"\n{written}\n', encoding="utf-8")
    with pytest.raises(InputError) as refused:
        load_edition(folder)
    assert f"clé «\u00a0{key}\u00a0»" in str(refused.value)
    assert "ville.example" not in str(refused.value) and "01 99" not in str(refused.value)


def test_the_address_readers_write_to_may_be_one(tmp_path: Path) -> None:
    folder = tmp_path / "2031"
    folder.mkdir()
    said = 'edition: "2031"\ntitre: Édition\ncontact: service@ville.example\n'
    (folder / "edition.yaml").write_text(said, encoding="utf-8")
    assert load_edition(folder).config.contact == "service@ville.example"
